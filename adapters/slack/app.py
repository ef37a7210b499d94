"""The bolt app: one listener for each kind of act, over Socket Mode."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import inbound
from adapters.slack.answering import Ack, Answering
from adapters.slack.outbound import SlackSender, delivery
from adapters.slack.reactions import VERBS, Reactions
from bot.command import Door
from bot.errors import RetryAfter, Unclear

EVERY = re.compile(".*", re.DOTALL)
CALL_S = 10.0
PING_S = 10.0
LAST_ANSWERS_S = 3.0  # an answer has 3 s, and the process 5 to end
AGAIN_S = 5.0

Heard = Callable[[dict[str, Any]], Awaitable[None]]

log = logging.getLogger("entrepairs.slack")


class Refused(Exception):
    """Slack does not take a token: one line for whoever installs, which names the setting and no secret."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


class SlackApp:
    """The Slack surface of one door. `scale` multiplies the protocol's deadlines."""

    def __init__(
        self, door: Door, client: AsyncWebClient, app: AsyncApp, app_token: str, scale: float
    ) -> None:
        self.sender = SlackSender(client)
        self._door = door
        self._client = client
        self._app = app
        self._app_token = app_token
        self._scale = scale
        self._answering = Answering(door, client, scale)
        self._reactions = Reactions(door, client, self._answering.people, scale)
        # Those of the manifest that mean something
        self.events: dict[str, Heard] = {
            **dict.fromkeys(VERBS, self._reactions.heard),
            "app_home_opened": self._answering.home_opened,
        }
        self._handler: AsyncSocketModeHandler | None = None
        self._closed = asyncio.Event()
        app.command(EVERY)(self._command)
        app.action(EVERY)(self._action)
        app.shortcut(EVERY)(self._shortcut)
        app.view(EVERY)(self._submitted)
        app.view_closed(EVERY)(self._ignored)
        app.options(EVERY)(self._suggested)
        app.event(EVERY)(self._event)

    @property
    def connected(self) -> bool:
        """Whether Slack's events reach us now."""
        session = None if self._handler is None else self._handler.client.current_session
        return session is not None and not session.closed

    async def run(self) -> None:
        """Serves until `close`. Raises: Refused."""
        url = await self._admitted()
        if url is None:
            return
        self._handler = AsyncSocketModeHandler(
            self._app, self._app_token, ping_interval=max(0.2, PING_S * self._scale)
        )
        self._handler.client.wss_uri = url
        await self._handler.connect_async()  # type: ignore[no-untyped-call]
        rereading = asyncio.create_task(self._reactions.reread())
        try:
            await self._closed.wait()
        finally:
            rereading.cancel()
            await asyncio.gather(rereading, return_exceptions=True)

    async def close(self) -> None:
        """Lets the answers under way end, also the acknowledgements that need the link, then hangs up."""
        self._closed.set()
        await self._answering.stop(LAST_ANSWERS_S * self._scale)
        if self._handler is not None:
            await self._handler.close_async()  # type: ignore[no-untyped-call]
            self._handler = None

    async def idle(self) -> None:
        """Returns when nothing is left to do after what was acknowledged."""
        await self._answering.idle()

    async def _admitted(self) -> str | None:
        """A socket's address, once both tokens are good and Slack in reach; None when closed meanwhile."""
        while not self._closed.is_set():
            setting = "SLACK_BOT_TOKEN"
            pause = AGAIN_S
            try:
                await self._client.auth_test()
                setting = "SLACK_APP_TOKEN"
                answer = await self._client.apps_connections_open(app_token=self._app_token)
                return str(answer["url"])
            except SlackApiError as error:
                cause = delivery(error)
                if isinstance(cause, RetryAfter):
                    pause = cause.seconds
                elif not isinstance(cause, Unclear):
                    raise Refused(f"{setting}: Slack refuses this token ({cause})") from None
            except (aiohttp.ClientError, TimeoutError):
                log.warning("unreachable", extra={"platform": "slack"})
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closed.wait(), pause * self._scale)
        return None

    # --- the listeners: what they are given is named by bolt ---------------------------------------------

    async def _command(self, ack: Ack, body: dict[str, Any]) -> None:
        await self._answering.take(inbound.slash(body, self._door.commands), ack)

    async def _action(self, ack: Ack, body: dict[str, Any]) -> None:
        ask = inbound.pressed(body)
        if ask is None:
            await ack()
        else:
            await self._answering.take(ask, ack)

    async def _shortcut(self, ack: Ack, body: dict[str, Any]) -> None:
        await self._answering.take(inbound.shortcut(body), ack)

    async def _submitted(self, ack: Ack, body: dict[str, Any]) -> None:
        first = next(block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input")
        await self._answering.submitted(inbound.submitted(body), first, ack)

    async def _ignored(self, ack: Ack) -> None:
        await ack()

    async def _suggested(self, ack: Ack, body: dict[str, Any]) -> None:
        asked = inbound.suggesting(body)
        if asked is None:
            await ack(options=[])
        else:
            await self._answering.suggest(*asked, ack)

    async def _event(self, body: dict[str, Any]) -> None:
        """Acknowledged by bolt when this ends; what is raised here makes Slack send it again."""
        if heard := self.events.get(body["event"]["type"]):
            await heard(body)


def make_app(door: Door, *, bot_token: str, app_token: str, api_url: str, scale: float = 1.0) -> SlackApp:
    """Nothing is connected before `run`. `api_url` ends with a slash."""
    # A call is never repeated by the client: a post could be made twice, and the jobs own the retries.
    client = AsyncWebClient(
        token=bot_token, base_url=api_url, timeout=max(1, round(CALL_S * scale)), retry_handlers=[]
    )
    return SlackApp(door, client, AsyncApp(client=client, process_before_response=True), app_token, scale)
