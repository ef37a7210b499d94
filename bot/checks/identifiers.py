"""Structured identifiers, found by shape and then proven by their own check digits or numbering plan.

Every pattern is bounded and starts at a rare character, so the time stays linear in the length of the text
whatever is typed. What fails its proof (a price, a score, an order number) is not an identifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import phonenumbers
from stdnum import iban as iban_number
from stdnum.be import vat as be_company
from stdnum.ch import uid as ch_company
from stdnum.fr import nir as nir_number
from stdnum.fr import siren, siret, tva

from bot.checks.normalise import Reading

Hit = tuple[str, int, int]  # code, start, end in the plain reading

MAX_PHONES = 12  # candidates handed to phonenumbers: its cost is the largest of all rules here
MAX_OTHERS = 200

_TLD = (
    r"(?:com|co|fr|be|ch|ca|org|net|eu|uk|io|de|lu|info|coach|pro|biz|paris|bzh|quebec|us|ie|it|es|nl|at|"
    r"me|ma|tn|sn|dz|ci|mc|re|co\.uk|org\.uk|qc\.ca|example|test|invalid)"
)
_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._%+-")
_AFTER_AT = re.compile(
    r" ?@ ?([a-z0-9](?:[a-z0-9-]{0,62})(?: ?\. ?[a-z0-9-]{1,63}){0,3} ?\. ?[a-z]{2,24})(?![a-z0-9])"
)
_CLOSED_DOT = r"(?: ?[\[({<] ?(?:dot|point|pt|\.) ?[\])}>] ?| (?:dot|point) | ?\. ?)"
_SAID_DOT = r"(?: ?[\[({<] ?(?:dot|point|pt|\.) ?[\])}>] ?| (?:dot|point) )"
_HOST = r"[a-z0-9][a-z0-9-]{0,40}"
_BRACKET_AT = re.compile(
    rf" ?[\[({{<] ?(?:at|arobase|arobas|arrobase|a|@"
    rf"|chez) ?[\])}}>] ?{_HOST}(?:{_CLOSED_DOT}{_HOST}){{0,2}}{_CLOSED_DOT}{_TLD}(?![a-z0-9])"
)
_SAID_AT = re.compile(
    rf"(?: (?:arobase|arobas|arrobase) {_HOST}{_CLOSED_DOT}| at {_HOST}{_SAID_DOT}){_TLD}(?![a-z0-9])"
)


def emails(low: str) -> Iterator[Hit]:
    """E-mail addresses, also written « nom [at] domaine point fr »."""
    if "@" in low:
        for count, match in enumerate(_AFTER_AT.finditer(low)):
            start = _local_part(low, match.start())
            end = match.end()
            spaced = " " in match.group()
            if start < match.start() and not (spaced and not re.search(rf"\.\s?{_TLD}$", match.group())):
                yield "email", start, end
            if count >= MAX_OTHERS:
                break
    for pattern, signs in ((_BRACKET_AT, ("[", "(", "{", "<")), (_SAID_AT, (" at ", " arobas", " arrobase"))):
        if any(sign in low for sign in signs):
            for count, match in enumerate(pattern.finditer(low)):
                start = _local_part(low, match.start())
                if start < match.start():
                    yield "email", start, match.end()
                if count >= MAX_OTHERS:
                    break


def _local_part(low: str, end: int) -> int:
    start = end
    while start > 0 and end - start < 64 and low[start - 1] in _LOCAL:
        start -= 1
    # « prénom point nom [at] … »: the part before a spoken dot belongs to the address
    if (
        end < len(low)
        and low[end] == " "
        and (spoken := re.search(r"[a-z0-9]+ (?:point|dot) $", low[max(0, start - 40) : start]))
    ):
        start -= len(spoken.group())
    while start < end and low[start] in "._%+-":
        start += 1
    return start


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


_PROFILE_START = r"(?<![a-z0-9])(?:https?://)?(?:www\.|m\.|[a-z]{2,3}\.)?"
_NAME = r"[a-z0-9][\w.%\-]{0,80}"
_NOT_PEOPLE = (
    r"(?!(?:p|reel|reels|explore|stories|tv|groups|events|watch|sharer|share|hashtag|search|home|i"
    r"|intent|login|signup|"
    r"about|features|pricing|topics|marketplace|orgs|settings|pages|gaming|help|policies|privacy|legal"
    r"|status|tag)(?:[/?#.]|$|\s))"
)
_PROFILES = {
    "linkedin": rf"{_PROFILE_START}linkedin\.com/(?:in|company|pub|school|showcase)/[\w.%\-]{{2,100}}/?",
    "lnkd.": rf"{_PROFILE_START}lnkd\.in/in/{_NAME}",
    "instagram": rf"{_PROFILE_START}instagram\.com/{_NOT_PEOPLE}{_NAME}/?",
    "facebook": rf"{_PROFILE_START}facebook\.com/(?:profile\.php\?id=\d+|{_NOT_PEOPLE}{_NAME}/?)",
    "fb.": rf"{_PROFILE_START}fb\.(?:com|me)/{_NOT_PEOPLE}{_NAME}/?",
    "x.com": rf"{_PROFILE_START}x\.com/{_NOT_PEOPLE}@?\w{{1,30}}/?(?!/)",
    "twitter": rf"{_PROFILE_START}twitter\.com/{_NOT_PEOPLE}@?\w{{1,30}}/?",
    "github": rf"{_PROFILE_START}github\.com/{_NOT_PEOPLE}[a-z0-9][a-z0-9\-]{{0,38}}/?(?![\w\-/.]*[\w])",
    "gitlab": rf"{_PROFILE_START}gitlab\.com/{_NOT_PEOPLE}[a-z0-9][a-z0-9\-]{{0,38}}/?(?![\w\-/.]*[\w])",
    "tiktok": rf"{_PROFILE_START}tiktok\.com/@{_NAME}",
    "youtube": rf"{_PROFILE_START}youtube\.com/(?:@|c/|user/|channel/){_NAME}",
    "threads": rf"{_PROFILE_START}threads\.(?:net|com)/@{_NAME}",
    "bsky": rf"{_PROFILE_START}bsky\.app/profile/{_NAME}",
    "t.me": rf"{_PROFILE_START}t\.me/{_NAME}",
    "wa.me": rf"{_PROFILE_START}wa\.me/\d+",
    "xing": rf"{_PROFILE_START}xing\.com/profile/{_NAME}",
    "viadeo": rf"{_PROFILE_START}viadeo\.(?:com|journaldunet\.com)/(?:\w+/)?(?:profile|p)/{_NAME}",
    "malt": rf"{_PROFILE_START}malt\.(?:fr|com|be)/profile/{_NAME}",
    "medium": rf"{_PROFILE_START}medium\.com/@{_NAME}",
    "snapchat": rf"{_PROFILE_START}snapchat\.com/add/{_NAME}",
    "calendly": rf"{_PROFILE_START}calendly\.com/{_NAME}",
    "mastodon": rf"{_PROFILE_START}mastodon\.\w{{2,20}}/@{_NAME}",
}
_PROFILE_PATTERNS = tuple((key, re.compile(pattern)) for key, pattern in _PROFILES.items())
_HANDLE = re.compile(r"(?<![\w@.])@[a-z0-9_][\w.]{2,38}\b(?!@)")
_NETWORK = re.compile(
    r"\b(?:insta|instagram|twitter|tiktok|threads|linkedin|facebook|mastodon|bluesky|telegram|snap"
    r"|snapchat|sur x|on x|youtube)\b"
)


def profiles(low: str) -> Iterator[Hit]:
    """Profile links of people and firms on social networks; never a post, a group or a repository."""
    for key, pattern in _PROFILE_PATTERNS:
        if key in low:
            for count, match in enumerate(pattern.finditer(low)):
                end = match.end()
                while low[end - 1] in ".-%":
                    end -= 1
                yield "social", match.start(), end
                if count >= MAX_OTHERS:
                    break
    if "@" in low:
        for count, match in enumerate(_HANDLE.finditer(low)):
            around = low[max(0, match.start() - 30) : match.end() + 30]
            if _NETWORK.search(around) and match.group() not in ("@here", "@channel", "@everyone"):
                yield "social", match.start(), match.end()
            if count >= MAX_OTHERS:
                break


def identifiers(reading: Reading) -> Iterator[Hit]:
    """Every structured identifier; the more specific shape first, and no digit is counted twice."""
    low = reading.low
    digits = any(digit in low for digit in "0123456789")
    taken: list[tuple[int, int]] = []
    if "@" in low or " at " in low or "arob" in low or "[" in low or "(" in low or "{" in low:
        yield from emails(low)
    if "." in low or "@" in low:
        yield from profiles(low)
    if digits:
        for finder in (ibans, nirs, company_ids, phones):
            for code, start, end in finder(low):
                if all(end <= first or last <= start for first, last in taken):
                    taken.append((start, end))
                    yield code, start, end


def _warm_up() -> None:
    """Numbering plans load at first use; load ours now, so that no member's first text pays for it."""
    for region in ("FR", "BE", "CH", "CA", "US", "GB", "LU", "MC"):
        phonenumbers.PhoneMetadata.metadata_for_region(region)
    _valid("+33612345678", None)


_warm_up()
