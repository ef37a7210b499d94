"""Rates that really count: so many requests in so much time, per route and in all, and their headers."""

from __future__ import annotations

import hashlib
import math
import time
from dataclasses import dataclass

from .things import Json

EVERYTHING = (50, 1.0)
OTHERS = (50, 1.0)
RATES = {
    "POST /channels/{channel_id}/messages": (5, 5.0),
    "PATCH /channels/{channel_id}/messages/{message_id}": (5, 5.0),
    "POST /users/@me/channels": (10, 10.0),
    "POST /channels/{channel_id}/threads": (5, 5.0),
    "PUT /channels/{channel_id}/permissions/{overwrite_id}": (10, 10.0),
}
MAJOR = ("channel_id", "guild_id", "webhook_id")


@dataclass(slots=True)
class Bucket:
    """So many requests in one window of time; the next one begins with the first request after its end."""

    limit: int
    per_s: float
    spent: int = 0
    ends: float = 0.0

    def take(self, now: float) -> float:
        """0 where there was room, else the seconds until there is. `now` is of the loop's clock."""
        if now >= self.ends:
            self.spent, self.ends = 0, now + self.per_s
        if self.spent >= self.limit:
            return self.ends - now
        self.spent += 1
        return 0.0

    def reset_after(self, now: float) -> float:
        return max(self.ends - now, 0.0)


class Buckets:
    """All windows of one bot, shortened by the scale. Nothing is counted where a route is exempt."""

    def __init__(self, scale: float) -> None:
        self._scale = scale
        self._all = Bucket(EVERYTHING[0], EVERYTHING[1] * scale)
        self._of: dict[str, Bucket] = {}

    def ask(self, route: str, major: str, now: float) -> tuple[Bucket, float, str]:
        """The bucket of this request, the seconds to wait (0: go on), and the scope of a refusal."""
        limit, per_s = RATES.get(route, OTHERS)
        bucket = self._of.setdefault(f"{route} {major}", Bucket(limit, per_s * self._scale))
        if wait_s := self._all.take(now):
            return bucket, wait_s, "global"
        return bucket, bucket.take(now), "user"


def headers(route: str, bucket: Bucket, now: float) -> dict[str, str]:
    """What every answer of a counted route says."""
    after_s = bucket.reset_after(now)
    return {
        "X-RateLimit-Limit": str(bucket.limit),
        "X-RateLimit-Remaining": str(bucket.limit - bucket.spent),
        "X-RateLimit-Reset": f"{time.time() + after_s:.3f}",
        "X-RateLimit-Reset-After": f"{after_s:.3f}",
        "X-RateLimit-Bucket": hashlib.sha256(route.encode()).hexdigest()[:32],
        "Via": "1.1 loopback",
    }


def refusal(wait_s: float, scope: str) -> tuple[Json, dict[str, str]]:
    """Body and headers of a 429. Without `Via`, a library takes it for the ban of a proxy."""
    said = {"message": "You are being rate limited.", "retry_after": round(wait_s, 3), "global": False}
    head = {"Retry-After": str(math.ceil(wait_s)), "X-RateLimit-Scope": scope, "Via": "1.1 loopback"}
    if scope == "global":
        return said | {"global": True}, head | {"X-RateLimit-Global": "true"}
    return said, head
