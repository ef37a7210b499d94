"""Rows that go together: one defect is one row's, a failure is nobody else's, and nothing old is sent."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select

import bot.jobs
from bot.card import Card
from bot.command import Job, JobContext, Manner
from bot.i18n import Voice
from bot.jobs import Jobs
from bot.members.models import Member
from bot.ports import Sent
from bot.roads import JobRow
from bot.vocabulary import Account, Place
from storage.engine import WRITE, open_engine
from storage.jobs import SqlJobs
from storage.posts import SqlPosts
from storage.schema import jobs, members, posts
from storage.transaction import SqlDatabase
from tests.storage.rows import lanes, states
from tests.storage.world import AT, HandClock, counting, found_circle

ROWS = 20


class Postman:
    """Notes each send, and how many intents stood in the database when it began."""

    platform = "slack"
    edit_every_s = 10.0
    announces_leaves = True

    def __init__(self, database: SqlDatabase, *, idempotent: bool = True) -> None:
        self._database = database
        self.idempotent = idempotent
        self.sent: Counter[str] = Counter()
        self.intents: list[int] = []

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        assert isinstance(to, Account)
        self.sent[to.user] += 1
        async with self._database.engine.connect() as connection:
            under_way = select(func.count()).where(jobs.c.state == "sending", jobs.c.intent)
            self.intents.append(int(await connection.scalar(under_way) or 0))
        return Sent(to.realm, to.user, nonce)

    async def edit(self, where: Sent, card: Card, voice: Voice) -> None:
        raise NotImplementedError

    async def find(self, to: Place | Account, nonce: str, since: datetime) -> Sent | None:
        return None

    async def admit(self, to: Place, account: Account) -> bool:
        raise NotImplementedError


async def hello(context: JobContext) -> Card | None:
    return Card("Bonjour", notice="Bonjour")


def runner(database: SqlDatabase, sender: Postman, clock: HandClock, compose: Any = hello) -> Jobs:
    return Jobs(database, {"say": Job("say", compose=compose)}, {"slack": sender}, clock)


async def some_lanes(database: SqlDatabase, count: int = ROWS) -> None:
    await found_circle(database)
    await lanes(database, count)


async def test_all_intents_of_a_claim_are_one_transaction(database: SqlDatabase, clock: HandClock) -> None:
    await some_lanes(database)
    sender = Postman(database)
    assert await runner(database, sender, clock).run_due() == ROWS
    assert sender.intents[0] == ROWS
    assert set(sender.sent.values()) == {1}
    assert set(await states(database)) == {"done"}
    async with database.engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(posts)) == ROWS
        refs = (await connection.execute(select(jobs.c.id, jobs.c.sent_ref))).all()
    assert {ref for _, ref in refs} == {f"ep-{job}" for job, _ in refs}


async def test_where_nobody_recognises_a_nonce_an_intent_comes_just_before_its_send(
    database: SqlDatabase, clock: HandClock
) -> None:
    """A crash leaves to a person what was under way, and no more."""
    await some_lanes(database)
    sender = Postman(database, idempotent=False)
    await runner(database, sender, clock).run_due()
    assert max(sender.intents) <= bot.jobs.AT_ONCE
    assert set(await states(database)) == {"done"}


async def test_a_defect_is_one_rows_alone(database: SqlDatabase, clock: HandClock) -> None:
    await some_lanes(database)

    async def compose(context: JobContext) -> Card | None:
        if context.job.address == "U007":
            raise RuntimeError("a defect")
        return Card("Bonjour", notice="Bonjour")

    sender = Postman(database)
    await runner(database, sender, clock, compose).run_due()
    assert dict(sender.sent) == {f"U{n:03}": 1 for n in range(ROWS) if n != 7}
    assert Counter(await states(database)) == {"done": ROWS - 1, "due": 1}
    async with database.engine.connect() as connection:
        (left,) = await connection.execute(
            select(jobs.c.address, jobs.c.failures, jobs.c.attempts, jobs.c.intent, jobs.c.due_at).where(
                jobs.c.state == "due"
            )
        )
    assert tuple(left) == ("U007", 1, 1, False, AT + timedelta(seconds=5))


async def test_a_group_that_cannot_be_recorded_is_recorded_one_by_one(
    database: SqlDatabase, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await some_lanes(database)
    add = SqlPosts.add

    async def refused(self: SqlPosts, *shown: Any) -> None:
        if len(shown) > 1 or shown[0].address == "U003":
            raise OSError("the disk is full")
        await add(self, *shown)

    monkeypatch.setattr(SqlPosts, "add", refused)
    sender = Postman(database)
    await runner(database, sender, clock).run_due()
    assert sender.sent == {f"U{n:03}": 1 for n in range(ROWS)}
    assert Counter(await states(database)) == {"done": ROWS - 1, "due": 1}
    async with database.engine.connect() as connection:
        left = await connection.execute(select(jobs.c.address, jobs.c.intent).where(jobs.c.state == "due"))
        assert [tuple(row) for row in left] == [("U003", True)]


async def test_what_was_composed_a_while_ago_is_composed_anew(
    database: SqlDatabase, clock: HandClock
) -> None:
    """Each send takes six seconds, in a claim of twenty."""
    await some_lanes(database)
    composed: dict[str, Any] = {}

    async def compose(context: JobContext) -> Card | None:
        composed[context.job.address] = context.now
        return Card("Bonjour", notice="Bonjour")

    class Slow(Postman):
        async def send(self, to: Place | Account, *rest: Any) -> Sent:
            assert isinstance(to, Account)
            assert clock.now() - composed[to.user] <= timedelta(seconds=10)
            clock.pass_(seconds=6)
            return await super().send(to, *rest)

    sender = Slow(database)
    assert await runner(database, sender, clock, compose).run_due() == ROWS
    assert sender.sent == {f"U{n:03}": 1 for n in range(ROWS)}
    async with database.engine.connect() as connection:
        found = await connection.execute(select(jobs.c.state, jobs.c.failures).distinct())
        assert [tuple(row) for row in found] == [("done", 0)]


async def test_what_another_process_claimed_meanwhile_is_not_sent(
    database: SqlDatabase, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await some_lanes(database)
    intend = SqlJobs.intend_several

    async def lost(self: SqlJobs, claimed: Sequence[JobRow], lease_s: float) -> Any:
        await self.finish(claimed[0])
        return await intend(self, claimed, lease_s)

    monkeypatch.setattr(SqlJobs, "intend_several", lost)
    sender = Postman(database)
    await runner(database, sender, clock).run_due()
    assert sender.sent == {f"U{n:03}": 1 for n in range(1, ROWS)}


# --- ten thousand ----------------------------------------------------------------------------------------

PEOPLE, EACH = 500, 20


async def test_ten_thousand_due_after_thirty_days_are_no_burst_and_soon_over(
    sqlite_migrated_url: str, clock: HandClock
) -> None:
    database = SqlDatabase(open_engine(sqlite_migrated_url), clock)
    await found_circle(database)
    everybody = [Member("lyon", f"p{n}", f"Membre {n}") for n in range(PEOPLE)]
    due = [asked(n) for n in range(PEOPLE * EACH)]
    async with database.engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            await connection.execute(insert(members), [asdict(one) | {"joined_at": AT} for one in everybody])
            await connection.execute(insert(jobs), due)
    clock.pass_(days=30)
    sender = Postman(database)
    kinds = {"say": Job("say", compose=hello, manner=Manner.COUNTED)}
    spent = time.process_time()
    with counting(database.engine) as said:
        await Jobs(database, kinds, {"slack": sender}, clock).run_due()
    assert sender.sent == {f"U{n}": 1 for n in range(PEOPLE)}
    assert time.process_time() - spent < 10
    assert len(said) - PEOPLE < PEOPLE * EACH / 10  # one of each send is the postman's
    await database.dispose()


def asked(number: int) -> dict[str, Any]:
    """To each person something on twenty days of thirty."""
    who, due_at = number % PEOPLE, AT + timedelta(days=number // PEOPLE, minutes=number % 97)
    return {
        "key": f"say:{number}",
        "kind": "say",
        "circle": "lyon",
        "subject": f"1-{number}",
        "member": f"p{who}",
        "platform": "slack",
        "realm": "T1",
        "address": f"U{who}",
        "direct": True,
        "lane": f"slack:T1:U{who}",
        "due_at": due_at,
        "first_due_at": due_at,
        "state": "due",
        "intent": False,
        "attempts": 0,
    }
