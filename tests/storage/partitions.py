"""The schema with its content tables hash-partitioned by circle, made from the metadata."""

from __future__ import annotations

from sqlalchemy import Connection, MetaData, text

from storage import search_index
from storage.engine import open_engine
from storage.migrations import head
from storage.schema import CONTENT, metadata

PARTS = 4


async def create_partitioned(url: str) -> None:
    engine = open_engine(url)
    async with engine.connect() as connection, connection.begin():
        await connection.run_sync(_create)
    await engine.dispose()


def _create(connection: Connection) -> None:
    copy = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        table.to_metadata(copy)
    for table in CONTENT:
        copy.tables[table.name].dialect_options["postgresql"]["partition_by"] = "HASH (circle)"
    for table in copy.sorted_tables:
        table.create(connection)
        if table.name in {content.name for content in CONTENT}:
            for part in range(PARTS):
                connection.execute(
                    text(
                        f"CREATE TABLE {table.name}_{part} PARTITION OF {table.name} "
                        f"FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part})"
                    )
                )
    search_index.create(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head()})
