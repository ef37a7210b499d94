"""Each protection is taken away once, to see that the tests above would fail without it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Select, false, select, text, true, update
from sqlalchemy.exc import OperationalError

import storage.jobs
import storage.visible
from storage import engine as engines
from storage.inbox import SqlInbox
from storage.jobs import SqlJobs
from storage.schema import jobs, members
from storage.transaction import SqlDatabase
from tests.storage import test_jobs, test_roads, test_visible
from tests.storage.rows import claim, lanes
from tests.storage.world import AT, HandClock, found_circle, reader

Patch = pytest.MonkeyPatch


async def fails(check: Callable[..., Awaitable[None]], *args: object) -> None:
    """The check is one that passes, and it does not pass now."""
    with pytest.raises(AssertionError):
        await check(*args)


def without_lock(monkeypatch: Patch) -> None:
    whole = SqlJobs._claimable

    def claimable(self: SqlJobs, *args: Any) -> Select[*tuple[Any, ...]]:
        found = whole(self, *args)
        found._for_update_arg = None
        return found

    monkeypatch.setattr(SqlJobs, "_claimable", claimable)


async def test_without_skip_locked_a_process_waits_and_runs_the_same_row(
    postgres_database: SqlDatabase, monkeypatch: Patch
) -> None:
    await lanes(postgres_database, 1)
    without_lock(monkeypatch)
    async with postgres_database.write() as one:
        first = await one.jobs.claim(32, 30, ("slack",))
        late = asyncio.create_task(claim(postgres_database))
        await waits_for_a_lock(postgres_database)
    assert [row.id for row in await late] == [row.id for row in first]


async def waits_for_a_lock(database: SqlDatabase) -> None:
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    async with asyncio.timeout(10):
        while True:
            async with database.engine.connect() as connection:
                if await connection.scalar(waiting):
                    return


async def test_without_the_lane_two_rows_of_it_run_at_once(database: SqlDatabase, monkeypatch: Patch) -> None:
    def claimable(self: SqlJobs, limit: int, *_: object) -> Select[*tuple[Any, ...]]:
        return select(jobs.c.id).where(self._is_ripe(jobs.c)).limit(limit)

    monkeypatch.setattr(SqlJobs, "_claimable", claimable)
    await fails(test_jobs.test_a_lane_gives_one_row_at_a_time_in_order, database)


async def test_without_the_fence_a_lost_lease_still_writes(
    database: SqlDatabase, clock: HandClock, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(storage.jobs, "_is_ours", lambda job: true())
    await fails(test_jobs.test_who_lost_the_lease_writes_nothing, database, clock)


async def test_without_the_inbox_a_duplicate_has_an_effect(database: SqlDatabase, monkeypatch: Patch) -> None:
    async def first(self: SqlInbox, event: str) -> bool:
        return True

    monkeypatch.setattr(SqlInbox, "first", first)
    await fails(test_roads.test_an_event_is_first_once, database)


@pytest.mark.parametrize(
    "check",
    [
        test_visible.test_each_reader_sees_what_is_theirs_to_see,
        test_visible.test_who_was_asked_sees_what_is_in_review,
        test_visible.test_a_charter_not_accepted_hides_what_others_wrote,
        test_visible.test_who_left_sees_nothing_and_takes_nothing_away,
    ],
)
async def test_without_the_gate_everybody_sees_everything(
    database: SqlDatabase, monkeypatch: Patch, check: Callable[..., Awaitable[None]]
) -> None:
    monkeypatch.setattr(storage.visible, "_may_see", lambda reader: true())
    await fails(check, database)


async def test_with_the_gate_shut_nobody_sees_anything(database: SqlDatabase, monkeypatch: Patch) -> None:
    """No read goes round it."""
    await test_visible.one_in_each_state(database)
    async with database.write() as tx:
        await tx.practices.ask("lyon", "1-review", ["hugo"])
    monkeypatch.setattr(storage.visible, "_may_see", lambda reader: false())
    assert await test_visible.seen(database, "claire") == set()
    async with database.read() as tx:
        assert await tx.practices.own(reader("claire")) == []
        assert await tx.practices.asked(reader("hugo")) == []
        assert await tx.practices.tags("lyon") == []


# --- BEGIN IMMEDIATE -------------------------------------------------------------------------------------


async def two_processes_count_up(url: str, *, immediate: bool) -> int:
    """Both read the number and write it plus one; gives the number in the end.

    The engines are separate, so nothing but the file keeps them apart.
    """
    one, other = (SqlDatabase(engines.open_engine(url), HandClock(AT)) for _ in range(2))
    has_read = asyncio.Event()

    async def up(database: SqlDatabase, *, first: bool) -> None:
        async with database.write() as tx:
            found = await tx.members.get("lyon", "hugo")
            assert found
            if first:
                rival = asyncio.create_task(up(other, first=False))
                started.append(rival)
                await (asyncio.sleep(0) if immediate else has_read.wait())
            else:
                has_read.set()
            await tx.members.save(replace(found.member, weekly=found.member.weekly + 1))

    started: list[asyncio.Task[None]] = []
    try:
        await up(one, first=True)
        await asyncio.gather(*started)
        async with one.read() as tx:
            found = await tx.members.get("lyon", "hugo")
            assert found
            return found.member.weekly
    finally:
        await asyncio.gather(*started, return_exceptions=True)
        await one.dispose()
        await other.dispose()


async def reset(url: str) -> None:
    database = SqlDatabase(engines.open_engine(url), HandClock(AT))
    await found_circle(database)
    async with database.engine.connect() as connection:
        await connection.execution_options(**{engines.WRITE: True})
        async with connection.begin():
            await connection.execute(update(members).values(weekly=0))
    await database.dispose()


async def test_two_processes_on_one_file_write_one_after_the_other(sqlite_migrated_url: str) -> None:
    await reset(sqlite_migrated_url)
    assert await two_processes_count_up(sqlite_migrated_url, immediate=True) == 2


async def test_without_begin_immediate_one_of_two_writers_is_lost(
    sqlite_migrated_url: str, monkeypatch: Patch
) -> None:
    await reset(sqlite_migrated_url)

    def begin(connection: Any) -> None:
        connection.exec_driver_sql("PRAGMA query_only=OFF")
        connection.exec_driver_sql("BEGIN")

    monkeypatch.setattr(engines, "_begin", begin)
    with pytest.raises(OperationalError, match="database is locked"):
        await two_processes_count_up(sqlite_migrated_url, immediate=False)
