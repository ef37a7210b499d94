"""One way out: claim what is due, compose it for its reader, send it, record it.

Never "send, then record": the intent is committed first, and the job's id is the send's nonce. A row whose
outcome nobody heard is looked for before anything else: found, it is recorded and brought up to date; not
found, it is sent again where the platform recognises the nonce, and parked as `uncertain` elsewhere.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

from bot import courtesy
from bot.card import Card
from bot.circles.models import Circle, Membership
from bot.command import Job, JobContext, Manner
from bot.courtesy import Wait
from bot.errors import Closed, Delivery, Gone, Rejected, RetryAfter
from bot.i18n import Voice, language
from bot.ports import Clock, Database, Sender, Sent, Transaction
from bot.roads import JobRow, Post
from bot.vocabulary import Place

LEASE_S = 30.0
BATCH = 32
AT_ONCE = 8
BACK_OFF_S = (5, 30, 120, 600, 3_600)
MAX_ATTEMPTS = 12
KEEP_DAYS, KEEP_INBOX_DAYS = 30, 7
WALK_STEPS = 10_000
RATIONED = (Manner.COUNTED, Manner.NEWS)

log = logging.getLogger("entrepairs.jobs")


class Jobs:
    """Runs what is due. `senders` maps a platform's name to its outgoing side."""

    def __init__(
        self, database: Database, kinds: Mapping[str, Job], senders: Mapping[str, Sender], clock: Clock
    ) -> None:
        self._database = database
        self._kinds = kinds
        self.senders = dict(senders)
        self._clock = clock
        self._ranks = {kind: int(job.rank) for kind, job in kinds.items() if job.manner is Manner.COUNTED}
        self._rationed = tuple(kind for kind, job in kinds.items() if job.manner in RATIONED)
        self.wake = asyncio.Event()

    async def run_due(self) -> int:
        """Run everything due now, and what that makes due; gives how many rows were run."""
        ran, rows = 0, await self._claim()
        while rows is not None:
            gate = asyncio.Semaphore(AT_ONCE)

            async def guarded(row: JobRow, gate: asyncio.Semaphore = gate) -> None:
                async with gate:
                    await self.run(row)

            await asyncio.gather(*(guarded(row) for row in rows))
            ran += len(rows)
            rows = await self._claim()
        return ran

    async def walk(self, until: datetime, set_now: Callable[[datetime], Awaitable[None]]) -> int:
        """Run what is due from here to that instant, each row at its own; gives how many were run.

        `set_now` moves the clock, from due instant to due instant and never backwards, in the end to `until`.
        What only another process can run (a platform without a sender here) is passed over.
        """
        ran = await self.run_due()
        for _ in range(WALK_STEPS):
            async with self._database.read() as tx:
                due_at = await tx.jobs.next_due(self._clock.now())
            if due_at is None or due_at > until:
                break
            await set_now(due_at)
            ran += await self.run_due()
        if until > self._clock.now():
            await set_now(until)
        return ran

    async def run_forever(self) -> None:
        """Wait for the tick or a committed job, run what is due, again. A defect ends no service."""
        tidy_at = forget_at = self._clock.now()
        while True:
            await self.wake.wait()
            self.wake.clear()
            try:
                await self.run_due()
                if self._clock.now() >= tidy_at:
                    await self.tidy()
                    tidy_at = self._clock.now() + timedelta(days=1)
                if self._clock.now() >= forget_at:
                    if await self._forget_some():
                        self.wake.set()  # the rest after what is due meanwhile
                    else:
                        forget_at = self._clock.now() + timedelta(minutes=1)
            except Exception as error:
                log.error("loop", exc_info=error)

    async def tidy(self) -> None:
        """Forget what was done long ago, old event keys, and what is left of what was taken back."""
        async with self._database.write() as tx:
            await tx.jobs.forget(tx.now - timedelta(days=KEEP_DAYS))
            await tx.inbox.forget(tx.now - timedelta(days=KEEP_INBOX_DAYS))
            await tx.drafts.forget(tx.now)
        while await self._forget_some():
            pass

    async def _forget_some(self) -> bool:
        """What members took back leaves the pages of the index, a little in each transaction."""
        async with self._database.write() as tx:
            return await tx.library.forget_taken_back()

    async def _claim(self) -> list[JobRow] | None:
        """What may run now; what courtesy holds back waits from here on. None: nothing is due."""
        async with self._database.write() as tx:
            rows = await tx.jobs.claim(BATCH, LEASE_S, tuple(self.senders), self._ranks)
            if not rows:
                return None
            held = await self._discreet(tx, rows) | await self._unhurried(tx, rows)
            if held:
                await tx.jobs.hold(held, rows)
        return [row for row in rows if row.id not in held]

    async def _discreet(
        self, tx: Transaction, rows: Sequence[JobRow]
    ) -> dict[int, tuple[datetime | None, str]]:
        """Which new private messages wait, until when and why. What may be on its way already is not held."""
        new = [r for r in rows if r.direct and r.message is None and not r.intent and r.circle]
        new = [r for r in new if self._kinds[r.kind].manner not in (Manner.SAFETY, Manner.MEETING)]
        if not new:
            return {}
        lanes = {r.lane for r in new if self._kinds[r.kind].manner in RATIONED}
        sent = await tx.jobs.sent_to(tuple(lanes), self._rationed, tx.now - courtesy.WEEK)
        held: dict[int, tuple[datetime | None, str]] = {}
        members = await tx.members.several({(r.circle or "", r.member) for r in new if r.member})
        for row in new:
            to = members.get((row.circle or "", row.member or ""))
            circle = to.circle if to else await tx.circles.get(row.circle or "")
            if circle is None or (row.member and to is None):
                continue  # nobody to disturb: it will be finished
            job = self._kinds[row.kind]
            reader = courtesy.reader(circle, to.member if to else None)
            before = [
                at for lane, kind, at in sent if lane == row.lane and self._kinds[kind].manner is job.manner
            ]
            wait = courtesy.decide(job.manner, reader, tx.now, before)
            if wait is None or await self._given_up(tx, row, circle, to, wait):
                continue
            held[row.id] = (wait.until, wait.reason)
        return held

    async def _given_up(
        self, tx: Transaction, row: JobRow, circle: Circle, to: Membership | None, wait: Wait | None
    ) -> bool:
        """Whether something else was done instead of saying it: the row is finished then."""
        give_up = self._kinds[row.kind].gives_up
        if give_up is None:
            return False
        reader = courtesy.reader(circle, to.member if to else None)
        if wait is not None and not courtesy.gives_up(reader, row.first_due_at or row.due_at, wait):
            return False
        if not await give_up(JobContext(row, tx, circle, to, voice_for(circle, to, row))):
            return False
        return await tx.jobs.finish(row)

    async def _unhurried(
        self, tx: Transaction, rows: Sequence[JobRow]
    ) -> dict[int, tuple[datetime | None, str]]:
        """Which edits wait because their message was edited just now; of several, the last state is shown."""
        edits = [row for row in rows if row.message]
        await tx.jobs.supersede(edits)
        paced = [row for row in edits if self.senders[row.platform].edit_every_s]
        held: dict[int, tuple[datetime | None, str]] = {}
        edited = await tx.posts.edited(paced)
        for row in paced:
            every = timedelta(seconds=self.senders[row.platform].edit_every_s)
            if row.id in edited and tx.now - every < edited[row.id] <= tx.now:
                held[row.id] = (edited[row.id] + every, "")
        return held

    async def run(self, row: JobRow) -> None:
        """Run one claimed row to a clear state."""
        intent = row.intent
        try:
            if self._kinds[row.kind].admit is not None:
                await self._admit(row)
                return
            if intent and not row.message and await self._was_sent(row):
                return
            ready = await self._prepare(row)
            if ready is not None:
                intent = True
                await self._deliver(row, *ready)
        except Delivery as error:
            await self._undelivered(row, error)
        except Exception as error:
            log.error("defect", exc_info=error, extra={"job": row.id, "kind": row.kind})
            await self._put_off(row, intent=intent)

    async def _was_sent(self, row: JobRow) -> bool:
        """Whether an earlier attempt got through: its copy is recorded, and made to show the present state.

        It comes before composing: what was on its way may have been withdrawn since, and has to be reached.
        Raises: Uncertain, where nobody can tell.
        """
        sender = self.senders[row.platform]
        found = await sender.find(row.target, _nonce(row))
        if found is None:
            if sender.idempotent:
                return False
            raise Uncertain
        async with self._database.write() as tx:
            if await tx.jobs.finish(row, found.message) and row.circle:
                await tx.posts.add(_post(row, found, row.circle))
                await tx.jobs.refresh(row.circle, row.subject, f"after-{row.id}")
        return True

    async def _prepare(self, row: JobRow) -> tuple[Card, Voice, bool] | None:
        """Act, or compose and commit the intent. None: the row is finished, or its lease was lost."""
        job = self._kinds[row.kind]
        async with self._database.write() as tx:
            circle, to = await self._reader(tx, row)
            voice = voice_for(circle, to, row)
            if circle is None or (row.member and to is None):
                await tx.jobs.finish(row)
                return None
            context = JobContext(row, tx, circle, to, voice)
            if job.act is not None:
                await job.act(context)
                await tx.jobs.finish(row)
                return None
            assert job.compose is not None
            card, last = await job.compose(context), False
            if card is None and row.message and job.tombstone:
                card, last = await job.tombstone(context), True
            if card is None:
                await tx.jobs.finish(row)
                return None
            if not await tx.jobs.intend(row):
                return None
        return card, voice, last

    async def _admit(self, row: JobRow) -> None:
        """Open a place to the member who is the subject."""
        job = self._kinds[row.kind]
        async with self._database.read() as tx:
            circle = await tx.circles.get(row.circle or "")
            account = await tx.members.account(row.circle or "", row.subject, row.platform)
        target = row.target
        if circle is not None and account is not None and isinstance(target, Place) and job.admit:
            opened = await self.senders[row.platform].admit(target, account)
            async with self._database.write() as tx:
                await job.admit(JobContext(row, tx, circle, None, voice_for(circle, None, row)), opened)
                await tx.jobs.finish(row)
            return
        async with self._database.write() as tx:
            await tx.jobs.finish(row)

    async def _reader(self, tx: Transaction, row: JobRow) -> tuple[Circle | None, Membership | None]:
        if row.circle is None:
            return None, None
        if row.member:
            to = await tx.members.get(row.circle, row.member)
            return (to.circle, to) if to else (None, None)
        return await tx.circles.get(row.circle), None

    async def _deliver(self, row: JobRow, card: Card, voice: Voice, last: bool) -> None:
        sender = self.senders[row.platform]
        shown = (
            courtesy.signed(card, self._kinds[row.kind].manner, voice) if row.direct and not last else card
        )
        if row.message:
            sent = Sent(row.realm, row.address, row.message)
            await sender.edit(sent, shown, voice)
        else:
            sent = await sender.send(row.target, shown, voice, _nonce(row))
        async with self._database.write() as tx:
            finished = await tx.jobs.finish(row, sent.message)
            if finished and row.circle:
                post = _post(row, sent, row.circle)
                await (tx.posts.remove(post) if last else tx.posts.add(post))
                # the same nonce may have found an earlier attempt's copy, with the words of that time
                if not row.message and (row.intent or await self._changed(tx, row, card)):
                    await tx.jobs.refresh(row.circle, row.subject, f"after-{row.id}")

    async def _changed(self, tx: Transaction, row: JobRow, card: Card) -> bool:
        """Whether the thing changed while its first copy was on the way: no refresh knew of that copy yet."""
        circle, to = await self._reader(tx, row)
        compose = self._kinds[row.kind].compose
        if circle is None or compose is None:
            return False
        return await compose(JobContext(row, tx, circle, to, voice_for(circle, to, row))) != card

    async def _undelivered(self, row: JobRow, error: Delivery) -> None:
        log.warning("undelivered", extra={"job": row.id, "kind": row.kind, "code": type(error).__name__})
        match error:
            case RetryAfter(seconds=seconds):
                await self._put_off(row, after_s=seconds, intent=row.intent)
            case Closed():
                await self._closed(row)
            case Gone() if row.message:
                await self._park(row, "done", "gone")
            case Gone():
                await self._park(row, "dead", "gone")
            case Rejected():
                await self._park(row, "dead", "rejected")
            case Uncertain():
                await self._park(row, "uncertain", "unclear")
            case _:
                await self._put_off(row, intent=True)

    async def _put_off(self, row: JobRow, *, intent: bool, after_s: float | None = None) -> None:
        failures = row.failures + 1
        if failures >= MAX_ATTEMPTS:
            await self._park(row, "dead", "attempts")
            return
        wait_s = after_s if after_s is not None else BACK_OFF_S[min(failures, len(BACK_OFF_S)) - 1]
        async with self._database.write() as tx:
            await tx.jobs.put_off(row, tx.now + timedelta(seconds=wait_s), intent=intent)

    async def _closed(self, row: JobRow) -> None:
        """They take no private messages: somebody else is asked, or it waits in *À faire*."""
        async with self._database.write() as tx:
            circle, to = await self._reader(tx, row)
            if circle is None or not await self._given_up(tx, row, circle, to, None):
                await tx.jobs.park(row, "held", "closed")

    async def _park(self, row: JobRow, state: str, reason: str) -> None:
        async with self._database.write() as tx:
            await tx.jobs.park(row, state, reason)


def _nonce(row: JobRow) -> str:
    """The same for every attempt to send this row."""
    return f"ep-{row.id}"


def _post(row: JobRow, sent: Sent, circle: str) -> Post:
    return Post(
        row.platform,
        sent.realm,
        sent.address,
        sent.message,
        circle,
        row.subject,
        row.kind,
        row.direct,
        row.member,
    )


class Uncertain(Delivery):
    """It may have been sent, and nobody may look: a person decides."""


def voice_for(circle: Circle | None, to: Membership | None, row: JobRow) -> Voice:
    """The reader's language and zone; a place's is the circle's; someone invited reads *vous*."""
    if circle is None:
        return Voice()
    if to is not None:
        return Voice(
            language(to.member.lang, circle.lang),
            circle.register if to.charter_accepted else "vous",
            to.member.zone or circle.zone,
        )
    return Voice(circle.lang, "vous" if row.direct else circle.register, circle.zone)
