"""One sender per platform: who holds a lease opens the gateway and says what is due there; nobody else does.

The row counts its holder's renewals and names no instant that anybody obeys. Whoever waits takes it over
once it has watched the same count stand still for `LEASE_S`, by its own stop-watch, which began after that
renewal was written; the holder's own stop-watch began before, and it stops after `STOP_S`. So no wall clock
is compared with another, and one that is set back or forward, or differs between machines, changes nothing.

Promised: two processes never begin to send at the same time, as long as their stop-watches go alike to
within `LEASE_S - STOP_S` in `LEASE_S`. Not promised: that a call under way has ended when the next holder
begins; the fence of its row (`bot/jobs.py`) keeps it from being said twice. After a crash nobody sends for
`LEASE_S`; after a clean stop the next one begins at once.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from bot.ports import Database
from bot.roads import Hold

LEASE_S = 15.0  # nobody takes over before
STOP_S = 12.0  # without a renewal the holder stops sending
RENEW_S = 5.0
LOOK_S = 1.0  # how often one that waits looks whether the row is free

log = logging.getLogger("entrepairs.lease")

Work = Callable[[], Coroutine[Any, Any, None]]


def stopwatch() -> float:
    """Seconds that go on while the machine sleeps, where the system counts them; no time of day."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


async def idle() -> None:
    """Nothing to do but hold it."""
    await asyncio.Event().wait()


class Lease:
    """This process's claim on one name. `scale` multiplies its deadlines, for tests."""

    def __init__(
        self,
        database: Database,
        name: str,
        holder: str,
        *,
        scale: float = 1.0,
        elapsed: Callable[[], float] = stopwatch,
    ) -> None:
        self.name = name
        self._database = database
        self._holder = holder
        self._scale = scale
        self._elapsed = elapsed
        self._ours_until = float("-inf")  # on the stop-watch
        self._watched: tuple[Hold, float] | None = None  # another's row, and since when it is the same
        self._unclear = False
        self._released = False

    def holds(self) -> bool:
        """Whether this process may begin to send now: true between a renewal and `STOP_S` after it began."""
        return self._elapsed() < self._ours_until

    @property
    def is_anothers(self) -> bool:
        """Whether another process held it when we last looked: this one stands by, and nothing is wrong."""
        return self._watched is not None and not self.holds()

    async def keep(self, work: Work = idle) -> None:
        """Hold it whenever that can be; `work` runs while it does, begun anew each time, cancelled when lost.

        Returns or raises what `work` does where that ends by itself.
        """
        task: asyncio.Task[None] | None = None
        try:
            while True:
                await self.turn()
                if self.holds() and task is None:
                    log.info("lease_taken", extra={"kind": self.name})
                    task = asyncio.create_task(work())
                elif task is not None and not self.holds():
                    log.warning("lease_lost", extra={"kind": self.name})
                    await _ended(task)
                    task = None
                if task is None:
                    await asyncio.sleep(LOOK_S * self._scale)
                elif (await asyncio.wait({task}, timeout=self._pause_s()))[0]:
                    task.result()
                    return
        finally:
            if task is not None:
                await _ended(task)

    async def turn(self) -> None:
        """Look once: renew it, take it where that is allowed, or watch.

        Where the database is out of reach the time goes on, and nothing else happens.
        """
        began = self._elapsed()
        if self._released:
            return
        try:
            async with asyncio.timeout(self._patience_s(began)):
                if await self._taken():
                    self._ours_until = began + STOP_S * self._scale
            self._unclear = False
        except Exception as error:
            if not self._unclear:  # said once, not every second of an outage
                log.warning("lease_unclear", extra={"kind": self.name, "code": type(error).__name__})
            self._unclear = True

    async def release(self) -> None:
        """Give it back for good, once nothing is sent any more: the next holder need not wait."""
        self._released, self._ours_until = True, float("-inf")
        with suppress(Exception):  # out of reach: it will run out by itself
            async with asyncio.timeout(RENEW_S * self._scale), self._database.write() as tx:
                await tx.leases.release(self.name, self._holder)

    # --- one look ------------------------------------------------------------------------------------------

    async def _taken(self) -> bool:
        if self.holds():
            return await self._take()
        async with self._database.read() as tx:
            seen = await tx.leases.look(self.name)
        if seen is None or seen.holder in (None, self._holder):
            return await self._take()
        if self._watched is None or self._watched[0] != seen:
            self._watched = (seen, self._elapsed())  # after it was read: the renewal was written before
        if self._elapsed() - self._watched[1] < LEASE_S * self._scale:
            return False
        return await self._take(over=seen.beat)

    async def _take(self, over: int | None = None) -> bool:
        async with self._database.write() as tx:
            now = await tx.leases.take(self.name, self._holder, LEASE_S * self._scale, over)
        if now.holder == self._holder:
            self._watched = None
            return True
        self._ours_until = float("-inf")  # another's: at once, whatever the stop-watch says
        return False

    def _patience_s(self, now: float) -> float:
        """How long one look may take: a renewal no longer than the lease is ours."""
        return self._ours_until - now if now < self._ours_until else STOP_S * self._scale

    def _pause_s(self) -> float:
        return max(0.0, min(RENEW_S * self._scale, self._ours_until - self._elapsed()))


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
