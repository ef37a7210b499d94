"""A migrated database on each engine, and once more with the content tables partitioned by circle."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import open_engine
from storage.migrations import migrate
from storage.schema import metadata
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


@pytest.fixture(scope="session")
def postgres_in_use(postgres_server: PostgresServer, migrated_postgres: str) -> str:
    return postgres_server.create_database(migrated_postgres)


@pytest.fixture(scope="session")
def partitioned_in_use(postgres_server: PostgresServer, partitioned_postgres: str) -> str:
    return postgres_server.create_database(partitioned_postgres)


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
def storage_url(request: pytest.FixtureRequest) -> str:
    """A SQLite file of the test's own; on PostgreSQL tests follow one another in one database."""
    if request.param == "sqlite":
        url: str = request.getfixturevalue("sqlite_migrated_url")
        return url
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.url(request.getfixturevalue(f"{request.param}_in_use"))


@pytest.fixture
async def database(storage_url: str, clock: HandClock) -> AsyncIterator[SqlDatabase]:
    """Each test that asks for it runs on SQLite, on PostgreSQL, and on PostgreSQL in partitions."""
    database = SqlDatabase(open_engine(storage_url), clock)
    if database.engine.dialect.name != "sqlite":
        await empty(database)
    yield database
    await database.dispose()


async def empty(database: SqlDatabase) -> None:
    """Whatever the test before left, even where it failed."""
    names = ", ".join(table.name for table in metadata.sorted_tables)
    async with database.engine.connect() as connection, connection.begin():
        await connection.execute(text("SET LOCAL lock_timeout = '10s'"))
        await connection.execute(text(f"TRUNCATE {names}, practice_fts RESTART IDENTITY"))


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
