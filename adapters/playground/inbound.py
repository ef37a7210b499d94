"""What a page sends becomes a request; the reply becomes a private message, or the form that opens."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from adapters.playground import declare
from adapters.playground.messages import Messages
from adapters.playground.models import PLATFORM, REALM, Persona, Room
from bot import intake
from bot.card import Card, Option
from bot.command import Command, Door, Surface
from bot.errors import TooLate
from bot.i18n import Voice, voice_of
from bot.limits import VERB
from bot.vocabulary import Form, FormKey, Kind, Place, Request, Value

_EVENT = re.compile(r"[A-Za-z0-9_-]{8,64}")
_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")  # what a browser's date picker sends
COURTESIES = ("👍", "❤️")  # offered beside those that mean something; said to nobody
REACTED, UNREACTED = "trial.reacted", "trial.unreacted"


class BadAct(ValueError):
    """No page of ours sends this."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The form to show in the room where it was asked for."""

    form: Form
    voice: Voice


@dataclass(frozen=True, slots=True)
class Posted:
    """The message that answers, or the one that was said; None where nothing is to be shown."""

    message: int | None


@dataclass(frozen=True, slots=True)
class Late:
    """No answer in time: the page keeps what was typed, and the same act can be sent again."""


Outcome = Opened | Posted | Late


@runtime_checkable
class Suggests(Protocol):
    """A door that completes what is being typed into a field."""

    async def suggest(self, request: Request, field: str, typed: str) -> Sequence[Option]: ...


