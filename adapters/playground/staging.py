"""Time on the page: the clock is moved, what happened meanwhile is told, and what is ahead is shown."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from adapters.playground.messages import Messages
from adapters.playground.models import Persona
from adapters.playground.strip import Horizon
from bot.ahead import Coming, Meter
from bot.vocabulary import Account

STEPS = {"day": timedelta(days=1), "week": timedelta(days=7)}
FAR = timedelta(days=100)  # what is further away than this is not « the next message »
QUIET_MAX = 200  # due instants that say nothing, before the search for the next message ends


class Time(Protocol):
    """The playground's time, as the core keeps it."""

    turn: asyncio.Lock

    def now(self) -> datetime: ...

    async def next_at(self) -> datetime | None: ...

    async def walk(self, until: datetime) -> None:
        """Go on to an instant, each job at its own. The caller has the turn."""

    async def coming(self) -> Sequence[Coming]: ...

    async def meter(self, account: Account) -> Meter | None: ...

    async def anew(self) -> None:
        """Everything as it was at the beginning. The caller has the turn."""


class Staging:
    """Moves time, and leaves a mark in the channels that says what came of it."""

    def __init__(self, time: Time, messages: Messages) -> None:
        self.time = time
        self.messages = messages

    async def move(self, step: str) -> bool:
        """`day`, `week`, or `next`: on to the next message; False where none is near. Raises: KeyError."""
        began = self.time.now()
        async with self.time.turn:
            if step == "next":
                await self._marked(self._to_the_next())
            else:
                await self._marked(self.time.walk(began + STEPS[step]))
        return self.time.now() != began

    async def go(self, days: int) -> None:
        """The same by a number of days; the caller has the turn."""
        await self._marked(self.time.walk(self.time.now() + timedelta(days=days)))

    async def go_next(self) -> None:
        """On to the next message; the caller has the turn."""
        await self._marked(self._to_the_next())

    async def _to_the_next(self) -> None:
        newest, far = await self.messages.newest(), self.time.now() + FAR
        for _ in range(QUIET_MAX):
            at = await self.time.next_at()
            if at is None or at > far:
                return
            await self.time.walk(max(at, self.time.now()))
            if await self.messages.newest() != newest:
                return

    async def _marked(self, walk: Awaitable[None]) -> None:
        began, newest = self.time.now(), await self.messages.newest()
        await walk
        private, public = await self.messages.came(newest)
        if self.time.now() != began:
            told = {"from": began.isoformat(), "private": private, "public": public}
            for channel in await self.messages.all_channels():
                await self.messages.jump(channel, json.dumps(told))
        self.messages.ring()

    async def horizon(self, persona: Persona, channel: str) -> Horizon:
        coming = await self.time.coming()
        return Horizon(coming, await self.time.meter(persona.account), self.time.now(), channel)
