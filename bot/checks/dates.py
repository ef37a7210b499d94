"""An exact date in the words of a text: « le 3 mars », "last Monday", « 2019 »."""

from __future__ import annotations

import re

from bot.checks import passage as p
from bot.checks.passage import Passage


def date_at(passage: Passage, i: int) -> int:
    """Index after an exact date or month at `i`, or 0."""
    words = passage.words
    if i >= len(words):
        return 0
    low = words[i].low
    nxt = words[i + 1] if i + 1 < len(words) else None
    if words[i].marks & p.WEEKDAY and (
        (nxt is not None and nxt.low in ("dernier", "prochain"))
        or (i and words[i - 1].low in ("last", "next"))
    ):
        return i + 2 if nxt is not None and nxt.low in ("dernier", "prochain") else i + 1
    if re.fullmatch(r"[1-3]?\d(?:st|nd|rd|th|er)", low) and i and words[i - 1].low in ("the", "le"):
        return i + 1
    if low[0].isdigit() and nxt is not None:
        if nxt.marks & p.MONTH and (len(low) <= 3 or low in ("1er",)):
            return i + 2
        if nxt.low == "/" and i + 2 < len(words) and words[i + 2].low[0].isdigit():
            return i + (5 if i + 4 < len(words) and words[i + 3].low == "/" else 3)
    if (
        words[i].marks & p.MONTH
        and words[i].low not in ("may", "mar", "mai", "mars", "sept")
        and nxt is not None
    ):
        return i + 2 if nxt.low[0].isdigit() else i + 1
    if words[i].marks & p.MONTH and nxt is not None and nxt.low[0].isdigit():
        return i + 2
    if len(low) == 4 and low.isdigit() and low.startswith(("19", "20")):
        return i + 1
    return 0
