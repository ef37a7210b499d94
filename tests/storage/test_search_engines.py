"""Both engines answer alike; and what was taken back is in no page of a SQLite file's index."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.jobs import Jobs
from bot.library.analysis import asked
from bot.library.models import Wish
from bot.practices.models import Practice, State
from storage import search_index
from storage.engine import open_engine
from storage.transaction import SqlDatabase
from tests.storage.test_search import titled
from tests.storage.world import AT, HandClock, found_circle, put, reader

Statements = Callable[[AsyncEngine], AbstractContextManager[list[str]]]
WORDS = [
    "silence",
    "question",
    "cadre",
    "client",
    "équipe",
    "tarif",
    "écouter",
    "recadrer",
    "conflit",
    "objectif",
    "miroir",
    "décision",
]


@pytest.mark.postgres
async def test_the_same_hits_in_the_same_order(sqlite_migrated_url: str, postgres_migrated_url: str) -> None:
    """Over a generated library: the engine says what holds a word, never what comes first."""
    draw = random.Random(7)

    def text(count: int) -> str:
        return " ".join(draw.choices(WORDS, k=count))

    library = [
        replace(
            titled(f"1-{n:02}", text(2), text(3), text(4)),
            tags=(draw.choice(WORDS),),
            shared_at=AT + timedelta(minutes=draw.randrange(4)),
        )
        for n in range(40)
    ]
    questions = [text(draw.randint(1, 3)) for _ in range(25)] + ["sil", "conflits tarrif", "desision"]
    answers = []
    for url in (sqlite_migrated_url, postgres_migrated_url):
        database = SqlDatabase(open_engine(url), HandClock(AT))
        await found_circle(database)
        await put(database, *library)
        async with database.read() as tx:
            answers.append(
                [await tx.library.find(reader("claire"), 1, Wish(asked(q)), count=40) for q in questions]
            )
        await database.dispose()
    assert answers[0] == answers[1]
    assert sum(found.total for found in answers[0]) > 100


WORD, OTHER = "xylophagequirky", "zanzibarquirky"


async def test_what_is_taken_back_leaves_the_file(
    sqlite_migrated_url: str, statements: Statements, clock: HandClock
) -> None:
    """Nobody waits for it: it is found no more at once, and the core cleans the pages afterwards."""
    database = SqlDatabase(open_engine(sqlite_migrated_url), clock)
    await found_circle(database)
    secret = titled("1-a", WORD)
    await put(database, secret, titled("1-b", "Autre chose"))
    file = Path(str(make_url(sqlite_migrated_url).database))
    assert WORD.encode() in _bytes(file)
    with statements(database.engine) as said:
        await take_back(database, secret)
    assert not [one for one in said if "optimize" in one or "merge" in one]
    async with database.read() as tx:
        assert (await tx.library.find(reader("hugo"), 1, Wish((WORD,)))).total == 0
    _forget_the_words(file)
    assert _core(WORD) in _bytes(file)
    await Jobs(database, {}, {}, clock).tidy()
    async with database.write() as tx:
        assert not await tx.library.forget_taken_back()
    await database.dispose()
    _forget_the_words(file)
    assert _core(WORD) not in _bytes(file)


async def test_the_running_core_cleans_within_a_minute(
    sqlite_migrated_url: str, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = SqlDatabase(open_engine(sqlite_migrated_url), clock)
    await found_circle(database)
    secret = titled("1-a", WORD)
    await put(database, secret, titled("1-b", "Autre chose"))
    jobs, tidied = Jobs(database, {}, {}, clock), asyncio.Event()

    async def tidy() -> None:  # the daily one, which cleans too, is not what this is about
        tidied.set()

    monkeypatch.setattr(jobs, "tidy", tidy)
    loop = asyncio.create_task(jobs.run_forever())
    try:
        jobs.wake.set()
        await tidied.wait()
        await take_back(database, secret)
        clock.pass_(seconds=61)
        jobs.wake.set()
        async with asyncio.timeout(20):
            while await _is_marked(database):  # each look is a hop to a thread, and lets the loop run
                pass
    finally:
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)
        await database.dispose()
    file = Path(str(make_url(sqlite_migrated_url).database))
    _forget_the_words(file)
    assert _core(WORD) not in _bytes(file)


async def test_what_is_taken_back_while_it_is_cleaned_leaves_too(
    sqlite_migrated_url: str, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "_PAGES", 1)
    database = SqlDatabase(open_engine(sqlite_migrated_url), clock)
    await found_circle(database)
    draw = random.Random(3)
    many = [titled(f"1-{n}", f"q{draw.randrange(10**12)}", f"r{draw.randrange(10**12)}") for n in range(150)]
    secrets = [titled("1-a", WORD), titled("1-b", OTHER)]
    await put(database, *many, *secrets)
    parts = 0
    await take_back(database, secrets[0])
    async with database.write() as tx:
        assert await tx.library.forget_taken_back()
    await take_back(database, secrets[1])
    async with asyncio.timeout(60):
        while await _is_marked(database):
            async with database.write() as tx:
                await tx.library.forget_taken_back()
            parts += 1
    assert parts > 2
    await database.dispose()
    file = Path(str(make_url(sqlite_migrated_url).database))
    _forget_the_words(file)
    for word in (WORD, OTHER):
        assert _core(word) not in _bytes(file)


def _core(word: str) -> bytes:
    """What no neighbour shares: a segment keeps of each token what the one before it does not start with."""
    return word[4:-2].encode()


async def take_back(database: SqlDatabase, practice: Practice) -> None:
    async with database.write() as tx:
        await tx.practices.save(replace(practice, state=State.WITHDRAWN, shared_at=None))


async def _is_marked(database: SqlDatabase) -> bool:
    async with database.engine.connect() as connection:
        found = await connection.scalar(text("SELECT count(*) FROM meta WHERE key = 'search.taken_back'"))
    return bool(found)


def _forget_the_words(file: Path) -> None:
    """The words themselves are erased elsewhere; here it is the index that may keep none."""
    plain = sqlite3.connect(file)
    plain.execute("PRAGMA secure_delete=ON")
    plain.execute("DELETE FROM practice_versions WHERE practice IN ('1-a', '1-b') AND title LIKE '%quirky'")
    plain.commit()
    plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    plain.close()


def _bytes(file: Path) -> bytes:
    return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
