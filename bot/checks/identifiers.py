"""Structured identifiers, found by shape and then proven by their own check digits or numbering plan.

Every pattern is bounded and starts at a rare character, so the time stays linear in the length of the text
whatever is typed. What fails its proof (a price, a score, an order number) is not an identifier.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.contacts import emails, profiles
from bot.checks.normalise import Reading
from bot.checks.phones import phones
from bot.checks.registered import company_ids, ibans, nirs
from bot.checks.shapes import Hit


def identifiers(reading: Reading) -> Iterator[Hit]:
    """Every structured identifier; the more specific shape first, and no digit is counted twice."""
    low = reading.low
    digits = any(digit in low for digit in "0123456789")
    taken: list[tuple[int, int]] = []
    if "@" in low or " at " in low or "arob" in low or "[" in low or "(" in low or "{" in low:
        yield from emails(low)
    if "." in low or "@" in low:
        yield from profiles(low)
    if digits:
        for finder in (ibans, nirs, company_ids, phones):
            for code, start, end in finder(low):
                if all(end <= first or last <= start for first, last in taken):
                    taken.append((start, end))
                    yield code, start, end
