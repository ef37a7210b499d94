"""Twenty circles and the people of all of them, reading at random what is theirs and what is not."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import true

import storage.visible
from bot.command import Command
from bot.dispatch import Dispatcher
from bot.registry import COMMANDS, FILES, SUGGEST
from bot.vocabulary import Request
from storage.engine import open_engine
from storage.transaction import SqlDatabase
from tests.flows import world
from tests.support.migrated import migrated

READS: list[Command] = [c for c in COMMANDS.values() if c.reads or c.verb.startswith("library.")]
FEW, MANY, PARTS = 300, 5_000, range(4)


@pytest.fixture(scope="module")
def twenty(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database that is only read."""
    url = f"sqlite+aiosqlite:///{Path(tmp_path_factory.mktemp('twenty')) / 'world.db'}"

    async def made() -> None:
        await migrated(url)
        database = SqlDatabase(open_engine(url), world.clock())
        await world.found(database, world.MANY)
        await database.dispose()

    asyncio.run(made())
    return url


def reads(seed: int, count: int) -> Iterator[tuple[str, Request]]:
    """Somebody of one circle looks at something of another one, or searches for its words, anywhere."""
    dice = random.Random(seed)
    for _ in range(count):
        home, target, at = (dice.choice(world.MANY) for _ in range(3))
        if dice.random() < 0.3:
            target = home
        user = dice.choice([*(f"{who}{home}" for who in world.INSIDE), "both", "stranger", f"invited{home}"])
        command = dice.choice(READS)
        subject = dice.choice(world.subjects_of(target, "exchange." if dice.random() < 0.3 else command.verb))
        word = f"zq0{target}{dice.choice(world.STATES)}{dice.choice(world.PARTS)}"
        values = world.values(command, target) | {"words": dice.choice((word, word[:7], word[:-1], "titre"))}
        place = dice.choice((world.place(at), world.place(target), None))
        yield user, Request("", world.account(user), command.verb, subject, values, place=place)


async def leaks(url: str, seed: int, count: int) -> tuple[set[str], int]:
    """(foreign canaries that anybody saw, how many canaries were seen in all)."""
    database = SqlDatabase(open_engine(url), world.clock())
    door = Dispatcher(database, COMMANDS, files=FILES, suggest=SUGGEST, scale=100)
    found, seen = set[str](), 0
    try:
        for user, request in reads(seed, count):
            typed = world.canaries(repr(request.values))
            if request.verb.startswith("library.") and not COMMANDS[request.verb].reads:
                offered = await door.suggest(request, "practice", str(request.values["words"]))
                said = world.canaries(repr(offered))
            else:
                said = world.canaries(repr((await door.answer(request)).content)) - typed
            seen += len(said)
            found |= {f"{user}: {word}" for word in said - world.allowed(user)}
    finally:
        await database.dispose()
    return found, seen


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    ("seed", "count"), [(0, FEW), *(pytest.param(1 + n, MANY, marks=pytest.mark.soak) for n in PARTS)]
)
async def test_twenty_circles_keep_to_themselves(twenty: str, seed: int, count: int) -> None:
    found, seen = await leaks(twenty, seed, count)
    assert found == set()
    assert seen > count // 10  # people do see what is theirs


async def test_a_leak_planted_among_twenty_is_found(twenty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.visible, "_may_see", lambda reader: true())
    found, _ = await leaks(twenty, 0, 5 * FEW)
    assert found
