"""The schema is reached by migration, on both engines, and is the one the code knows."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from storage.engine import WRITE, open_engine
from storage.migrations import SchemaMismatch, check_schema, head, migrate
from storage.schema import metadata


def _drift(connection: Connection) -> list[object]:
    """What differs; the tables of tokens belong to an engine, and no metadata describes them."""

    def ours(name: str | None, kind: str, _: object) -> bool:
        return not (kind == "table" and name is not None and name.startswith("practice_fts"))

    options = {"compare_type": True, "compare_server_default": True, "include_name": ours}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


async def test_a_migrated_database_has_the_tables_of_the_code(database_url: str) -> None:
    assert await migrate(database_url) == head()
    assert await migrate(database_url) == head()
    await check_schema(database_url)
    engine = open_engine(database_url)
    async with engine.connect() as connection:
        drift = await connection.run_sync(_drift)
    await engine.dispose()
    assert drift == []


async def test_an_empty_database_is_older_than_the_code(database_url: str) -> None:
    with pytest.raises(SchemaMismatch) as caught:
        await check_schema(database_url)
    assert not caught.value.newer


async def test_a_database_of_a_later_release_is_refused(database_url: str) -> None:
    await migrate(database_url)
    engine = open_engine(database_url)
    async with engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()
    for opens in (check_schema, migrate):
        with pytest.raises(SchemaMismatch) as caught:
            await opens(database_url)
        assert caught.value.newer
