"""One sender at a time: two processes on one database, their stop-watches, their clocks, what each may do."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.card import Card
from bot.command import Job, JobContext, Manner
from bot.composition.core import open_core
from bot.i18n import Voice
from bot.jobs import Jobs
from bot.lease import LEASE_S, RENEW_S, STOP_S, Lease
from bot.ports import Sent, Transaction
from bot.vocabulary import Account, Notice, Place, ToAccount
from storage.engine import open_engine
from storage.transaction import SqlDatabase
from tests.storage.world import AT, CLAIRE, HandClock, found_circle

NAME = "sender:slack"


class Watch:
    """A stop-watch that goes where the test says."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


class Process:
    """One process: its own connections, wall clock and claim. `cut`: it reaches no database."""

    def __init__(self, url: str, holder: str, watch: Watch) -> None:
        self.clock = HandClock(AT)
        self.database = SqlDatabase(open_engine(url), self.clock)
        self.cut = False
        self.lost_answers = False  # what it writes is committed, and it never hears of it
        self.lease = Lease(self, NAME, holder, elapsed=watch)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        if self.cut:
            raise OSError
        async with self.database.read() as tx:
            yield tx

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        if self.cut:
            raise OSError
        async with self.database.write() as tx:
            yield tx
        if self.lost_answers:
            raise OSError


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def pair(
    storage_url: str, database: SqlDatabase, watch: Watch
) -> AsyncIterator[tuple[Process, Process]]:
    """Two processes on one database of each kind."""
    one, two = Process(storage_url, "one", watch), Process(storage_url, "two", watch)
    yield one, two
    for process in (one, two):
        await process.database.dispose()


def held(*processes: Process) -> list[bool]:
    return [process.lease.holds() for process in processes]


async def test_the_first_has_it_and_keeps_it(pair: tuple[Process, Process], watch: Watch) -> None:
    one, two = pair
    for _ in range(10):
        await one.lease.turn()
        await two.lease.turn()
        assert held(one, two) == [True, False]
        assert (one.lease.is_anothers, two.lease.is_anothers) == (False, True)
        watch.at += RENEW_S


async def test_whoever_is_silent_stops_before_another_begins(
    pair: tuple[Process, Process], watch: Watch
) -> None:
    one, two = pair
    await one.lease.turn()
    await two.lease.turn()
    one.cut = True
    watch.at = STOP_S - 0.1
    await one.lease.turn()
    assert held(one, two) == [True, False]
    watch.at = STOP_S
    await two.lease.turn()
    assert held(one, two) == [False, False]
    watch.at = LEASE_S - 0.1
    await two.lease.turn()
    assert held(one, two) == [False, False]
    watch.at = LEASE_S
    await two.lease.turn()
    assert held(one, two) == [False, True]
    one.cut = False
    await one.lease.turn()
    assert held(one, two) == [False, True]


async def test_a_clean_end_makes_nobody_wait(pair: tuple[Process, Process], watch: Watch) -> None:
    one, two = pair
    await one.lease.turn()
    await two.lease.turn()
    await one.lease.release()
    assert held(one, two) == [False, False]
    await one.lease.turn()  # it gave it back for good
    await two.lease.turn()
    assert held(one, two) == [False, True]
    await one.lease.release()  # another's by now: left as it is
    watch.at += RENEW_S
    await two.lease.turn()
    assert held(one, two) == [False, True]


@pytest.mark.parametrize("hours", [-1, 1])
@pytest.mark.parametrize("whose", [0, 1])
async def test_a_clock_that_is_set_moves_nothing(
    pair: tuple[Process, Process], watch: Watch, hours: int, whose: int
) -> None:
    """Neither the holder's nor the other's: an hour back or forward gives no second holder, and no gap."""
    one, two = pair
    await one.lease.turn()
    await two.lease.turn()
    pair[whose].clock.pass_(hours=hours)
    for _ in range(5):
        watch.at += RENEW_S
        await one.lease.turn()
        await two.lease.turn()
        assert held(one, two) == [True, False]
    one.cut = True
    await two.lease.turn()
    watch.at += LEASE_S
    await two.lease.turn()
    assert held(one, two) == [False, True]


async def test_a_renewal_that_nobody_heard_of_does_not_count(
    pair: tuple[Process, Process], watch: Watch
) -> None:
    one, two = pair
    await one.lease.turn()
    await two.lease.turn()
    one.lost_answers = True
    watch.at = RENEW_S
    await one.lease.turn()
    await two.lease.turn()
    watch.at = STOP_S
    assert held(one, two) == [False, False]
    watch.at = LEASE_S  # the row was renewed at 5: it is watched from there
    await two.lease.turn()
    assert held(one, two) == [False, False]
    watch.at = RENEW_S + LEASE_S
    await two.lease.turn()
    assert held(one, two) == [False, True]


