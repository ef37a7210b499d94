"""The page: `static/page.html` with its texts from the catalogue and its parts for one persona."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from adapters.playground import declare
from adapters.playground.feed import Look, avatar, item
from adapters.playground.forms import Choices
from adapters.playground.inbound import Inbound, menus
from adapters.playground.messages import Messages
from adapters.playground.models import REALM, Channel, Persona, Room
from adapters.playground.render import attrs, esc, icon
from adapters.playground.scenes import FIRST, Scenes
from adapters.playground.staging import Staging
from adapters.playground.strip import clock, horizon, jump_told, sayable
from bot.i18n import LANGUAGES, Voice, command_words

_MARK = re.compile(r"\{\{(=?)([a-z-]+(?:\.[a-z]+)?)\}\}")


# Placeholders that the script fills in: a text with numbers that change while somebody types.
_FOR_THE_SCRIPT = {name: f"[{name}]" for name in ("n", "limit", "excess")}


@cache
def static(name: str) -> str:
    return files("adapters.playground").joinpath("static", name).read_text("utf-8")


@cache
def served() -> frozenset[str]:
    """The files beside the page that a browser may ask for."""
    folder = files("adapters.playground").joinpath("static")
    return frozenset(file.name for file in folder.iterdir() if file.name.endswith((".js", ".css", ".svg")))


def filled(template: str, voice: Voice, parts: Mapping[str, str], **named: str) -> str:
    """`{{key}}` becomes the catalogue's text, escaped; `{{=name}}` the part of that name."""

    def one(mark: re.Match[str]) -> str:
        return parts[mark[2]] if mark[1] else esc(voice(mark[2], **_FOR_THE_SCRIPT, **named))

    return _MARK.sub(one, template)


@dataclass(frozen=True, slots=True)
class Around:
    """What is around the conversations; without `staging` time is real, and nothing is staged."""

    staging: Staging | None
    scenes: Scenes | None
    inspects: bool  # what other platforms would receive


@dataclass(frozen=True, slots=True)
class View:
    """What one persona has before them."""

    persona: Persona
    people: Sequence[Persona]
    channels: Sequence[Channel]
    channel: Channel | None
    chrome: Voice
    unread: Mapping[str, int]


async def view(inbound: Inbound, persona: Persona, wanted: str = "") -> View:
    """`wanted`: the channel to show, where the persona is in it; else their first."""
    messages = inbound.messages
    channels = await messages.channels(persona.id)
    channel = next((c for c in channels if c.id == wanted), channels[0] if channels else None)
    chrome = await messages.chrome(persona)
    return View(persona, await messages.personas(), channels, channel, chrome, await messages.unread())


def today(messages: Messages, seen: View) -> date:
    """The day it is for the one who looks."""
    return messages.clock.now().astimezone(ZoneInfo(seen.chrome.zone)).date()


async def look(inbound: Inbound, seen: View, *, staged: bool) -> Look:
    messages = inbound.messages
    return Look(
        seen.persona,
        seen.chrome,
        seen.people,
        await messages.read_to(seen.persona.id),
        today(messages, seen),
        inbound.door.reactions,
        [(" ".join(c.path), _menu_label(c.path, seen.chrome)) for c in menus(inbound.door)],
        staged,
    )


def _menu_label(path: tuple[str, ...], voice: Voice) -> str:
    return voice(f"command-{'-'.join(path)}")


async def peeks(messages: Messages, around: Around) -> bool:
    """Whether the private answers of others are shown: where the demonstration is staged, unless unwanted."""
    return around.staging is not None and await messages.meta("peek") != "0"


async def ahead(staging: Staging, seen: View) -> dict[str, Any]:
    """Clock and right column, as the page puts them in place."""
    channel = seen.channel or (await _any_channel(staging, seen))
    wide = await staging.horizon(seen.persona, channel.name if channel else "")
    return {
        "clock": clock(wide.now, seen.chrome),
        "next": horizon(wide, seen.persona, seen.chrome, seen.people),
        "count": len(sayable(wide.coming, seen.chrome)),
    }


