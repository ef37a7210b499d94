"""Who has left the server of their circle, where the platform does not say so by itself.

It is asked, and remembered for ten minutes. Whoever is not there any more is suspended: they see nothing,
and nothing of theirs is deleted. Whoever is found again is let in again. What nobody can tell (an outage, a
server that does not answer) changes nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.command import ADMIT
from bot.errors import Delivery
from bot.members.models import Belonging
from bot.ports import Clock, Database, Sender
from bot.recurrence import Recurrence
from bot.roads import account_key
from bot.vocabulary import Account, Notice, Place, ToCircle

KNOWN_FOR = timedelta(minutes=10)
UNSURE_FOR = timedelta(minutes=1)
KNOWN_MAX = 10_000
PATIENCE_S = 0.5  # of whoever waits for an answer; the question goes on behind it
NONE: frozenset[str] = frozenset()

log = logging.getLogger("entrepairs.standing")


@dataclass(frozen=True, slots=True)
class Known:
    """What was found about somebody, until when it holds."""

    until: datetime
    circles: frozenset[str]  # whose server they left
    realms: frozenset[str]  # the servers that they left


class Standing:
    """One for each process: the dispatcher and the jobs share what is known."""

    def __init__(
        self, database: Database, senders: Mapping[str, Sender], clock: Clock, *, scale: float = 1.0
    ) -> None:
        self._database = database
        self._senders = senders
        self._clock = clock
        self._scale = scale
        self._known: dict[str, Known] = {}
        self._asking: dict[str, asyncio.Task[frozenset[str]]] = {}

    async def confirm(self, account: Account, here: Place | None) -> None:
        """Before somebody's act is answered; `here` is where they act, and there they evidently are.

        Never raises, and never keeps them waiting for long: what is found too late holds for the next act.
        """
        task = self._asked(account, here)
        if task is not None:
            await asyncio.wait({task}, timeout=PATIENCE_S * self._scale)

    async def left(self, account: Account) -> frozenset[str]:
        """The circles whose server this person has left. Raises: RetryAfter."""
        task = self._asked(account, None)
        if task is not None:
            return await asyncio.shield(task)
        known = self._known.get(account_key(account))
        return known.circles if known else NONE

    def _asked(self, account: Account, here: Place | None) -> asyncio.Task[frozenset[str]] | None:
        """The question under way; None where there is nothing to ask."""
        sender, key = self._senders.get(account.platform), account_key(account)
        if sender is None or sender.announces_leaves:
            return None
        known = self._known.get(key)
        if known and self._clock.now() < known.until and not (here and here.realm in known.realms):
            return None
        if key not in self._asking:
            task = asyncio.create_task(self._ask(sender, account, here))
            self._asking[key] = task
            task.add_done_callback(lambda done: self._answered(key, done))
        return self._asking[key]

    def _answered(self, key: str, task: asyncio.Task[frozenset[str]]) -> None:
        del self._asking[key]
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, Delivery):
            log.error("defect", exc_info=error)

    async def _ask(self, sender: Sender, account: Account, here: Place | None) -> frozenset[str]:
        async with self._database.read() as tx:
            found = await tx.members.belongings(account)
        places = {one.place.realm: one.place for one in found}
        stands: dict[str, bool | None] = {}
        for realm, place in places.items():
            seen = here is not None and here.realm == realm
            stands[realm] = seen or await sender.stands(place, account)
        said = {circle: _verdict(circle, found, stands) for circle in {one.circle for one in found}}
        moved = [one for one in found if said[one.circle] is one.suspended]  # there again; or gone
        if moved:
            await self._move(moved)
        unsure = None in stands.values()
        self._remember(
            account_key(account),
            Known(
                self._clock.now() + (UNSURE_FOR if unsure else KNOWN_FOR),
                frozenset(c for c, stays in said.items() if stays is False),
                frozenset(realm for realm, stays in stands.items() if stays is False),
            ),
        )
        return self._known[account_key(account)].circles

    async def _move(self, moved: Sequence[Belonging]) -> None:
        """Suspend or restore; to whoever is back the circle's place is opened again."""
        async with self._database.write() as tx:
            for circle, member, suspended in {(one.circle, one.member, one.suspended) for one in moved}:
                if not suspended:
                    await tx.members.suspend(circle, member)
                    continue
                await tx.members.restore(circle, member)
                await tx.jobs.add(Notice(ADMIT, ToCircle(circle), member, f"{tx.now:%Y%m%dT%H%MZ}"))

    def _remember(self, key: str, known: Known) -> None:
        if len(self._known) >= KNOWN_MAX:
            now = self._clock.now()
            self._known = {k: one for k, one in self._known.items() if now < one.until}
        self._known[key] = known


def next_call(kind: str, circle: str, place: Place, after: datetime) -> Notice:
    """The circle's next call, at a minute of the day that is its own: not all of them at once."""
    minute = int(hashlib.sha256(circle.encode()).hexdigest(), 16) % (24 * 60)
    first = datetime(2026, 1, 1) + timedelta(minutes=minute)  # noqa: DTZ001  wall time, of no zone
    at = Recurrence(first, "UTC", "FREQ=DAILY").after(after)
    return Notice(kind, ToCircle(circle, place), circle, f"{at:%Y%m%dT%H%MZ}", at)


def _verdict(circle: str, found: Sequence[Belonging], stands: Mapping[str, bool | None]) -> bool | None:
    """Of a circle with places in several servers one is enough; left is who is known to be in none."""
    said = {stands[one.place.realm] for one in found if one.circle == circle}
    return True if True in said else None if None in said else False
