"""« À quoi ça sert ? »: does an answer name a situation and what it brings?

Words are counted as evidence: of a situation (an opener, people, an occasion, a difficulty), of an effect (a
verb or turn that announces one, followed by something concrete). An answer with both passes, whatever else
it says; remarks are made only where evidence is lacking.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from bot.checks.findings import Finding
from bot.checks.normalise import LIMIT, Reading, fold, read
from bot.checks.words import Word, bag, lexicon, split

KNOWN = lexicon("usefulness", "people")
_m = KNOWN.mask
OPENER, OCCASION, PROBLEM = _m("opener"), _m("occasion"), _m("problem")
ACTOR = _m("actor", "role", "client", "kin")
CARRIER, VAGUE, STOPWORD, THING = _m("carrier"), _m("vague"), _m("stopword"), _m("thing")
FOR_INFO, PRAISE, SALE, SALE_STRONG = _m("for_info"), _m("praise"), _m("sale"), _m("sale_strong")
LESSON, TALK = _m("lesson"), _m("talk")

Kind = Literal["method", "development", "watch"]

_ARROWS = frozenset(("→", "->", "=>"))
_ENDS = frozenset(".!?\n;…")
_FIRST_PERSON = frozenset(
    ("je", "j'", "jai", "jen", "me", "m'", "moi", "mon", "ma", "mes", "i", "i'm", "im", "i've", "my")
)
_INFINITIVE = re.compile(r"[a-z-]{2,}(?:er|ir|re|oir)$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer gives to act on; counts of distinct words."""

    situation: int
    concrete_effect: int  # carriers followed by something concrete
    vague: tuple[Word, ...]
    content: int
    lesson: int
    opener: bool  # a « quand », "if", « face à »
    problem: int


def check_usefulness(
    text: str,
    *,
    lang: str | None = None,
    kind: str | None = None,
    title: str | None = None,
    steps: str | None = None,
) -> tuple[Finding, ...]:
    """Remarks on an answer to « À quoi ça sert ? », the most telling first; none when it can be acted on.

    `title` and `steps` are the other fields of the same form (an answer that only copies one is told so).
    `kind` is accepted for every caller's sake: the same evidence counts for all three. Never blocks.
    Source: « à quoi va servir le partage ».
    """
    del lang, kind  # both languages are read at once: coaches mix them
    reading = read(text)
    words = split(reading, KNOWN, LIMIT)
    return tuple(_findings(reading, words, title, steps))


def _findings(reading: Reading, words: list[Word], title: str | None, steps: str | None) -> list[Finding]:
    links = [w for w in words if _is_link(w)]
    spoken = [w for w in words if w.low[0].isalnum() and not _is_link(w)]
    if links and len([w for w in spoken if not w.marks & STOPWORD]) < 4:
        return [_on(reading, "link_only", links[0], links[0])]
    seen = weigh(words)
    if copied := _copied(spoken, title, steps):
        return [_whole(reading, copied)]
    sale = _sale(words, seen)
    if sale:
        return [_on(reading, "promotion", sale, sale)]
    troubled = _trouble(words, seen)
    if troubled:
        return [_on(reading, "need_to_talk", troubled, troubled)]
    how = bool(words) and words[0].low in ("comment", "how to") and seen.concrete_effect and seen.content >= 3
    if (how or _useful(seen)) and not _only_cheers(words, seen):
        return []
    return _lacking(reading, words, spoken, seen)


def _useful(seen: Evidence) -> bool:
    if seen.lesson >= 2:
        return True
    if seen.situation >= 1 and seen.concrete_effect >= 1:
        return True
    if seen.lesson >= 1 and seen.situation >= 1 and seen.content >= 8:
        return True
    # a named difficulty and a way through it
    if seen.problem and seen.content >= 7 and seen.content > 2 * len(seen.vague):
        return True
    # a told case: someone, a difficulty, and enough said for a colleague to picture it
    return seen.situation >= 3 and seen.content >= 13 and seen.content > 2 * len(seen.vague)


def _only_cheers(words: list[Word], seen: Evidence) -> bool:
    """A pile of praise or of « je partage » without any « quand » is no answer, whatever nouns it holds."""
    cheers = {w.low for w in words if w.marks & (PRAISE | FOR_INFO)}
    return (len(cheers) >= 3 and not seen.opener and not seen.lesson) or (
        len(cheers) == 2 and not seen.opener and not seen.lesson and seen.concrete_effect < 2
    )


def _lacking(reading: Reading, words: list[Word], spoken: list[Word], seen: Evidence) -> list[Finding]:
    found: list[Finding] = []
    info = next((w for w in words if w.marks & FOR_INFO), None)
    praise = next((w for w in words if w.marks & PRAISE), None)
    if info:
        found.append(_on(reading, "for_info", info, info))
    if praise:
        found.append(_on(reading, "praise_only", praise, praise))
    if len(spoken) < 6 and not found:
        return [_whole(reading, "too_short")]
    if seen.vague and not seen.concrete_effect:
        word = max(seen.vague, key=lambda w: w.end - w.start)
        found.append(_on(reading, "vague", word, word))
    if not seen.situation:
        found.append(_whole(reading, "no_situation"))
    if not seen.concrete_effect and not any(f.code == "vague" for f in found):
        found.append(_whole(reading, "no_effect"))
    return found


