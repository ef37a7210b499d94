"""The core on its database: brought up to date, opened, and closed again in order."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

from adapters.ticker import start_ticking
from bot.composition import CannotStart
from bot.dispatch import Dispatcher
from bot.jobs import Jobs
from bot.ports import Clock
from bot.registry import COMMANDS, FACTS, FILES, JOBS, REACTIONS, SUGGEST
from storage import backups
from storage.engine import WrongKind, open_engine
from storage.erasures import LedgerFile, ledger_of
from storage.migrations import SchemaMismatch, check_schema, migrate
from storage.transaction import SqlDatabase

log = logging.getLogger("entrepairs.composition")


class WallClock:
    """The one source of time of a running Entrepairs."""

    def now(self) -> datetime:
        return datetime.now(UTC)


async def migrated(url: str, clock: Clock | None = None, *, keeps: bool = True) -> str:
    """The database at this release's schema; gives the revision. A verified copy of the older one is kept.

    Raises:
        CannotStart: where it is newer, out of reach, or cannot be copied; it is then as it was.
    """
    try:
        if keeps:
            await _kept_before(url, clock or WallClock())
        return await migrate(url)
    except SchemaMismatch as error:
        raise CannotStart(f"DATABASE_URL: {error}") from None
    except (backups.NotACopy, backups.Exists) as error:
        raise CannotStart(f"DATABASE_URL: not upgraded, no backup could be made first ({error})") from None
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise CannotStart(f"DATABASE_URL: the database cannot be opened ({type(error).__name__})") from None


async def _kept_before(url: str, clock: Clock) -> None:
    """A SQLite database that an upgrade is going to change is copied first."""
    file = backups.database_file(url)
    if file is None or not file.exists():
        return
    try:
        await check_schema(url)
    except SchemaMismatch as behind:
        if behind.newer or behind.found is None:
            return  # it will be refused; or there is nothing in it
        target = backups.folder_of(file) / backups.name(backups.AUTOMATIC, clock.now())
        await asyncio.to_thread(backups.back_up, file, target)
        log.warning("backed_up_before_upgrade")


@asynccontextmanager
async def open_database(
    url: str, kind: str | None = None, clock: Clock | None = None, *, remembers: bool = False
) -> AsyncIterator[SqlDatabase]:
    """The migrated database, of that kind where one is asked for; closed when the block ends.

    With `remembers` it shares the ledger of erasures with the file beside it.

    Raises:
        CannotStart: where the database is another's, newer, or out of reach.
    """
    await migrated(url, clock, keeps=kind != "playground")
    ledger = ledger_of(url) if remembers else None
    database = SqlDatabase(open_engine(url), clock or WallClock(), ledger=ledger)
    try:
        if kind is not None:
            await database.claim_kind(kind)
        if ledger is not None:
            await _erased_again(database, ledger, url, clock or WallClock())
        yield database
    except WrongKind as error:
        raise CannotStart(f"DATABASE_URL: {error}") from None
    finally:
        await database.dispose()


async def _erased_again(database: SqlDatabase, ledger: LedgerFile, url: str, clock: Clock) -> None:
    """Whoever put an older database back by hand brings nothing back, and no backup is kept for ever."""
    try:
        if await database.reconcile():
            log.warning("erased_again")
        if file := backups.database_file(url):
            backups.prune(file, clock.now())
    except (OSError, ValueError) as error:
        raise CannotStart(f"{ledger.path}: the ledger of erasures cannot be used ({error})") from None


def dispatcher(database: SqlDatabase, jobs: Jobs, scale: float = 1.0) -> Dispatcher:
    return Dispatcher(
        database,
        COMMANDS,
        files=FILES,
        reactions=REACTIONS,
        facts=FACTS,
        suggest=SUGGEST,
        standing=jobs.standing,
        senders=jobs.senders,
        scale=scale,
        wake=jobs.wake.set,
    )


@asynccontextmanager
async def open_core(
    url: str, kind: str, scale: float = 1.0, *, remembers: bool = False
) -> AsyncIterator[tuple[Dispatcher, Jobs, SqlDatabase]]:
    """The core on a migrated database of that kind; its loop and its tick run until the block ends.

    Senders are added by whoever has them (`Jobs.send_for`); leases are given back once the loop has ended.

    Raises:
        CannotStart: where the database is another's, newer, or out of reach.
    """
    clock = WallClock()
    async with open_database(url, kind, clock, remembers=remembers) as database:
        jobs = Jobs(database, JOBS, {}, clock, scale)
        loop = asyncio.create_task(jobs.run_forever())
        stop_ticking = start_ticking(jobs.wake.set)
        try:
            yield dispatcher(database, jobs, scale), jobs, database
        finally:
            stop_ticking()
            loop.cancel()
            await asyncio.gather(loop, return_exceptions=True)
            for lease in jobs.leases.values():
                await lease.release()
