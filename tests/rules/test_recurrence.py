"""Wall times and what recurs, across both changes of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.recurrence import Recurrence, instant_of


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("wall", "zone", "instant"),
    [
        ("2026-11-24 09:30", "Europe/Paris", "2026-11-24 08:30"),
        ("2026-07-01 09:00", "Europe/Paris", "2026-07-01 07:00"),
        ("2026-03-29 02:30", "Europe/Paris", "2026-03-29 01:00"),  # does not exist
        ("2026-03-29 02:00", "Europe/Paris", "2026-03-29 01:00"),
        ("2026-03-29 03:00", "Europe/Paris", "2026-03-29 01:00"),
        ("2026-10-25 02:30", "Europe/Paris", "2026-10-25 00:30"),  # exists twice
        ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-03 15:30"),  # half an hour is missing
        ("2026-03-08 02:59", "America/New_York", "2026-03-08 07:00"),
    ],
)
def test_the_instant_of_a_wall_time(wall: str, zone: str, instant: str) -> None:
    assert instant_of(datetime.fromisoformat(wall), zone) == utc(instant)


FIRST_MONDAY = Recurrence(datetime(2026, 1, 5, 9), "Europe/Paris", "FREQ=MONTHLY;BYDAY=1MO")


def occurrences(recurrence: Recurrence, since: datetime, count: int) -> list[datetime]:
    found = []
    for _ in range(count):
        at = recurrence.after(since)
        if at is None:
            break
        found.append(since := at)
    return found


def test_nine_stays_nine() -> None:
    found = occurrences(FIRST_MONDAY, utc("2026-02-15 00:00"), 3)
    assert found == [utc("2026-03-02 08:00"), utc("2026-04-06 07:00"), utc("2026-05-04 07:00")]


def test_a_night_that_has_no_such_hour_and_one_that_has_it_twice_fire_once() -> None:
    nightly = Recurrence(datetime(2026, 3, 28, 2, 30), "Europe/Paris", "FREQ=DAILY")
    assert occurrences(nightly, utc("2026-03-28 12:00"), 2) == [
        utc("2026-03-29 01:00"),
        utc("2026-03-30 00:30"),
    ]
    assert occurrences(nightly, utc("2026-10-24 12:00"), 2) == [
        utc("2026-10-25 00:30"),
        utc("2026-10-26 01:30"),
    ]


def test_what_was_missed_is_skipped_and_an_end_is_an_end() -> None:
    assert FIRST_MONDAY.after(utc("2026-08-20 00:00")) == utc("2026-09-07 07:00")
    twice = Recurrence(datetime(2026, 1, 5, 9), "Europe/Paris", "FREQ=WEEKLY;INTERVAL=2;COUNT=2")
    assert occurrences(twice, utc("2026-01-01 00:00"), 9) == [
        utc("2026-01-05 08:00"),
        utc("2026-01-19 08:00"),
    ]


def test_an_occurrence_is_always_later() -> None:
    for minutes in range(0, 48 * 60, 7):
        since = utc("2026-10-24 12:00") + timedelta(minutes=minutes)
        hourly = Recurrence(datetime(2026, 10, 24, 12), "Europe/Paris", "FREQ=HOURLY")
        at = hourly.after(since)
        assert at is not None
        assert since < at <= since + timedelta(hours=2)
