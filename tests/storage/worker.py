"""One process of a fleet: runs what is due on one database, with a sender that only notes what it sent."""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import UTC, datetime

from sqlalchemy import text

from bot.card import Card
from bot.command import Job, JobContext
from bot.i18n import Voice
from bot.jobs import Jobs
from bot.ports import Sent
from bot.vocabulary import Account, Place
from storage.engine import open_engine
from storage.transaction import SqlDatabase


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Notebook:
    """Writes down each send in a table of the same database: when it began and ended, and by whom."""

    platform = "slack"
    idempotent = False
    edit_every_s = 0.0

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


async def waiting(database: SqlDatabase) -> bool:
    async with database.read() as tx:
        return await tx.jobs.next_due() is not None


async def main(url: str, name: str) -> None:
    database = SqlDatabase(open_engine(url), RealClock())
    jobs = Jobs(
        database, {"say": Job("say", compose=compose)}, {"slack": Notebook(database, name)}, RealClock()
    )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)  # all start together
    ran = 0
    while await waiting(database):
        ran += await jobs.run_due()
        await asyncio.sleep(0.005)  # the tick: another process may hold the lanes
    await database.dispose()
    sys.stdout.write(f"{ran}\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
