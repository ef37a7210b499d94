"""Telephone numbers, by shape and then by numbering plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import phonenumbers

from bot.checks.shapes import MAX_OTHERS, Hit

MAX_PHONES = 12  # candidates handed to phonenumbers: its cost is the largest of all rules here


_PHONE_WORDS = re.compile(
    r"(?:\btel\b|\bphone|telephone|portable|mobile|\bgsm\b|\bnatel\b|whatsapp|\bcell\b|appel|\bcall"
    r"|joindre|joignable|rappel|\btext\b|\bsms\b|\bring\b|numero|\bnumber|\bligne\b|signal)"
)


_INTERNATIONAL = re.compile(r"(?<![\w+])(?:\+|00 ?|\(\+|\(00)\d[\d ().\-/]{6,24}\d(?!\w)")


_NATIONAL = re.compile(r"(?<![\w+.,/\-])\(?0\d(?:[ ().\-/]{0,2}\d){7,9}(?![\w])(?![.,/\-]\d)(?! ?[€$£%])")


_NORTH_AMERICAN = re.compile(
    r"(?<![\w+.,/\-])(?:1[ .\-])?(?:\([2-9]\d{2}\) ?[2-9]\d{2}[ .\-]?\d{4}"
    r"|[2-9]\d{2}([ .\-])[2-9]\d{2}[ .\-]\d{4}|1?[2-9]\d{9})(?![\w])(?![.,/\-]\d)(?! ?[€$£%])"
)


_DATE = re.compile(r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})(?!\d)")


_DIGITS_AFTER_CODE = {
    "33": (9,), "32": (9, 8), "41": (9,), "1": (10,), "44": (10, 9), "352": (9, 8, 6),
    "49": (11, 10, 9), "34": (9,), "39": (10, 9), "31": (9,), "351": (9,), "377": (8, 9), "353": (9, 8),
    "212": (9,), "213": (9, 8), "216": (8,), "221": (9,), "225": (10,), "237": (9,), "262": (9,),
    "590": (9,), "596": (9,), "594": (9,), "43": (11, 10), "45": (8,), "46": (9,), "47": (8,),
    "48": (9,), "420": (9,), "30": (10,), "61": (9,), "64": (9, 8), "91": (10,),
}  # fmt: skip


_FRENCH_PAIRS = re.compile(r"0[1-9](?:([ .\-])\d{2})(?:\1\d{2}){3}")


# groups that only telephone numbers have: British, Belgian, Swiss
_USUAL_GROUPS = re.compile(
    r"07\d{3} \d{3} ?\d{3}|0\d{2} \d{4} \d{4}|01\d{2,3} \d{3} \d{3,4}"
    r"|0\d{1,3}/\d{2,3}[. ]\d{2}[. ]\d{2}|0[1-9]\d{0,2}([ .])\d{3}\1\d{2}\1\d{2}"
    r"|04\d{2}[ .]\d{2}([ .])\d{2}\2\d{2}"
    r"|04\d{2} \d{3} \d{3}"
)


_REGIONS = {9: ("BE",), 10: ("FR", "CH", "BE", "GB"), 11: ("GB",)}


def phones(low: str) -> Iterator[Hit]:
    """Telephone numbers: French, Belgian, Swiss, British, North American, or with a country code."""
    budget = MAX_PHONES
    for match in islice(_INTERNATIONAL.finditer(low), MAX_OTHERS):
        if budget <= 0:
            return
        end = _cut_to_plan(low, match.start(), match.end())
        if end is None:
            continue
        budget -= 1
        if _possible(low[match.start() : end], None):
            start = match.start()
            yield "phone", start, _closed(low, start, end)
    for match in islice(_NATIONAL.finditer(low), MAX_OTHERS):
        if budget <= 0:
            return
        found = match.group()
        shown = found.lstrip("(")
        if _FRENCH_PAIRS.fullmatch(shown) or _USUAL_GROUPS.fullmatch(shown):
            yield "phone", match.end() - len(shown), match.end()
            budget -= 1
            continue
        if _DATE.search(found) or found.count("/") > 1 or "--" in found:
            continue
        digits = [c for c in found if c.isdigit()]
        if len(set(digits)) < 3:
            continue
        if len(digits) == 10 and " " in found and len(found.split()) > 2 and not _groups_like_french(found):
            continue
        near = _PHONE_WORDS.search(low[max(0, match.start() - 40) : match.start()]) is not None
        for region in _REGIONS.get(len(digits), ()):
            budget -= 1
            if _valid(found, region) or (near and _possible(found, region)):
                yield "phone", match.start(), match.end()
                break
            if budget <= 0:
                return
    for match in islice(_NORTH_AMERICAN.finditer(low), MAX_OTHERS):
        if budget <= 0:
            return
        found = match.group()
        bare = found.isdigit()
        near = _PHONE_WORDS.search(low[max(0, match.start() - 40) : match.start()]) is not None
        if bare and not near:
            continue
        budget -= 1
        if _valid(found, "US") or (near and _possible(found, "US")):
            yield "phone", match.start(), match.end()


def _groups_like_french(number: str) -> bool:
    sizes = tuple(len(group) for group in re.split(r"[^0-9]+", number) if group)
    return sizes in {
        (2, 2, 2, 2, 2),
        (4, 2, 2, 2),
        (4, 3, 3),
        (3, 3, 2, 2),
        (2, 4, 4),
        (5, 5),
        (3, 7),
        (4, 6),
        (3, 3, 4),
    }


def _cut_to_plan(low: str, start: int, end: int) -> int | None:
    """Where a number with a country code really ends: its plan knows how many digits it has."""
    text = low[start:end]
    positions = [start + i for i, c in enumerate(text) if c.isdigit()]
    digits = "".join(low[p] for p in positions)
    skip = 2 if text.lstrip("( ").startswith("00") else 0
    for width in (1, 2, 3):
        code = digits[skip : skip + width]
        for count in _DIGITS_AFTER_CODE.get(code, ()):
            # « +33 (0)6 … »: the national zero is written but not dialled
            trunk = 1 if digits[skip + width : skip + width + 1] == "0" and code not in ("39", "225") else 0
            need = skip + width + trunk + count
            if len(digits) == need or (len(digits) > need and not low[positions[need - 1] + 1].isdigit()):
                return positions[need - 1] + 1
        if code in _DIGITS_AFTER_CODE:
            return None
    return end if 9 <= len(digits) - skip <= 15 else None


def _closed(low: str, start: int, end: int) -> int:
    return (
        end + 1
        if low[start:end].count("(") > low[start:end].count(")") and low[end : end + 1] == ")"
        else end
    )


def _valid(number: str, region: str | None) -> bool:
    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(number, region)))
    except phonenumbers.NumberParseException:
        return False


def _possible(number: str, region: str | None) -> bool:
    number = number.strip("( ")
    if number.startswith("00"):
        number = "+" + number[2:].strip()
    try:
        return bool(
            phonenumbers.is_possible_number(
                phonenumbers.parse(
                    number.replace(")", "", 1) if number.startswith("+") and "(0" not in number else number,
                    region,
                )
            )
        )
    except phonenumbers.NumberParseException:
        return False


def _warm_up() -> None:
    """Numbering plans load at first use; load ours now, so that no member's first text pays for it."""
    for region in ("FR", "BE", "CH", "CA", "US", "GB", "LU", "MC"):
        phonenumbers.PhoneMetadata.metadata_for_region(region)
    _valid("+33612345678", None)


_warm_up()
