"""Names of people and firms: beside a client, after a title, as initials, with a legal form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.checks import passage as p
from bot.checks.normalise import Reading
from bot.checks.passage import Hint, Passage
from bot.checks.suggestions import instead, instead_of_name
from bot.checks.words import listed

_UPPER = r"A-Z"
_TITLED = re.compile(
    r"(?<![\w.'])(?:(?P<sure>[Mm]me|[Mm]lle|[Mm]rs|MME|MLLE|MRS|Mr|mr|MR|[Mm]s\.|Ms|[Mm]onsieur"
    r"|[Mm]adame|[Mm]ademoiselle|MONSIEUR|MADAME|[Dd]r|[Dd]octeur|[Mm]aitre|[Mm]iss|[Ss]ir|[Ll]ady"
    r"|[Mm]e?vrouw|[Pp]rof\.|[Pp]r\.|[Pp]rofesseur|[Pp]rofessor|[Dd]octor)|(?P<short>MM?"
    r"|Me)(?=[. ]))\.? {1,2}"
    r"(?P<particle>(?:de la |de l'|du |de |d'|van der |van den |van de |van |von |le |la |el |ben "
    r"|[Mm]c|[Oo]')?)(?P<name>[^\W\d_][\w'\-]{0,40}\.?)"
)
_NOT_NAMES = listed("people", "not_names")
_INITIALS = re.compile(
    r"[A-Z](?<![\w.][A-Z])(?:[a-z]?\.(?:[ -]?[A-Z][a-z]?\.){1,3}|\.?-[A-Z]\.? ?[A-Z]\.)(?!\w)"
    r"|[A-Z](?<![\w.][A-Z])\. ?(?:de la |de |du |van |von |d')[A-Z]\.(?!\w)"
    r"|(?<![\w.])(?:[Mm]me|[Mm]lle|M\.|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|[Mm]onsieur|[Mm]adame) [A-WZ]\.?(?![\w'])"
)
_INITIALS_OK = listed("people", "initials_ok")
_FORM_AFTER = re.compile(
    r"(?<= )(?:SAS|SASU|SARL|[Ss]arl|SRL|SPRL|EURL|SNC|SCOP|SCI|SELARL|SA|SCA|SCRL|ASBL|GmbH|gmbh|AG|KG"
    r"|[Ii]nc\.?|INC|[Ll]td\.?|LTD|LLC|llc|LLP|llp"
    r"|PLC|[Pp]lc|BV|NV|SpA|Oy|AB|ApS|S\.A\.S?\.?|S\.A\.R\.L\.?|S\.[aà]\.r\.l\.?|Corp\.?|Co\.|Limited"
    r"|Pty|(?:&|et|and) (?:Cie|Co\.?|[Ff]ils|[Ss]ons|Freres|Filles|[Aa]ssocies|Partners|Brothers))(?!\w)"
)
_FORM_BEFORE = re.compile(
    r"(?<![\w.])(?:SAS|SASU|SARL|[Ss]arl|SRL|SPRL|EURL|SNC|SCOP|SCI|SELARL|ASBL|Ets|ETS"
    r"|Etablissements) (?P<name>[A-Z][\w&'\-]{1,30}(?: [A-Z][\w&'\-]{1,30}){0,2})"
)
_CAPITALISED = re.compile(r"(?:[A-Z][\w&'\-]{0,30} (?:(?:&|et|and|-) )?){1,4}$")
_LEGAL_LOW = re.compile(
    r"(?<!\w)(?:chez|societe|boite|entreprise|cabinet|at|for|from|firm|company|client|with|of"
    r"|de) (?P<name>[a-z][a-z'\-]{2,20}(?: (?:& |et |and )?[a-z'\-]{3,20})?) (?:sarl|sas|sasu|eurl|gmbh"
    r"|ltd|llc|plc|inc|srl|sprl)(?!\w)"
)
_LEGAL_PLAIN = listed("people", "legal_plain")


_MOST = 60
_COMMON = p.DEFINITE | p.INDEFINITE | p.PREPOSITION | p.STOP | p.PLURAL | p.ACRONYM | p.GENERIC


def titled(reading: Reading) -> Iterator[tuple[str, int, int]]:
    """A civil title and a name, anywhere in a text of any length."""
    for count, match in enumerate(_TITLED.finditer(reading.plain)):
        name = match.group("name").rstrip(".")
        low = name.lower()
        if count > 200:
            return
        if low in _NOT_NAMES or low.split("-")[0] in ("tout",):
            continue
        named = name[0].isupper()
        if match.group("short") and not named:
            continue
        if match.group("short") == "Me" and (
            match.group()[2] != "." and not match.group("name")[1:2].islower()
        ):
            continue
        if len(low) == 1:
            continue  # « Mme K. » is an initial
        if _author(reading, match.group("sure"), match.end()):
            continue
        if not named and (len(low) < 3 or p.KNOWN.lookup(low)[0] & ~(p.FIRST | p.WORD_TOO)):
            continue
        if (
            named
            and p.KNOWN.lookup(low)[0] & (p.ROLE | p.OFFICE | p.TRADE)
            and not p.KNOWN.lookup(low)[0] & p.FIRST
        ):
            continue
        if not named and match.group("sure").lower().rstrip(".") not in (
            "mme",
            "mlle",
            "mrs",
            "mr",
            "ms",
            "madame",
            "monsieur",
            "dr",
            "docteur",
        ):
            continue
        if (
            not named
            and low.endswith(("ez", "ly", "ing", "ait", "ent"))
            and match.group("sure").lower() not in ("mme", "mlle", "mrs", "mr", "dr")
        ):
            continue
        yield "titled_name", match.start(), match.end() - (1 if match.group("name").endswith(".") else 0)


_HONOURS = listed("people", "honours")


def _author(reading: Reading, title: str | None, end: int) -> bool:
    """ "Sir John Whitmore's GROW": an honour before a name of the trade."""
    following = reading.low[end : end + 30].split()
    if not title or title.lower().rstrip(".") not in _HONOURS or not following:
        return False
    return bool(p.KNOWN.lookup(following[0].removesuffix("'s").rstrip(".,"))[0] & p.TRADE)


def initials(reading: Reading, limit: int) -> Iterator[tuple[str, int, int]]:
    """« J.-P. D. », « Mme K. », "a client, B.L."."""
    for match in islice(_INITIALS.finditer(reading.plain, 0, limit), _MOST):
        found = match.group().lower().replace(" ", "")
        if found in _INITIALS_OK or found.rstrip(".") + "." in _INITIALS_OK:
            continue
        yield "initials", match.start(), match.end()


def legal_forms(reading: Reading, limit: int) -> Iterator[tuple[str, int, int]]:
    """A firm's name with its legal form; a legal form alone is a subject like any other."""
    plain = reading.plain
    found = [
        (m.start(), m.end(), m.group("name")) for m in islice(_FORM_BEFORE.finditer(plain, 0, limit), _MOST)
    ]
    for match in islice(_FORM_AFTER.finditer(plain, 0, limit), _MOST):
        before = _CAPITALISED.search(plain[max(0, match.start() - 60) : match.start()])
        if before:
            firm: str = before.group()
            while " " in firm.strip() and p.KNOWN.lookup(firm.split()[0].lower())[0] & _COMMON:
                firm = firm.split(" ", 1)[1]  # « Chez Brumont SARL »
            found.append((match.start() - len(firm), match.end(), firm))
    for start, end, name in found[:_MOST]:
        parts = name.lower().replace("&", " ").split()
        known = [p.KNOWN.lookup(part)[0] for part in parts]
        if all(part in _LEGAL_PLAIN or marks & _COMMON for part, marks in zip(parts, known, strict=True)):
            continue
        yield "legal_form", start, end
    for match in islice(_LEGAL_LOW.finditer(reading.low, 0, limit), _MOST):
        name = match.group("name").split()
        if any(
            part in _LEGAL_PLAIN
            or p.KNOWN.lookup(part)[0] & (p.DEFINITE | p.PREPOSITION | p.STOP | p.GENERIC)
            for part in name
        ):
            continue
        yield "legal_form", match.start("name"), match.end()


