"""Scenarios, replayed: each a file of steps that people do through the page's own road.

A file is a demonstration and a test at once: a step says who does what, what is said about it, and what must
be seen (`sees`) or not (`never`) afterwards.
"""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from adapters.playground.inbound import REACTED, Inbound, Opened, Posted
from adapters.playground.messages import Messages
from adapters.playground.models import Message, Persona
from adapters.playground.staging import Staging
from bot.card import Card, Facts, Pick, Plain, Quote, Row, Strong, Text, Words
from bot.vocabulary import Form, Value

FIRST = "two_weeks"  # what the opening panel offers to see
_ACTS = ("says", "runs", "submits", "presses", "picks", "reacts", "waits")


class Broken(Exception):
    """The scenario and the product disagree: which step, and what is missing."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step, at most one act. `who` is shown from here on; `@verb` is whoever was sent that button."""

    who: str
    caption: Mapping[str, str]
    says: str = ""
    runs: str = ""
    fills: Mapping[str, Any] = field(default_factory=dict)  # what the form that `runs` opens is filled with
    submits: bool = False
    presses: str = ""
    label: str = ""
    on: str = ""  # words of the card that has the button
    picks: tuple[str, ...] = ()
    reacts: str = ""
    waits: int | str = 0  # days, or "next"
    sees: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    private: bool = False  # what is to be looked at is a private message
    en: Mapping[str, Any] = field(default_factory=dict)  # what is said otherwise in English

    def spoken(self, lang: str) -> Step:
        """The step in a language: French is what stands in the file."""
        if lang != "en":
            return self
        said: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in self.en.items()}
        return replace(self, **said)


@dataclass(frozen=True, slots=True)
class Scenario:
    name: str
    title: Mapping[str, str]
    minutes: int
    verbs: tuple[str, ...]  # what it needs of the product
    steps: tuple[Step, ...]


@cache
def scenarios() -> tuple[Scenario, ...]:
    """All of them, in the order in which they are offered."""
    found = [file for file in files("bot").joinpath("scenarios").iterdir() if file.name.endswith(".toml")]
    told = [(file.name, tomllib.loads(file.read_text("utf-8"))) for file in found]
    told.sort(key=lambda one: (one[1]["order"], one[0]))
    return tuple(_scenario(name.removesuffix(".toml"), data) for name, data in told)


