"""Practices: their versions, their lists, and who looks at them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text

from bot.errors import Stale
from bot.members.models import Status
from bot.practices.models import PracticeKind, Review, State, Tried, Verdict
from storage.engine import WRITE
from storage.schema import practice_versions
from storage.transaction import SqlDatabase
from tests.storage.world import AT, CONTENT, HandClock, found_circle, practice, put, reader

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


async def test_whose_it_is_is_known_without_a_reader(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(database, practice(author="hugo"))
    async with database.read() as tx:
        assert await tx.practices.author("lyon", "1-balance") == "hugo"
        assert await tx.practices.author("paris", "1-balance") is None


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


async def test_ones_own_are_every_one_newest_first(database: SqlDatabase, clock: HandClock) -> None:
    await found_circle(database)
    for index in range(27):
        clock.pass_(minutes=1)
        state = State.WITHDRAWN if index == 26 else State.SHARED if index % 2 else State.DRAFT
        await put(database, practice(f"1-{index:02}", state))
    await put(database, practice("1-hugo", State.SHARED, "hugo"))
    async with database.read() as tx:
        own = [thing.id for thing in await tx.practices.own(reader("claire"))]
        assert own == [f"1-{index:02}" for index in range(25, -1, -1)]
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
