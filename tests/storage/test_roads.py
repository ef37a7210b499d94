"""The small tables of the two roads: drafts, event keys, posts."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.roads import Draft, Post
from bot.vocabulary import Place
from storage.transaction import SqlDatabase
from tests.storage.world import AT, PLACE, HandClock

WORDS = {"title": "La balance", "kinds": ("method", "watch")}
DRAFT = Draft("1-d", "k" * 64, "slack:T1:UCLAIRE", "lyon", "practice.share", "1-s", 3, WORDS, AT)
POST = Post("slack", "T1", "C1", "170.1", "lyon", "1-balance", "practice.shared", False, None)


async def test_a_draft_comes_back_to_its_author_alone(database: SqlDatabase) -> None:
    async with database.write() as tx:
        assert await tx.drafts.keep(DRAFT) == DRAFT
    async with database.read() as tx:
        assert await tx.drafts.get("1-d", DRAFT.account) == DRAFT
        assert await tx.drafts.get("1-d", "slack:T1:UHUGO") is None
        assert await tx.drafts.open("slack:T1:UHUGO") == []


async def test_the_same_submission_finds_the_same_draft(database: SqlDatabase, clock: HandClock) -> None:
    async with database.write() as tx:
        await tx.drafts.keep(DRAFT)
    again = replace(DRAFT, id="1-e", created_at=AT + timedelta(seconds=3))
    clock.pass_(seconds=4)
    async with database.write() as tx:
        assert await tx.drafts.keep(again) == DRAFT
        await tx.drafts.close("1-d")
    handled = replace(DRAFT, fields=None, done_at=clock.now())
    async with database.write() as tx:
        assert await tx.drafts.keep(again) == handled
        assert await tx.drafts.open(DRAFT.account) == []


async def test_a_handled_draft_holds_no_words(database: SqlDatabase) -> None:
    async with database.write() as tx:
        await tx.drafts.keep(DRAFT)
        await tx.drafts.close("1-d")
    async with database.engine.connect() as connection:
        rows = (await connection.execute(text("SELECT * FROM drafts"))).all()
        nulls = await connection.scalar(text("SELECT count(*) FROM drafts WHERE fields IS NULL"))
    assert "balance" not in str(rows)
    assert nulls == 1


async def test_the_five_newest_drafts_are_open(database: SqlDatabase) -> None:
    async with database.write() as tx:
        for n in range(7):
            await tx.drafts.keep(
                replace(DRAFT, id=f"1-{n}", key=str(n), circle=None, created_at=AT + timedelta(hours=n))
            )
        assert [draft.id for draft in await tx.drafts.open(DRAFT.account)] == [
            f"1-{n}" for n in (6, 5, 4, 3, 2)
        ]


async def test_one_form_corrected_leaves_no_words_behind(database: SqlDatabase) -> None:
    """What the same opening sent before goes with it; another form's words stay."""
    async with database.write() as tx:
        first = replace(DRAFT, id="1-first", key="first", opening="o1")
        await tx.drafts.keep(first)
        await tx.drafts.keep(replace(first, id="1-second", key="second"))
        await tx.drafts.keep(replace(first, id="1-other", key="other", opening="o2"))
        assert await tx.drafts.close("1-second")
        assert [draft.id for draft in await tx.drafts.open(DRAFT.account)] == ["1-other"]
        assert not await tx.drafts.close("1-first")


async def test_kept_words_do_not_stay_for_ever(database: SqlDatabase) -> None:
    async with database.write() as tx:
        await tx.drafts.keep(replace(DRAFT, id="1-none", key="none", circle=None))
        await tx.drafts.keep(replace(DRAFT, id="1-idle", key="idle"))
        assert await tx.drafts.forget(AT + timedelta(hours=23)) == 0
        assert await tx.drafts.forget(AT + timedelta(hours=25)) == 1
        assert await tx.drafts.forget(AT + timedelta(days=181)) == 1


async def test_an_event_is_first_once(database: SqlDatabase) -> None:
    async def first(event: str) -> bool:
        async with database.write() as tx:
            return await tx.inbox.first(event)

    assert sum(await asyncio.gather(*(first("slack:Ev1") for _ in range(8)))) == 1
    assert await first("slack:Ev2")
    long = "slack:" + "x" * 400
    assert [await first(long), await first(long), await first(long + "y")] == [True, False, True]


async def test_an_event_whose_effect_was_undone_is_first_again(database: SqlDatabase) -> None:
    async def fail() -> None:
        async with database.write() as tx:
            assert await tx.inbox.first("slack:Ev1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.write() as tx:
        assert await tx.inbox.first("slack:Ev1")


async def test_old_events_are_forgotten(database: SqlDatabase, clock: HandClock) -> None:
    async with database.write() as tx:
        await tx.inbox.first("old")
    clock.pass_(days=7)
    async with database.write() as tx:
        await tx.inbox.first("new")
        assert await tx.inbox.forget(clock.now()) == 1
        assert not await tx.inbox.first("new")
        assert await tx.inbox.first("old")


async def test_a_post_says_what_it_shows(database: SqlDatabase) -> None:
    direct = replace(POST, address="D1", direct=True, member="hugo")
    async with database.write() as tx:
        await tx.posts.add(POST)
        await tx.posts.add(direct)
        assert await tx.posts.at(PLACE, "170.1") == POST
        assert await tx.posts.at(Place("slack", "T1", "D1"), "170.1") == direct
        assert await tx.posts.at(PLACE, "170.2") is None
        assert await tx.posts.at(Place("slack", "T2", "C1"), "170.1") is None
        changed = replace(POST, subject="1-other", kind="practice.gone")
        await tx.posts.add(changed)
        assert await tx.posts.at(PLACE, "170.1") == changed


async def test_a_copy_removed_shows_nothing(database: SqlDatabase) -> None:
    other = replace(POST, message="170.2")
    async with database.write() as tx:
        await tx.posts.add(POST)
        await tx.posts.add(other)
        await tx.posts.remove(POST)
        await tx.posts.remove(POST)
        assert await tx.posts.at(PLACE, "170.1") is None
        assert await tx.posts.at(PLACE, "170.2") == other
