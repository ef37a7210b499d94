"""A third person’s own sentence, told or quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.checks import passage as p
from bot.checks.anybody import is_generic
from bot.checks.passage import Hint, Passage
from bot.checks.words import Word, listed

_FEW = 12  # quotations looked at in one text


_QUOTES = frozenset(("«", '"', "»"))


_OWN_WORDS = re.compile(
    r"(?:je cite|mot pour mot|mots exacts|ses propres mots|ses mots|sa phrase exacte|texto|in (?:his"
    r"|her|their) (?:own )?words|(?:his|her|their) exact words|word for word|verbatim|i quote) ?:? ?[«\"]?"
)


_INVERTED = re.compile(
    r"(?:m'|me |lui )?(?:a-t-(?:il|elle)|dit-(?:il|elle)|avait-(?:il|elle)|repete-t-(?:il|elle)|dixit)"
)


# the coach's own circle is no third person
_OWN = listed("verbatim", "own")


def verbatims(passage: Passage) -> Iterator[Hint]:
    """A third person's sentence, reported as it was said."""
    words = passage.words
    for start, end in _wider(words):
        for i in range(start, end):
            word = words[i]
            if not word.marks & (p.REPORTED | p.CONFIDED):
                continue
            particular = _speaker(passage, start, i)
            if not particular:
                continue
            quote = _quote_after(passage, i, end)
            if quote:
                yield Hint("verbatim", particular - 1, quote)
                break
            told = word.marks & p.CONFIDED or (words[particular].marks & p.ROLE and _told_me(passage, i))
            if told and _that_follows(passage, i, end):
                yield Hint("verbatim", particular - 1, min(end, i + 14) - 1)
                break
    low = passage.reading.low
    own = any(sign in low for sign in ("cite", "mots", "phrase", "texto", "word", "verbatim", "quote"))
    for match in islice(_OWN_WORDS.finditer(low, 0, 3000), _FEW) if own else ():
        span = _words_between(passage, match.start(), match.end() + 60)
        if span and any(words[j].low in _QUOTES or words[j].low == ":" for j in range(span[0], span[1] + 1)):
            yield Hint("verbatim", *span)
    inverted = "-il" in low or "-elle" in low or "dixit" in low
    for match in islice(_INVERTED.finditer(low, 0, 3000), _FEW) if inverted else ():
        before = low[max(0, match.start() - 120) : match.start()]
        if "»" in before[-8:] or '"' in before[-8:]:
            opening = max(before.rfind("«"), before.rfind('"', 0, max(0, len(before) - 8)))
            at = match.start() - len(before) + max(0, opening)
            span = _words_between(passage, at, match.end())
            if span:
                yield Hint("verbatim", *span)


def _wider(words: list[Word]) -> Iterator[tuple[int, int]]:
    """Sentences, but what a quotation holds stays with the verb that introduces it."""
    start, depth = 0, 0
    for i, word in enumerate(words):
        if word.low == "«":
            depth = 1
        elif word.low == "»":
            depth = 0
        elif word.low in ".!?\n…" and not depth:
            if i > start:
                yield start, i
            start = i + 1
    if start < len(words):
        yield start, len(words)


def _speaker(passage: Passage, start: int, verb: int) -> int:
    """Index + 1 of a particular third person who speaks, or 0."""
    words = passage.words
    past = _past(passage, verb)
    for j in range(verb - 1, max(start - 1, verb - 11), -1):
        low, marks = words[j].low, words[j].marks
        if low in ("je", "j'", "i", "tu", "vous", "nous", "on", "you", "we", "i'd", "i've"):
            return 0
        if marks & p.THIRD and low not in ("lui", "him", "her"):
            return j + 1 if past and not is_generic(passage, start, j) else 0
        if low in _OWN and j and words[j - 1].marks & p.MINE:
            return 0
        if marks & (p.CLIENT | p.ROLE | p.KIN) and j:
            before = words[j - 1]
            if before.marks & (p.MINE | p.THEIRS):
                return j if past or passage.lang == "fr" else 0
            if before.marks & (p.DEFINITE | p.INDEFINITE) and past and _told_me(passage, verb):
                return j
            if low == "clients" or before.marks & p.PLURAL:
                if j >= 2 and words[j - 2].low in ("de", "of") and past:
                    return j - 2
                return 0
        if marks & p.FIRST and words[j].shape and past:
            return j + 1
    return 0


def _past(passage: Passage, verb: int) -> bool:
    words = passage.words
    if words[verb].low in (
        "disait",
        "repetait",
        "avouait",
        "confiait",
        "said",
        "told",
        "confided",
        "admitted",
        "whispered",
        "wrote",
        "blurted",
        "confessed",
        "texted",
        "snapped",
        "shouted",
        "replied",
        "asked",
        "muttered",
        "emailed",
        "yelled",
        "answered",
        "messaged",
        "cried",
        "sighed",
    ):
        return True
    return any(
        words[j].low in ("a", "avait", "ait", "has", "had", "est") for j in range(max(0, verb - 4), verb)
    )


def _told_me(passage: Passage, verb: int) -> bool:
    words = passage.words
    around = [words[j].low for j in range(max(0, verb - 3), min(len(words), verb + 3))]
    return any(low in ("m'", "me", "nous", "us", "ma") for low in around)


def _quote_after(passage: Passage, verb: int, end: int) -> int:
    words = passage.words
    for j in range(verb + 1, min(end, verb + 7)):
        low = words[j].low
        if low in _QUOTES or low == ":":
            last = j + 1
            while (
                last < end
                and last < j + 40
                and words[last].low not in ("»",)
                and not (low == '"' and words[last].low == '"')
            ):
                last += 1
            size = sum(1 for k in range(j + 1, min(last, len(words))) if words[k].low[0].isalpha())
            return min(last, end - 1) if size >= 2 else 0
    return 0


def _that_follows(passage: Passage, verb: int, end: int) -> bool:
    words = passage.words
    return any(
        words[j].low
        in (
            "que",
            "qu'",
            "that",
            "to",
            "en",
            "he",
            "she",
            "avoir",
            "ne",
            "he'd",
            "she'd",
            "they'd",
            "he's",
            "she's",
            "they",
        )
        for j in range(verb + 1, min(end, verb + 9))
    )


def _words_between(passage: Passage, start: int, end: int) -> tuple[int, int] | None:
    inside = [i for i, word in enumerate(passage.words) if word.start < end and word.end > start]
    return (inside[0], inside[-1]) if inside else None
