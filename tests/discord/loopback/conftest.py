"""Our own client, unmodified, on the loopback Discord: one server, one channel, two people."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence

import discord
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord import Outbound, client, make_client, run
from bot.vocabulary import Account, Place, Reply, Request
from tests.contract.drivers.loopback import Driver
from tests.contract.stage import Stage
from tests.discord.toy import ToyDoor, catalogue
from tests.emulators.discord import Channel, DiscordServer, Person

__all__ = ["catalogue"]

SCALE = 0.1  # our own deadlines
PATIENCE = 0.3  # Discord's, longer: the tests judge an order of events, on machines that may be busy


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library keeps one of each for the process: put back what was there. Waits are scaled too."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    monkeypatch.setattr(client, "FIRST_WAIT_S", client.FIRST_WAIT_S * SCALE)
    monkeypatch.setattr(discord.Client, "before_identify_hook", _between_sessions)


async def _between_sessions(self: discord.Client, shard: int | None, *, initial: bool = False) -> None:
    """The library's own hook for the five seconds that Discord wants between two sessions: scaled."""
    if not initial:
        await asyncio.sleep(5.0 * SCALE)


class Door(ToyDoor):
    """Tells the server when the core has heard something: whoever waits there looks again."""

    stir: Callable[[], None]

    async def answer(self, request: Request) -> Reply:
        try:
            return await super().answer(request)
        finally:
            self.stir()

    async def reread(self, place: Place, message: str, found: Mapping[str, Sequence[Account]]) -> None:
        await super().reread(place, message, found)
        self.stir()


@pytest.fixture
def door(catalogue: None, server: DiscordServer) -> Door:
    door = Door()
    door.stir = server.stir
    return door


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer.running(scale=PATIENCE) as server:
        yield server


@pytest.fixture
def circle(server: DiscordServer) -> Channel:
    return server.add_channel(server.add_guild("Les pairs"), "cercle")


@pytest.fixture
def lea(server: DiscordServer, circle: Channel) -> Person:
    return server.add_person("Léa", circle)


@pytest.fixture
def place(circle: Channel) -> Place:
    return Place("discord", str(circle.guild), circle.id)


class Running:
    """The client and the task that keeps it connected."""

    def __init__(self, server: DiscordServer, door: ToyDoor) -> None:
        self._server = server
        self.client = make_client(door, api_url=server.api_url, gateway_url=server.gateway_url, scale=SCALE)
        self.outbound = Outbound(self.client)
        self.task = asyncio.create_task(run(self.client, server.token))

    async def ready(self) -> None:
        """Returns once the client says so; raises what ended it instead."""
        await self._server.connected()
        async with asyncio.timeout(10):
            await self.client.wait_until_ready()

    async def stop(self) -> None:
        if not self.task.cancelling():  # twice would cut the closing short
            self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        waiting = self.client._connection._ready_task  # the library leaves it when it is closed early
        if waiting is not None:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)


@pytest.fixture
async def running(
    server: DiscordServer, circle: Channel, lea: Person, door: ToyDoor
) -> AsyncIterator[Running]:
    running = Running(server, door)
    yield running
    await running.stop()


@pytest.fixture
async def bot(running: Running) -> Running:
    """Connected and ready."""
    await running.ready()
    return running


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """The product itself, on the loopback Discord."""
    opened = await Stage(Driver(), sqlite_url).open()
    yield opened
    await opened.close()
