"""Worries about practices, on each engine: for whom they are, and who learns whose they were."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.exchanges.models import Alert, Worry
from bot.members.models import Member, Role
from bot.practices.models import State
from bot.vocabulary import Account
from storage.transaction import SqlDatabase
from tests.storage.world import found_circle, practice, put, reader

RAISED = Alert("lyon", "1-w", "1-balance", "hugo", Worry.HOLD, "Trop de poids.", False, "ines")


async def raised(database: SqlDatabase, alert: Alert = RAISED, state: State = State.SHARED) -> None:
    """Hugo about Claire's practice; Inès hears of it; Marc is in the circle."""
    await found_circle(database)
    await put(database, practice(state=state))
    async with database.write() as tx:
        await tx.members.join(Member("lyon", "marc", "Marc Petit", Role.MEMBER), Account("slack", "T1", "UM"))
        await tx.circles.accept("lyon", "marc", 1, "slack")
        assert await tx.alerts.add(alert)
        assert not await tx.alerts.add(replace(alert, words="Une autre fois."))


async def seen(database: SqlDatabase, who: str | None) -> Alert | None:
    async with database.read() as tx:
        return await tx.alerts.get(reader(who), RAISED.id)


async def test_it_is_for_author_peer_and_reporter(database: SqlDatabase) -> None:
    await raised(database)
    for who in ("claire", "ines", "hugo"):
        found = await seen(database, who)
        assert found is not None
        assert (found.words, found.worry, found.author) == ("Trop de poids.", Worry.HOLD, "claire")
    for other in ("marc", None, ""):
        assert await seen(database, other) is None


@pytest.mark.parametrize("signed", [False, True])
async def test_who_raised_it_is_said_only_where_they_signed(database: SqlDatabase, signed: bool) -> None:
    await raised(database, replace(RAISED, signed=signed))
    for who in ("claire", "ines"):
        found = await seen(database, who)
        assert found is not None
        assert (found.reporter, found.reporter_name) == ("", "Hugo Blanc" if signed else "")
        assert signed or "hugo" not in repr(found).lower()
    mine = await seen(database, "hugo")
    assert mine is not None
    assert mine.reporter == "hugo"


async def test_it_goes_with_what_it_is_about(database: SqlDatabase) -> None:
    await raised(database, state=State.WITHDRAWN)
    assert await seen(database, "ines") is None
    assert await seen(database, "hugo") is None
