"""The gateway: hello, heartbeats, identifying, resuming with replay, and the codes with which it hangs up."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from typing import Any

from aiohttp import WSMsgType, web

from . import intents, payloads
from .core import Core
from .sessions import Json, Link, Session
from .things import Channel

HEARTBEAT_S = 41.25
FRAME_MAX = 4096
FRAMES_MAX = 120  # in a minute
UNKNOWN_OP, UNREADABLE, NOT_IDENTIFIED, BAD_TOKEN, IDENTIFIED = 4001, 4002, 4003, 4004, 4005
BAD_SEQUENCE, TOO_FAST, TIMED_OUT, BAD_SHARD = 4007, 4008, 4009, 4010
BAD_VERSION, BAD_INTENTS, REFUSED_INTENTS = 4012, 4013, 4014

Held = tuple[str, Json, "Channel | None"]


class Gateway:
    """All links and sessions of one bot. `identified`: what each IDENTIFY said, the token left out."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.links: list[Link] = []
        self.sessions: dict[str, Session] = {}
        self.identified: list[Json] = []
        self.resumed: list[Json] = []
        self.held: list[Held] = []
        self.refuses: int | None = None  # every IDENTIFY ends with this code
        core.emit = self.emit

    # --- one connection --------------------------------------------------------------------------------

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """From its hello to its end."""
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        if (request.query.get("v"), request.query.get("encoding")) != ("10", "json"):
            self._core.complain("the gateway was asked for another version or encoding than 10 and json")
            await socket.close(code=BAD_VERSION)
            return socket
        packed = request.query.get("compress") == "zlib-stream"
        link = Link(socket, request.transport, request.path, packed=packed)
        self.links.append(link)
        self._beats(link)
        link.send(10, {"heartbeat_interval": int(self._heartbeat_s * 1000), "_trace": []})
        self._core.activity.stir()
        try:
            async for frame in socket:
                if frame.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                    self._hear(link, frame.data)
        finally:
            self._gone(link)
            await link.stop()
        return socket

    @property
    def _heartbeat_s(self) -> float:
        return HEARTBEAT_S * self._core.scale

    def _beats(self, link: Link) -> None:
        """A link whose heart stops from here on is closed."""
        if link.heart is not None:
            link.heart.cancel()
        patience_s = 1.5 * self._heartbeat_s
        link.heart = asyncio.get_running_loop().call_later(patience_s, self._stopped, link)

    def _stopped(self, link: Link) -> None:
        self._misdeed(link, TIMED_OUT, "no heartbeat came in time")

    # --- hearing ---------------------------------------------------------------------------------------

    def _hear(self, link: Link, data: str | bytes) -> None:
        size = len(data.encode() if isinstance(data, str) else data)
        try:
            frame = json.loads(data)
            op, said = frame["op"], frame.get("d")
        except (ValueError, KeyError, TypeError):
            self._misdeed(link, UNREADABLE, "a frame is not JSON with an op")
            return
        link.frames += 1
        if size > FRAME_MAX:
            self._misdeed(link, UNREADABLE, f"a frame has {size} bytes, limit {FRAME_MAX}")
        elif link.frames > FRAMES_MAX:
            self._misdeed(link, TOO_FAST, f"more than {FRAMES_MAX} frames on one link")
        elif op == 1:
            self._beat(link)
        elif op == 2:
            self._identify(link, said)
        elif op == 6:
            self._resume(link, said)
        elif op not in (3, 4, 8):
            self._misdeed(link, UNKNOWN_OP, f"op {op} is none that a bot sends")
        elif link.session is None:
            self._misdeed(link, NOT_IDENTIFIED, f"op {op} before IDENTIFY")
        self._core.activity.stir()

    def _beat(self, link: Link) -> None:
        self._beats(link)
        if not self._core.faults.deaf:
            link.send(11)

    def _identify(self, link: Link, said: Any) -> None:
        if link.session is not None:
            self._misdeed(link, IDENTIFIED, "IDENTIFY came twice")
            return
        complete = isinstance(said, dict) and isinstance(said.get("token"), str)
        if not complete or not {"os", "browser", "device"} <= set(said.get("properties") or ()):
            self._misdeed(link, UNREADABLE, "IDENTIFY lacks its token or its properties")
            return
        self.identified.append({key: value for key, value in said.items() if key != "token"})
        if self.refuses is not None:
            self._hang_up(link, self.refuses)
            return
        if (code := self._fault_of(said)) is not None:
            self._misdeed(link, code, f"IDENTIFY is refused: {code}")
            return
        session = Session(said["intents"], link=link)
        link.session = self.sessions[session.id] = session
        self._welcome(session, said.get("shard") or [0, 1])

    def _fault_of(self, said: Json) -> int | None:
        shard, asked = said.get("shard", [0, 1]), said.get("intents")
        if said["token"] != self._core.token:
            return BAD_TOKEN
        if not isinstance(shard, list) or len(shard) != 2 or not 0 <= shard[0] < shard[1]:
            return BAD_SHARD
        if not isinstance(asked, int) or asked & ~intents.EVERY or asked < 0:
            return BAD_INTENTS
        return REFUSED_INTENTS if asked & intents.PRIVILEGED & ~self._core.privileged else None

    def _welcome(self, session: Session, shard: list[int]) -> None:
        world = self._core.world
        guilds = list(world.guilds.values())
        address = self._core.address.replace("http://", "ws://")
        session.dispatch(
            "READY",
            {
                "v": 10,
                "user": payloads.user(world.bot),
                "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "resume_gateway_url": f"{address}/resume/",
                "shard": shard,
                "application": {"id": world.application, "flags": 0},
            },
        )
        if session.intents & intents.GUILDS:
            for guild in guilds:
                session.dispatch("GUILD_CREATE", payloads.guild(guild, world))
        session.ready = True

    def _resume(self, link: Link, said: Any) -> None:
        if not isinstance(said, dict) or not {"token", "session_id", "seq"} <= set(said):
            self._misdeed(link, UNREADABLE, "RESUME lacks its token, session or number")
            return
        self.resumed.append({"seq": said["seq"], "session_id": said["session_id"], "path": link.path})
        if said["token"] != self._core.token:
            self._misdeed(link, BAD_TOKEN, "RESUME with another token")
            return
        session = self.sessions.get(said["session_id"])
        if session is None:
            link.send(9, False)
            return
        if not isinstance(said["seq"], int) or said["seq"] > session.sequence:
            self._misdeed(link, BAD_SEQUENCE, "RESUME with a number that was never sent")
            return
        session.link, link.session = link, session
        session.replay(said["seq"])
        session.resumed += 1
        session.dispatch("RESUMED", {"_trace": []})

    def _misdeed(self, link: Link, code: int, what: str) -> None:
        self._core.complain(what)
        self._hang_up(link, code)

    # --- sending ---------------------------------------------------------------------------------------

    def emit(self, kind: str, said: Json, place: Channel | None) -> None:
        if self._core.faults.hold:
            self.held.append((kind, said, place))
            return
        missing = self._core.faults.lose.pop(kind, None)
        wanted = {key: value for key, value in said.items() if key != missing}
        needed = intents.needed(kind, place)
        for session in self.sessions.values():
            if session.ready and session.intents & needed == needed:
                number = session.dispatch(kind, wanted)
                if self._core.faults.deliver_twice == "same":
                    session.again(number)
                elif self._core.faults.deliver_twice == "fresh":
                    session.dispatch(kind, wanted)

    def release(self, order: Callable[[list[Held]], Iterable[Held]]) -> None:
        held, self.held = self.held, []
        for kind, said, place in order(held):
            self.emit(kind, said, place)

    # --- ending ----------------------------------------------------------------------------------------

    @property
    def open_links(self) -> list[Link]:
        return [link for link in self.links if link.session is not None]

    def ask_to_reconnect(self) -> None:
        for link in self.open_links:
            link.send(7)

    def invalidate(self, *, resumable: bool = False) -> None:
        """op 9: the session is worth nothing any more, or it may be resumed at once."""
        for link in self.open_links:
            if link.session is not None and not resumable:
                self.sessions.pop(link.session.id, None)
            link.send(9, resumable)

    def hang_up(self, code: int) -> None:
        for link in list(self.links):
            self._hang_up(link, code)

    def _hang_up(self, link: Link, code: int) -> None:
        """Closed with that code; a session that cannot be resumed after it is forgotten."""
        session = link.session
        self._gone(link)
        if session is not None and code in (1000, 1001, BAD_TOKEN, BAD_SEQUENCE, TIMED_OUT):
            self.sessions.pop(session.id, None)
        link.end(code)

    def cut(self) -> None:
        for link in list(self.links):
            self._gone(link)
            link.cut()

    def _gone(self, link: Link) -> None:
        if link.heart is not None:
            link.heart.cancel()
        if link in self.links:
            self.links.remove(link)
        session, link.session = link.session, None
        if session is not None and session.link is link:
            session.link = None
        self._core.activity.stir()

    async def close(self) -> None:
        for link in list(self.links):
            self._gone(link)
            await link.stop()
            await link.socket.close(code=1001)