def _scenario(name: str, data: Mapping[str, Any]) -> Scenario:
    steps, who = [], ""
    for told in data["steps"]:
        who = told.get("who", who)
        values = {**told, "who": who}
        for many in ("sees", "never", "picks"):
            values[many] = tuple(told.get(many, ()))
        step = Step(**values)
        if sum(bool(getattr(step, act)) for act in _ACTS) > 1:
            raise ValueError(f"{name}: a step does one thing: {told}")
        steps.append(step)
    verbs = {step.presses for step in steps if step.presses} | set(data.get("needs", ()))
    verbs |= {REACTED for step in steps if step.reacts}
    return Scenario(name, data["title"], data["minutes"], tuple(sorted(verbs)), tuple(steps))


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page does after a step."""

    step: Step
    number: int
    of: int
    message: Message | None = None  # to be looked at
    room: str = "dm"
    form: Form | None = None


class Scenes:
    """The scenario that is being played, if any: one at a time, for every page."""

    def __init__(self, inbound: Inbound, staging: Staging) -> None:
        self._inbound = inbound
        self._staging = staging
        self._form: Opened | None = None
        self._room = ""
        self._found: dict[str, str] = {}  # who an `@verb` turned out to be
        self.playing: Scenario | None = None
        self.number = 0
        self.last: Shown | None = None

    @property
    def messages(self) -> Messages:
        return self._inbound.messages

    def offered(self) -> Sequence[Scenario]:
        """Those whose verbs are all there."""
        return [s for s in scenarios() if all(verb in self._inbound.door.commands for verb in s.verbs)]

    async def start(self, name: str) -> None:
        """The demonstration as it was at the beginning, and this scenario before its first step.

        Raises: LookupError.
        """
        scenario = next((s for s in self.offered() if s.name == name), None)
        if scenario is None:
            raise LookupError(name)
        async with self._staging.time.turn:
            self.quit()
            await self._staging.time.anew()
            self.playing = scenario

    def quit(self) -> None:
        self.playing, self.number, self._form, self.last = None, 0, None, None
        self._found = {}

    async def next(self) -> Shown | None:
        """Do the next step; None after the last. Raises: Broken."""
        async with self._staging.time.turn:
            scenario = self.playing
            if scenario is None or self.number >= len(scenario.steps):
                self.quit()
                return None
            lang = (await self.messages.personas())[0].lang
            step = scenario.steps[self.number].spoken(lang)
            self.number = number = self.number + 1
            try:
                step = replace(step, who=await self._cast(step.who))
                shown = await self._done(step)
                await self._settled()
                shown = await self._checked(step, shown)
            except Broken as broken:
                self.quit()
                raise Broken(f"{scenario.name}, step {number}: {broken}") from None
            self.last = replace(shown, number=self.number, of=len(scenario.steps))
            return self.last

    async def _cast(self, who: str) -> str:
        """Who is meant: by name, or whoever was last sent a private message with that button."""
        if not who.startswith("@"):
            return who
        if who not in self._found:
            sent: dict[int, str] = {}
            for persona in await self.messages.personas():
                for message in await self._newest(persona):
                    buttons = message.card.all_buttons if message.card and message.channel is None else ()
                    if any(b.verb == who[1:] for b in buttons):
                        sent[message.id] = persona.id
            if not sent:
                raise Broken(f"nobody was sent {who[1:]}")
            self._found[who] = sent[max(sent)]
        return self._found[who]

    async def _settled(self) -> None:
        await self._staging.time.walk(self._staging.time.now())

    async def _done(self, step: Step) -> Shown:
        persona = await self.messages.persona(step.who)
        if persona is None:
            raise Broken(f"nobody is {step.who}")
        channels = await self.messages.channels(persona.id)
        home = f"in-{channels[0].id}" if channels else "dm"
        nothing = Shown(step, 0, 0)
        match step:
            case Step(says=words) if words:
                return await self._act(step, persona, home, {"kind": "say", "text": words})
            case Step(runs=line) if line:
                return await self._act(step, persona, home, {"kind": "say", "text": line})
            case Step(submits=True):
                return await self._submitted(step, persona)
            case Step(presses=verb) if verb:
                sent = await self._button(step, persona, verb)
                return await self._act(step, persona, sent.pop("room"), sent)
            case Step(reacts=emoji) if emoji:
                message = await self._card(step, persona)
                sent = {"kind": "react", "message": message.id, "emoji": emoji, "on": True}
                return await self._act(step, persona, message.room.id, sent)
            case Step(waits="next"):
                await self._staging.go_next()
            case Step(waits=int(days)) if days:
                await self._staging.go(days)
        return nothing

    async def _act(self, step: Step, persona: Persona, room: str, sent: dict[str, Any]) -> Shown:
        event = secrets.token_hex(8)
        outcome = await self._inbound.act(persona, {"event": event, "room": room, **sent})
        match outcome:
            case Opened(form):
                form = replace(form, values={**form.values, **_filled(step.fills)})
                self._form, self._room = Opened(form, outcome.voice), room
                return Shown(step, 0, 0, None, room, form)
            case Posted(int(id)):
                message = await self.messages.message(id, persona.id)
                return Shown(step, 0, 0, message, room)
            case Posted():
                return Shown(step, 0, 0, None, room)
        raise Broken("no answer in time")

    async def _submitted(self, step: Step, persona: Persona) -> Shown:
        if self._form is None:
            raise Broken("no form is open")
        form, self._form = self._form.form, None
        values = {name: list(v) if isinstance(v, tuple) else v for name, v in form.values.items()}
        sent = {"kind": "submit", "verb": form.verb, "key": form.key.pack(), "values": values}
        shown = await self._act(step, persona, self._room, sent)
        if shown.form is not None:
            raise Broken(f"faults: {dict(shown.form.errors)}")
        return shown

    async def _button(self, step: Step, persona: Persona, verb: str) -> dict[str, Any]:
        for message in await self._newest(persona):
            card = message.card
            if card is None or (step.on and step.on not in text_of(card)):
                continue
            sent = {"message": message.id, "verb": verb, "room": message.room.id}
            for button in card.all_buttons:
                if button.verb == verb and (not step.label or step.label in button.label):
                    return {**sent, "kind": "press", "subject": button.subject}
            for block in card.blocks:
                if isinstance(block, Pick) and block.verb == verb and step.picks:
                    values = {"pick": list(step.picks)}
                    return {**sent, "kind": "pick", "subject": block.subject, "values": values}
        raise Broken(f"{step.who} sees no button {verb} {step.label} {step.on}")

    async def _card(self, step: Step, persona: Persona) -> Message:
        for message in await self._newest(persona):
            if message.viewer is None and message.card and step.on in text_of(message.card):
                return message
        raise Broken(f"{step.who} sees no card {step.on}")

    async def _newest(self, persona: Persona) -> list[Message]:
        found = await self.messages.since(0, persona.id)
        return [m for m in found if not m.peeked][::-1]

    async def _checked(self, step: Step, shown: Shown) -> Shown:
        """What must be seen is, and is what the page shows."""
        persona = await self.messages.persona(step.who)
        assert persona is not None
        seen = await self._newest(persona)
        for words in step.never:
            if any(words in text_of(m.card) for m in seen if m.card):
                raise Broken(f"{step.who} sees {words!r}")
        if shown.message is not None:  # a private answer is replaced, or edited: as it stands now
            shown = replace(shown, message=await self.messages.message(shown.message.id, persona.id))
        for words in step.sees:
            heard = [m for m in seen if words in (text_of(m.card) if m.card else m.words)]
            if not heard:
                raise Broken(f"{step.who} does not see {words!r}")
            found = next((m for m in heard if (m.channel is None) is step.private), heard[0])
            shown = replace(shown, message=found, room=found.room.id)
        return shown


def _filled(values: Mapping[str, Any]) -> dict[str, Value]:
    return {name: tuple(v) if isinstance(v, list) else str(v) for name, v in values.items()}


def text_of(card: Card) -> str:
    """All that a card says, in one line: what a scenario looks for."""

    def said(part: object) -> str:
        match part:
            case str():
                return part
            case Plain(text) | Strong(text) | Words(text):
                return text
            case Text(spans) | Row(spans):
                return "".join(map(said, spans))
            case Quote(words):
                return words
            case Facts(rows):
                return " ".join(f"{label} {said(value)}" for label, value in rows)
            case _:
                return ""

    return " ".join(said(part) for part in (card.title, *card.blocks))
