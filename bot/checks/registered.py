"""Numbers that a registry gave: companies, bank accounts, people. Check digits prove them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban as iban_number
from stdnum.be import vat as be_company
from stdnum.ch import uid as ch_company
from stdnum.fr import nir as nir_number
from stdnum.fr import siren, siret, tva

from bot.checks.shapes import MAX_OTHERS, Hit

_SIREN_SHAPE = re.compile(
    r"\d(?<![\w+]\d)(?<!\d[ .,\-/]\d)\d{2}([ .\-]?)\d{3}\1\d{3}(?:[ .\-]?(?:\d{5}|\d{3} \d{2}"
    r"|\d{2} \d{3}))?(?![\w])(?![ .,\-/]\d)"
)


_AMOUNT = re.compile(
    r" ?(?:[€$£%]|eur\b|euros?\b|usd\b|chf\b|k€|m€|francs?\b|dollars?\b|pounds?\b|habitants?\b"
    r"|personnes\b|people\b|vues\b|views\b)"
)


_TVA = re.compile(r"(?<!\w)fr ?[0-9a-z]{2} ?\d{3} ?\d{3} ?\d{3}(?!\w)")


_BELGIAN = re.compile(r"(?<!\w)(?:be ?)?[01]\d{3}\.\d{3}\.\d{3}(?![\w.])|(?<!\w)be ?[01]\d{9}(?!\w)")


_SWISS = re.compile(r"(?<!\w)che[ \-]?\d{3}\.?\d{3}\.?\d{3}(?!\w)")


_IBAN_SHAPE = re.compile(r"(?<![\w])[a-z]{2}\d{2}(?:[ \-.]?[a-z0-9]){11,30}")


_IBAN_LENGTH = {
    "fr": 27, "be": 16, "ch": 21, "lu": 20, "de": 22, "gb": 22, "es": 24, "it": 27, "nl": 18, "pt": 25,
    "ie": 22, "mc": 27, "at": 20, "dk": 18, "se": 24, "no": 15, "fi": 18, "pl": 28, "cz": 24, "gr": 27,
    "ro": 24, "hu": 28, "li": 21, "mt": 31, "cy": 28, "sk": 24, "si": 19, "hr": 21, "bg": 22, "ee": 20,
    "lv": 21, "lt": 20, "is": 26, "ma": 28, "tn": 24, "sn": 28, "ci": 28, "dz": 26, "mu": 30, "sm": 27,
    "tr": 26, "ae": 23, "il": 23,
}  # fmt: skip


_NIR_SHAPE = re.compile(
    r"[1-478](?<!\w[0-9])(?<!\d[ .][0-9]) ?\d{2} ?\d{2} ?(?:\d{2}"
    r"|2[ab]) ?\d{3} ?\d{3}(?:[ \-/|]{0,3}(?:cle )?\d{2})?(?![\w])"
)


_NIR_WORDS = re.compile(r"\b(?:nir\b|secu\b|securite sociale|social security|insee|assure)")


def ibans(low: str) -> Iterator[Hit]:
    """Bank accounts: the country's length and the two check digits must agree."""
    for count, match in enumerate(_IBAN_SHAPE.finditer(low)):
        length = _IBAN_LENGTH.get(match.group()[:2])
        if length is not None:
            end, left = match.start(), length
            while end < match.end() and left:
                left -= low[end].isalnum()
                end += 1
            whole = low[end : end + 1]
            if (
                not left
                and not whole.isalnum()
                and iban_number.is_valid(low[match.start() : end].replace(".", ""), check_country=False)
            ):
                yield "iban", match.start(), end
        if count >= MAX_OTHERS:
            return


def nirs(low: str) -> Iterator[Hit]:
    """French social security numbers, with their key (without it, only where the words around say so)."""
    for count, match in enumerate(_NIR_SHAPE.finditer(low)):
        found = re.sub(r"[^0-9ab]", "", match.group().replace("cle", ""))
        around = low[max(0, match.start() - 50) : match.start()]
        if nir_number.is_valid(found.upper()) or (len(found) == 13 and _NIR_WORDS.search(around)):
            yield "nir", match.start(), match.end()
        if count >= MAX_OTHERS:
            return


def company_ids(low: str) -> Iterator[Hit]:
    """SIREN, SIRET, French and Belgian VAT numbers, Swiss UID."""
    for count, match in enumerate(_SIREN_SHAPE.finditer(low)):
        digits = "".join(c for c in match.group() if c.isdigit())
        if len(set(digits)) > 2 and not _AMOUNT.match(low, match.end()):
            check = siren if len(digits) == 9 else siret
            if check.is_valid(digits):
                yield "company_id", match.start(), match.end()
        if count >= MAX_OTHERS:
            break
    for sign, pattern, prove in (("fr", _TVA, tva), (".", _BELGIAN, be_company), ("che", _SWISS, ch_company)):
        if sign not in low and not (sign == "." and "be" in low):
            continue
        for count, match in enumerate(pattern.finditer(low)):
            if prove.is_valid(match.group().upper()):
                yield "company_id", match.start(), match.end()
            if count >= MAX_OTHERS:
                break
