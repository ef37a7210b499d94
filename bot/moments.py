"""Dates as people type them, in French and English: understood or refused, never guessed.

`understand` takes « jeudi 26 novembre à 18h », "Nov 26 at 6:30 pm" or an ISO instant, and gives the instant
that was meant, or the reason why it cannot know. Pure: the present instant is handed in. What it accepts can
be echoed (`Voice.moment`) and read again as the same instant, unless the clock is set back in between.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

FURTHEST = timedelta(days=730)
LAPSED = timedelta(days=65)  # a day that was so lately is a slip, not a date of next year
LONGEST = 80


class Reason(StrEnum):
    """Why a moment is refused; `fault-moment-<reason>` says it."""

    UNREADABLE = "unreadable"  # nothing that we know
    NO_DAY = "no-day"
    NO_TIME = "no-time"
    AMBIGUOUS = "ambiguous"  # two readings: 03/04, "next Thursday", 6:30 in English
    IMPOSSIBLE = "impossible"  # 31 February, 25 h
    MISMATCH = "mismatch"  # that day is not a Thursday
    SKIPPED = "skipped"  # the clock jumps over that time
    PAST = "past"
    FAR = "far"  # more than two years ahead


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (UTC), and the wall time (2026-11-26T18:00) and zone that were meant."""

    at: datetime
    wall: str
    zone: str


@dataclass(frozen=True, slots=True)
class Refused:
    """`meant` is what was read, where it is past: the free slot is looked for from there."""

    reason: Reason
    meant: Moment | None = None


class _Not(Exception):
    def __init__(self, reason: Reason) -> None:
        self.reason = reason


# --- wall time and zone ------------------------------------------------------------------------------


def instant(wall: datetime, zone: str) -> datetime:
    """The instant of a wall time: the first valid one where the clock jumps, the first of two."""
    local = wall.replace(tzinfo=ZoneInfo(zone), fold=0)
    at = local.astimezone(UTC)
    if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall:
        return at
    before = local.utcoffset() or timedelta()  # of a skipped time: the offset before the jump
    after = local.replace(fold=1).utcoffset() or timedelta()
    low, high = ((wall - offset).replace(tzinfo=UTC) for offset in (max(before, after), min(before, after)))
    while high - low > timedelta(seconds=1):  # the jump itself
        middle = low + (high - low) / 2
        passed = middle.astimezone(ZoneInfo(zone)).utcoffset() == after
        low, high = (low, middle) if passed else (middle, high)
    return high.replace(microsecond=0)


def moment(wall: datetime, zone: str) -> Moment:
    return Moment(instant(wall, zone), wall.isoformat(timespec="minutes"), zone)


def same_wall(start: datetime, zone: str, days: int) -> datetime:
    """The instant of the same wall time, that many days later (or earlier: negative)."""
    wall = start.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return instant(wall + timedelta(days=days), zone)


def iso(at: datetime, zone: str) -> str:
    """The instant as a picker gives it, in a zone: 2026-11-26T18:00+01:00."""
    return at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


# --- words -------------------------------------------------------------------------------------------

