"""How long 10,000 due jobs take, beside APScheduler's own SQL job store.

Two contestants take turns, seven rounds long, each on a SQLite file of its own (WAL, `synchronous=FULL`):

- ours: `Jobs.run_due` on 10,000 due messages in 834 circles of 12: half go to a place, half to one member who
  did not ask for it (their hours, pause and ration are looked at). Nobody waits for anybody: each has a lane
  of its own. Composing reads nothing, for what a message reads is its own affair. Two figures of the same
  run: what comes before the sends (claimed, courtesy decided, composed, the intent to send committed), and
  all of it, with a sender that does nothing and each send recorded.
- apscheduler: an `AsyncIOScheduler` on a `SQLAlchemyJobStore` with fewer jobs that are due and do nothing: it
  commits each one alone, so its time grows as their number does.

Times are wall time; for ours the time of the processor is told as well, which a busy machine does not change.
Prints the medians and writes them to `bench/out/jobs.json`.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from apscheduler.events import EVENT_JOB_EXECUTED
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import create_engine, event, insert

from bot.card import Card
from bot.circles.models import Circle, Register
from bot.command import Job, JobContext, Manner
from bot.i18n import Voice
from bot.jobs import Batch, Jobs
from bot.members.models import Member
from bot.ports import Sent
from bot.vocabulary import Account, Place
from storage.engine import PRAGMAS, WRITE, open_engine
from storage.migrations import migrate
from storage.schema import circles, jobs, members
from storage.transaction import SqlDatabase

ROUNDS = 7
DUE, THEIRS = 10_000, 1_000
CIRCLE_OF = 12
AIM_S = 0.5
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)  # Tuesday 09:30 in Paris: everybody is open
OUT = Path(__file__).with_name("out")


class HandClock:
    def now(self) -> datetime:
        return NOW


class Nowhere:
    """A sender that does nothing."""

    platform, idempotent, edit_every_s, announces_leaves = "bench", True, 10.0, True

    def __init__(self) -> None:
        self.sent = 0

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        self.sent += 1
        return Sent(to.realm, to.user if isinstance(to, Account) else to.id, nonce)

    async def edit(self, where: Sent, card: Card, voice: Voice) -> None: ...

    async def find(self, to: Place | Account, nonce: str, since: datetime) -> Sent | None:
        return None

    async def admit(self, to: Place, account: Account) -> bool:
        return True


class Watched(Jobs):
    """Adds up what comes before the sends."""

    before_s = 0.0

    async def _claim(self, limit: int) -> Batch | None:
        start = time.perf_counter()
        try:
            return await super()._claim(limit)
        finally:
            self.before_s += time.perf_counter() - start


async def said(context: JobContext) -> Card | None:
    return Card("Bonjour", notice="Bonjour")


KINDS = {
    "bench.told": Job("bench.told", compose=said, manner=Manner.COUNTED),
    "bench.said": Job("bench.said", compose=said),
}


class Ours:
    def __init__(self, database: SqlDatabase) -> None:
        self.database = database

    @classmethod
    async def open(cls, folder: Path) -> Ours:
        url = f"sqlite+aiosqlite:///{folder / 'ours.db'}"
        await migrate(url)
        ours = cls(SqlDatabase(open_engine(url), HandClock()))
        of = [
            Circle(f"c{n}", n + 1, f"c{n}", "fr", "Europe/Paris", Register.TU, "")
            for n in range(-(-DUE // CIRCLE_OF))
        ]
        await ours.write(circles, [asdict(circle) | {"created_at": NOW} for circle in of])
        everybody = [Member(_circle(n), f"m{n}", f"Membre {n}") for n in range(DUE)]
        await ours.write(members, [asdict(member) | {"joined_at": NOW} for member in everybody])
        return ours

    async def write(self, table: Any, rows: list[dict[str, Any]]) -> None:
        async with self.database.engine.connect() as connection:
            await connection.execution_options(**{WRITE: True})
            async with connection.begin():
                await connection.execute(table.delete())
                await connection.execute(insert(table), rows)

    async def drain(self) -> dict[str, float]:
        await self.write(jobs, [_row(n) for n in range(DUE)])
        sender = Nowhere()
        loop = Watched(self.database, KINDS, {"bench": sender}, HandClock())
        start, spent = time.perf_counter(), time.process_time()
        ran = await loop.run_due()
        took = {"drained": time.perf_counter() - start, "processor": time.process_time() - spent}
        assert (sender.sent, ran) == (DUE, DUE)
        return {"before": loop.before_s, **took}


def _circle(number: int) -> str:
    return f"c{number // CIRCLE_OF}"


def _row(number: int) -> dict[str, Any]:
    direct = number % 2 == 0
    address = f"{'u' if direct else 'channel'}{number}"
    return {
        "key": f"bench:{number}",
        "kind": "bench.told" if direct else "bench.said",
        "circle": _circle(number),
        "subject": f"1-{number}",
        "member": f"m{number}" if direct else None,
        "platform": "bench",
        "realm": "realm",
        "address": address,
        "direct": direct,
        "lane": f"bench:realm:{address}",
        "due_at": NOW - timedelta(seconds=DUE - number),
        "first_due_at": NOW - timedelta(seconds=DUE - number),
        "state": "due",
        "intent": False,
        "attempts": 0,
    }


class Theirs:
    """APScheduler's job store, with jobs that were due a second ago."""

    def __init__(self, file: Path) -> None:
        self._url = f"sqlite:///{file}"

    async def drain(self) -> dict[str, float]:
        engine = create_engine(self._url)

        @event.listens_for(engine, "connect")
        def pragmas(connection: Any, _: Any) -> None:
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")

        scheduler = AsyncIOScheduler(
            jobstores={"default": SQLAlchemyJobStore(engine=engine)},
            job_defaults={"misfire_grace_time": None, "coalesce": True},
            timezone=UTC,
        )
        ran, all_ran = 0, asyncio.Event()

        def count(_: object) -> None:
            nonlocal ran
            ran += 1
            if ran == THEIRS:
                all_ran.set()

        scheduler.add_listener(count, EVENT_JOB_EXECUTED)
        scheduler.start(paused=True)
        with engine.connect() as connection:  # filling is not what is measured
            connection.exec_driver_sql("PRAGMA synchronous=OFF")
        at = datetime.now(UTC) - timedelta(seconds=1)
        for number in range(THEIRS):
            scheduler.add_job(nothing, "date", run_date=at, id=f"bench{number}")
        engine.dispose()  # the next connection has the pragmas again
        start = time.perf_counter()
        scheduler.resume()
        await all_ran.wait()
        took = time.perf_counter() - start
        scheduler.shutdown()
        engine.dispose()
        return {"apscheduler": took}


