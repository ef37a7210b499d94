"""What is said, as HTML fragments: days, messages, what stands under them, jumps in time. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from adapters.playground.inbound import COURTESIES
from adapters.playground.models import CLOCK, Message, Persona
from adapters.playground.render import attrs, card, esc, icon
from adapters.playground.strip import Jump, strip
from bot.card import Card, Instant, InstantStyle, Words
from bot.i18n import Voice

BOT = "Entrepairs"
BRAND = "ring"


@dataclass(frozen=True, slots=True)
class Look:
    """How a room is shown: to whom, in which voice, what is new, which day it is, what can be done there."""

    persona: Persona
    chrome: Voice
    people: Sequence[Persona]
    read_to: int
    today: date
    emoji: Mapping[str, str] = field(default_factory=dict)  # those that mean something
    menus: Sequence[tuple[str, str]] = ()  # (path, label) of the commands on messages
    staged: bool = False  # the demonstration shows its own links


def item(message: Message, look: Look) -> str:
    """A message with the day above it where the day changes. Its `data-kind` tells who sees it and why."""
    kind = kind_of(message)
    zone = ZoneInfo(look.chrome.zone)
    local = message.at.astimezone(zone)
    shown_day = (
        ""
        if message.before and message.before.astimezone(zone).date() == local.date()
        else (f'<div class="day">{esc(day(message, look))}</div>')
    )
    time = f'<time datetime="{message.at.isoformat()}">{local:%H:%M}</time>'
    data = attrs(id=f"m-{message.id}", data_id=str(message.id), data_seq=str(message.changed), data_kind=kind)
    inside = _jump(message, look) if kind == "jump" else f"{shown_day}{_article(message, look, time)}"
    return f'<div class="item"{data}>{inside}</div>'


def kind_of(message: Message) -> str:
    if message.author == CLOCK:
        return "jump"
    if message.author:
        return "said"
    if message.peeked:
        return "peek"
    if message.viewer is None:
        return "public"
    return "reply" if message.answer else "dm"


def day(message: Message, look: Look) -> str:
    """The day in words; today is called so."""
    if message.at.astimezone(ZoneInfo(look.chrome.zone)).date() == look.today:
        return look.chrome("ui-today")
    return look.chrome.instant(Instant(message.at, InstantStyle.DAY))


def _jump(message: Message, look: Look) -> str:
    return strip(Jump.of(message.words, message.at), look.chrome, look.people)


def _article(message: Message, look: Look, time: str) -> str:
    if message.author:
        return _human(message, look, time)
    assert message.card is not None
    heading = f"m-{message.id}-t"
    edited = f'<span class="of">{esc(look.chrome("ui-edited"))}</span>' if message.edited else ""
    inside = _inside(message, message.card, look, heading)
    opening = f'<article tabindex="-1" aria-labelledby="{heading}"'
    see = _see(message, message.card, look)
    if message.channel is None:
        fresh = not message.answer and message.id > look.read_to
        new = f'<span class="new">{esc(look.chrome("ui-new"))}</span>' if fresh else ""
        return f'{opening} class="note"><div class="meta">{time}{new}{edited}{see}</div>{inside}</article>'
    brand = f'<span class="av bot" aria-hidden="true">{icon(BRAND, 24)}</span>'
    whom = _first(message.viewer, look.people)
    to = f'<span class="of">{esc(look.chrome("ui-answers", name=whom))}</span>' if message.peeked else ""
    by = f'<div class="by"><b>{BOT}</b><span class="app-tag">APP</span>{to}{time}{edited}{see}</div>'
    under = _under(message, look) if message.viewer is None else ""
    return f'{opening} class="msg">{brand}<div>{by}{inside}{under}</div></article>'


def _inside(message: Message, what: Card, look: Look, heading: str) -> str:
    """The card: for all, for the one who looks, or somebody else's, hatched and without effect."""
    said = attrs(lang=message.voice.lang if message.voice.lang != look.chrome.lang else None)
    inside = card(what, message.voice, heading, f"/file?as={look.persona.id}&message={message.id}&block=")
    if message.viewer is None:
        return f'<div class="card"{said}>{inside}</div>'
    if message.peeked:
        eye = look.chrome("ui-peek", name=_first(message.viewer, look.people))
        shown = f"<span>{esc(look.chrome('ui-peek-shown'))}</span>"
        eye = f'<p class="eye">{icon("lock", 14)}{esc(eye)}{shown}</p>'
        return f'<div class="priv peek">{eye}<div class="inert" inert{said}>{inside}</div></div>'
    eye = esc(message.voice("private-to-you"))
    return f'<div class="priv"{said}><p class="eye">{icon("lock", 14)}{eye}</p>{inside}</div>'


