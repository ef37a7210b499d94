"""When a practice goes out: 09:00 of the n-th working day after it was sent, in the circle's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practices.rules import opening

PARIS, NEW_YORK, TOKYO, KIRITIMATI = "Europe/Paris", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati"

TABLE = [  # sent (UTC), zone, working days, goes out (UTC)
    ("monday", "2026-11-23 08:30", PARIS, 2, "2026-11-25 08:00"),
    ("tuesday", "2026-11-24 08:30", PARIS, 2, "2026-11-26 08:00"),
    ("thursday", "2026-11-26 08:30", PARIS, 2, "2026-11-30 08:00"),
    ("friday", "2026-11-27 08:30", PARIS, 2, "2026-12-01 08:00"),
    ("friday, one day", "2026-11-27 08:30", PARIS, 1, "2026-11-30 08:00"),
    ("saturday", "2026-11-28 08:30", PARIS, 2, "2026-12-01 08:00"),
    ("saturday, one day", "2026-11-28 08:30", PARIS, 1, "2026-11-30 08:00"),
    ("sunday", "2026-11-29 08:30", PARIS, 2, "2026-12-01 08:00"),
    ("before nine is still that day", "2026-11-24 06:00", PARIS, 1, "2026-11-25 08:00"),
    ("late in the evening", "2026-11-24 22:30", PARIS, 1, "2026-11-25 08:00"),
    ("past midnight there, not here", "2026-11-24 23:30", PARIS, 1, "2026-11-26 08:00"),
    ("across the change to summer", "2026-03-27 12:00", PARIS, 2, "2026-03-31 07:00"),
    ("on the sunday of that change", "2026-03-29 00:30", PARIS, 1, "2026-03-30 07:00"),
    ("across the change to winter", "2026-10-23 12:00", PARIS, 2, "2026-10-27 08:00"),
    ("on the sunday of that change, twice", "2026-10-25 00:30", PARIS, 1, "2026-10-26 08:00"),
    ("the other zone's own change", "2026-03-06 15:00", NEW_YORK, 1, "2026-03-09 13:00"),
    ("friday there, saturday in utc", "2026-11-28 02:00", NEW_YORK, 1, "2026-11-30 14:00"),
    ("sunday in utc, monday there", "2026-11-29 16:00", TOKYO, 1, "2026-12-01 00:00"),
    ("the earliest zone", "2026-11-27 12:00", KIRITIMATI, 1, "2026-11-29 19:00"),
    ("over the new year", "2026-12-31 10:00", PARIS, 2, "2027-01-04 08:00"),
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "zone", "days", "out"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE]
)
def test_opening(sent: str, zone: str, days: int, out: str) -> None:
    assert opening(at(sent), zone, days).astimezone(UTC) == at(out)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    st.sampled_from([PARIS, NEW_YORK, TOKYO, KIRITIMATI, "Asia/Kathmandu", "Australia/Lord_Howe"]),
    st.integers(1, 5),
)
def test_it_is_nine_on_a_working_day_and_there_was_time(sent: datetime, zone: str, days: int) -> None:
    out = opening(sent, zone, days)
    local = out.astimezone(ZoneInfo(zone))
    assert (local.hour, local.minute) == (9, 0)
    assert local.weekday() < 5
    between = [sent.astimezone(ZoneInfo(zone)).date() + timedelta(days=n) for n in range(1, 12)]
    assert sum(day.weekday() < 5 for day in between if day <= local.date()) == days
    assert sent < out.astimezone(UTC)