def names(passage: Passage) -> Iterator[Hint]:
    """First names, full names, and whatever stands beside « client » and can only be a name."""
    words = passage.words
    i = 0
    while i < len(words):
        word = words[i]
        step = 1
        first_name = bool(word.marks & p.FIRST) and word.low not in passage.allowed
        if first_name and word.shape and (not word.marks & p.TRADE or _stranger(passage, i)):
            last = i
            while last + 1 < len(words) and last < i + 3 and _surname(passage, last + 1):
                last += 1
            if (
                last + 1 < len(words)
                and last == i
                and re.fullmatch(r"[a-z]", words[i + 1].low)
                and words[i + 1].shape
            ):
                if not _by_author(passage, i):
                    dotted = i + 3 < len(words) and words[i + 2].low == "." and not words[i + 3].shape
                    yield Hint("initials", i, i + 2 if dotted else i + 1, instead("name", passage.lang))
                step = 2
            elif last > i:
                if not _by_author(passage, i) and not _known_author(passage, i, last):
                    yield Hint("name", i, last, instead_of_name(passage, i))
                step = last - i + 1
            elif _lone(passage, i):
                yield Hint("name", i, i, instead_of_name(passage, i))
        elif (
            first_name and not word.shape and _beside_client(passage, i, strict=bool(word.marks & p.WORD_TOO))
        ):
            last = i
            if (
                i + 1 < len(words)
                and words[i + 1].marks == 0
                and words[i + 1].low.isalpha()
                and len(words[i + 1].low) > 3
                and _full_low(passage, i)
            ):
                last = i + 1
            yield Hint("name", i, last, instead_of_name(passage, i))
        elif _apposed(passage, i):
            yield Hint("name", i, i, instead_of_name(passage, i))
        elif _unknown_firm(passage, i):
            yield Hint("name", i, i)
        elif (
            word.shape
            and passage.proper(i)
            and (_beside_client(passage, i, strict=False) or _at_firm(passage, i))
        ):
            last = i
            while last + 1 < len(words) and last < i + 3 and passage.proper(last + 1):
                last += 1
            if words[i - 1].low == "chez" or not _by_author(passage, i):
                yield Hint("name", i, last)
            step = last - i + 1
        i += step


