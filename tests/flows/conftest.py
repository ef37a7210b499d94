"""One world of five circles, made once; each test has its own copy."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.engine import open_engine
from storage.migrations import migrate
from storage.transaction import SqlDatabase
from tests.contract.drivers.core import CoreDriver
from tests.contract.stage import Stage
from tests.flows import world


@pytest.fixture(scope="session")
def world_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("world") / "world.db"

    async def made() -> None:
        url = f"sqlite+aiosqlite:///{file}"
        await migrate(url)
        database = SqlDatabase(open_engine(url), world.clock())
        await world.found(database)
        await database.dispose()

    asyncio.run(made())
    return file


@pytest.fixture
def world_url(world_file: Path, tmp_path: Path) -> str:
    shutil.copy(world_file, tmp_path / "world.db")
    return f"sqlite+aiosqlite:///{tmp_path / 'world.db'}"


@pytest.fixture
async def database(world_url: str) -> AsyncIterator[SqlDatabase]:
    """The world itself: what is done to it stays."""
    found = SqlDatabase(open_engine(world_url), world.clock())
    yield found
    await found.dispose()


@pytest.fixture
async def rehearsal(world_url: str) -> AsyncIterator[world.Rehearsal]:
    """The same world after every request, made by `world.rehearsed`."""
    found = world.Rehearsal(open_engine(world_url), world.clock())
    yield found
    await found.dispose()


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """People before the core alone."""
    opened = await Stage(CoreDriver(), sqlite_url).open()
    yield opened
    await opened.close()


class Records(logging.Handler):
    """Every record of every logger, with all that a careless formatter could print of it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = logging.Formatter().format(record)
        self.texts.append(f"{text} {record.__dict__}")


@pytest.fixture
def logged() -> Iterator[Records]:
    handler, root = Records(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)
