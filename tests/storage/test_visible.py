"""The one gate that members’ content is read through."""

from __future__ import annotations

from sqlalchemy import update

from bot.card import Audience
from bot.practices.models import Review, State, Verdict
from storage.engine import WRITE
from storage.schema import circles
from storage.transaction import SqlDatabase
from tests.storage.test_members import leave
from tests.storage.world import found_circle, practice, put, reader


async def seen(database: SqlDatabase, member: str | None) -> set[str]:
    """What a member, or the circle's place, gets of one practice in each state."""
    async with database.read() as tx:
        found = [await tx.practices.get(reader(member), f"1-{state}") for state in State]
    return {thing.state for thing in found if thing}


async def one_in_each_state(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(database, *(practice(f"1-{state}", state) for state in State))


async def test_each_reader_sees_what_is_theirs_to_see(database: SqlDatabase) -> None:
    await one_in_each_state(database)
    assert await seen(database, "claire") == {"draft", "review", "shared", "withdrawn", "archived"}
    assert await seen(database, "hugo") == {"shared"}
    assert await seen(database, None) == {"shared"}
    assert await seen(database, "nobody") == set()


async def test_who_was_asked_sees_what_is_in_review(database: SqlDatabase) -> None:
    await one_in_each_state(database)
    async with database.write() as tx:
        for state in State:  # being asked opens nothing but what is in review
            await tx.practices.ask("lyon", f"1-{state}", ["hugo"])
    assert await seen(database, "ines") == {"shared"}
    for verdict in Verdict:
        async with database.write() as tx:
            await tx.practices.answer(Review("lyon", "1-review", "hugo", "", verdict))
        over = verdict in (Verdict.PASSED, Verdict.CLOSED)
        assert await seen(database, "hugo") == ({"shared"} if over else {"shared", "review"})


async def test_a_charter_not_accepted_hides_what_others_wrote(database: SqlDatabase) -> None:
    await one_in_each_state(database)
    async with database.write() as tx:
        await tx.practices.ask("lyon", "1-review", ["hugo"])
    async with database.engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            await connection.execute(update(circles).values(charter=2))
    assert await seen(database, "hugo") == set()
    assert await seen(database, "claire") == {"draft", "review", "shared", "withdrawn", "archived"}


async def test_who_left_sees_nothing_and_takes_nothing_away(database: SqlDatabase) -> None:
    await one_in_each_state(database)
    await leave(database, "claire")
    assert await seen(database, "claire") == set()
    assert await seen(database, "hugo") == {"shared"}


async def test_nothing_is_seen_from_another_circle(database: SqlDatabase) -> None:
    await one_in_each_state(database)
    async with database.read() as tx:
        for member in (None, "claire"):
            assert await tx.practices.get(Audience("paris", member), "1-shared") is None
