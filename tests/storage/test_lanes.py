"""What waits behind a message that could not go yet: said after it, in the order in which it was due."""

from __future__ import annotations

from datetime import timedelta

from bot.vocabulary import Account, Notice, ToAccount
from storage.transaction import SqlDatabase
from tests.storage.rows import EVERYWHERE, HUGO, add, claim, say
from tests.storage.world import AT, HandClock, found_circle


async def test_a_lane_waits_behind_what_was_put_off(database: SqlDatabase, clock: HandClock) -> None:
    await found_circle(database)
    for minutes, subject in ((1, "1-c"), (3, "1-a"), (2, "1-b")):  # noted in another order
        await add(database, say(subject, AT - timedelta(minutes=minutes)))
    await add(database, say("1-later", AT + timedelta(hours=1)))
    (first,) = await claim(database)
    async with database.write() as tx:
        assert await tx.jobs.put_off(first, AT + timedelta(seconds=30), intent=False)
        await tx.jobs.follow(first, AT + timedelta(seconds=30))
    clock.pass_(seconds=29)
    assert list(await claim(database)) == []
    said = []
    for _ in range(4):
        clock.pass_(seconds=2)
        for row in await claim(database):
            said.append(row.subject)
            async with database.write() as tx:
                assert await tx.jobs.finish(row)
    assert said == ["1-a", "1-b", "1-c"]
    clock.pass_(hours=1)
    assert [row.subject for row in await claim(database)] == ["1-later"]


async def test_who_goes_first_is_decided_anew(database: SqlDatabase, clock: HandClock) -> None:
    """At the very instant at which all of it comes due: what weighs more first, then what was due first."""
    await found_circle(database)
    ranks = {"review.ask": 1, "trial.nudge": 4}
    for kind, subject, minutes in (
        ("review.ask", "1-c", 2),
        ("review.ask", "1-b", 3),
        ("trial.nudge", "1-a", 4),
    ):
        await add(database, Notice(kind, HUGO, subject, due_at=AT - timedelta(minutes=minutes)))
    async with database.write() as tx:
        (first,) = await tx.jobs.claim(32, 30, EVERYWHERE, ranks)
        await tx.jobs.put_off(first, AT + timedelta(seconds=30), intent=False)
        await tx.jobs.follow(first, AT + timedelta(seconds=30))
    said = [first.subject]
    clock.pass_(seconds=30)
    for _ in range(3):
        async with database.write() as tx:
            for row in await tx.jobs.claim(32, 30, EVERYWHERE, ranks):
                said.append(row.subject)
                assert await tx.jobs.finish(row)
        clock.pass_(milliseconds=1)
    assert said == ["1-b", "1-b", "1-c", "1-a"]


async def test_other_lanes_go_on(database: SqlDatabase, clock: HandClock) -> None:
    await found_circle(database)
    await add(database, say("1-a"))
    (first,) = await claim(database)
    await add(database, say("1-b", to=ToAccount(Account("slack", "T1", "UOTHER"), "lyon")))
    async with database.write() as tx:
        await tx.jobs.put_off(first, AT + timedelta(hours=1), intent=False)
        await tx.jobs.follow(first, AT + timedelta(hours=1))
    assert [row.subject for row in await claim(database)] == ["1-b"]
