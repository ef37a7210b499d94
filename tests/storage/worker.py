"""One process of a fleet: runs what is due on one database, with a sender that only notes what it sent.

Arguments: the database, the process's name, and the instant at which its clock stands (else it goes).
"""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import UTC, datetime

from sqlalchemy import text

from bot.card import Card
from bot.command import Job, JobContext, Manner
from bot.i18n import Voice
from bot.jobs import Jobs
from bot.ports import Sent
from bot.vocabulary import Account, Place
from storage.engine import open_engine
from storage.transaction import SqlDatabase


class WorkerClock:
    def __init__(self, stands_at: str) -> None:
        self._stands_at = datetime.fromisoformat(stands_at) if stands_at else None

    def now(self) -> datetime:
        return self._stands_at or datetime.now(UTC)


class Notebook:
    """Writes down each send in a table of the same database: when it began and ended, and by whom."""

    platform = "slack"
    idempotent = False
    edit_every_s = 0.0
    announces_leaves = True

    def __init__(self, database: SqlDatabase, name: str) -> None:
        self._database = database
        self._name = name

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        assert isinstance(to, Account)
        async with self._database.engine.connect() as connection, connection.begin():
            await connection.execute(
                text("INSERT INTO sends VALUES (:nonce, :address, :worker, :began)"),
                {
                    "nonce": nonce,
                    "address": to.user,
                    "worker": self._name,
                    "began": time.monotonic_ns(),
                },
            )
            await connection.execute(
                text("UPDATE sends SET ended = :ended WHERE nonce = :nonce"),
                {"nonce": nonce, "ended": time.monotonic_ns()},
            )
        return Sent(to.realm, to.user, nonce)

    async def edit(self, where: Sent, card: Card, voice: Voice) -> None:
        raise NotImplementedError

    async def find(self, to: Place | Account, nonce: str) -> Sent | None:
        raise NotImplementedError

    async def admit(self, to: Place, account: Account) -> bool:
        raise NotImplementedError


async def compose(context: JobContext) -> Card | None:
    return Card("Bonjour", notice="Bonjour")


KINDS = {
    "say": Job("say", compose=compose, manner=Manner.SAFETY),  # at whatever hour this runs
    "ask": Job("ask", compose=compose, manner=Manner.COUNTED),
    "news": Job("news", compose=compose, manner=Manner.NEWS),
}


async def waiting(database: SqlDatabase, until: datetime | None) -> bool:
    """Whether there is something to do; where the clock stands, by then."""
    async with database.read() as tx:
        due_at = await tx.jobs.next_due()
    return due_at is not None and (until is None or due_at <= until)


async def main(url: str, name: str, stands_at: str = "") -> None:
    clock = WorkerClock(stands_at)
    database = SqlDatabase(open_engine(url), clock)
    jobs = Jobs(database, KINDS, {"slack": Notebook(database, name)}, clock)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)  # all start together
    ran = 0
    while await waiting(database, clock.now() if stands_at else None):
        ran += await jobs.run_due()
        await asyncio.sleep(0.005)  # the tick: another process may hold the lanes
    await database.dispose()
    sys.stdout.write(f"{ran}\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
