"""Practices: their versions, their looks, and the one gate that everything is read through."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text, update

from bot.errors import Stale
from bot.members.models import Status
from bot.practices.models import Practice, PracticeKind, Review, State, Tried, Verdict
from bot.vocabulary import Audience
from storage.engine import WRITE
from storage.schema import circles, practice_versions
from storage.transaction import SqlDatabase
from tests.storage.test_members import leave
from tests.storage.world import AT, CONTENT, HandClock, found_circle, practice, reader


async def put(database: SqlDatabase, *things: Practice) -> None:
    async with database.write() as tx:
        for thing in things:
            await tx.practices.add(thing)


async def seen(database: SqlDatabase, member: str | None) -> set[str]:
    """What a member, or the circle's place, gets of one practice in each state."""
    async with database.read() as tx:
        found = [await tx.practices.get(reader(member), f"1-{state}") for state in State]
    return {thing.state for thing in found if thing}


async def one_in_each_state(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(database, *(practice(f"1-{state}", state) for state in State))


# --- the gate --------------------------------------------------------------------------------------------


async def test_each_reader_sees_what_is_theirs_to_see(database: SqlDatabase) -> None:
    await one_in_each_state(database)
    assert await seen(database, "claire") == {"draft", "review", "shared", "withdrawn"}
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
        passed = verdict is Verdict.PASSED
        assert await seen(database, "hugo") == ({"shared"} if passed else {"shared", "review"})


async def test_a_charter_not_accepted_hides_what_others_wrote(database: SqlDatabase) -> None:
    await one_in_each_state(database)
    async with database.write() as tx:
        await tx.practices.ask("lyon", "1-review", ["hugo"])
    async with database.engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            await connection.execute(update(circles).values(charter=2))
    assert await seen(database, "hugo") == set()
    assert await seen(database, "claire") == {"draft", "review", "shared", "withdrawn"}


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


# --- round trips -----------------------------------------------------------------------------------------


async def test_everything_about_a_practice_comes_back(database: SqlDatabase) -> None:
    await found_circle(database)
    full = replace(
        practice(state=State.REVIEW),
        content=replace(
            CONTENT,
            title="Écouter à deux « voix »",
            kind=PracticeKind.UNSET,
            tried=Tried.NEVER,
            duration="20 min",
            limits="Pas à distance",
            support="https://exemple.fr",
            attribution="Une collègue",
        ),
        tags=("écoute", "tri"),
        unread=True,
        waited=True,
        sent_at=AT,
        due_at=AT + timedelta(days=2),
        shared_at=AT + timedelta(days=3),
        asides={"digest": "reason"},
    )
    await put(database, full, replace(full, content=replace(CONTENT, title="une autre")))
    async with database.read() as tx:
        assert await tx.practices.get(reader("claire"), full.id) == full


async def test_a_version_is_written_over_once(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(database, practice())
    async with database.write() as tx:
        sent = await tx.practices.save(replace(practice(), state=State.REVIEW))
        assert sent.version == 2
        assert await tx.practices.get(reader("claire"), sent.id) == sent
        for late in (tx.practices.save(practice()), tx.practices.erase(practice())):
            with pytest.raises(Stale):
                await late
        with pytest.raises(Stale):
            await tx.practices.revise(practice(), CONTENT)
        assert await tx.practices.get(reader("claire"), sent.id) == sent


async def test_two_who_save_at_once_are_told_apart(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(database, practice())

    async def save(tag: str) -> bool:
        try:
            async with database.write() as tx:
                await tx.practices.save(replace(practice(), tags=(tag,)))
        except Stale:
            return False
        return True

    assert sum(await asyncio.gather(*(save(tag) for tag in "abcd"))) == 1


async def test_new_words_are_a_new_version_and_the_old_ones_are_kept(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(database, practice())
    async with database.write() as tx:
        revised = await tx.practices.revise(practice(), replace(CONTENT, title="Autrement"))
        assert (revised.number, revised.version) == (2, 2)
        assert await tx.practices.get(reader("claire"), revised.id) == revised
    async with database.engine.connect() as connection:
        titles = (
            await connection.execute(select(practice_versions.c.title).order_by(practice_versions.c.number))
        ).scalars()
        assert list(titles) == ["La balance", "Autrement"]


async def test_an_erased_draft_leaves_nothing(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(database, practice(), practice("1-shared", State.SHARED))
    async with database.write() as tx:
        await tx.practices.ask("lyon", "1-balance", ["hugo"])
        await tx.practices.erase(practice())
        with pytest.raises(Stale):
            await tx.practices.erase(practice("1-shared", State.SHARED))
    async with database.engine.connect() as connection:
        for table in ("practices", "practice_versions", "reviews"):
            found = select(func.count()).select_from(text(table))
            assert await connection.scalar(found) == (0 if table == "reviews" else 1)


# --- lists -----------------------------------------------------------------------------------------------


async def test_ones_own_are_the_newest_twenty_five(database: SqlDatabase, clock: HandClock) -> None:
    await found_circle(database)
    for index in range(27):
        clock.pass_(minutes=1)
        state = State.WITHDRAWN if index == 26 else State.SHARED if index % 2 else State.DRAFT
        await put(database, practice(f"1-{index:02}", state))
    await put(database, practice("1-hugo", State.SHARED, "hugo"))
    async with database.read() as tx:
        own = [thing.id for thing in await tx.practices.own(reader("claire"))]
        assert own == [f"1-{index:02}" for index in range(25, 0, -1)]
        assert await tx.practices.own(reader(None)) == []


async def test_what_waits_for_a_look_is_listed_until_it_has_one(database: SqlDatabase) -> None:
    await found_circle(database)
    waiting = [replace(practice(f"1-{n}", State.REVIEW), sent_at=AT - timedelta(days=n)) for n in range(3)]
    await put(database, *waiting, practice("1-draft"))
    async with database.write() as tx:
        for thing in (*waiting, practice("1-draft")):
            await tx.practices.ask("lyon", thing.id, ["hugo", "hugo"])
        assert await tx.practices.asked(reader("hugo")) == waiting[::-1]
        assert await tx.practices.asked(reader("ines")) == []
        assert await tx.practices.asked(reader(None)) == []
        assert await tx.practices.waiting("lyon") == 3
        await tx.practices.answer(Review("lyon", "1-2", "hugo", "", Verdict.YES))
        assert await tx.practices.asked(reader("hugo")) == waiting[1::-1]
        assert await tx.practices.waiting("paris") == 0


async def test_tags_are_those_of_what_is_shared_most_used_first(database: SqlDatabase) -> None:
    await found_circle(database)
    tagged = [("a", State.SHARED), ("b", State.SHARED), ("c", State.DRAFT)]
    for index, (tags, state) in enumerate([*tagged, ("b", State.SHARED)]):
        await put(database, replace(practice(f"1-{index}", state), tags=(tags, "é") if index else (tags,)))
    await put(
        database,
        *(
            replace(practice(f"1-t{n}", State.SHARED), tags=tuple(f"t{n}{i}" for i in range(5)))
            for n in range(21)
        ),
    )
    async with database.read() as tx:
        tags = await tx.practices.tags("lyon")
        assert list(tags[:3]) == ["b", "é", "a"]
        assert len(tags) == 100
        assert "c" not in tags
        assert await tx.practices.tags("paris") == []


# --- who looks -------------------------------------------------------------------------------------------


async def test_a_look_comes_back_with_its_readers_name(database: SqlDatabase, clock: HandClock) -> None:
    await found_circle(database)
    await put(database, practice(state=State.REVIEW))
    async with database.write() as tx:
        await tx.practices.ask("lyon", "1-balance", ["hugo"])
    clock.pass_(hours=1)
    async with database.write() as tx:
        await tx.practices.ask("lyon", "1-balance", ["hugo", "ines"])
        await tx.practices.answer(Review("lyon", "1-balance", "hugo", "", Verdict.MISSING, "La durée"))
        found = await tx.practices.reviews("lyon", "1-balance")
        with pytest.raises(Stale):
            await tx.practices.answer(Review("lyon", "1-balance", "claire", "", Verdict.YES))
        await tx.practices.ask("lyon", "1-balance", [])
    now = clock.now()
    assert found == [
        Review("lyon", "1-balance", "hugo", "Hugo Blanc", Verdict.MISSING, "La durée", AT, now),
        Review("lyon", "1-balance", "ines", "Inès Morel", Verdict.ASKED, "", now, None),
    ]


async def test_those_who_may_read_who_read_least_recently_first(
    database: SqlDatabase, clock: HandClock
) -> None:
    await found_circle(database)
    await put(database, practice(), practice("1-old", State.SHARED), practice("1-older", State.SHARED))

    async def candidates() -> list[tuple[str, str]]:
        async with database.read() as tx:
            return list(await tx.practices.candidates("lyon", "1-balance"))

    hugo, ines = ("hugo", "Hugo Blanc"), ("ines", "Inès Morel")
    assert await candidates() == [hugo, ines]
    async with database.write() as tx:
        await tx.practices.ask("lyon", "1-older", ["hugo"])
    assert await candidates() == [ines, hugo]
    clock.pass_(days=1)
    async with database.write() as tx:
        await tx.practices.ask("lyon", "1-old", ["ines"])
    assert await candidates() == [hugo, ines]
    async with database.write() as tx:
        await tx.practices.ask("lyon", "1-balance", ["hugo"])
    assert await candidates() == [ines]


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"away_until": date(2026, 3, 2)}, AT),
        ({"away_until": date(2026, 3, 2)}, AT.replace(hour=22, minute=59)),  # 23:59 in Paris
        ({"status": Status.FORMER}, AT),
    ],
)
async def test_who_is_away_or_gone_is_not_asked(
    database: SqlDatabase, clock: HandClock, change: dict[str, object], at: object
) -> None:
    await found_circle(database)
    await put(database, practice())
    async with database.write() as tx:
        found = await tx.members.get("lyon", "hugo")
        assert found
        await tx.members.save(replace(found.member, **change))  # type: ignore[arg-type]
    clock.at = at  # type: ignore[assignment]
    async with database.read() as tx:
        assert await tx.practices.candidates("lyon", "1-balance") == [("ines", "Inès Morel")]
    clock.at = AT.replace(hour=23)  # midnight in Paris: back the next day
    async with database.read() as tx:
        back = await tx.practices.candidates("lyon", "1-balance")
    assert len(back) == (1 if "status" in change else 2)


async def test_who_did_not_accept_the_charter_is_not_asked(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(database, practice())
    async with database.engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            await connection.execute(text("DELETE FROM acceptances WHERE member = 'hugo'"))
    async with database.read() as tx:
        assert await tx.practices.candidates("lyon", "1-balance") == [("ines", "Inès Morel")]
