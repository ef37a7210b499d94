"""The connection: what it asks for, and how it ends where Discord will not have it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import discord
import pytest
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord import Refused, client, make_client, run
from tests.discord.toy import ToyDoor

GATEWAY = "ws://127.0.0.1:1/"


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library keeps one of each for the process: put back what was there."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    monkeypatch.setattr(client, "FIRST_WAIT_S", 0.0)


@pytest.fixture
async def refusing() -> AsyncIterator[str]:
    """An API that knows no token."""

    async def refuse(request: web.Request) -> web.Response:
        return web.json_response({"message": "401: Unauthorized", "code": 0}, status=401)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", refuse)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    yield f"http://127.0.0.1:{port}/api/v10"
    await runner.cleanup()


def made(door: ToyDoor, api_url: str = "http://127.0.0.1:1/api/v10") -> discord.Client:
    return make_client(door, api_url=api_url, gateway_url=GATEWAY, scale=0.1)


async def test_it_listens_to_servers_and_reactions_alone(door: ToyDoor) -> None:
    bot = made(door)
    state = bot._connection
    assert bot.intents.value == 1025
    assert (Route.BASE, str(DiscordWebSocket.DEFAULT_GATEWAY)) == ("http://127.0.0.1:1/api/v10", GATEWAY)
    assert (state.max_messages, state.member_cache_flags.value) == (None, 0)
    assert state._chunk_guilds is False
    assert state.allowed_mentions is not None
    assert state.allowed_mentions.to_dict() == {"parse": []}


async def test_a_token_that_nobody_knows_is_one_line(door: ToyDoor, refusing: str) -> None:
    with pytest.raises(Refused, match="DISCORD_TOKEN") as refused:
        await run(made(door, refusing), "not-a-token")
    assert "\n" not in refused.value.line
    assert "not-a-token" not in refused.value.line


async def test_a_missing_token_asks_nobody(door: ToyDoor) -> None:
    with pytest.raises(Refused, match="empty"):
        await run(made(door), "  ")


@pytest.mark.parametrize("code", [4004, 4013, 4014])
async def test_a_refusal_of_the_gateway_is_final(
    door: ToyDoor, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    class Socket:
        close_code = code

    bot = made(door)
    monkeypatch.setattr(bot, "start", _raising(discord.ConnectionClosed(Socket(), shard_id=None)))  # type: ignore[arg-type]
    with pytest.raises(Refused):
        await run(bot, "token")


async def test_what_breaks_is_begun_again(door: ToyDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens at that address: each try fails in the library's own way, and leaves nothing open."""
    bot = made(door)
    login, tries = bot.login, []

    async def counted(token: str) -> None:
        tries.append(bot.is_closed())
        if len(tries) == 3:
            raise discord.LoginFailure
        await login(token)

    monkeypatch.setattr(bot, "login", counted)
    with pytest.raises(Refused):
        await run(bot, "token")
    assert tries == [False, False, False]
    assert bot.is_closed()


async def test_it_stops_when_cancelled(door: ToyDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    bot = made(door)
    began = asyncio.Event()

    async def start(token: str) -> None:
        began.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(bot, "start", start)
    task = asyncio.create_task(run(bot, "token"))
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert bot.is_closed()


@pytest.mark.parametrize("comes", [True, False])
async def test_it_closes_after_the_answer_under_way_or_without_it(
    door: ToyDoor, monkeypatch: pytest.MonkeyPatch, comes: bool
) -> None:
    bot = made(door)
    asked, passes, answered = asyncio.Event(), asyncio.Event(), []

    async def slowly(interaction: object) -> None:
        asked.set()
        await passes.wait()
        answered.append(bot.is_closed())

    monkeypatch.setattr(bot._inbound, "_heard", slowly)  # type: ignore[attr-defined]
    task = asyncio.create_task(bot.on_interaction(None))  # type: ignore[attr-defined]
    await asked.wait()
    closing = asyncio.create_task(bot.close())
    if comes:
        await asyncio.wait({closing}, timeout=0.05)
        passes.set()
    await closing
    await asyncio.gather(task, return_exceptions=True)
    assert answered == ([False] if comes else [])
    assert task.cancelled() is not comes


def _raising(error: Exception) -> object:
    async def start(token: str) -> None:
        raise error

    return start