async def _any_channel(staging: Staging, seen: View) -> Channel | None:
    messages = staging.messages
    ids = await messages.all_channels()
    return await messages.channel(ids[0]) if ids else None


async def clock_told(staging: Staging, seen: View) -> str:
    """What the last jump brought, in one line, for those who do not see it."""
    told = await staging.messages.last_jump()
    return jump_told(told, seen.chrome, seen.people) if told else ""


def choices(seen: View) -> Choices:
    """What the platform offers to pick from in this persona's forms."""
    return Choices(
        places=[(f"{REALM}/{c.id}", seen.chrome("ui-channel-title", channel=c.name)) for c in seen.channels],
        people=[(f"{REALM}/{p.id}", p.name) for p in seen.people if p.id != seen.persona.id],
    )


async def page(inbound: Inbound, seen: View, around: Around) -> str:
    """The whole page as HTML."""
    messages, voice, persona = inbound.messages, seen.chrome, seen.persona
    latest = await messages.latest()  # before the rooms are read: what comes meanwhile is sent again
    staging, peek = around.staging, await peeks(messages, around)
    eyes = await look(inbound, seen, staged=staging is not None)
    private = await messages.room(Room(), persona.id)
    public = await messages.room(Room(seen.channel.id), persona.id, peek=peek) if seen.channel else []
    beyond = await ahead(staging, seen) if staging else {"clock": "", "next": "", "count": 0}
    members = await messages.names(seen.channel.id) if seen.channel else []
    first = persona.name.split()[0]
    channel = seen.channel.name if seen.channel else ""
    mine = seen.unread.get(persona.id, 0)
    parts = {
        "lang": voice.lang,
        "data": attrs(
            data_as=persona.id,
            data_in=seen.channel.id if seen.channel else None,
            data_seq=str(latest),
            data_birth=await messages.meta("birth"),
            data_pane="chan" if seen.channel else "dm",
            data_alone=seen.channel is None,
            data_staged=staging is not None,
            data_playing=around.scenes.playing.name if around.scenes and around.scenes.playing else None,
        ),
        "avatar": avatar(persona, seen.people),
        "personas": "".join(_radio(p, seen) for p in seen.people),
        "channels": "".join(_channel(c, seen) for c in seen.channels),
        "unread": _pill(mine, voice, persona.id),
        "feed": "".join(item(m, eyes) for m in public),
        "private": "".join(item(m, eyes) for m in private),
        "empty-channel": attrs(hidden=bool(public)),
        "empty-private": attrs(hidden=bool(private)),
        "slash-channel": _slash(inbound, voice, "in"),
        "slash-private": _slash(inbound, voice, "dm"),
        "members": esc(voice("ui-members", n=len(members))) if seen.channel else "",
        "languages": "".join(_language(lang, voice) for lang in LANGUAGES),
        "register": esc(voice(f"ui-register-{voice.register}")),
        "invites": _invites(inbound, voice, around.scenes),
        "scenes": _scenes(around.scenes, voice),
        "clock": str(beyond["clock"]),
        "next": str(beyond["next"]),
        "count": _count(str(beyond["count"])),
        "staged": attrs(hidden=staging is None),
        "inspects": attrs(hidden=not around.inspects),
        "peek": attrs(checked=peek),
        "no-scenes": attrs(hidden=not (around.scenes and around.scenes.offered())),
        "sure": attrs(data_sure=_sure(voice)),
        "channel": esc(channel),
        "title": esc(voice("ui-channel-title", channel=channel) if seen.channel else voice("ui-private")),
        "room": f"in-{seen.channel.id}" if seen.channel else "",
    }
    return filled(static("page.html"), voice, parts, name=first, who=persona.name, channel=channel)


