"""What a page sends becomes a request; the reply becomes a private message, or the form that opens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.playground import declare
from adapters.playground.messages import PLATFORM, REALM, Messages, Persona, Room
from bot import intake
from bot.card import Card
from bot.command import Door
from bot.errors import TooLate
from bot.i18n import Voice, voice_of
from bot.limits import VERB
from bot.vocabulary import Form, FormKey, Place, Request, Value

_EVENT = re.compile(r"[A-Za-z0-9_-]{8,64}")


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


class Inbound:
    """One road for every act of a page."""

    def __init__(self, door: Door, messages: Messages, invites: tuple[str, ...] = ()) -> None:
        self.door = door
        self.messages = messages
        self.invites = invites  # the path of the command that the opening panel offers

    async def act(self, persona: Persona, sent: Mapping[str, Any]) -> Outcome:
        """Do what the page says. The same event sent again is the same act.

        `sent`: event, room, kind (say, run, press, pick, submit) and what that kind needs.
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
        verb, subject, values, form = self._meant(kind, sent)
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
        )
        return await self._answered(persona, room, request, pressed)

    def _meant(
        self, kind: object, sent: Mapping[str, Any]
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
                return _verb(sent), key.subject, _values(sent), key
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
            case _:
                return Posted(None)

    async def _post(self, persona: Persona, room: Room, card: Card, voice: Voice, event: str) -> int:
        return await self.messages.post(
            room, card, voice, nonce=f"answer:{event}", viewer=persona.id, answer=True, event=event
        )


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
