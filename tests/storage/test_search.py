"""Search finds what the circle shared, in our own order, on both engines; and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.card import Audience
from bot.library.analysis import asked, slug
from bot.library.models import Found, Reason, Wish
from bot.members.models import Member
from bot.practices.models import Content, Practice, PracticeKind, State, Tried
from bot.vocabulary import Account, Place
from storage.engine import WRITE
from storage.schema import endorsements, trials
from storage.transaction import SqlDatabase
from tests.storage.world import AT, CIRCLE, found_circle, practice, put, reader

Statements = Callable[[AsyncEngine], AbstractContextManager[list[str]]]


def titled(id: str, title: str, use: str = "", steps: str = "", **more: object) -> Practice:
    kind = more.pop("kind", PracticeKind.METHOD)
    tried = more.pop("tried", Tried.FEW)
    content = Content(title, use, steps, kind, tried)  # type: ignore[arg-type]
    made = replace(practice(id, State.SHARED, "hugo"), content=content, shared_at=AT)
    return replace(made, **more)  # type: ignore[arg-type]


async def search(database: SqlDatabase, typed: str, member: str | None = "claire", **wish: object) -> Found:
    async with database.read() as tx:
        return await tx.library.find(reader(member), 1, Wish(asked(typed), **wish))  # type: ignore[arg-type]


def ids(found: Found) -> list[str]:
    return [hit.id for hit in found.hits]


async def test_title_comes_before_tag_before_text(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(
        database,
        titled("1-text", "Autre chose", "Quand on parle trop", "Laisser un silence."),
        titled("1-tag", "Encore autre chose", tags=("silence",)),
        titled("1-title", "Le silence après la question"),
        titled("1-none", "La balance", "Peser", "Deux colonnes"),
    )
    found = await search(database, "silences")
    assert ids(found) == ["1-title", "1-tag", "1-text"]
    assert [hit.reason for hit in found.hits] == [Reason.TITLE, Reason.TAG, Reason.WORD]
    assert (found.total, found.every, found.meant) == (3, True, ())


async def test_all_words_or_any(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(
        database,
        titled("1-both", "Poser un cadre", steps="Dire combien dure la séance."),
        titled("1-one", "Recadrer", steps="Dire ce qui est convenu : le cadre."),
    )
    assert ids(await search(database, "cadre séance")) == ["1-both"]
    found = await search(database, "cadre hélicoptère")
    assert (ids(found), found.every) == (["1-both", "1-one"], False)
    assert ids(await search(database, "hélicoptère")) == []


@pytest.mark.parametrize(
    "typed",
    [
        *("écoute", "ecoute", "ÉCOUTER", "l’écoute", "écoutes", "eco", "ecout"),
        *("questionnement miroir", "question miroir", "miroirs questionner", "recadrage", "recadrer"),
    ],
)
async def test_accents_forms_and_beginnings(database: SqlDatabase, typed: str) -> None:
    await found_circle(database)
    words = "Écouter jusqu’au bout, puis recadrer"
    await put(database, titled("1-ear", words, "Une question en miroir"), titled("1-other", "La balance"))
    assert ids(await search(database, typed)) == ["1-ear"]


async def test_an_english_practice_is_found_by_its_stems(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(database, titled("1-en", "Listening for values", "When clients struggle", lang="en"))
    for typed in ("listen", "client value", "struggling"):
        assert ids(await search(database, typed)) == ["1-en"], typed


async def test_a_misspelt_word_becomes_one_of_the_circles_own(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(
        database, titled("1-silence", "Le silence après la question"), titled("1-cadre", "Poser un cadre")
    )
    for typed in ("silense", "scilence", "silnece"):
        found = await search(database, typed)
        assert ids(found) == ["1-silence"], typed
        assert found.meant == ("silence",)


async def test_only_what_is_shared_is_in_the_index(database: SqlDatabase) -> None:
    """Not a draft, not even for its author; what is taken back leaves at once, with its vocabulary."""
    await found_circle(database)
    shared = titled("1-a", "Zygomatique", tags=("rire",))
    await put(database, shared, replace(titled("1-b", "Zygote"), state=State.DRAFT))
    assert ids(await search(database, "zyg", "hugo")) == ["1-a"]
    for state in (State.WITHDRAWN, State.DRAFT, State.ARCHIVED):
        async with database.write() as tx:
            gone = await tx.practices.save(replace(shared, state=state, shared_at=None))
        assert ids(await search(database, "zygomatique", "hugo")) == []
        assert ids(await search(database, "zygomatiqe", "hugo")) == []
        async with database.engine.connect() as connection:
            for table in ("practice_fts", "indexed", "vocabulary"):
                assert await connection.scalar(text(f"SELECT count(*) FROM {table}")) == 0, (state, table)
        async with database.write() as tx:
            shared = await tx.practices.save(replace(gone, state=State.SHARED, shared_at=AT))
        assert ids(await search(database, "zygomatique")) == ["1-a"]


async def test_the_index_follows_words_and_tags(database: SqlDatabase) -> None:
    await found_circle(database)
    shared = titled("1-a", "Parapluie")
    await put(database, shared)
    async with database.write() as tx:
        shared = await tx.practices.revise(shared, replace(shared.content, title="Ombrelle"))
    assert ids(await search(database, "parapluie")) == []
    assert ids(await search(database, "ombrelle")) == ["1-a"]
    async with database.write() as tx:
        await tx.practices.save(replace(shared, tags=("posture haute",)))
    assert ids(await search(database, "posture")) == ["1-a"]
    assert ids(await search(database, "", tag="posture_haute")) == ["1-a"]
    assert ids(await search(database, "", tag="posture")) == []


async def test_a_change_that_search_does_not_see_writes_nothing(
    database: SqlDatabase, statements: Statements
) -> None:
    await found_circle(database)
    await put(database, titled("1-a", "Parapluie"))
    async with database.write() as tx:
        with statements(database.engine) as said:
            await tx.practices.save(replace(titled("1-a", "Parapluie"), unread=True))
    assert len([one for one in said if not one.startswith("PRAGMA")]) == 1


async def test_a_tip_is_an_idea_to_test(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(database, titled("1-a", "Marcher", tried=Tried.NEVER), titled("1-b", "Courir"))
    for typed in ("tuyau", "tuyaux", "idée à tester"):
        assert ids(await search(database, typed)) == ["1-a"], typed


async def test_stop_words_alone_are_still_answered(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(database, titled("1-a", "Comment faire court"), titled("1-b", "Un client pressé"))
    assert ids(await search(database, "comment faire pour un client")) == ["1-b"]
    assert ids(await search(database, "comment faire")) == ["1-a"]
    assert ids(await search(database, "  ?!  ")) == ["1-a", "1-b"]  # nothing asked: the list of all


# --- filters ---------------------------------------------------------------------------------------------


async def test_filters(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(
        database,
        titled("1-a", "A", families=("systémique",), tags=("rire",)),
        titled("1-b", "B", kind=PracticeKind.DEVELOPMENT, tags=("rire",)),
        titled("1-c", "C", kind=PracticeKind.UNSET),
    )
    assert ids(await search(database, "")) == ["1-a", "1-b", "1-c"]
    assert ids(await search(database, "", kinds=("method",))) == ["1-a", "1-c"]
    assert ids(await search(database, "", kinds=("development",), tag="rire")) == ["1-b"]
    assert ids(await search(database, "", family="systemique")) == ["1-a"]
    assert ids(await search(database, "rire", family="systemique")) == ["1-a"]
    assert ids(await search(database, "", tried=True)) == []
    async with database.write() as tx:
        await tx.library.note_reading(reader("claire"), "1-a")
        await tx.library.note_reading(reader("claire"), "1-a")
        assert await tx.library.has_read(reader("claire"), "1-a")
        assert not await tx.library.has_read(reader("ines"), "1-a")
    assert ids(await search(database, "", unread=True)) == ["1-b", "1-c"]
    assert ids(await search(database, "", "ines", unread=True)) == ["1-a", "1-b", "1-c"]
    assert ids(await search(database, "", "hugo", unread=True)) == []  # one's own


async def test_tried_and_tested_is_three_others_and_two_for_the_better(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(database, titled("1-a", "Premier"), titled("1-b", "Second"))
    async with database.write() as tx:
        for name in ("abel", "bea"):
            await tx.members.join(Member("lyon", name, name), Account("slack", "T1", name))

    async def say(member: str, outcome: str | None, worked: bool = False) -> None:
        async with database.engine.connect() as connection:
            await connection.execution_options(**{WRITE: True})
            async with connection.begin():
                who = {"circle": "lyon", "practice": "1-b", "member": member, "number": 1}
                if outcome:
                    await connection.execute(
                        trials.insert().values(
                            **who,
                            started_at=AT,
                            asked=0,
                            outcome=outcome,
                            note="",
                            public=False,
                            by_emoji=False,
                        )
                    )
                if worked:
                    await connection.execute(
                        endorsements.insert().values(
                            **who, meaning="worked", source="button", standing=True, moved_at=AT
                        )
                    )

    for member, outcome, worked, tested in (
        ("claire", "worked", True, False),  # one person, twice said
        ("hugo", "worked", False, False),  # the author
        ("ines", "mixed", False, False),
        ("abel", "not_yet", False, False),
        ("bea", None, True, True),
    ):
        await say(member, outcome, worked)
        assert ids(await search(database, "", tried=True)) == (["1-b"] if tested else []), member
    assert ids(await search(database, "")) == ["1-b", "1-a"]  # tried and tested comes first


# --- circles ---------------------------------------------------------------------------------------------


async def test_every_token_carries_its_circle(database: SqlDatabase) -> None:
    """Circles 1 and 12 hold the same words: the index's own vocabulary is read, token by token."""
    await found_circle(database)
    other = replace(CIRCLE, id="twelfth", num=12, name="douze")
    await found_circle(database, other, Place("slack", "T1", "C12"))
    mine = titled("1-a", "L’écoute œuvre à 30 % : 2e essai, don't_stop — ж 漢字", tags=("posture haute",))
    await put(database, mine, replace(mine, circle="twelfth", id="c-a", author="hugo"))
    async with database.engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})  # a view of the index is made
        num = {row.id: row.num for row in await connection.execute(text("SELECT id, num FROM circles"))}
        tokens = await _vocabulary(connection, database.engine.dialect.name)
        assert num == {"lyon": 1, "twelfth": 12}
    assert tokens
    marked = [re.match(r"c(1|12)_[a-z0-9_]+\Z", token) for token in tokens]
    assert all(marked), [token for token, mark in zip(tokens, marked, strict=True) if not mark]
    for number in ("1", "12"):
        assert {mark[1] for mark in marked if mark} == {"1", "12"}, number
    assert ids(await search(database, "écoute")) == ["1-a"]
    async with database.read() as tx:
        for typed in ("écoute", "ecoutte", "2e", "ж", "漢字"):
            found = await tx.library.find(Audience("twelfth", "claire"), 12, Wish(asked(typed)))
            assert ids(found) == ["c-a"], typed
            wrong = await tx.library.find(Audience("lyon", "claire"), 12, Wish(asked(typed)))
            assert ids(wrong) == []  # the gate stands behind the tokens


