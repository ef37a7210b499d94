"""Commands are declared once: where they changed, for each application, by one process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import simcord
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord import client, make_client
from bot.declared import Declared, Told
from bot.lease import Lease
from storage.engine import open_engine
from storage.transaction import SqlDatabase
from tests.discord.toy import COMMANDS, ToyDoor
from tests.support.clock import HandClock
from tests.support.migrated import migrated

ADDRESSES = {"api_url": "http://127.0.0.1:1/api/v10", "gateway_url": "ws://127.0.0.1:1/"}


@dataclass
class Remembered:
    """What a database would keep."""

    told: dict[str, Told] = field(default_factory=dict)

    async def last(self, application: str) -> Told | None:
        return self.told.get(application)

    async def note(self, application: str, told: Told) -> None:
        self.told[application] = told


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library keeps one of each for the process: put back what was there."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)


def made(door: ToyDoor, declared: Any) -> client.Client:
    return make_client(door, **ADDRESSES, declared=declared, scale=0.1)


def declarations(env: simcord.Env) -> list[str]:
    """What was asked about commands so far: GET or PUT."""
    return [one.method for one in env.http_requests if one.path.endswith("/commands")]


@pytest.fixture
async def remembered() -> Remembered:
    return Remembered()


@pytest.fixture
async def env(door: ToyDoor, remembered: Remembered) -> AsyncIterator[simcord.Env]:
    started = simcord.Env(made(door, remembered))
    await started.start()
    yield started
    await started.shutdown()
    started.raise_errors()


def changed() -> ToyDoor:
    """A door of the next release: one command is gone."""
    return ToyDoor({c.verb: c for c in COMMANDS if c.verb != "toy.shelf"})


async def test_a_second_start_asks_nothing(env: simcord.Env, door: ToyDoor, remembered: Remembered) -> None:
    assert declarations(env) == ["PUT"]
    for _ in range(2):
        await env.restart_bot(made(door, remembered))
    assert declarations(env) == ["PUT"]


async def test_a_second_start_knows_what_a_click_types(
    env: simcord.Env, door: ToyDoor, remembered: Remembered
) -> None:
    shelf, toys = (env.backend.find_command(name, None, type=1) for name in ("shelf", "toy"))
    assert shelf
    assert toys
    known = {
        "shelf": str(shelf["id"]),
        **{f"toy {word}": str(toys["id"]) for word in ("make", "find", "lend")},
    }
    for _ in range(2):
        assert isinstance(env.bot, client.Client)
        assert dict(env.bot.command_ids) == known
        await env.restart_bot(made(door, remembered))


async def test_what_an_earlier_release_kept_is_told_once_more(sqlite_url: str) -> None:
    await migrated(sqlite_url)
    database = SqlDatabase(open_engine(sqlite_url), HandClock())
    declared = Declared(database)
    async with database.write() as tx:
        await tx.meta.put("commands:7", "0" * 64)
    assert await declared.last("7") is None
    told = Told("1" * 64, {"circle": "123", "practice share": "456"})
    await declared.note("7", told)
    assert await declared.last("7") == told
    assert await declared.last("8") is None
    await database.dispose()


async def test_a_change_is_sent_once(env: simcord.Env, remembered: Remembered) -> None:
    for _ in range(3):
        await env.restart_bot(made(changed(), remembered))
    assert declarations(env) == ["PUT", "PUT"]
    assert env.backend.find_command("shelf", None, type=1) is None


async def test_a_description_alone_is_a_change(
    env: simcord.Env, door: ToyDoor, remembered: Remembered, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare = client.declaration

    def reworded(commands: Any) -> list[dict[str, Any]]:
        first, *rest = declare(commands)
        return [first | {"description": "Other words"}, *rest]

    monkeypatch.setattr(client, "declaration", reworded)
    for _ in range(2):
        await env.restart_bot(made(door, remembered))
    assert declarations(env) == ["PUT", "PUT"]


async def test_another_application_is_told_anew(
    env: simcord.Env, door: ToyDoor, remembered: Remembered
) -> None:
    (application,) = remembered.told
    remembered.told = {"1": remembered.told[application]}
    await env.restart_bot(made(door, remembered))
    assert declarations(env) == ["PUT", "PUT"]
    assert set(remembered.told) == {"1", application}


@pytest.mark.parametrize("status", [400, 403])
async def test_what_discord_refuses_is_one_line(
    env: simcord.Env, remembered: Remembered, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    """The bot goes on with the commands of before, and asks again at its next start."""
    told = dict(remembered.told)
    env.inject_error("PUT", "/applications/*/commands", status=status, code=50035, message="the words")
    caplog.set_level(logging.ERROR, "entrepairs")
    await env.restart_bot(made(changed(), remembered))
    assert [(r.message, r.__dict__["code"]) for r in caplog.records] == [
        ("commands_refused", f"{status}:50035")
    ]
    assert remembered.told == told
    assert env.bot.is_ready()
    await env.restart_bot(made(changed(), remembered))
    assert declarations(env) == ["PUT", "PUT", "PUT"]
    assert remembered.told != told


async def test_two_that_start_at_once_send_one(
    catalogue: None, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only who holds the lease gets as far as asking; the next one finds what was noted."""
    await migrated(sqlite_url)
    databases = [SqlDatabase(open_engine(sqlite_url), HandClock()) for _ in range(2)]
    sent: list[str] = []
    ready: list[str] = []

    async def process(name: str, database: SqlDatabase) -> None:
        us = made(ToyDoor(), Declared(database))
        us._connection.application_id = 7

        async def upsert(application: int, payload: Any) -> list[Any]:
            await asyncio.sleep(0)  # time for the other one
            sent.append(name)
            return []

        monkeypatch.setattr(us.http, "bulk_upsert_global_commands", upsert)

        async def connected() -> None:
            await us.setup_hook()
            ready.append(name)

        lease = Lease(database, "sender:discord", name, scale=0.05)
        await lease.keep(connected)
        await lease.release()

    async with asyncio.timeout(20):
        await asyncio.gather(*(process(f"p{n}", database) for n, database in enumerate(databases)))
    assert len(sent) == 1
    assert sorted(ready) == ["p0", "p1"]
    for database in databases:
        await database.dispose()
