"""Generalisations that read as a sentence: the article of anybody instead of the one of somebody."""

from __future__ import annotations

from bot.checks import passage as p
from bot.checks.passage import Passage

_SECTORS = (
    (p.KNOWN.mask("health_place"), "du secteur de la santé", "in healthcare"),
    (p.KNOWN.mask("education"), "de l’enseignement", "in education"),
    (p.KNOWN.mask("industry"), "de l’industrie", "in manufacturing"),
)
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
_OFFICES_FR = {
    "maire": "une personne élue",
    "mairesse": "une personne élue",
    "bourgmestre": "une personne élue",
    "depute": "une personne élue",
    "deputee": "une personne élue",
    "senateur": "une personne élue",
    "senatrice": "une personne élue",
}
_OFFICES_EN = {
    "mayor": "an elected official",
    "mp": "an elected official",
    "senator": "an elected official",
    "minister": "a senior public figure",
}
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
            (french, inenglish)
            for mask, french, inenglish in _SECTORS
            for j in range(first, last + 1)
            if words[j].marks & mask and j != role
        ),
        None,
    )
    if english:
        general = _OFFICES_EN.get(title.low) or f"{_a_or_an(given)} {given}"
        return f"{general} {sector[1]}" if sector and title.low not in _OFFICES_EN else general
    general = _OFFICES_FR.get(title.low, "")
    if not general:
        general = f"{'une' if _feminine(article, title.low) else 'un'} {given}"
        if sector:
            general = f"{general} {sector[0]}"
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


def someone(passage: Passage) -> str:
    """What may stand for a name."""
    return "someone I work with" if passage.lang == "en" else "une personne que j’accompagne"


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
        return "someone" if passage.lang == "en" else "quelqu’un"
    if before is not None and before.marks & p.CLIENT:
        return ""
    return someone(passage)
