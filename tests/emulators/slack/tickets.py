"""Trigger ids and response urls: minted with a real interaction, short-lived, counted."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass
from typing import Literal

from ..clock import Clock
from .errors import Refused

TRIGGER_S = 3.0
RESPONSE_USES, RESPONSE_S = 5, 30 * 60.0
Origin = Literal["command", "message", "modal", "submission", "home"]


@dataclass(slots=True)
class Trigger:
    """Leave to open one modal for this person, for three (scaled) seconds."""

    user: str
    origin: Origin
    expires_at: float
    channel: str | None = None
    spent: bool = False


@dataclass(slots=True)
class Response:
    """A response_url: five answers in thirty minutes, about that message (none for a slash command)."""

    user: str
    channel: str
    message_ts: str | None
    expires_at: float
    left: int = RESPONSE_USES


class Tickets:
    """`scale` shortens the protocol's deadlines; the thirty minutes of a response_url are product time."""

    def __init__(self, clock: Clock, scale: float) -> None:
        self._clock = clock
        self._scale = scale
        self._numbers = itertools.count(1)
        self.triggers: dict[str, Trigger] = {}
        self.responses: dict[str, Response] = {}

    def mint_trigger(self, user: str, origin: Origin, channel: str | None = None) -> str:
        """`channel`: the conversation in which the person is acting, if any."""
        name = f"{next(self._numbers)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        expires_at = self._clock.now() + TRIGGER_S * self._scale
        self.triggers[name] = Trigger(user, origin, expires_at, channel)
        return name

    def spend_trigger(self, name: str | None) -> Trigger:
        """The trigger, from now on used. A call that is refused for its view does not use it."""
        trigger = self.look_at_trigger(name)
        trigger.spent = True
        return trigger

    def look_at_trigger(self, name: str | None) -> Trigger:
        trigger = self.triggers.get(name or "")
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.spent:
            raise Refused("exchanged_trigger_id")
        if self._clock.now() > trigger.expires_at:
            raise Refused("expired_trigger_id")
        return trigger

    def mint_response(self, user: str, channel: str, message_ts: str | None = None) -> str:
        """The last part of the url's path."""
        name = secrets.token_hex(12)
        self.responses[name] = Response(user, channel, message_ts, self._clock.now() + RESPONSE_S)
        return name

    def use_response(self, name: str) -> Response:
        response = self.responses.get(name)
        if response is None:
            raise Refused("invalid_url")
        if self._clock.now() > response.expires_at:
            raise Refused("expired_url")
        if response.left <= 0:
            raise Refused("used_url")
        response.left -= 1
        return response
