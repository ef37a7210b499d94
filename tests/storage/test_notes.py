"""Notes and what is kept, on each engine: who sees what, and what is there once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import true, update

import storage.visible
from bot.card import Audience
from bot.exchanges.models import Note, NoteKind
from bot.members.models import Status
from bot.practices.models import State
from storage.engine import WRITE
from storage.schema import circles, members
from storage.transaction import SqlDatabase
from tests.storage.world import HandClock, found_circle, practice, put, reader

QUESTION = Note("lyon", "1-q", "1-balance", NoteKind.QUESTION, "hugo", "Et à deux ?", "claire")
ANSWER = Note("lyon", "1-r", "1-balance", NoteKind.ANSWER, "claire", "Aussi.", "hugo", "1-q")
THANKS = Note("lyon", "1-t", "1-balance", NoteKind.THANKS, "ines", "", "claire")
COMPLEMENT = Note("lyon", "1-c", "1-balance", NoteKind.COMPLEMENT, "hugo", "En visio.")
ALL = (QUESTION, ANSWER, THANKS, COMPLEMENT)


async def said_around(database: SqlDatabase, state: State = State.SHARED) -> None:
    await found_circle(database)
    await put(database, practice(state=state))
    async with database.write() as tx:
        for note in ALL:
            assert await tx.notes.add(note)


async def ids(database: SqlDatabase, who: str | None) -> set[str]:
    """What this reader sees by any of the ways in, which agree."""
    async with database.read() as tx:
        about = {n.id for n in await tx.notes.about(reader(who), "1-balance")}
        one = {n.id for n in ALL if await tx.notes.get(reader(who), n.id)}
        assert about == one
        assert {n.id for n in await tx.notes.thread(reader(who), "1-q")} == about & {"1-q", "1-r"}
        assert await tx.notes.complements(reader(who), "1-balance") == len(about & {"1-c"})
    return about


async def test_a_note_is_for_its_two_ends_and_a_complement_for_all(database: SqlDatabase) -> None:
    await said_around(database)
    assert await ids(database, "claire") == {"1-q", "1-r", "1-t", "1-c"}
    assert await ids(database, "hugo") == {"1-q", "1-r", "1-c"}
    assert await ids(database, "ines") == {"1-t", "1-c"}
    assert await ids(database, None) == {"1-c"}
    assert await ids(database, "") == set()


@pytest.mark.parametrize("state", [State.DRAFT, State.REVIEW, State.WITHDRAWN, State.ARCHIVED])
async def test_notes_go_with_their_practice(state: State, database: SqlDatabase) -> None:
    await said_around(database, state)
    for who in ("hugo", "ines", None):
        assert await ids(database, who) == set()
    assert await ids(database, "claire") == {"1-q", "1-r", "1-t", "1-c"}  # it is still hers


async def test_a_charter_not_accepted_hides_notes(database: SqlDatabase) -> None:
    await said_around(database)
    await change(database, update(circles).values(charter=2))
    assert await ids(database, "hugo") == set()


async def test_who_left_sees_none_and_leaves_a_signed_complement(database: SqlDatabase) -> None:
    await said_around(database)
    await change(database, update(members).where(members.c.id == "hugo").values(status=Status.FORMER))
    assert await ids(database, "hugo") == set()
    async with database.read() as tx:
        (found,) = [n for n in await tx.notes.about(reader("ines"), "1-balance") if n.id == "1-c"]
    assert (found.writer_name, found.author, found.words) == ("Hugo Blanc", "claire", "En visio.")


async def change(database: SqlDatabase, statement: object) -> None:
    async with database.engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            await connection.execute(statement)  # type: ignore[call-overload]


async def test_nothing_is_seen_from_another_circle(database: SqlDatabase) -> None:
    await said_around(database)
    async with database.read() as tx:
        for member in (None, "claire", "hugo"):
            elsewhere = Audience("paris", member)
            assert list(await tx.notes.about(elsewhere, "1-balance")) == []
            assert await tx.notes.get(elsewhere, "1-c") is None
            assert list(await tx.notes.kept(elsewhere)) == []


async def test_without_the_gate_of_notes_everybody_reads_them(
    database: SqlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.visible, "_is_for", lambda reader: true())
    with pytest.raises(AssertionError):
        await test_a_note_is_for_its_two_ends_and_a_complement_for_all(database)


async def test_the_same_note_is_there_once(database: SqlDatabase) -> None:
    await said_around(database)
    async with database.write() as tx:
        assert not await tx.notes.add(replace(QUESTION, words="Autre chose"))
        found = await tx.notes.get(reader("claire"), "1-q")
    assert found is not None
    assert found.words == "Et à deux ?"


async def test_an_erased_note_is_gone(database: SqlDatabase) -> None:
    await said_around(database)
    async with database.write() as tx:
        assert await tx.notes.erase(COMPLEMENT)
        assert not await tx.notes.erase(COMPLEMENT)
    assert await ids(database, None) == set()


async def test_notes_are_erased_with_the_draft(database: SqlDatabase) -> None:
    await said_around(database, State.DRAFT)
    async with database.write() as tx:
        await tx.notes.keep(reader("hugo"), "1-balance")
        found = await tx.practices.get(reader("claire"), "1-balance")
        assert found
        await tx.practices.erase(found)
        assert list(await tx.notes.about(reader("claire"), "1-balance")) == []


async def test_kept_once_newest_first_while_it_is_shared(database: SqlDatabase, clock: HandClock) -> None:
    await found_circle(database)
    await put(database, practice("1-a", State.SHARED), practice("1-b", State.SHARED))
    for one in ("1-a", "1-b", "1-a"):
        async with database.write() as tx:
            await tx.notes.keep(reader("hugo"), one)
        clock.pass_(minutes=1)
    async with database.read() as tx:
        assert [p.id for p in await tx.notes.kept(reader("hugo"))] == ["1-b", "1-a"]
        assert list(await tx.notes.kept(reader("ines"))) == []
        assert (await tx.notes.bond(reader("hugo"), "1-a")).kept
        assert not (await tx.notes.bond(reader("ines"), "1-a")).kept
    async with database.write() as tx:
        found = await tx.practices.get(reader("claire"), "1-b")
        assert found
        await tx.practices.save(found.with_(state=State.WITHDRAWN))
        assert [p.id for p in await tx.notes.kept(reader("hugo"))] == ["1-a"]
        await tx.notes.unkeep(reader("hugo"), "1-a")
        assert list(await tx.notes.kept(reader("hugo"))) == []


async def test_an_author_who_left_is_known_to_be_out(database: SqlDatabase) -> None:
    await said_around(database)
    async with database.read() as tx:
        assert (await tx.notes.bond(reader("hugo"), "1-balance")).author_is_in
    await change(database, update(members).where(members.c.id == "claire").values(status=Status.FORMER))
    async with database.read() as tx:
        assert not (await tx.notes.bond(reader("hugo"), "1-balance")).author_is_in
