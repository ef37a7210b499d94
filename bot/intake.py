"""One normaliser and one length rule for everything people send, before anything is stored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from bot.limits import units
from bot.vocabulary import Field, Kind, Value, Values

# Zero-width and bidi controls carry no word but can hide one. Joiners inside emoji (U+200D) are kept.
_HIDDEN = re.compile("[\u200b\u200c\u2060\ufeff\u00ad\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_MENTION = re.compile(r"<(?:@[!&]?|#|!)([^\s<>|]{1,80})(?:\|([^<>]{0,200}))?>")
_HARD_MAX = 40_000  # code points kept of one answer; a platform's own form takes a tenth of it

Fault = tuple[str, Mapping[str, object]]


def clean(text: str) -> str:
    """The text as it is kept: NFC, LF, no control, no invisible sign, mentions as plain names.

    What shows no sign at all (joiners, marks without a letter) is empty.
    Idempotent, linear in the length, never raises.
    """
    text = _SURROGATES.sub("\ufffd", text[:_HARD_MAX])
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _CONTROLS.sub("", text)
    text = _HIDDEN.sub("", text)
    text = _MENTION.sub(lambda m: "@" + (m[2] or m[1]).lstrip("@#!&"), text)
    text = unicodedata.normalize("NFC", text).strip()
    return text if any(unicodedata.category(sign)[0] not in "CMZ" for sign in text) else ""


def clean_values(values: Values) -> dict[str, Value]:
    return {
        name: clean(value) if isinstance(value, str) else tuple(clean(v) for v in value)
        for name, value in values.items()
    }


def faults(fields: Iterable[Field], values: Values) -> dict[str, Fault]:
    """What cannot be taken as it is: field name -> (catalogue key, numbers). Too long shows the excess."""
    found: dict[str, Fault] = {}
    for field in fields:
        value = values.get(field.name, "")
        text = value if isinstance(value, str) else "".join(value)
        if not text:
            if field.required:
                found[field.name] = ("fault-required", {})
            continue
        if field.kind in (Kind.LINE, Kind.TEXT):
            excess = max(len(text) - field.limit, units(text) - max(field.limit, 2 * field.limit - 100))
            if excess > 0:
                found[field.name] = ("fault-too-long", {"excess": excess, "limit": field.limit})
            elif field.kind is Kind.LINE and "\n" in text:
                found[field.name] = ("fault-one-line", {})
        elif field.choices and not set((value,) if isinstance(value, str) else value) <= set(field.choices):
            found[field.name] = ("fault-choice", {})
        elif field.kind is Kind.NUMBER and not text.isdecimal():
            found[field.name] = ("fault-number", {})
    return found
