"""The only place that commits: one connection, its queries, one instant and a maker of ids."""

from __future__ import annotations

import asyncio
import base64
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.ahead import Ahead
from bot.circles.ports import Circles
from bot.exchanges.ports import Alerts, Notes
from bot.lease import Leases
from bot.library.imports import Imports
from bot.library.ports import Library
from bot.members.ports import Members
from bot.ports import Clock, Transaction
from bot.practices.ports import Practices
from bot.roads import Drafts, Inbox, Jobs, Meta, Posts
from bot.sessions.ports import Sessions
from bot.trials.ports import Trials
from storage.ahead import SqlAhead
from storage.alerts import SqlAlerts
from storage.circles import SqlCircles
from storage.dialect import insert
from storage.drafts import SqlDrafts
from storage.engine import WRITE, WrongKind
from storage.imports import SqlImports
from storage.inbox import SqlInbox
from storage.jobs import SqlJobs
from storage.leases import SqlLeases
from storage.members import SqlMembers
from storage.meta import SqlMeta
from storage.notes import SqlNotes
from storage.posts import SqlPosts
from storage.practices import SqlPractices
from storage.schema import meta
from storage.search import SqlLibrary
from storage.sessions import SqlSessions
from storage.trials import SqlTrials


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
        self.members: Members = SqlMembers(connection, now, writes=writes)
        self.circles: Circles = SqlCircles(connection, now, make_id)
        self.practices: Practices = SqlPractices(connection, now)
        self.trials: Trials = SqlTrials(connection, now)
        self.notes: Notes = SqlNotes(connection, now)
        self.alerts: Alerts = SqlAlerts(connection, now)
        self.sessions: Sessions = SqlSessions(connection, now)
        self.library: Library = SqlLibrary(connection, now)
        self.drafts: Drafts = SqlDrafts(connection, now)
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
    """

    def __init__(self, engine: AsyncEngine, clock: Clock, new_id: Callable[[], str] = new_id) -> None:
        self.engine = engine
        self._clock = clock
        self._new_id = new_id
        sqlite = engine.dialect.name == "sqlite"
        self._turn: asyncio.Lock | nullcontext[None] = asyncio.Lock() if sqlite else nullcontext()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """A transaction that changes nothing; it never waits for a writer."""
        async with self.engine.connect() as connection:
            await connection.execution_options(postgresql_readonly=True)
            async with connection.begin():
                yield SqlTransaction(connection, self._clock.now(), self._new_id, writes=False)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        """Committed when the block ends, rolled back when it raises."""
        async with self._turn, self.engine.connect() as connection:
            await connection.execution_options(**{WRITE: True})
            async with connection.begin():
                yield SqlTransaction(connection, self._clock.now(), self._new_id, writes=True)

    async def claim_kind(self, kind: str) -> None:
        """Say what this database is for, once and for all: `playground` or `real`.

        Raises: WrongKind, with both names, where it is for something else already.
        """
        async with self._turn, self.engine.connect() as connection:
            await connection.execution_options(**{WRITE: True})
            async with connection.begin():
                row = insert(connection, meta).values(key="kind", value=kind)
                await connection.execute(row.on_conflict_do_nothing(index_elements=["key"]))
                found = await connection.scalar(select(meta.c.value).where(meta.c.key == "kind"))
        if found != kind:
            raise WrongKind(str(found), kind)

    async def dispose(self) -> None:
        await self.engine.dispose()
