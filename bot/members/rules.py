"""What members may choose about how they are spoken to. Pure functions."""

from __future__ import annotations

import re
from datetime import date

_HOURS = re.compile(r"\s*(\d{1,2})\s*[h:]?\s*(\d{2})?\s*(?:-|–|à|to)\s*(\d{1,2})\s*[h:]?\s*(\d{2})?\s*h?\s*")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def hours(text: str) -> tuple[int, int] | None:
    """« 8h30-20h » or "08:30-20:00" as minutes after midnight; None where it is not clear."""
    found = _HOURS.fullmatch(text.lower())
    if not found:
        return None
    opens = int(found[1]) * 60 + int(found[2] or 0)
    closes = int(found[3]) * 60 + int(found[4] or 0)
    clear = int(found[2] or 0) < 60 and int(found[4] or 0) < 60
    return (opens, closes) if clear and 0 <= opens < closes <= 24 * 60 else None


def shown_hours(opens: int, closes: int) -> str:
    return f"{opens // 60:02d}:{opens % 60:02d}-{closes // 60:02d}:{closes % 60:02d}"


def day(text: str) -> date | None:
    """2026-12-08 or 08/12/2026 (the day first); anything else is refused rather than guessed."""
    found = _ISO.fullmatch(text.strip())
    parts = found.groups() if found else None
    if parts is None and (found := _DAY_FIRST.fullmatch(text.strip())):
        parts = tuple(reversed(found.groups()))
    try:
        return date(*map(int, parts)) if parts else None
    except ValueError:
        return None
