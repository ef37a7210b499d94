"""A message to an author that is not said yet: answers join it, and it is not finished under their hands."""

from __future__ import annotations

import asyncio

import pytest

from bot.vocabulary import Notice, ToMember
from storage.engine import open_engine
from storage.transaction import SqlDatabase
from tests.storage.test_storms import somebody_waits
from tests.storage.world import HandClock, found_circle

NEWS = Notice("trial.news", ToMember("lyon", "claire"), "claire.20260302")


async def test_what_waits_is_found_until_it_is_said(database: SqlDatabase, clock: HandClock) -> None:
    await found_circle(database)
    async with database.write() as tx:
        assert await tx.jobs.awaiting("lyon", "trial.news", "claire") is None
        assert await tx.jobs.add(NEWS)
        assert not await tx.jobs.add(NEWS)
        assert await tx.jobs.awaiting("lyon", "trial.news", "claire") == NEWS.subject
        assert await tx.jobs.awaiting("lyon", "trial.news", "hugo") is None
        (row,) = await tx.jobs.claim(9, 30, ("slack",))
        await tx.jobs.intend(row)
        assert await tx.jobs.awaiting("lyon", "trial.news", "claire") == NEWS.subject
        assert await tx.jobs.said_at("lyon", "trial.news", NEWS.subject) is None
        await tx.jobs.finish(row, "m1")
        assert await tx.jobs.awaiting("lyon", "trial.news", "claire") is None
        assert await tx.jobs.said_at("lyon", "trial.news", NEWS.subject) == clock.now()


async def test_what_was_finished_without_a_word_was_not_said(database: SqlDatabase) -> None:
    await found_circle(database)
    async with database.write() as tx:
        await tx.jobs.add(NEWS)
        (row,) = await tx.jobs.claim(9, 30, ("slack",))
        await tx.jobs.finish(row)
        assert await tx.jobs.said_at("lyon", "trial.news", NEWS.subject) is None


@pytest.mark.postgres
async def test_who_sends_it_finishes_after_the_answer_that_joins(
    postgres_migrated_url: str, postgres_database: SqlDatabase, clock: HandClock
) -> None:
    """So that composing it once more, after the send, sees that answer."""
    await found_circle(postgres_database)
    async with postgres_database.write() as tx:
        await tx.jobs.add(NEWS)
    async with postgres_database.write() as tx:
        (row,) = await tx.jobs.claim(9, 30, ("slack",))
    other = SqlDatabase(open_engine(postgres_migrated_url), clock)

    async def finished() -> bool:
        async with other.write() as tx:
            return await tx.jobs.finish(row, "m1")

    try:
        async with postgres_database.write() as tx:
            assert await tx.jobs.awaiting("lyon", "trial.news", "claire") == NEWS.subject
            finishing = asyncio.create_task(finished())
            await somebody_waits(postgres_database)
            assert not finishing.done()
        assert await finishing
    finally:
        await other.dispose()
