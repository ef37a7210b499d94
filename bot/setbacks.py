"""What becomes of a row that could not be said: later, held, parked for a person, or done without a word.

Each refusal of a platform ends in a clear state, and none in a storm of tries.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from bot.command import UNREACHED, UNSURE
from bot.errors import Closed, Delivery, Exposed, Gone, Left, Rejected, RetryAfter, Shut, Uncertain
from bot.ports import Database, Sender, Transaction
from bot.roads import JobRow
from bot.vocabulary import Notice, ToMember

SETTLE_S = 30.0  # until then what was sent may not be seen yet
BACK_OFF_S = (5, 30, 120, 600, 3_600)
MAX_ATTEMPTS = 12

SaidOtherwise = Callable[[Transaction, JobRow], Awaitable[bool]]

log = logging.getLogger("entrepairs.jobs")


class Setbacks:
    """`said_otherwise` does something else instead of a private message, and says whether there was anything.

    `senders` is the jobs' own: who sends may change.
    """

    def __init__(
        self,
        database: Database,
        senders: Mapping[str, Sender],
        said_otherwise: SaidOtherwise,
        scale: float,
    ) -> None:
        self._database = database
        self._senders = senders
        self._said_otherwise = said_otherwise
        self._scale = scale

    async def refused(self, row: JobRow, error: Delivery) -> None:
        """A platform did not take it, or nobody heard whether it did."""
        log.warning("undelivered", extra={"job": row.id, "kind": row.kind, "code": type(error).__name__})
        match error:
            case RetryAfter(seconds=seconds):
                await self.put_off(row, at_least_s=seconds, intent=row.intent, lane=True)
            case Closed():
                await self._closed(row)
            case Left():
                await self._park(row, "done", "left")
            case Gone() if row.message:
                await self._forget(row, row.message)
            case Gone():
                await self._unreached(row, "gone")
            case Shut():
                await self._unreached(row, "shut")
            case Exposed(access=access):
                await self._unreached(row, access)
            case Rejected():
                await self._park(row, "dead", "rejected")
            case Uncertain():
                await self._uncertain(row)
            case _:
                await self.put_off(row, at_least_s=0, intent=True, lane=row.failures == 0)

    async def failed(self, row: JobRow, error: Exception, *, intent: bool) -> None:
        """A defect of ours: of one row, for the others go on."""
        log.error("defect", exc_info=error, extra={"job": row.id, "kind": row.kind})
        await self.put_off(row, intent=intent)

    async def put_off(
        self, row: JobRow, *, intent: bool, at_least_s: float | None = None, lane: bool = False
    ) -> None:
        """Later, and each time later still. What a platform did not take does not come back all at once.

        `lane`: what else is to be said there waits behind it, so that the order is kept.
        """
        failures = row.failures + 1
        if failures >= MAX_ATTEMPTS:
            await self._park(row, "dead", "attempts")
            return
        wait_s: float = BACK_OFF_S[min(failures, len(BACK_OFF_S)) - 1]
        if intent:
            wait_s = max(wait_s, self.settle_s(row))
        if at_least_s is not None:
            wait_s = max(at_least_s, wait_s) * _spread(row)
        async with self._database.write() as tx:
            due_at = tx.now + timedelta(seconds=wait_s)
            if await tx.jobs.put_off(row, due_at, intent=intent) and lane:
                await tx.jobs.follow(row, due_at)

    def settle_s(self, row: JobRow) -> float:
        """How long what may have been sent is not looked for: it may not be seen yet."""
        sender = self._senders.get(row.platform)
        return SETTLE_S * self._scale if sender is not None and not sender.idempotent else 0.0

    async def _closed(self, row: JobRow) -> None:
        """They take no private messages: somebody else is asked, or it waits in *À faire*."""
        async with self._database.write() as tx:
            if not await self._said_otherwise(tx, row):
                await tx.jobs.park(row, "held", "closed")

    async def _forget(self, row: JobRow, message: str) -> None:
        """The copy is not there any more: it was taken away by hand, and is not posted anew."""
        async with self._database.write() as tx:
            if await tx.jobs.park(row, "done", "gone"):
                await tx.posts.remove(row.post(row.realm, row.address, message))

    async def _unreached(self, row: JobRow, reason: str) -> None:
        """One try is enough: the row waits for a person, and where it was for the circle's place its stewards
        are told, once a day. A copy elsewhere, in a thread or in a former place, says nothing of that one."""
        async with self._database.write() as tx:
            if not await tx.jobs.park(row, "dead", reason) or row.direct or row.circle is None:
                return
            places = await tx.circles.places(row.circle)
            if row.message and row.address not in {place.id for place in places}:
                return
            about, told = f"{row.circle}.{reason}", f"{row.address}:{tx.now:%Y%m%d}"
            await _tell_stewards(tx, row.circle, UNREACHED, about, told)

    async def _uncertain(self, row: JobRow) -> None:
        """Its stewards decide, and are told so once a day; of what they are told themselves, nothing is."""
        async with self._database.write() as tx:
            if await tx.jobs.park(row, "uncertain", "unclear") and row.circle and row.kind != UNSURE:
                await _tell_stewards(tx, row.circle, UNSURE, row.circle, f"{tx.now:%Y%m%d}")

    async def _park(self, row: JobRow, state: str, reason: str) -> None:
        async with self._database.write() as tx:
            await tx.jobs.park(row, state, reason)


async def _tell_stewards(tx: Transaction, circle: str, kind: str, about: str, state: str) -> None:
    for one in await tx.members.active(circle):
        if one.member.is_steward:
            await tx.jobs.add(Notice(kind, ToMember(circle, one.member.id), about, state))


def _spread(row: JobRow) -> float:
    """Between 1 and 1.25, of its own for each row: who waits never waits less than was asked."""
    return 1 + (row.id * 61 % 100) / 400
