"""Slack's blocks, and which of them may stand in a message, a modal or the Home tab."""

from __future__ import annotations

from typing import Any, Literal

from .kit import (
    Check,
    Findings,
    anything,
    array,
    boolean,
    exactly_one,
    integer,
    one_of,
    record,
    string,
    typed,
)
from .objects import ACCESSORIES, ELEMENTS, ID, IN_ACTIONS, INPUTS, WEB, plain, prose

Surface = Literal["message", "modal", "home"]

_STYLE = record({}, {"bold": boolean, "italic": boolean, "strike": boolean, "code": boolean})
_RICH_PARTS: dict[str, Check] = {
    "text": record({"type": anything, "text": string(3000)}, {"style": _STYLE}),
    "link": record(
        {"type": anything, "url": WEB}, {"text": string(3000), "style": _STYLE, "unsafe": boolean}
    ),
    "user": record({"type": anything, "user_id": ID}, {"style": _STYLE}),
    "channel": record({"type": anything, "channel_id": ID}, {"style": _STYLE}),
    "usergroup": record({"type": anything, "usergroup_id": ID}, {"style": _STYLE}),
    "emoji": record({"type": anything, "name": string(100)}, {"unicode": string(100), "style": _STYLE}),
    "broadcast": record({"type": anything, "range": one_of("here", "channel", "everyone")}),
    "date": record(
        {"type": anything, "timestamp": integer(0, 9_999_999_999), "format": string(200)},
        {"url": WEB, "fallback": string(200), "style": _STYLE},
    ),
}
_SPAN = array(typed(_RICH_PARTS, frozenset(_RICH_PARTS)), 1000, 0)
_SECTION = record({"type": anything, "elements": _SPAN})
_BORDER = {"border": integer(0, 1)}
_RICH: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_preformatted": record({"type": anything, "elements": _SPAN}, _BORDER),
    "rich_text_quote": record({"type": anything, "elements": _SPAN}, _BORDER),
    "rich_text_list": record(
        {
            "type": anything,
            "style": one_of("bullet", "ordered"),
            "elements": array(typed({"rich_text_section": _SECTION}, frozenset({"rich_text_section"})), 1000),
        },
        {"indent": integer(0, 8), "offset": integer(0, 10_000), **_BORDER},
    ),
}


def _block(required: dict[str, Check], optional: dict[str, Check], rule: Check | None = None) -> Check:
    return record({"type": anything, **required}, {"block_id": ID, **optional}, rule)


def _says_something(block: Any, where: str, out: Findings) -> None:
    if "text" not in block and "fields" not in block:
        out.append(f"text or fields is required [{where}]")


_CONTEXT_PARTS: dict[str, Check] = {
    "plain_text": plain(3000),
    "mrkdwn": prose(3000),
    "image": ELEMENTS["image"],
}
_CELLS: dict[str, Check] = {
    "raw_text": record({"type": anything, "text": string(3000)}),
    "rich_text": record({"type": anything, "elements": array(typed(_RICH, frozenset(_RICH)), 100)}),
}

BLOCKS: dict[str, Check] = {
    "section": _block(
        {},
        {
            "text": prose(3000),
            "fields": array(prose(2000), 10),
            "accessory": typed(ELEMENTS, ACCESSORIES),
            "expand": boolean,
        },
        _says_something,
    ),
    "header": _block({"text": plain(150)}, {}),
    "divider": _block({}, {}),
    "context": _block({"elements": array(typed(_CONTEXT_PARTS, frozenset(_CONTEXT_PARTS)), 10)}, {}),
    "actions": _block({"elements": array(typed(ELEMENTS, IN_ACTIONS), 25)}, {}),
    "input": _block(
        {"label": plain(2000), "element": typed(ELEMENTS, INPUTS)},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": _block(
        {"alt_text": string(2000)},
        {"image_url": WEB, "slack_file": anything, "title": plain(2000)},
        exactly_one("image_url", "slack_file"),
    ),
    "rich_text": _block({"elements": array(typed(_RICH, frozenset(_RICH)), 1000)}, {}),
    "markdown": _block({"text": string(12_000)}, {}),
    "table": _block(
        {"rows": array(array(typed(_CELLS, frozenset(_CELLS)), 20), 100)},
        {"column_settings": array(anything, 20)},
    ),
}
_EVERYWHERE = frozenset(BLOCKS) - {"markdown", "table"}
ALLOWED: dict[Surface, frozenset[str]] = {
    "message": frozenset(BLOCKS),
    "modal": _EVERYWHERE,
    "home": _EVERYWHERE,
}
MOST: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}


def interactive(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The elements of a block that a person can act on, in reading order."""
    found = [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]
    return [
        element
        for element in found
        if isinstance(element, dict) and element.get("type") in ELEMENTS and element["type"] != "image"
    ]


def check_blocks(blocks: Any, surface: Surface) -> Findings:
    """Everything Slack would refuse in these blocks; an empty list when it accepts them."""
    out: Findings = []
    shortest = 0 if surface == "message" else 1
    array(typed(BLOCKS, ALLOWED[surface]), MOST[surface], shortest)(blocks, "/blocks", out)
    if out:
        return out
    _unique([block["block_id"] for block in blocks if "block_id" in block], "block_id", out)
    elements = [element for block in blocks for element in interactive(block)]
    _unique([element["action_id"] for element in elements if "action_id" in element], "action_id", out)
    if sum(bool(element.get("focus_on_load")) for element in elements) > 1:
        out.append("only one element can have focus_on_load [/blocks]")
    if sum(block["type"] == "table" for block in blocks) > 1:
        out.append("only one table is allowed [/blocks]")
    return out


def _unique(names: list[str], what: str, out: Findings) -> None:
    twice = {name for name in names if names.count(name) > 1}
    out.extend(f"`{what}` already exists for another element: {name} [/blocks]" for name in sorted(twice))


def characters(blocks: Any) -> int:
    """How many characters all texts of these blocks have together."""
    if isinstance(blocks, dict):
        return sum(
            len(value) if key == "text" and isinstance(value, str) else characters(value)
            for key, value in blocks.items()
        )
    return sum(characters(item) for item in blocks) if isinstance(blocks, list) else 0