class Inbound:
    """One road for every act of a page."""

    def __init__(self, door: Door, messages: Messages, invites: tuple[str, ...] = ()) -> None:
        self.door = door
        self.messages = messages
        self.invites = invites  # the path of the command that the opening panel offers

    async def act(self, persona: Persona, sent: Mapping[str, Any]) -> Outcome:
        """Do what the page says. The same event sent again is the same act.

        `sent`: event, room, kind (say, run, press, pick, submit, react, menu) and what that kind needs.
        Raises: BadAct.
        """
        event, room = _text(sent, "event"), _room(sent)
        if not _EVENT.fullmatch(event):
            raise BadAct("event")
        if room.channel and room.channel not in {c.id for c in await self.messages.channels(persona.id)}:
            raise BadAct("room")
        event = f"{PLATFORM}:{persona.id}:{event}"
        kind = sent.get("kind")
        if kind == "say":
            return await self._said(persona, room, event, _text(sent, "text"))
        if kind == "react":
            return await self._reacted(persona, room, event, sent)
        if kind == "menu":
            return await self._from_menu(persona, room, event, sent)
        verb, subject, values, form = self._meant(kind, sent, persona)
        pressed = await self._pressed(persona, sent) if kind in ("press", "pick") else None
        request = Request(
            event=event,
            actor=persona.account,
            verb=verb,
            subject=subject,
            values=values,
            locale=persona.lang,
            place=Place(PLATFORM, REALM, room.channel) if room.channel else None,
            form=form,
            at=await self._at(),
        )
        return await self._answered(persona, room, request, pressed)

    def _meant(
        self, kind: object, sent: Mapping[str, Any], persona: Persona
    ) -> tuple[str, str, dict[str, Value], FormKey | None]:
        """Verb, subject, values and form key of an act."""
        match kind:
            case "run" if "path" in sent:
                for command in declare.slash_commands(self.door.commands):
                    if list(command.path) == sent["path"]:
                        return command.verb, "", _values(sent), None
                raise BadAct("path")
            case "run":
                typed = declare.understood(_text(sent, "text"), self.door.commands)
                return typed.verb, "", typed.values, None
            case "press":
                return _verb(sent), _text(sent, "subject"), {}, None
            case "pick":
                picked = _values(sent).get("pick", ())
                chosen = (picked,) if isinstance(picked, str) else picked
                return _verb(sent), _text(sent, "subject"), {"pick": chosen}, None
            case "submit":
                try:
                    key = FormKey.unpack(_text(sent, "key"))
                except ValueError:
                    raise BadAct("key") from None
                return _verb(sent), key.subject, self._zoned(sent, persona.zone), key
            case _:
                raise BadAct("kind")

    async def _said(self, persona: Persona, room: Room, event: str, text: str) -> Outcome:
        """Words in a channel stand there; words to the bot alone are answered."""
        words = intake.clean(text)
        if not words:
            return Posted(None)
        if words.startswith("/"):
            typed = declare.understood(words, self.door.commands)
        else:
            said = await self.messages.say(room, persona, words, nonce=f"said:{event}")
            if room.channel:
                return Posted(said)
            typed = declare.Typed(declare.NEAREST, {"text": words})
        place = Place(PLATFORM, REALM, room.channel) if room.channel else None
        request = Request(
            event, persona.account, typed.verb, values=typed.values, locale=persona.lang, place=place
        )
        return await self._answered(persona, room, request, None)

    def _zoned(self, sent: Mapping[str, Any], zone: str) -> dict[str, Value]:
        """The values, where a wall time from the browser's picker is one of the person's zone."""
        values, command = _values(sent), self.door.commands.get(_verb(sent))
        for field in command.fields if command else ():
            value = values.get(field.name)
            if field.kind is Kind.MOMENT and isinstance(value, str) and _LOCAL.fullmatch(value):
                wall = datetime.fromisoformat(value).replace(tzinfo=ZoneInfo(zone))
                values[field.name] = wall.isoformat()
        return values

    async def _at(self) -> datetime:
        """The instant of an act. Time may stand still: each act is still after the one before it."""
        return self.messages.clock.now() - timedelta(seconds=1, microseconds=-await self.messages.latest())

    async def _reacted(self, persona: Persona, room: Room, event: str, sent: Mapping[str, Any]) -> Outcome:
        """An emoji put under a message of a channel, or taken away: heard where it means something."""
        emoji, on = _text(sent, "emoji"), sent.get("on") is True
        id = await self._standing(persona, room, sent)
        if emoji not in (*self.door.reactions, *COURTESIES):
            raise BadAct("emoji")
        if on == await self.messages.stands(id, persona.id, emoji):
            return Posted(id)
        meaning = self.door.reactions.get(emoji)
        verb = REACTED if on else UNREACTED
        if meaning and verb in self.door.commands:  # heard first, then shown: nothing stands there unheard
            request = Request(
                event,
                persona.account,
                verb,
                values={"message": str(id), "emoji": meaning},
                locale=persona.lang,
                place=Place(PLATFORM, REALM, room.channel or ""),
                at=await self._at(),
            )
            try:
                await self.door.answer(request)
            except TooLate:
                return Late()
        await self.messages.react(id, persona.id, emoji, on=on)
        return Posted(id)

    async def _from_menu(self, persona: Persona, room: Room, event: str, sent: Mapping[str, Any]) -> Outcome:
        """A command of the menu of a message: somebody's words, or a card of ours."""
        id = await self._standing(persona, room, sent)
        message = await self.messages.message(id, persona.id)
        command = next((c for c in menus(self.door) if list(c.path) == sent.get("path")), None)
        if command is None or message is None:
            raise BadAct("path")
        values: dict[str, Value] = {"message_id": str(id)}
        if message.author:
            values |= {"message": message.words, "by": f"{REALM}/{message.author}"}
        place = Place(PLATFORM, REALM, room.channel or "")
        request = Request(
            event, persona.account, command.verb, values=values, locale=persona.lang, place=place
        )
        return await self._answered(persona, room, request, None)

    async def _standing(self, persona: Persona, room: Room, sent: Mapping[str, Any]) -> int:
        """The message of this channel that is meant, for all to see. Raises: BadAct."""
        id = sent.get("message")
        found = await self.messages.message(id, persona.id) if isinstance(id, int) else None
        if found is None or found.viewer is not None or found.channel is None or found.room != room:
            raise BadAct("message")
        return found.id

    async def suggested(self, persona: Persona, sent: Mapping[str, Any]) -> Sequence[Option]:
        """What completes the words typed into a field; nothing where the core completes nothing."""
        room = _room(sent)
        if not isinstance(self.door, Suggests):
            return ()
        place = Place(PLATFORM, REALM, room.channel) if room.channel else None
        request = Request("", persona.account, _verb(sent), locale=persona.lang, place=place)
        return await self.door.suggest(request, _text(sent, "field"), _text(sent, "typed"))

    async def _pressed(self, persona: Persona, sent: Mapping[str, Any]) -> int | None:
        """The private message whose button it was; None for a public one, which no answer replaces."""
        id = sent.get("message")
        found = await self.messages.message(id, persona.id) if isinstance(id, int) else None
        if found is None:
            raise BadAct("message")
        return found.id if found.viewer == persona.id else None

    async def _answered(self, persona: Persona, room: Room, request: Request, pressed: int | None) -> Outcome:
        try:
            reply = await self.door.answer(request)
        except TooLate:
            return Late()
        voice = voice_of(reply, Voice(request.locale, "vous", persona.zone))
        match reply.content:
            case Form() as form:
                return Opened(form, voice)
            case Card() as card:
                if reply.replaces and pressed is not None:
                    await self.messages.put(pressed, card, voice, event=request.event, edited=False)
                    return Posted(pressed)
                return Posted(await self._post(persona, room, card, voice, request.event))
            case files:
                given = Card(voice("files-here", count=len(files)), blocks=files)
                return Posted(await self._post(persona, room, given, voice, request.event))

    async def _post(self, persona: Persona, room: Room, card: Card, voice: Voice, event: str) -> int:
        return await self.messages.post(
            room, card, voice, nonce=f"answer:{event}", viewer=persona.id, answer=True, event=event
        )


def menus(door: Door) -> list[Command]:
    """The commands that a message's menu offers."""
    return [command for command in door.commands.values() if command.surface is Surface.MESSAGE]


def _text(sent: Mapping[str, Any], name: str) -> str:
    value = sent.get(name, "")
    if not isinstance(value, str):
        raise BadAct(name)
    return value


def _verb(sent: Mapping[str, Any]) -> str:
    verb = _text(sent, "verb")
    if not VERB.fullmatch(verb):
        raise BadAct("verb")
    return verb


def _room(sent: Mapping[str, Any]) -> Room:
    try:
        return Room.of(_text(sent, "room"))
    except ValueError:
        raise BadAct("room") from None


def _values(sent: Mapping[str, Any]) -> dict[str, Value]:
    """What was filled in; what was left empty is left out."""
    values = sent.get("values", {})
    if not isinstance(values, dict):
        raise BadAct("values")
    kept: dict[str, Value] = {}
    for name, value in values.items():
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            if value:
                kept[name] = tuple(value)
        elif isinstance(value, str):
            if value.strip():
                kept[name] = value
        else:
            raise BadAct("values")
    return kept
