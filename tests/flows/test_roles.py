"""Nothing is written before the charter is accepted, and to a steward drafts and notes stay closed."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, update

from bot.dispatch import Dispatcher
from bot.practices.models import State
from bot.registry import COMMANDS
from bot.vocabulary import Request
from storage.engine import WRITE
from storage.schema import charters, circles, metadata
from storage.transaction import SqlDatabase
from tests.flows import world

ROADS = ("drafts", "inbox", "meta")  # what was sent is kept, and it is known that it was


async def everything(database: SqlDatabase) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the roads'."""
    found = {}
    async with database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            if table.name not in ROADS:
                found[table.name] = sorted(
                    (tuple(r) for r in await connection.execute(select(table))), key=str
                )
    return found


def accepts(request: Request) -> bool:
    """The one act that is theirs: to accept their own invitation."""
    return request.verb == "circle.accept" and request.subject == "1-byname"


async def new_charter(database: SqlDatabase) -> None:
    """Circle 1 has a new charter, which nobody has accepted yet."""
    async with database.engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            row = (await connection.execute(select(charters).where(charters.c.circle == "circle1"))).one()
            await connection.execute(insert(charters).values(**{**row._mapping, "number": 2}))
            await connection.execute(update(circles).where(circles.c.id == "circle1").values(charter=2))


@pytest.mark.parametrize("thin", [5, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("user", ["invited1", "stranger", "former1", "author1", "steward1"])
async def test_nothing_is_written_before_acceptance(user: str, thin: int, database: SqlDatabase) -> None:
    """Every verb, on some things; on everything in the soak, which takes each of them half a minute."""
    if user in ("author1", "steward1"):
        await new_charter(database)
    dispatcher = Dispatcher(database, COMMANDS, scale=20)
    before = await everything(database)
    for verb in dispatcher.commands:
        for request in world.Requests(user, 1, thin=thin).of(verb):
            if not accepts(request):
                await dispatcher.answer(request)
        assert await everything(database) == before, verb


async def test_somebody_invited_may_accept_and_then_write(database: SqlDatabase) -> None:
    """The test above can fail: the same person, once in, changes something."""
    dispatcher = Dispatcher(database, COMMANDS, scale=20)
    asks = world.Requests("invited1", 1)
    await dispatcher.answer(asks.one("circle.accept", "1-byname", None))
    before = await everything(database)
    for request in asks.of("practice.share"):
        await dispatcher.answer(request)
    after = await everything(database)
    assert len(after["practices"]) > len(before["practices"])


async def test_a_steward_sees_counts_and_no_text_of_what_waits(rehearsal: world.Rehearsal) -> None:
    dispatcher = Dispatcher(rehearsal, COMMANDS, scale=20)
    seen: set[str] = set()
    counted = False
    for verb in (verb for verb in dispatcher.commands if verb.startswith("circle.")):
        for request in world.Requests("steward1", 1, "circle1").of(verb):
            said = repr(await world.rehearsed(rehearsal, dispatcher, request))
            seen |= world.canaries(said)
            counted |= verb == "circle.steward" and "Une fiche attend" in said
    closed = {f"zq01{state}{part}" for state in ("draft", "review", "withdrawn") for part in world.PARTS}
    closed |= {f"zq01{state}note" for state in State} | {"zq01kepttitle", "zq01keptuse"}
    assert seen & closed == set()
    assert counted
