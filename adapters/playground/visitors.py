"""Who asks: a page of ours, proven by its cookie, as the persona that it chose."""

from __future__ import annotations

import secrets
from typing import Any

from aiohttp import web

from adapters.playground.messages import Messages
from adapters.playground.models import Persona


class Visitors:
    """Every tab is a visitor of its own; the cookie is one for all of them."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    async def who(self, request: web.Request) -> tuple[Persona, dict[str, Any]]:
        """Raises: HTTPForbidden, HTTPBadRequest."""
        await self.from_our_page(request)
        try:
            sent = await request.json()
        except ValueError:
            raise web.HTTPBadRequest from None
        if not isinstance(sent, dict) or not isinstance(sent.get("as"), str):
            raise web.HTTPBadRequest
        persona = await self._messages.persona(sent["as"])
        if persona is None:
            raise web.HTTPBadRequest
        return persona, sent

    async def from_our_page(self, request: web.Request) -> None:
        """Raises: HTTPForbidden."""
        given = request.cookies.get(_cookie(request), "")
        if not secrets.compare_digest(given.encode(), (await self._messages.meta("key")).encode()):
            raise web.HTTPForbidden

    async def welcome(self, request: web.Request, response: web.Response) -> None:
        """The page comes with what proves it."""
        key = await self._messages.meta("key")
        response.set_cookie(_cookie(request), key, path="/", httponly=True, samesite="Strict")


def _cookie(request: web.Request) -> str:
    """One name for each port: browsers share cookies between the ports of a host."""
    return f"entrepairs-{request.host.rpartition(':')[2]}"
