"""From any earlier schema to this one, on both engines; and whether the code and a database agree."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import WRITE, open_engine

_ONE_AT_A_TIME = 7_163_402_915  # PostgreSQL's advisory lock of a migration


class SchemaMismatch(Exception):
    """The database is older or newer than the code: `entrepairs migrate`, or the other release."""

    def __init__(self, found: str | None, expected: str, *, newer: bool) -> None:
        age = "newer" if newer else "older"
        super().__init__(
            f"the database is {age} than the code: it has {found or 'no schema'}, not {expected}"
        )
        self.found = found
        self.expected = expected
        self.newer = newer


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings, without a file: the scripts lie beside this one."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def head() -> str:
    """The revision that the code is written for."""
    return _revisions()[0]


async def migrate(url: str) -> str:
    """Bring the database to the code's schema, all or nothing, and give its revision.

    Raises: SchemaMismatch, where the database is newer than the code.
    """
    engine = open_engine(url)
    try:
        async with engine.connect() as connection:
            await connection.execution_options(**{WRITE: True})
            async with connection.begin():
                return await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


async def check_schema(url: str) -> None:
    """Raises: SchemaMismatch, where the database is newer or older than the code."""
    engine = open_engine(url)
    try:
        async with engine.connect() as connection:
            found = await connection.run_sync(_revision)
    finally:
        await engine.dispose()
    if found != head():
        raise SchemaMismatch(found, head(), newer=is_unknown(found))


async def is_current(engine: AsyncEngine) -> bool:
    """Whether this database, which answers, has the schema that the code is written for."""
    async with engine.connect() as connection:
        return await connection.run_sync(_revision) == head()


def _upgrade(connection: Connection) -> str:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    found = _revision(connection)
    if is_unknown(found):
        raise SchemaMismatch(found, head(), newer=True)
    if found != head():
        command.upgrade(config(connection), "head")
    return head()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def is_unknown(revision: str | None) -> bool:
    """Whether this is a schema of a later release."""
    return revision is not None and revision not in _revisions()


@cache
def _revisions() -> tuple[str, ...]:
    """All that the code knows, the newest first; read once, for they are files."""
    return tuple(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())
