"""The demonstration's own acts over HTTP: time, scenarios, the developers' drawer, and files to take away."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

from aiohttp import web

from adapters.playground import page
from adapters.playground.forms import form
from adapters.playground.inbound import BadAct, Inbound
from adapters.playground.inspector import Payloads, gauges
from adapters.playground.models import PLATFORM, REALM, Persona
from adapters.playground.scenes import Broken, Scenes, Shown
from adapters.playground.staging import Staging
from adapters.playground.visitors import Visitors
from bot.card import File
from bot.errors import Refusal
from bot.vocabulary import Place

log = logging.getLogger("entrepairs.playground")


class Desk:
    """The handlers of what is around the conversations: time, scenarios, the drawer, files, suggestions."""

    def __init__(self, staging: Staging | None, scenes: Scenes | None, payloads: Payloads | None) -> None:
        self.around = page.Around(staging, scenes, inspects=payloads is not None)
        self._payloads = payloads

    def mount(self, app: web.Application, inbound: Inbound, visitors: Visitors) -> None:
        self._inbound = inbound
        self._visitors = visitors
        app.router.add_get("/file", self.file)
        app.router.add_post("/suggest", self.suggest)
        if self.around.staging is not None:
            app.router.add_post("/clock", self.clock)
            app.router.add_post("/scene", self.scene)
            app.router.add_post("/peek", self.peek)
        if self._payloads is not None:
            app.router.add_post("/inspect", self.inspect)

    # --- time ------------------------------------------------------------------------------------------

    async def clock(self, request: web.Request) -> web.Response:
        """`by`: day, week or next. The mark in the channel and the stream say what came of it.

        `still`: the clock has not moved, and nothing but the answer says so.
        """
        persona, sent = await self._visitors.who(request)
        assert self.around.staging is not None
        try:
            moved = await self.around.staging.move(str(sent.get("by")))
        except KeyError:
            raise web.HTTPBadRequest from None
        seen = await page.view(self._inbound, persona)
        if not moved:
            return web.json_response({"told": seen.chrome("ui-next-far"), "still": True})
        return web.json_response({"told": await page.clock_told(self.around.staging, seen)})

    async def peek(self, request: web.Request) -> web.Response:
        """Whether the private answers of others are shown, marked."""
        _, sent = await self._visitors.who(request)
        await self._inbound.messages.set_meta("peek", "1" if sent.get("on") is True else "0")
        self._inbound.messages.ring()
        return web.json_response({})

    # --- scenarios -------------------------------------------------------------------------------------

    async def scene(self, request: web.Request) -> web.Response:
        """`do`: begin (with `name`, and `sure` where something was made), next, or quit."""
        persona, sent = await self._visitors.who(request)
        assert self.around.scenes is not None
        match sent.get("do"):
            case "begin":
                touched = await self._inbound.messages.meta("touched")
                if touched and sent.get("sure") is not True:
                    return web.json_response({"ask": True})
                try:
                    await self.around.scenes.start(str(sent.get("name")))
                except LookupError:
                    raise web.HTTPBadRequest from None
                return web.json_response({})
            case "next":
                try:
                    shown = await self.around.scenes.next()
                except (Broken, BadAct) as broken:
                    log.error("scenario", exc_info=broken, extra={"platform": "playground"})
                    raise web.HTTPConflict from None
                return web.json_response(await self._told(shown, persona))
            case "quit":
                self.around.scenes.quit()
                return web.json_response({})
        raise web.HTTPBadRequest

    async def _told(self, shown: Shown | None, persona: Persona) -> dict[str, Any]:
        """What the page needs to show a step, in the language of the one who looks."""
        if shown is None:
            return {"over": True}
        step, lang = shown.step, persona.lang
        told: dict[str, Any] = {
            "as": step.who,
            "caption": step.caption[lang],
            "number": shown.number,
            "of": shown.of,
            "room": shown.room,
            "message": shown.message.id if shown.message else None,
        }
        if shown.form is not None:
            actor = await self._inbound.messages.persona(step.who) or persona
            seen = await page.view(self._inbound, actor)
            told["form"] = form(shown.form, seen.chrome, page.choices(seen), shown.room)
        return told

    # --- the drawer ------------------------------------------------------------------------------------

    async def inspect(self, request: web.Request) -> web.Response:
        """What Slack and Discord would receive for a card that this persona sees."""
        persona, sent = await self._visitors.who(request)
        id = sent.get("message")
        message = await self._inbound.messages.message(id, persona.id) if isinstance(id, int) else None
        if message is None or message.card is None or self._payloads is None:
            raise web.HTTPBadRequest
        voice = (await page.view(self._inbound, persona)).chrome
        told = {}
        for platform, payload in self._payloads(message.card, message.voice).items():
            meters = [
                {"n": g.n, "limit": g.limit, "told": voice(g.key, n=g.n, limit=g.limit)}
                for g in gauges(platform, payload)
            ]
            told[platform] = {"payload": payload, "gauges": meters}
        return web.json_response(told)

    # --- beside ----------------------------------------------------------------------------------------

    async def file(self, request: web.Request) -> web.Response:
        """A file of a card, made now for the one who takes it."""
        await self._visitors.from_our_page(request)
        messages = self._inbound.messages
        persona = await messages.persona(request.query.get("as", ""))
        number, block = request.query.get("message", ""), request.query.get("block", "")
        if persona is None or not number.isdecimal() or not block.isdecimal():
            raise web.HTTPBadRequest
        message = await messages.message(int(number), persona.id)
        blocks = message.card.blocks if message and message.card else ()
        wanted = blocks[int(block)] if int(block) < len(blocks) else None
        if message is None or not isinstance(wanted, File):
            raise web.HTTPNotFound
        place = Place(PLATFORM, REALM, message.channel) if message.channel else None
        try:
            made = await self._inbound.door.made(wanted, persona.account, place)
        except Refusal:
            raise web.HTTPNotFound from None
        attached = f"attachment; filename*=UTF-8''{quote(wanted.name)}"
        return web.Response(
            body=made, content_type=wanted.media_type, headers={"Content-Disposition": attached}
        )

    async def suggest(self, request: web.Request) -> web.Response:
        persona, sent = await self._visitors.who(request)
        try:
            found = await self._inbound.suggested(persona, sent)
        except BadAct:
            raise web.HTTPBadRequest from None
        return web.json_response([{"value": o.value, "label": o.label} for o in found])
