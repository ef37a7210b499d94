"""Time in the playground: it stands still, and walks from one due instant to the next when it is asked to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.ahead import Coming, Meter
from bot.command import Job, Manner
from bot.jobs import Jobs
from bot.ports import Database
from bot.vocabulary import Account

ZONE = ZoneInfo("Europe/Paris")
START = datetime(2026, 11, 24, 9, 30, tzinfo=ZONE)  # a Tuesday
WEEK = timedelta(days=7)

log = logging.getLogger("entrepairs.playing")


class SimulatedClock:
    """A `Clock` that stands still until it is set."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class Playing:
    """The playground's time. `keep` remembers each instant before anything happens at it."""

    def __init__(
        self,
        database: Database,
        jobs: Jobs,
        clock: SimulatedClock,
        kinds: Mapping[str, Job],
        keep: Callable[[datetime], Awaitable[None]],
        anew: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._clock = clock
        self._counted = tuple(kind for kind, job in kinds.items() if job.manner is Manner.COUNTED)
        self._keep = keep
        self.anew = anew  # everything as it was at the beginning; the caller has the turn
        self.turn = asyncio.Lock()  # whoever changes what is there, or when it is

    def now(self) -> datetime:
        return self._clock.now()

    async def serve(self) -> None:
        """Run what people's acts make due, at the instant at which time stands. A defect ends no service."""
        while True:
            await self._jobs.wake.wait()
            self._jobs.wake.clear()
            try:
                async with self.turn:
                    await self._jobs.run_due()
            except Exception as error:
                log.error("loop", exc_info=error)

    async def next_at(self) -> datetime | None:
        """When something is due next; None where nothing is."""
        async with self._database.read() as tx:
            return await tx.jobs.next_due()

    async def walk(self, until: datetime) -> None:
        """Go on to an instant, running each job at its own. The caller has the turn. Never goes back."""
        await self._jobs.walk(until, self.set)
        await self._jobs.run_due()
        await self._jobs.tidy()

    async def set(self, at: datetime) -> None:
        await self._keep(at)
        self._clock.at = at

    async def coming(self, limit: int = 30) -> Sequence[Coming]:
        async with self._database.read() as tx:
            return await tx.ahead.coming(limit)

    async def meter(self, account: Account) -> Meter | None:
        """Counted messages of the last seven days; None for somebody who is in no circle."""
        async with self._database.read() as tx:
            memberships = await tx.members.standing(account, None)
            if not memberships:
                return None
            sent = await tx.ahead.counted(account, self._counted, tx.now - WEEK)
        return Meter(sent, max(m.member.weekly for m in memberships))
