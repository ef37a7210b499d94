"""Request URLs: what people do as signed HTTP requests, each to one of several replicas in turn."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from .core import Core
from .envelopes import Acknowledgement, Envelope, Fate, Json
from .errors import SlackComplains
from .payloads import VERIFICATION
from .transport import ACKNOWLEDGE_S

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True, slots=True)
class Posted:
    """One request as it left, so that a test can send it again or change it."""

    url: str
    headers: Mapping[str, str]
    body: bytes


def signed(secret: str, body: bytes, kind: str = FORM, at: float | None = None) -> dict[str, str]:
    """The headers of a request that says it comes from Slack, at that Unix time.

    A receiver compares it with its own clock, which no test moves: so this is the real one.
    """
    timestamp = str(int(time.time() if at is None else at))
    told = b"v0:" + timestamp.encode() + b":" + body
    signature = hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()
    return {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={signature}",
    }


class SignedHttp:
    """The request URLs of one app. Every act goes to one of them, in turn."""

    reasons: dict[Fate, str] = {
        "late": "http_timeout",
        "refused": "http_error",
        "lost": "connection_failed",
    }

    def __init__(self, core: Core) -> None:
        self._core = core
        self._turn = 0
        self._session: aiohttp.ClientSession | None = None
        self._sending: set[asyncio.Task[Acknowledgement]] = set()
        self.urls: tuple[str, ...] = ()
        self.posted: list[Posted] = []

    @property
    def open(self) -> bool:
        return bool(self.urls)

    @property
    def under_way(self) -> int:
        return len(self._sending)

    async def use(self, urls: Sequence[str]) -> None:
        """Each address is asked to answer a challenge before it is taken. Raises SlackComplains."""
        for url in urls:
            challenge = secrets.token_hex(20)
            asked = {"token": VERIFICATION, "challenge": challenge, "type": "url_verification"}
            status, kind, text = await self._asked(url, json.dumps(asked).encode(), JSON)
            said: Any = text
            if kind == JSON:
                try:
                    said = json.loads(text).get("challenge")
                except (ValueError, AttributeError):
                    said = None
            if status != 200 or said != challenge:
                raise SlackComplains(f"the request URL did not answer the challenge: status {status}")
        self.urls = tuple(urls)
        self._core.activity.stir()

    async def check_certificate(self, url: str) -> int:
        """What Slack sends now and then to a command's address; gives the status."""
        status, _, _ = await self._asked(url, urlencode({"token": VERIFICATION, "ssl_check": "1"}).encode())
        return status

    async def _asked(self, url: str, body: bytes, kind: str = FORM) -> tuple[int, str, str]:
        headers = signed(self._core.signing_secret, body, kind)
        async with asyncio.timeout(ACKNOWLEDGE_S * self._core.scale):
            return await self._post(Posted(url, headers, body))

    def send(
        self, kind: Envelope, payload: Json, *, takes_payload: bool, attempt: int = 0, reason: str = ""
    ) -> asyncio.Future[Acknowledgement]:
        """Posts it; the future tells its fate within the scaled three seconds."""
        loop = asyncio.get_running_loop()
        if not self.urls:
            nobody: asyncio.Future[Acknowledgement] = loop.create_future()
            nobody.set_result(Acknowledgement("unconnected", 0.0))
            return nobody
        self._turn += 1
        url = self.urls[self._turn % len(self.urls)]
        body, content = _written(kind, payload)
        headers = signed(self._core.signing_secret, body, content)
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        task = loop.create_task(self._deliver(kind, Posted(url, headers, body), takes_payload))
        self._core.activity.begin()
        self._sending.add(task)
        task.add_done_callback(self._sent)
        return task

    def _sent(self, task: asyncio.Task[Acknowledgement]) -> None:
        self._sending.discard(task)
        self._core.activity.end()

    async def _deliver(self, kind: Envelope, what: Posted, takes_payload: bool) -> Acknowledgement:
        loop = asyncio.get_running_loop()
        began, headers = loop.time(), {}
        self.posted.append(what)
        try:
            async with asyncio.timeout(ACKNOWLEDGE_S * self._core.scale):
                status, content, text = await self._post(what, headers)
        except TimeoutError:
            return Acknowledgement("late", loop.time() - began)
        except aiohttp.ClientError:
            return Acknowledgement("lost", loop.time() - began)
        latency_s = loop.time() - began
        if not (200 <= status < 300 if kind == "events_api" else status == 200):
            return Acknowledgement(
                "refused", latency_s, no_retry=headers.get("X-Slack-No-Retry") == "1", status=status
            )
        return Acknowledgement("acknowledged", latency_s, self._read(kind, content, text, takes_payload))

    async def _post(self, what: Posted, into: dict[str, str] | None = None) -> tuple[int, str, str]:
        if self._session is None:  # no connection is kept: an app that starts anew is another listener
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True))
        agent = {"User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        async with self._session.post(
            what.url, data=what.body, headers={**what.headers, **agent}, allow_redirects=False
        ) as answer:
            text = await answer.text()
            if into is not None:
                into.update(answer.headers)
            return answer.status, answer.content_type, text

    def _read(self, kind: Envelope, content: str, text: str, takes_payload: bool) -> Any:
        """What the answer says; a command's may be plain words."""
        if not text:
            return None
        if not takes_payload:
            self._core.complain(f"an acknowledgement of {kind} carries a payload that Slack ignores")
            return None
        if content != JSON:
            if kind == "slash_commands":
                return {"text": text}
            self._core.complain(f"an acknowledgement of {kind} is {content}, not JSON")
            return None
        try:
            return json.loads(text)
        except ValueError:
            self._core.complain(f"an acknowledgement of {kind} is not JSON")
            return None

    async def close(self) -> None:
        for task in list(self._sending):
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
        if self._session is not None:
            await self._session.close()


def _written(kind: Envelope, payload: Json) -> tuple[bytes, str]:
    """A command as a form, an interaction as one field of a form, an event as JSON."""
    if kind == "events_api":
        return json.dumps(payload).encode(), JSON
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), FORM
