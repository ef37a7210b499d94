"""Shorthands for rows of the jobs table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert, select

from bot.roads import JobRow
from bot.vocabulary import Account, Notice, ToAccount, ToCircle, ToMember
from storage.engine import WRITE
from storage.schema import jobs
from storage.transaction import SqlDatabase
from tests.storage.world import AT

HUGO = ToMember("lyon", "hugo")
EVERYWHERE = ("slack", "discord")


async def add(database: SqlDatabase, *notices: Notice) -> None:
    async with database.write() as tx:
        for notice in notices:
            await tx.jobs.add(notice)


async def claim(
    database: SqlDatabase, limit: int = 32, platforms: Sequence[str] = EVERYWHERE
) -> Sequence[JobRow]:
    async with database.write() as tx:
        return await tx.jobs.claim(limit, 30, platforms)


async def put(database: SqlDatabase, table: object, **values: object) -> None:
    async with database.engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            await connection.execute(insert(table).values(**values))  # type: ignore[arg-type]


async def states(database: SqlDatabase) -> list[str]:
    async with database.engine.connect() as connection:
        return list((await connection.execute(select(jobs.c.state).order_by(jobs.c.id))).scalars())


def say(subject: str, at: datetime | None = None, to: ToMember | ToCircle | ToAccount = HUGO) -> Notice:
    return Notice("say", to, subject, due_at=at)


async def lanes(database: SqlDatabase, count: int, each: int = 1) -> None:
    """Rows for `count` accounts, the oldest first in each."""
    for index in range(count):
        account = Account("slack", "T1", f"U{index:03}")
        for n in range(each):
            at = AT - timedelta(minutes=each - n)
            await add(database, say(f"1-{n}", at, ToAccount(account, "lyon")))
