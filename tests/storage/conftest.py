"""A migrated database on each engine, and once more with the content tables partitioned by circle."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import open_engine
from storage.migrations import migrate
from storage.transaction import SqlDatabase
from tests.storage.partitions import create_partitioned
from tests.storage.world import AT, HandClock, counting
from tests.support.postgres import PostgresServer


@pytest.fixture
def clock() -> HandClock:
    return HandClock(AT)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database of today's schema, to copy."""
    file = tmp_path_factory.mktemp("migrated") / "template.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """The name of an empty PostgreSQL database of today's schema, to copy."""
    name = postgres_server.create_database()
    asyncio.run(migrate(postgres_server.url(name)))
    return name


@pytest.fixture(scope="session")
def partitioned_postgres(postgres_server: PostgresServer) -> str:
    """The same, its content in four partitions by circle."""
    name = postgres_server.create_database()
    asyncio.run(create_partitioned(postgres_server.url(name)))
    return name


@pytest.fixture
def sqlite_migrated_url(migrated_file: Path, tmp_path: Path) -> str:
    shutil.copy(migrated_file, tmp_path / "entrepairs.db")
    return f"sqlite+aiosqlite:///{tmp_path / 'entrepairs.db'}"


@pytest.fixture
def postgres_migrated_url(postgres_server: PostgresServer, migrated_postgres: str) -> Iterator[str]:
    name = postgres_server.create_database(migrated_postgres)
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture
def partitioned_migrated_url(postgres_server: PostgresServer, partitioned_postgres: str) -> Iterator[str]:
    name = postgres_server.create_database(partitioned_postgres)
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgres", marks=pytest.mark.postgres),
        pytest.param("partitioned", marks=pytest.mark.postgres),
    ]
)
def migrated_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_migrated_url")
    return url


@pytest.fixture
async def database(migrated_url: str, clock: HandClock) -> AsyncIterator[SqlDatabase]:
    """Each test that asks for it runs on SQLite, on PostgreSQL, and on PostgreSQL in partitions."""
    database = SqlDatabase(open_engine(migrated_url), clock)
    yield database
    await database.dispose()


@pytest.fixture
async def postgres_database(postgres_migrated_url: str, clock: HandClock) -> AsyncIterator[SqlDatabase]:
    """For what concerns PostgreSQL alone."""
    database = SqlDatabase(open_engine(postgres_migrated_url), clock)
    yield database
    await database.dispose()


@pytest.fixture
def statements() -> Callable[[AsyncEngine], AbstractContextManager[list[str]]]:
    """`with statements(engine) as said`: what is sent meanwhile, without what begins and ends."""
    return counting
