"""How an answer says what comes of it: a promise followed by something concrete, or what happened next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.checks.vocabulary import ACTOR, CARRIER, OCCASION, STOPWORD, VAGUE, concrete
from bot.checks.words import Word, listed

_ENDS = frozenset(".!?\n;…")
_ARROWS = frozenset(("→", "->", "=>"))
INFINITIVE = re.compile(r"[a-z-]{2,}(?:er|ir|re|oir)$")
_STARTS = _ENDS | {"et", "and", ":"}
_ALL = listed("effects", "all")
_THEY = listed("effects", "they")
_IMPERSONAL = listed("effects", "impersonal")
_ANNOUNCES = (
    "permet",
    "aid",
    "sert",
    "help",
    "allow",
    "support",
    "peu",
    "fav",
    "can",
    "appor",
    "bring",
    "amel",
    "unlock",
)
_CONSEQUENCE = frozenset(("sinon", "otherwise", "or lose", "ou perdre"))
_SHARE = re.compile(r"(?:\d+|un|une|deux|trois|neuf|one|two|three|nine|moitie|half|quarts?|tiers)$")
_OF = frozenset(("sur", "in", "out", "of", "fois", "des", "the", "times", "par"))


def happened(words: Sequence[Word], i: int) -> bool:
    """What happened next: « … : il y va », "They sleep.", « un sur quatre signe », « ne … plus »."""
    low = words[i].low
    if i < 3:
        return False
    if low in _CONSEQUENCE:
        return True
    before = words[i - 1].low
    if (
        low == "il"
        and words[i + 1 : i + 2]
        and words[i + 1].low == "s'"
        and "".join(w.low for w in words[i + 2 : i + 3]).startswith("agi")
    ):
        return False
    starts = before in _ENDS or before in (":", "→", "->", "=>", ",", ")", "et", "and", "»", '"')
    following = words[i + 1].low if i + 1 < len(words) else ""
    if starts and low in _THEY and following and following not in _IMPERSONAL:
        return not words[i + 1].low.startswith(_ANNOUNCES)
    if (
        starts
        and low in ("il", "elle")
        and following == "y"
        and i + 2 < len(words)
        and words[i + 2].low != "a"
    ):
        return True
    if low in ("or", "ou") and following in ("lose", "loses", "perdre", "perdent"):
        return True
    if before in _ENDS and low in ("on", "we") and len(words) - i <= 8:
        return all(w.low not in _ENDS for w in words[i : len(words) - 1])
    if starts and (low in _ALL or low.endswith("le monde")) and before != ",":
        return True
    if low in ("plus", "more") and any(w.low in ("ne", "n'", "no") for w in words[max(0, i - 4) : i]):
        return True
    if _SHARE.match(low) and following in _OF and i + 2 < len(words):
        after = words[i + 2].low
        return (
            bool(_SHARE.match(after))
            or after in ("dix", "ten", "quatre", "four", "cinq", "five")
            or low in ("moitie", "half")
        )
    if before in _ENDS and words[i].marks & ACTOR and low not in ("personne", "quelqu'un"):
        return bool(following) and not words[i + 1].marks & STOPWORD and following[0].isalpha()
    if (
        i > 1
        and before in ("le", "la", "l'", "les", "the", "un", "une")
        and words[i - 2].low in _STARTS
        and words[i].marks & ACTOR
    ):
        return bool(following) and following[0].isalpha() and not words[i + 1].marks & STOPWORD
    return False


def measured(words: Sequence[Word], i: int) -> bool:
    """« en 40 min », "in two minutes": what was gained can be measured."""
    if words[i].low not in ("en", "in") or i + 1 >= len(words):
        return False
    number = words[i + 1].low
    unit = words[i + 2].low if i + 2 < len(words) else ""
    return (number[0].isdigit() or number in _FEW) and (
        unit.startswith(_UNITS) or (number[-1].isalpha() and number[0].isdigit())
    )


_UNITS = (
    "min",
    "heure",
    "hour",
    "jour",
    "day",
    "semaine",
    "week",
    "mois",
    "month",
    "seance",
    "session",
    "second",
)
_FEW = listed("effects", "few")


def promises(words: Sequence[Word], i: int) -> bool:
    """Whether a word promises an effect: « permet », "so that", an arrow, « pour » with an infinitive."""
    word = words[i]
    if word.marks & CARRIER or word.low in _ARROWS:
        return True
    if i == 0:
        return bool(INFINITIVE.match(word.low))
    return word.low == "pour" and any(INFINITIVE.match(w.low) for w in words[i + 1 : i + 5])


def followed(words: Sequence[Word], i: int) -> bool:
    """Whether something concrete follows an announced effect in the same sentence."""
    solid: set[str] = set()
    great = 0
    for word in words[i + 1 : i + 15]:
        if word.low in _ENDS:
            break
        if concrete(word):
            solid.add(word.low)
        elif word.marks & VAGUE and not word.marks & (ACTOR | OCCASION):
            great += 1
    enough = 1 if concrete(words[i]) else 2
    return len(solid) >= enough and great < 2 * len(solid) + 1
