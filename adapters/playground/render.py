"""Cards, forms and messages as HTML fragments: pure functions, and every string escaped.

Members' words stand in elements of their own direction (`bdi`), so that no sign in them can turn the line
around them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from zoneinfo import ZoneInfo

from adapters.playground.messages import Message, Persona
from bot.card import (
    Block,
    Button,
    Card,
    Chart,
    CommandRef,
    Facts,
    File,
    Instant,
    InstantStyle,
    Link,
    Pick,
    Plain,
    Quote,
    Row,
    Span,
    Strong,
    Style,
    Text,
    Words,
)
from bot.i18n import Voice, command_words

BOT = "Entrepairs"
BRAND = "ring"
_STYLES = {Style.PLAIN: "b", Style.MAIN: "b p", Style.DANGER: "b d"}


def esc(text: str) -> str:
    """Text for HTML, attributes included; what no page can hold becomes U+FFFD."""
    sound = text.replace("\x00", "\ufffd").encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return escape(sound, quote=True)


def icon(name: str, size: int) -> str:
    return f'<svg width="{size}" height="{size}" aria-hidden="true"><use href="#{name}"/></svg>'


def attrs(**values: str | bool | None) -> str:
    """Attributes with a leading space each; True stands alone, False and None are left out."""
    parts = []
    for name, value in values.items():
        name = name.rstrip("_").replace("_", "-")
        if value is True:
            parts.append(f" {name}")
        elif isinstance(value, str):
            parts.append(f' {name}="{esc(value)}"')
    return "".join(parts)


# --- spans and blocks ------------------------------------------------------------------------------------


def words(text: str) -> str:
    return f"<bdi>{esc(text)}</bdi>"


def span(part: Span, voice: Voice) -> str:
    match part:
        case Plain(text):
            return esc(text)
        case Strong(text):
            return f"<strong>{esc(text)}</strong>"
        case Words(text):
            return words(text)
        case Instant(at):
            return f'<time datetime="{at.isoformat()}">{esc(voice.instant(part))}</time>'
        case CommandRef(path):
            typed = "/" + " ".join(command_words(path, voice.lang))
            return f'<button type="button" class="cmd"{attrs(data_run=typed)}>{esc(typed)}</button>'
        case Link(url, text):
            away = attrs(href=url, rel="noreferrer noopener", target="_blank")
            return f'<a class="out"{away}>{esc(text)}</a>'


def sentence(spans: Iterable[Span], voice: Voice) -> str:
    return "".join(span(part, voice) for part in spans)


def block(what: Block, voice: Voice) -> str:
    match what:
        case Text(spans):
            return f"<p>{sentence(spans, voice)}</p>"
        case Quote(said):
            return f'<blockquote dir="auto">{esc(said)}</blockquote>'
        case Facts(rows):
            pairs = (
                f"<dt>{esc(label)}</dt><dd>{words(v.text) if isinstance(v, Words) else esc(v)}</dd>"
                for label, v in rows
            )
            return f'<dl class="kv">{"".join(pairs)}</dl>'
        case Row(spans, pressed):
            beside = button(pressed) if pressed else ""
            return f'<div class="row"><p>{sentence(spans, voice)}</p>{beside}</div>'
        case Pick():
            return pick(what, voice)
        case Chart():
            return chart(what)
        case File(name):
            return f'<p class="file">{esc(name)}</p>'


def button(what: Button) -> str:
    confirm = None
    if what.confirm:
        c = what.confirm
        confirm = json.dumps({"title": c.title, "text": c.text, "yes": c.yes, "no": c.no})
    data = attrs(data_verb=what.verb, data_subject=what.subject, data_confirm=confirm)
    return f'<button type="button" class="{_STYLES[what.style]}"{data}>{esc(what.label)}</button>'


def pick(what: Pick, voice: Voice) -> str:
    """One option: radio buttons. Several: boxes, `max` of them at most."""
    kind = "radio" if what.max == 1 else "checkbox"
    options = "".join(
        f'<label class="opt"><input type="{kind}" name="pick"{attrs(value=o.value, checked=o.chosen)}>'
        f"<span>{words(o.label)}</span></label>"
        for o in what.options
    )
    data = attrs(data_verb=what.verb, data_subject=what.subject, data_max=str(what.max))
    return (
        f'<form class="pick"{data}><fieldset><legend>{esc(what.prompt)}</legend>'
        f'<div class="opts">{options}</div></fieldset>'
        f'<button class="b p">{esc(voice("ui-pick-send"))}</button></form>'
    )


def chart(what: Chart) -> str:
    """Bars with their numbers, and the sentence that says the same."""
    top = max((value for _, value in what.series), default=0) or 1
    rows = "".join(
        f'<tr><th scope="row">{esc(label)}</th><td>{value:g}</td><td aria-hidden="true">'
        f'<svg width="160" height="10"><rect width="{160 * value / top:.0f}" height="10" rx="3"/></svg>'
        "</td></tr>"
        for label, value in what.series
    )
    caption = f"<caption>{esc(what.title)}</caption>"
    return f'<table class="chart">{caption}{rows}</table><p>{esc(what.sentence)}</p>'


def card(what: Card, voice: Voice, heading: str) -> str:
    """The inside of a card; `heading` is the id of its title."""
    title = words(what.title.text) if isinstance(what.title, Words) else esc(what.title)
    parts = [f'<h3 id="{heading}">{title}</h3>']
    parts += [block(b, voice) for b in what.blocks]
    if what.buttons:
        parts.append(f'<div class="btns">{"".join(map(button, what.buttons))}</div>')
    return "".join(parts)


# --- messages --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Look:
    """How a room is shown: to whom, in which voice, what is new, which day it is."""

    persona: Persona
    chrome: Voice
    people: Sequence[Persona]
    read_to: int
    today: date


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
    return f'<div class="item"{data}>{shown_day}{_article(message, look, time)}</div>'


def kind_of(message: Message) -> str:
    if message.author:
        return "said"
    if message.viewer is None:
        return "public"
    return "reply" if message.answer else "dm"


def day(message: Message, look: Look) -> str:
    """The day in words; today is called so."""
    if message.at.astimezone(ZoneInfo(look.chrome.zone)).date() == look.today:
        return look.chrome("ui-today")
    return look.chrome.instant(Instant(message.at, InstantStyle.DAY))


def _article(message: Message, look: Look, time: str) -> str:
    said = attrs(lang=message.voice.lang if message.voice.lang != look.chrome.lang else None)
    if message.author:
        return _human(message, look, time)
    assert message.card is not None
    heading = f"m-{message.id}-t"
    edited = f'<span class="of">{esc(look.chrome("ui-edited"))}</span>' if message.edited else ""
    inside = card(message.card, message.voice, heading)
    if message.viewer is not None:
        eye = esc(message.voice("private-to-you"))
        inside = f'<div class="priv"{said}><p class="eye">{icon("lock", 14)}{eye}</p>{inside}</div>'
    else:
        inside = f'<div class="card"{said}>{inside}</div>'
    opening = f'<article tabindex="-1" aria-labelledby="{heading}"'
    if message.channel is None:
        fresh = not message.answer and message.id > look.read_to
        new = f'<span class="new">{esc(look.chrome("ui-new"))}</span>' if fresh else ""
        return f'{opening} class="note"><div class="meta">{time}{new}{edited}</div>{inside}</article>'
    brand = f'<span class="av bot" aria-hidden="true">{icon(BRAND, 24)}</span>'
    by = f'<div class="by"><b>{BOT}</b><span class="app-tag">APP</span>{time}{edited}</div>'
    return f'{opening} class="msg">{brand}<div>{by}{inside}</div></article>'


def _human(message: Message, look: Look, time: str) -> str:
    who = next((p for p in look.people if p.id == message.author), None)
    name = who.name if who else message.author
    own = " own" if message.channel is None else ""
    by = f'<div class="by"><b>{esc(name)}</b>{time}</div>'
    text = f'<p class="said" dir="auto">{esc(message.words)}</p>'
    shown = avatar(who, look.people) if who else ""
    return f'<article tabindex="-1" class="msg human{own}">{shown}<div>{by}{text}</div></article>'


def avatar(who: Persona, people: Sequence[Persona]) -> str:
    """Initials on a colour of one's own."""
    number = 1 + next((i for i, p in enumerate(people) if p.id == who.id), 0) % 5
    initials = "".join(part[0] for part in who.name.split()[:2]).upper()
    return f'<span class="av a{number}" aria-hidden="true">{esc(initials)}</span>'
