"""How far a text tells about one particular person: signs, each with the word that gives it.

No sign decides anything by itself. What each is worth is in lexicon/weights.toml; particular.py sums them up.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import reduce
from operator import or_

from bot.checks import passage as p
from bot.checks.anybody import is_anyone, is_generic, opens
from bot.checks.passage import Passage
from bot.checks.tense import past_after
from bot.checks.words import Word, lexicon, listed

MORE = lexicon("telling")
_m = MORE.mask
INCIDENT, SECRET, MOMENT, FIGURE = _m("incident"), _m("secret"), _m("moment"), _m("figure")
GENERAL, YOURS, SELF = _m("general"), _m("yours"), _m("self")

# signs that somebody may be recognised (worth nothing or more), and signs that nobody can (nothing or less)
RISK = (
    "third", "past", "bare_past", "named_past", "my_client", "the_client", "bare_client", "one_of_mine",
    "the_role",
    "figure_who", "something_who", "agent", "his_kin", "his_people", "low_first", "first_name", "proper",
    "age", "quoted", "told_me", "specific", "place", "local", "sector", "size", "unique", "scope", "fame",
    "event", "runs", "office", "health", "union", "family", "incident", "secret", "moment",
    "somebody_incident", "somebody_health", "somebody_secret", "somebody_moment", "somebody_quoted",
    "somebody_place", "somebody_specific", "somebody_unique", "somebody_past",
)  # fmt: skip
CALM = (
    "whoever",
    "instruct",
    "opener",
    "general",
    "yours",
    "many",
    "trade",
    "question",
    "a_role",
    "a_client",
)

_MARKED = {
    "specific": p.SPECIFIC, "place": p.PLACE, "local": p.LOCAL, "sector": p.SECTOR, "size": p.SIZE,
    "unique": p.SUPERLATIVE, "scope": p.SCOPE, "fame": p.FAME, "event": p.EVENT, "runs": p.RUNS,
    "health": p.HEALTH, "union": p.UNION, "family": p.FAMILY, "office": p.OFFICE,
}  # fmt: skip
_TOLD = {
    "incident": INCIDENT,
    "secret": SECRET,
    "moment": MOMENT,
    "general": GENERAL,
    "yours": YOURS,
    "self": SELF,
}
_ALL_MARKED = reduce(or_, _MARKED.values())
_DELICATE = p.HEALTH | p.UNION | p.FAMILY
_ANY_MARK = p.CLIENT | p.ROLE | p.PERSON | p.KIN | p.FAME | p.GROUP
_SOMEBODY = p.ROLE | p.PERSON | p.KIN | p.FAME
_ONCE = frozenset(("third", "past", "the_role", "digits", "quote", "instruct", "scope", "opener"))
_MOST = 3  # of one sign; more says no more

_WHO = listed("telling", "who")
_SPEAKERS = listed("telling", "speakers")
_ME = listed("telling", "me")
_IMPERSONAL = listed("telling", "impersonal")
_COMPANY = listed("telling", "company")
_SILENT = frozenset(",;:()[]-+=/»|•→")  # and the smallest words of both languages
_SILENT |= listed("telling", "silent")
_LINKING = p.INDEFINITE | p.REPORTED | p.CONFIDED
_LINKED = _WHO | _COMPANY
_AGENT = re.compile(
    r"[a-z'-]{2,}(?:eur|euse|ier|iere|iste|trice|esse|ien|ienne|logue|er|or|ist|man|woman|ian|ess)$"
)
_THINGS = listed("telling", "things")
_TO_DO = re.compile(r"[a-z]{2,}(?:er|ir|re|oir|ez)$")
_IMPERATIVES = listed("telling", "imperatives")
_INVERTED = re.compile(r"[a-z]+(?:-t)?-(?:il|elle)$")
_TIES = listed("telling", "ties")


def features(passage: Passage, first: int, last: int) -> dict[str, float]:
    """How much words `first` to `last` (exclusive) show of each sign; absent means nothing."""
    shown: dict[str, float] = {}
    for sign, _ in signs(passage, first, last):
        shown[sign] = min(1 if sign in _ONCE else _MOST, shown.get(sign, 0.0) + 1)
    if any(sign in shown for sign in ("third", "my_client", "the_role", "figure_who")):
        for sign in [s for s in shown if f"somebody_{s}" in RISK]:
            shown[f"somebody_{sign}"] = 1.0
    shown["length"] = math.log1p(sum(1 for w in passage.words[first:last] if w.low[0].isalnum()))
    return shown


def signs(passage: Passage, first: int, last: int) -> Iterator[tuple[str, int]]:
    """Every sign in words `first` to `last` (exclusive) with the index of its word."""
    words = passage.words
    for begin, end in passage.cuts:
        if begin >= last:
            return
        if end <= first:
            continue
        start, stop = max(begin, first), min(end, last)
        for i in range(start, stop):
            if words[i].low not in _SILENT:
                yield from _at(passage, start, i, stop)


def _at(passage: Passage, start: int, i: int, end: int) -> Iterator[tuple[str, int]]:
    words = passage.words
    word, marks = words[i], words[i].marks
    low = word.low
    if not low[0].isalnum():
        if low == "«" or (low == '"' and not _closes(words, start, i)):
            yield ("quoted" if _said_before(passage, start, i) else "quote"), i
        elif low == "?":
            yield "question", i
        return
    more = passage.met.get(low, -1)
    if more < 0:
        more = passage.met[low] = MORE.lookup(low)[0]
    if marks & (p.THIRD | _ANY_MARK | _DELICATE):
        generic = is_generic(passage, start, i) or is_anyone(passage, start, i)
        for sign in _people(passage, start, i, end):
            yield ("whoever" if generic and sign in _PARTICULAR else sign), i
    else:
        generic = False
    if opens(passage, i):
        yield "opener", i
    if word.opens and _instructs(passage, i):
        yield "instruct", i
    if more:
        for sign, mask in _TOLD.items():
            if more & mask:
                yield sign, i
    if marks & _ALL_MARKED:
        for sign, mask in _MARKED.items():
            if marks & mask and not (generic and mask & _DELICATE):
                yield sign, i
    plain = not marks and (low[0].isdigit() or (i > start and words[i - 1].marks & p.DEFINITE))
    if plain or marks & _LINKING or low in _LINKED or "-" in low:
        for sign in _around(passage, start, i, end):
            yield sign, i
    if word.shape or marks & p.FIRST:
        for sign in _names(passage, word, i):
            yield sign, i


_PARTICULAR = frozenset(("third", "past", "the_client", "the_role"))


def _people(passage: Passage, start: int, i: int, end: int) -> Iterator[str]:
    """Signs of a pronoun, a client, a role, a relative."""
    words = passage.words
    word, marks = words[i], words[i].marks
    before = words[i - 1] if i > start else None
    happened = past_after(passage, i + 1, end)
    if marks & p.THIRD and word.low not in ("lui", "him", "her") and not _impersonal(words, i, end):
        yield "third"
        if happened:
            yield "past"
    if marks & p.CLIENT and not word.plural:
        if before is None or not before.low[0].isalnum():
            yield "bare_client"
        elif before.marks & p.MINE and not before.marks & p.PLURAL:
            yield "my_client"
        elif before.marks & p.DEFINITE:
            yield "the_client"
        elif before.marks & p.INDEFINITE:
            yield "a_client"
    if marks & _SOMEBODY and not marks & p.CLIENT and not word.plural:
        opening = _article(passage, start, i)
        if opening:
            yield ("the_role", "a_role", "his_kin", "my_people")[opening - 1]
            if happened and opening != 4:
                yield "whoever" if opening == 2 else "past"
    if marks & (_SOMEBODY | p.CLIENT) and word.opens and not word.plural and happened:
        yield "bare_past"
    if (word.plural and marks & (p.CLIENT | p.ROLE)) or marks & p.GROUP:
        yield "many"
    if before is not None and before.marks & p.THEIRS and marks & (p.ROLE | p.CLIENT | p.KIN):
        yield "his_people"


def _around(passage: Passage, start: int, i: int, end: int) -> Iterator[str]:
    """Signs that lie in how words stand together."""
    words = passage.words
    word, low = words[i], words[i].low
    before = words[i - 1] if i > start else None
    after = words[i + 1].low if i + 1 < end else ""
    if low in _WHO and before is not None and past_after(passage, i + 1, end):
        head = _head(passage, start, i)
        if head:
            yield head
    mine = i + 2 < end and words[i + 2].low in ("mes", "my", "nos", "our")
    if mine and word.marks & p.INDEFINITE and after in ("de", "d'", "of"):
        yield "one_of_mine"
    if word.marks & (p.REPORTED | p.CONFIDED) and any(w.low in _ME for w in words[max(start, i - 3) : i + 2]):
        yield "told_me"
    if (
        "-" in low
        and _INVERTED.match(low)
        and not any(w.low in _SPEAKERS for w in words[max(start, i - 2) : i])
    ):
        yield "third"
        if i > start and words[i - 1].low in _ME:
            yield "told_me"
    if low in _COMPANY and not word.marks & (p.ROLE | p.GROUP | p.KIN) and before and before.marks & p.THEIRS:
        yield "his_people"
    if low[0].isdigit():
        yield "age" if after in ("ans", "years", "yo", "year-old") else "digits"
    if (
        before
        and before.low in ("le", "la", "l'", "the", "du", "au")
        and _is_agent(word)
        and (after in _TIES or past_after(passage, i + 1, end))
    ):
        yield "agent"


def _is_agent(word: Word) -> bool:
    """Somebody named after what they do, in no lexicon: « l’horloger »."""
    return not word.marks and not word.shape and word.low not in _THINGS and bool(_AGENT.match(word.low))


def _names(passage: Passage, word: Word, i: int) -> Iterator[str]:
    if passage.proper(i):
        yield "proper"
    if word.marks & p.TRADE and word.shape and (not word.opens or word.shape == 2):
        yield "trade"
    if word.marks & p.FIRST and word.low not in passage.allowed:
        if word.shape and not word.opens and not word.marks & p.TRADE:
            yield "first_name"
        elif word.shape and word.opens and not word.marks & p.WORD_TOO and past_after(passage, i + 1, i + 5):
            yield "named_past"
        elif not word.shape and not word.marks & ~p.FIRST:
            yield "low_first"


def _closes(words: list[Word], start: int, i: int) -> bool:
    """Whether a straight quotation mark ends what another one opened."""
    return sum(1 for w in words[start:i] if w.low == '"') % 2 == 1


def _instructs(passage: Passage, i: int) -> bool:
    """« Mettre le doyen… », « Ne jamais dire… », "Let the CFO…": a way of doing, no event."""
    words = passage.words
    low = words[i].low
    if low in _IMPERATIVES:
        return True
    if low in ("ne", "n'") and i + 2 < len(words):
        low = words[i + 2].low
    return bool(_TO_DO.match(low)) and not words[i].marks & (_ANY_MARK | p.TRADE | p.FIRST)


def _impersonal(words: list[Word], i: int, end: int) -> bool:
    """« il y a », « il te faut », "it takes"."""
    if words[i].low not in ("il", "it"):
        return False
    following = [w.low for w in words[i + 1 : min(end, i + 4)]]
    return bool(following) and (
        following[0] in _IMPERSONAL or any(low in ("faut", "fallait", "faudra") for low in following)
    )


def _article(passage: Passage, start: int, i: int) -> int:
    """1 « la directrice », 2 « une directrice », 3 « sa femme », 4 « ma comptable », 0 none of these."""
    words = passage.words
    for j in range(i - 1, max(start - 1, i - 4), -1):
        marks = words[j].marks
        if marks & p.PLURAL:
            return 0
        if words[j].low in ("leur", "their"):
            return 0
        if marks & p.THEIRS:
            return 3 if words[i].marks & p.KIN else 1
        if marks & p.MINE:
            return 4
        if marks & p.INDEFINITE:
            return 2
        if marks & p.DEFINITE:
            return 1
        if marks & (p.PREPOSITION | p.STOP) or not words[j].low[0].isalnum():
            return 0
    return 0


def _head(passage: Passage, start: int, i: int) -> str:
    """What « qui a… » says of: a definite person, a definite something, or nobody."""
    words = passage.words
    for j in range(i - 1, max(start - 1, i - 9), -1):
        low, marks = words[j].low, words[j].marks
        if marks & (p.INDEFINITE | p.PLURAL):
            return ""
        if marks & (_SOMEBODY | p.CLIENT) or MORE.lookup(low)[0] & FIGURE:
            opening = _article(passage, start, j)
            return "figure_who" if opening in (1, 3) or low in ("celui", "celle") else ""
        if marks & p.DEFINITE:
            return "something_who"
    return ""


def _said_before(passage: Passage, start: int, i: int) -> bool:
    """Whether a particular person's saying introduces a quotation."""
    reach = passage.words[max(start, i - 14) : i]
    me = any(w.low in ("m'", "me") for w in reach[-8:])
    if not me and not any(w.marks & (p.REPORTED | p.CONFIDED) for w in reach):
        return False
    if any(w.low in _SPEAKERS for w in reach[-6:]):
        return False
    return any(w.marks & (p.THIRD | p.ROLE | p.CLIENT | p.KIN) or w.low in ("m'", "me") for w in reach)
