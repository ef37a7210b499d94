"""How far the words after a role narrow it down: an organisation, a place, a size, a date."""

from __future__ import annotations

from bot.checks import passage as p
from bot.checks.dates import date_at
from bot.checks.passage import Passage
from bot.checks.words import listed

ENOUGH = 3  # points from which colleagues can tell who it is
LEGAL_FORMS = listed("restriction", "legal_forms")
BREAK = frozenset('.!?;:…\n→•"«»=')
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
        if low in BREAK:
            break
        if low == ",":
            if not (i + 1 < count and (words[i + 1].marks & p.EVENT or date_at(passage, i + 1))):
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
        dated = date_at(passage, i)
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
        if word.low in BREAK or word.low == ",":
            break
        happened = happened or bool(word.marks & p.EVENT)
        if happened and (dated := date_at(passage, j)):
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


_MOMENTS = listed("restriction", "moments")


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
