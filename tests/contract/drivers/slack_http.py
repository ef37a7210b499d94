"""The same people on the same Slack, which speaks to the bot by signed requests."""

from __future__ import annotations

import asyncio
import inspect

from aiohttp.web import AppRunner

from adapters import web
from adapters.slack import SlackApp, make_app
from adapters.slack.http import PATH
from adapters.slack.pace import Pace
from bot.command import Door
from tests.contract.drivers.slack import BRISK, SlackDriver
from tests.emulators.slack import SlackServer


class Replica:
    """One process of several: a door, bolt, and a port of its own."""

    def __init__(self, slack: SlackServer, door: Door, scale: float) -> None:
        self.app: SlackApp = make_app(
            door,
            bot_token=slack.bot_token,
            signing_secret=slack.signing_secret,
            api_url=slack.base_url,
            scale=scale,
            pace=Pace(min(scale, BRISK)),
        )
        self.runner: AppRunner
        self._running: asyncio.Task[None]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.runner.addresses[0][1]}{PATH}"

    async def start(self) -> None:
        """Returns once it serves."""
        self.runner = await web.listen(
            web.make_platform_app(self.app.routes), "127.0.0.1", 0, shutdown_timeout_s=0.2
        )
        self._running = asyncio.create_task(self.app.run())
        async with asyncio.timeout(30):
            while not self.app.connected:
                assert not self._running.done()
                await asyncio.sleep(0.002)  # nobody tells

    async def stop(self) -> None:
        await self.app.close()
        await self._running
        await self.runner.cleanup()


class HttpSlackDriver(SlackDriver):
    """One replica; after a restart it has another address, as behind a balancer."""

    replica: Replica

    async def _connect(self) -> None:
        made = self._factory()
        self.door = await made if inspect.isawaitable(made) else made
        self.replica = Replica(self.slack, self.door, self._scale)
        self._app = self.replica.app
        await self.replica.start()
        await self.slack.set_request_urls(self.replica.url)

    async def _hang_up(self) -> None:
        await self.replica.stop()
