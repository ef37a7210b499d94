"""A backup takes the place of the database, without what was erased since.

Everything happens to a copy of the backup first; the last step is one transaction of SQLite's: a crash leaves
either the database that was there or the one that came.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.ports import Clock
from storage import backups
from storage.backups import Facts, NotACopy
from storage.engine import open_engine
from storage.erasures import Erasure, LedgerFile, ledger_of
from storage.migrations import migrate
from storage.transaction import SqlDatabase

_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Ready:
    """A backup that may take the place of the database; `came` is what the file held."""

    came: Facts
    erased: int  # lines of the ledger that were new to it
    present: Facts | None  # none: there is no database, or no readable one
    aside: Path | None  # where the present one will be kept
    _work: Path
    _database: Path
    _alone: sqlite3.Connection | None
    _ledger: LedgerFile
    _known: list[Erasure]

    async def put(self) -> None:
        """The present database goes aside, this one takes its place."""
        await asyncio.to_thread(self._put)

    def _put(self) -> None:
        there = set(self._ledger.lines())
        self._ledger.add(
            line for line in dict.fromkeys(self._known) if line not in there
        )  # first: it outlives both
        if self._alone is None and self.aside is not None:
            _move_aside(self._database, self.aside)
        elif self._alone is not None and self.aside is not None:
            backups.back_up(self._database, self.aside, self._alone)
        if self._alone is None:
            backups.make_private(self._database.parent)
            os.close(os.open(self._database, os.O_CREAT | os.O_RDWR, 0o600))
        target = self._alone or sqlite3.connect(self._database, isolation_level=None)
        try:
            with closing(sqlite3.connect(self._work)) as source:
                source.backup(target)
        finally:
            target.close()
        os.chmod(self._database, 0o600)


@asynccontextmanager
async def prepared(url: str, file: Path, clock: Clock) -> AsyncIterator[Ready]:
    """The backup at this release's schema, without what was erased since; the database is held meanwhile.

    Raises: NotACopy, also where it is of a later release or of another kind; Held, where another process has
    the database open; ValueError, where the ledger's file cannot be read.
    """
    database = backups.database_file(url)
    assert database is not None, "PostgreSQL has pg_restore"
    if any(Path(f"{file}{ending}").exists() for ending in _BESIDE):
        raise NotACopy("it has a -wal file beside it: it is a database in use, not a finished copy")
    alone, present, readable = None, None, True
    if database.exists() and database.stat().st_size:
        try:
            alone = backups.held_alone(database)
            present = backups.facts_of(alone)
        except (sqlite3.DatabaseError, NotACopy) as error:
            if isinstance(error, sqlite3.OperationalError):
                raise  # not the file's own fault
            readable = False  # what there is to restore from is all the more needed
            if alone is not None:
                alone.close()
                alone = None
    work = database.with_name(f".{database.name}.restoring")
    ledger = ledger_of(url)
    try:
        came = await asyncio.to_thread(_take_in, file, work)
        wanted = present.kind if present is not None and present.kind else "real"
        if came.kind not in (None, wanted):
            raise NotACopy(f"it is a “{came.kind}” database, and this one is “{wanted}”")
        if came.newer:
            raise NotACopy(f"it has schema {came.revision}, which this release does not know")
        known = ledger.lines() + (_erasures(alone) if alone is not None else [])
        erased = await _brought_up(work, known, clock)
        aside = None
        if alone is not None or not readable:
            aside = backups.folder_of(database) / backups.name(backups.ASIDE, clock.now())
        yield Ready(came, erased, present, aside, work, database, alone, ledger, known)
    finally:
        if alone is not None:
            alone.close()
        for ending in ("", *_BESIDE):
            Path(f"{work}{ending}").unlink(missing_ok=True)


def _take_in(file: Path, work: Path) -> Facts:
    """A copy to work on, verified. Raises: NotACopy."""
    for ending in ("", *_BESIDE):
        Path(f"{work}{ending}").unlink(missing_ok=True)
    backups.make_private(work.parent)
    os.close(os.open(work, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    shutil.copyfile(file, work)
    return backups.verify(work)


async def _brought_up(work: Path, known: list[Erasure], clock: Clock) -> int:
    """Migrated, erased again, and clean of what was erased; verified once more."""
    url = f"sqlite+aiosqlite:///{work}"
    await migrate(url)
    database = SqlDatabase(open_engine(url), clock)
    try:
        erased = await database.replay(known)
        more = True
        while more:
            async with database.write() as tx:
                more = await tx.library.forget_taken_back()
    finally:
        await database.dispose()
    with closing(sqlite3.connect(work, isolation_level=None)) as plain:
        plain.execute("PRAGMA journal_mode=DELETE")
        plain.execute("VACUUM")
    backups.verify(work)
    return erased


def _erasures(alone: sqlite3.Connection) -> list[Erasure]:
    """What the present database knows; none where it is older than the ledger."""
    try:
        found = alone.execute("SELECT kind, circle, thing, at FROM erasures ORDER BY at").fetchall()
    except sqlite3.OperationalError:
        return []
    return [
        Erasure(kind, circle, thing, datetime.fromisoformat(f"{at}+00:00"))
        for kind, circle, thing, at in found
    ]


def _move_aside(database: Path, aside: Path) -> None:
    """As it is: nobody can read it, and somebody may mend it."""
    backups.make_private(aside.parent)
    for ending in ("", *_BESIDE):
        part = Path(f"{database}{ending}")
        if part.exists():
            os.rename(part, f"{aside}{ending}")
