"""The emulator's own time: real seconds plus what a test has skipped."""

from __future__ import annotations

import time


class Clock:
    """Tells the instant in Unix seconds; `skip` moves it forward without waiting.

    What expires in minutes expires by this clock. First answers are timed by the loop's own clock,
    because a real program really has to answer in time.
    """

    def __init__(self) -> None:
        self._skipped_s = 0.0

    def now(self) -> float:
        return time.time() + self._skipped_s

    def skip(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("time only goes forward")
        self._skipped_s += seconds
