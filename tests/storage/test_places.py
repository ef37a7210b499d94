"""A circle's place is given anew, and whoever left its server is a stranger, on both engines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Stale
from bot.members.models import Belonging, Member
from bot.roads import JobRow
from bot.vocabulary import Account, Notice, Place, ToCircle, ToMember, ToRealm
from storage.transaction import SqlDatabase
from tests.storage.world import CHARTER, CIRCLE, CLAIRE, HUGO, PLACE, HandClock, found_circle

NEW, ELSEWHERE = Place("slack", "T1", "C2"), Place("slack", "T9", "C1")


async def rows_of(database: SqlDatabase) -> Sequence[JobRow]:
    async with database.read() as tx:
        return [*await tx.jobs.upcoming(100), *await tx.jobs.lost("lyon")]


async def died(database: SqlDatabase, reason: str, *states: str) -> None:
    """Messages for the circle's place end so."""
    async with database.write() as tx:
        for state in states:
            await tx.jobs.add(Notice("circle.opened", ToCircle("lyon"), "lyon", state))
    for _ in states:  # one row of a lane at a time
        async with database.write() as tx:
            (row,) = await tx.jobs.claim(32, 30, ("slack",))
            await tx.jobs.park(row, "dead", reason)


async def test_a_circle_has_one_place_on_a_platform(database: SqlDatabase) -> None:
    await found_circle(database)
    discord = Place("discord", "7", "8")
    async with database.write() as tx:
        assert await tx.circles.settle("lyon", discord)
        assert await tx.circles.settle("lyon", NEW)
        assert await tx.circles.places("lyon") == [discord, NEW]
        assert await tx.circles.settle("lyon", NEW)  # the same once more
        assert await tx.circles.settle("lyon", ELSEWHERE)
        assert await tx.circles.places("lyon") == [discord, ELSEWHERE]


async def test_anothers_place_is_not_taken(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.write() as tx:
        second = replace(CIRCLE, id="two", num=0)
        await tx.circles.create(second, replace(CHARTER, circle="two"), NEW)
        assert not await tx.circles.settle("lyon", NEW)
        assert await tx.circles.places("lyon") == [PLACE]
        assert await tx.circles.places("two") == [NEW]


async def test_what_waits_goes_to_the_new_place(database: SqlDatabase, clock: HandClock) -> None:
    await found_circle(database)
    await died(database, "gone", "one", "two")
    await died(database, "rejected", "ours")
    async with database.write() as tx:
        assert await tx.jobs.unreached("lyon") == "gone"
        await tx.jobs.add(
            Notice("circle.opened", ToCircle("lyon"), "lyon", "later", clock.now() + timedelta(1))
        )
        await tx.jobs.add(Notice("circle.joined", ToMember("lyon", "claire"), "hugo", "private"))
        await tx.circles.settle("lyon", NEW)
        assert await tx.jobs.unreached("lyon") == ""
        await tx.jobs.readdress("lyon", NEW)
    found = {row.key.rpartition(":")[2]: row for row in await rows_of(database)}
    for key, state in (("one", "due"), ("two", "due"), ("later", "due")):
        assert (found[key].state, found[key].target, found[key].lane) == (state, NEW, "slack:T1:C2")
    assert found["one"].due_at == clock.now()
    assert found["later"].due_at == clock.now() + timedelta(days=1)
    assert (found["ours"].state, found["ours"].target) == ("dead", PLACE)
    assert found["private"].target == CLAIRE


async def test_a_message_for_one_place_alone(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.write() as tx:
        await tx.circles.settle("lyon", Place("discord", "7", "8"))
        assert await tx.jobs.add(Notice("circle.opened", ToCircle("lyon", PLACE), "lyon", "here"))
        assert not await tx.jobs.add(Notice("circle.opened", ToCircle("lyon", NEW), "lyon", "nowhere"))
        assert await tx.jobs.add(Notice("circle.house", ToRealm("lyon", "slack", "T1"), "lyon", "make"))
    assert [row.target for row in await rows_of(database)] == [PLACE, Place("slack", "T1", "")]


async def test_a_circle_is_called_while_no_call_is_ahead(database: SqlDatabase, clock: HandClock) -> None:
    await found_circle(database)
    at = clock.now() + timedelta(hours=1)
    async with database.write() as tx:
        assert await tx.jobs.uncalled("member.call", "discord") == []
        assert await tx.jobs.uncalled("member.call", "slack") == [("lyon", PLACE)]
        await tx.jobs.add(Notice("member.call", ToCircle("lyon", PLACE), "lyon", "1", at))
        assert await tx.jobs.uncalled("member.call", "slack") == []
        assert await tx.jobs.uncalled("other.call", "slack") == [("lyon", PLACE)]
        await tx.circles.settle("lyon", NEW)
        assert await tx.jobs.uncalled("member.call", "slack") == [("lyon", NEW)]


async def test_who_is_suspended_is_a_stranger_and_comes_back(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.write() as tx:
        assert await tx.members.belongings(HUGO) == [Belonging("lyon", "hugo", False, PLACE)]
        await tx.members.suspend("lyon", "hugo")
        assert await tx.members.standing(HUGO, PLACE) == []
        assert await tx.members.get("lyon", "hugo") is None
        assert [m.member.id for m in await tx.members.active("lyon")] == ["claire", "ines"]
        assert await tx.members.belongings(HUGO) == [Belonging("lyon", "hugo", True, PLACE)]
        assert HUGO in await tx.members.accounts("lyon", "slack")
        await tx.members.restore("lyon", "hugo")
        assert [m.member.id for m in await tx.members.standing(HUGO, PLACE)] == ["hugo"]
        await tx.members.restore("lyon", "nobody")
        await tx.members.suspend("lyon", "hugo")
    async with database.write() as tx:
        with pytest.raises(Stale):  # a new invitation makes no second self
            await tx.members.join(Member("lyon", "other", "Hugo"), HUGO)


async def test_who_has_no_place_to_stand_in_is_not_looked_for(database: SqlDatabase) -> None:
    await found_circle(database)
    there = Account("discord", "", "77")
    async with database.write() as tx:
        await tx.members.join(Member("lyon", "rosa", "Rosa"), there)
        assert await tx.members.belongings(there) == []
        await tx.circles.settle("lyon", Place("discord", "7", "8"))
        assert await tx.members.belongings(there) == [
            Belonging("lyon", "rosa", False, Place("discord", "7", "8"))
        ]