async def nothing() -> None: ...


async def measure(folder: Path) -> dict[str, Any]:
    ours, theirs = await Ours.open(folder), Theirs(folder / "theirs.db")
    rounds: dict[str, list[float]] = {}
    try:
        await ours.drain()  # warm
        for _ in range(ROUNDS):
            for contestant in (ours, theirs):
                for name, took in (await contestant.drain()).items():
                    rounds.setdefault(name, []).append(took)
    finally:
        await ours.database.dispose()
    return {
        "median_s": {name: round(median(of), 3) for name, of in rounds.items()},
        "rounds_s": {name: [round(took, 3) for took in of] for name, of in rounds.items()},
        "due": DUE,
        "apscheduler_due": THEIRS,
        "aim_before_s": AIM_S,
        "rounds": ROUNDS,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "apscheduler": version("apscheduler"),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    OUT.mkdir(exist_ok=True)
    sys.modules["jobs"] = sys.modules[__name__]  # APScheduler finds what it runs by the name of its module
    with tempfile.TemporaryDirectory(dir=OUT) as folder:  # on the project's disk: memory would flatter
        found = asyncio.run(measure(Path(folder)))
    (OUT / "jobs.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    told = {
        "before": (DUE, f"ours, before the sends (aim: at most {AIM_S} s)"),
        "drained": (DUE, "ours, sent by a sender that does nothing, and recorded"),
        "processor": (DUE, "(the same: time of the processor)"),
        "apscheduler": (
            THEIRS,
            f"APScheduler {found['apscheduler']}, its SQL job store, jobs that do nothing",
        ),
    }
    sys.stdout.write("   median  best round    each job     due\n")
    for name, (due, line) in told.items():
        took, best = found["median_s"][name], min(found["rounds_s"][name])
        each = took / due * 1e6
        sys.stdout.write(f"{took:7.3f} s  {best:8.3f} s  {each:7.0f} µs  {due:6}  {line}\n")
    sys.stdout.write(f"Medians of {ROUNDS} interleaved rounds, at a load of {found['load']}.\n")
    sys.stdout.write("All of it: bench/out/jobs.json\n")


if __name__ == "__main__":
    main()
