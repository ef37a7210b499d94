"""How many statements a use case sends: each is a hop to a thread, or to another machine."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.card import Card
from bot.command import Command, Context
from bot.dispatch import Dispatcher
from bot.practices.models import State
from bot.registry import COMMANDS
from bot.vocabulary import Field, FormKey, Kind, Reply, Request
from storage.jobs import SqlJobs
from storage.transaction import SqlDatabase
from tests.storage.world import AT, CLAIRE, PLACE, found_circle, practice, put, reader

Statements = Callable[[AsyncEngine], AbstractContextManager[list[str]]]


async def test_who_asks_is_one_statement(database: SqlDatabase, statements: Statements) -> None:
    await found_circle(database)
    with statements(database.engine) as said:
        async with database.read() as tx:
            await tx.members.standing(CLAIRE, PLACE)
    assert len([one for one in said if not one.startswith("PRAGMA")]) == 1


async def test_one_practice_is_one_statement(database: SqlDatabase, statements: Statements) -> None:
    await found_circle(database)
    await put(database, practice())
    async with database.read() as tx:
        with statements(database.engine) as said:
            assert await tx.practices.get(reader("claire"), "1-balance")
        assert len(said) == 1


async def test_a_new_practice_is_two_statements(database: SqlDatabase, statements: Statements) -> None:
    await found_circle(database)
    async with database.write() as tx:
        with statements(database.engine) as said:
            await tx.practices.add(practice())
        assert len(said) == 2
        with statements(database.engine) as said:
            await tx.practices.save(replace(practice(), state=State.REVIEW))
        assert len(said) == 1


async def test_a_claim_is_one_statement(database: SqlDatabase, statements: Statements) -> None:
    async with database.write() as tx:
        with statements(database.engine) as said:
            await tx.jobs.claim(32, 30, ("slack",))
        assert len(said) == 1


async def test_a_claim_reads_nothing_that_was_done(database: SqlDatabase) -> None:
    """Done rows are kept for weeks: the index of what waits is partial, and has to be the one used."""
    async with database.engine.connect() as connection:
        claimable = SqlJobs(connection, AT)._claimable(32, ("slack",), {"ask": 1})
        words = claimable.params(moment=AT).compile(
            dialect=connection.dialect, compile_kwargs={"literal_binds": True}
        )
        sqlite = connection.dialect.name == "sqlite"
        if not sqlite:  # its tables are too small here for an index to pay
            await connection.execute(text("SET enable_seqscan = off"))
        plan = await connection.execute(text(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{words}"))
        lines = [str(row) for row in plan]
    reads = [line for line in lines if " jobs" in line and ("SCAN" in line or "Scan" in line)]
    assert reads
    assert not [line for line in reads if "Seq Scan" in line or ("SCAN" in line and "INDEX" not in line)]
    assert "ix_jobs_running" in str(lines)


async def test_a_form_that_shares_is_at_most_eight_statements(
    database: SqlDatabase, statements: Statements
) -> None:
    """Who asks, event and draft; who asks, practice and words, what comes next, draft closed."""
    await found_circle(database)

    async def share(context: Context) -> Reply:
        await context.tx.practices.add(practice(context.draft))
        await context.tell("hugo", "practice.asked", context.draft)
        return Reply(Card("Brouillon", notice="Brouillon"))

    command = Command("practice.share", share, (Field("title", Kind.LINE),))
    dispatcher = Dispatcher(database, {"practice.share": command})
    request = Request(
        "slack:Ev1", CLAIRE, "practice.share", values={"title": "La balance"}, form=FormKey(circle="lyon")
    )
    with statements(database.engine) as said:
        reply = await dispatcher.answer(request)
    assert isinstance(reply.content, Card)
    assert reply.content.title == "Brouillon"
    sent = [one for one in said if not one.startswith("PRAGMA")]
    assert len(sent) <= 8, sent


async def test_a_search_is_at_most_three_statements_and_misspelt_four(
    database: SqlDatabase, statements: Statements
) -> None:
    """Who asks, and what is found; the labels beside a list; misspelt: the circle's words, and again."""
    await found_circle(database)
    await put(database, replace(practice(), state=State.SHARED, shared_at=AT))
    dispatcher = Dispatcher(database, COMMANDS)
    for typed, most in (("balance", 2), ("", 3), ("balence", 4)):
        request = Request("slack:Ev1", CLAIRE, "library.search", values={"words": typed}, place=PLACE)
        with statements(database.engine) as said:
            reply = await dispatcher.answer(request)
        assert "La balance" in str(reply.content), typed
        sent = [one for one in said if not one.startswith("PRAGMA")]
        assert len(sent) <= most, sent
