"""A library of any size for the measurements: texts of a practice's usual size, in circles of equal size.

Rows are written by executemany and analysed as the product analyses them. Everything is drawn from one seed.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, insert
from sqlalchemy.dialects.sqlite import insert as adding
from sqlalchemy.engine import Connection

from bot.library.analysis import entry, fold
from bot.practices.models import Content, Practice, PracticeKind, State, Tried
from storage import search_index
from storage.migrations import migrate
from storage.schema import acceptances, charters, circles, members, practice_versions, practices, trials

MINE = 3  # circles of the asker, the first ones
BATCH = 10_000
MEMBERS = 5  # of a circle; the first wrote everything, and the last three tried each third practice
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
COMMON = ("client", "séance", "question", "objectif", "équipe", "dirigeant")  # each in a third of all
RARE = "hélicoptère"  # in one practice of the corpus's thousand, and in one of each of the asker's circles
FILLING = ("de", "la", "le", "pour", "un", "une", "avec", "que", "dans", "et")
STEMS = (
    *(
        "écout",
        "recadr",
        "question",
        "reformul",
        "clarifi",
        "négoci",
        "prépar",
        "observ",
        "soutien",
        "explor",
    ),
    *("mesur", "décid", "partag", "confront", "relanc", "accueil", "structur", "délég", "animat", "médit"),
    *("respir", "dessin", "raconte", "imagin", "compar", "class", "pes", "not", "imprim", "chronomètr"),
)
ENDINGS = ("e", "er", "age", "ement", "ation", "eur", "euse", "ant", "ée", "és", "ons", "ible", "if", "ive")


def words(draw: random.Random) -> list[str]:
    """2,000 words that look like French, so that each has stems and a root."""
    made = {f"{stem}{ending}" for stem in STEMS for ending in ENDINGS}
    syllables = (
        "ba",
        "ci",
        "do",
        "fu",
        "le",
        "mi",
        "no",
        "pra",
        "que",
        "ro",
        "sa",
        "tri",
        "vu",
        "gla",
        "che",
    )
    while len(made) < 2_000:
        made.add("".join(draw.choices(syllables, k=draw.randint(2, 4))) + draw.choice(ENDINGS))
    return sorted(made)


@dataclass(frozen=True)
class Writer:
    """Texts of a practice's usual size, some 60 words, the common ones common."""

    draw: random.Random
    vocabulary: Sequence[str]
    weights: Sequence[float]

    @classmethod
    def make(cls) -> Writer:
        draw = random.Random(4)
        vocabulary = words(draw)
        draw.shuffle(vocabulary)
        return cls(draw, vocabulary, list(itertools.accumulate(1 / (n + 10) for n in range(len(vocabulary)))))

    def text(self, count: int) -> list[str]:
        found = self.draw.choices(self.vocabulary, cum_weights=self.weights, k=count)
        return found + self.draw.choices(FILLING, k=count // 2)

    def practice(self, circle: str, id_: str, at: datetime, *, rare: bool) -> Practice:
        draw = self.draw
        title, use, steps = self.text(4), self.text(10), self.text(28)
        for word in COMMON:
            if draw.random() < 0.35:
                draw.choice((title, use, steps, steps, steps)).append(word)
        if draw.random() < 0.2:
            steps += ["comment", "faire", "pour"]
        if rare:
            steps.append(RARE)
        for part in (title, use, steps):
            draw.shuffle(part)
        content = Content(
            " ".join(title)[:80], " ".join(use), " ".join(steps), PracticeKind.METHOD, Tried.FEW
        )
        tags = tuple(dict.fromkeys(draw.choices(self.vocabulary[:40], k=2)))
        return Practice(circle, id_, "m0", "", State.SHARED, content, tags=tags, shared_at=at)


def fill(connection: Connection, plain: sqlite3.Connection, size: int, each: int) -> None:
    """`size` practices in circles of `each`, by executemany; the same texts in a table of their own."""
    writer, number = Writer.make(), 0
    for start in range(0, size, BATCH):
        batch: list[tuple[int, Practice]] = []
        for at in range(start, min(start + BATCH, size)):
            number = at // each + 1
            shared_at = AT + timedelta(minutes=writer.draw.randrange(500_000))
            rare = at % each == 0 and (number <= MINE or number % max(1, 1_000 // each) == 0)
            batch.append((number, writer.practice(f"c{number}", f"{number}-{at}", shared_at, rare=rare)))
        _circles(connection, {number for number, _ in batch})
        _rows(connection, [one for _, one in batch])
        for statement, values in search_index.fill(
            "sqlite", ((one.circle, one.id, entry(number, one)) for number, one in batch)
        ):
            connection.execute(statement, values)
        plain.executemany("INSERT INTO texts (title, tags, body) VALUES (?, ?, ?)", map(_plain, batch))
        plain.executemany("INSERT INTO owners (circle) VALUES (?)", [(one.circle,) for _, one in batch])


def _plain(numbered: tuple[int, Practice]) -> tuple[str, str, str]:
    _, one = numbered
    body = f"{one.content.useful_for} {one.content.steps}"
    return fold(one.content.title), fold(" ".join(one.tags)), fold(body)


def _circles(connection: Connection, numbers: set[int]) -> None:
    ids = [{"n": number, "id": f"c{number}"} for number in sorted(numbers)]
    connection.execute(
        adding(circles).on_conflict_do_nothing(),
        [
            {
                "id": one["id"],
                "num": one["n"],
                "name": one["id"],
                "lang": "fr",
                "zone": "Europe/Paris",
                "register": "tu",
                "objectives": "",
                "readers": 0,
                "charter": 1,
                "created_at": AT,
                "version": 1,
            }
            for one in ids
        ],
    )
    connection.execute(
        adding(members).on_conflict_do_nothing(),
        [
            {
                "circle": one["id"],
                "id": f"m{n}",
                "name": f"Membre {n}",
                "role": "member",
                "status": "active",
                "opens": 9,
                "closes": 18,
                "weekly": 2,
                "joined_at": AT,
                "version": 1,
            }
            for one in ids
            for n in range(MEMBERS)
        ],
    )
    charter = {"number": 1, "text": "", "digest": "", "kind": "major", "effective_at": AT, "author": "m0"}
    connection.execute(
        adding(charters).on_conflict_do_nothing(), [{"circle": one["id"], **charter} for one in ids]
    )
    connection.execute(
        adding(acceptances).on_conflict_do_nothing(),
        [
            {"circle": one["id"], "member": f"m{n}", "number": 1, "accepted_at": AT, "platform": "bench"}
            for one in ids
            for n in range(MEMBERS)
        ],
    )


def _rows(connection: Connection, batch: Sequence[Practice]) -> None:
    connection.execute(
        insert(practices),
        [
            {
                "circle": one.circle,
                "id": one.id,
                "author": one.author,
                "state": "shared",
                "number": 1,
                "version": 1,
                "unread": False,
                "waited": False,
                "tags": list(one.tags),
                "asides": [],
                "shared_at": one.shared_at,
                "created_at": AT,
                "lang": "fr",
                "families": [],
            }
            for one in batch
        ],
    )
    connection.execute(
        insert(practice_versions),
        [
            {
                "circle": one.circle,
                "practice": one.id,
                "number": 1,
                "title": one.content.title,
                "useful_for": one.content.useful_for,
                "steps": one.content.steps,
                "kind": one.content.kind.value,
                "tried": one.content.tried.value,
                "duration": "",
                "limits": "",
                "support": "",
                "attribution": "",
                "created_at": AT,
            }
            for one in batch
        ],
    )
    connection.execute(
        insert(trials),
        [
            {
                "circle": one.circle,
                "practice": one.id,
                "member": f"m{n}",
                "number": 1,
                "started_at": AT,
                "asked": 0,
                "outcome": "worked",
                "note": "",
                "public": False,
                "by_emoji": False,
            }
            for one in batch[::3]
            for n in range(MEMBERS - 3, MEMBERS)
        ],
    )


def build(folder: Path, size: int, each: int) -> None:
    """Two files: ours, and the same texts alone."""
    file, texts = folder / f"{size}-{each}.db", folder / f"{size}-{each}-texts.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{file}"))
    plain = sqlite3.connect(texts)
    engine = create_engine(f"sqlite:///{file}")

    @event.listens_for(engine, "connect")
    def quick(connection: Any, _: Any) -> None:
        for pragma in ("synchronous=OFF", "cache_size=-65536", "foreign_keys=OFF"):
            connection.execute(f"PRAGMA {pragma}")

    try:
        plain.execute("PRAGMA synchronous=OFF")
        plain.execute("CREATE VIRTUAL TABLE texts USING fts5(title, tags, body, tokenize='unicode61')")
        plain.execute("CREATE TABLE owners (num INTEGER PRIMARY KEY, circle TEXT NOT NULL)")
        with engine.begin() as connection:
            fill(connection, plain, size, each)
        plain.commit()
    finally:
        plain.close()
        engine.dispose()
