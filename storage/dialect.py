"""The one construct that the two engines spell in different classes: an insert that minds conflicts."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def insert(connection: AsyncConnection, table: Table) -> sqlite.Insert:
    """An insert with `on_conflict_do_nothing` and `on_conflict_do_update` for this connection's engine."""
    return insert_for(connection.dialect.name, table)


def insert_for(engine: str, table: Table) -> sqlite.Insert:
    """The same by the engine's name, for a statement that is built once."""
    if engine == "postgresql":
        return cast(sqlite.Insert, postgresql.insert(table))  # the same methods
    return sqlite.insert(table)