def _surname(passage: Passage, i: int) -> bool:
    word = passage.words[i]
    if not word.shape or word.opens or word.low in passage.allowed or len(word.low) < 2:
        return False
    return not word.marks & ~(
        p.FIRST | p.WORD_TOO | p.PLACE | p.TRADE | p.SECTOR | p.LOCAL | p.ACRONYM | p.ROLE
    )


def _stranger(passage: Passage, i: int) -> bool:
    """An author's surname as a first name: only before a surname that nobody knows."""
    return (
        i + 1 < len(passage.words) and _surname(passage, i + 1) and not passage.words[i + 1].marks & p.TRADE
    )


def _known_author(passage: Passage, first: int, last: int) -> bool:
    words = passage.words
    return (
        all(words[j].marks & p.TRADE for j in range(first + 1, last + 1))
        or " ".join(words[j].low for j in range(first, last + 1)) in passage.allowed
    )


def _by_author(passage: Passage, i: int) -> bool:
    """Whether the words around speak of a book, a method, a model: then the name is its author's."""
    if _called(passage, i):
        return True
    client = passage.near(i, p.CLIENT, 9, 4)
    return passage.near(i, p.AUTHOR, 5, 0) or (not client and passage.near(i, p.AUTHOR, 9, 4))


def _called(passage: Passage, i: int) -> bool:
    """« Stop, on rembobine, Michel ! »: called out inside a quotation, nobody is told about."""
    words = passage.words
    after = words[i + 1].low if i + 1 < len(words) else ""
    quoted = any(w.low in ("«", '"') for w in words[max(0, i - 9) : i])
    return quoted and i > 0 and words[i - 1].low == "," and after in ("!", "?", "»", '"')


