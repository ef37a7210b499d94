"""Sessions in both engines: who sees what, turns for a seat, one standing answer, what one will try."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.errors import Stale
from bot.sessions import rules
from bot.sessions.models import Answer, Commitment, Outcome, Session, State
from storage.engine import WRITE
from storage.schema import members
from storage.transaction import SqlDatabase
from tests.storage.world import AT, HandClock, found_circle, reader


def session(state: State = State.PLANNED, **changes: object) -> Session:
    made = Session(
        "lyon",
        "1-codev",
        "claire",
        "Claire Roux",
        "Codév",
        AT + timedelta(days=3),
        "2026-03-05T10:00",
        "Europe/Paris",
        "https://visio.exemple.fr/salle",
        state=state,
    )
    return made.with_(**changes)


async def put(database: SqlDatabase, *found: Session) -> None:
    await found_circle(database)
    async with database.write() as tx:
        for one in found:
            await tx.sessions.add(one)


async def seen(database: SqlDatabase, member: str | None, id: str = "1-codev") -> Session | None:
    async with database.read() as tx:
        return await tx.sessions.get(reader(member), id)


async def test_it_is_read_as_it_was_written(database: SqlDatabase) -> None:
    made = session(holder="ines", holder_name="Inès Morel", seats=6)
    await put(database, made)
    assert await seen(database, "hugo") == made
    async with database.write() as tx:
        await tx.sessions.add(made.with_(title="Autre"))  # the same submission again
    assert await seen(database, "hugo") == made


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (State.PROPOSED, {"claire"}),
        (State.PLANNED, {"claire", "hugo", None}),
        (State.OVER, {"claire", "hugo", None}),
        (State.CANCELLED, {"claire", "hugo"}),
    ],
)
async def test_who_sees_it(database: SqlDatabase, state: State, who: set[str | None]) -> None:
    await put(database, session(state))
    readers = ("claire", "hugo", None, "nobody")
    assert {member for member in readers if await seen(database, member)} == who


async def leave(database: SqlDatabase, member: str) -> None:
    async with database.engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            await connection.execute(update(members).where(members.c.id == member).values(status="former"))


async def test_who_left_sees_nothing_brings_nothing_and_has_no_seat(database: SqlDatabase) -> None:
    await put(database, session(holder="ines"))
    async with database.write() as tx:
        await tx.sessions.answer("lyon", "1-codev", "ines", Answer.YES, topic=True)
    await leave(database, "ines")
    assert await seen(database, "ines") is None
    found = await seen(database, "hugo")
    assert found is not None
    assert (found.holder, found.holder_name) == (None, "")
    async with database.read() as tx:
        assert list(await tx.sessions.rsvps("lyon", "1-codev")) == []


async def test_what_is_coming(database: SqlDatabase) -> None:
    begun = session(id="1-begun", starts_at=AT - timedelta(minutes=30))
    ended = session(id="1-ended", starts_at=AT - timedelta(hours=2))
    mine = session(State.PROPOSED, id="1-mine", starts_at=AT + timedelta(days=9))
    off = session(State.CANCELLED, id="1-off")
    await put(database, session(), begun, ended, mine, off)
    async with database.read() as tx:
        ids = [s.id for s in await tx.sessions.coming(reader("claire"), AT)]
        assert ids == ["1-begun", "1-codev", "1-mine"]
        assert [s.id for s in await tx.sessions.coming(reader("hugo"), AT)] == ["1-begun", "1-codev"]


async def test_the_version_is_the_fence(database: SqlDatabase) -> None:
    await put(database, session())
    async with database.write() as tx:
        await tx.sessions.hold("lyon", "1-codev", "ines")
        saved = await tx.sessions.save(session(title="Codév du soir", holder="ines"))
    assert saved.version == 2
    with pytest.raises(Stale):
        async with database.write() as tx:
            await tx.sessions.save(session(title="Codév de nuit"))
    found = await seen(database, "hugo")
    assert found is not None
    assert (found.title, found.holder_name, found.version) == ("Codév du soir", "Inès Morel", 2)


async def test_turns_follow_one_another_at_one_instant(database: SqlDatabase, clock: HandClock) -> None:
    """The same answer keeps its turn; another one and back again comes last."""
    await put(database, session())
    for member in ("ines", "hugo", "claire"):
        async with database.write() as tx:
            await tx.sessions.answer("lyon", "1-codev", member, Answer.YES, topic=False)
    clock.pass_(hours=1)
    async with database.write() as tx:
        await tx.sessions.answer("lyon", "1-codev", "ines", Answer.YES, topic=True)
        found = await tx.sessions.rsvps("lyon", "1-codev")
        assert [(r.member, r.topic) for r in found] == [("ines", True), ("hugo", False), ("claire", False)]
        await tx.sessions.answer("lyon", "1-codev", "hugo", Answer.MAYBE, topic=False)
        await tx.sessions.answer("lyon", "1-codev", "hugo", Answer.YES, topic=False)
        found = await tx.sessions.rsvps("lyon", "1-codev")
    assert [r.member for r in found] == ["ines", "claire", "hugo"]
    assert len({r.answered_at for r in found}) == 3


async def test_of_two_for_one_seat_one_has_it(database: SqlDatabase) -> None:
    """Two at once: the second waits for the first, and sees the seat taken."""
    await put(database, session(seats=2))
    async with database.write() as tx:
        await tx.sessions.answer("lyon", "1-codev", "claire", Answer.YES, topic=False)

    read = asyncio.Event()

    async def take(member: str, *, first: bool) -> bool:
        async with database.write() as tx:
            found = await tx.sessions.get(reader(member), "1-codev", lock=True)
            assert found is not None
            is_full = rules.full(found, await tx.sessions.rsvps("lyon", "1-codev"), member)
            if first:
                ahead.set()
                with suppress(TimeoutError):  # without the lock the other one reads meanwhile
                    await asyncio.wait_for(read.wait(), 0.5)
            read.set()
            if is_full:
                return False
            await tx.sessions.answer("lyon", "1-codev", member, Answer.YES, topic=False)
            return True

    ahead = asyncio.Event()
    hugo = asyncio.create_task(take("hugo", first=True))
    await ahead.wait()
    assert not await take("ines", first=False)
    assert await hugo


async def test_what_one_will_try_is_ones_own(database: SqlDatabase) -> None:
    await put(database, session(State.OVER))
    said = Commitment("lyon", "1-codev", "ines", "Me taire", AT, AT + timedelta(days=14))
    async with database.write() as tx:
        await tx.sessions.promise(said)
        assert await tx.sessions.commitment(reader("ines"), "1-codev") == said
        again = said.with_(outcome=Outcome.MIXED, ask_at=None, asked=1, answered_at=AT)
        await tx.sessions.promise(again)
        assert await tx.sessions.commitment(reader("ines"), "1-codev") == again
        for other in ("claire", "hugo", None):
            assert await tx.sessions.commitment(reader(other), "1-codev") is None
    await leave(database, "ines")
    async with database.read() as tx:
        assert await tx.sessions.commitment(reader("ines"), "1-codev") is None


async def test_what_still_asks_for_an_answer(database: SqlDatabase, clock: HandClock) -> None:
    await put(database, session(State.OVER, starts_at=AT - timedelta(hours=3)))
    async with database.write() as tx:
        await tx.sessions.answer("lyon", "1-codev", "ines", Answer.YES, topic=False)
        await tx.sessions.answer("lyon", "1-codev", "hugo", Answer.MAYBE, topic=False)

    async def asks(member: str) -> bool:
        async with database.read() as tx:
            return bool(await tx.sessions.unanswered(reader(member)))

    assert [await asks(member) for member in ("ines", "hugo", "claire")] == [True, False, False]
    said = rules.committed("lyon", "1-codev", "ines", "Me taire", clock.now())
    async with database.write() as tx:
        await tx.sessions.promise(said)
    assert not await asks("ines")
    clock.pass_(days=14)
    assert await asks("ines")
    async with database.write() as tx:
        await tx.sessions.promise(rules.answered(said, Outcome.NOT_YET, clock.now()))
    assert not await asks("ines")
    clock.pass_(days=30)
    assert await asks("ines")
    async with database.write() as tx:
        await tx.sessions.promise(said.with_(words="", ask_at=None))  # passed
    assert not await asks("ines")
