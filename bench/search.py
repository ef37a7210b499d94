"""How long finding takes where the corpus grows, beside asking the whole corpus and filtering afterwards.

A library of 10,000 and one of 100,000 practices (with `BENCH_FULL=1` also 1,000,000), once in circles that
share 12 practices each and once in circles that share 1,000. The asker is a member of three circles and of no
other. Contestants take turns, seven rounds long, over the same questions in the same three circles:

- ours: `tx.library.find`, the whole way that a command takes it (gate, tried and tested, counts, the first
  six, in our order), in a read transaction of its own. One circle is asked at a time, as the product does.
  Its processor time is kept too (`cpu`): what else runs on the machine does not change that.
- three: the three circles one after the other, each with a transaction of its own.
- afterwards: one FTS5 table of the same texts, asked by plain sqlite3 in one thread, its hits then
  filtered to the three circles: the first six by bm25, and how many there are.

What a process keeps in memory that has searched among 100,000 practices is compared with one that found an
empty database (`corpus/resident.py`).

Prints p95 beside the aim and writes everything to `bench/out/search.json`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from corpus.asking import QUESTIONS, Ours
from corpus.library import MINE, build
from corpus.resident import AIM as AIM_RESIDENT
from corpus.resident import in_turns

from bot.library.analysis import fold

ROUNDS, EACH, WARM = 7, 10, 3  # in each round every question is asked so often
SIZES = (10_000, 100_000, *((1_000_000,) if os.environ.get("BENCH_FULL") == "1" else ()))
SHARED = (12, 1_000)  # practices that one circle shares
AIM_MS, AIM_GROWTH = 20.0, 1.5
OUT = Path(__file__).with_name("out")
CONTESTANTS = ("ours", "cpu", "three", "afterwards")


# --- the contestant --------------------------------------------------------------------------------------


class Afterwards:
    def __init__(self, file: Path, mine: Sequence[str]) -> None:
        self._db = sqlite3.connect(file)
        self._mine = mine

    def find(self, typed: str) -> int:
        words = fold(typed).split()
        query = " AND ".join(f'"{word}"' + ("*" if len(word) == 3 else "") for word in words)
        rows = self._db.execute(
            "SELECT texts.rowid FROM texts CROSS JOIN owners ON owners.num = texts.rowid "
            f"WHERE texts MATCH ? AND circle IN ({','.join('?' * len(self._mine))}) "
            "ORDER BY bm25(texts, 10, 5, 1)",
            (query, *self._mine),
        ).fetchall()
        for num in rows[:6]:
            self._db.execute("SELECT title FROM texts WHERE rowid = ?", num).fetchone()
        return len(rows)

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
        case: {name: {c: [] for c in CONTESTANTS} for name in QUESTIONS} for case in cases
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
                cpu: list[float] = []
                three: list[float] = []
                theirs_took: list[float] = []
                for _ in range(EACH):
                    spent = 0.0
                    for circle in mine:
                        start, worked = time.perf_counter(), time.process_time()
                        await ours[case].one(typed, circle)
                        one.append((time.perf_counter() - start) * 1_000)
                        cpu.append((time.process_time() - worked) * 1_000)
                        spent += one[-1]
                    three.append(spent)
                    start = time.perf_counter()
                    after[case].find(typed)
                    theirs_took.append((time.perf_counter() - start) * 1_000)
                for contestant, of in zip(CONTESTANTS, (one, cpu, three, theirs_took), strict=True):
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


def told(found: dict[Case, dict[str, Any]]) -> Iterator[str]:
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
        grown = [_grown(found, each, contestant) for contestant in ("ours", "cpu")]
        yield (
            f"circles of {each:,}: {SIZES[1]:,} practices take {grown[0]:.2f} times the p95 of {SIZES[0]:,}, "
            f"round by round ({grown[1]:.2f} times its processor time); aim {AIM_GROWTH}"
        )
    worst, most_cpu = (
        max(of[name][contestant]["p95_ms"] for of in found.values() for name in QUESTIONS)
        for contestant in ("ours", "cpu")
    )
    most = max(of["hits"]["statements"] for case in found.values() for of in case.values())
    yield f"worst p95 of one search {worst:.1f} ms ({most_cpu:.1f} ms of processor time); aim {AIM_MS:g}"
    yield f"at most {most:g} SQL statements a search; aim 3"


def _grown(found: dict[Case, dict[str, Any]], each: int, contestant: str) -> float:
    """How many times longer the second size takes: the median over questions and rounds."""
    small, large = (
        [value for name in QUESTIONS for value in found[size, each][name][contestant]["rounds_p95_ms"]]
        for size in SIZES[:2]
    )
    return median(big / little for little, big in zip(small, large, strict=True))


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
        build(folder, 0, SHARED[-1])
        resident = in_turns(*(folder / f"{size}-{SHARED[-1]}.db" for size in (0, SIZES[1])))
    load = round(os.getloadavg()[0], 1)
    kept = {
        "cases": [{"practices": size, "each": each, "questions": of} for (size, each), of in found.items()],
        "resident": resident,
        "filled_s": built,
        "rounds": ROUNDS,
        "each": EACH,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "cores": os.cpu_count(),
        "load": load,
    }
    (OUT / "search.json").write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    for line in told(found):
        sys.stdout.write(line + "\n")
    empty, full = resident["median_mb"].values()
    sys.stdout.write(
        f"resident: empty {empty:.1f} MB, with {SIZES[1]:,} practices {full:.1f} MB: {resident['ratio']:.2f} "
        f"times; aim {AIM_RESIDENT}\nAt a load of {load}. All of it: bench/out/search.json\n"
    )


if __name__ == "__main__":
    main()
