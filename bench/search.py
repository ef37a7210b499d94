"""How long finding takes where the corpus grows, beside asking the whole corpus and filtering afterwards.

A library of 10,000 and one of 100,000 practices (with `BENCH_FULL=1` also 1,000,000), once in circles that
share 12 practices each and once in circles that share 1,000. The asker is a member of three circles and of no
other. Contestants take turns, seven rounds long, over the same questions in the same three circles:

- ours: `tx.library.find`, the whole way that a command takes it (gate, tried and tested, counts, the first
  six, in our order), in a read transaction of its own. One circle is asked at a time, as the product does.
- three: the three circles one after the other, each with a transaction of its own.
- afterwards: one FTS5 table of the same texts, asked by plain sqlite3 in one thread, its hits then
  filtered to the three circles: the first six by bm25, and how many there are.

Prints p95 beside the aim and writes everything to `bench/out/search.json`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import platform
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import create_engine, event, insert
from sqlalchemy.engine import Connection

from bot.card import Audience
from bot.library.analysis import asked, entry, fold
from bot.library.models import Wish
from bot.practices.models import Content, Practice, PracticeKind, State, Tried
from storage import search_index
from storage.engine import open_engine
from storage.migrations import migrate
from storage.schema import acceptances, charters, circles, members, practice_versions, practices
from storage.transaction import SqlDatabase

ROUNDS, EACH, WARM = 7, 10, 3  # in each round every question is asked so often
SIZES = (10_000, 100_000, *((1_000_000,) if os.environ.get("BENCH_FULL") == "1" else ()))
SHARED = (12, 1_000)  # practices that one circle shares
MINE = 3  # circles of the asker
BATCH = 10_000
AIM_MS, AIM_GROWTH = 20.0, 1.5
OUT = Path(__file__).with_name("out")
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
QUESTIONS = {
    "rare": RARE,
    "common": "client",
    "two words": "question client",
    "stop words": "comment faire pour",
    "prefix": "cli",
}


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


# --- a library -------------------------------------------------------------------------------------------


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
    from sqlalchemy.dialects.sqlite import insert as adding

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
            for n in range(2)
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
            for n in range(2)
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


# --- the contestants -------------------------------------------------------------------------------------


class Ours:
    def __init__(self, file: Path) -> None:
        self.database = SqlDatabase(open_engine(f"sqlite+aiosqlite:///{file}"), WallClock())
        self.statements = 0
        event.listen(self.database.engine.sync_engine, "before_cursor_execute", self._count)

    def _count(self, conn: Any, cursor: Any, sql: str, *_: Any) -> None:
        self.statements += not sql.startswith(("BEGIN", "PRAGMA"))

    async def one(self, typed: str, circle: int) -> int:
        async with self.database.read() as tx:
            reader = Audience(f"c{circle}", "m1")
            return (await tx.library.find(reader, circle, Wish(asked(typed)))).total


class Afterwards:
    def __init__(self, file: Path, mine: Sequence[str]) -> None:
        self._db = sqlite3.connect(file)
        self._mine = mine

    def find(self, typed: str) -> int:
        words = fold(typed).split()
        query = " AND ".join(f'"{word}"' + ("*" if len(word) == 3 else "") for word in words)
        rows = self._db.execute(
            "SELECT texts.rowid, title, count(*) OVER () AS total FROM texts "
            "JOIN owners ON owners.num = texts.rowid "
            f"WHERE texts MATCH ? AND circle IN ({','.join('?' * len(self._mine))}) "
            "ORDER BY bm25(texts, 10, 5, 1) LIMIT 6",
            (query, *self._mine),
        ).fetchall()
        return int(rows[0][2]) if rows else 0

    def close(self) -> None:
        self._db.close()


# --- the measurement -------------------------------------------------------------------------------------

Case = tuple[int, int]


async def measure(folder: Path) -> dict[Case, dict[str, Any]]:
    """All cases take turns in each round, so that a busy minute strikes them all."""
    cases: list[Case] = [(size, each) for each in SHARED for size in SIZES]
    ours = {case: Ours(folder / f"{case[0]}-{case[1]}.db") for case in cases}
    mine = range(1, MINE + 1)
    after = {
        case: Afterwards(folder / f"{case[0]}-{case[1]}-texts.db", [f"c{n}" for n in mine]) for case in cases
    }
    took: dict[Case, dict[str, dict[str, list[list[float]]]]] = {
        case: {name: {c: [] for c in ("ours", "three", "afterwards")} for name in QUESTIONS} for case in cases
    }
    hits: dict[Case, dict[str, Any]] = {case: {} for case in cases}
    try:
        for case, (name, typed) in itertools.product(cases, QUESTIONS.items()):
            found = [await ours[case].one(typed, circle) for circle in mine]
            ours[case].statements = 0
            for _ in range(WARM):
                await ours[case].one(typed, 1)
                theirs = after[case].find(typed)
            hits[case][name] = {
                "ours": sum(found),
                "afterwards": theirs,
                "statements": ours[case].statements / WARM,
            }
        for _ in range(ROUNDS):
            for case, (name, typed) in itertools.product(cases, QUESTIONS.items()):
                one: list[float] = []
                three: list[float] = []
                theirs_took: list[float] = []
                for _ in range(EACH):
                    spent = 0.0
                    for circle in mine:
                        start = time.perf_counter()
                        await ours[case].one(typed, circle)
                        one.append((time.perf_counter() - start) * 1_000)
                        spent += one[-1]
                    three.append(spent)
                    start = time.perf_counter()
                    after[case].find(typed)
                    theirs_took.append((time.perf_counter() - start) * 1_000)
                for contestant, of in (("ours", one), ("three", three), ("afterwards", theirs_took)):
                    took[case][name][contestant].append(of)
    finally:
        for case in cases:
            after[case].close()
            await ours[case].database.dispose()
    return {
        case: {
            name: {"hits": hits[case][name], **{c: _figures(of) for c, of in took[case][name].items()}}
            for name in QUESTIONS
        }
        for case in cases
    }


def _figures(rounds: Sequence[Sequence[float]]) -> dict[str, Any]:
    every = [value for of in rounds for value in of]
    return {
        "median_ms": round(median(every), 3),
        "p95_ms": round(_p95(every), 3),
        "rounds_p95_ms": [round(_p95(of), 3) for of in rounds],
        "rounds_median_ms": [round(median(of), 3) for of in rounds],
    }


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def told(found: dict[Case, dict[str, Any]], load: float) -> Iterator[str]:
    """The table, beside the aims."""
    yield f"p95 in ms of {ROUNDS * EACH * MINE} searches (medians in brackets); aim {AIM_MS:g}"
    yield f"{'':>28}{'practices':>10} {'one circle':>17} {'three in a row':>17} {'filter afterwards':>19}"
    for each, name in itertools.product(SHARED, QUESTIONS):
        for size in SIZES:
            of = found[size, each][name]
            cells = [
                f"{of[c]['p95_ms']:8.1f} ({of[c]['median_ms']:5.1f})" for c in ("ours", "three", "afterwards")
            ]
            case = f"circles of {each:,}, {name}"
            yield f"{case:>28}{size:>10,} {cells[0]:>17} {cells[1]:>17} {cells[2]:>19}"
    for each in SHARED:
        small, large = (
            [value for name in QUESTIONS for value in found[size, each][name]["ours"]["rounds_p95_ms"]]
            for size in SIZES[:2]
        )
        grown = median(big / little for little, big in zip(small, large, strict=True))
        yield (
            f"circles of {each:,}: among {SIZES[1]:,} practices {grown:.2f} times the p95 of {SIZES[0]:,}, "
            f"round by round; aim {AIM_GROWTH}"
        )
    worst = max(
        found[size, each][name]["ours"]["p95_ms"] for size in SIZES for each in SHARED for name in QUESTIONS
    )
    most = max(of["hits"]["statements"] for case in found.values() for of in case.values())
    yield f"worst p95 of one search {worst:.1f} ms; aim {AIM_MS:g}"
    yield f"at most {most:g} SQL statements a search; aim 3"
    yield f"At a load of {load}. All of it: bench/out/search.json"


def main() -> None:
    OUT.mkdir(exist_ok=True)
    built: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir=OUT) as name:
        folder = Path(name)
        for size, each in itertools.product(SIZES, SHARED):
            start = time.perf_counter()
            build(folder, size, each)
            built[f"{size} in circles of {each}"] = round(time.perf_counter() - start, 1)
        found = asyncio.run(measure(folder))
    load = round(os.getloadavg()[0], 1)
    kept = {
        "cases": [{"practices": size, "each": each, "questions": of} for (size, each), of in found.items()],
        "filled_s": built,
        "rounds": ROUNDS,
        "each": EACH,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "cores": os.cpu_count(),
        "load": load,
    }
    (OUT / "search.json").write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    for line in told(found, load):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
