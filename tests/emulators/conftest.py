"""The loopback Slack with one coach and a toy app connected to it; the loopback Discord with one coach."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from .discord import Channel, DiscordServer, Person
from .discord_peer import Rest
from .slack import SlackServer, User
from .slack_toy import Toy


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer.running() as server:
        yield server


@pytest.fixture
async def claire(slack: SlackServer) -> User:
    return slack.add_user("Claire Morel")


@pytest.fixture
async def toy(slack: SlackServer, claire: User) -> AsyncIterator[Toy]:
    circle = slack.add_channel("coachs-lyon", members=[claire], bot=True)
    toy = Toy(slack, circle.id)
    await toy.start()
    await slack.connected()
    yield toy
    await toy.stop()
    await slack.disconnected()


class Api:
    """Calls the Web API as curl would: no client in between, so that wrong calls can be made."""

    def __init__(self, slack: SlackServer, session: aiohttp.ClientSession) -> None:
        self.slack = slack
        self.session = session

    async def __call__(self, method: str, **args: Any) -> dict[str, Any]:
        return await self.call(method, json=args)

    async def call(
        self, method: str, *, verb: str = "POST", token: str | None = None, **how: Any
    ) -> dict[str, Any]:
        """`token`: another one than the bot's ("" for none); `how`: params, data or json."""
        used = self.slack.bot_token if token is None else token
        headers = {"Authorization": f"Bearer {used}"} if used else {}
        async with self.session.request(verb, self.slack.base_url + method, headers=headers, **how) as answer:
            body: dict[str, Any] = await answer.json()
            return body


@pytest.fixture
async def api(slack: SlackServer) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(slack, session)


# --- the loopback Discord ----------------------------------------------------------------------------------


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    async with DiscordServer.running(scale=0.5) as server:
        yield server


@pytest.fixture
def circle(discord: DiscordServer) -> Channel:
    return discord.add_channel(discord.add_guild("Les pairs"), "cercle")


@pytest.fixture
def lea(discord: DiscordServer, circle: Channel) -> Person:
    return discord.add_person("Léa", circle)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def rest(discord: DiscordServer, session: aiohttp.ClientSession) -> Rest:
    return Rest(discord, session)