def _lone(passage: Passage, i: int) -> bool:
    words = passage.words
    word = words[i]
    if word.marks & p.WORD_TOO and (word.opens or word.marks & ~(p.FIRST | p.WORD_TOO)):
        return _beside_client(passage, i, strict=True)
    if word.marks & ~(p.FIRST | p.WORD_TOO):
        return False
    return not _by_author(passage, i)


def _beside_client(passage: Passage, i: int, *, strict: bool) -> bool:
    """« ma coachée Sylvie », « Karim, mon client », « que j’accompagne, Paul »."""
    words = passage.words
    j = i - 1
    if j >= 0 and words[j].low in (",", "(", ":", "-", "=", "«", '"'):
        j -= 1
    if j >= 0 and words[j].marks & p.CLIENT and not words[j].plural:
        return True
    if strict:
        return False
    if j >= 0 and words[j].low in (
        "accompagne",
        "coache",
        "accompagnais",
        "coachais",
        "coached",
        "coaching",
        "coach",
        "supervise",
    ):
        return words[i].low not in ("le", "la", "the")
    if (
        i + 3 < len(words)
        and words[i + 1].low == ","
        and words[i + 2].marks & (p.MINE | p.INDEFINITE)
        and words[i + 3].marks & p.CLIENT
    ):
        return True
    return bool(
        j >= 1
        and words[i].marks & p.FIRST
        and words[j].low in ("avec", "with", "de", "for", "pour", "chez")
        and words[j - 1].marks & p.ACCOMPANY
    )


def _at_firm(passage: Passage, i: int) -> bool:
    """« chez Duval »; English "at" only after a verb or noun of work."""
    words = passage.words
    if i == 0:
        return False
    if words[i - 1].low == "chez":
        return True
    return (
        words[i - 1].low == "at"
        and passage.lang == "en"
        and passage.near(i, p.CLIENT | p.RUNS | p.ROLE | p.ACCOMPANY, 5)
    )


_AFTER_CHEZ = listed("people", "after_chez")


def _apposed(passage: Passage, i: int) -> bool:
    """« avec priyanka, ma cliente »: whatever no lexicon knows, right before « , ma cliente »."""
    words = passage.words
    if i + 3 >= len(words) or not i or words[i + 1].low not in (",", "("):
        return False
    if words[i].marks & ~(p.FIRST | p.WORD_TOO):
        return False
    return (
        words[i].low.isalpha()
        and len(words[i].low) > 2
        and words[i].low not in passage.allowed
        and words[i - 1].low in ("avec", "with", "w", "/", "for", "pour", "chez", "de", "vu", "met")
        and bool(words[i + 2].marks & p.MINE)
        and bool(words[i + 3].marks & p.CLIENT)
        and not words[i + 3].plural
    )


def _unknown_firm(passage: Passage, i: int) -> bool:
    """« chez dumoncel »: a bare singular that no lexicon knows can only be a name."""
    words = passage.words
    if not i or words[i - 1].low != "chez" or words[i].marks or words[i].shape or words[i].plural:
        return False
    low = words[i].low
    return low.isalpha() and len(low) > 3 and low not in _AFTER_CHEZ and not low.endswith("s")


def _full_low(passage: Passage, i: int) -> bool:
    return not passage.words[i + 1].marks and not passage.words[i + 1].low.endswith(
        ("ait", "er", "ent", "ed", "ing", "e")
    )
