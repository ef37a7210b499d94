"""Health, union, belief and family of one particular person."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks import passage as p
from bot.checks.anybody import SENTENCE_ENDS, is_anyone, is_generic
from bot.checks.passage import Hint, Passage
from bot.checks.words import listed

_IMPERSONAL = listed("sensitive", "impersonal")


def sensitive(passage: Passage) -> Iterator[Hint]:
    """Health, union, belief, family of one particular person."""
    words = passage.words
    for start, end in passage.cuts:
        for i in range(start, end):
            marks = words[i].marks
            if marks & (p.HEALTH | p.UNION):
                anchor = _particular(passage, start, i, end)
                if anchor is not None:
                    yield Hint("sensitive", min(anchor, i), max(anchor, i))
                    break
            elif marks & p.FAMILY:
                anchor = _relative(passage, start, i, end)
                if anchor is not None:
                    yield Hint("sensitive", min(anchor, i), max(anchor, i))
                    break


def _particular(passage: Passage, start: int, i: int, end: int) -> int | None:
    words = passage.words
    if is_generic(passage, start, i) or is_anyone(passage, start, i):
        return None
    for j in range(i - 1, max(start - 1, i - 12), -1):
        if words[j].low in ("il", "it") and words[j + 1].low in _IMPERSONAL:
            return None
        low, marks = words[j].low, words[j].marks
        if low in ("je", "j'", "i", "i'm", "i've"):
            return None
        if marks & p.THIRD and low not in ("lui", "him", "her"):
            return j
        if low in ("son", "sa", "ses", "his") and i - j <= 3:
            return j
        if low == "her" and i - j <= 3:
            return j
        if marks & (p.CLIENT | p.ROLE | p.KIN) and not words[j].plural and j > start:
            before = words[j - 1]
            if before.marks & (p.MINE | p.THEIRS) and not before.marks & p.PLURAL:
                return j - 1
            if (
                j - 2 >= start
                and words[j - 2].low in ("de", "of", "d'")
                and before.low in ("mes", "my", "our", "nos")
            ):
                return j - 2
            if before.low in ("le", "la", "l'", "the", "du", "au") and marks & (p.ROLE | p.KIN):
                return j - 1
            if before.low in ("cette", "ce", "cet", "this"):
                return j - 1
        if marks & p.FIRST and words[j].shape and not words[j].opens:
            return j
        if (
            low in ("clients", "coachees", "clientes")
            and j - 2 >= start
            and words[j - 1].low in ("mes", "my")
        ):
            return j - 1
    return None


def _relative(passage: Passage, start: int, i: int, end: int) -> int | None:
    """A family event needs a person of the family, or a client, right beside."""
    words = passage.words
    if is_generic(passage, start, i) or is_anyone(passage, start, i):
        return None
    for j in range(max(start, i - 8), min(end, i + 8)):
        if (
            words[j].marks & p.KIN
            and j > start
            and words[j - 1].low in ("son", "sa", "ses", "his", "her", "leur", "their")
        ):
            return j - 1
    for j in range(i - 1, max(start - 1, i - 9), -1):
        low, marks = words[j].low, words[j].marks
        if low in ("je", "j'", "i"):
            return None
        if words[i].low in (
            "perdu",
            "perdre",
            "perd",
            "lost",
            "quitte",
            "trompe",
            "mort",
            "dead",
            "violent",
            "placement",
            "adoption",
            "separation",
        ):
            continue
        if marks & p.THIRD and low not in ("lui", "him", "her"):
            return j
        if (
            marks & (p.CLIENT | p.ROLE)
            and j > start
            and words[j - 1].marks & p.MINE
            and not words[j - 1].marks & p.PLURAL
        ):
            return j - 1
    return None


def relatives(passage: Passage) -> Iterator[Hint]:
    """« la fille du fondateur », "the owner's son", « sa femme l'a quitté »: a family tie points at both."""
    words = passage.words
    for i, word in enumerate(words):
        if not word.marks & p.KIN or not i:
            continue
        before = words[i - 1]
        if before.low in ("his", "her", "son", "sa") and i + 1 < len(words) and _happened(passage, i + 1):
            start = _sentence_start(passage, i)
            if not is_generic(passage, start, i - 1) and not is_anyone(passage, start, i - 1):
                yield Hint("sensitive", i - 1, i + 2 if i + 2 < len(words) else i + 1)
                continue
        if before.low in ("le", "la", "l'", "the", "du", "au", "un", "une") or before.marks & p.FUNCTION:
            for j in range(i + 1, min(len(words) - 1, i + 4)):
                if words[j].low in ("du", "de", "d'", "of") and any(
                    words[k].marks & p.ROLE and not words[k].plural
                    for k in range(j + 1, min(len(words), j + 3))
                ):
                    role = next(k for k in range(j + 1, len(words)) if words[k].marks & p.ROLE)
                    if words[j].low == "du" or words[j + 1].low in (
                        "la",
                        "l'",
                        "the",
                        "notre",
                        "son",
                        "sa",
                        "mon",
                        "ma",
                    ):
                        yield Hint("role_org", i - 1, role)
                    break
        if (
            before.low.endswith("'s")
            and p.KNOWN.lookup(before.low[:-2])[0] & (p.ROLE | p.CLIENT)
            and i > 1
            and words[i - 2].marks & p.DEFINITE
        ):
            yield Hint("sensitive", i - 2, i)


def _sentence_start(passage: Passage, i: int) -> int:
    words = passage.words
    for k in range(i - 1, max(-1, i - 30), -1):
        if words[k].low in SENTENCE_ENDS:
            return k + 1
    return max(0, i - 30)


def _happened(passage: Passage, i: int) -> bool:
    """A past tense follows: something befell this relative."""
    words = passage.words
    if words[i].low in (
        "had",
        "has",
        "a",
        "avait",
        "est",
        "etait",
        "was",
        "vient",
        "l'",
        "left",
        "died",
        "never",
    ):
        nxt = words[i + 1].low if i + 1 < len(words) else ""
        if (
            words[i].low == "a"
            and passage.lang == "fr"
            and not nxt.endswith(("e", "i", "u", "is", "it", "ert"))
        ):
            return False
        return nxt[:1].isalpha()
    return False
