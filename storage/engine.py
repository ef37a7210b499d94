"""An address becomes an engine: SQLite with its pragmas and explicit transactions, or PostgreSQL."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

WRITE = "write"  # the execution option of a connection that is going to write
BUSY_MS = 5_000
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_MS}",
)


class WrongKind(Exception):
    """A playground's database is never run for real, nor a real one in the playground."""

    def __init__(self, found: str, asked: str) -> None:
        super().__init__(f"this database is “{found}”, not “{asked}”")
        self.found = found
        self.asked = asked


def open_engine(url: str) -> AsyncEngine:
    """An engine for this address; whoever opens it disposes it. Its errors never quote what was written.

    The folder of a SQLite file is created for its owner alone (0700), and so is the file (0600).
    """
    if make_url(url).get_backend_name() != "sqlite":
        return create_async_engine(url, hide_parameters=True, pool_size=10, max_overflow=10)
    _make_private(make_url(url).database)
    engine = create_async_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_MS / 1000})
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    event.listen(engine.sync_engine, "begin", _begin)
    event.listen(engine.sync_engine, "invalidate", _let_go)
    return engine


def _make_private(database: str | None) -> None:
    if not database or database == ":memory:":
        return
    file = Path(database)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))


def _set_pragmas(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _let_go(connection: Any, _: Any, error: BaseException | None) -> None:
    """A cancelled writer gives the file back at once.

    Closing alone does not: SQLite keeps a connection, and its lock, while one of its cursors is alive, and
    the error's trace holds them until the garbage is collected.
    """
    with suppress(Exception):  # it is thrown away either way
        connection.rollback()


def _begin(connection: Connection) -> None:
    """A writer takes the write lock at once: it would fail to upgrade a snapshot that has aged.

    A reader can change nothing, as on PostgreSQL.
    """
    writes = bool(connection.get_execution_options().get(WRITE))
    if connection.info.get(WRITE) is not writes:
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
        connection.info[WRITE] = writes
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
