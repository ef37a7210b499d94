"""Trouble on demand: what a test can make the API and the gateway do wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

Trouble = Literal["limited", "error", "drop_before", "drop_after", "hang_after", "slow"]
Scope = Literal["user", "global", "shared"]
EVER = 10**9


@dataclass(slots=True)
class Fault:
    trouble: Trouble
    call: str
    times: int
    status: int = 500
    seconds: float = 0.0
    scope: Scope = "user"
    via: bool = True


@dataclass(slots=True)
class Faults:
    """Switches. `call` is a method and a path with stars ("POST /channels/*/messages"), or "*".

    Each fault strikes `times` requests, then is over. Seconds are real ones: they are not scaled.
    `deliver_twice`: "same" sends every dispatch again with its own number, "fresh" with a new one.
    `hold`: dispatches wait until `DiscordServer.release` sends them, in the order that the test wants.
    `lose`: from the next dispatch of each kind this key is missing, once. `deaf`: no heartbeat is answered.
    """

    deliver_twice: Literal["same", "fresh"] | None = None
    hold: bool = False
    deaf: bool = False
    lose: dict[str, str] = field(default_factory=dict)
    waiting: list[Fault] = field(default_factory=list)

    def limit(
        self,
        call: str,
        times: int = 1,
        retry_after_s: float = 0.1,
        *,
        scope: Scope = "user",
        via: bool = True,
    ) -> None:
        """429; nothing is done. Without `via` it looks like the ban of a proxy, and is no JSON."""
        self.waiting.append(Fault("limited", call, times, 429, retry_after_s, scope, via))

    def error(self, call: str, status: int = 500, times: int = 1) -> None:
        """500, 502, 503…; nothing is done."""
        self.waiting.append(Fault("error", call, times, status))

    def drop_before(self, call: str, times: int = 1) -> None:
        """The connection breaks; nothing is done."""
        self.waiting.append(Fault("drop_before", call, times))

    def drop_after_commit(self, call: str, times: int = 1) -> None:
        """Done, but the connection breaks before the answer."""
        self.waiting.append(Fault("drop_after", call, times))

    def hang_after_commit(self, call: str, times: int = 1) -> None:
        """Done, but the answer never comes."""
        self.waiting.append(Fault("hang_after", call, times))

    def slow(self, call: str, seconds: float, times: int = 1) -> None:
        """Done, and answered that much later."""
        self.waiting.append(Fault("slow", call, times, 200, seconds))

    def strike(self, call: str) -> Fault | None:
        """The fault that hits this request, if any."""
        for fault in self.waiting:
            if fault.call == "*" or fnmatchcase(call, fault.call):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Fair weather again."""
        self.waiting.clear()
        self.lose.clear()
        self.deliver_twice, self.hold, self.deaf = None, False, False
