"""How often the expected practice is among the first five, on a small library written for tuning."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from bot.library.analysis import asked, fold
from bot.library.models import Wish
from bot.practices.models import State
from storage.transaction import SqlDatabase
from tests.storage.test_search import titled
from tests.storage.world import AT, found_circle, put, reader

LIBRARY = Path(__file__).parents[1] / "corpora/library/tuning.jsonl"
FIRST = 5


async def test_the_expected_practice_is_among_the_first_five(database: SqlDatabase) -> None:
    """Plain, unaccented and begun words: 90 %; misspelt: 60 %. Each miss is shown."""
    await found_circle(database)
    lines = [json.loads(line) for line in LIBRARY.read_text("utf-8").splitlines()]
    await put(
        database,
        *(
            replace(
                titled(f"1-{one['id']}", one["title"], one["useful_for"], one["steps"]),
                tags=tuple(one["tags"]),
                state=State.SHARED,
                shared_at=AT,
            )
            for one in lines
        ),
    )
    plain = [(one["id"], typed) for one in lines for typed in one["asked"]]
    bare = [(id_, fold(typed)) for id_, typed in plain]
    begun = [(one["id"], fold(one["title"]).split()[-1][:5]) for one in lines if _telling(one["title"])]
    misspelt = [(one["id"], typed) for one in lines for typed in one["misspelt"]]
    for name, queries, least in (
        ("plain", plain, 0.9),
        ("unaccented", bare, 0.9),
        ("begun", begun, 0.9),
        ("misspelt", misspelt, 0.6),
    ):
        missed = [(id_, typed) for id_, typed in queries if not await _is_found(database, id_, typed)]
        share = 1 - len(missed) / len(queries)
        print(f"{name}: {share:.1%} of {len(queries)}; missed {missed}")
        assert share >= least, (name, missed)


def _telling(title: str) -> bool:
    return len(fold(title).split()[-1]) >= 5


async def _is_found(database: SqlDatabase, id_: str, typed: str) -> bool:
    async with database.read() as tx:
        found = await tx.library.find(reader("claire"), 1, Wish(asked(typed)), count=FIRST)
    return f"1-{id_}" in [hit.id for hit in found.hits]
