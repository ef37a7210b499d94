"""The HTTP side: who asks, how often, whether Discord would take it, and what becomes of the answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import Any

from aiohttp import web

from . import buckets, callbacks, channels, declaring, described, messages, reactions, threads, whois
from .calls import Route, read
from .core import Asked, Core
from .errors import Refused
from .faults import Fault

BASE = "/api/v10"
ROUTES: tuple[Route, ...] = (
    *whois.ROUTES,
    *declaring.ROUTES,
    *callbacks.ROUTES,
    *messages.ROUTES,
    *reactions.ROUTES,
    *threads.ROUTES,
    *channels.ROUTES,
)

Headers = Mapping[str, str]


class RestApi:
    """Every answer's Content-Type is exactly `application/json`: with a charset behind it, discord.py
    takes the body for text."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._buckets = buckets.Buckets(core.scale)

    def routes(self) -> Iterable[web.RouteDef]:
        for route in ROUTES:
            yield web.route(route.method, BASE + route.path, self._served_by(route))
        yield web.route("*", "/{rest:.*}", self._unknown)

    async def _unknown(self, request: web.Request) -> web.Response:
        self._core.complain(f"no such route: {request.method} {request.path}")
        return _json(404, {"message": "404: Not Found", "code": 0})

    def _served_by(self, route: Route) -> Any:
        async def serve(request: web.Request) -> web.StreamResponse:
            with self._core.activity.work():
                return await self._serve(route, request)

        return serve

    async def _serve(self, route: Route, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(BASE)
        asked = Asked(route.method, path, None)
        self._core.asked.append(asked)
        fault = self._core.faults.strike(f"{route.method} {path}")
        if fault is not None and fault.trouble == "drop_before":
            return await _dropped(request)
        response = _struck(fault) or await self._answer(route, request, asked)
        asked.status = response.status
        self._core.activity.stir()
        if fault is not None and fault.trouble == "drop_after":
            return await _dropped(request)
        if fault is not None and fault.trouble == "hang_after":
            self._core.activity.end()  # nobody waits for what never comes
            try:
                await self._core.released.wait()
            finally:
                self._core.activity.begin()
        if fault is not None and fault.trouble == "slow":
            await asyncio.sleep(fault.seconds)
        return response

    async def _answer(self, route: Route, request: web.Request, asked: Asked) -> web.Response:
        head: Headers = {"Via": "1.1 loopback"}
        try:
            if not route.open and request.headers.get("Authorization") != f"Bot {self._core.token}":
                raise Refused(401, 0, "401: Unauthorized")
            if route.counted:
                now = asyncio.get_running_loop().time()
                major = next(
                    (request.match_info[key] for key in buckets.MAJOR if key in request.match_info), ""
                )
                bucket, wait_s, scope = self._buckets.ask(route.name, major, now)
                head = buckets.headers(route.name, bucket, now)
                if wait_s:
                    body, more = buckets.refusal(wait_s, scope)
                    self._core.refuse(route.method, asked.path, Refused(429, 0, scope))
                    return _json(429, body, {**head, **more})
            call = await read(request)
            asked.body = call.body
            if route.check is not None:
                route.check(call)
            described.need(route, call.body)
            status, said = route.handler(self._core, call)
        except Refused as refused:
            self._core.refuse(route.method, asked.path, refused)
            return _json(refused.status, refused.body, head)
        return _json(status, said, head)


def _json(status: int, said: Any, head: Headers | None = None) -> web.Response:
    if status == 204:
        return web.Response(status=204, headers=head)
    return web.Response(
        status=status, body=json.dumps(said).encode(), content_type="application/json", headers=head
    )


def _struck(fault: Fault | None) -> web.Response | None:
    """The answer of a fault that lets nothing happen."""
    if fault is None or fault.trouble not in ("limited", "error"):
        return None
    if fault.trouble == "error":
        return web.Response(status=fault.status, text="upstream", content_type="text/html")
    body, head = buckets.refusal(fault.seconds, fault.scope)
    if not fault.via:
        return web.Response(status=429, text="banned", headers={"Retry-After": head["Retry-After"]})
    return _json(429, body, head)


async def _dropped(request: web.Request) -> web.StreamResponse:
    """The connection breaks where an answer was due."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
