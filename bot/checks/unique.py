"""What only one person is."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks import passage as p
from bot.checks.anybody import SENTENCE_ENDS
from bot.checks.passage import Hint, Passage
from bot.checks.words import listed

_RARE = listed("unique", "rare")


_TRADES = (
    "logue",
    "logiste",
    "icien",
    "icienne",
    "chirurgien",
    "chirurgienne",
    "iatre",
    "trice",
    "iste",
    "ologist",
    "woman",
    "surgeon",
    "ician",
)


def unique(passage: Passage) -> Iterator[Hint]:
    """What only one person is: the only, the youngest, the former minister."""
    words = passage.words
    count = len(words)
    someone = p.PERSON | p.ROLE | p.KIN
    for i, word in enumerate(words):
        low = word.low
        if low not in _RARE and not word.marks & (p.FAME | p.SUPERLATIVE) and not low.startswith("ex-"):
            continue
        if (
            low
            in (
                "seul",
                "seule",
                "unique",
                "premier",
                "premiere",
                "dernier",
                "derniere",
                "only",
                "first",
                "sole",
                "last",
                "lone",
            )
            and i
            and words[i - 1].low
            in (
                "le",
                "la",
                "l'",
                "the",
                "du",
                "au",
                "our",
                "their",
                "his",
                "her",
                "leur",
                "notre",
                "sa",
                "son",
            )
        ):
            last = _one_of_a_kind(
                passage,
                i + 1,
                someone | (p.SPECIFIC if low in ("last", "dernier", "derniere") else p.CLIENT),
                low,
            )
            if last:
                yield Hint("unique", i - 1, last)
        elif low in ("plus", "moins", "most", "least") or (
            low.endswith("est") and word.marks & p.SUPERLATIVE
        ):
            if i > 1 and words[i - 1].low in ("le", "la") and words[i - 2].marks & someone and i + 2 < count:
                last = _scope_after(passage, i + 1)
                if last and i > 2 and words[i - 3].low in ("le", "la", "l'"):
                    yield Hint("unique", i - 3, last)
                    continue
            if not i or words[i - 1].low not in ("le", "la", "the", "les", "du", "au", "l'"):
                continue
            step = 2 if low in ("plus", "moins", "most", "least") else 1
            last = _one_of_a_kind(passage, i + step, someone | p.SPECIFIC | p.GENERIC, low)
            if last:
                yield Hint("unique", i - 1, last)
        elif low in (
            "ancien",
            "ancienne",
            "ex",
            "former",
            "retired",
            "ex-",
            "onetime",
            "past",
        ) or low.startswith("ex-"):
            if low.startswith("ex-") and len(low) > 4:
                if p.KNOWN.lookup(low[3:])[0] & p.FAME:
                    yield Hint("unique", i, i)
                continue
            for j in range(i + 1, min(count, i + 5)):
                if words[j].marks & p.FAME:
                    if not (i and words[i - 1].marks & p.PLURAL):
                        yield Hint("unique", i, j)
                    break
                if words[j].low in (",", "."):
                    break
        elif word.marks & p.FAME and i > 1 and (once := _was_once(passage, i)):
            yield Hint("unique", once - 1, i)
        elif (
            word.marks & p.FAME
            and low
            in (
                "medaille",
                "medaillee",
                "olympian",
                "medallist",
                "medalist",
                "goncourt",
                "miss france",
                "nobel",
                "paralympian",
                "astronaute",
                "spationaute",
                "astronaut",
            )
            and passage.near(i, p.CLIENT | p.ROLE | p.THIRD | p.RUNS, 8, 8)
        ):
            yield Hint("unique", i, i)


def _was_once(passage: Passage, i: int) -> int:
    """Index + 1 of the person in « il a été champion », "she was an MP", or 0."""
    words = passage.words
    fame = words[i].low
    if fame in (
        "general",
        "president",
        "presidente",
        "maire",
        "capitaine",
        "candidat",
        "candidate",
        "player",
        "joueur",
    ):
        return 0
    if not any(w.low in ("ete", "fut", "etait", "been", "was") for w in words[max(0, i - 3) : i]):
        return 0
    for j in range(i - 1, max(-1, i - 7), -1):
        if words[j].low in SENTENCE_ENDS or words[j].low in ("je", "j'", "i"):
            return 0
        if words[j].marks & p.THIRD or (words[j].marks & p.CLIENT and j and words[j - 1].marks & p.MINE):
            return j + 1
    return 0


def _local_after(passage: Passage, i: int) -> bool:
    """Whether « de la vallée », "in the county" follows at once."""
    words = passage.words
    return any(
        words[k].marks & p.LOCAL and words[k - 1].marks & (p.DEFINITE | p.PREPOSITION)
        for k in range(i + 2, min(len(words), i + 4))
    )


def _scope_after(passage: Passage, i: int) -> int:
    words = passage.words
    for k in range(i + 1, min(len(words), i + 7)):
        if words[k].low in (".", "!", "?", "\n", ";", ":", ","):
            return 0
        if words[k].marks & (p.SCOPE | p.PLACE | p.SPECIFIC | p.LOCAL):
            return k
    return 0


def _one_of_a_kind(passage: Passage, i: int, nouns: int, word: str) -> int:
    """Last word of « … femme pilote du groupe », or 0: a person, and where they are the only one."""
    words = passage.words
    end = min(len(words), i + 12)
    noun = -1
    j = i
    while j < end and j < i + 4:
        if words[j].low in (",", ".", ":", "!", "?", "\n", ";") or words[j].low in (
            "qui",
            "que",
            "qu'",
            "who",
            "that",
            "thing",
        ):
            break
        if words[j].marks & nouns and not (words[j].marks & p.FUNCTION and not words[j].marks & p.ROLE):
            noun = j
            break
        if words[j].marks == 0 and words[j].low.endswith(_TRADES):
            noun = j
            break
        if (
            words[j].marks == 0
            and words[j].low.endswith(("er", "eur", "ier", "ienne"))
            and _local_after(passage, j)
        ):
            noun = j
            break
        if words[j].marks & (p.PREPOSITION | p.STOP) and words[j].low not in ("a",):
            break
        j += 1
    if noun < 0:
        return 0
    plain = words[noun].marks & p.PERSON and words[noun].low not in ("titulaire",)
    for k in range(noun + 1, min(len(words), noun + 9)):
        if words[k].low in (".", "!", "?", "\n", ";", ":"):
            break
        if words[k].marks & (p.SCOPE | p.PLACE | p.SPECIFIC | p.LOCAL) or passage.proper(k):
            return k
    return (
        noun if plain and word not in ("premier", "premiere", "first", "last", "dernier", "derniere") else 0
    )
