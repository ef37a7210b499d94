"""What travels to the app, and what becomes of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

Json = dict[str, Any]
Envelope = Literal["slash_commands", "interactive", "events_api"]
Fate = Literal["acknowledged", "late", "lost", "refused", "unconnected"]


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What became of an envelope, after how many seconds, and the payload that came back with it.

    `status` and `no_retry` are what an HTTP answer said where it refused.
    """

    fate: Fate
    latency_s: float
    payload: Any = None
    no_retry: bool = False
    status: int = 200


@dataclass(slots=True, eq=False)
class Link:
    """One open connection of the app. `ready` until it is told to go or goes."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport | None
    ready: bool = False
    open_envelopes: dict[str, Sent] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Sent:
    """An envelope under way."""

    envelope_id: str
    kind: Envelope
    answered: asyncio.Future[Acknowledgement]
    sent_at: float
    deadline: asyncio.TimerHandle
    takes_payload: bool
    writing: asyncio.Task[None] | None = None


@dataclass(slots=True)
class Held:
    """An event that was not acknowledged: its payload, its next attempt, when that is due and why."""

    payload: Json
    attempt: int
    due_at: float
    reason: str = ""
