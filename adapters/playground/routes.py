"""The playground over HTTP: the page, its files, the acts, and the stream of what is new."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from typing import Any

from aiohttp import web

from adapters.playground import page
from adapters.playground.desk import Desk
from adapters.playground.feed import item
from adapters.playground.forms import form
from adapters.playground.inbound import BadAct, Inbound, Late, Opened, Outcome, Posted
from adapters.playground.models import Message, Persona
from adapters.playground.page import View
from adapters.playground.visitors import Visitors
from bot.i18n import LANGUAGES

log = logging.getLogger("entrepairs.playground")

HEARTBEAT_S = 15.0
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class Routes:
    """The handlers of the page and of its conversations."""

    def __init__(self, inbound: Inbound, desk: Desk) -> None:
        self.inbound = inbound
        self._desk = desk
        self._messages = inbound.messages
        self._visitors = Visitors(inbound.messages)
        self._closing = False

    def mount(self, app: web.Application) -> None:
        app.router.add_get("/", self.page)
        app.router.add_get("/static/{name}", self.static)
        app.router.add_get("/events", self.events)
        app.router.add_post("/act", self.act)
        app.router.add_post("/read", self.read)
        app.router.add_post("/language", self.language)
        self._desk.mount(app, self.inbound, self._visitors)
        app.on_shutdown.append(self._shut)

    async def _shut(self, app: web.Application) -> None:
        self._closing = True
        self._messages.ring()

    # --- the page --------------------------------------------------------------------------------------

    async def page(self, request: web.Request) -> web.Response:
        people = await self._messages.personas()
        if not people:
            raise web.HTTPServiceUnavailable
        persona = await self._messages.persona(request.query.get("as", "")) or people[0]
        async with self._quiet():
            return await self._page(request, persona)

    async def _page(self, request: web.Request, persona: Persona) -> web.Response:
        seen = await page.view(self.inbound, persona, request.query.get("in", ""))
        response = web.Response(
            text=await page.page(self.inbound, seen, self._desk.around), content_type="text/html"
        )
        await self._visitors.welcome(request, response)
        return response

    async def static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in page.served():
            raise web.HTTPNotFound
        return web.Response(text=page.static(name), content_type=_TYPES[name[name.rindex(".") :]])

    # --- acts ------------------------------------------------------------------------------------------

    async def act(self, request: web.Request) -> web.Response:
        """What somebody did; the answer is a form, a message, or 504: send the same again."""
        persona, sent = await self._visitors.who(request)
        seen = await page.view(self.inbound, persona, "")
        try:
            outcome = await self._acted(persona, sent)
            match outcome:
                case Opened(opened, voice):
                    panel = form(opened, voice, page.choices(seen), sent["room"])
                    return web.json_response({"form": panel, "lang": voice.lang})
                case Posted(message):
                    found = await self._messages.message(message, persona.id) if message else None
                    return web.json_response({"item": await self._item(found, seen) if found else None})
                case Late():
                    return web.json_response({}, status=504)
        except BadAct:
            raise web.HTTPBadRequest from None
        except Exception as error:
            code = secrets.token_hex(3)
            log.error("defect", exc_info=error, extra={"code": code, "platform": "playground"})
            return web.json_response({"defect": seen.chrome("ui-defect", code=code)}, status=500)

    async def _acted(self, persona: Persona, sent: dict[str, Any]) -> Outcome:
        """One act at a time where time is staged: no act falls into a walk, or into a new beginning."""
        async with self._quiet():
            outcome = await self.inbound.act(persona, sent)
            if self._desk.around.staging is not None and not isinstance(outcome, Opened):
                await self._messages.set_meta("touched", "1")
            return outcome

    def _quiet(self) -> AbstractAsyncContextManager[Any]:
        """While nobody moves time, and no scenario begins."""
        return self._desk.around.staging.time.turn if self._desk.around.staging else nullcontext()

    async def read(self, request: web.Request) -> web.Response:
        persona, sent = await self._visitors.who(request)
        if not isinstance(sent.get("upto"), int):
            raise web.HTTPBadRequest
        await self._messages.read(persona.id, sent["upto"])
        return web.json_response({})

    async def language(self, request: web.Request) -> web.Response:
        """Of every page: whoever looks is one person. Where nothing was made yet, all is told anew in it."""
        _, sent = await self._visitors.who(request)
        if sent.get("lang") not in LANGUAGES:
            raise web.HTTPBadRequest
        staging, scenes = self._desk.around.staging, self._desk.around.scenes
        begun = await self._messages.meta("touched") or (scenes and scenes.playing)
        if staging is None or begun:
            await self._messages.speak(sent["lang"])
        else:
            async with staging.time.turn, self._messages.hushed():
                await self._messages.speak(sent["lang"])
                await staging.time.anew()
        return web.json_response({})

    # --- what is new -----------------------------------------------------------------------------------

    async def events(self, request: web.Request) -> web.StreamResponse:
        """An event stream: `item` (a message, new or edited), `stale` (load the page anew), `now`.

        `now` closes each batch: the number of the last writing, as the stream's id, and what is unread.
        """
        await self._visitors.from_our_page(request)
        persona = await self._messages.persona(request.query.get("as", ""))
        since = request.headers.get("Last-Event-ID") or request.query.get("since", "")
        if persona is None or not since.isdecimal():
            raise web.HTTPBadRequest
        response = web.StreamResponse()
        response.content_type = "text/event-stream"
        await response.prepare(request)
        with suppress(ConnectionResetError):  # the page went away
            await self._stream(response, persona, int(since))
        return response

    async def _stream(self, response: web.StreamResponse, persona: Persona, since: int) -> None:
        messages = self._messages
        standing: object = None
        with messages.listening() as bell:
            while not self._closing:
                bell.clear()
                latest = await messages.latest()
                current = await messages.persona(persona.id) or persona
                seen = await page.view(self.inbound, current)
                peek = await page.peeks(messages, self._desk.around)
                for message in await messages.since(since, persona.id, peek=peek):
                    await _write(response, "item", await self._item(message, seen))
                    latest = max(latest, message.changed)
                day = page.today(messages, seen) if self._desk.around.staging else None
                now = (seen.chrome.lang, [c.id for c in seen.channels], peek, day)
                if standing not in (None, now):
                    await _write(response, "stale", {})
                standing, since = now, latest
                news = {"seq": latest, "unread": seen.unread, "birth": await messages.meta("birth")}
                if self._desk.around.staging is not None:
                    news |= await page.ahead(self._desk.around.staging, seen)
                await _write(response, "now", news, str(latest))
                while not bell.is_set():
                    try:
                        async with asyncio.timeout(HEARTBEAT_S):
                            await bell.wait()
                    except TimeoutError:
                        await response.write(b":\n\n")

    async def _item(self, message: Message, seen: View) -> dict[str, Any]:
        look = await page.look(self.inbound, seen, staged=self._desk.around.staging is not None)
        return {"id": message.id, "room": message.room.id, "html": item(message, look)}


async def _write(response: web.StreamResponse, event: str, data: object, id: str = "") -> None:
    lines = [f"event: {event}", *([f"id: {id}"] if id else []), f"data: {json.dumps(data)}"]
    await response.write(("\n".join(lines) + "\n\n").encode())
