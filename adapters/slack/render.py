"""Cards and forms as Block Kit. Pure: the same card and voice give the same payload.

What members wrote stands in `rich_text` text elements and `plain_text` objects only, where Slack interprets
nothing; the fallback `text` is the one place that it would interpret, and there it is escaped.
**Source**: Slack's Block Kit reference, for the limits.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from adapters.slack.fields import input_block, plain_text
from bot.card import (
    Block,
    Button,
    Card,
    Chart,
    CommandRef,
    Confirm,
    Facts,
    File,
    Instant,
    InstantStyle,
    Link,
    Option,
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
from bot.i18n import Voice, command_words, plain
from bot.limits import LimitExceeded, units
from bot.vocabulary import Form, FormKey

Json = dict[str, Any]

BLOCKS_MAX = 50
TEXT_MAX = 3_000
_UNSAID = "\N{HORIZONTAL ELLIPSIS}"  # text: a mark, no word
_FRENCH_COLON = "\N{NO-BREAK SPACE}: "  # text: a mark, no word
PICK = "pick:"  # marks a menu's action_id, so that it never equals a button's
_STYLES = {Style.MAIN: "primary", Style.DANGER: "danger"}
_DATES = {
    InstantStyle.TIME: "{time}",
    InstantStyle.DATE: "{date}",
    InstantStyle.DAY: "{date_long}",
    InstantStyle.FULL: "{date_long} {time}",
}


# --- cards -------------------------------------------------------------------------------------------


def message(card: Card, voice: Voice, *, shared: bool = False) -> Json:
    """`text` and `blocks` of a message. `shared`: many read it, each in their own time.

    Raises: LimitExceeded.
    """
    return {"text": escape(notice(card)), "blocks": blocks(card, voice, shared=shared)}


def notice(card: Card) -> str:
    """What a lock screen may show: never a member's words."""
    if card.notice:
        return card.notice
    return card.title if isinstance(card.title, str) else _UNSAID


