"""APScheduler's one job: the tick. It only sets an event; the job loop does the work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

TICK_S = 1


def start_ticking(wake: Callable[[], None]) -> Callable[[], None]:
    """Call `wake` every second, on the running loop; the answer stops it.

    A tick that comes late counts once, however late: what fell due is read from the database.
    """

    async def tick() -> None:
        wake()

    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(
        tick, "interval", seconds=TICK_S, coalesce=True, misfire_grace_time=None, max_instances=1
    )
    scheduler.start()

    def stop() -> None:
        scheduler.shutdown(wait=False)

    return stop
