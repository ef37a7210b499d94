"""A library in the database: once, again, changed, and never over what the circle decided since."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.card import Audience
from bot.circles.models import Register
from bot.library import bringing
from bot.library.bringing import CannotImport, Counts
from bot.library.models import Wish
from bot.practices.models import Practice, State
from storage.schema import jobs
from storage.transaction import SqlDatabase
from tests.storage.world import CIRCLE, CONTENT, found_circle, reader

Statements = Callable[[AsyncEngine], AbstractContextManager[list[str]]]


def line(ref: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": ref,
        "title": f"Fiche {ref}",
        "useful_for": "Quand un groupe se tait, deux minutes d’écriture aident chacun à parler.",
        "steps": "Poser la question, faire écrire, faire lire.",
        "kind": "method",
        "families": ["CNV"],
        "tags": ["silence"],
        "lang": "fr",
        **changes,
    }


async def bring(database: SqlDatabase, *lines: dict[str, Any]) -> Counts:
    records = list(enumerate(lines, 1))
    async with database.write() as tx:
        found = bringing.survey(records, (), await tx.imports.known("lyon"))
        assert not found.faults
        return await bringing.bring(tx, CIRCLE, found.planned, records)


async def shared(database: SqlDatabase, member: str = "hugo") -> dict[str, Practice]:
    async with database.read() as tx:
        listed = await tx.library.find(reader(member), CIRCLE.num, Wish(), count=300)
        found = [await tx.practices.get(reader(member), hit.id) for hit in listed.hits]
    return {p.ref or p.id: p for p in found if p}


async def imported(database: SqlDatabase, ref: str) -> Practice:
    async with database.read() as tx:
        found = await tx.imports.get("lyon", ref)
    assert found is not None
    return found


async def test_a_library_is_shared_and_announced_to_nobody(database: SqlDatabase) -> None:
    await found_circle(database)
    assert await bring(database, line("a"), line("b", author="Anne Dupré")) == Counts(new=2)
    found = await shared(database)
    assert found["b"].content.attribution == "Anne Dupré"
    assert (found["a"].author, found["a"].families, found["a"].tags) == ("claire", ("CNV",), ("silence",))
    assert found["a"].id.startswith("1-")
    async with database.engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(jobs)) == 0


async def test_the_same_file_twice_changes_nothing(database: SqlDatabase) -> None:
    await found_circle(database)
    await bring(database, line("a"), line("b"))
    before = await shared(database)
    assert await bring(database, line("a"), line("b")) == Counts(same=2)
    assert await shared(database) == before


async def test_a_changed_line_is_a_new_version_and_keeps_what_members_added(database: SqlDatabase) -> None:
    await found_circle(database)
    await bring(database, line("a"), line("b"))
    async with database.write() as tx:
        practice = (await shared(database))["a"]
        added = CONTENT.__class__(**{**_words(practice), "duration": "20 min", "title": "Retouchée ici"})
        await tx.practices.revise(practice, added)
    assert await bring(database, line("a"), line("b")) == Counts(same=2)  # what was mended here stays
    assert (await imported(database, "a")).content.title == "Retouchée ici"
    assert await bring(database, line("a", title="Nouveau titre"), line("b")) == Counts(changed=1, same=1)
    found = await imported(database, "a")
    assert (found.content.title, found.content.duration, found.number) == ("Nouveau titre", "20 min", 3)
    assert await bring(database, line("a"), line("b")) == Counts(changed=1, same=1)  # and back


def _words(practice: Practice) -> dict[str, Any]:
    return {name: getattr(practice.content, name) for name in practice.content.__dataclass_fields__}


async def test_a_line_with_an_identifier_waits_as_a_draft_of_the_steward(database: SqlDatabase) -> None:
    await found_circle(database)
    told = line("a", steps="Écrire à a.roy@exemple.fr")
    assert await bring(database, told) == Counts(new=1, held=1)
    assert await shared(database) == {}
    async with database.read() as tx:
        assert [p.state for p in await tx.practices.own(reader("claire"))] == [State.DRAFT]
        assert await tx.practices.own(reader("hugo")) == []
    assert await bring(database, line("a")) == Counts(changed=1)  # mended in the file
    assert list(await shared(database)) == ["a"]
    assert await bring(database, told) == Counts(changed=1, held=1)
    assert await shared(database) == {}


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.ARCHIVED])
async def test_what_was_taken_out_since_does_not_come_back(database: SqlDatabase, state: State) -> None:
    await found_circle(database)
    await bring(database, line("a"))
    async with database.write() as tx:
        await tx.practices.save((await shared(database))["a"].with_(state=state))
    assert await bring(database, line("a")) == Counts(same=1)
    assert await bring(database, line("a", title="Autre")) == Counts(left=1)
    assert await shared(database) == {}


async def test_a_line_that_fails_while_it_is_written_leaves_nothing(database: SqlDatabase) -> None:
    await found_circle(database)
    records = [(1, line("a")), (2, line("b"))]
    found = bringing.survey(records, (), {})
    with pytest.raises(CannotImport):
        async with database.write() as tx:
            await bringing.bring(tx, CIRCLE, found.planned, [records[0], (2, line("b", title="Autre"))])
    with pytest.raises(CannotImport):
        async with database.write() as tx:
            await bringing.bring(tx, CIRCLE, found.planned, records[:1])
    assert await shared(database) == {}


async def test_a_circle_made_from_the_command_line_has_a_seat_and_no_place(database: SqlDatabase) -> None:
    async with database.write() as tx:
        circle = await bringing.created(tx, "Lyon", Register.TU, "fr")
    async with database.read() as tx:
        assert [found.id for found in await tx.circles.named("Lyon")] == [circle.id]
        assert [found.id for found in await tx.circles.named(circle.id)] == [circle.id]
        assert await tx.circles.places(circle.id) == []
        (seat,) = await tx.members.active(circle.id)
        assert seat.member.is_steward
        assert not seat.charter_accepted
        assert await tx.practices.candidates(circle.id, "none") == []  # it is asked to read nothing


async def test_two_circles_of_one_name_are_told_apart_by_their_ids(database: SqlDatabase) -> None:
    async with database.write() as tx:
        first = await bringing.created(tx, "Lyon", Register.TU, "fr")
        await bringing.created(tx, "Lyon", Register.VOUS, "en")
        with pytest.raises(CannotImport):
            await bringing.circle_named(tx, "Lyon")
        assert await bringing.circle_named(tx, first.id) == first
        assert await bringing.circle_named(tx, "Paris") is None


async def test_candidates_are_what_the_reader_may_see_in_one_statement(
    database: SqlDatabase, statements: Statements
) -> None:
    await found_circle(database)
    await bring(database, line("a"), line("b", steps="a.roy@exemple.fr"))
    async with database.read() as tx:
        with statements(database.engine) as said:
            found = await tx.practices.similar_candidates(reader("claire"), CIRCLE.num, "silence")
        assert len(said) == 1
        assert [p.ref for p in found] == ["a"]  # not one's own draft
        for stranger in (Audience("lyon", "nobody"), Audience("paris", "claire"), Audience("lyon", "")):
            assert await tx.practices.similar_candidates(stranger, CIRCLE.num, "silence") == []
