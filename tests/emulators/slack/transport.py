"""How what people do reaches the app: what both roads have in common, and which events come again."""

from __future__ import annotations

import asyncio
from typing import Protocol

from .core import Core
from .envelopes import Acknowledgement, Envelope, Fate, Held, Json

ACKNOWLEDGE_S = 3.0
RETRY_AFTER_S = (0.0, 60.0, 300.0)


class Transport(Protocol):
    """Socket Mode, or signed requests. `reasons`: Slack's words for why an event comes again."""

    reasons: dict[Fate, str]

    @property
    def open(self) -> bool:
        """Whether there is anybody to send to."""

    @property
    def under_way(self) -> int:
        """What was sent and neither acknowledged nor given up."""

    def send(
        self, kind: Envelope, payload: Json, *, takes_payload: bool, attempt: int = 0, reason: str = ""
    ) -> asyncio.Future[Acknowledgement]:
        """Sends it once; the future tells its fate within the scaled three seconds."""


class Events:
    """Events, delivered again where they are not acknowledged: at once, after a minute, after five."""

    def __init__(self, core: Core, transport: Transport) -> None:
        self._core = core
        self._watchers: set[asyncio.Task[None]] = set()
        self.transport = transport
        self.held: list[Held] = []

    def send(self, payload: Json, attempt: int = 0, reason: str = "") -> None:
        if attempt and not reason:
            reason = self.transport.reasons["late"]
        future = self.transport.send(
            "events_api", payload, takes_payload=False, attempt=attempt, reason=reason
        )
        self._core.activity.begin()
        watcher = asyncio.get_running_loop().create_task(self._watch(future, payload, attempt))
        self._watchers.add(watcher)
        watcher.add_done_callback(self._watchers.discard)

    async def _watch(self, future: asyncio.Future[Acknowledgement], payload: Json, attempt: int) -> None:
        try:
            self._after(await future, payload, attempt)
        finally:
            self._core.activity.end()

    def _after(self, answer: Acknowledgement, payload: Json, attempt: int) -> None:
        fate, now = answer.fate, self._core.clock.now()
        if fate == "acknowledged":
            return
        if fate == "late":
            self._core.complain(f"an event was not acknowledged in time: {payload['event']['type']}")
        if fate == "unconnected" and attempt:
            self.held.append(Held(payload, attempt, now))
        elif attempt < len(RETRY_AFTER_S) and not answer.no_retry:
            due_at = now + RETRY_AFTER_S[attempt]
            self.held.append(Held(payload, attempt + 1, due_at, self.transport.reasons.get(fate, "")))
        self.send_due()

    def send_due(self) -> None:
        """Sends again whatever is due, if to anybody. To be called when the clock was moved."""
        if not self.transport.open:
            return
        now = self._core.clock.now()
        due = [held for held in self.held if held.due_at <= now]
        self.held = [held for held in self.held if held.due_at > now]
        for held in due:
            self.send(held.payload, held.attempt, held.reason)

    async def close(self) -> None:
        for watcher in list(self._watchers):
            watcher.cancel()
        await asyncio.gather(*self._watchers, return_exceptions=True)
