"""Somebody on this Discord: what they type, press, fill and see. Their client knows Discord's rules."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import components, declaring, forms, messages, payloads, reactions
from .callbacks import DEFER, DEFER_UPDATE, deadline_passed
from .core import FIRST_ANSWER_S, Core
from .errors import ClientRefuses
from .things import (
    AUTOCOMPLETE,
    CHAT_INPUT,
    COMMAND,
    COMPONENT,
    MESSAGE_MENU,
    MODAL_SUBMIT,
    Channel,
    Interaction,
    Json,
    Message,
    Modal,
    User,
)

WAITING_S = 30.0  # for what was promised with a sign of waiting


@dataclass(frozen=True, slots=True)
class Turn:
    """One act and its answer. `failed`: nothing came in time, and the person reads that it failed."""

    interaction: Interaction

    @property
    def failed(self) -> bool:
        return self.interaction.missed

    @property
    def form(self) -> Modal | None:
        return self.interaction.modal

    @property
    def message(self) -> Message | None:
        """What was answered: the first message, or the one that was changed."""
        return self.interaction.original

    @property
    def messages(self) -> list[Message]:
        first = [self.interaction.original] if self.interaction.original else []
        return [*first, *self.interaction.followups]

    @property
    def choices(self) -> list[Json]:
        return self.interaction.choices


@dataclass(slots=True)
class Person:
    """A member who acts. An act returns once it is answered, filled in where it was deferred, or missed."""

    core: Core
    user: User
    place: Channel
    forms: list[Modal] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.user.id

    # --- commands --------------------------------------------------------------------------------------

    async def slash(self, path: str, options: Mapping[str, Any] | None = None, **how: Any) -> Turn:
        """`path`: its words. `options` by name. Raises: ClientRefuses. `how`: `place`."""
        command, nested, declared = self._declared(path)
        given = _chosen(declared, dict(options or {}))
        return await self._commands(COMMAND, command, nested, given, **how)

    async def suggest(
        self, path: str, name: str, typed: str, options: Mapping[str, Any] | None = None, **how: Any
    ) -> Turn:
        """What is offered while `typed` stands in the option `name`."""
        command, nested, declared = self._declared(path)
        asked = next((one for one in declared if one["name"] == name), None)
        if asked is None or not asked.get("autocomplete"):
            raise ClientRefuses(f"nothing is suggested for {name}")
        given = _chosen(declared, dict(options or {}), partly=True)
        given.append({"type": asked["type"], "name": name, "value": typed, "focused": True})
        return await self._commands(AUTOCOMPLETE, command, nested, given, **how)

    async def menu(self, message: Message, name: str, **how: Any) -> Turn:
        """The entry of that name under a message."""
        command = self._command(MESSAGE_MENU, name)
        shown = payloads.message(message, self.core.world)
        data = {
            "id": command["id"],
            "name": command["name"],
            "type": MESSAGE_MENU,
            "target_id": message.id,
            "resolved": {"messages": {message.id: shown}},
        }
        place = self.core.world.channels[message.channel]
        return await self._acts(COMMAND, data, place=place, **how)

    def _command(self, kind: int, name: str) -> Json:
        for command in self.core.commands:
            if command["type"] == kind and name in (command["name"], *_names(command)):
                return command
        raise ClientRefuses(f"no such command: {name}")

    def _declared(self, path: str) -> tuple[Json, list[Json], list[Json]]:
        """The command, the sub-commands below it, and the options at the end."""
        first, *rest = path.split()
        node = command = self._command(CHAT_INPUT, first)
        below: list[Json] = []
        for word in rest:
            found = [o for o in node.get("options") or () if word in (o["name"], *_names(o))]
            if not found or found[0]["type"] not in (declaring.SUBCOMMAND, declaring.GROUP):
                raise ClientRefuses(f"no such command: {path}")
            node = found[0]
            below.append(node)
        options = node.get("options") or []
        if any(o["type"] in (declaring.SUBCOMMAND, declaring.GROUP) for o in options):
            raise ClientRefuses(f"{path} cannot be run bare")
        return command, below, options

    async def _commands(
        self, kind: int, command: Json, nested: list[Json], given: list[Json], **how: Any
    ) -> Turn:
        for node in reversed(nested):
            given = [{"type": node["type"], "name": node["name"], "options": given}]
        data: Json = {"id": command["id"], "name": command["name"], "type": CHAT_INPUT, "options": given}
        return await self._acts(kind, data, **how)

    # --- messages --------------------------------------------------------------------------------------

    async def press(self, message: Message, name: str, **how: Any) -> Turn:
        """The button with that label or custom_id. Raises: ClientRefuses."""
        button = self._component(message, name, (components.BUTTON,))
        data = {
            "component_type": components.BUTTON,
            "custom_id": button["custom_id"],
            "id": button.get("id", 0),
        }
        return await self._acts(COMPONENT, data, message=message, **how)

    async def pick(self, message: Message, name: str, values: Any, **how: Any) -> Turn:
        """Options of the list with that custom_id, by label or value."""
        picked = self._component(message, name, (components.STRING_SELECT,))
        data = {
            "component_type": components.STRING_SELECT,
            "custom_id": picked["custom_id"],
            "id": picked.get("id", 0),
            "values": forms.picked(picked, values),
        }
        return await self._acts(COMPONENT, data, message=message, **how)

    def _component(self, message: Message, name: str, kinds: tuple[int, ...]) -> Json:
        if message.only_for not in (None, self.id):
            raise ClientRefuses("somebody else's private answer is seen by nobody else")
        for component in components.walk(message.components):
            if component["type"] in kinds and name in (component.get("label"), component.get("custom_id")):
                if component.get("disabled"):
                    raise ClientRefuses(f"{name} is greyed out")
                return component
        raise ClientRefuses(f"nothing to press here is called {name}")

    async def submit(self, form: Modal, filled: Mapping[str, Any] | None = None, **how: Any) -> Turn:
        """Send a form that is open, by label or custom_id. Raises: ClientRefuses."""
        if form not in self.forms:
            raise ClientRefuses("this form is not open any more")
        data = forms.sent(form, dict(filled or {}), self.core.world)
        place = self.core.world.channels[form.channel]
        turn = await self._acts(MODAL_SUBMIT, data, message=form.message, place=place, **how)
        if not turn.failed:  # where sending failed the form stays open with its words
            self.forms.remove(form)
        return turn

    def says(self, text: str, place: Channel | None = None) -> Message:
        place = place or self.place
        message = Message(self.core.world.mint(), place.id, self.user, self.core.world.now(), text)
        messages.put(self.core, place, message)
        return message

    def reacts(self, message: Message, emoji: str) -> None:
        reactions.put(self.core, self.core.world.channels[message.channel], message, emoji, self.user)

    def unreacts(self, message: Message, emoji: str) -> None:
        reactions.take(self.core, self.core.world.channels[message.channel], message, emoji, self.user)

    def sees(self, place: Channel | None = None) -> list[Message]:
        """What stands before this person in a channel, private answers to others left out."""
        found = (place or self.place).messages.values()
        return [one for one in found if one.only_for in (None, self.id)]

    @property
    def private(self) -> Channel:
        """The conversation with the bot."""
        return self.core.world.dm(self.user)

    # --- one act ---------------------------------------------------------------------------------------

    async def _acts(
        self,
        kind: int,
        data: Json,
        *,
        message: Message | None = None,
        place: Channel | None = None,
        wait: bool = True,
    ) -> Turn:
        if place is None:
            place = self.core.world.channels[message.channel] if message else self.place
        interaction = Interaction(
            self.core.world.mint(),
            secrets.token_urlsafe(24),
            kind,
            self.user,
            place,
            asyncio.get_running_loop().time(),
            self.core.clock.now(),
            message,
        )
        self.core.interactions[interaction.token] = interaction
        self.core.tell("INTERACTION_CREATE", payloads.interaction(interaction, data, self.core.world))
        if wait:
            await self.answered(interaction)
        return Turn(interaction)

    async def answered(self, interaction: Interaction) -> None:
        """Returns once the act is answered, or the time for it is over.

        Where the answer only acknowledges, something has to follow. Raises: TimeoutError, where nothing does.
        """
        try:
            async with asyncio.timeout(FIRST_ANSWER_S * self.core.scale):
                await self.core.activity.until(lambda: interaction.kind is not None)
        except TimeoutError:
            interaction.missed = interaction.kind is None
            assert deadline_passed(self.core, interaction) or not interaction.missed
        if interaction.modal is not None:
            self.forms.append(interaction.modal)
        if interaction.kind in (DEFER, DEFER_UPDATE):
            await self.core.activity.until(lambda: interaction.more > 0, WAITING_S)


def _names(declared: Json) -> Iterator[str]:
    yield from (declared.get("name_localizations") or {}).values()


def _chosen(declared: list[Json], given: dict[str, Any], *, partly: bool = False) -> list[Json]:
    """Options as the client sends them: those that were given, in the declared order."""
    if unknown := set(given) - {option["name"] for option in declared}:
        raise ClientRefuses(f"no such option: {', '.join(sorted(unknown))}")
    said = []
    for option in declared:
        name = option["name"]
        if name in given:
            said.append({"type": option["type"], "name": name, "value": _value(option, given[name])})
        elif option.get("required") and not partly:
            raise ClientRefuses(f"{name} is required")
    return said


def _value(option: Json, given: Any) -> Any:
    if option.get("choices"):
        known = {key: c["value"] for c in option["choices"] for key in (c["value"], c["name"], *_names(c))}
        if given not in known:
            raise ClientRefuses(f"no such choice: {given}")
        return known[given]
    if option["type"] in (declaring.USER, declaring.CHANNEL):
        return given if isinstance(given, str) else str(given.id)
    wanted = {declaring.STRING: str, declaring.INTEGER: int, declaring.BOOLEAN: bool}.get(
        option["type"], object
    )
    if not isinstance(given, wanted):
        raise ClientRefuses(f"{option['name']} takes another kind of value")
    if isinstance(given, str) and not option.get("min_length", 0) <= len(given) <= option.get(
        "max_length", 6000
    ):
        raise ClientRefuses(f"{option['name']} takes fewer characters, or wants more")
    return given
