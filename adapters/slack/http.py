"""Signed requests: one path, for the one HTTP server of the process. Bolt checks every signature.

Whoever terminates TLS stands before it. Nothing is kept between two requests, so that any number of
processes on one database may take them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

from adapters.slack.admission import Admission

PATH = "/slack/events"
BODY_S = 3.0  # to send a request whole: Slack has given up by then


class HttpLink:
    """Serves between `run` and `leave`; before and after, whoever asks is told to come again."""

    def __init__(self, app: AsyncApp, admission: Admission, scale: float) -> None:
        self._app = app
        self._admission = admission
        self._scale = scale
        self._serving = False
        self._under_way = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    @property
    def routes(self) -> Iterable[web.RouteDef]:
        return (web.post(PATH, self._taken),)

    @property
    def connected(self) -> bool:
        """Whether acts are taken: Slack knows us, and we are not about to end."""
        return self._serving

    async def run(self, on_gap: Callable[[], None]) -> None:
        self._serving = True
        on_gap()
        await self._admission.closed.wait()

    def leave(self) -> None:
        self._serving = False

    async def idle(self) -> None:
        await self._quiet.wait()

    async def close(self) -> None:
        """The server is not ours to close."""

    async def _taken(self, request: web.Request) -> web.StreamResponse:
        if not self._serving:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"})
        self._under_way += 1
        self._quiet.clear()
        try:
            return await self._answered(request)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._quiet.set()

    async def _answered(self, request: web.Request) -> web.StreamResponse:
        if not request.headers.get("X-Slack-Request-Timestamp", "0").isdecimal():
            raise web.HTTPUnauthorized  # bolt would take it for a defect of ours
        try:
            async with asyncio.timeout(BODY_S * self._scale):
                asked = await to_bolt_request(request)
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        except (ValueError, RecursionError):  # bolt reads what was sent before it looks at the signature
            raise web.HTTPBadRequest from None
        return await to_aiohttp_response(await self._app.async_dispatch(asked))
