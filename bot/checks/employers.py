"""« Il dirige la scierie du village », "she runs a sawmill in Vermont": the verb makes the role."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks import passage as p
from bot.checks.passage import Hint, Passage
from bot.checks.restriction import BREAK, ENOUGH, restriction


def employers(passage: Passage) -> Iterator[Hint]:
    """« Il dirige la scierie du village », "she runs a sawmill in Vermont": the verb makes the role."""
    words = passage.words
    for i, word in enumerate(words):
        if not word.marks & p.RUNS or i + 1 >= len(words):
            continue
        who = _someone(passage, i)
        if not who:
            continue
        j = i + 1
        while j < min(len(words), i + 3) and not words[j].marks & (
            p.DEFINITE | p.INDEFINITE | p.PREPOSITION | p.SPECIFIC
        ):
            j += 1
        if j >= len(words) or words[j].low in BREAK:
            continue
        article_only = (
            bool(words[j].marks & (p.DEFINITE | p.INDEFINITE)) and not words[j].marks & p.PREPOSITION
        )
        last, points, kinds = _object(passage, j, article_only)
        if kinds & {"specific", "proper"} and 1 + points >= ENOUGH + (0 if who == 2 else 1):
            yield Hint("role_org", i, last)


def _object(passage: Passage, j: int, article_only: bool) -> tuple[int, int, set[str]]:
    words = passage.words
    if not article_only:
        return restriction(passage, j)
    definite = bool(words[j].marks & p.DEFINITE)
    last, points, kinds = restriction(passage, j + 1)
    if j + 1 < len(words) and passage.proper(j + 1) and "proper" not in kinds:
        points, kinds = points + 3, kinds | {"proper"}
        last = max(last, j + 1)
    if definite and "specific" in kinds:
        points += 1
    return last, points, kinds


def _someone(passage: Passage, i: int) -> int:
    """2 when the verb's subject is one particular person, 0 when it is nobody in particular."""
    words = passage.words
    for j in range(i - 1, max(-1, i - 7), -1):
        low, marks = words[j].low, words[j].marks
        if low in BREAK:
            return 0
        if marks & p.THIRD or low in ("qui", "who", "whose"):
            return 2
        if marks & p.CLIENT:
            return 2
        if marks & (p.ROLE | p.KIN) and j and words[j - 1].marks & (p.DEFINITE | p.THEIRS):
            return 2
        if low in ("je", "j'", "i", "nous", "on", "we", "tu", "vous", "you"):
            return 0
    return 0
