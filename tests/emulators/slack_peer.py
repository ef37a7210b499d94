"""The least program that speaks Socket Mode: acknowledges as the test tells it, keeps what it heard."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Self

import aiohttp

from .slack import SlackServer


class Peer:
    """One link. `answer` goes into acknowledgements that take one; `mute` acknowledges nothing."""

    def __init__(self, slack: SlackServer) -> None:
        self.slack = slack
        self.answer: Any = None
        self.mute = False
        self.hello: dict[str, Any] = {}
        self.frames: list[dict[str, Any]] = []
        self.envelopes: list[dict[str, Any]] = []
        self._session = aiohttp.ClientSession()
        self._listening: asyncio.Task[None] | None = None
        self.socket: aiohttp.ClientWebSocketResponse

    @property
    def payloads(self) -> list[dict[str, Any]]:
        return [envelope["payload"] for envelope in self.envelopes]

    @property
    def trigger(self) -> str:
        """The newest trigger."""
        return str([one["trigger_id"] for one in self.payloads if "trigger_id" in one][-1])

    async def address(self) -> str:
        headers = {"Authorization": f"Bearer {self.slack.app_token}"}
        async with self._session.post(
            self.slack.base_url + "apps.connections.open", headers=headers
        ) as answer:
            return str((await answer.json())["url"])

    async def __aenter__(self) -> Self:
        before = self.slack.links
        self.socket = await self._session.ws_connect(await self.address())
        self._listening = asyncio.create_task(self._listen())
        await self.slack.connected(before + 1)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        await self.socket.close()
        await self._session.close()

    async def ended(self) -> None:
        """Returns when the other side has hung up."""
        assert self._listening is not None
        await asyncio.wait_for(self._listening, 10)

    async def say(self, frame: Any) -> None:
        await self.socket.send_str(frame if isinstance(frame, str) else json.dumps(frame))

    async def _listen(self) -> None:
        async for message in self.socket:
            frame = json.loads(message.data)
            self.frames.append(frame)
            if "envelope_id" in frame:
                self.envelopes.append(frame)
                if not self.mute:
                    await self._acknowledge(frame)

    async def _acknowledge(self, envelope: dict[str, Any]) -> None:
        frame = {"envelope_id": envelope["envelope_id"]}
        if self.answer is not None and envelope["accepts_response_payload"]:
            frame["payload"] = self.answer
        await self.say(frame)
