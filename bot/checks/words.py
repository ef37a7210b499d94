"""Words of a text with what the lexicons know about them; fixed expressions count as one word."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import islice
from typing import Any, NamedTuple

from bot.checks.normalise import Reading, fold

_TOKEN = re.compile(
    r"(?:https?://|www\.)[^\s<>»]{1,300}"
    r"|(?:lorsqu|puisqu|jusqu|quelqu|presqu|qu|[ldjtmnsc])'(?=\w)"
    r"|[^\W\d_]+(?:['\-&+][^\W_]+)*\.?(?<!\.)"
    r"|\d+(?:[.,:]\d+)*(?:[^\W\d_]+)?"
    r"|->|=>|[.!?;:,\n()\[\]…«»\"→•+/=|-]"
)
MOST_WORDS = 1_100  # a text of 2,900 characters holds some 700; more is no prose
_BREAKS = frozenset(".!?\n;…•")
_OPENERS = _BREAKS | {"«", '"'}


@cache
def table(file: str) -> dict[str, dict[str, Any]]:
    """A file of the lexicon, read once per process."""
    return tomllib.loads(resources.files("bot.checks").joinpath("lexicon", f"{file}.toml").read_text("utf-8"))


def listed(module: str, name: str) -> frozenset[str]:
    """One of the closed lists of lexicon/lists.toml; an unknown one is a KeyError at import."""
    words: str = table("lists")[module][name]
    return frozenset(words.split())


LOOKED_UP = 16_384  # words remembered per lexicon


class Word(NamedTuple):
    """One word or fixed expression: where it stands in the plain reading and what it is known as."""

    low: str
    start: int
    end: int
    marks: int
    shape: int  # 0 lower case or no letter, 1 Capitalised, 2 ALL CAPITALS
    opens: bool  # first word of its sentence
    plural: bool


class Lexicon:
    """Word -> bit mask of the categories that hold it; expressions are kept by their first word."""

    def __init__(self, *files: str) -> None:
        self.bits: dict[str, int] = {}
        self.words: dict[str, int] = {}
        self.phrases: dict[str, dict[tuple[str, ...], int]] = {}
        self.longest: dict[str, int] = {}
        self.stems: dict[str, int] = {}
        for file in files:
            for category, lists in table(file).items():
                bit = self.bits.setdefault(category, 1 << len(self.bits))
                for entries in lists.values():
                    for entry in entries.replace("\n", " ").split(","):
                        if entry.strip():
                            self._add(fold(entry.strip()), bit)
        self.lookup = lru_cache(maxsize=LOOKED_UP)(self._lookup)  # most words of a text were met before

    def _add(self, entry: str, bit: int) -> None:
        if entry.endswith("*"):
            self.stems[entry[:-1]] = self.stems.get(entry[:-1], 0) | bit
            return
        if entry.endswith("'") and entry[:-1].isalpha():
            parts: tuple[str, ...] = (entry,)  # an article before a vowel
        else:
            parts = tuple(_TOKEN.findall(entry))
        if not parts:
            return
        if len(parts) == 1:
            self.words[parts[0]] = self.words.get(parts[0], 0) | bit
            return
        known = self.phrases.setdefault(parts[0], {})
        known[parts[1:]] = known.get(parts[1:], 0) | bit
        self.longest[parts[0]] = max(self.longest.get(parts[0], 0), len(parts) - 1)

    def mask(self, *categories: str) -> int:
        """The bits of these categories together; an unknown category is a KeyError at import."""
        total = 0
        for category in categories:
            total |= self.bits[category]
        return total

    def _lookup(self, low: str) -> tuple[int, bool]:
        """Marks of a word, and whether it was only known without its plural ending."""
        if self.stems:
            return self._by_stem(low), False
        return self._exact(low)

    def _by_stem(self, low: str) -> int:
        marks = self._exact(low)[0]
        for size in range(3, min(len(low), 12) + 1):
            marks |= self.stems.get(low[:size], 0)
        return marks

    def _exact(self, low: str) -> tuple[int, bool]:
        marks = self.words.get(low)
        if marks is not None:
            return marks, False
        if len(low) > 3 and low[-1] in "sx":
            marks = self.words.get(low[:-1])
            if marks is not None:
                return marks, True
        if "-" in low:
            marks = self.words.get(low.replace("-", ""))
            if marks is not None:
                return marks, False
        if low.endswith("'s"):
            return self.words.get(low[:-2], 0), False
        return 0, False


@cache
def lexicon(*files: str) -> Lexicon:
    """A lexicon read once per process."""
    return Lexicon(*files)


def split(reading: Reading, known: Lexicon, limit: int) -> list[Word]:
    """The words of the first `limit` characters, expressions joined, punctuation kept."""
    low, plain = reading.low, reading.plain
    matches = list(islice(_TOKEN.finditer(low, 0, min(limit, len(low))), MOST_WORDS))
    tokens = [match.group() for match in matches]
    words: list[Word] = []
    add, phrases, met = words.append, known.phrases, dict[str, tuple[int, bool]]()
    opens, i, count = True, 0, len(tokens)
    while i < count:
        token = tokens[i]
        start, end = matches[i].span()
        first = token[0]
        if not first.isalnum():
            add(Word(token, start, end, 0, 0, False, False))
            if first in _OPENERS:
                opens = True
            i += 1
            continue
        size = 1
        found = _expression(known, tokens, i) if token in phrases else None
        if found:
            size, marks, plural = *found, False
            end = matches[i + size - 1].end()
            token = low[start:end]
        else:
            looked = met.get(token)
            if looked is None:
                looked = met[token] = known.lookup(token)
            marks, plural = looked
        shape = 0
        if plain[start].isupper():
            shape = 2 if end - start > 1 and plain[start:end].isupper() else 1
        add(Word(token, start, end, marks, shape, opens, plural))
        opens = False
        i += size
    return words


def _expression(known: Lexicon, tokens: list[str], i: int) -> tuple[int, int] | None:
    """The longest fixed expression that starts at token `i`: its length in tokens, and its marks."""
    rests = known.phrases[tokens[i]]
    for length in range(min(known.longest[tokens[i]], len(tokens) - i - 1), 0, -1):
        rest = tuple(tokens[i + 1 : i + 1 + length])
        marks = rests.get(rest)
        if marks is None and rest[-1].endswith("'s"):
            marks = rests.get((*rest[:-1], rest[-1][:-2]))
        if marks is not None:
            return 1 + length, marks
    return None


def sentences(words: Sequence[Word]) -> Iterable[tuple[int, int]]:
    """Index ranges of the sentences; a colon or a comma does not end one."""
    start = 0
    for i, word in enumerate(words):
        if word.low in _BREAKS:
            if i > start:
                yield start, i
            start = i + 1
    if start < len(words):
        yield start, len(words)
