"""A card as JSON, and the same card back: how the playground's messages keep what they show."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot import card as v

_TAG = "is"
_KNOWN = {
    shape.__name__: shape
    for shape in (
        *(v.Card, v.Audience, v.Button, v.Confirm, v.Text, v.Quote, v.Facts, v.Row, v.Pick, v.Option),
        *(v.Chart, v.File, v.Plain, v.Strong, v.Words, v.Instant, v.CommandRef, v.Link),
    )
}
_ENUMS: dict[str, type[StrEnum]] = {"Style": v.Style, "InstantStyle": v.InstantStyle}


def dumps(card: v.Card) -> str:
    """The card as ASCII JSON: a lone surrogate in a member's words survives the file."""
    return json.dumps(_packed(card), separators=(",", ":"))


def loads(text: str) -> v.Card:
    """Raises: LimitExceeded, where a kept card is larger than today's limits."""
    card = _unpacked(json.loads(text))
    if not isinstance(card, v.Card):
        raise TypeError("not a card")
    return card


def _packed(value: object) -> Any:
    if isinstance(value, StrEnum):
        return {_TAG: type(value).__name__, "value": str(value)}
    if isinstance(value, datetime):
        return {_TAG: "datetime", "value": value.isoformat()}
    if isinstance(value, tuple):
        return [_packed(item) for item in value]
    if is_dataclass(value):
        packed: dict[str, Any] = {_TAG: type(value).__name__}
        packed |= {field.name: _packed(getattr(value, field.name)) for field in fields(value)}
        return packed
    return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unpacked(item) for item in value)
    if not isinstance(value, dict):
        return value
    name = value[_TAG]
    if name == "datetime":
        return datetime.fromisoformat(value["value"])
    if name in _ENUMS:
        return _ENUMS[name](value["value"])
    return _KNOWN[name](**{key: _unpacked(item) for key, item in value.items() if key != _TAG})
