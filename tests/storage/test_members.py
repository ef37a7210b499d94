"""Members: who an account is, in which circles, and what is kept about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.circles.models import Membership
from bot.errors import Stale
from bot.members.models import Member, Role, Status
from bot.vocabulary import Account, Place
from storage.schema import accounts
from storage.transaction import SqlDatabase
from tests.storage.rows import put as put_row
from tests.storage.world import AT, CIRCLE, CLAIRE, HUGO, PLACE, HandClock, found_circle

PARIS = Place("slack", "T1", "CPARIS")


async def leave(database: SqlDatabase, member: str) -> None:
    async with database.write() as tx:
        membership = await tx.members.get("lyon", member)
        assert membership
        await tx.members.save(replace(membership.member, status=Status.FORMER))


async def standing(database: SqlDatabase, account: Account, place: Place | None = None) -> list[Membership]:
    async with database.read() as tx:
        return list(await tx.members.standing(account, place))


async def test_an_account_stands_in_each_of_its_circles(database: SqlDatabase) -> None:
    await found_circle(database)
    paris = replace(CIRCLE, id="paris", num=12, name="coachs-paris")
    await found_circle(database, paris, PARIS)
    found = await standing(database, CLAIRE, PARIS)
    assert [(m.circle, m.here) for m in found] == [(CIRCLE, False), (paris, True)]
    assert found[0].member == Member("lyon", "claire", "Claire Roux", Role.STEWARD)
    assert all(m.charter_accepted for m in found)


async def test_where_one_asks_from_is_a_place_of_the_circle(database: SqlDatabase) -> None:
    await found_circle(database)
    assert [m.here for m in await standing(database, CLAIRE, PLACE)] == [True]
    for other in (None, replace(PLACE, id="C9"), replace(PLACE, realm="T9"), Place("discord", "T1", "C1")):
        assert [m.here for m in await standing(database, CLAIRE, other)] == [False]


async def test_accounts_are_told_apart_by_platform_and_realm(database: SqlDatabase) -> None:
    await found_circle(database)
    for other in (
        replace(CLAIRE, platform="discord"),
        replace(CLAIRE, realm="T2"),
        replace(CLAIRE, user="U"),
    ):
        assert await standing(database, other) == []


async def test_the_newest_charter_accepted_counts(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.write() as tx:
        await tx.members.join(Member("lyon", "new", "Nour"), Account("slack", "T1", "UNEW"))
    assert [m.accepted for m in await standing(database, Account("slack", "T1", "UNEW"))] == [0]


async def test_who_left_stands_nowhere(database: SqlDatabase) -> None:
    await found_circle(database)
    await leave(database, "hugo")
    assert await standing(database, HUGO) == []
    async with database.read() as tx:
        assert await tx.members.get("lyon", "hugo") is None
        assert [m.member.id for m in await tx.members.active("lyon")] == ["claire", "ines"]


async def test_everything_about_a_member_comes_back(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.write() as tx:
        found = await tx.members.get("lyon", "hugo")
        assert found
        changed = replace(
            found.member,
            name="Hugo B.",
            role=Role.STEWARD,
            lang="en",
            zone="Europe/Brussels",
            opens=540,
            closes=1080,
            weekly=0,
            away_until=date(2026, 4, 1),
        )
        await tx.members.save(changed)
    async with database.read() as tx:
        found = await tx.members.get("lyon", "hugo")
    assert found
    assert found.member == replace(changed, version=2)
    assert found.circle == CIRCLE


async def test_a_version_is_written_over_once(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.write() as tx:
        found = await tx.members.get("lyon", "hugo")
        assert found
        await tx.members.save(replace(found.member, weekly=1))
        with pytest.raises(Stale):
            await tx.members.save(replace(found.member, weekly=2))
        again = await tx.members.get("lyon", "hugo")
    assert again
    assert again.member.weekly == 1


async def test_the_circle_last_used_is_remembered(database: SqlDatabase, clock: HandClock) -> None:
    await found_circle(database)
    clock.pass_(days=1)
    async with database.write() as tx:
        await tx.members.touch("lyon", "claire")
    assert [m.last_used_at for m in await standing(database, CLAIRE)] == [clock.now()]


async def test_an_account_joins_a_circle_once(database: SqlDatabase) -> None:
    await found_circle(database)
    with pytest.raises(Stale):
        async with database.write() as tx:
            await tx.members.join(Member("lyon", "hugo2", "Hugo"), HUGO)
    async with database.read() as tx:
        assert len(await tx.members.active("lyon")) == 3


async def test_who_left_may_come_back(database: SqlDatabase) -> None:
    await found_circle(database)
    await leave(database, "hugo")
    async with database.write() as tx:
        await tx.members.join(Member("lyon", "hugo2", "Hugo"), HUGO)
    assert [m.member.id for m in await standing(database, HUGO)] == ["hugo2"]


async def test_members_are_listed_by_name(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.read() as tx:
        assert [m.member.name for m in await tx.members.active("lyon")] == [
            "Claire Roux",
            "Hugo Blanc",
            "Inès Morel",
        ]
        assert await tx.members.active("elsewhere") == []


async def test_the_account_of_a_platform_is_the_newest(database: SqlDatabase) -> None:
    await found_circle(database)
    newer = {"circle": "lyon", "member": "hugo", "linked_at": AT + timedelta(hours=1)}
    await put_row(database, accounts, platform="slack", realm="T2", user="UNEW", **newer)
    await put_row(database, accounts, platform="discord", realm="", user="99", **newer)
    async with database.read() as tx:
        assert await tx.members.account("lyon", "hugo", "slack") == Account("slack", "T2", "UNEW")
        assert await tx.members.account("lyon", "hugo", "discord") == Account("discord", "", "99")
        assert await tx.members.account("lyon", "ines", "discord") is None
