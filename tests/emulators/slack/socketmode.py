"""Socket Mode: links, hello, envelopes to one link each, acknowledgements, deadlines."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from .core import Core
from .envelopes import Acknowledgement, Envelope, Fate, Json, Link, Sent
from .transport import ACKNOWLEDGE_S

LINKS = 10


class SocketMode:
    """The links of one app. Every envelope goes to one of them, in turn."""

    reasons: dict[Fate, str] = {"late": "timeout", "lost": "timeout", "unconnected": "timeout"}

    def __init__(self, core: Core) -> None:
        self._core = core
        self._tickets: set[str] = set()
        self._turn = 0
        self._closed_envelopes: dict[str, Fate] = {}
        self.on_link: Callable[[], None] = lambda: None
        self.links: list[Link] = []
        self.greeting = asyncio.Event()  # cleared: a new link waits for its hello
        self.greeting.set()
        self.turned_away = 0  # so many more links are told that they are too many
        self.remained: list[int] = []  # how many were in use when one ended

    @property
    def open(self) -> bool:
        return bool(self.ready)

    @property
    def under_way(self) -> int:
        return sum(len(link.open_envelopes) for link in self.links)

    @property
    def ready(self) -> list[Link]:
        return [link for link in self.links if link.ready]

    def new_address(self) -> str:
        ticket = secrets.token_hex(12)
        self._tickets.add(ticket)
        address = self._core.address.replace("http://", "ws://")
        return f"{address}/link/?ticket={ticket}&app_id={self._core.workspace.app_id}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from its hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        if len(self.links) >= LINKS or self.turned_away:
            self.turned_away = max(0, self.turned_away - 1)
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets", **_DEBUG})
            await socket.close()
            return socket
        link = Link(socket, request.transport)
        self.links.append(link)
        try:
            app = {"app_id": self._core.workspace.app_id}
            await self.greeting.wait()
            hello = {"type": "hello", "connection_info": app, "num_connections": len(self.links)}
            await socket.send_json({**hello, **_DEBUG})
            link.ready = True
            self._core.activity.stir()
            self.on_link()
            async for frame in socket:
                if frame.type == WSMsgType.TEXT:
                    self._hear(link, frame.data)
        finally:
            self._gone(link)
        return socket

    # sending

    def send(
        self, kind: Envelope, payload: Json, *, takes_payload: bool, attempt: int = 0, reason: str = ""
    ) -> asyncio.Future[Acknowledgement]:
        """Puts an envelope on one link; the future tells its fate within the scaled three seconds."""
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[Acknowledgement] = loop.create_future()
        links = self.ready
        if not links:
            answered.set_result(Acknowledgement("unconnected", 0.0))
            return answered
        self._turn += 1
        link = links[self._turn % len(links)]
        envelope_id = secrets.token_hex(16)
        deadline = loop.call_later(
            ACKNOWLEDGE_S * self._core.scale, self._settle, link, envelope_id, "late", None
        )
        sent = Sent(envelope_id, kind, answered, loop.time(), deadline, takes_payload)
        link.open_envelopes[envelope_id] = sent
        self._core.activity.begin()
        retry = {"retry_attempt": attempt, "retry_reason": reason} if kind == "events_api" else {}
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "accepts_response_payload": takes_payload,
            "payload": payload,
            **retry,
        }
        sent.writing = loop.create_task(self._write(link, json.dumps(envelope)))
        return answered

    async def _write(self, link: Link, text: str) -> None:
        try:
            await link.socket.send_str(text)
        except ConnectionError:
            self._gone(link)

    # hearing

    def _hear(self, link: Link, text: str) -> None:
        try:
            frame = json.loads(text)
            envelope_id = frame["envelope_id"]
        except (ValueError, KeyError, TypeError):
            self._core.complain("a frame on the socket is no acknowledgement")
            return
        if unknown := sorted(set(frame) - {"envelope_id", "payload"}):
            self._core.complain(f"an acknowledgement has unknown fields: {', '.join(unknown)}")
        sent = link.open_envelopes.get(envelope_id)
        if sent is None:
            fate = self._closed_envelopes.get(envelope_id)
            if fate in (None, "acknowledged"):
                again = "a second time" if fate else "but was never sent"
                self._core.complain(f"an envelope is acknowledged {again}")
            return
        payload = frame.get("payload")
        if payload and not sent.takes_payload:
            self._core.complain(f"an acknowledgement of {sent.kind} carries a payload that Slack ignores")
            payload = None
        self._settle(link, envelope_id, "acknowledged", payload)

    def _settle(self, link: Link, envelope_id: str, fate: Fate, payload: Any) -> None:
        sent = link.open_envelopes.pop(envelope_id, None)
        if sent is None:
            return
        sent.deadline.cancel()
        self._closed_envelopes[envelope_id] = fate
        latency_s = asyncio.get_running_loop().time() - sent.sent_at
        sent.answered.set_result(Acknowledgement(fate, latency_s, payload))
        self._core.activity.end()

    # ending

    def _gone(self, link: Link) -> None:
        link.ready = False
        if link in self.links:
            self.links.remove(link)
            self.remained.append(len(self.ready))
        for envelope_id in list(link.open_envelopes):
            self._settle(link, envelope_id, "lost", None)
        self._core.activity.stir()

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Asks every link to be replaced, as Slack does about once an hour.

        They get no more envelopes, unless it is but a warning.
        """
        for link in self.ready:
            link.ready = reason == "warning"
            await link.socket.send_json({"type": "disconnect", "reason": reason, **_DEBUG})

    def freeze(self) -> None:
        """Every link goes deaf: open, in use, and nothing that comes from it is heard, no ping either."""
        for link in self.links:
            if link.transport is not None:
                link.transport.pause_reading()

    def thaw(self) -> None:
        for link in self.links:
            if link.transport is not None and not link.transport.is_closing():
                link.transport.resume_reading()

    def cut(self) -> None:
        """Breaks every connection abruptly, without a closing frame."""
        for link in list(self.links):
            if link.transport is not None:
                link.transport.abort()
            self._gone(link)

    async def close(self) -> None:
        for link in list(self.links):
            self._gone(link)
            await link.socket.close()


_DEBUG = {"debug_info": {"host": "applink-loopback", "build_number": 1, "approximate_connection_time": 18060}}
