"""`entrepairs search` prints what chat would show, and answers JSON line by line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.library import cli
from bot.library.cli import CannotSearch
from storage.engine import open_engine
from storage.migrations import migrate
from storage.transaction import SqlDatabase
from tests.plumbing.test_command_line import run
from tests.storage.test_search import titled
from tests.storage.world import AT, HandClock, found_circle, put


@pytest.fixture
async def database(sqlite_url: str) -> object:
    await migrate(sqlite_url)
    opened = SqlDatabase(open_engine(sqlite_url), HandClock(AT))
    await found_circle(opened)
    await put(
        opened,
        replace(titled("1-a", "Le silence"), ref="L-7"),
        titled("1-b", "Autre", "Se taire en silence"),
    )
    yield opened
    await opened.dispose()


async def test_hits_with_their_reason(database: SqlDatabase) -> None:
    assert await cli.search_lines(database, "coachs-lyon", None, "silences") == [
        "Le silence · titre",
        "Autre · même mot dans la fiche",
    ]
    for member in ("ines", "Inès Morel"):
        assert len(await cli.search_lines(database, "lyon", member, "silense")) == 3
    assert "parapluie" in (await cli.search_lines(database, "lyon", None, "parapluie"))[0]


@pytest.mark.parametrize(
    ("circle", "member", "words", "said"),
    [
        ("nowhere", None, "silence", "No circle is called"),
        ("lyon", "nobody", "silence", "Nobody in"),
        ("lyon", None, "  ?! ", "Say what to look for"),
    ],
)
async def test_one_clear_line(
    database: SqlDatabase, circle: str, member: str | None, words: str, said: str
) -> None:
    with pytest.raises(CannotSearch, match=said):
        await cli.search_lines(database, circle, member, words)


async def test_lines_are_answered_in_order(database: SqlDatabase) -> None:
    asked = ['{"q": "silence"}\n', "\n", "{", '{"q": 3}', '{"q": "\\ud800"}', '{"q": "parapluie"}']
    answers = [json.loads(line) async for line in cli.answer_lines(database, "lyon", None, asked)]
    assert [hit["id"] for hit in answers[0]["hits"]] == ["L-7", "1-b"]  # its own id where it was imported
    assert answers[0]["hits"][0] == {"id": "L-7", "title": "Le silence", "reason": "titre"}
    assert [list(answer) for answer in answers[1:]] == [["error"], ["error"], ["error"], ["hits"]]
    assert answers[-1]["hits"] == []


def test_the_command_itself(sqlite_url: str, tmp_path: Path) -> None:
    said = run(
        "search",
        "--circle",
        "nowhere",
        "silence",
        cwd=tmp_path,
        DATABASE_URL=sqlite_url,
        PYTHONPATH=str(Path.cwd()),
    )
    assert (said.returncode, said.stdout) == (2, ""), said.stderr
    assert said.stderr.strip() == "No circle is called “nowhere”."
