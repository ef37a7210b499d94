"""The sum of all signs that one particular person is told about, and the words that show it best."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.checks import passage as p
from bot.checks.passage import Hint, Passage
from bot.checks.score import Scale, scale
from bot.checks.telling import features, signs

_WINDOW = 120  # words that are weighed together; a long text is many tellings
_ARTICLES = p.DEFINITE | p.INDEFINITE | p.MINE | p.THEIRS
_LONGEST = 26  # words of a quote

# code -> the signs that speak for it; the heaviest group names the finding
_GROUPS = {
    "verbatim": ("quoted", "told_me", "somebody_quoted"),
    "sensitive": ("health", "union", "family", "his_kin", "somebody_health"),
    "name": ("proper", "first_name", "low_first"),
    "role_place": ("place", "local", "office", "somebody_place"),
    "role_org": ("specific", "sector", "size", "runs", "somebody_specific"),
    "role_date": ("event", "moment", "somebody_moment"),
    "unique": (
        "unique", "scope", "fame", "figure_who", "something_who", "bare_past", "secret", "incident",
        "somebody_incident", "somebody_unique", "somebody_secret",
    ),
}  # fmt: skip


class Telling(NamedTuple):
    """A stretch of words (end exclusive) and how far its sum lies beyond the limit (negative: within)."""

    first: int
    last: int
    beyond: float
    shown: dict[str, float]


def tellings(passage: Passage) -> Iterator[Telling]:
    """The text in stretches of whole sentences, each weighed."""
    worth = scale("confidentiality")
    for first, last in _stretches(passage):
        shown = features(passage, first, last)
        yield Telling(first, last, worth.total(shown) - worth.limit, shown)


def told(passage: Passage, telling: Telling) -> Hint:
    """The heaviest sentence of a telling, from its first sign to its last."""
    worth = scale("confidentiality")
    found = [(i, worth.worth.get(sign, 0.0)) for sign, i in signs(passage, telling.first, telling.last)]
    found = [(i, weight) for i, weight in found if weight > 0]
    best = (0.0, telling.first, telling.last - 1)
    for begin, end in passage.cuts:
        heavy = [(i, weight) for i, weight in found if begin <= i < end]
        if heavy and (total := sum(weight for _, weight in heavy)) > best[0]:
            best = (total, min(i for i, _ in heavy), max(i for i, _ in heavy))
    _, first, last = best
    words = passage.words
    while first > telling.first and words[first - 1].marks & _ARTICLES:
        first -= 1
    stop = min(len(words), first + _LONGEST, telling.last)
    while last + 1 < stop and words[last + 1].low[0].isalnum():
        last += 1  # to the end of its clause
    last = min(last, stop - 1)
    while last > first and (words[last].low.endswith("'") or not words[last].low[0].isalnum()):
        last -= 1
    return Hint(_code(worth, telling.shown), first, last)


def _code(worth: Scale, shown: dict[str, float]) -> str:
    weights = {code: worth.part(shown, *group) for code, group in _GROUPS.items()}
    return max(weights, key=lambda code: weights[code])


def _stretches(passage: Passage) -> Iterator[tuple[int, int]]:
    first, last = 0, 0
    for begin, end in passage.cuts:
        if last > first and end - first > _WINDOW:
            yield first, last
            first = begin
        last = end
    if last > first:
        yield first, last
