"""Socket Mode: one socket, the next one open before it goes, and none that is deaf.

Sockets are held here and not by the SDK's client: that one closes the old socket before it opens the next,
acknowledges on the new one what came over the old, and tries a spent address for ever.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine, Iterator
from itertools import chain
from time import monotonic
from typing import Any

import aiohttp
from aiohttp import WSMsgType
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.admission import OUT_OF_REACH, Admission, Refused, pauses

PING_S = 8.0
DEAF_S = 24.0  # Slack answers every ping: without a frame for so long, nothing comes through
CONNECT_S = 10.0
STEADY_S = 30.0  # one that lived so long was no failure to connect
LAST_S = 3.0  # for what came over a socket that is about to go
CLOSE_S = 1.0
_ENDS = (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR)

Begin = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]

log = logging.getLogger("entrepairs.slack")


class Socket:
    """One WebSocket, from its hello to its end. `begin` keeps the work that came over it."""

    def __init__(
        self, wire: aiohttp.ClientWebSocketResponse, app: AsyncApp, begin: Begin, scale: float
    ) -> None:
        self._wire = wire
        self._app = app
        self._begin = begin
        self._scale = scale
        self._work: set[asyncio.Task[None]] = set()
        self._heard_at = self.began_at = monotonic()
        self.told_to_go = False
        self.leaving = asyncio.Event()  # told to go, or gone
        self.greeted: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.listening = asyncio.create_task(self._listen())

    @property
    def hears(self) -> bool:
        """Whether it was greeted, and something was heard of late."""
        greeted = self.greeted.done() and self.greeted.result()
        lately = monotonic() - self._heard_at < DEAF_S * self._scale
        return greeted and lately and not self._wire.closed and not self.listening.done()

    @property
    def steady(self) -> bool:
        return monotonic() - self.began_at >= STEADY_S * self._scale

    async def close(self, patience_s: float = 0.0) -> None:
        """Lets what came be acknowledged, for that long, then hangs up. The work itself goes on."""
        if self._work and patience_s:
            await asyncio.wait(set(self._work), timeout=patience_s)
        self.listening.cancel()
        await asyncio.gather(self.listening, return_exceptions=True)
        await self._wire.close()

    async def _listen(self) -> None:
        try:
            while await self._hear():
                pass
        except (aiohttp.ClientError, ConnectionError, TimeoutError) as error:
            log.info("socket_broken", exc_info=error, extra={"platform": "slack"})
        finally:
            self.leaving.set()
            if not self.greeted.done():
                self.greeted.set_result(False)

    async def _hear(self) -> bool:
        """One frame, or a ping where there is none; False at the end, or where nothing is heard any more."""
        try:
            frame = await self._wire.receive(timeout=PING_S * self._scale)
        except TimeoutError:
            if not self.hears:
                log.warning("socket_deaf", extra={"platform": "slack"})
                return False
            async with asyncio.timeout(PING_S * self._scale):
                await self._wire.ping()
            return True
        if frame.type in _ENDS:
            return False
        self._heard_at = monotonic()
        if frame.type is WSMsgType.PING:
            await self._wire.pong(frame.data)
        elif frame.type is WSMsgType.TEXT:
            return self._read(frame.data)
        return True

    def _read(self, text: str) -> bool:
        """False where this socket is of no use any more."""
        try:
            said = json.loads(text)
        except ValueError:
            said = None
        if not isinstance(said, dict):
            log.warning("frame_unread", extra={"platform": "slack"})
            return True
        if said.get("type") == "hello":
            if not self.greeted.done():
                self.greeted.set_result(True)
        elif said.get("type") == "disconnect":
            if not self.greeted.done() or said.get("reason") == "too_many_websockets":
                return False
            self.told_to_go = True
            self.leaving.set()
        elif request := SocketModeRequest.from_dict(said):
            task = self._begin(self._answer(request))
            self._work.add(task)
            task.add_done_callback(self._work.discard)
        return True

    async def _answer(self, request: SocketModeRequest) -> None:
        """Acknowledged on the socket that it came over, for no other one knows of it."""
        try:
            said = _acknowledgement(request.envelope_id, await run_async_bolt_app(self._app, request))
            if said is not None:
                await self._wire.send_json(said)
        except ConnectionError:
            log.info("not_acknowledged", extra={"platform": "slack"})
        except Exception as error:
            log.error("defect", exc_info=error, extra={"kind": "envelope", "platform": "slack"})


def _acknowledgement(envelope_id: str, answer: BoltResponse) -> dict[str, Any] | None:
    """None where Slack is to be told nothing: it sends an event again, and keeps a form open."""
    if answer.status != 200:
        return None
    if not answer.body:
        return {"envelope_id": envelope_id}
    kind = answer.headers.get("content-type", [""])[0]
    payload = json.loads(answer.body) if kind.startswith("application/json") else {"text": answer.body}
    return {"envelope_id": envelope_id, "payload": payload}


class SocketLink:
    """Keeps a socket open until `leave`. Two are open while one takes over from the other."""

    routes = ()

    def __init__(
        self, app: AsyncApp, client: AsyncWebClient, app_token: str, admission: Admission, scale: float
    ) -> None:
        self._app = app
        self._client = client
        self._app_token = app_token
        self._admission = admission
        self._scale = scale
        self._session: aiohttp.ClientSession | None = None
        self._sockets: list[Socket] = []
        self._work: set[asyncio.Task[None]] = set()
        self._retiring: set[asyncio.Task[None]] = set()

    @property
    def connected(self) -> bool:
        """Whether Slack's events reach us now."""
        return any(socket.hears for socket in self._sockets)

    async def run(self, on_gap: Callable[[], None]) -> None:
        """Raises: Refused, where Slack does not take the token at the start."""
        url = await self._admission.ask("SLACK_APP_TOKEN", self._address)
        waits = _waits()
        while not self._admission.closed.is_set():
            socket = await self._opened(url)
            url = None  # an address opens one socket
            if socket is not None:
                if self._admission.closed.is_set():
                    await self._drop(socket)  # too late: nothing came over it
                    return
                former = self._sockets[:-1]
                if not any(one.hears for one in former):
                    on_gap()
                self._retire(former)
                await self._until_it_goes(socket)
                if self._admission.closed.is_set():
                    return  # it stays for what is under way, until `close`
                if not socket.told_to_go:
                    await self._drop(socket)
                if socket.steady:
                    waits = _waits()
            await self._admission.wait(next(waits))

    async def _address(self) -> str:
        answer = await self._client.apps_connections_open(app_token=self._app_token)
        return str(answer["url"])

    async def _opened(self, url: str | None) -> Socket | None:
        """A socket that was greeted; None where it was not, or Slack is out of reach."""
        try:
            if url is None:
                url = await self._admission.ask("SLACK_APP_TOKEN", self._address)
            if url is None or self._admission.closed.is_set():
                return None
            async with asyncio.timeout(CONNECT_S * self._scale):
                return await self._greeted(url)
        except Refused:  # of a token that was good: it may be again, and other platforms are served meanwhile
            log.error("refused", extra={"platform": "slack"})
        except OUT_OF_REACH as error:
            if not self._admission.closed.is_set():
                log.warning("unreachable", exc_info=error, extra={"platform": "slack"})
        return None

    async def _greeted(self, url: str) -> Socket | None:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        wire = await self._session.ws_connect(
            url,
            autoping=False,  # every frame is to be seen
            max_msg_size=0,
            timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_S * self._scale),
            proxy=self._client.proxy,
            ssl=True if self._client.ssl is None else self._client.ssl,
        )
        socket = Socket(wire, self._app, self._begin, self._scale)
        self._sockets.append(socket)
        try:
            if await socket.greeted:
                return socket
            log.warning("socket_refused", extra={"platform": "slack"})
        except BaseException:
            await self._drop(socket)
            raise
        await self._drop(socket)
        return None

    async def _until_it_goes(self, socket: Socket) -> None:
        closed = asyncio.ensure_future(self._admission.closed.wait())
        going = asyncio.ensure_future(socket.leaving.wait())
        try:
            await asyncio.wait({closed, going}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (closed, going):
                task.cancel()
            await asyncio.gather(closed, going, return_exceptions=True)

    def _retire(self, former: list[Socket]) -> None:
        """They go once what came over them is acknowledged."""
        for socket in former:
            task = asyncio.create_task(self._drop(socket, LAST_S * self._scale))
            self._retiring.add(task)
            task.add_done_callback(self._retiring.discard)

    async def _drop(self, socket: Socket, patience_s: float = 0.0) -> None:
        await socket.close(patience_s)
        if socket in self._sockets:
            self._sockets.remove(socket)

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        return task

    def leave(self) -> None:
        """The sockets stay for what is under way, until `close`."""

    async def idle(self) -> None:
        """Returns when all that came is answered."""
        while self._work:
            await asyncio.wait(set(self._work))

    async def close(self) -> None:
        for task in (left := set(self._work)):
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        for socket in list(self._sockets):
            await self._drop(socket)
        await asyncio.gather(*self._retiring, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None


def _waits() -> Iterator[float]:
    """A socket that was open for long is followed at once; what goes wrong next waits longer each time."""
    return chain((0.0,), pauses())