_WEEKDAYS = {
    name: number
    for names in (
        ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    )
    for number, name in enumerate(names)
}
_MONTHS = {
    name: number
    for names in (
        re.findall(
            r"\w+", "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
        ),
        re.findall(r"\w+", "janv fevr mars avr mai juin juil aout sept oct nov dec"),
        re.findall(
            r"\w+", "january february march april may june july august september october november december"
        ),
        re.findall(r"\w+", "jan feb mar apr may jun jul aug sep oct nov dec"),
    )
    for number, name in enumerate(names, 1)
}
_DAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_NOTHING = re.compile(r"\b(?:le|a|on|at|the|of)\b|,")
_PARTS = ["matin", "soir", "apres-midi", "morning", "afternoon", "evening"]
_PART = r"(?: (?:du|de l'|in_the)[ _]?(?P<part>" + "|".join(_PARTS) + r"))?"
_TIMES = tuple(
    re.compile(rf"(?<![\w:/.+-])(?:{pattern}){_PART}(?![\w:/+-])")
    for pattern in (
        r"(?P<h>\d{1,2}) ?(?:h|heures?) ?(?P<m>\d{2})?",
        r"(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))? ?(?P<half>am|pm)",
        r"(?P<h>\d{1,2})(?P<clock>:)(?P<m>\d{2})",
        r"(?P<noon>midi|noon)",
        r"(?P<midnight>minuit|midnight)",
    )
)
_ORDINAL = r"(?P<d>\d{1,2})(?:er|st|nd|rd|th)?"
_YEAR = r"(?: (?P<y>\d{4}))?"
_WEEKDAY = rf"(?:(?P<w>{_DAY}) )?"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_WEEKDAY}{_ORDINAL} (?P<mo>{_MONTH}){_YEAR}",
        rf"{_WEEKDAY}(?P<mo>{_MONTH}) {_ORDINAL}{_YEAR}",
        rf"{_WEEKDAY}(?P<a>\d{{1,2}})[/.-](?P<b>\d{{1,2}})(?:[/.-](?P<y>\d{{4}}))?",
        rf"{_WEEKDAY}(?P<y>\d{{4}})-(?P<mon>\d{{2}})-(?P<d>\d{{2}})",
        rf"(?P<w>{_DAY}) {_ORDINAL}",
        rf"(?:(?:ce|this) )?(?P<only>{_DAY})",
        rf"(?P<next>(?:next|coming) (?:{_DAY})|(?:{_DAY}) (?:prochain|next))",
        r"(?:dans|in) (?P<n>\d{1,2}) (?:jours?|days?)",
        r"(?P<soon>aujourd'hui|today|demain|tomorrow|apres-demain)",
    )
)
_SOON = {"today": 0, "aujourd'hui": 0, "tomorrow": 1, "demain": 1, "apres-demain": 2}
_SPELT = (
    (re.compile(r"\b([ap])\.? ?m\.(?!\w)"), r"\1m"),
    (re.compile(r"\bapres[ -](midi|demain)\b"), r"apres-\1"),
    (re.compile(r"\bday after tomorrow\b"), "apres-demain"),
    (re.compile(r"\baujourd hui\b"), "aujourd'hui"),
    (re.compile(r"\b(?:ce soir|this evening|tonight)\b"), "today soir"),
    (re.compile(r"\bin the (?=[mae])"), "in_the_"),
    (re.compile(rf"\b({_MONTH}|{_DAY})\."), r"\1"),
    (_NOTHING, " "),
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?P<offset>Z|[+-]\d{2}:?\d{2})?")
Found = dict[str, str | None]


