"""Generalisations that read as a sentence: the article of anybody instead of the one of somebody."""

from __future__ import annotations

from bot.checks import passage as p
from bot.checks.passage import Passage
from bot.checks.words import table

_TEXTS = table("suggestions")
_SECTORS = tuple((p.KNOWN.mask(category), said) for category, said in _TEXTS["sector"].items())
_OFFICES: dict[str, str] = _TEXTS["office"]
_FEMININE = (
    "trice",
    "euse",
    "iere",
    "ienne",
    "ante",
    "ee",
    "esse",
    "ane",
    "cheffe",
    "patronne",
    "ine",
    "onne",
    "aine",
    "ate",
    "ere",
    "femme",
    "iste-chef",
)
_ENGLISH_LETTERS = ("hr ", "mp", "md", "mb", "svp", "evp", "hr")


def generalised_role(passage: Passage, first: int, role: int, last: int) -> str | None:
    """« la DRH de Duval SA » → « une DRH », with the sector where the words gave one."""
    words = passage.words
    article, title = words[first].low, words[role]
    if title.plural or title.marks & p.GROUP or words[first].marks & p.PLURAL:
        return None
    given = passage.reading.given[slice(*passage.reading.span(title.start, title.end))]
    english = article in ("the", "my", "our", "his", "her", "their", "a", "an", "this", "that") or (
        passage.lang == "en"
        and article not in ("le", "la", "l'", "du", "au", "un", "une", "mon", "ma", "son", "sa")
    )
    sector = next(
        (
            said["en" if english else "fr"]
            for mask, said in _SECTORS
            for j in range(first, last + 1)
            if words[j].marks & mask and j != role
        ),
        "",
    )
    general = _OFFICES.get(title.low, "")
    if not general and english:
        general = f"{_a_or_an(given)} {given} {sector}".rstrip()
    elif not general:
        general = f"{'une' if _feminine(article, title.low) else 'un'} {given} {sector}".rstrip()
    if english:
        return general
    if article == "du":
        return f"d’{general}"
    if article == "au":
        return f"à {general}"
    return general


def _feminine(article: str, title: str) -> bool:
    if article in ("la", "ma", "sa", "cette", "une"):
        return True
    if article in ("le", "mon", "son", "ce", "du", "au", "un") and not (
        article in ("mon", "son") and title[0] in "aeiouyh"
    ):
        return False
    return title.split()[0].endswith(_FEMININE)


def _a_or_an(title: str) -> str:
    low = title.lower()
    if title.isupper() or low.split()[0].isupper():
        return "an" if low[0] in "aefhilmnorsx" else "a"
    return "an" if low[0] in "aeiou" or low.startswith(_ENGLISH_LETTERS) else "a"


def instead(what: str, lang: str) -> str:
    """What may stand for a `name`, a `contact`, a `number`, a `company`."""
    said: str = _TEXTS["instead"][what]["en" if lang == "en" else "fr"]
    return said


_ACCOMPANYING = (
    "accompagne",
    "accompagnais",
    "coachais",
    "supervise",
    "coach",
    "coached",
    "coaching",
    "supervised",
)


def instead_of_name(passage: Passage, i: int) -> str:
    """For the name at word `i`: nothing beside « client », « quelqu’un » after « j’accompagne »."""
    before = passage.words[i - 1] if i else None
    if before is not None and (
        before.low in _ACCOMPANYING or (i > 1 and passage.words[i - 2].low in ("je", "j'"))
    ):
        return instead("accompanied", passage.lang)
    if before is not None and before.marks & p.CLIENT:
        return ""
    return instead("name", passage.lang)
