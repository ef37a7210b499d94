"""What is due and waits all the same: for courtesy's sake, or because its message was edited just now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot import courtesy
from bot.circles.models import Circle, Membership
from bot.command import Job, Manner
from bot.composing import Readers, context
from bot.courtesy import Wait
from bot.ports import Sender, Transaction
from bot.roads import JobRow

RATIONED = (Manner.COUNTED, Manner.NEWS)

Held = dict[int, tuple[datetime | None, str]]  # by row: until when (None: until somebody asks), and why


class Holding:
    """Decides within the claim's transaction. `senders` is the jobs' own: who sends may change."""

    def __init__(self, kinds: Mapping[str, Job], senders: Mapping[str, Sender]) -> None:
        self._kinds = kinds
        self._senders = senders
        self._rationed = tuple(kind for kind, job in kinds.items() if job.manner in RATIONED)

    async def held(self, tx: Transaction, rows: Sequence[JobRow], readers: Readers) -> Held:
        """Which of these claimed rows wait. Some are finished: something else was done instead."""
        return await self._discreet(tx, rows, readers) | await self._unhurried(tx, rows)

    async def _discreet(self, tx: Transaction, rows: Sequence[JobRow], readers: Readers) -> Held:
        """Which new private messages wait, until when and why. What may be on its way already is not held."""
        new = [r for r in rows if r.direct and r.message is None and not r.intent and r.circle]
        new = [r for r in new if self._kinds[r.kind].manner not in (Manner.SAFETY, Manner.MEETING)]
        if not new:
            return {}
        lanes = {r.lane for r in new if self._kinds[r.kind].manner in RATIONED}
        sent: dict[tuple[str, Manner], list[datetime]] = {}
        for lane, kind, at in await tx.jobs.sent_to(tuple(lanes), self._rationed, tx.now - courtesy.WEEK):
            sent.setdefault((lane, self._kinds[kind].manner), []).append(at)
        held: Held = {}
        for row in new:
            circle, to = readers[row.id]
            if circle is None:
                continue  # nobody to disturb: it will be finished
            manner = self._kinds[row.kind].manner
            reader = courtesy.reader(circle, to.member if to else None)
            wait = courtesy.decide(manner, reader, tx.now, sent.get((row.lane, manner), ()))
            if wait is None or await self.given_up(tx, row, circle, to, wait):
                continue
            held[row.id] = (wait.until, wait.reason)
        return held

    async def given_up(
        self, tx: Transaction, row: JobRow, circle: Circle, to: Membership | None, wait: Wait | None
    ) -> bool:
        """Whether something else was done instead of saying it: the row is finished then."""
        give_up = self._kinds[row.kind].gives_up
        if give_up is None:
            return False
        reader = courtesy.reader(circle, to.member if to else None)
        if wait is not None and not courtesy.gives_up(reader, row.first_due_at or row.due_at, wait):
            return False
        if not await give_up(context(row, tx, circle, to)):
            return False
        return await tx.jobs.finish(row)

    async def _unhurried(self, tx: Transaction, rows: Sequence[JobRow]) -> Held:
        """Which edits wait because their message was edited just now; of several, the last state is shown."""
        edits = [row for row in rows if row.message]
        await tx.jobs.supersede(edits)
        paced = [row for row in edits if self._senders[row.platform].edit_every_s]
        held: Held = {}
        edited = await tx.posts.edited(paced)
        for row in paced:
            every = timedelta(seconds=self._senders[row.platform].edit_every_s)
            if row.id in edited and tx.now - every < edited[row.id] <= tx.now:
                held[row.id] = (edited[row.id] + every, "")
        return held
