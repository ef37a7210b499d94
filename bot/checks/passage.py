"""A text as the soft confidentiality rules see it: words, their marks, and the names that are allowed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from bot.checks.normalise import Reading, fold
from bot.checks.words import Word, lexicon, sentences

KNOWN = lexicon("people", "organisations", "names", "places", "sensitive", "grammar")
_m = KNOWN.mask

ROLE, OFFICE, CLIENT, GROUP, PERSON, FAME, KIN = (
    _m("role"), _m("office"), _m("client"), _m("group"), _m("person"), _m("fame"), _m("kin")
)  # fmt: skip
FUNCTION, GENERIC, LOCAL, SECTOR, PLACE = (
    _m("function"),
    _m("generic"),
    _m("local"),
    _m("sector"),
    _m("place"),
)
SPECIFIC = _m("industry", "health_place", "education", "public", "commerce", "services")
FIRST, WORD_TOO, TRADE, ACRONYM = _m("first"), _m("word_too"), _m("trade"), _m("acronym")
HEALTH, UNION, FAMILY = _m("health"), _m("union"), _m("family")
DEFINITE, INDEFINITE, PLURAL, PREPOSITION = _m("definite"), _m("indefinite"), _m("plural"), _m("preposition")
THIRD, MINE, THEIRS, OPENER, STOP = _m("third"), _m("mine"), _m("theirs"), _m("generic_opener"), _m("stop")
RUNS, EVENT, MONTH, WEEKDAY = _m("runs"), _m("event"), _m("month"), _m("weekday")
REPORTED, CONFIDED, SIZE, SUPERLATIVE, SCOPE = (
    _m("reported"), _m("confided"), _m("size"), _m("superlative"), _m("scope")
)  # fmt: skip
AUTHOR, SELF, ACCOMPANY = _m("author_context"), _m("self_introduction"), _m("accompanying")
EVERYDAY = ~(FIRST | WORD_TOO)  # any mark that makes a capitalised word something else than a name


class Hint(NamedTuple):
    """A soft finding in word indexes, before it is given its offsets."""

    code: str
    first: int
    last: int
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a text, its language, and the folded names of circle members."""

    reading: Reading
    words: list[Word]
    lang: str
    allowed: frozenset[str]
    met: dict[str, int] = field(default_factory=dict)  # what other lexicons know of a word, looked up once
    cuts: list[tuple[int, int]] = field(init=False)  # its sentences, as ranges of words

    def __post_init__(self) -> None:
        object.__setattr__(self, "cuts", list(sentences(self.words)))

    def proper(self, i: int) -> bool:
        """Whether a word can only be somebody's or something's own name."""
        word = self.words[i]
        if word.shape == 0 or word.opens or word.low in self.allowed or len(word.low) < 2:
            return False
        if word.marks & EVERYDAY:
            return False
        base = word.low.removesuffix("'s")
        return base.isascii() and not any(c.isdigit() for c in base[:1])

    def near(self, i: int, mask: int, before: int, after: int = 0) -> bool:
        """Whether a word of these categories stands within reach of word `i`."""
        words = self.words
        return any(
            words[j].marks & mask for j in range(max(0, i - before), min(len(words), i + after + 1)) if j != i
        )


def allowed_names(names: tuple[str, ...]) -> frozenset[str]:
    """Members' names, whole and by their parts."""
    parts: set[str] = set()
    for name in names:
        folded = fold(name)
        parts.add(folded)
        parts.update(part for part in folded.replace("-", " ").split() if len(part) > 1)
        parts.update(part for part in folded.split() if len(part) > 1)
    return frozenset(parts)