def _radio(persona: Persona, seen: View) -> str:
    key = f"ui-line-{persona.line}"
    line = seen.chrome(key) if persona.line and seen.chrome.has(key) else persona.line
    chosen = attrs(value=persona.id, id=f"as-{persona.id}", checked=persona.id == seen.persona.id)
    return (
        f'<label class="who"><input class="sr" type="radio" name="as"{chosen}>'
        f"{avatar(persona, seen.people)}<span><b>{esc(persona.name)}</b><small>{esc(line)}</small></span>"
        f"{_pill(seen.unread.get(persona.id, 0), seen.chrome, persona.id)}</label>"
    )


def _pill(count: int, voice: Voice, whose: str) -> str:
    """How many private messages were not read yet; the script keeps it up to date."""
    told = f'<span class="sr">{esc(voice("ui-unread", n=count))}</span>'
    data = attrs(data_unread=whose, data_one=voice("ui-unread", n=1), data_many=voice("ui-unread", n=2))
    hidden = attrs(hidden=not count)
    return f'<span class="pill"{data}{hidden}><i>{count}</i> {told}</span>'


def _channel(channel: Channel, seen: View) -> str:
    here = seen.channel is not None and channel.id == seen.channel.id
    data = attrs(href=f"#chan-{channel.id}", data_channel=channel.id, aria_current="page" if here else None)
    return f"<li><a{data}>{icon('hash', 18)}{esc(channel.name)}</a></li>"


def _language(lang: str, voice: Voice) -> str:
    pressed = attrs(data_lang=lang, lang=lang, aria_pressed="true" if lang == voice.lang else "false")
    return f'<button type="button"{pressed}>{esc(voice(f"ui-language-{lang}"))}</button>'


def _invites(inbound: Inbound, voice: Voice, scenes: Scenes | None) -> str:
    """What the opening panel offers: the demonstration in 60 seconds, and to do it oneself."""
    offered = [s.name for s in scenes.offered()] if scenes else []
    shown = FIRST if FIRST in offered else next(iter(offered), None)
    see = "" if shown is None else f'<button type="button" class="b p"{attrs(data_scene=shown)}>'
    if see:
        see += f"{esc(voice('ui-hello-see' if shown == FIRST else 'ui-hello-see-other'))}</button>"
    paths = [command.path for command in declare.slash_commands(inbound.door.commands)]
    if inbound.invites not in paths:
        return see
    typed = attrs(data_run="/" + " ".join(command_words(inbound.invites, voice.lang)))
    style = "b" if see else "b p"
    return f'{see}<button type="button" class="{style}"{typed}>{esc(voice("ui-hello-act"))}</button>'


def _sure(voice: Voice) -> str:
    """What is asked before a scenario starts anew where somebody made something."""
    parts = {"title": "ui-scene-sure", "text": "ui-scene-sure-text"}
    parts |= {"yes": "ui-scene-sure-yes", "no": "ui-scene-sure-no"}
    return json.dumps({name: voice(key) for name, key in parts.items()})


def _scenes(scenes: Scenes | None, voice: Voice) -> str:
    """The scenarios that can be replayed."""
    return "".join(
        f'<li><button type="button"{attrs(data_scene=one.name)}><span class="play">{icon("play", 9)}</span>'
        f"{esc(one.title[voice.lang])}"
        f"<small>{esc(voice('ui-scene-minutes', n=one.minutes))}</small></button></li>"
        for one in (scenes.offered() if scenes else ())
    )


def _count(count: str) -> str:
    return f'<span class="pill" data-count>{count}</span>'


def _slash(inbound: Inbound, voice: Voice, room: str) -> str:
    """The slash list, whole: the script shows what fits what is typed."""
    lines = []
    for number, entry in enumerate(declare.entries(inbound.door.commands, voice)):
        data = attrs(id=f"o-{room}-{number}", data_typed=entry.typed, data_also="|".join(entry.also))
        key = f"<kbd hidden>{esc(voice('ui-enter'))}</kbd>"
        lines.append(
            f'<li role="option" aria-selected="false"{data}><b>{esc(entry.typed)}</b>'
            f'<span class="d">{esc(entry.description)}</span>{key}</li>'
        )
    return "".join(lines)
