"""A session of the gateway: what was sent in it, so that it can be sent again, and the link it runs on."""

from __future__ import annotations

import asyncio
import json
import secrets
import zlib
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]


class Link:
    """One connection. Frames leave in the order in which they were given; nothing here waits."""

    def __init__(self, socket: web.WebSocketResponse, transport: Any, path: str, *, packed: bool) -> None:
        self.socket = socket
        self.path = path
        self.session: Session | None = None
        self.frames = 0
        self.heart: asyncio.TimerHandle | None = None
        self._transport = transport
        self._packer = zlib.compressobj() if packed else None
        self._out: asyncio.Queue[Json | int] = asyncio.Queue()
        self._writing = asyncio.create_task(self._write())

    def send(self, op: int, said: Any = None, kind: str | None = None, number: int | None = None) -> None:
        self._out.put_nowait({"op": op, "d": said, "s": number, "t": kind})

    def end(self, code: int) -> None:
        """Close with that code once everything before it has left."""
        self._out.put_nowait(code)

    def cut(self) -> None:
        """Break the connection without a closing frame."""
        self._writing.cancel()
        if self._transport is not None:
            self._transport.abort()

    async def stop(self) -> None:
        self._writing.cancel()
        await asyncio.gather(self._writing, return_exceptions=True)

    async def _write(self) -> None:
        try:
            while True:
                frame = await self._out.get()
                if isinstance(frame, int):
                    await self.socket.close(code=frame)
                    return
                await self._put(json.dumps(frame))
        except (ConnectionError, RuntimeError):
            return  # the other side went away: a session is resumed, or it is not

    async def _put(self, text: str) -> None:
        if self._packer is None:
            await self.socket.send_str(text)
            return
        packed = self._packer.compress(text.encode()) + self._packer.flush(zlib.Z_SYNC_FLUSH)
        await self.socket.send_bytes(packed)


@dataclass(slots=True)
class Session:
    """One IDENTIFY and what followed; it outlives its link until somebody invalidates it."""

    intents: int
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    link: Link | None = None
    sequence: int = 0
    log: list[tuple[int, str, Json]] = field(default_factory=list)
    ready: bool = False
    resumed: int = 0

    def dispatch(self, kind: str, said: Json) -> int:
        """Number it, keep it, send it where there is a link."""
        self.sequence += 1
        self.log.append((self.sequence, kind, said))
        if self.link is not None:
            self.link.send(0, said, kind, self.sequence)
        return self.sequence

    def again(self, number: int) -> None:
        """The same dispatch with the same number."""
        if self.link is not None:
            self.link.send(0, *self._of(number))

    def replay(self, after: int) -> None:
        """Everything later than that number, as it was."""
        for number, kind, said in self.log:
            if number > after and self.link is not None:
                self.link.send(0, said, kind, number)

    def _of(self, number: int) -> tuple[Json, str, int]:
        _, kind, said = self.log[number - 1]
        return said, kind, number
