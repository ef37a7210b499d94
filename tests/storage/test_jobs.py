"""Jobs: claimed by one, one row of a lane at a time, fenced by the attempt."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.vocabulary import Account, ToAccount
from storage.transaction import SqlDatabase
from tests.storage.rows import EVERYWHERE, add, claim, lanes, say, states
from tests.storage.world import AT, HandClock, found_circle


async def test_what_is_due_is_claimed_once_oldest_first(database: SqlDatabase, clock: HandClock) -> None:
    await lanes(database, 4)
    async with database.write() as tx:
        for index in range(4):
            await tx.jobs.later("act", "lyon", f"1-{index}", AT - timedelta(hours=index))
        await tx.jobs.later("act", "lyon", "1-later", AT + timedelta(seconds=1))
    first = await claim(database, limit=3)
    assert [row.subject for row in first] == ["1-3", "1-2", "1-1"]
    assert len(await claim(database)) == 5
    assert await claim(database) == []
    clock.pass_(seconds=1)
    assert [row.subject for row in await claim(database)] == ["1-later"]


async def test_only_the_platforms_asked_for_are_claimed(database: SqlDatabase) -> None:
    await add(database, say("1-a", to=ToAccount(Account("slack", "T1", "U1"), "lyon")))
    await add(database, say("1-b", to=ToAccount(Account("discord", "", "1"), "lyon")))
    async with database.write() as tx:
        await tx.jobs.later("act", "lyon", "1-c", AT)
    assert {row.platform for row in await claim(database, platforms=("discord",))} == {"discord", ""}
    assert {row.platform for row in await claim(database, platforms=("slack",))} == {"slack"}


async def test_a_lane_gives_one_row_at_a_time_in_order(database: SqlDatabase) -> None:
    await lanes(database, 2, each=3)
    for n in range(3):
        rows = await claim(database)
        assert [(row.address, row.subject) for row in rows] == [("U000", f"1-{n}"), ("U001", f"1-{n}")]
        assert await claim(database) == []
        async with database.write() as tx:
            assert await tx.jobs.intend(rows[0])
        assert await claim(database) == []  # sending holds the lane as well
        async with database.write() as tx:
            for row in rows:
                assert await tx.jobs.finish(row, "170.1")
    assert await claim(database) == []
    assert set(await states(database)) == {"done"}


async def test_an_earlier_row_does_not_overtake_in_its_lane(database: SqlDatabase) -> None:
    await lanes(database, 1, each=2)
    (row,) = await claim(database)
    account = Account("slack", "T1", "U000")
    await add(database, say("1-early", AT - timedelta(days=1), ToAccount(account, "lyon")))
    assert await claim(database) == []
    async with database.write() as tx:
        await tx.jobs.finish(row)
    assert [row.subject for row in await claim(database)] == ["1-early"]


async def test_a_row_put_off_lets_its_lane_go_on(database: SqlDatabase, clock: HandClock) -> None:
    await lanes(database, 1, each=2)
    (row,) = await claim(database)
    async with database.write() as tx:
        assert await tx.jobs.put_off(row, AT + timedelta(seconds=5), intent=False)
        assert await tx.jobs.next_due() == AT - timedelta(minutes=1)
    (second,) = await claim(database)
    assert (second.subject, second.attempts) == ("1-1", 1)
    clock.pass_(seconds=5)
    assert await claim(database) == []
    async with database.write() as tx:
        await tx.jobs.finish(second)
    (again,) = await claim(database)
    assert (again.id, again.attempts, again.intent) == (row.id, 2, False)


# --- leased, and fenced ----------------------------------------------------------------------------------


async def test_a_lease_that_ran_out_is_claimed_anew_and_says_whether_it_was_sending(
    database: SqlDatabase, clock: HandClock
) -> None:
    await lanes(database, 2)
    rows = await claim(database)
    async with database.write() as tx:
        assert await tx.jobs.intend(rows[0])
        assert await tx.jobs.next_due() == AT + timedelta(seconds=30)
    clock.pass_(seconds=29.9)
    assert await claim(database) == []
    clock.pass_(seconds=0.1)
    again = await claim(database)
    assert [(row.id, row.attempts, row.intent) for row in again] == [
        (rows[0].id, 2, True),
        (rows[1].id, 2, False),
    ]


async def test_who_lost_the_lease_writes_nothing(database: SqlDatabase, clock: HandClock) -> None:
    await lanes(database, 1)
    (lost,) = await claim(database)
    clock.pass_(seconds=31)
    (held,) = await claim(database)
    async with database.write() as tx:
        assert not await tx.jobs.intend(lost)
        assert not await tx.jobs.finish(lost)
        assert not await tx.jobs.put_off(lost, AT, intent=False)
        assert not await tx.jobs.park(lost, "dead", "gone")
    assert await states(database) == ["leased"]
    async with database.write() as tx:
        assert await tx.jobs.intend(held)
        assert await tx.jobs.finish(held)
        assert not await tx.jobs.finish(held)
        assert not await tx.jobs.intend(held)
    assert await states(database) == ["done"]


async def test_a_row_put_off_may_say_that_it_was_sending(database: SqlDatabase) -> None:
    await lanes(database, 1)
    (row,) = await claim(database)
    async with database.write() as tx:
        await tx.jobs.intend(row)
        assert await tx.jobs.put_off(row, AT, intent=True)
    (row,) = await claim(database)
    assert row.intent


async def test_a_parked_row_waits_for_its_member(database: SqlDatabase) -> None:
    await found_circle(database)
    for subject, state in (("1-a", "held"), ("1-b", "uncertain"), ("1-c", "dead"), ("1-d", "done")):
        await add(database, say(subject))
        (row,) = await claim(database)
        async with database.write() as tx:
            assert await tx.jobs.park(row, state, "closed")
    async with database.read() as tx:
        assert [row.subject for row in await tx.jobs.parked("lyon", "hugo")] == ["1-a"]
        assert await tx.jobs.parked("lyon", "ines") == []
        assert await tx.jobs.next_due() is None
    assert await states(database) == ["held", "uncertain", "dead", "done"]
    assert await claim(database) == []


async def test_what_is_cancelled_does_not_run(database: SqlDatabase) -> None:
    async with database.write() as tx:
        for kind, subject in (("a", "1-x"), ("b", "1-x"), ("c", "1-x"), ("a", "1-y")):
            await tx.jobs.later(kind, "lyon", subject, AT + timedelta(days=1))
        await tx.jobs.cancel("lyon", "1-x", ["a", "b"])
        await tx.jobs.cancel("paris", "1-y", ["a"])
        await tx.jobs.cancel("lyon", "1-y", [])
    assert await states(database) == ["done", "done", "due", "due"]


async def test_what_is_running_is_not_cancelled(database: SqlDatabase) -> None:
    async with database.write() as tx:
        await tx.jobs.later("a", "lyon", "1-x", AT)
    (row,) = await claim(database)
    async with database.write() as tx:
        await tx.jobs.cancel("lyon", "1-x", ["a"])
        assert await tx.jobs.finish(row)


async def test_what_was_done_long_ago_is_forgotten(database: SqlDatabase, clock: HandClock) -> None:
    await lanes(database, 2)
    rows = await claim(database)
    async with database.write() as tx:
        await tx.jobs.finish(rows[0])
        await tx.jobs.park(rows[1], "dead", "gone")
    clock.pass_(days=31)
    async with database.write() as tx:
        assert await tx.jobs.forget(clock.now() - timedelta(days=30)) == 1
        assert await tx.jobs.forget(clock.now() - timedelta(days=30)) == 0
    assert await states(database) == ["dead"]


async def test_next_due_is_none_where_nothing_waits(database: SqlDatabase) -> None:
    async with database.write() as tx:
        assert await tx.jobs.next_due() is None
        await tx.jobs.later("a", "lyon", "1-x", AT + timedelta(days=3))
        assert await tx.jobs.next_due() == AT + timedelta(days=3)


# --- several processes, on PostgreSQL --------------------------------------------------------------------


async def test_two_who_claim_at_the_same_moment_get_different_rows(postgres_database: SqlDatabase) -> None:
    """The second does not wait for the first: it passes over what the first holds."""
    await lanes(postgres_database, 4)
    async with postgres_database.write() as one:
        first = await one.jobs.claim(2, 30, EVERYWHERE)
        async with asyncio.timeout(5), postgres_database.write() as other:
            second = await other.jobs.claim(3, 30, EVERYWHERE)
    assert [row.address for row in first] == ["U000", "U001"]
    assert [row.address for row in second] == ["U002", "U003"]


async def test_a_lane_claimed_at_this_moment_is_left_alone(postgres_database: SqlDatabase) -> None:
    await lanes(postgres_database, 1, each=3)
    async with postgres_database.write() as one:
        assert len(await one.jobs.claim(32, 30, EVERYWHERE)) == 1
        async with asyncio.timeout(5), postgres_database.write() as other:
            assert await other.jobs.claim(32, 30, EVERYWHERE) == []
    assert await claim(postgres_database) == []


async def test_a_row_finished_at_this_moment_is_not_run_again(postgres_database: SqlDatabase) -> None:
    await lanes(postgres_database, 1)
    (row,) = await claim(postgres_database)
    async with postgres_database.write() as one:
        await one.jobs.finish(row)
        async with asyncio.timeout(5), postgres_database.write() as other:
            assert await other.jobs.claim(32, 30, EVERYWHERE) == []
