"""When a private message may go: hours, weekends, pauses, one a day, so many a week."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.card import Card, Text
from bot.command import Manner
from bot.courtesy import Hours, Reader, Wait, decide, gives_up, signed
from bot.i18n import Voice

PARIS = Hours("Europe/Paris")


def at(text: str, zone: str = "Europe/Paris") -> datetime:
    """A wall time of 2026, "11-24 09:30", as an instant."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


TUESDAY = at("11-24 09:30")
TO = Reader(PARIS)


@pytest.mark.parametrize(
    ("now", "until", "reason"),
    [
        ("11-24 08:29", "11-24 08:30", "hours"),
        ("11-24 20:00", "11-25 08:30", "hours"),
        ("11-24 23:59", "11-25 08:30", "hours"),
        ("11-27 20:00", "11-30 08:30", "weekend"),
        ("11-28 12:00", "11-30 08:30", "weekend"),
        ("11-29 23:59", "11-30 08:30", "weekend"),
        ("11-30 03:00", "11-30 08:30", "hours"),
    ],
)
@pytest.mark.parametrize("manner", [Manner.ANSWER, Manner.COUNTED, Manner.NEWS])
def test_off_hours_wait_for_the_opening(now: str, until: str, reason: str, manner: Manner) -> None:
    wait = decide(manner, TO, at(now), [])
    assert wait is not None
    assert wait.until == at(until)
    assert wait.reason in (reason, "hours" if now == "11-27 20:00" else reason)


@pytest.mark.parametrize("now", ["11-24 08:30", "11-24 19:59", "11-27 12:00"])
@pytest.mark.parametrize("manner", list(Manner))
def test_within_hours_it_goes(now: str, manner: Manner) -> None:
    assert decide(manner, TO, at(now), []) is None


@pytest.mark.parametrize("manner", [Manner.MEETING, Manner.SAFETY])
def test_an_accepted_session_and_safety_wait_for_nothing(manner: Manner) -> None:
    away = Reader(PARIS, weekly=0, away_until=date(2026, 12, 8))
    assert decide(manner, away, at("11-28 03:00"), [at("11-28 02:00")] * 9) is None


def test_own_hours_and_zone_are_the_ones_that_count() -> None:
    tokyo = Reader(Hours("Asia/Tokyo", 6 * 60, 24 * 60))
    assert decide(Manner.ANSWER, tokyo, at("11-24 23:59", "Asia/Tokyo"), []) is None
    assert decide(Manner.ANSWER, tokyo, at("11-25 05:59", "Asia/Tokyo"), []) == Wait(
        at("11-25 06:00", "Asia/Tokyo"), "hours"
    )


@pytest.mark.parametrize("manner", [Manner.COUNTED, Manner.NEWS])
def test_one_a_day(manner: Manner) -> None:
    assert decide(manner, TO, TUESDAY, [at("11-23 19:59")]) is None
    assert decide(manner, TO, TUESDAY, [at("11-24 08:30")]) == Wait(at("11-25 08:30"), "day")
    friday = decide(manner, TO, at("11-27 10:00"), [at("11-27 09:00")])
    assert friday == Wait(at("11-30 08:30"), "day")


def test_answers_are_not_rationed() -> None:
    assert decide(Manner.ANSWER, TO, TUESDAY, [TUESDAY] * 9) is None
    away = Reader(PARIS, away_until=date(2026, 12, 8))
    assert decide(Manner.ANSWER, away, TUESDAY, []) is None


@pytest.mark.parametrize("weekly", [1, 2, 3, 4])
def test_so_many_in_seven_days(weekly: int) -> None:
    sent = [at(f"11-{18 + n} 15:00") for n in range(weekly)]  # 18: Wednesday
    reader = Reader(PARIS, weekly)
    assert decide(Manner.COUNTED, reader, TUESDAY, sent[1:]) is None
    wait = decide(Manner.COUNTED, reader, TUESDAY, sent)
    assert wait == Wait(at("11-25 15:00"), "week")
    assert decide(Manner.COUNTED, reader, at("11-25 15:00"), sent) is None
    assert decide(Manner.NEWS, reader, TUESDAY, sent) is None


