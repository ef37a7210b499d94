"""After each demonstration: who is in no circle gets none of its words, by any road of the page.

The words are read from the database itself: whatever a scenario makes people write is looked for.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest

from adapters.playground import messages
from adapters.playground.scenes import scenarios
from bot.composition.playground import PLAYGROUND_FILES
from bot.registry import COMMANDS
from tests.playground.staged import Staged, staged

OUTSIDE, INSIDE = "thomas", "claire"
DATABASE, MESSAGES = PLAYGROUND_FILES
CONTENT = {
    "practice_versions": ("title", "useful_for", "steps"),
    "notes": ("words",),
    "trials": ("note",),
    "sessions": ("title", "spot"),
    "commitments": ("words",),
    "requests": ("words",),
}
COLUMNS = (
    "kind",
    "subject",
    "member",
    "realm",
    "address",
    "message",
    "held_reason",
    "sent_ref",
    "key",
    "lane",
)
NAMES = [scenario.name for scenario in scenarios()]


def rows(file: Path, said: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as db:
        return db.execute(said).fetchall()


def words(folder: Path) -> set[str]:
    """The beginning of everything that members wrote: long enough to be nobody else's."""
    found = set()
    for table, columns in CONTENT.items():
        for row in rows(folder / DATABASE, f"SELECT {', '.join(columns)} FROM {table}"):
            found |= {str(text)[:24] for text in row if text and len(str(text)) >= 5}
    return found


def private(folder: Path) -> dict[int, str]:
    """Messages that one person alone was shown: id -> who."""
    found = rows(folder / MESSAGES, "SELECT id, viewer FROM messages WHERE viewer IS NOT NULL")
    return {int(str(id)): str(viewer) for id, viewer in found}


async def stream(page: Staged, persona: str) -> str:
    """Everything that the event stream brings at once, from the first writing on."""
    async with page.http.get("/events", params={"as": persona, "since": "0"}) as response:
        assert response.status == 200
        got = b""
        while b"event: now" not in got or not got.endswith(b"\n\n"):
            got += await response.content.readany()
        return got.decode()


async def everything(page: Staged, folder: Path, persona: str) -> str:
    """What the page, the stream, the drawer, the files and the suggestions give to one persona."""
    async with page.http.get("/", params={"as": persona}) as response:
        parts = [await response.text(), await stream(page, persona)]
    for id in [row[0] for row in rows(folder / MESSAGES, "SELECT id FROM messages")]:
        status, told = await page.send("/inspect", persona, message=id)
        if status == 200:
            parts.append(json.dumps(told, ensure_ascii=False))
        for block in range(6 if status == 200 else 1):
            asked = {"as": persona, "message": str(id), "block": str(block)}
            async with page.http.get("/file", params=asked) as response:
                if response.status == 200:
                    parts.append((await response.read()).decode())
    for command in COMMANDS.values():
        for field in command.fields:
            for room in ("dm", "in-coachs-lyon"):
                for typed in ("", "qu", "la"):
                    asked = {"verb": command.verb, "field": field.name, "typed": typed, "room": room}
                    status, told = await page.send("/suggest", persona, **asked)
                    if status == 200:
                        parts.append(json.dumps(told, ensure_ascii=False))
    return "\n".join(parts)


async def told(page: Staged, name: str) -> None:
    assert await page.send("/scene", do="begin", name=name, sure=True) == (200, {})
    while True:
        status, said = await page.send("/scene", do="next")
        assert status == 200
        if "over" in said:
            return


def seen_of(text: str, secret: set[str]) -> set[str]:
    """Those that stand in it, as HTML or as the stream's JSON writes them."""
    plain = unescape(text)
    return {word for word in secret if word in plain or json.dumps(word)[1:-1] in plain}


@pytest.mark.parametrize("name", NAMES)
async def test_nobody_outside_gets_a_word(name: str, tmp_path: Path) -> None:
    async with staged(tmp_path) as page:
        await told(page, name)
        await page.send("/peek", OUTSIDE, on=True)
        secret = words(tmp_path)
        assert len(secret) >= 6
        assert seen_of(await everything(page, tmp_path, OUTSIDE), secret) == set()
        assert seen_of(await stream(page, INSIDE), secret)  # the same look does find them
        jobs = repr(rows(tmp_path / DATABASE, f"SELECT {', '.join(COLUMNS)} FROM jobs"))
        assert {word for word in secret if word in jobs} == set()


@pytest.mark.parametrize("name", NAMES)
async def test_what_is_ahead_says_none_of_it_to_anybody(name: str, tmp_path: Path) -> None:
    async with staged(tmp_path) as page:
        await told(page, name)
        secret = words(tmp_path)
        for persona in ("claire", "karim", "sophie", "ines", OUTSIDE):
            seen = await page.page(persona)
            ahead = "\n".join(e.text for e in seen.all("ol", of="line"))
            jumps = "\n".join(e.text for e in seen.all(of="jump"))
            assert seen_of(ahead + jumps, secret) == set()
            status, clock = await page.send("/clock", persona, by="day")
            assert status == 200
            assert seen_of(clock["told"], secret) == set()


async def test_a_private_answer_has_no_drawer_for_others(tmp_path: Path) -> None:
    """What the page shows marked is inert: no payload and no file of it is given."""
    async with staged(tmp_path) as page:
        await told(page, NAMES[0])
        for id, viewer in private(tmp_path).items():
            for persona in ("claire", "karim", OUTSIDE):
                status, _ = await page.send("/inspect", persona, message=id)
                assert (status == 200) <= (persona == viewer)


async def test_a_planted_leak_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "_PEEKED", "(:peek AND viewer IS NOT NULL AND card IS NOT NULL)")
    async with staged(tmp_path) as page:
        await told(page, NAMES[0])
        assert seen_of(await stream(page, OUTSIDE), words(tmp_path))
