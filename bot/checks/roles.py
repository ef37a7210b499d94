"""A role tied to an organisation, a place or a date: one person, although no name is written.

The rule is a small sum. A definite role ("la directrice", "my client, the CEO") counts one; what restricts it
adds up: a proper name three, a specific organisation one (two when it is *the* hospital), a place, a size,
a sector, a rank one each. From three on, colleagues of the same town can tell who it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks import passage as p
from bot.checks.passage import Hint, Passage
from bot.checks.restriction import BREAK, ENOUGH, LEGAL_FORMS, restriction
from bot.checks.suggestions import generalised_role

MOST = 40  # roles looked at in one text


def roles(passage: Passage) -> Iterator[Hint]:
    """Roles narrowed down to one holder."""
    words = passage.words
    named = [i for i, word in enumerate(words) if word.marks & (p.ROLE | p.GROUP)]
    for i in named[:MOST]:
        word = words[i]
        first, definite, plural, points, kinds = _opening(passage, i)
        if _self(passage, first):
            continue
        last, more, further = restriction(passage, i + 1)
        points += more
        kinds |= further
        if word.marks & p.OFFICE and kinds & {"place", "local"}:
            points += 1
        if (
            plural
            and words[i - 1].low in ("deux", "trois", "two", "three")
            and "specific" in kinds
            and points >= 2
        ):
            yield Hint("role_org", first, last)
            continue
        if plural or (word.marks & p.GROUP and not word.marks & p.ROLE):
            if "proper" in kinds and points >= ENOUGH:
                yield Hint("role_org", first, last, generalised_role(passage, first, i, last))
            continue
        if not kinds:
            continue
        if definite + points >= ENOUGH or (not definite and "proper" in kinds and points >= ENOUGH):
            if "date" in kinds and not kinds & {"proper", "specific"}:
                code = "role_date"
            elif kinds & {"proper", "specific", "sector"} and not (
                kinds & {"place"} and word.marks & p.OFFICE
            ):
                code = "role_org"
            elif kinds & {"place", "local"}:
                code = "role_place"
            else:
                code = "role_org"
            yield Hint(code, first, last, generalised_role(passage, first, i, last))


def _opening(passage: Passage, i: int) -> tuple[int, int, bool, int, set[str]]:
    """What stands before a role: its article, and in English what qualifies it ("the hospital's CFO")."""
    words = passage.words
    points, kinds = 0, set[str]()
    j = i - 1
    first = i
    steps = 0
    while j >= 0 and steps < 6:
        word = words[j]
        low = word.low
        if (
            low == ","
            and steps == 0
            and j > 1
            and words[j - 1].marks & p.CLIENT
            and words[j - 2].marks & p.MINE
        ):
            return j - 2, 2, False, points, kinds  # « ma cliente, commandante de… »
        if low in BREAK or low == ",":
            break
        if word.shape and low.removesuffix("'s") in LEGAL_FORMS and j and words[j - 1].shape:
            points += 3
            kinds.add("proper")
            first = j - 1
            j -= 2
            break
        if word.marks & p.PLURAL and low not in ("tout", "toute"):
            return j, 0, True, points, kinds
        if word.marks & p.DEFINITE or word.marks & p.INDEFINITE:
            definite = 1 if word.marks & p.DEFINITE else 0
            return j, definite, words[i].plural and definite == 0, points, kinds
        if low.endswith(("'s", "s'")):
            if passage.proper(j) or (
                word.shape
                and not word.marks & p.TRADE
                and not word.marks & p.PLACE
                and not word.marks & p.ROLE
                and j > 0
                and words[j].opens is False
            ):
                points += 3
                kinds.add("proper")
                first = j
            elif (
                word.marks & p.SPECIFIC
                or p.KNOWN.lookup(low[:-2])[0] & p.SPECIFIC
                or p.KNOWN.lookup(low[:-2])[0] & p.OFFICE
            ):
                points += 2
                kinds.add("specific")
        elif passage.proper(j) and passage.lang == "en":
            points += 3
            kinds.add("proper")
            first = j
        elif word.marks & p.SPECIFIC and passage.lang == "en":
            points += 1
            kinds.add("specific")
        elif word.marks & p.SECTOR and passage.lang == "en":
            points += 1
            kinds.add("sector")
        elif word.marks & p.PLACE and passage.lang == "en":
            points += 1
            kinds.add("place")
        elif (word.marks & (p.STOP | p.PREPOSITION) and not word.marks & (p.FUNCTION | p.ROLE)) or steps >= 3:
            break
        j -= 1
        steps += 1
    bare = 1 if words[i].marks & p.ROLE and (words[i].opens or words[i].shape == 2) else 0
    if "proper" in kinds:
        bare = 0
    return first, bare, words[i].plural, points, kinds


_I_AM = (["j'", "etais"], ["i", "am"], ["i", "was"])


def _self(passage: Passage, first: int) -> bool:
    """« Je suis la fondatrice de… »: the coach may speak of themselves."""
    words = passage.words
    before = [words[j].low for j in range(max(0, first - 3), first)]
    return before[-1:] in (["suis"], ["i'm"]) or before[-2:] in _I_AM or before == ["en", "tant", "que"]