@pytest.mark.parametrize("seed", range(3))
async def test_never_both_whatever_happens(pair: tuple[Process, Process], watch: Watch, seed: int) -> None:
    """Random waits, cuts, lost answers and clocks; somebody has it for much of the time."""
    lots, seen, had = random.Random(seed), 0, set()
    for _ in range(150):
        process = lots.choice(pair)
        match lots.randrange(12):
            case 0:
                process.cut = not process.cut
            case 1:
                process.lost_answers = not process.lost_answers
            case 2:
                process.clock.pass_(minutes=lots.randrange(-90, 90))
            case _:
                await process.lease.turn()
        now = held(*pair)
        assert now != [True, True]
        seen += any(now)
        had.update(n for n, has in enumerate(now) if has)
        watch.at += lots.choice((0.0, 0.1, 1.0, 2.0, 4.0))
    assert seen > 30
    assert had == {0, 1}


# --- the loop that keeps it ------------------------------------------------------------------------------


class Worked:
    """A gateway: says when it opens and when it closes."""

    def __init__(self) -> None:
        self.opened, self.closed = asyncio.Event(), asyncio.Event()
        self.times = 0

    async def __call__(self) -> None:
        self.times += 1
        self.closed.clear()
        self.opened.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.opened.clear()
            self.closed.set()


async def test_work_goes_with_the_lease(sqlite_migrated_url: str) -> None:
    """Begun with it, ended where the database is out of reach, begun anew, handed over at a clean end."""
    one, two = (Process(sqlite_migrated_url, name, Watch()) for name in ("one", "two"))
    for process, name in ((one, "one"), (two, "two")):
        process.lease = Lease(process, NAME, name, scale=0.02)
    first, second = Worked(), Worked()
    async with asyncio.timeout(20):
        keeping = asyncio.create_task(one.lease.keep(first))
        await first.opened.wait()
        one.cut = True
        await first.closed.wait()
        assert not one.lease.holds()
        one.cut = False
        await first.opened.wait()
        waiting = asyncio.create_task(two.lease.keep(second))
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        assert first.closed.is_set()
        await one.lease.release()
        await second.opened.wait()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    assert (first.times, second.times) == (2, 1)
    for process in (one, two):
        await process.database.dispose()


async def test_a_restart_waits_for_nobody(sqlite_url: str) -> None:
    """Two processes as they run: the second begins when the first has ended cleanly, well before 15 s."""
    first, second = Worked(), Worked()
    async with asyncio.timeout(10):  # with a lease left behind it would be 15
        async with open_core(sqlite_url, "real") as (_, jobs, _):
            serving = asyncio.create_task(jobs.send_for(Lines(), "one", first))
            await first.opened.wait()
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
        async with open_core(sqlite_url, "real") as (_, jobs, _):
            serving = asyncio.create_task(jobs.send_for(Lines(), "two", second))
            await second.opened.wait()
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


async def test_what_the_work_ends_with_ends_the_loop(pair: tuple[Process, Process]) -> None:
    async def refused() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await pair[0].lease.keep(refused)


# --- the loop of jobs ------------------------------------------------------------------------------------


class Lines:
    """A platform that notes what it was given, and may let something happen first."""

    platform = "slack"
    idempotent = False
    edit_every_s = 0.0

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        self.sent.append(nonce)
        return Sent(to.realm, "D1", nonce)

    async def edit(self, where: Sent, card: Card, voice: Voice) -> None:
        raise NotImplementedError

    async def find(self, to: Place | Account, nonce: str) -> Sent | None:
        raise NotImplementedError

    async def admit(self, to: Place, account: Account) -> bool:
        raise NotImplementedError


async def test_without_the_lease_no_row_of_the_platform_is_claimed(
    pair: tuple[Process, Process], watch: Watch
) -> None:
    """Acts of the core go on; what waited goes out once the lease is ours, and what was claimed before it
    was lost goes back in line unharmed."""
    one, two = pair
    await found_circle(one.database)
    acted: list[str] = []
    composing: list[Process] = []

    async def compose(context: JobContext) -> Card:
        for process in composing:
            process.cut = True
            watch.at += STOP_S
        return Card("Bonjour", notice="Bonjour")

    async def act(context: JobContext) -> None:
        acted.append(context.job.subject)

    kinds = {"say": Job("say", compose=compose, manner=Manner.SAFETY), "do": Job("do", act=act)}

    async def say(*subjects: str) -> None:
        async with two.database.write() as tx:
            for subject in subjects:
                await tx.jobs.add(Notice("say", ToAccount(CLAIRE, "lyon"), subject))
            await tx.jobs.later("do", "lyon", subjects[0], tx.now)

    lines = Lines()
    jobs = Jobs(two.database, kinds, {"slack": lines}, two.clock)
    jobs.leases["slack"] = two.lease
    await one.lease.turn()
    await two.lease.turn()
    await say("1-a")
    assert await jobs.run_due() == 1
    assert (acted, lines.sent) == (["1-a"], [])
    await one.lease.release()
    await two.lease.turn()
    assert await jobs.run_due() == 1
    assert len(lines.sent) == 1
    composing.append(two)  # it holds the row, its words are made, and the lease is lost
    await say("1-b")
    await jobs.run_due()
    assert len(lines.sent) == 1
    async with one.database.read() as tx:
        (row,) = await tx.jobs.upcoming(5)
    assert (row.subject, row.state, row.failures, row.intent) == ("1-b", "due", 0, False)
    composing.clear()
    two.cut = False
    await two.lease.turn()
    assert two.lease.holds()
    await jobs.run_due()
    assert len(lines.sent) == 2
