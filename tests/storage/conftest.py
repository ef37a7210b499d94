"""A migrated database on each engine, and a clock that is set by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.engine import open_engine
from storage.migrations import migrate
from storage.transaction import SqlDatabase
from tests.storage.world import AT, HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock(AT)


@pytest.fixture
async def database(database_url: str, clock: HandClock) -> AsyncIterator[SqlDatabase]:
    await migrate(database_url)
    database = SqlDatabase(open_engine(database_url), clock)
    yield database
    await database.dispose()
