"""How fast we may speak out of turn: a channel takes a message a second, and a busy Slack is left alone."""

from __future__ import annotations

import asyncio
from time import monotonic

from bot.errors import RetryAfter

POST = "chat.postMessage"
EVERY_S = 1.05  # between two messages in a channel: its second and ours are not the same
REMEMBERED = 1_000


class Pace:
    """Whoever speaks in a channel waits for its second; after a refusal of a method nobody asks it in vain.

    What cannot go now is for the jobs to say later: they keep the order of each channel. Nothing here has to
    outlive the process, for Slack counts as well, and its word is the one that holds.
    """

    def __init__(self, scale: float) -> None:
        self._scale = scale
        self._free_at: dict[str, float] = {}  # by channel
        self._shut_until: dict[str, float] = {}  # by method

    async def turn(self, method: str, channel: str = "") -> None:
        """Raises: RetryAfter, where Slack said so of this method a moment ago."""
        left_s = self._shut_until.get(method, 0.0) - monotonic()
        if left_s > 0:
            raise RetryAfter(left_s / self._scale)
        if method == POST and (wait_s := self._wait_s(channel)) > 0:
            await asyncio.sleep(wait_s)

    def refused(self, method: str, seconds: float) -> None:
        """Slack said to come back then."""
        until = monotonic() + seconds * self._scale
        self._shut_until[method] = max(until, self._shut_until.get(method, 0.0))

    def answered(self, method: str, channel: str) -> None:
        """The channel's next second begins: by Slack's clock it began a little earlier."""
        if method == POST:
            self._free_at[channel] = max(self._free_at.get(channel, 0.0), monotonic() + EVERY_S * self._scale)

    def _wait_s(self, channel: str) -> float:
        """How long this message waits for its turn, which is taken by asking."""
        now = monotonic()
        at = max(now, self._free_at.get(channel, 0.0))
        if len(self._free_at) >= REMEMBERED:
            self._free_at = {name: free for name, free in self._free_at.items() if free > now}
        self._free_at[channel] = at + EVERY_S * self._scale
        return at - now
