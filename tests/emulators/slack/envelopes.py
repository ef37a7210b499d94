"""What travels on Socket Mode's links, and what becomes of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

Json = dict[str, Any]
Envelope = Literal["slash_commands", "interactive", "events_api"]
Fate = Literal["acknowledged", "late", "lost", "unconnected"]


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What became of an envelope, after how many seconds, and the payload that came back with it."""

    fate: Fate
    latency_s: float
    payload: Any = None


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
    """An event that was not acknowledged: its payload, its next attempt and when that is due."""

    payload: Json
    attempt: int
    due_at: float
