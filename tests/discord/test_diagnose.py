"""The doctor asks a Discord on loopback: token, clock, and what the bot may do in each circle's channel."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from aiohttp import web

from adapters.discord import diagnose
from adapters.discord.permissions import least
from bot.operations.findings import Finding, Level
from bot.settings import load
from bot.vocabulary import Place

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
TOKEN = base64.b64encode(b"123456789012345678").decode() + ".zq0canary.zq0secret"
BOUND = (("c1", Place("discord", "1", "20")), ("c2", Place("slack", "T1", "C1")))
PRIVATE = {"id": "1", "type": 0, "allow": "0", "deny": "1024"}
OURS = {"id": "9", "type": 1, "allow": str(least()), "deny": "0"}


class Discord:
    """Five addresses; `status` makes one refuse."""

    def __init__(self) -> None:
        self.url = ""
        self.at = NOW
        self.status: dict[str, int] = {}
        self.overwrites: list[dict[str, Any]] = [PRIVATE, OURS]
        self.remaining = 900

    async def answer(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"]
        assert request.headers["Authorization"] == f"Bot {TOKEN}"
        assert request.headers["User-Agent"].startswith("DiscordBot (")
        said = {
            "/users/@me": {"id": "9"},
            "/gateway/bot": {"session_start_limit": {"remaining": self.remaining}},
            "/channels/20": {"guild_id": "1", "permission_overwrites": self.overwrites},
            "/guilds/1/roles": [{"id": "1", "permissions": "1024"}],
            "/guilds/1/members/9": {"roles": []},
        }[path]
        status = self.status.get(path, 200)
        headers = {"Date": format_datetime(self.at, usegmt=True)}
        return web.json_response(said, status=status, headers=headers)


@pytest.fixture
async def there() -> AsyncIterator[Discord]:
    discord = Discord()
    app = web.Application()
    app.router.add_get("/api/v10/{path:.*}", discord.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    discord.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10"
    yield discord
    await runner.cleanup()


async def found(url: str, token: str = TOKEN) -> dict[str, list[Finding]]:
    settings = load({"DISCORD_TOKEN": token, "DISCORD_API_URL": url})
    by_check: dict[str, list[Finding]] = {}
    async for one in diagnose(settings, BOUND, NOW):
        assert "zq0" not in repr(one)
        by_check.setdefault(one.check, []).append(one)
    return by_check


async def test_all_is_well(there: Discord) -> None:
    said = await found(there.url)
    assert {one.level for each in said.values() for one in each} == {Level.OK}
    assert set(said) == {"discord.token", "discord.intents", "discord.circle.c1"}


@pytest.mark.parametrize(
    ("denied", "level", "names"),
    [
        (2048, Level.BROKEN, "Send Messages"),
        (65536, Level.BROKEN, "Read Message History"),
        (268435456, Level.WARNING, "Manage Permissions"),
    ],
)
async def test_a_missing_permission_is_named(there: Discord, denied: int, level: Level, names: str) -> None:
    there.overwrites = [PRIVATE, {**OURS, "allow": str(least() & ~denied)}]
    (one,) = (await found(there.url))["discord.circle.c1"]
    assert (one.level, names in one.what, names in one.next) == (level, True, True)


async def test_a_circle_that_everyone_reads_is_told(there: Discord) -> None:
    there.overwrites = [OURS]
    (one,) = (await found(there.url))["discord.circle.c1"]
    assert one.level is Level.WARNING
    assert "everyone in the server can read" in one.what


@pytest.mark.parametrize("status", [403, 404])
async def test_a_channel_out_of_sight_is_broken(there: Discord, status: int) -> None:
    there.status["/channels/20"] = status
    (one,) = (await found(there.url))["discord.circle.c1"]
    assert one.level is Level.BROKEN


async def test_a_refused_token_is_broken(there: Discord) -> None:
    there.status["/users/@me"] = 401
    said = await found(there.url)
    assert {check: each[0].level for check, each in said.items()} == {"discord.token": Level.BROKEN}


async def test_a_clock_that_is_off_and_too_many_starts_are_told(there: Discord) -> None:
    there.at = NOW - timedelta(minutes=3)
    there.remaining = 3
    said = await found(there.url)
    assert {said[name][0].level for name in ("discord.clock", "discord.starts")} == {Level.WARNING}
    assert "180 s" in said["discord.clock"][0].what


@pytest.mark.parametrize("status", [502, 429])
async def test_a_discord_in_trouble_is_a_warning(there: Discord, status: int) -> None:
    there.status["/users/@me"] = status
    (one,) = (await found(there.url))["discord"]
    assert one.level is Level.WARNING


async def test_offline_says_so(there: Discord) -> None:
    (one,) = (await found("http://127.0.0.1:1/api/v10"))["discord"]
    assert one.level is Level.WARNING
    assert "not reached from here" in one.what


async def test_what_is_no_token_is_not_sent_anywhere() -> None:
    (one,) = (await found("http://127.0.0.1:1/api/v10", "zq0nonsense"))["discord.token"]
    assert one.level is Level.BROKEN


async def test_without_a_token_nothing_is_asked() -> None:
    assert [one async for one in diagnose(load({}), BOUND, NOW)] == []
