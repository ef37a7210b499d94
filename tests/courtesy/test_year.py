"""A simulated year of a busy circle: nobody is disturbed more than they wish, and nothing is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

import bot.courtesy
import bot.jobs
from bot.courtesy import Hours, Reader
from storage.jobs import SqlJobs
from tests.courtesy.judge import breaches
from tests.courtesy.year import Life

Patch = pytest.MonkeyPatch


async def test_a_season_breaks_no_rule(sqlite_url: str) -> None:
    """Across the change of the clocks in March; the whole year is run by `make soak`."""
    year = await Life(sqlite_url, seed=4, days=90, acts_a_day=3).live()
    assert len(year.told) > 120
    assert breaches(year) == []


@pytest.mark.soak
@pytest.mark.timeout(900)  # some four thousand acts and what they make due: two minutes on a quiet core
@pytest.mark.parametrize("seed", range(100, 110))
async def test_ten_busy_years_break_no_rule(sqlite_url: str, seed: int) -> None:
    year = await Life(sqlite_url, seed, days=365, acts_a_day=12).live()
    assert len(year.told) > 1_000
    assert breaches(year) == []


# --- each rule is taken away once ------------------------------------------------------------------------


def _no_hours(patch: Patch) -> None:
    patch.setattr(Hours, "is_open", lambda self, instant: True)


def _no_ration(patch: Patch) -> None:
    async def sent_to(self: SqlJobs, *args: Any) -> list[tuple[str, str, datetime]]:
        return []

    patch.setattr(SqlJobs, "sent_to", sent_to)


def _no_pause(patch: Patch) -> None:
    whole = bot.courtesy.reader

    def reader(*args: Any) -> Reader:
        found = whole(*args)
        return Reader(found.hours, found.weekly)

    patch.setattr(bot.courtesy, "reader", reader)


def _no_priority(patch: Patch) -> None:
    claim = SqlJobs.claim

    async def unranked(self: SqlJobs, *args: Any) -> Any:
        return await claim(self, *args[:3])

    patch.setattr(SqlJobs, "claim", unranked)


def _no_release(patch: Patch) -> None:
    async def reconsider(self: SqlJobs, *args: Any) -> None: ...

    patch.setattr(SqlJobs, "reconsider", reconsider)


@pytest.mark.parametrize(
    ("taken", "breach", "days"),
    [
        (_no_hours, "off hours", 21),
        (_no_ration, "in a week", 21),
        (_no_pause, "away", 21),
        (_no_priority, "overtaken", 21),
        (_no_release, "starved", 35),
    ],
)
async def test_the_judge_sees_a_rule_that_is_missing(
    taken: Callable[[Patch], None], breach: str, days: int, sqlite_url: str, monkeypatch: Patch
) -> None:
    taken(monkeypatch)
    found = breaches(await Life(sqlite_url, seed=4, days=days, acts_a_day=10).live())
    assert [one for one in found if breach in one]
