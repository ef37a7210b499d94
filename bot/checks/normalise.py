"""One reading of a text that ignores accents, case, look-alikes and invisible characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LIMIT = 2_900  # code points of a text field; beyond it only hard identifiers are looked for

_LOOKALIKES = {
    # Cyrillic and Greek letters that a reader takes for Latin ones
    **dict(zip("АВЕКМНОРСТХаеорсхуіјѕԁ", "ABEKMHOPCTXaeopcxyijsd", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True)),
    **dict.fromkeys("’‘‛ʼ′`´＇", "'"),
    **dict.fromkeys("«“„‟", "«"),
    **dict.fromkeys("»”", "»"),
    **dict.fromkeys("‐‑‒–—―−﹣", "-"),
    **dict.fromkeys("→⇒➔➡⟶►▶", "→"),
    **dict.fromkeys("·•‣", "•"),
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "ı": "i",
    "＠": "@",
    "﹫": "@",
    "∕": "/",
    "․": ".",
}
_EXPANDED = {"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff"}
_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef" + "".join(_EXPANDED) + "]"
)


def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    ranges = (
        (0xA0, 0x250),
        (0x1E00, 0x1F00),
        (0x2000, 0x2070),
        (0x3000, 0x3001),
        (0xFF01, 0xFF5F),
        (0x1D400, 0x1D800),
    )
    for first, last in ranges:
        for point in range(first, last):
            char = chr(point)
            if _UNSEEN.match(char):
                continue
            if char.isspace():
                table[point] = " "
                continue
            bare = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
            if len(bare) == 1 and bare != char:
                table[point] = bare
    for char, seen_as in _LOOKALIKES.items():
        table[ord(char)] = seen_as
    for zero in (0x660, 0x6F0, 0x966):  # digits of other scripts
        table.update({zero + i: str(i) for i in range(10)})
    return table


_TABLE = _table()


@dataclass(frozen=True, slots=True)
class Reading:
    """A text beside its plain form, with the way back from every plain position.

    `plain` keeps the case, `low` does not; both have the same length. `origin[i]` is the index in `given`
    of the character that became `plain[i]`; None when the positions are the same.
    """

    given: str
    plain: str
    low: str
    origin: Sequence[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `plain[start:end]` stands in the text as given (end exclusive, accents included)."""
        if self.origin is None:
            return start, end
        first, last = self.origin[start], self.origin[end - 1] + 1
        while last < len(self.given) and unicodedata.combining(self.given[last]):
            last += 1
        return first, last


def read(text: str) -> Reading:
    """The plain reading of a text, in one linear pass."""
    origin: list[int] | None = None
    seen = text
    if _UNSEEN.search(text):
        origin, pieces, at = [], [], 0
        for match in _UNSEEN.finditer(text):
            here = match.start()
            if here > at:
                pieces.append(text[at:here])
                origin.extend(range(at, here))
            spelled = _EXPANDED.get(match.group())
            if spelled:
                pieces.append(spelled)
                origin.extend([here] * len(spelled))
            at = here + 1
        pieces.append(text[at:])
        origin.extend(range(at, len(text)))
        seen = "".join(pieces)
    plain = seen if seen.isascii() else seen.translate(_TABLE)
    low = plain.lower()
    if len(low) != len(plain):  # one Turkish letter lengthens; never let it shift the offsets
        low = "".join(lower if len(lower := char.lower()) == 1 else char for char in plain)
    return Reading(text, plain, low, origin)


def fold(word: str) -> str:
    """A lexicon's entry as `Reading.low` would show it."""
    return read(unicodedata.normalize("NFC", word)).low
