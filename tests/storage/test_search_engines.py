"""Both engines answer alike; and what was taken back is in no page of a SQLite file's index."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.library.analysis import asked
from bot.library.models import Wish
from bot.practices.models import State
from storage.engine import open_engine
from storage.transaction import SqlDatabase
from tests.storage.test_search import titled
from tests.storage.world import AT, HandClock, found_circle, put, reader

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


async def test_what_is_taken_back_leaves_the_file(sqlite_migrated_url: str) -> None:
    """The words themselves are erased elsewhere; here it is the index that may keep none."""
    database = SqlDatabase(open_engine(sqlite_migrated_url), HandClock(AT))
    await found_circle(database)
    word = "xylophagequirky"
    secret = titled("1-a", word)
    await put(database, secret, titled("1-b", "Autre chose"))
    file = Path(str(make_url(sqlite_migrated_url).database))
    assert word.encode() in _bytes(file)
    async with database.write() as tx:
        await tx.practices.save(replace(secret, state=State.WITHDRAWN, shared_at=None))
    await database.dispose()
    plain = sqlite3.connect(file)
    plain.execute("PRAGMA secure_delete=ON")
    plain.execute("DELETE FROM practices WHERE id = '1-a'")
    plain.execute("DELETE FROM practice_versions WHERE practice = '1-a'")
    plain.commit()
    plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    plain.close()
    assert word[4:].encode() not in _bytes(file)


def _bytes(file: Path) -> bytes:
    return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
