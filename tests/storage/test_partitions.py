"""On PostgreSQL content can be partitioned by circle; `database` runs every test of it that way too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.practices.models import State
from bot.vocabulary import Place
from storage.engine import open_engine
from storage.schema import CONTENT, practice_versions, practices, reviews
from storage.transaction import SqlDatabase
from tests.storage.partitions import PARTS
from tests.storage.world import CIRCLE, HandClock, found_circle, practice, put

pytestmark = pytest.mark.postgres


@pytest.fixture
async def partitioned(partitioned_migrated_url: str, clock: HandClock) -> AsyncIterator[SqlDatabase]:
    database = SqlDatabase(open_engine(partitioned_migrated_url), clock)
    yield database
    await database.dispose()


async def test_each_circle_lies_in_one_partition(partitioned: SqlDatabase) -> None:
    circles = [f"c{number}" for number in range(12)]
    for number, circle in enumerate(circles, 1):
        await found_circle(
            partitioned, replace(CIRCLE, id=circle, num=number), Place("slack", "T1", f"C{number}")
        )
        for index in range(3):
            await put(partitioned, replace(practice(f"1-{index}", State.REVIEW), circle=circle))
        async with partitioned.write() as tx:
            await tx.practices.ask(circle, "1-0", ["hugo", "ines"])
    async with partitioned.engine.connect() as connection:
        for table in CONTENT:
            where = text(f"SELECT circle, count(DISTINCT tableoid) FROM {table.name} GROUP BY circle")
            found = sorted(tuple(row) for row in await connection.execute(where))
            if table not in (practices, practice_versions, reviews):
                assert not found  # nothing of it in this world
                continue
            assert found == sorted((circle, 1) for circle in circles)
            used = await connection.scalar(text(f"SELECT count(DISTINCT tableoid) FROM {table.name}"))
            assert 1 < (used or 0) <= PARTS


async def test_one_circle_is_read_from_one_partition(partitioned: SqlDatabase) -> None:
    async with partitioned.engine.connect() as connection:
        plan = await connection.execute(text("EXPLAIN SELECT id FROM practices WHERE circle = 'lyon'"))
        lines = str([str(row) for row in plan])
    assert sum(f"practices_{part}" in lines for part in range(PARTS)) == 1
