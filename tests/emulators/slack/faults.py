"""Trouble on demand: what a test can make the Web API and the deliveries do wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Trouble = Literal["rate_limited", "refused", "server_error", "hang_after_commit", "drop_after_commit"]


@dataclass(slots=True)
class Fault:
    trouble: Trouble
    method: str
    times: int
    retry_after_s: int = 1
    word: str = ""


@dataclass(slots=True)
class Faults:
    """Switches. `method` is a Web API method, "response_url" (429 only) or "*"; each fault strikes `times`
    calls, then is over.

    `deliver_twice`: "same" sends every envelope's payload a second time as it is (an event as a retry),
    "fresh" with new ids (event_id, trigger_id, response_url); None is the fair weather. `hold_events`: they
    wait until `SlackServer.release_events` sends them, in the order that the test wants. `rates`: calls are
    counted, and too many refused, by the emulator's clock.
    """

    deliver_twice: Literal["same", "fresh"] | None = None
    hold_events: bool = False
    rates: bool = False
    waiting: list[Fault] = field(default_factory=list)

    def rate_limit(self, method: str, times: int = 1, retry_after_s: int = 1) -> None:
        """429 with Retry-After."""
        self.waiting.append(Fault("rate_limited", method, times, retry_after_s))

    def refuse(self, method: str, word: str, times: int = 1) -> None:
        """The workspace's own rules say no, with that word; nothing is done."""
        self.waiting.append(Fault("refused", method, times, word=word))

    def server_error(self, method: str, times: int = 1) -> None:
        """500 with a body that is not JSON; nothing is done."""
        self.waiting.append(Fault("server_error", method, times))

    def hang_after_commit(self, method: str, times: int = 1) -> None:
        """Done, but the answer never comes: the caller times out."""
        self.waiting.append(Fault("hang_after_commit", method, times))

    def drop_after_commit(self, method: str, times: int = 1) -> None:
        """Done, but the connection breaks before the answer."""
        self.waiting.append(Fault("drop_after_commit", method, times))

    def strike(self, method: str) -> Fault | None:
        """The fault that hits this call, if any."""
        for fault in self.waiting:
            if fault.method in ("*", method):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None
