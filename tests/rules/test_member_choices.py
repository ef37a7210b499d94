"""Hours and days as people type them: clear ones are taken, unclear ones are refused, none are guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.circles.rules import is_zone
from bot.members.rules import day, hours, shown_hours


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("8h30-20h", (510, 1_200)),
        ("08:30-20:00", (510, 1_200)),
        ("8h-20h30", (480, 1_230)),
        (" 9 - 18 ", (540, 1_080)),
        ("9h à 18h", (540, 1_080)),
        ("9 to 18", (540, 1_080)),
        ("0h-24h", (0, 1_440)),
        ("9H–18H", (540, 1_080)),
        ("20h-8h", None),
        ("9h-9h", None),
        ("9h-25h", None),
        ("9h75-18h", None),
        ("9h", None),
        ("le matin", None),
        ("", None),
        ("9h-18h et 20h-21h", None),
    ],
)
def test_hours(typed: str, minutes: tuple[int, int] | None) -> None:
    assert hours(typed) == minutes


@given(st.integers(0, 1_439), st.integers(1, 1_440))
def test_hours_shown_are_hours_understood(opens: int, closes: int) -> None:
    expected = (opens, closes) if opens < closes else None
    assert hours(shown_hours(opens, closes)) == expected


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2026-12-08", date(2026, 12, 8)),
        ("2026-2-8", date(2026, 2, 8)),
        (" 08/12/2026 ", date(2026, 12, 8)),
        ("8.12.2026", date(2026, 12, 8)),
        ("12/31/2026", None),
        ("31/02/2026", None),
        ("0000-01-01", None),
        ("08/12/26", None),
        ("demain", None),
        ("", None),
    ],
)
def test_day(typed: str, found: date | None) -> None:
    assert day(typed) == found


@given(st.text(max_size=40))
def test_nothing_typed_breaks_them(typed: str) -> None:
    assert hours(typed) is None or isinstance(hours(typed), tuple)
    assert day(typed) is None or isinstance(day(typed), date)


@pytest.mark.parametrize(("zone", "known"), [("Europe/Paris", True), ("Paris", False), ("../../x", False)])
def test_zones(zone: str, known: bool) -> None:
    assert is_zone(zone) is known