def _first(id: str | None, people: Sequence[Persona]) -> str:
    return next((p.name.split()[0] for p in people if p.id == id), "")


def _see(message: Message, what: Card, look: Look) -> str:
    """« Voir ce que Claire voit »: for somebody else's card, and where a private one speaks of somebody."""
    if not look.staged or message.viewer is None:
        return ""
    if message.peeked:
        other = next((p for p in look.people if p.id == message.viewer), None)
    else:
        title = what.title.text if isinstance(what.title, Words) else what.title
        named = [p for p in look.people if p.id != look.persona.id and p.name.split()[0] in title]
        other = named[0] if len(named) == 1 and message.channel is None else None
    if other is None:
        return ""
    told = esc(look.chrome("ui-see", name=other.name.split()[0]))
    data = attrs(data_see=other.id)
    return f'<button type="button" class="see"{data}>{icon("swap", 14)}<span>{told}</span></button>'


def _under(message: Message, look: Look) -> str:
    """The emoji that stand under a message, those that can be put there, and the message's menu."""
    menu = _menu(look)
    if not look.staged:
        return f'<div class="hover">{menu}</div>' if menu else ""
    there = {under.emoji: under for under in message.under}
    chips = "".join(
        f'<button type="button" class="chip"{_emoji(u.emoji, look, u.mine)}>'
        f'<span aria-hidden="true">{esc(u.emoji)}</span> <i>{u.count}</i></button>'
        for u in message.under
    )
    offered = "".join(
        f'<button type="button"{_emoji(emoji, look, emoji in there and there[emoji].mine)}>'
        f'<span aria-hidden="true">{esc(emoji)}</span></button>'
        for emoji in (*look.emoji, *COURTESIES)
    )
    reactions = f'<div role="group"{attrs(aria_label=look.chrome("ui-react"))}>{offered}</div>'
    bar = f'<div class="hover">{reactions}{menu}</div>'
    return f'{bar}<div class="chips">{chips}</div>' if chips else bar


def _menu(look: Look) -> str:
    """What can be done with a message that all see."""
    offered = "".join(
        f'<button type="button"{attrs(data_menu=path)}>{esc(label)}</button>' for path, label in look.menus
    )
    return f'<div role="group"{attrs(aria_label=look.chrome("ui-menu"))}>{offered}</div>' if offered else ""


def _emoji(emoji: str, look: Look, mine: bool) -> str:
    meaning = look.emoji.get(emoji)
    label = look.chrome(f"ui-emoji-{meaning}") if meaning else look.chrome("ui-emoji-other")
    pressed = "true" if mine else "false"
    label = f"{emoji} {label}"
    return attrs(data_emoji=emoji, aria_label=label, title=label, aria_pressed=pressed)


def _human(message: Message, look: Look, time: str) -> str:
    who = next((p for p in look.people if p.id == message.author), None)
    name = who.name if who else message.author
    own = " own" if message.channel is None else ""
    by = f'<div class="by"><b>{esc(name)}</b>{time}</div>'
    text = f'<p class="said" dir="auto">{esc(message.words)}</p>'
    shown = avatar(who, look.people) if who else ""
    menu = _menu(look) if message.channel is not None else ""
    bar = f'<div class="hover">{menu}</div>' if menu else ""
    return f'<article tabindex="-1" class="msg human{own}">{shown}<div>{by}{text}</div>{bar}</article>'


def avatar(who: Persona, people: Sequence[Persona]) -> str:
    """Initials on a colour of one's own."""
    number = 1 + next((i for i, p in enumerate(people) if p.id == who.id), 0) % 5
    initials = "".join(part[0] for part in who.name.split()[:2]).upper()
    return f'<span class="av a{number}" aria-hidden="true">{esc(initials)}</span>'
