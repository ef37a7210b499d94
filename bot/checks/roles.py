"""A role tied to an organisation, a place or a date: one person, although no name is written.

The rule is a small sum. A definite role ("la directrice", "my client, the CEO") counts one; what restricts it
adds up: a proper name three, a specific organisation one (two when it is *the* hospital), a place, a size,
a sector, a rank one each. From three on, colleagues of the same town can tell who it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.checks import passage as p
from bot.checks.passage import Hint, Passage
from bot.checks.suggestions import generalised_role
from bot.checks.words import bag

ENOUGH = 3
LEGAL_FORMS = bag(
    "sa sas sasu sarl eurl snc scop sci srl sprl gmbh ag kg inc ltd llc llp plc bv nv se corp asbl"
)
MOST = 40  # roles looked at in one text
_BREAK = frozenset('.!?;:…\n→•"«»=')
_ADJECTIVE = (
    "al",
    "ale",
    "aux",
    "ique",
    "aire",
    "ien",
    "ienne",
    "el",
    "elle",
    "ine",
    "oise",
    "ois",
    "if",
    "ive",
    "sin",
)


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
        if low in _BREAK or low == ",":
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


def _self(passage: Passage, first: int) -> bool:
    """« Je suis la fondatrice de… »: the coach may speak of themselves."""
    words = passage.words
    before = [words[j].low for j in range(max(0, first - 3), first)]
    text = " ".join(before)
    return text.endswith(
        ("je suis", "j' etais", "j'etais", "i am", "i was", "i'm", "en tant que", "suis")
    ) or before[-1:] == ["i'm"]


def restriction(passage: Passage, i: int) -> tuple[int, int, set[str]]:
    """How far the words from `i` on narrow a role: last word index, points, kinds of evidence."""
    words, count = passage.words, len(passage.words)
    points, kinds, last = 0, set[str](), i - 1
    limit = min(count, i + 16)
    after_preposition = False
    after_definite = False
    head_seen = False
    while i < limit:
        word = words[i]
        low, marks = word.low, word.marks
        if low in _BREAK:
            break
        if low == ",":
            if not (i + 1 < count and (words[i + 1].marks & p.EVENT or _date_at(passage, i + 1))):
                break
            i += 1
            continue
        if low in ("qui", "who", "whom", "they", "whose", "we", "they'd", "qu'", "que") and not kinds & {
            "event"
        }:
            closed, more, further = _clause(passage, i + 1)
            if more:
                points += more
                kinds |= further
                last = closed
            break
        if low in ("(", ")", "-", "/", "[", "]"):
            i += 1
            continue
        dated = _date_at(passage, i)
        if dated:
            if kinds & {"event"}:
                points += 3
                kinds.add("date")
                last = dated - 1
            break
        if marks & p.EVENT and not after_preposition:
            kinds.add("event")
            i += 1
            continue
        if low in (
            "le",
            "on",
            "en",
            "in",
            "since",
            "depuis",
            "last",
            "dernier",
            "a",
            "est",
            "was",
            "has",
            "been",
            "vient",
            "d'",
            "etre",
            "who",
            "qui",
            "just",
            "only",
            "se",
            "s'",
            "fait",
            "ete",
            "y",
        ) and ("event" in kinds or _event_soon(passage, i)):
            if marks & p.PREPOSITION:
                after_preposition = False
            i += 1
            continue
        if low in ("a",) and passage.lang == "fr" and not _np_follows(passage, i):
            break
        if marks & p.PREPOSITION:
            # « du groupe de pompes funèbres »: what is said of the one group is as definite as it
            sticky = after_definite and head_seen and low in ("de", "d'", "of")
            after_preposition, after_definite, head_seen = True, low in ("du", "au") or sticky, False
            if low in ("des", "aux"):
                after_definite = True
            i += 1
            continue
        if low in (
            "le",
            "la",
            "l'",
            "the",
            "notre",
            "our",
            "son",
            "sa",
            "leur",
            "their",
            "his",
            "her",
            "cette",
            "ce",
            "this",
        ):
            if not after_preposition:
                break
            after_definite = True
            i += 1
            continue
        if marks & (p.INDEFINITE | p.PLURAL) and low not in ("one",):
            if not after_preposition:
                break
            after_definite = False
            i += 1
            continue
        if after_preposition and after_definite and marks & p.OFFICE:
            points += 2
            kinds.add("specific")
            last, i, head_seen = i, i + 1, True
            continue
        if low == "pays" and i + 1 < count and words[i + 1].low == "de":
            i += 1
        if marks & p.SUPERLATIVE and low in (
            "only",
            "oldest",
            "biggest",
            "largest",
            "smallest",
            "first",
            "last",
            "sole",
            "leading",
        ):
            points += 1
            kinds.add("unique")
        elif passage.proper(i) and (after_preposition or word.shape == 2):
            if not head_seen or not kinds & {"proper"}:
                points += 3
                kinds.add("proper")
        elif marks & p.SPECIFIC and not (marks & p.FUNCTION and not after_preposition):
            if "specific" not in kinds:
                points += 2 if after_definite and after_preposition and not word.plural else 1
                kinds.add("specific")
            elif marks & p.SECTOR:
                points += 1
            head_seen = True
        elif (
            low.endswith("erie")
            and after_preposition
            and low not in ("messagerie", "galerie", "hotellerie", "billetterie", "tresorerie")
        ):
            points += 2 if after_definite else 1
            kinds.add("specific")
            head_seen = True
        elif marks & p.LOCAL and after_preposition and not marks & p.FUNCTION:
            points += (
                2
                if after_definite
                and low not in ("region", "departement", "pays", "secteur", "quartier", "station", "area")
                else 1
            )
            kinds.add("local")
            head_seen = True
        elif (
            marks & p.PLACE
            and (word.shape or after_preposition)
            and not (word.shape == 0 and marks & (p.STOP | p.FUNCTION | p.SECTOR))
        ):
            if "place" not in kinds:
                points += 1
                kinds.add("place")
        elif marks & p.SECTOR and (
            head_seen or passage.lang == "en" or (marks & p.SECTOR and after_preposition)
        ):
            if len(kinds & {"sector", "sector2"}) < 2:
                points += 1
                kinds.add("sector2" if "sector" in kinds else "sector")
        elif low[0].isdigit():
            if any(words[j].marks & p.SIZE for j in range(i + 1, min(count, i + 4))):
                points += 1
                kinds.add("size")
                while i + 1 < count and not words[i].marks & p.SIZE:
                    i += 1
        elif marks & (p.GENERIC | p.FUNCTION | p.ROLE | p.GROUP | p.CLIENT | p.KIN):
            head_seen = True
        elif marks & p.STOP or marks & (p.MONTH | p.WEEKDAY):
            break
        else:
            # an unknown noun or adjective: it may close the phrase, but says nothing by itself
            if not after_preposition and i > last + 1:
                break
            if head_seen and points and not low.endswith(_ADJECTIVE):
                break  # after its noun an unknown word is a verb
            if points and (low.endswith(_ADJECTIVE) or words[i - 1].low in ("de", "d'", "du", "of")):
                last = i
            head_seen = True
            i += 1
            if points:
                continue
            if not after_preposition:
                break
            continue
        last = i
        i += 1
    while (
        "proper" in kinds
        and last + 1 < count
        and words[last + 1].shape
        and words[last + 1].low in LEGAL_FORMS
    ):
        last += 1
    kinds.discard("event")
    return last, points, kinds


def _clause(passage: Passage, i: int) -> tuple[int, int, set[str]]:
    """What a clause adds: « … qui tient la station du col », "they appointed the morning after"."""
    words = passage.words
    happened = False
    for j in range(i, min(len(words) - 1, i + 9)):
        word = words[j]
        if word.low in _BREAK or word.low == ",":
            break
        happened = happened or bool(word.marks & p.EVENT)
        if happened and (dated := _date_at(passage, j)):
            return dated - 1, 3, {"date"}
        if (
            happened
            and word.low in _MOMENTS
            and words[j + 1].low in ("after", "before", "of", "d'", "du", "de", "the")
        ):
            return j, 3, {"date"}
        if word.low in ("the", "la", "l'", "le") and not happened:
            for k in range(j + 1, min(len(words), j + 4)):
                if words[k].marks & p.LOCAL and not words[k].marks & p.FUNCTION:
                    return k, 2, {"local"}
                if words[k].marks & p.SPECIFIC and not words[k].marks & p.FUNCTION:
                    return k, 2, {"specific"}
                if words[k].marks & (p.STOP | p.PREPOSITION):
                    break
    return i, 0, set()


_MOMENTS = bag(
    """
    morning day week night month year lendemain veille matin jour semaine soir nuit weekend
    """
)


def _np_follows(passage: Passage, i: int) -> bool:
    """French « à » without its accent looks like « a »: a place or an organisation must follow."""
    words = passage.words
    if i + 1 >= len(words):
        return False
    following = words[i + 1]
    if passage.reading.given[slice(*passage.reading.span(words[i].start, words[i].end))] in ("à", "À"):
        return True
    if following.low in ("la", "l'"):
        following = words[min(i + 2, len(words) - 1)]
    return bool(following.marks & (p.PLACE | p.SPECIFIC | p.LOCAL)) or following.shape > 0


def _event_soon(passage: Passage, i: int) -> bool:
    words = passage.words
    return any(words[j].marks & p.EVENT for j in range(i, min(len(words), i + 5)))


def _date_at(passage: Passage, i: int) -> int:
    """Index after an exact date or month at `i`, or 0."""
    words = passage.words
    if i >= len(words):
        return 0
    low = words[i].low
    nxt = words[i + 1] if i + 1 < len(words) else None
    if words[i].marks & p.WEEKDAY and (
        (nxt is not None and nxt.low in ("dernier", "prochain"))
        or (i and words[i - 1].low in ("last", "next"))
    ):
        return i + 2 if nxt is not None and nxt.low in ("dernier", "prochain") else i + 1
    if re.fullmatch(r"[1-3]?\d(?:st|nd|rd|th|er)", low) and i and words[i - 1].low in ("the", "le"):
        return i + 1
    if low[0].isdigit() and nxt is not None:
        if nxt.marks & p.MONTH and (len(low) <= 3 or low in ("1er",)):
            return i + 2
        if nxt.low == "/" and i + 2 < len(words) and words[i + 2].low[0].isdigit():
            return i + (5 if i + 4 < len(words) and words[i + 3].low == "/" else 3)
    if (
        words[i].marks & p.MONTH
        and words[i].low not in ("may", "mar", "mai", "mars", "sept")
        and nxt is not None
    ):
        return i + 2 if nxt.low[0].isdigit() else i + 1
    if words[i].marks & p.MONTH and nxt is not None and nxt.low[0].isdigit():
        return i + 2
    if len(low) == 4 and low.isdigit() and low.startswith(("19", "20")):
        return i + 1
    return 0


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
        if j >= len(words) or words[j].low in _BREAK:
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
        if low in _BREAK:
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