def escape(text: str) -> str:
    """Our text where Slack reads markup: no mention, no link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def blocks(card: Card, voice: Voice, *, shared: bool = False) -> list[Json]:
    """Raises: LimitExceeded."""
    title = card.title.text if isinstance(card.title, Words) else card.title
    found: list[Json] = [{"type": "header", "text": plain_text(title)}]
    for block in card.blocks:
        found += _block(block, voice, shared)
    if card.buttons:
        found.append({"type": "actions", "elements": [button(one) for one in card.buttons]})
    if len(found) > BLOCKS_MAX:
        raise LimitExceeded(f"blocks: {len(found)}, limit {BLOCKS_MAX}")
    return found


def _block(block: Block, voice: Voice, shared: bool) -> list[Json]:
    match block:
        case Text(spans):
            return _rich("rich_text_section", _spans(spans, voice, shared))
        case Quote(words):
            return _rich("rich_text_quote", [*_text(words)])
        case Facts(rows):
            return _rich("rich_text_section", [*_facts(rows, voice)])
        case Row(spans, pressed):
            if pressed is None:
                return _rich("rich_text_section", _spans(spans, voice, shared))
            beside = _whole(plain(spans, voice)) or pressed.label
            return [{"type": "section", "text": plain_text(beside), "accessory": button(pressed)}]
        case Pick():
            return [{"type": "section", "text": plain_text(block.prompt), "accessory": _menu(block)}]
        case Chart(title=title, sentence=sentence):
            return _rich("rich_text_section", [*_text(title, bold=True), *_text(f"\n{sentence}")])
        case File(name=name):
            return _rich("rich_text_section", [*_text(name)])


def _rich(kind: str, elements: list[Json]) -> list[Json]:
    return [{"type": "rich_text", "elements": [{"type": kind, "elements": elements}]}] if elements else []


def _text(text: str, **style: bool) -> Iterable[Json]:
    if text:
        _whole(text)
        yield {"type": "text", "text": text} | ({"style": style} if style else {})


def _whole(text: str) -> str:
    if len(text) > TEXT_MAX:
        raise LimitExceeded(f"text: {len(text)}, limit {TEXT_MAX}")
    return text


def _facts(rows: tuple[tuple[str, str | Words], ...], voice: Voice) -> Iterable[Json]:
    colon = _FRENCH_COLON if voice.lang == "fr" else ": "
    for number, (label, value) in enumerate(rows):
        yield from _text(f"{label}{colon}", bold=True)
        end = "\n" if number < len(rows) - 1 else ""
        yield from _text(f"{value.text if isinstance(value, Words) else value}{end}")


def _spans(spans: Iterable[Span], voice: Voice, shared: bool) -> list[Json]:
    return [element for span in spans for element in _span(span, voice, shared)]


def _span(span: Span, voice: Voice, shared: bool) -> Iterable[Json]:
    match span:
        case Plain(text) | Words(text):
            yield from _text(text)
        case Strong(text):
            yield from _text(text, bold=True)
        case Link(url, text):
            yield {"type": "link", "url": url} | ({"text": text} if text else {})
        case CommandRef(path):
            yield from _text(f"/{' '.join(command_words(path, voice.lang))}", code=True)
        case Instant(at, style) if shared:
            said = {"format": _DATES[style], "fallback": voice.instant(span)}
            yield {"type": "date", "timestamp": int(at.timestamp()), **said}
        case Instant():
            yield from _text(voice.instant(span))


def button(one: Button) -> Json:
    """Carries `verb:subject`, as its name and as its value."""
    name = f"{one.verb}:{one.subject}"
    found: Json = {"type": "button", "text": plain_text(one.label), "action_id": name, "value": name}
    if one.style in _STYLES:
        found["style"] = _STYLES[one.style]
    if one.confirm is not None:
        found["confirm"] = _confirm(one.confirm)
    return found


def _confirm(asked: Confirm) -> Json:
    parts = {"title": (asked.title, 100), "text": (asked.text, 300)}
    parts |= {"confirm": (asked.yes, 30), "deny": (asked.no, 30)}
    for name, (text, limit) in parts.items():
        if not 0 < units(text) <= limit:
            raise LimitExceeded(f"confirm {name}: {units(text)} units, limit {limit}")
    return {name: plain_text(text) for name, (text, _) in parts.items()}


def _menu(pick: Pick) -> Json:
    offered = [option(one) for one in pick.options]
    chosen = [option(one) for one in pick.options if one.chosen]
    name = {"action_id": f"{PICK}{pick.verb}:{pick.subject}", "options": offered}
    if pick.max == 1:
        return {"type": "static_select", **name} | ({"initial_option": chosen[0]} if chosen else {})
    several = {"type": "multi_static_select", "max_selected_items": pick.max, **name}
    return several | ({"initial_options": chosen} if chosen else {})


def option(one: Option) -> Json:
    return {"text": plain_text(one.label), "value": one.value}


# --- forms -------------------------------------------------------------------------------------------


def view(form: Form, voice: Voice, place: str = "", *, home: bool = False) -> Json:
    """A modal. `place` is the channel where it was opened: the answer goes back there; or `home`, the tab.

    Slack shows errors inline only in answer to a submission; a form that opens with some says them above
    their fields. Raises: LimitExceeded.
    """
    found: list[Json] = []
    for field in form.fields:
        if error := form.errors.get(field.name):
            found.append({"type": "context", "elements": [plain_text(error)]})
        found.append(input_block(field, form.values.get(field.name), voice))
    return {
        "type": "modal",
        "callback_id": form.verb,
        "private_metadata": json.dumps(
            {"key": form.key.pack(), "place": place} | ({"home": 1} if home else {})
        ),
        "title": plain_text(form.title),
        "submit": plain_text(voice("form-submit")),
        "close": plain_text(voice("form-cancel")),
        "blocks": found,
    }


def unpack(private_metadata: str) -> tuple[FormKey, str]:
    """What `view` put away: the form's key and the channel."""
    kept = json.loads(private_metadata)
    return FormKey.unpack(kept["key"]), str(kept["place"])


def from_home(private_metadata: str) -> bool:
    """Whether it was opened on the Home tab, which then shows what came of it."""
    return "home" in json.loads(private_metadata)


def inline_errors(form: Form) -> dict[str, str]:
    """Errors as the answer to a submission; one of no field there stands at the first."""
    names = [field.name for field in form.fields]
    found: dict[str, str] = {}
    for name, text in form.errors.items():
        found.setdefault(name if name in names else names[0], text)
    return found