def weigh(words: list[Word]) -> Evidence:
    """The evidence in an answer, by one pass over its words."""
    situation: set[str] = set()
    opened = False
    problems = 0
    lessons: set[str] = set()
    vague: list[Word] = []
    content: set[str] = set()
    concrete = 0
    for i, word in enumerate(words):
        low, marks = word.low, word.marks
        if marks & (ACTOR | OCCASION | PROBLEM):
            situation.add(low)
        if marks & OPENER and not marks & FOR_INFO:
            situation.add(low)
            opened = True
        if marks & PROBLEM:
            problems += 1
        if marks & LESSON:
            lessons.add(low)
        if marks & VAGUE and not marks & (ACTOR | OCCASION):
            vague.append(word)
        if _concrete(word):
            content.add(low)
        if _outcome(words, i) or _in_time(words, i) or (_announces(words, i) and _followed(words, i)):
            concrete += 1
    return Evidence(
        len(situation),
        concrete,
        tuple(vague),
        len(content),
        len(lessons),
        opened,
        problems,
    )


_STARTS = _ENDS | {"et", "and", ":"}
_THEY = bag(
    """
    il elle ils elles he she they ca cela
    """
)
_IMPERSONAL = bag(
    """
    y faut reste suffit existe arrive est is peut devrait semble
    """
)
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


def _outcome(words: list[Word], i: int) -> bool:
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
    if starts and low in ("tout le monde", "personne", "nobody", "everyone", "chacun") and before != ",":
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


def _in_time(words: list[Word], i: int) -> bool:
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
_FEW = bag(
    """
    deux trois quatre cinq dix vingt two three four five ten twenty
    """
)


def _concrete(word: Word) -> bool:
    if not word.low[0].isalnum() or len(word.low) < 2:
        return False
    return not word.marks & (VAGUE | STOPWORD | FOR_INFO | PRAISE | SALE | THING)


def _announces(words: list[Word], i: int) -> bool:
    """Whether a word promises an effect: « permet », "so that", an arrow, « pour » with an infinitive."""
    word = words[i]
    if word.marks & CARRIER or word.low in _ARROWS:
        return True
    if i == 0:
        return bool(_INFINITIVE.match(word.low))
    return word.low == "pour" and any(_INFINITIVE.match(w.low) for w in words[i + 1 : i + 5])


def _followed(words: list[Word], i: int) -> bool:
    """Whether something concrete follows an announced effect in the same sentence."""
    concrete: set[str] = set()
    great = 0
    for word in words[i + 1 : i + 15]:
        if word.low in _ENDS:
            break
        if _concrete(word):
            concrete.add(word.low)
        elif word.marks & VAGUE and not word.marks & (ACTOR | OCCASION):
            great += 1
    enough = 1 if _concrete(words[i]) else 2
    return len(concrete) >= enough and great < 2 * len(concrete) + 1


def _is_link(word: Word) -> bool:
    return word.low.startswith(("http:", "https:", "www."))


_NOT_NOW = frozenset(("«", '"', "when", "quand", "if", "lorsque", "lorsqu'", "whenever"))
_WITHOUT = bag(
    """
    sans aucune aucun pas no without de
    """
)


def _sale(words: list[Word], seen: Evidence) -> Word | None:
    strong = [
        w for i, w in enumerate(words) if w.marks & SALE_STRONG and not (i and words[i - 1].low in _WITHOUT)
    ]
    weak = {
        w.low: w for i, w in enumerate(words) if w.marks & SALE and not (i and words[i - 1].low in _WITHOUT)
    }
    if strong:
        return strong[0]
    if weak and (len(weak) >= 2 or not _useful(seen)):
        return next(iter(weak.values()))
    return None


def _trouble(words: list[Word], seen: Evidence) -> Word | None:
    """The writer's own need to talk; a client's, or a lesson drawn from it, is another matter."""
    troubled = []
    for i, word in enumerate(words):
        if not word.marks & TALK:
            continue
        own = word.low.split()[0].split("'")[0] in ("je", "j", "i", "jen", "jai") or any(
            w.low in _FIRST_PERSON for w in words[max(0, i - 3) : i]
        )
        if own or word.opens:
            if i + 1 < len(words) and words[i + 1].low == ":":
                continue
            if i and words[i - 1].low in _NOT_NOW:
                continue  # somebody else's words, or a time that may come
            troubled.append(word)
    if not troubled or seen.lesson >= 2:
        return None
    if len({w.low for w in troubled}) >= 2 or not _useful(seen) or seen.lesson == 0:
        return troubled[0]
    return None


def _copied(spoken: list[Word], title: str | None, steps: str | None) -> str | None:
    said = {w.low for w in spoken if not w.marks & STOPWORD}
    text = " ".join(w.low for w in spoken)
    for other in (title, steps):
        if not other or not text:
            continue
        other_low = fold(other)
        theirs = {
            w.low for w in split(read(other), KNOWN, LIMIT) if w.low[0].isalnum() and not w.marks & STOPWORD
        }
        if fuzz.ratio(text, " ".join(re.findall(r"[\w'+-]+", other_low))) >= 88:
            return "copies_field"
        new = {w for w in said - theirs if not KNOWN.lookup(w)[0] & (THING | PRAISE | CARRIER)}
        if (
            theirs
            and said & theirs
            and len(new) <= 2
            and len(new) < len(said & theirs) + 1
            and len(said & theirs) >= min(2, len(theirs))
        ):
            return "copies_field"
    return None


def _on(reading: Reading, code: str, first: Word, last: Word) -> Finding:
    start, end = reading.span(first.start, last.end)
    return Finding(code, reading.given[start:end], start, end, "soft")


def _whole(reading: Reading, code: str) -> Finding:
    """A remark on the answer as a whole quotes its beginning, up to 60 characters."""
    text = reading.given
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if end - start > 60:
        cut = text.rfind(" ", start, start + 60)
        end = cut if cut > start else start + 60
    if end < start:
        start = end = 0
    return Finding(code, text[start:end], start, end, "soft")
