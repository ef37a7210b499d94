"""The bolt app: one listener for each kind of act, over Socket Mode or signed requests."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any, Protocol

from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import inbound, unhandled
from adapters.slack.admission import Admission
from adapters.slack.answering import Ack, Answering
from adapters.slack.happenings import HEARD, Happenings
from adapters.slack.http import HttpLink
from adapters.slack.outbound import SlackSender
from adapters.slack.pace import Pace
from adapters.slack.places import Places
from adapters.slack.reactions import VERBS, Reactions
from adapters.slack.socket import SocketLink
from bot.command import Door

EVERY = re.compile(".*", re.DOTALL)
CALL_S = 10.0
LAST_ANSWERS_S = 3.0  # an answer has 3 s, and the process 5 to end

Heard = Callable[[dict[str, Any]], Awaitable[None]]

log = logging.getLogger("entrepairs.slack")


class Link(Protocol):
    """How acts reach us: `socket` or `http`. From `leave` to `close`, what is under way is still answered."""

    @property
    def routes(self) -> Iterable[web.RouteDef]:
        """What an HTTP server has to serve for it; nothing where it needs none."""

    @property
    def connected(self) -> bool:
        """Whether Slack's acts reach us now."""

    async def run(self, on_gap: Callable[[], None]) -> None:
        """Until it is left. `on_gap` is called when it opens, unless nothing can have been missed before."""

    def leave(self) -> None: ...

    async def idle(self) -> None: ...

    async def close(self) -> None: ...


class SlackApp:
    """The Slack surface of one door. `scale` multiplies the protocol's deadlines."""

    def __init__(
        self,
        door: Door,
        client: AsyncWebClient,
        app: AsyncApp,
        admission: Admission,
        link: Link,
        pace: Pace,
        scale: float,
    ) -> None:
        self.places = Places(client, pace)
        self.sender = SlackSender(client, self.places, pace)
        self._door = door
        self._admission = admission
        self._link = link
        self._scale = scale
        self._answering = Answering(door, client, scale)
        self._reactions = Reactions(door, client, self._answering.people, scale)
        self._happenings = Happenings(door, self._answering.people, self.places, scale)
        # Those of the manifest that mean something
        self.events: dict[str, Heard] = {
            **dict.fromkeys(VERBS, self._reactions.heard),
            **dict.fromkeys(HEARD, self._happenings.heard),
            "app_home_opened": self._answering.home_opened,
        }
        self._catching_up: asyncio.Task[None] | None = None
        app.command(EVERY)(self._command)
        app.action(EVERY)(self._action)
        app.shortcut(EVERY)(self._shortcut)
        app.view(EVERY)(self._submitted)
        app.view_closed(EVERY)(self._ignored)
        app.options(EVERY)(self._suggested)
        app.event(EVERY)(self._event)
        app.error(self._failed)

    @property
    def routes(self) -> Iterable[web.RouteDef]:
        """What the HTTP server of the process has to serve for Slack."""
        return self._link.routes

    @property
    def connected(self) -> bool:
        """Whether Slack's acts reach us now."""
        return self._link.connected

    async def run(self) -> None:
        """Serves until `close`. Raises: Refused."""
        try:
            if await self._admission.enter():
                await self._happenings.installed(self._admission.said)
                await self._link.run(self._after_a_gap)
        finally:
            await self._stop_catching_up()

    def _after_a_gap(self) -> None:
        """From the beginning again, also where an earlier reading is not over."""
        self._catching_up = asyncio.create_task(self._catch_up(self._catching_up))

    async def _catch_up(self, former: asyncio.Task[None] | None) -> None:
        """What happened while nothing reached us may never be told."""
        if former is not None:
            former.cancel()
            await asyncio.gather(former, return_exceptions=True)
        await self._happenings.catch_up()
        await self._reactions.reread()

    async def close(self) -> None:
        """Lets the answers under way end, also the acknowledgements that need the link, then hangs up."""
        self._admission.closed.set()
        self._link.leave()
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_ANSWERS_S * self._scale):
                await self._link.idle()
                await self._answering.idle()
        await self._answering.stop(0)
        await self._link.close()

    async def _stop_catching_up(self) -> None:
        begun, self._catching_up = self._catching_up, None
        if begun is not None:
            begun.cancel()
            await asyncio.gather(begun, return_exceptions=True)

    async def idle(self) -> None:
        """Returns when nothing is left to do after what was acknowledged."""
        await self._answering.idle()

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

    async def _failed(self, error: Exception, body: dict[str, Any]) -> BoltResponse | None:
        return await unhandled.acknowledged(error, body, self._answering)

    async def _event(self, body: dict[str, Any]) -> None:
        """Acknowledged by bolt when this ends; what is raised here makes Slack send it again."""
        if heard := self.events.get(body["event"]["type"]):
            await heard(body)


def make_app(
    door: Door,
    *,
    bot_token: str,
    api_url: str,
    app_token: str = "",
    signing_secret: str = "",
    scale: float = 1.0,
    pace: Pace | None = None,
) -> SlackApp:
    """Over Socket Mode with an `app_token`, over HTTP with a `signing_secret`: exactly one of them.

    Nothing is connected before `run`. `api_url` ends with a slash. Without a `pace`, it follows `scale`.
    """
    if bool(app_token) == bool(signing_secret):
        raise ValueError("either Socket Mode or signed requests")
    # A call is never repeated by the client: a post could be made twice, and the jobs own the retries.
    timeout_s = max(1, round(CALL_S * scale))
    client = AsyncWebClient(token=bot_token, base_url=api_url, timeout=timeout_s, retry_handlers=[])
    # Bolt's own client has no token, so that bolt asks us who we are, and not Slack with the first act.
    stranger = AsyncWebClient(base_url=api_url, timeout=timeout_s, retry_handlers=[])
    admission = Admission(client, scale)
    app = AsyncApp(
        client=stranger,
        authorize=admission,
        signing_secret=signing_secret,
        process_before_response=True,
        raise_error_for_unhandled_request=True,  # to `unhandled`, instead of a 404
    )
    link: Link = (
        SocketLink(app, client, app_token, admission, scale) if app_token else HttpLink(app, admission, scale)
    )
    return SlackApp(door, client, app, admission, link, pace or Pace(scale), scale)
