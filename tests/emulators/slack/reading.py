"""What a person reads on a surface: the texts, labels and buttons of blocks, in reading order."""

from __future__ import annotations

from typing import Any

from .blocks import interactive

Blocks = list[dict[str, Any]]


def words(thing: Any) -> str:
    """Every visible text of these blocks, one line each."""
    return "\n".join(_texts(thing))


def _texts(thing: Any) -> list[str]:
    if isinstance(thing, dict):
        if thing.get("type") in ("rich_text_section", "rich_text_quote"):  # one run of text, in parts
            return ["".join(_texts(thing.get("elements")))]
        found: list[str] = []
        for key, value in thing.items():
            if key in ("text", "fallback", "alt_text") and isinstance(value, str):
                found.append(value)
            elif key not in ("confirm", "accessibility_label", "value"):
                found += _texts(value)
        return found
    return [text for item in thing for text in _texts(item)] if isinstance(thing, list) else []


def buttons(blocks: Blocks) -> list[str]:
    return [
        element["text"]["text"]
        for block in blocks
        for element in interactive(block)
        if element["type"] == "button"
    ]


def labels(blocks: Blocks) -> list[str]:
    return [block["label"]["text"] for block in blocks if block["type"] == "input"]


def find_element(blocks: Blocks, wanted: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """(block, element) with that action_id, else that visible label, else that block_id; the first one."""
    pairs = [(block, element) for block in blocks for element in interactive(block)]
    for block, element in pairs:
        if element.get("action_id") == wanted:
            return block, element
    for block, element in pairs:
        if wanted in (element.get("text", {}).get("text"), block.get("label", {}).get("text")):
            return block, element
    for block, element in pairs:
        if block.get("block_id") == wanted:
            return block, element
    return None
