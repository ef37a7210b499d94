"""Cards as HTML fragments: pure functions, and every string escaped.

Members' words stand in elements of their own direction (`bdi`), so that no sign in them can turn the line
around them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape

from bot.card import (
    Block,
    Button,
    Card,
    Chart,
    CommandRef,
    Facts,
    File,
    Instant,
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


def block(what: Block, voice: Voice, link: str = "") -> str:
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
            away = attrs(href=link or None, download=name)
            return f'<p class="file"><a class="out"{away}>{icon("down", 14)}{esc(name)}</a></p>'


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


def card(what: Card, voice: Voice, heading: str, files: str = "") -> str:
    """The inside of a card; `heading` is the id of its title, `files` where its files are, up to a number."""
    title = words(what.title.text) if isinstance(what.title, Words) else esc(what.title)
    parts = [f'<h3 id="{heading}">{title}</h3>']
    parts += [block(b, voice, f"{files}{n}" if files else "") for n, b in enumerate(what.blocks)]
    if what.buttons:
        parts.append(f'<div class="btns">{"".join(map(button, what.buttons))}</div>')
    return "".join(parts)
