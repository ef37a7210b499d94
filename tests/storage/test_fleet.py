"""Several processes on one PostgreSQL: every due job runs once, and never two of a lane at a time."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select, text

from bot.vocabulary import Account, Notice, ToAccount, ToMember
from storage.schema import jobs
from storage.transaction import SqlDatabase
from tests.storage.world import AT, found_circle


@dataclass(frozen=True, slots=True)
class Send:
    nonce: str
    address: str
    worker: str
    began: int
    ended: int


async def fleet(url: str, size: int = 2, stands_at: str = "") -> list[int]:
    """How many rows each process ran."""
    command = (sys.executable, "-W", "error", "-m", "tests.storage.worker", url)
    pipes = {"stdin": asyncio.subprocess.PIPE, "stdout": asyncio.subprocess.PIPE}
    workers = [
        await asyncio.create_subprocess_exec(*command, f"w{n}", stands_at, **pipes)  # type: ignore[arg-type]
        for n in range(size)
    ]
    for worker in workers:
        assert worker.stdout
        assert await worker.stdout.readline() == b"ready\n"
    said = await asyncio.gather(*(worker.communicate(b"go\n") for worker in workers))
    assert [worker.returncode for worker in workers] == [0] * size
    return [int(out) for out, _ in said]


async def open_notebook(database: SqlDatabase) -> None:
    async with database.engine.connect() as connection, connection.begin():
        await connection.execute(
            text("CREATE TABLE sends (nonce TEXT, address TEXT, worker TEXT, began BIGINT, ended BIGINT)")
        )


async def noted(database: SqlDatabase) -> list[Send]:
    async with database.engine.connect() as connection:
        return [Send(*row) for row in await connection.execute(text("SELECT * FROM sends"))]


@pytest.mark.postgres
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("due", "lanes", "size"),
    [
        (1000, 1000, 2),
        (400, 20, 2),
        pytest.param(2000, 2000, 4, marks=pytest.mark.soak),
        pytest.param(2000, 100, 4, marks=pytest.mark.soak),
    ],
)
async def test_every_due_job_runs_exactly_once(
    postgres_migrated_url: str, postgres_database: SqlDatabase, due: int, lanes: int, size: int
) -> None:
    await found_circle(postgres_database)
    async with postgres_database.write() as tx:
        for n in range(due):
            account = Account("slack", "T1", f"U{n % lanes:04}")
            await tx.jobs.add(Notice("say", ToAccount(account, "lyon"), f"1-{n}"))
    await open_notebook(postgres_database)
    ran = await fleet(postgres_migrated_url, size)
    sends = await noted(postgres_database)
    async with postgres_database.engine.connect() as connection:
        left = await connection.scalar(select(func.count()).where(jobs.c.state != "done"))
        attempts = await connection.scalar(select(func.max(jobs.c.attempts)))
    assert Counter(Counter(send.nonce for send in sends).values()) == {1: due}
    assert (sum(ran), left, attempts) == (due, 0, 1)
    assert len({send.worker for send in sends}) == size  # each had its share
    by_lane: dict[str, list[Send]] = defaultdict(list)
    for send in sorted(sends, key=lambda send: send.began):
        by_lane[send.address].append(send)
    for line in by_lane.values():
        assert all(one.ended <= other.began for one, other in pairwise(line))
        numbers = [int(send.nonce.removeprefix("ep-")) for send in line]
        assert numbers == sorted(numbers)


@pytest.mark.postgres
async def test_a_fleet_keeps_to_one_persons_ration(
    postgres_migrated_url: str, postgres_database: SqlDatabase
) -> None:
    """Two asked for in a week and one a day, and news once a day: however many processes there are."""
    await found_circle(postgres_database)
    async with postgres_database.write() as tx:
        for n in range(12):
            for member in ("claire", "hugo", "ines"):
                await tx.jobs.add(Notice("ask", ToMember("lyon", member), f"1-{n}"))
                await tx.jobs.add(Notice("news", ToMember("lyon", member), f"1-{n}"))
    await open_notebook(postgres_database)
    for day, told in enumerate((2, 4, 5)):
        await fleet(postgres_migrated_url, stands_at=(AT + timedelta(days=day)).isoformat())
        by_person = Counter(send.address for send in await noted(postgres_database))
        assert by_person == dict.fromkeys(("UCLAIRE", "UHUGO", "UINES"), told)
