"""The only place that commits: one connection, its queries, one instant and a maker of ids."""

from __future__ import annotations

import asyncio
import base64
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, nullcontext, suppress
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.ahead import Ahead
from bot.circles.ports import Circles
from bot.exchanges.ports import Alerts, Notes
from bot.library.imports import Imports
from bot.library.ports import Library
from bot.members.ports import Members
from bot.ports import Clock, Transaction
from bot.practices.ports import Practices
from bot.roads import Drafts, Erasures, Inbox, Jobs, Leases, Meta, Posts
from bot.sessions.ports import Sessions
from bot.trials.ports import Trials
from storage.ahead import SqlAhead
from storage.alerts import SqlAlerts
from storage.circles import SqlCircles
from storage.dialect import insert
from storage.drafts import SqlDrafts
from storage.engine import WRITE, WrongKind
from storage.erasures import Erasure, LedgerFile, SqlErasures
from storage.imports import SqlImports
from storage.inbox import SqlInbox
from storage.jobs import SqlJobs
from storage.leases import SqlLeases
from storage.members import SqlMembers
from storage.meta import SqlMeta
from storage.notes import SqlNotes
from storage.posts import SqlPosts
from storage.practices import SqlPractices
from storage.replay import replay
from storage.schema import meta
from storage.search import SqlLibrary
from storage.sessions import SqlSessions
from storage.trials import SqlTrials

T = TypeVar("T")

log = logging.getLogger("entrepairs.storage")


def new_id() -> str:
    """80 random bits as 16 lower-case base32 characters: opaque, and never guessed."""
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()


class SqlTransaction:
    """All aggregates on one connection, at one instant. It has no way to commit."""

    def __init__(
        self, connection: AsyncConnection, now: datetime, make_id: Callable[[], str], *, writes: bool
    ) -> None:
        self.now = now
        self.new_id = make_id
        erasures = SqlErasures(connection, now)
        self.erasures: Erasures = erasures
        self.erased: Sequence[Erasure] = erasures.noted  # for the ledger's file
        self.members: Members = SqlMembers(connection, now, erasures, writes=writes)
        self.circles: Circles = SqlCircles(connection, now, make_id)
        self.practices: Practices = SqlPractices(connection, now, erasures)
        self.trials: Trials = SqlTrials(connection, now)
        self.notes: Notes = SqlNotes(connection, now, erasures)
        self.alerts: Alerts = SqlAlerts(connection, now)
        self.sessions: Sessions = SqlSessions(connection, now)
        self.library: Library = SqlLibrary(connection, now, erasures)
        self.drafts: Drafts = SqlDrafts(connection, now, erasures)
        self.inbox: Inbox = SqlInbox(connection, now)
        self.jobs: Jobs = SqlJobs(connection, now)
        self.posts: Posts = SqlPosts(connection, now)
        self.leases: Leases = SqlLeases(connection, now)
        self.meta: Meta = SqlMeta(connection)
        self.imports: Imports = SqlImports(connection)
        self.ahead: Ahead = SqlAhead(connection)


class SqlDatabase:
    """Transactions on one engine. Dispose it when the process ends, or the process does not end.

    On SQLite writers wait in line here, one at a time per process: inside the file they would poll.
    With `ledger` every erasure is also a line of that file, as soon as it is committed.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        clock: Clock,
        new_id: Callable[[], str] = new_id,
        ledger: LedgerFile | None = None,
    ) -> None:
        self.engine = engine
        self._ledger = ledger
        self._clock = clock
        self._new_id = new_id
        sqlite = engine.dialect.name == "sqlite"
        self._turn: asyncio.Lock | nullcontext[None] = asyncio.Lock() if sqlite else nullcontext()
        self._ending: set[asyncio.Task[Any]] = set()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """A transaction that changes nothing; it never waits for a writer."""
        async with self._connected() as connection:
            await connection.execution_options(postgresql_readonly=True)
            async with connection.begin():
                yield SqlTransaction(connection, self._clock.now(), self._new_id, writes=False)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        """Committed when the block ends, rolled back when it raises."""
        async with self._turn, self._connected() as connection:
            await connection.execution_options(**{WRITE: True})
            async with connection.begin():
                tx = SqlTransaction(connection, self._clock.now(), self._new_id, writes=True)
                yield tx
            await self._told(tx.erased)

    async def _told(self, erased: Sequence[Erasure]) -> None:
        """It happened, whatever becomes of the file: `reconcile` adds at the next start what it lacks."""
        if self._ledger is None or not erased:
            return
        try:
            await asyncio.to_thread(self._ledger.add, erased)
        except OSError as error:
            log.error("ledger_behind", exc_info=error)

    async def reconcile(self) -> int:
        """Database and file know of the same erasures afterwards; gives how many the database did not know.

        Raises: OSError or ValueError, where the file cannot be read or written.
        """
        if self._ledger is None:
            return 0
        lines = self._ledger.lines()
        new = await self.replay(lines)
        async with self.engine.connect() as connection, connection.begin():
            known = await SqlErasures(connection, self._clock.now()).all()
        there = set(lines)
        self._ledger.add(line for line in known if line not in there)
        return new

    async def replay(self, lines: Sequence[Erasure]) -> int:
        """Erase what these lines say and this database does not know of; gives how many were new to it."""
        async with self._turn, self._connected() as connection:
            await connection.execution_options(**{WRITE: True})
            async with connection.begin():
                return await replay(connection, self._clock.now(), lines)

    async def claim_kind(self, kind: str) -> None:
        """Say what this database is for, once and for all: `playground` or `real`.

        Raises: WrongKind, with both names, where it is for something else already.
        """
        async with self._turn, self._connected() as connection:
            await connection.execution_options(**{WRITE: True})
            async with connection.begin():
                row = insert(connection, meta).values(key="kind", value=kind)
                await connection.execute(row.on_conflict_do_nothing(index_elements=["key"]))
                found = await connection.scalar(select(meta.c.value).where(meta.c.key == "kind"))
        if found != kind:
            raise WrongKind(str(found), kind)

    async def dispose(self) -> None:
        """Closes every connection: also one that somebody who was cancelled was opening, or giving back."""
        while self._ending:
            await asyncio.wait(set(self._ending))
        await self.engine.dispose()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        """A connection, opened and given back to the end even where the block's task is cancelled meanwhile.

        Its thread would go on by itself otherwise, and find no loop to answer.
        """
        opening = self._to_the_end(_open(self.engine))
        try:
            connection = await asyncio.shield(opening)
        except asyncio.CancelledError:
            self._to_the_end(_close(opening))
            raise
        try:
            yield connection
        finally:
            await asyncio.shield(self._to_the_end(connection.close()))

    def _to_the_end(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
        return task


async def _open(engine: AsyncEngine) -> AsyncConnection:
    return await engine.connect()


async def _close(opening: asyncio.Task[AsyncConnection]) -> None:
    with suppress(Exception):  # it was not opened
        await (await opening).close()
