"""The least programs on either road, Socket Mode or HTTP: they acknowledge as the test tells them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Self
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

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

    @staticmethod
    @asynccontextmanager
    async def dialling(
        slack: SlackServer, session: aiohttp.ClientSession
    ) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        """A bare link, which may not be greeted."""
        headers = {"Authorization": f"Bearer {slack.app_token}"}
        async with session.post(f"{slack.base_url}apps.connections.open", headers=headers) as answer:
            url = (await answer.json())["url"]
        async with session.ws_connect(url) as socket:
            yield socket

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


class HttpPeer:
    """The least program with a request URL: keeps what it heard, answers as the test tells it.

    `answer` is the body of an acknowledgement (None for an empty one), `status` its status; `mute` never
    answers.
    """

    def __init__(self, slack: SlackServer) -> None:
        self.slack = slack
        self.answer: Any = None
        self.status = 200
        self.headers: dict[str, str] = {}
        self.mute = False
        self.requests: list[tuple[Mapping[str, str], bytes]] = []
        self._verifier = SignatureVerifier(slack.signing_secret)
        app = web.Application()
        app.router.add_post("/slack", self._heard)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/slack"

    @property
    def payloads(self) -> list[dict[str, Any]]:
        """Everything heard, whatever it came as."""
        return [_read(headers["Content-Type"], body) for headers, body in self.requests]

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _heard(self, request: web.Request) -> web.Response:
        body = await request.read()
        if not self._verifier.is_valid_request(body, dict(request.headers)):
            return web.Response(status=401)
        read = _read(request.headers["Content-Type"], body)
        if read.get("type") == "url_verification":
            return web.json_response({"challenge": read["challenge"]})
        self.requests.append((dict(request.headers), body))
        if self.mute:
            await asyncio.Event().wait()
        if isinstance(self.answer, str):
            return web.Response(text=self.answer, status=self.status, headers=self.headers)
        if self.answer is not None:
            return web.json_response(self.answer, status=self.status, headers=self.headers)
        return web.Response(status=self.status, headers=self.headers)


def _read(kind: str, body: bytes) -> dict[str, Any]:
    if kind == "application/json":
        return dict(json.loads(body))
    fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return dict(json.loads(fields["payload"])) if "payload" in fields else fields