async def _vocabulary(connection: AsyncConnection, engine: str) -> list[str]:
    if engine == "sqlite":
        await connection.execute(
            text("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'practice_fts', 'row')")
        )
        return list(await connection.scalars(text("SELECT term FROM temp.words")))
    return list(await connection.scalars(text("SELECT word FROM ts_stat('SELECT tokens FROM practice_fts')")))


async def test_nobody_outside_finds_anything(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(database, titled("1-a", "Silence"))
    assert ids(await search(database, "silence", None)) == ["1-a"]  # the circle's own view
    for stranger in ("", "nobody"):
        assert ids(await search(database, "silence", stranger)) == []
        assert ids(await search(database, "silense", stranger)) == []
        async with database.read() as tx:
            assert await tx.library.titles(reader(stranger), "sil") == []


async def test_suggestions_are_ones_own_and_the_circles(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(
        database,
        titled("1-a", "Le silence"),
        titled("1-b", "Silence, on coache"),
        replace(titled("1-c", "Silencieux"), state=State.DRAFT),
        replace(titled("1-d", "Silencieuse"), state=State.WITHDRAWN),
    )
    async with database.read() as tx:
        assert [id for id, _ in await tx.library.titles(reader("hugo"), "SIL")] == ["1-b", "1-c", "1-a"]
        assert [id for id, _ in await tx.library.titles(reader("claire"), "silé")] == ["1-b", "1-a"]
        assert len(await tx.library.titles(reader("claire"), "", 1)) == 1


async def test_a_search_is_one_statement_and_a_misspelt_one_three(
    database: SqlDatabase, statements: Statements
) -> None:
    await found_circle(database)
    await put(database, titled("1-a", "Silence"))
    for typed, most in (("silence", 1), ("silense", 3), ("", 1)):
        with statements(database.engine) as said:
            assert ids(await search(database, typed)) == ["1-a"]
        sent = [one for one in said if not one.startswith("PRAGMA")]
        assert len(sent) <= most, sent


# --- anything that can be typed --------------------------------------------------------------------------


async def test_pages_hold_each_hit_once(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(database, *(titled(f"1-{n:02}", f"Silence {n}") for n in range(14)))
    async with database.read() as tx:
        pages = [
            await tx.library.find(reader("claire"), 1, Wish(("silence",)), first=at) for at in (0, 6, 12)
        ]
    assert [hit.id for page in pages for hit in page.hits] == [f"1-{n:02}" for n in range(14)]
    assert {page.total for page in pages} == {14}


NASTY = ['"', "*", "NEAR(a b)", "a:b", "^x", "a\x00b", "\ud800", "'; DROP TABLE practices; --", "é" * 40_000]
NASTY += ["{title} : x", "c1_silence", "c12__p_a", "a AND OR NOT", "\\", "%_", "(", "' | '", ":*A", "‮\u200b"]


async def test_whatever_is_typed_is_answered(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(database, titled("1-a", "Silence"))
    for typed in NASTY:
        await search(database, typed)
        async with database.read() as tx:
            await tx.library.titles(reader("claire"), typed)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(st.characters(), max_size=60))
async def test_any_text_is_answered(database: SqlDatabase, typed: str) -> None:
    await search(database, typed)
    await search(database, "", tag=slug(typed), family=slug(typed))
