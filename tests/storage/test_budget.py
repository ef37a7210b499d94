"""Two processes on one PostgreSQL: together they keep to one person's ration."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from bot.card import Card
from bot.command import Job, JobContext, Manner, Rank
from bot.i18n import Voice
from bot.jobs import Jobs
from bot.ports import Sent
from bot.vocabulary import Account, Notice, Place, ToMember
from storage.engine import open_engine
from storage.transaction import SqlDatabase
from tests.storage.world import AT, HandClock, found_circle


class Slow:
    """Gives the other process its turn in the middle of every send."""

    platform = "slack"
    idempotent = False
    edit_every_s = 10.0
    announces_leaves = True

    def __init__(self) -> None:
        self.sent: Counter[str] = Counter()

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        assert isinstance(to, Account)
        for _ in range(20):
            await asyncio.sleep(0)
        self.sent[to.user] += 1
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
    "ask": Job("ask", compose=compose, manner=Manner.COUNTED, rank=Rank.REVIEW),
    "news": Job("news", compose=compose, manner=Manner.NEWS),
}


@pytest.mark.postgres
async def test_two_processes_together_keep_to_the_ration(
    postgres_migrated_url: str, postgres_database: SqlDatabase, clock: HandClock
) -> None:
    await found_circle(postgres_database)
    async with postgres_database.write() as tx:
        for n in range(12):
            for member in ("claire", "hugo", "ines"):
                await tx.jobs.add(Notice("ask", ToMember("lyon", member), f"1-{n}"))
                await tx.jobs.add(Notice("news", ToMember("lyon", member), f"1-{n}"))
    sender = Slow()
    others = [SqlDatabase(open_engine(postgres_migrated_url), clock) for _ in range(2)]
    processes = [Jobs(database, KINDS, {"slack": sender}, clock) for database in others]
    try:
        for day, told in enumerate((2, 4, 5, 6, 7)):  # Monday to Friday: two asked for, and news each day
            clock.at = AT + timedelta(days=day)
            await asyncio.gather(*(process.run_due() for process in processes))
            assert sender.sent == dict.fromkeys(("UCLAIRE", "UHUGO", "UINES"), told)
    finally:
        for database in others:
            await database.dispose()


async def test_thirty_days_down_is_no_burst(database: SqlDatabase, clock: HandClock) -> None:
    await found_circle(database)
    async with database.write() as tx:
        for n in range(40):
            await tx.jobs.add(
                Notice("ask", ToMember("lyon", "hugo"), f"1-{n}", due_at=AT + timedelta(days=n % 30))
            )
    sender = Slow()
    clock.pass_(days=30)
    await Jobs(database, KINDS, {"slack": sender}, clock).run_due()
    assert sender.sent == {"UHUGO": 1}
    clock.pass_(hours=-1)
    await Jobs(database, KINDS, {"slack": sender}, clock).run_due()
    clock.pass_(days=1)
    clock.pass_(days=-1)
    await Jobs(database, KINDS, {"slack": sender}, clock).run_due()
    assert sender.sent == {"UHUGO": 1}


async def test_what_matters_more_goes_first(database: SqlDatabase, clock: HandClock) -> None:
    await found_circle(database)
    said: list[str] = []

    async def noted(context: JobContext) -> Card | None:
        said.append(context.job.kind)
        return Card("Bonjour", notice="Bonjour")

    kinds = {
        str(rank): Job(str(rank), compose=noted, manner=Manner.COUNTED, rank=rank) for rank in reversed(Rank)
    }
    async with database.write() as tx:
        for n, kind in enumerate(kinds):
            due_at = AT - timedelta(minutes=9 - n)
            await tx.jobs.add(Notice(kind, ToMember("lyon", "hugo"), "1-a", due_at=due_at))
    runner = Jobs(database, kinds, {"slack": Slow()}, clock)
    for _ in range(14):
        await runner.run_due()
        clock.pass_(days=1)
    assert list(dict.fromkeys(said)) == ["1", "2", "3", "4"]
