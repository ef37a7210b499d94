"""What an answer to « À quoi ça sert ? » shows, feature by feature: small counts that anybody can check.

A feature says what is on the page (a « quand », a client, a number, an « inscrivez-vous »), never what it is
worth: its worth is in lexicon/weights.toml.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from bot.checks.effects import INFINITIVE, followed, happened, measured, promises
from bot.checks.vocabulary import (
    ACTOR,
    CARRIER,
    DESCRIBES,
    FOR_INFO,
    KNOWN,
    NEGATION,
    OCCASION,
    OPENER,
    OWN,
    PRAISE,
    PURPOSE,
    SALE,
    STRAIN,
    THING,
    WRITER,
    concrete,
    lofty,
)
from bot.checks.words import Word, listed

# signs of substance (worth nothing or less than nothing towards a remark) and of emptiness (nothing or more)
SUBSTANCE = (
    "opener", "actor", "occasion", "problem", "act", "unit", "contrast", "negation", "relative", "others",
    "lesson", "effect", "purpose", "outcome", "solid", "arrow", "colon", "quote", "question", "acts_first",
    "settled",
)  # fmt: skip
EMPTINESS = (
    "for_info", "praise", "sale", "sale_strong", "talk", "lofty", "strain", "ear", "torn", "i", "you", "own",
    "feeling", "asks", "describes", "thing", "thing_first", "sequence", "abstract", "hollow", "exclaims",
    "link", "short", "long", "refuses",
)  # fmt: skip

# categories counted by their distinct words, and the count from which more says no more
COUNTED = {
    "opener": 3, "actor": 4, "occasion": 3, "problem": 3, "act": 5, "unit": 3, "contrast": 3, "negation": 3,
    "relative": 2, "others": 3, "lesson": 2, "for_info": 2, "praise": 3, "sale": 2, "sale_strong": 1,
    "talk": 2, "strain": 3, "ear": 2, "sequence": 3, "thing": 2, "describes": 3,
    "you": 2, "i": 2, "feeling": 3, "asks": 1,
}  # fmt: skip
_ABSTRACT = re.compile(
    r"[a-z]{4,}(?:tion|sion|ement|ance|ence|isme|ite|itude|tions|sions|ments|ness|ship|ity|ties|ism)$"
)


def features(words: Sequence[Word]) -> dict[str, float]:
    """Name of a feature -> how much of it the answer shows, from 0 up; absent means 0."""
    spoken = [w for w in words if w.low[0].isalnum()]
    own_words = _unquoted(words)
    shown: dict[str, float] = {}
    for name, most in COUNTED.items():
        bit = ACTOR if name == "actor" else KNOWN.bits[name]
        seen = len({w.low for w in (own_words if name in _WRITERS else spoken) if w.marks & bit})
        if seen:
            shown[name] = min(seen, most)
    solid = {w.low for w in spoken if concrete(w) and not lofty(w)}
    shown["lofty"] = min(4, len({w.low for w in spoken if lofty(w)}))
    dull = sum(
        1 for w in spoken if lofty(w) or w.marks & (FOR_INFO | PRAISE | SALE) or _ABSTRACT.match(w.low)
    )
    shown["purpose"] = min(2, sum(_aimed(words, i) for i in range(len(words))))
    shown["effect"] = min(3, sum(promises(words, i) and followed(words, i) for i in range(len(words))))
    shown["outcome"] = min(2, sum(happened(words, i) or measured(words, i) for i in range(len(words))))
    shown["solid"] = math.log1p(len(solid))
    shown["arrow"] = min(2, sum(w.low in ("->", "→", "=>") for w in words))
    shown["colon"] = float(any(w.low in (":", "=") for w in words))
    shown["own"] = min(2, sum(_for_sale(words, i) for i in range(len(words))))
    shown["quote"] = min(2, sum(w.low in ("«", '"') for w in words))
    shown["question"] = min(2, sum(w.low == "?" for w in words))
    shown["abstract"] = min(4, sum(bool(_ABSTRACT.match(w.low)) for w in spoken))
    shown["hollow"] = dull / (1 + len(solid))
    shown["exclaims"] = min(2, sum(w.low == "!" for w in words))
    shown["link"] = float(any(w.low.startswith(("http:", "https:", "www.")) for w in words))
    shown["short"] = max(0, 8 - len(spoken)) / 4
    shown["long"] = max(0.0, math.log(max(1, len(spoken)) / 20))
    shown["refuses"] = float(any(_refuses(words, i) for i in range(len(words))))
    if shown.get("i", 0) < 2:
        shown.pop("strain", None)  # what weighs on a client is a situation
    shown["torn"] = min(3, sum(_torn(words, i) for i in range(len(words))))
    shown["acts_first"] = float(
        bool(spoken) and (bool(INFINITIVE.match(spoken[0].low)) or bool(spoken[0].marks & CARRIER))
    )
    shown["thing_first"] = float(
        any(w.marks & (THING | DESCRIBES) for w in spoken[:4])
        and not any(w.marks & OPENER for w in spoken[:2])
    )
    someone = shown.get("opener", 0) or shown.get("actor", 0) or shown.get("occasion", 0)
    shown["settled"] = float(bool(someone and shown["purpose"]))
    if shown.get("opener") or shown.get("problem") or shown["settled"]:
        shown.pop("sequence", None)  # a procedure is no remark when it is told for a case
    return {name: value for name, value in shown.items() if value}


_FORM = listed("evidence", "form")

# what only counts in the writer's own voice, not in words that are quoted
_WRITERS = frozenset(("talk", "strain", "ear", "sale", "sale_strong", "i", "feeling", "asks"))


def _unquoted(words: Sequence[Word]) -> list[Word]:
    """The words outside « … » and "…"."""
    kept, inside = [], False
    for word in words:
        if word.low in ("«", "»", '"'):
            inside = word.low == "«" or (word.low == '"' and not inside)
        elif not inside and word.low[0].isalnum():
            kept.append(word)
    return kept


def _for_sale(words: Sequence[Word], i: int) -> bool:
    """« mon livre », "our programme"; not « mon client », "my session"."""
    if not words[i].marks & OWN:
        return False
    return not any(w.marks & (ACTOR | OCCASION) for w in words[i + 1 : i + 3])


def _aimed(words: Sequence[Word], i: int) -> bool:
    """« permet de dire non »: an announced effect, and something that is no fine word within reach."""
    word = words[i]
    infinitive = word.low == "pour" and any(INFINITIVE.match(w.low) for w in words[i + 1 : i + 4])
    if not (word.marks & PURPOSE or infinitive):
        return False
    reach = words[i + 1 : i + 12]
    solid = sum(concrete(w) and not lofty(w) for w in reach)
    return solid >= 2 and solid > sum(lofty(w) for w in reach)


def _torn(words: Sequence[Word], i: int) -> bool:
    """« je n’ose plus », "I can't": the writer denies something of themselves."""
    if not words[i].marks & WRITER:
        return False
    return any(w.marks & (NEGATION | STRAIN) for w in words[i + 1 : i + 5])


def _refuses(words: Sequence[Word], i: int) -> bool:
    """« ce n’est pas une fiche », "I can't write this up": the form itself is declined."""
    if words[i].low not in _FORM:
        return False
    return any(w.marks & NEGATION for w in words[max(0, i - 6) : i])
