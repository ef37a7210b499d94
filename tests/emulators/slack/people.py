"""A person at Slack's client: types, presses, fills forms, reacts, comes and goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import modals, payloads
from .core import Core
from .delivery import Delivery, offered
from .errors import ClientRefuses, Refused
from .fields import is_empty, values_of
from .presence import DONE, Presence
from .screen import Json, Surface
from .things import Channel, Message, Profile, View
from .tickets import Origin, Response
from .turn import Turn


class User(Presence):
    """One member of the workspace. Acts return a Turn; `tolerate=True` lets a failed act be looked at.

    Fields and buttons are named by action_id, by visible label or by block_id, on a surface; None is the
    modal on top. A place is a Channel, its id or its name; the default is the conversation with the app.
    `commands`: the slash commands of the app's manifest, when the test wants others refused.
    """

    def __init__(
        self, core: Core, delivery: Delivery, profile: Profile, commands: frozenset[str] | None = None
    ) -> None:
        super().__init__(core, delivery, profile)
        self.commands = commands

    async def slash(
        self, command: str, text: str = "", *, channel: Channel | str | None = None, tolerate: bool = False
    ) -> Turn:
        """Types a slash command."""
        self._need_no_modal()
        if self.commands is not None and command not in self.commands:
            raise ClientRefuses(f"{command} is not a command of this app")
        place = self._place(channel)
        self._need_member(place)
        response = Response(self.id, place.id, None, 0.0)
        return await self._delivery.act(
            self.id,
            "slash_command",
            lambda: payloads.slash(self._core, self.profile, command, text, place),
            apply=self._delivery.command_answer(response),
            channel="slash_commands",
            takes_payload=True,
            tolerate=tolerate,
        )

    async def press(self, surface: Surface | None, button: str, *, tolerate: bool = False) -> Turn:
        """Presses a button (and confirms, where it asks)."""
        surface = self._surface(surface)
        block, element = self._find(surface, button)
        if element["type"] != "button":
            raise ClientRefuses(f"{button} is not a button")
        action = {"text": element["text"]}
        if "value" in element:
            action["value"] = element["value"]
        return await self._block_action(surface, block, element, action, tolerate)

    async def select(
        self, surface: Surface | None, field: str, value: Any, *, tolerate: bool = False
    ) -> Turn:
        """Chooses in a menu, a date or a set of boxes. In a form's own field nothing is sent to the app."""
        surface = self._surface(surface)
        block, element = self._find(surface, field)
        if element["type"] == "overflow":
            options = [one for one in element["options"] if value in (one["value"], one["text"]["text"])]
            if not options:
                raise ClientRefuses(f"no such option: {value}")
            return await self._block_action(
                surface, block, element, {"selected_option": options[0]}, tolerate
            )
        answer = self._entry(block, element, value)
        self._keep(surface, block, element, answer)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return self._delivery.turn(self.id, self._delivery.marks(), DONE, {})
        action = {key: inner for key, inner in answer.items() if key != "type"}
        return await self._block_action(surface, block, element, action, tolerate)

    async def suggest(
        self, surface: Surface | None, field: str, typed: str, *, tolerate: bool = False
    ) -> list[str]:
        """Types in a menu whose options the app suggests; returns the labels it offers."""
        surface = self._surface(surface)
        block, element = self._find(surface, field)
        if element["type"] not in ("external_select", "multi_external_select"):
            raise ClientRefuses(f"{field} does not ask the app for options")
        if len(typed) < element.get("min_query_length", 3):
            raise ClientRefuses("too few characters to ask")
        found: list[Json] = []

        def apply(payload: Any) -> dict[str, str]:
            try:
                found.extend(offered(payload))
            except Refused as refused:
                self._core.complain(f"suggestion refused: {'; '.join(refused.details)}")
            return {}

        def build() -> Json:
            names = {"block_id": block["block_id"], "action_id": element["action_id"], "value": typed}
            frame = self._frame("block_suggestion", surface)
            return {**{key: value for key, value in frame.items() if key != "response_url"}, **names}

        await self._delivery.act(
            self.id, "block_suggestion", build, apply=apply, takes_payload=True, tolerate=tolerate
        )
        self._suggested[block["block_id"], element["action_id"]] = found
        return [option["text"]["text"] for option in found]

    def fill(self, view: View | None, values: Mapping[str, Any]) -> None:
        """Fills fields of an open form without sending it."""
        view = self._current(view)
        for field, value in values.items():
            block, element = self._find(view, field)
            self._keep(view, block, element, self._entry(block, element, value))

    async def submit(
        self, view: View | None = None, values: Mapping[str, Any] | None = None, *, tolerate: bool = False
    ) -> Turn:
        """Fills and sends the form on top. `turn.errors` are its inline errors, by field label."""
        view = self._current(view)
        self.fill(view, values or {})
        if view.submit is None:
            raise ClientRefuses("this modal has no submit button")
        state = values_of(view.blocks, self._core.workspace.typed.get(view.id, {}))
        for block in view.blocks:
            if block["type"] == "input" and not block.get("optional"):
                element = block["element"]
                if is_empty(element, state[block["block_id"]][element["action_id"]]):
                    raise ClientRefuses(f"a required field is empty: {block['label']['text']}")

        def build() -> Json:
            trigger = self._core.tickets.mint_trigger(self.id, "submission")
            frame = payloads.frame(self._core, "view_submission", self.profile)
            shown = payloads.view(self._core.workspace, view)
            return {**frame, "trigger_id": trigger, "view": shown, "response_urls": []}

        return await self._delivery.act(
            self.id,
            "view_submission",
            build,
            apply=self._delivery.form_answer(view),
            takes_payload=True,
            tolerate=tolerate,
        )

    async def closes(
        self,
        view: View | None = None,
        *,
        everything: bool = False,
        keep_values: bool = False,
        tolerate: bool = False,
    ) -> Turn:
        """Closes the modal on top (or all). The app hears of it only where it asked `notify_on_close`.

        `keep_values`: whether the payload carries what was typed; Slack promises neither.
        """
        view = self._current(view)
        shown = payloads.view(self._core.workspace, view, state=keep_values)
        everything = everything or bool(view.body.get("clear_on_close"))
        if everything:
            modals.forget(self._core, self.id)
        else:
            modals.close_top(self._core, self.id)
        if not view.body.get("notify_on_close"):
            return self._delivery.turn(self.id, self._delivery.marks(), DONE, {})
        frame = payloads.frame(self._core, "view_closed", self.profile)
        return await self._delivery.act(
            self.id,
            "view_closed",
            lambda: {**frame, "view": shown, "is_cleared": everything},
            tolerate=tolerate,
        )

    async def shortcut(self, callback_id: str, *, tolerate: bool = False) -> Turn:
        """A global shortcut."""
        self._need_no_modal()

        def build() -> Json:
            trigger = self._core.tickets.mint_trigger(self.id, "command")
            more = {
                "callback_id": callback_id,
                "trigger_id": trigger,
                "action_ts": self._core.workspace.mint_ts(),
            }
            return {**payloads.frame(self._core, "shortcut", self.profile), **more}

        return await self._delivery.act(self.id, "shortcut", build, tolerate=tolerate)

    async def message_shortcut(self, said: Message, callback_id: str, *, tolerate: bool = False) -> Turn:
        """A shortcut in a message's menu."""
        self._need_no_modal()
        said = self._message(said)
        if said.only_for:
            raise ClientRefuses("an ephemeral message has no shortcuts")

        def build() -> Json:
            frame = self._frame("message_action", said)
            del frame["container"], frame["state"]
            more = {
                "callback_id": callback_id,
                "message_ts": said.ts,
                "action_ts": self._core.workspace.mint_ts(),
            }
            return {
                **frame,
                **more,
                "trigger_id": self._core.tickets.mint_trigger(self.id, "message", said.channel),
            }

        return await self._delivery.act(self.id, "message_action", build, tolerate=tolerate)

    async def _block_action(
        self, surface: Surface, block: Json, element: Json, action: Json, tolerate: bool
    ) -> Turn:
        core = self._core

        def build() -> Json:
            if isinstance(surface, View):
                origin: Origin = "home" if surface.body["type"] == "home" else "modal"
                trigger = core.tickets.mint_trigger(self.id, origin)
            else:
                trigger = core.tickets.mint_trigger(self.id, "message", surface.channel)
            names = {
                "type": element["type"],
                "action_id": element["action_id"],
                "block_id": block["block_id"],
            }
            deed = {**names, **action, "action_ts": core.workspace.mint_ts()}
            return {**self._frame("block_actions", surface), "trigger_id": trigger, "actions": [deed]}

        return await self._delivery.act(self.id, "block_actions", build, tolerate=tolerate)
