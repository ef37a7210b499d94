"""A person's screen: what Slack's client shows them, and what of it they can take hold of."""

from __future__ import annotations

from typing import Any

from . import payloads
from .core import Core
from .delivery import Delivery
from .errors import ClientRefuses
from .fields import entered, takes_place, values_of
from .objects import STATEFUL
from .reading import find_element
from .things import Channel, Message, Profile, View

Surface = Message | View
Json = dict[str, Any]


class Screen:
    """What one person sees. Nothing here sends anything to the app."""

    def __init__(self, core: Core, delivery: Delivery, profile: Profile) -> None:
        self._core = core
        self._delivery = delivery
        self.profile = profile
        self.id, self.name, self.real_name = profile.id, profile.name, profile.real_name
        self._suggested: dict[tuple[str, str], list[Json]] = {}

    def __repr__(self) -> str:
        return f"User({self.id})"

    @property
    def dm(self) -> Channel:
        """The conversation with the app."""
        return self._core.workspace.direct(self.id, self._core.workspace.bot)

    @property
    def open_view(self) -> View | None:
        """The modal on top, if one is open."""
        stack = self._core.workspace.stacks.get(self.id)
        return stack[-1] if stack else None

    @property
    def views(self) -> list[View]:
        """Their open modals, the first one opened first."""
        return list(self._core.workspace.stacks.get(self.id, []))

    @property
    def home(self) -> View | None:
        return self._core.workspace.homes.get(self.id)

    def messages(self, channel: Channel | str | None = None) -> list[Message]:
        """What they see in that place, ephemeral messages to them included, oldest first."""
        return list(self._core.workspace.seen_by(self.id, self._place(channel).id))

    def file(self, name: str) -> bytes:
        """What is in the newest file of that name that they see. Raises LookupError."""
        for said in sorted(self._core.workspace.messages.values(), key=lambda one: one.ts, reverse=True):
            seen = self.id in self._core.workspace.channels[said.channel].members
            for upload in said.files if seen and said.only_for in (None, self.id) else ():
                if upload.name == name:
                    assert upload.content is not None
                    return upload.content
        raise LookupError(name)

    def dm_messages(self) -> list[Message]:
        """What they see in the conversation with the app."""
        return self.messages(self.dm)

    def values(self, view: View | None = None) -> dict[str, Any]:
        """What their form holds now, by field label (by action_id where there is none)."""
        view = self._current(view)
        found = values_of(view.blocks, self._core.workspace.typed.get(view.id, {}))
        names = {
            block["block_id"]: block["label"]["text"] for block in view.blocks if block["type"] == "input"
        }
        return {
            names.get(block_id, action_id): next(value for key, value in answer.items() if key != "type")
            for block_id, answers in found.items()
            for action_id, answer in answers.items()
        }

    # taking hold of it

    def _place(self, wanted: Channel | str | None) -> Channel:
        if wanted is None:
            return self.dm
        if isinstance(wanted, Channel):
            return wanted
        for place in self._core.workspace.channels.values():
            if wanted in (place.id, place.name):
                return place
        raise ClientRefuses(f"no such place: {wanted}")

    def _need_member(self, place: Channel) -> None:
        if self.id not in place.members:
            raise ClientRefuses("not a member of that place")
        if place.archived:
            raise ClientRefuses("that place is archived")

    def _need_no_modal(self) -> None:
        if self.open_view is not None:
            raise ClientRefuses("a modal is open and covers everything: submit or close it first")

    def _current(self, view: View | None) -> View:
        """The modal on top in its present version, whatever version the test holds."""
        top = self.open_view
        if view is not None and view.body["type"] == "home":
            return self._core.workspace.homes[self.id]
        if top is None or (view is not None and view.id != top.id):
            raise ClientRefuses("that modal is not the one on top")
        return top

    def _surface(self, surface: Surface | None) -> Surface:
        return self._current(None) if surface is None else surface

    def _message(self, said: Message) -> Message:
        current = self._core.workspace.messages.get((said.channel, said.ts))
        if current is None:
            raise ClientRefuses("that message is no longer there")
        if (
            current.only_for not in (None, self.id)
            or self.id not in self._core.workspace.channels[said.channel].members
        ):
            raise ClientRefuses("they do not see that message")
        return current

    def _find(self, surface: Surface, wanted: str) -> tuple[Json, Json]:
        """A message's element as the test holds it (it may be out of date), a view's as it is now."""
        if isinstance(surface, Message):
            self._message(surface)
            self._need_no_modal()
        else:
            surface = self._current(surface)
        found = find_element(surface.blocks, wanted)
        if found is None:
            raise ClientRefuses(f"nothing here is called {wanted}")
        return found

    def _entry(self, block: Json, element: Json, value: Any) -> Json:
        if element["type"] not in STATEFUL:
            raise ClientRefuses("that is not a field")
        key = block["block_id"], element["action_id"]
        options = self._suggested.get(key, []) if "external" in element["type"] else None
        answer = entered(element, value, options)
        if any(one not in self._core.workspace.people for one in _ids(answer, "selected_user")):
            raise ClientRefuses("the menu does not offer that person")
        for one in _ids(answer, "selected_conversation"):
            place = self._core.workspace.channels.get(one)
            seen = place is not None and (not place.is_private or self.id in place.members)
            shared = element.get("filter", {}).get("exclude_external_shared_channels")
            if (
                place is None
                or not seen
                or not takes_place(element, place.kind)
                or (shared and place.ext_shared)
            ):
                raise ClientRefuses("the menu does not offer that place")
        return answer

    def _keep(self, surface: Surface, block: Json, element: Json, answer: Json) -> None:
        key = surface.id if isinstance(surface, View) else f"{surface.channel}:{surface.ts}"
        self._core.workspace.typed.setdefault(key, {})[block["block_id"], element["action_id"]] = answer

    def _frame(self, kind: str, surface: Surface) -> Json:
        """An interaction's frame with where it happened, but without trigger or action."""
        core = self._core
        frame = payloads.frame(core, kind, self.profile)
        if isinstance(surface, View):
            shown = core.workspace.view_named(surface.id, None) or surface
            return {
                **frame,
                "container": {"type": "view", "view_id": shown.id},
                "view": payloads.view(core.workspace, shown),
            }
        said = self._message(surface)
        place = core.workspace.channels[said.channel]
        typed = core.workspace.typed.get(f"{said.channel}:{said.ts}", {})
        container = {
            "type": "message",
            "message_ts": said.ts,
            "channel_id": said.channel,
            "is_ephemeral": said.only_for is not None,
        }
        if not said.only_for:
            frame["message"] = payloads.message(core.workspace, said)
        return {
            **frame,
            "container": container,
            "channel": payloads.named_place(place),
            "state": {"values": values_of(said.blocks, typed)},
            "response_url": core.response_url(core.tickets.mint_response(self.id, place.id, said.ts)),
        }


def _ids(answer: Json, name: str) -> list[str]:
    found = answer.get(name) or answer.get(f"{name}s") or []
    return [found] if isinstance(found, str) else list(found)
