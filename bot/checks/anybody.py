"""Whether a sentence speaks of nobody in particular: « quand un client… », « un directeur qui… »."""

from __future__ import annotations

from bot.checks import passage as p
from bot.checks.passage import Passage
from bot.checks.words import listed

SENTENCE_ENDS = frozenset(".!?\n;…")


_EACH = listed("anybody", "each")
_ANYBODY = listed("anybody", "anybody")


def is_generic(passage: Passage, start: int, i: int) -> bool:
    """« Quand un client… il »: nobody in particular."""
    words = passage.words
    for j in range(max(start, i - 14), i):
        if words[j].low in _EACH:
            return True
        if opens(passage, j):
            between = words[j : i + 1]
            whoever = p.CLIENT | p.ROLE if words[j].low in ("si", "if") else p.CLIENT
            if any(w.marks & whoever for w in words[j + 2 : j + 3]) and words[j + 1].low in (
                "le",
                "la",
                "the",
            ):
                return True  # « si le client… »: whoever it is
            if words[j].low in _ANYBODY or any(w.marks & (p.INDEFINITE | p.PLURAL) for w in between):
                return True
            if (
                j == start
                and words[i].low in ("he", "she", "il", "elle")
                and i - j <= 2
                and words[j].low in ("si", "s'", "if")
            ):
                return True
    return False


def opens(passage: Passage, j: int) -> bool:
    """Whether a word opens a general case: « quand », « si »; not « s’est », « tout le monde »."""
    words = passage.words
    if not words[j].marks & p.OPENER:
        return False
    after = words[j + 1].low if j + 1 < len(words) else ""
    if words[j].low == "s'":
        return after in ("il", "ils")
    return not (words[j].low in ("tout", "tous", "toute") and after in ("le", "la", "les", "l'", "a", "de"))


def is_anyone(passage: Passage, start: int, i: int) -> bool:
    """« Un directeur qui perd son père… », "a client whose…": a type of person, not a person."""
    words = passage.words
    for j in range(start, min(i, start + 4)):
        if words[j].marks & p.INDEFINITE and any(
            w.marks & (p.CLIENT | p.ROLE | p.PERSON) for w in words[j + 1 : j + 3]
        ):
            return not any(w.low in ("de", "of", "m'", "me") for w in words[j + 1 : j + 4])
    return False