def test_a_place_that_comes_free_at_night_waits_for_the_morning() -> None:
    """Whoever opened late that day: seven days later are not within today's hours."""
    sent = [at("11-20 19:30"), at("11-20 19:30")]
    early = Reader(Hours("Europe/Paris", 8 * 60 + 30, 18 * 60))
    assert decide(Manner.COUNTED, early, TUESDAY, sent) == Wait(at("11-30 08:30"), "week")


def test_none_a_week_is_none_by_itself() -> None:
    assert decide(Manner.COUNTED, Reader(PARIS, 0), TUESDAY, []) == Wait(None, "week")
    assert decide(Manner.NEWS, Reader(PARIS, 0), TUESDAY, []) is None


def test_away_until_a_day_included() -> None:
    away = Reader(PARIS, away_until=date(2026, 11, 26))
    assert decide(Manner.COUNTED, away, TUESDAY, []) == Wait(at("11-27 08:30"), "away")
    assert decide(Manner.COUNTED, away, at("11-27 08:30"), []) is None
    until_saturday = Reader(PARIS, away_until=date(2026, 11, 27))
    assert decide(Manner.NEWS, until_saturday, TUESDAY, []) == Wait(at("11-30 08:30"), "away")


def test_a_clock_moved_back_gives_no_second_one() -> None:
    """What was sent at an instant that is now to come was sent."""
    assert decide(Manner.COUNTED, TO, TUESDAY, [TUESDAY + timedelta(hours=1)]) == Wait(
        at("11-25 08:30"), "day"
    )
    tomorrow = [TUESDAY + timedelta(days=1)]
    assert decide(Manner.COUNTED, TO, TUESDAY, tomorrow) == Wait(at("11-26 08:30"), "day")


@pytest.mark.parametrize(
    ("day", "opening"),
    [("03-27 20:00", "2026-03-30T06:30:00+00:00"), ("10-23 20:00", "2026-10-26T07:30:00+00:00")],
)
def test_both_changes_of_the_clocks_leave_the_opening_where_it_is(day: str, opening: str) -> None:
    wait = decide(Manner.ANSWER, TO, at(day), [])
    assert wait is not None
    assert wait.until == datetime.fromisoformat(opening)


def test_hours_that_a_night_swallows_lead_to_the_next_day() -> None:
    """In Cairo midnight itself did not exist on that Friday."""
    cairo = Hours("Africa/Cairo", 0, 60)
    assert cairo.next_open(datetime(2026, 4, 23, 21, 30, tzinfo=UTC)) == datetime(
        2026, 4, 26, 21, 0, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("asked", "latest"),
    [
        ("11-24 09:30", "11-24 13:30"),
        ("11-24 18:00", "11-25 10:30"),
        ("11-27 18:00", "11-30 10:30"),
        ("11-28 12:00", "11-30 12:30"),
        ("11-24 03:00", "11-24 12:30"),
    ],
)
def test_a_request_gives_up_after_four_open_hours(asked: str, latest: str) -> None:
    until = at(latest)
    assert not gives_up(TO, at(asked), Wait(until, "hours"))
    assert gives_up(TO, at(asked), Wait(until + timedelta(minutes=1), "day"))
    assert gives_up(TO, at(asked), Wait(None, "week"))


def test_short_hours_add_up_over_days() -> None:
    hours = Hours("Europe/Paris", 9 * 60, 10 * 60)
    assert hours.after(TUESDAY, timedelta(hours=4)) == at("11-30 09:30")


def test_what_nobody_asked_for_says_how_to_hear_less() -> None:
    card = Card("Bonjour", notice="Bonjour")
    for manner in Manner:
        blocks = signed(card, manner, Voice("fr")).blocks
        assert bool(blocks) == (manner in (Manner.COUNTED, Manner.NEWS))
        assert all(isinstance(block, Text) for block in blocks)
