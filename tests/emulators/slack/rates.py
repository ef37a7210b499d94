"""Rates that really count: so many calls of a method in a minute, and a message a second in each place.

**Source**: Slack's tiers by method, and what it says of `chat.postMessage`: about one a second in a channel,
several hundred a minute in a workspace; the strictest reading of "several" is taken here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

MINUTE, SECOND = 60.0, 1.0
POSTED_IN_ALL = 200
TIERS = {2: 20, 3: 50, 4: 100}
OTHERS = 300
_TIER_OF = {
    **dict.fromkeys(("conversations.create",), 2),
    **dict.fromkeys(("chat.update", "chat.delete", "conversations.open", "conversations.invite"), 3),
    **dict.fromkeys(("conversations.info", "conversations.history", "reactions.get", "reactions.add"), 3),
    **dict.fromkeys(("chat.postEphemeral", "users.info", "conversations.members"), 4),
    **dict.fromkeys(("views.open", "views.push", "views.update", "views.publish"), 4),
    **dict.fromkeys(("files.getUploadURLExternal", "files.completeUploadExternal"), 4),
}


@dataclass(slots=True)
class Window:
    """So many calls; the next window begins with the first call after its end."""

    limit: int
    per_s: float
    spent: int = 0
    ends: float = 0.0

    def take(self, now: float) -> float:
        """0 where there was room, else the seconds until there is."""
        if now >= self.ends:
            self.spent, self.ends = 0, now + self.per_s
        if self.spent >= self.limit:
            return self.ends - now
        self.spent += 1
        return 0.0


class Rates:
    """All windows of one installation, shortened by the scale. What is refused counts for nothing."""

    def __init__(self, scale: float) -> None:
        self._scale = scale
        self._of: dict[tuple[str, str], Window] = {}

    def retry_after_s(self, method: str, place: str, now: float) -> int:
        """What `Retry-After` says, unscaled; 0: go on."""
        if method == "chat.postMessage":
            wait_s = self._take(method, place, 1, SECOND, now) or self._take(
                method, "", POSTED_IN_ALL, MINUTE, now
            )
        else:
            limit = TIERS[_TIER_OF[method]] if method in _TIER_OF else OTHERS
            wait_s = self._take(method, "", limit, MINUTE, now)
        return math.ceil(wait_s / self._scale)

    def _take(self, method: str, place: str, limit: int, per_s: float, now: float) -> float:
        window = self._of.setdefault((method, place), Window(limit, per_s * self._scale))
        return window.take(now)
