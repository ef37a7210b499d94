"""Reads what was sent when, and says every rule of courtesy that it broke; shares no code with the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK, DAY = timedelta(days=7), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person had set, from an instant on."""

    since: datetime
    zone: str
    opens: int
    closes: int
    weekly: int
    away_until: date | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that was to be said to somebody."""

    number: int
    user: str
    manner: str
    rank: int
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    number: int
    at: datetime


@dataclass
class Year:
    wishes: dict[str, list[Wish]]
    asked: dict[int, Asked]
    told: list[Told]
    down: list[tuple[datetime, datetime]]
    refused: set[int]  # numbers that a platform put off or turned away
    busy: dict[
        str, list[tuple[datetime, datetime]]
    ]  # user -> when it said so, and until when it is left alone
    ends_at: datetime


def wish_at(year: Year, user: str, at: datetime) -> Wish:
    return [w for w in year.wishes[user] if w.since <= at][-1]


def breaches(year: Year) -> list[str]:
    return [*_twice(year), *_hours(year), *_away(year), *_rations(year), *_priority(year), *_starved(year)]


def _twice(year: Year) -> Iterator[str]:
    numbers = [told.number for told in year.told]
    yield from (f"twice: {n}" for n in set(numbers) if numbers.count(n) > 1)
    for told in year.told:
        if told.at < year.asked[told.number].due_at:
            yield f"early: {told}"
        if told.at >= year.asked[told.number].expires_at:
            yield f"expired: {told}"


def _hours(year: Year) -> Iterator[str]:
    for told in year.told:
        asked = year.asked[told.number]
        if asked.manner in ("meeting", "safety"):
            if told.number not in year.refused and not _at_once(year, asked, told.at):
                yield f"late: {told}"
            continue
        wish = wish_at(year, asked.user, told.at)
        if not _open(wish, told.at):
            yield f"off hours: {asked} {told}"


def _at_once(year: Year, asked: Asked, at: datetime) -> bool:
    """At its instant; or right behind what the platform put off just then: nothing overtakes that."""
    put_off = year.busy.get(asked.user, [])
    return at == _up(year, asked.due_at) or any(begin <= at <= end for begin, end in put_off)


def _open(wish: Wish, at: datetime) -> bool:
    local = at.astimezone(ZoneInfo(wish.zone))
    return local.isoweekday() <= 5 and wish.opens <= local.hour * 60 + local.minute < wish.closes


def _up(year: Year, at: datetime) -> datetime:
    """That instant, or the end of the time during which nothing ran."""
    for start, end in year.down:
        if start < at < end:
            return end
    return at


def _away(year: Year) -> Iterator[str]:
    for told in year.told:
        asked = year.asked[told.number]
        wish = wish_at(year, asked.user, told.at)
        local = told.at.astimezone(ZoneInfo(wish.zone)).date()
        if asked.manner in ("counted", "news") and wish.away_until and local <= wish.away_until:
            yield f"away: {asked} {told}"


def _by_user(year: Year, manner: str) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for told in sorted(year.told, key=lambda told: told.at):
        asked = year.asked[told.number]
        if asked.manner == manner:
            found.setdefault(asked.user, []).append(told)
    return found


def _rations(year: Year) -> Iterator[str]:
    for manner in ("counted", "news"):
        for user, told in _by_user(year, manner).items():
            for index, one in enumerate(told):
                wish = wish_at(year, user, one.at)
                days = [t.at.astimezone(ZoneInfo(wish.zone)).date() for t in told[: index + 1]]
                if days.count(days[-1]) > 1:
                    yield f"two {manner} on {days[-1]}: {user}"
                recent = [t for t in told[: index + 1] if t.at > one.at - WEEK]
                if manner == "counted" and len(recent) > wish.weekly:
                    yield f"{len(recent)} of {wish.weekly} in a week: {user} {one.at}"


def _priority(year: Year) -> Iterator[str]:
    """No counted message goes while one that matters more has been waiting, and might go."""
    at_of = {told.number: told.at for told in year.told}
    for told in year.told:
        one = year.asked[told.number]
        if one.manner != "counted" or told.number in year.refused:
            continue
        for other in year.asked.values():
            if (
                other.user == one.user
                and other.manner == "counted"
                and other.rank < one.rank
                and other.due_at <= told.at < other.expires_at
                and at_of.get(other.number, year.ends_at) > told.at
                and other.number not in year.refused
            ):
                yield f"overtaken: {other} by {one} at {told.at}"


def _starved(year: Year) -> Iterator[str]:
    """Each open day that a message waited through had its reason."""
    at_of = {told.number: told.at for told in year.told}
    counted = _by_user(year, "counted")
    news = _by_user(year, "news")
    for asked in year.asked.values():
        if asked.number in year.refused:
            continue
        end = min(at_of.get(asked.number, year.ends_at), asked.expires_at)
        for day, closes, wish in _open_days(year, asked.user, asked.due_at, end):
            if asked.manner in ("counted", "news"):
                sent: Sequence[Told] = (counted if asked.manner == "counted" else news).get(asked.user, [])
                that_day = [t for t in sent if t.at.astimezone(ZoneInfo(wish.zone)).date() == day]
                # as it was before they closed: what was said a week before that very instant still counted
                recent = [t for t in sent if closes - WEEK <= t.at < closes]
                if that_day or (asked.manner == "counted" and len(recent) >= wish.weekly):
                    continue
                if wish.away_until and day <= wish.away_until:
                    continue
            yield f"starved: {asked} waited through {day} until {end}"
            break


def _open_days(
    year: Year, user: str, start: datetime, end: datetime
) -> Iterator[tuple[date, datetime, Wish]]:
    """The days between that were open in full while everything ran and nothing was changed."""
    at = start
    while at < end:
        wish = wish_at(year, user, at)
        zone = ZoneInfo(wish.zone)
        day = at.astimezone(zone).date()
        opens = datetime.combine(day, time(0), zone).astimezone(start.tzinfo) + timedelta(minutes=wish.opens)
        closes = opens + timedelta(minutes=wish.closes - wish.opens)
        whole = start <= opens and closes <= end and wish_at(year, user, closes) == wish
        changes = day != (day + DAY) and _clocks_change(day, zone)
        up = not any(begin < closes and opens < back for begin, back in year.down)
        changed = any(opens - DAY < w.since < closes for w in year.wishes[user])
        if whole and up and not changes and not changed and day.isoweekday() <= 5:
            yield day, closes, wish
        at = datetime.combine(day + DAY, time(0), zone).astimezone(start.tzinfo)


def _clocks_change(day: date, zone: ZoneInfo) -> bool:
    noon = datetime.combine(day, time(12), zone)
    return noon.utcoffset() != datetime.combine(day - DAY, time(12), zone).utcoffset()
