"""Who is busy: the requests in flight and what was sent and not yet answered. Waits without sleeping."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

PATIENCE_S = 30.0  # a test that waits longer than this is stuck


class Activity:
    """Counts what goes on and wakes waiters at every step."""

    def __init__(self) -> None:
        self.busy = 0
        self.steps = 0
        self.idle_hooks: list[Callable[[], Awaitable[object]]] = []
        self._waiters: set[asyncio.Future[None]] = set()

    def stir(self) -> None:
        """Something happened: look again."""
        self.steps += 1
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters.clear()

    def begin(self) -> None:
        self.busy += 1
        self.stir()

    def end(self) -> None:
        self.busy -= 1
        self.stir()

    @contextmanager
    def work(self) -> Iterator[None]:
        self.begin()
        try:
            yield
        finally:
            self.end()

    async def until(self, happened: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
        """Returns when `happened()`; it is asked again at each step. Raises TimeoutError when stuck."""
        async with asyncio.timeout(patience_s):
            while not happened():
                waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiters.add(waiter)
                await waiter

    async def settled(self, patience_s: float = PATIENCE_S) -> None:
        """Nothing in flight, everything answered, the program idle by its own word."""
        async with asyncio.timeout(patience_s):
            while True:
                await self.until(lambda: self.busy == 0, patience_s)
                before = self.steps
                for idle in self.idle_hooks:
                    await idle()
                if self.busy == 0 and self.steps == before:
                    return
