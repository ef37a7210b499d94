"""The least programs that speak to the loopback Discord: one asks the API as curl would, one holds a link."""

from __future__ import annotations

import asyncio
import json
import zlib
from typing import Any, Self

import aiohttp

from .discord import DiscordServer


class Rest:
    """Requests without a library in between, so that wrong ones can be made."""

    def __init__(self, server: DiscordServer, session: aiohttp.ClientSession) -> None:
        self._server = server
        self._session = session
        self.headers: dict[str, str] = {}

    async def __call__(
        self, method: str, path: str, body: Any = None, *, token: str | None = None, **how: Any
    ) -> tuple[int, Any]:
        """Status and JSON. `token`: another than the bot's ("" for none); `how`: params, data, headers."""
        used = self._server.token if token is None else token
        headers = {"Authorization": f"Bot {used}"} if used else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
            how["data"] = json.dumps(body)
        headers |= how.pop("headers", {})
        url = self._server.api_url + path
        async with self._session.request(method, url, headers=headers, **how) as answer:
            self.headers = {key.lower(): value for key, value in answer.headers.items()}
            text = await answer.text()
            return answer.status, json.loads(text) if answer.content_type == "application/json" else text


class Peer:
    """One link to the gateway. Beats its heart when told; keeps every frame."""

    def __init__(self, server: DiscordServer, session: aiohttp.ClientSession, **query: str) -> None:
        self._server = server
        self._session = session
        self._query = {"v": "10", "encoding": "json", **query}
        self._unpacker = zlib.decompressobj() if "compress" in query else None
        self._listening: asyncio.Task[None]
        self.frames: list[dict[str, Any]] = []
        self.socket: aiohttp.ClientWebSocketResponse

    async def __aenter__(self) -> Self:
        self.socket = await self._session.ws_connect(self._server.gateway_url, params=self._query)
        self._listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)
        await self.socket.close()

    async def say(self, op: int, said: Any = None) -> None:
        await self.socket.send_str(json.dumps({"op": op, "d": said}))

    async def identify(self, intents: int = 1025, **more: Any) -> None:
        properties = {"os": "linux", "browser": "peer", "device": "peer"}
        said = {"token": self._server.token, "properties": properties, "intents": intents}
        await self.say(2, said | more)

    async def resume(self, session: str, number: int, **more: Any) -> None:
        await self.say(6, {"token": self._server.token, "session_id": session, "seq": number} | more)

    async def hears(self, count: int) -> list[dict[str, Any]]:
        """Returns once that many frames came after the hello."""
        await self._server.until(lambda: len(self.frames) > count)
        return self.frames[1:]

    async def ready(self) -> dict[str, Any]:
        """Identified, with READY and the servers behind it heard."""
        await self.identify()
        servers = len(self._server.world.guilds)
        frames = await self.hears(1 + servers)
        return dict(frames[0]["d"])

    @property
    def events(self) -> list[tuple[str, int]]:
        """Dispatches by their name and number."""
        return [(frame["t"], frame["s"]) for frame in self.frames if frame["op"] == 0]

    async def ended(self) -> int | None:
        """The code with which the other side has hung up."""
        async with asyncio.timeout(10):
            await asyncio.gather(self._listening, return_exceptions=True)
        return self.socket.close_code

    async def _listen(self) -> None:
        async for message in self.socket:
            data = message.data
            if self._unpacker is not None:
                assert data.endswith(b"\x00\x00\xff\xff")
                data = self._unpacker.decompress(data)
            self.frames.append(json.loads(data))
            self._server.stir()
