"""Circles: founded on a free place, framed by a charter, entered by name or by code."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.circles.models import Invitation
from bot.errors import Stale
from bot.vocabulary import Account, Place
from storage.transaction import SqlDatabase
from tests.storage.world import AT, CHARTER, CIRCLE, PLACE, HandClock, found_circle

NEW, OTHER = Account("slack", "T1", "UNEW"), Account("discord", "", "77")
SOON = AT + timedelta(days=14)


def by_name(id: str = "1-inv", account: str = "slack:T1:UNEW") -> Invitation:
    return Invitation("lyon", id, "claire", AT, SOON, account=account)


def by_code(id: str = "1-code", code: str = "BALANCE7", uses: int = 5) -> Invitation:
    return Invitation("lyon", id, "claire", AT, SOON, code=code, uses_left=uses)


async def test_a_circle_comes_back_as_founded(database: SqlDatabase) -> None:
    circle = replace(CIRCLE, readers=2, lang="en", zone="Europe/London")
    await found_circle(database, circle)
    async with database.read() as tx:
        assert await tx.circles.get("lyon") == circle
        assert await tx.circles.get("elsewhere") is None
        assert await tx.circles.charter("lyon") == CHARTER
        assert await tx.circles.places("lyon") == [PLACE]


async def test_a_place_belongs_to_one_circle(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.write() as tx:
        second = replace(CIRCLE, id="two", num=0)
        assert not await tx.circles.create(second, replace(CHARTER, circle="two"), PLACE)
        assert await tx.circles.get("two") is None
        two = await tx.circles.create(second, replace(CHARTER, circle="two"), Place("slack", "T2", "C1"))
        assert two == replace(second, num=2)
        assert await tx.circles.get("two") == two


async def test_a_number_is_never_given_twice(database: SqlDatabase) -> None:
    await found_circle(database)
    with pytest.raises(ValueError, match="number 1"):
        async with database.write() as tx:
            await tx.circles.create(replace(CIRCLE, id="two"), CHARTER, Place("slack", "T2", "C1"))


async def test_a_circles_frame_is_written_over_once(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.write() as tx:
        saved = await tx.circles.save(replace(CIRCLE, name="lyon-sud", readers=0))
        assert saved == replace(CIRCLE, name="lyon-sud", readers=0, version=2)
        with pytest.raises(Stale):
            await tx.circles.save(replace(CIRCLE, name="lyon-nord"))
        assert await tx.circles.get("lyon") == saved


async def test_accepting_twice_is_accepting(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.write() as tx:
        await tx.circles.accept("lyon", "hugo", 1, "slack")
        hugo = await tx.members.get("lyon", "hugo")
    assert hugo
    assert hugo.accepted == 1


async def test_an_invitation_by_name_shows_what_one_may_see(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.write() as tx:
        await tx.circles.invite(by_name())
    async with database.read() as tx:
        (invited,) = await tx.circles.invitations(NEW)
        assert invited == await tx.circles.invited("1-inv", NEW)
        assert await tx.circles.invitations(OTHER) == []
        assert await tx.circles.invited("1-inv", OTHER) is None
        assert await tx.circles.invited("1-other", NEW) is None
    assert (invited.invitation, invited.circle, invited.charter) == (by_name(), CIRCLE, CHARTER)
    assert invited.by == "Claire"


async def test_an_invitation_is_used_once(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.write() as tx:
        await tx.circles.invite(by_name())
        assert await tx.circles.use("lyon", "1-inv")
        assert not await tx.circles.use("lyon", "1-inv")
        assert not await tx.circles.use("lyon", "absent")
        assert await tx.circles.invitations(NEW) == []
        assert not await tx.circles.revoke("lyon", "1-inv")


async def test_an_invitation_ends(database: SqlDatabase, clock: HandClock) -> None:
    await found_circle(database)
    async with database.write() as tx:
        await tx.circles.invite(by_name())
        await tx.circles.invite(by_name("1-second"))
        assert await tx.circles.revoke("lyon", "1-second")
        assert not await tx.circles.revoke("lyon", "1-second")
        assert not await tx.circles.use("lyon", "1-second")
        assert [i.invitation.id for i in await tx.circles.invitations(NEW)] == ["1-inv"]
    clock.at = SOON
    async with database.write() as tx:
        assert await tx.circles.invitations(NEW) == []
        assert await tx.circles.invited("1-inv", NEW) is None
        assert not await tx.circles.use("lyon", "1-inv")


async def test_a_code_is_kept_as_its_digest(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.write() as tx:
        await tx.circles.invite(by_code())
        kept = await tx.circles.open_code("lyon")
    assert kept == replace(by_code(), code=None)
    async with database.engine.connect() as connection:
        rows = (await connection.execute(text("SELECT * FROM invitations"))).all()
    assert "BALANCE7" not in str(rows)


async def test_a_code_entered_is_an_invitation_of_ones_own(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.write() as tx:
        await tx.circles.invite(by_code())
        assert await tx.circles.enter_code("balance7", NEW) is None
        mine = await tx.circles.enter_code("BALANCE7", NEW)
        assert mine
        assert mine == await tx.circles.enter_code("BALANCE7", NEW)
        assert mine.invitation.id not in ("1-code", "")
        assert mine.invitation.id.startswith("1-")
        assert mine.invitation.account == "slack:T1:UNEW"
        assert mine == await tx.circles.invited(mine.invitation.id, NEW)
        assert await tx.circles.invited(mine.invitation.id, OTHER) is None
        assert await tx.circles.invited("1-code", NEW) is None
        code = await tx.circles.open_code("lyon")
        assert code
        assert code.uses_left == 5  # looking uses nothing up
        assert await tx.circles.use("lyon", mine.invitation.id)
        code = await tx.circles.open_code("lyon")
        assert code
        assert code.uses_left == 4
        assert not await tx.circles.use("lyon", "1-code")  # a code is entered, never used as it is


async def test_a_code_ends_with_its_last_use_its_date_or_its_revocation(
    database: SqlDatabase, clock: HandClock
) -> None:
    await found_circle(database)
    async with database.write() as tx:
        for id, uses in (("1-last", 1), ("1-gone", 5), ("1-late", 5)):
            await tx.circles.invite(by_code(id, id, uses))
        first = await tx.circles.enter_code("1-last", NEW)
        second = await tx.circles.enter_code("1-last", OTHER)
        gone = await tx.circles.enter_code("1-gone", NEW)
        late = await tx.circles.enter_code("1-late", NEW)
        assert first
        assert second
        assert gone
        assert late
        assert await tx.circles.use("lyon", first.invitation.id)
        assert not await tx.circles.use("lyon", second.invitation.id)
        assert await tx.circles.invitations(OTHER) == []
        assert await tx.circles.enter_code("1-last", Account("slack", "T1", "U3")) is None
        assert await tx.circles.revoke("lyon", "1-gone")
        assert not await tx.circles.use("lyon", gone.invitation.id)
        assert await tx.circles.enter_code("1-gone", NEW) is None
    clock.at = SOON
    async with database.write() as tx:
        assert await tx.circles.enter_code("1-late", OTHER) is None
        assert not await tx.circles.use("lyon", late.invitation.id)
        assert await tx.circles.open_code("lyon") is None


async def test_a_cap_holds_when_all_accept_at_once(database: SqlDatabase) -> None:
    await found_circle(database)
    accounts = [Account("slack", "T1", f"U{index}") for index in range(9)]
    entered = []
    async with database.write() as tx:
        await tx.circles.invite(by_code(uses=3))
        for account in accounts:
            invited = await tx.circles.enter_code("BALANCE7", account)
            assert invited
            entered.append(invited.invitation.id)

    async def accept(invitation: str) -> bool:
        async with database.write() as tx:
            return await tx.circles.use("lyon", invitation)

    assert sum(await asyncio.gather(*map(accept, entered))) == 3
    async with database.read() as tx:
        assert await tx.circles.open_code("lyon") is None


async def test_a_code_entered_twice_at_once_is_one_invitation(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.write() as tx:
        await tx.circles.invite(by_code())

    async def enter() -> str:
        async with database.write() as tx:
            invited = await tx.circles.enter_code("BALANCE7", NEW)
        assert invited
        return invited.invitation.id

    assert len(set(await asyncio.gather(*(enter() for _ in range(4))))) == 1


async def test_the_newest_code_is_the_current_one(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.write() as tx:
        await tx.circles.invite(by_code("1-old", "OLD"))
        await tx.circles.invite(replace(by_code("1-new", "NEW"), created_at=AT + timedelta(hours=1)))
        await tx.circles.invite(by_name())
        code = await tx.circles.open_code("lyon")
    assert code
    assert code.id == "1-new"