def _plain(text: str) -> str:
    """Lower case, no accent, straight apostrophes, single spaces, no little words."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    words = "".join(c for c in folded if not unicodedata.combining(c))
    words = words.replace("\u2019", "'")  # text: the apostrophe of phones
    words = " ".join(words.split())
    for pattern, instead in _SPELT:
        words = pattern.sub(instead, words)
    return " ".join(words.split())


def understand(text: str, lang: str, zone: str, now: datetime) -> Moment | Refused:
    """What was meant, or why it cannot be known. Never raises. `lang`: "fr" or "en"."""
    try:
        found = _read(text.strip(), lang, zone, now)
    except _Not as refused:
        return Refused(refused.reason)
    except (ValueError, OverflowError):
        return Refused(Reason.IMPOSSIBLE)
    if found.at <= now:
        return Refused(Reason.PAST, found)
    return Refused(Reason.FAR) if found.at - now > FURTHEST else found


def _read(text: str, lang: str, zone: str, now: datetime) -> Moment:
    if len(text) > LONGEST:
        raise _Not(Reason.UNREADABLE)
    if picked := _ISO.fullmatch(text):
        return _picked(datetime.fromisoformat(text), bool(picked["offset"]), zone)
    at, words = _time_in(_plain(text))
    day, _, part = words.rpartition(" ")
    if part in _PARTS and at is not None:
        at, words = {**at, "part": at.get("part") or part}, day
    if not words:
        raise _Not(Reason.NO_DAY if at is not None else Reason.UNREADABLE)
    try:
        found = _day(words, lang, now.astimezone(ZoneInfo(zone)).date())
    except _Not as refused:
        if at is None and refused.reason is Reason.MISMATCH:  # "Thursday at 6"
            raise _Not(Reason.NO_TIME) from None
        raise
    if at is None:
        raise _Not(Reason.NO_TIME)
    return _on_the_wall(datetime.combine(found, _time(at, lang)), zone)


def _picked(at: datetime, offset: bool, zone: str) -> Moment:
    at = at.replace(second=0, microsecond=0)
    if not offset:
        return _on_the_wall(at, zone)
    wall = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return Moment(at.astimezone(UTC), wall.isoformat(timespec="minutes"), zone)


def _on_the_wall(wall: datetime, zone: str) -> Moment:
    found = moment(wall, zone)
    if found.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall:
        raise _Not(Reason.SKIPPED)
    return found


# --- the time ----------------------------------------------------------------------------------------


def _time_in(words: str) -> tuple[Found | None, str]:
    """The one time in it, and what is left; two times are two readings."""
    for pattern in _TIMES:
        if match := pattern.search(words):
            rest = " ".join((words[: match.start()] + " " + words[match.end() :]).split())
            if any(other.search(rest) for other in _TIMES):
                raise _Not(Reason.AMBIGUOUS)
            return match.groupdict(), rest
    if re.fullmatch(r"\d{1,2}", words):
        raise _Not(Reason.AMBIGUOUS)
    return None, words


def _time(found: Found, lang: str) -> time:
    part = found.get("part") or ""
    if found.get("midnight"):
        raise _Not(Reason.AMBIGUOUS)  # the night before, or the night after?
    if found.get("noon"):
        return time(12)
    written = found["h"] or ""
    hour, minute = int(written), int(found.get("m") or 0)
    if half := found.get("half"):
        if not 1 <= hour <= 12:
            raise _Not(Reason.IMPOSSIBLE)
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif lang == "en" and found.get("clock") and not part and 1 <= hour <= 12 and written[0] != "0":
        raise _Not(Reason.AMBIGUOUS)  # 6:30 in English: morning or evening?
    elif part and part not in ("matin", "morning") and 1 <= hour < 12:
        hour += 12
    if part and hour not in _hours(part):
        raise _Not(Reason.IMPOSSIBLE)
    return time(hour, minute)


def _hours(part: str) -> range:
    """What is called so: « 6 h du soir » is 18, « 8 h de l’après-midi » is nothing."""
    if part in ("matin", "morning"):
        return range(12)
    return range(17, 24) if part in ("soir", "evening") else range(12, 19)


# --- the day -----------------------------------------------------------------------------------------


def _day(words: str, lang: str, today: date) -> date:
    for pattern in _DATES:
        if match := pattern.fullmatch(words):
            return _dated(match.groupdict(), lang, today)
    raise _Not(Reason.UNREADABLE)


def _dated(found: Found, lang: str, today: date) -> date:
    if found.get("next"):
        raise _Not(Reason.AMBIGUOUS)  # the coming one, or that of next week?
    if soon := found.get("soon"):
        return today + timedelta(days=_SOON[soon])
    if ahead := found.get("n"):
        return today + timedelta(days=int(ahead))
    if only := found.get("only"):
        days = (_WEEKDAYS[only] - today.weekday()) % 7
        if days == 0:
            raise _Not(Reason.AMBIGUOUS)  # today, or in a week?
        return today + timedelta(days=days)
    day = _in_the_calendar(found, lang, today)
    if (weekday := found.get("w")) and day.weekday() != _WEEKDAYS[weekday]:
        raise _Not(Reason.MISMATCH)
    return day


def _in_the_calendar(found: Found, lang: str, today: date) -> date:
    if found.get("a"):
        number, month = _slashed(int(found["a"] or 0), int(found["b"] or 0), lang)
    elif found.get("mo"):
        number, month = int(found["d"] or 0), _MONTHS[found["mo"] or ""]
    elif found.get("mon"):
        number, month = int(found["d"] or 0), int(found["mon"] or 0)
    else:
        return _of_a_month(int(found["d"] or 0), today)
    if year := found.get("y"):
        return date(int(year), month, number)
    years = range(today.year - 1, today.year + 5)  # a 29 February may be four years away
    for day in filter(None, (_day_or_none(year, month, number) for year in years)):
        if day >= today - LAPSED:
            return day
    raise _Not(Reason.IMPOSSIBLE)


def _day_or_none(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _slashed(a: int, b: int, lang: str) -> tuple[int, int]:
    """26/11 is read everywhere; 11/26 in English only; 03/04 in English is two dates."""
    if lang == "fr" or a > 12 or a == b:
        return a, b
    if b > 12:
        return b, a
    raise _Not(Reason.AMBIGUOUS)


def _of_a_month(number: int, today: date) -> date:
    """« jeudi 26 »: the first 26 to come."""
    for ahead in range(62):
        day = today + timedelta(days=ahead)
        if day.day == number:
            return day
    raise _Not(Reason.IMPOSSIBLE)
