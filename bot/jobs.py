"""One way out: claim what is due, compose it for its reader, send it, record it.

Never "send, then record": the intent is committed first, and the job's id is the send's nonce. A row whose
outcome nobody heard is looked for before anything else: found, it is recorded and brought up to date; not
found, it is sent again. Where a second send would be a second message it is looked for once the platform has
had time to show it; where nobody may look there, the row is parked as `uncertain`, and its stewards decide.

Where the platform recognises a nonce, rows go in groups: one transaction composes a whole claim and commits
its intents, another records what was sent meanwhile. A group that fails is run again row by row, so that one
defect is one row's. Elsewhere, and for domain acts, each row has transactions of its own.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import courtesy, standing
from bot.command import Job, Manner
from bot.composing import Composing, Readers, Ready, readers
from bot.errands import Errands
from bot.errors import Delivery, Left
from bot.holding import Holding
from bot.lease import Lease, Work, idle
from bot.ports import Clock, Database, Sender, Sent, Transaction
from bot.roads import JobRow, Post
from bot.setbacks import Setbacks
from bot.standing import Standing
from bot.vocabulary import Account, Place, Thread

LEASE_S = 30.0
FRESH_S = 10.0  # what could not be sent that long after it was claimed is claimed anew
SMALLEST, LARGEST = 32, 1_024  # rows claimed at once: as many as take a moment
AT_ONCE = 8
RECORDED_AT_ONCE = 256
LONG_AGO = timedelta(days=1)  # longer than anything is put off
KEEP_DAYS, KEEP_INBOX_DAYS = 30, 7
WALK_STEPS = 10_000


log = logging.getLogger("entrepairs.jobs")


@dataclass(frozen=True, slots=True)
class Batch:
    """What was claimed at once and not held back: ready to be sent, or to be run alone."""

    full: bool  # there may be more
    ran: int
    ready: Sequence[Ready]
    alone: Sequence[JobRow]


class Jobs:
    """Runs what is due. `senders` maps a platform's name to its outgoing side.

    A platform in `leases` is left alone by all but its holder: no row of it is claimed, and none that was
    claimed before is sent.
    """

    def __init__(
        self,
        database: Database,
        kinds: Mapping[str, Job],
        senders: Mapping[str, Sender],
        clock: Clock,
        scale: float = 1.0,
    ) -> None:
        self._database = database
        self._kinds = kinds
        self.senders = dict(senders)
        self.leases: dict[str, Lease] = {}
        self._clock = clock
        self._setbacks = Setbacks(database, self.senders, self._said_otherwise, scale)
        self.standing = Standing(database, self.senders, clock, scale=scale)
        self._ranks = {kind: int(job.rank) for kind, job in kinds.items() if job.manner is Manner.COUNTED}
        self._composing = Composing(kinds)
        self._holding = Holding(kinds, self.senders)
        self._errands = Errands(database, kinds, self._sender)
        self.wake = asyncio.Event()
        self._limit = SMALLEST
        self._beaten = time.monotonic()

    @property
    def beaten_s(self) -> float:
        """How long ago the loop last turned."""
        return time.monotonic() - self._beaten

    async def send_for(self, sender: Sender, holder: str, work: Work = idle, *, scale: float = 1.0) -> None:
        """Send for this platform, and do `work`, whenever its lease is ours; it ends with `work`."""
        lease = Lease(self._database, f"sender:{sender.platform}", holder, scale=scale)
        self.senders[sender.platform], self.leases[sender.platform] = sender, lease

        async def sending() -> None:
            self.wake.set()  # for what had to wait for us
            await work()

        await lease.keep(sending)

    def stands_by(self, platform: str) -> bool:
        """Whether another process sends there: this one is not connected, and nothing is wrong."""
        lease = self.leases.get(platform)
        return lease is not None and lease.is_anothers

    async def run_due(self) -> int:
        """Run everything due now, and what that makes due; gives how many rows were run."""
        ran = 0
        while True:
            self._beaten = time.monotonic()
            limit, at, began = self._limit, self._clock.now(), time.monotonic()
            batch = await self._claim(limit)
            if batch is None:
                return ran
            prepared = time.monotonic()
            late = await self._send_all(batch.ready, batch.alone, at + timedelta(seconds=FRESH_S))
            ran += batch.ran - late
            self._pace(batch.full, prepared - began, time.monotonic() - began)

    def _pace(self, full: bool, prepared_s: float, took_s: float) -> None:
        """Claim more at once while that is quick: nobody else waits for us, and what is composed is fresh."""
        if prepared_s > 1.0 or took_s > 4.0:
            self._limit = max(SMALLEST, self._limit // 2)
        elif full and prepared_s < 0.25 and took_s < 1.0:
            self._limit = min(LARGEST, self._limit * 4)

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
        tidy_at = forget_at = call_at = self._clock.now()
        while True:
            await self.wake.wait()
            self.wake.clear()
            try:
                await self.run_due()
                if self._clock.now() >= tidy_at:
                    await self.tidy()
                    tidy_at = self._clock.now() + timedelta(days=1)
                if self._clock.now() >= call_at:
                    await self.call()
                    call_at = self._clock.now() + timedelta(minutes=1)
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

    async def call(self) -> None:
        """Each circle is called over once a day, where nobody tells us who leaves; here the first time.

        Later each call adds the next one: this only finds circles and places that are new.
        """
        kinds = [kind for kind, job in self._kinds.items() if job.calls is not None]
        for platform in [name for name, sender in self.senders.items() if not sender.announces_leaves]:
            for kind in kinds:
                async with self._database.read() as tx:
                    new = await tx.jobs.uncalled(kind, platform)
                if not new:
                    continue
                async with self._database.write() as tx:
                    for circle, place in new:
                        await tx.jobs.add(standing.next_call(kind, circle, place, tx.now))

    async def _forget_some(self) -> bool:
        """What members took back leaves the pages of the index, a little in each transaction."""
        async with self._database.write() as tx:
            return await tx.library.forget_taken_back()

    async def _claim(self, limit: int) -> Batch | None:
        """What may run now, most of it ready to be sent. None: nothing is due."""
        try:
            return await self._claimed(limit, compose=True)
        except Exception as error:  # one of many: each is run alone, to see which
            log.warning("apart", extra={"code": type(error).__name__})
            return await self._claimed(limit, compose=False)

    async def _claimed(self, limit: int, *, compose: bool) -> Batch | None:
        """One transaction: rows are claimed, what courtesy holds back waits from here on, and what goes along
        is composed, and its intent committed."""
        async with self._database.write() as tx:
            rows = await tx.jobs.claim(limit, LEASE_S, self._platforms(), self._ranks)
            if not rows:
                return None
            read_by = await readers(tx, rows)
            held = await self._holding.held(tx, rows, read_by)
            if held:
                await tx.jobs.hold(held, rows)
            free = [row for row in rows if row.id not in held]
            most = [row for row in free if compose and self._goes_along(row)]
            ready = await self._prepare(tx, most, read_by)
        along = {row.id for row in most}
        return Batch(len(rows) >= limit, len(free), ready, [row for row in free if row.id not in along])

    def _platforms(self) -> tuple[str, ...]:
        """Those for which this process may send now."""
        return tuple(p for p in self.senders if p not in self.leases or self.leases[p].holds())

    def _sender(self, row: JobRow) -> Sender:
        """Who sends it, asked at the last moment. Raises: NotOurs, where the lease was lost meanwhile."""
        if row.platform not in self._platforms():
            raise NotOurs
        return self.senders[row.platform]

    # --- together ------------------------------------------------------------------------------------------

    def _goes_along(self, row: JobRow) -> bool:
        """Whether its intent may be committed with others': it does no harm if it is never sent.

        Where nobody recognises a second send, a crash would leave every row of the group to a person.
        """
        job, sender = self._kinds.get(row.kind), self.senders.get(row.platform)
        if job is None or sender is None:
            return False
        return job.compose is not None and not row.intent and sender.idempotent

    async def _send_all(self, ready: Sequence[Ready], alone: Sequence[JobRow], until: datetime) -> int:
        """Send or run all, some at once; what was not begun by that instant goes back in line: how many.

        What is sent while a group is being recorded is the next group.
        """
        gate, recording = asyncio.Semaphore(AT_ONCE), asyncio.Lock()
        delivered: list[tuple[Ready, Sent]] = []
        late: list[JobRow] = []

        async def send(one: Ready) -> None:
            async with gate:
                if self._clock.now() > until:
                    late.append(one.row)
                    return
                sent = await self._try_to_deliver(one)
            if sent is not None:
                delivered.append((one, sent))
            async with recording:
                group = delivered[:RECORDED_AT_ONCE]
                del delivered[:RECORDED_AT_ONCE]
                await self._record_all(group)

        async def run(row: JobRow) -> None:
            async with gate:
                if self._clock.now() > until:
                    late.append(row)
                else:
                    await self.run(row)

        await asyncio.gather(*map(send, ready), *map(run, alone))
        if late:
            await self._hand_back(late)
        return len(late)

    async def _hand_back(self, rows: Sequence[JobRow]) -> None:
        """Back in line as they were claimed: nothing was sent of them, and nothing failed."""
        async with self._database.write() as tx:
            for row in rows:
                await tx.jobs.put_off(row, row.due_at, intent=row.intent, failed=False)

    async def _try_to_deliver(self, ready: Ready) -> Sent | None:
        try:
            return await self._deliver(ready)
        except Delivery as error:
            await self._undelivered(ready.row, error)
        except Exception as error:
            await self._setbacks.failed(ready.row, error, intent=True)
        return None

    async def _record_all(self, delivered: Sequence[tuple[Ready, Sent]]) -> None:
        """In one transaction; where that fails, one by one."""
        if not delivered:
            return
        try:
            await self._record(delivered)
        except Exception as error:
            if len(delivered) == 1:
                await self._setbacks.failed(delivered[0][0].row, error, intent=True)
                return
            log.warning("apart", extra={"code": type(error).__name__})
            for one in delivered:
                await self._record_all([one])

    # --- alone ---------------------------------------------------------------------------------------------

    async def run(self, row: JobRow) -> None:
        """Run one claimed row to a clear state."""
        intent = row.intent
        try:
            if await self._errands.run(row, self.standing):
                return
            if intent and not row.message and await self._was_sent(row):
                return
            async with self._database.write() as tx:
                prepared = await self._prepare(tx, [row], await readers(tx, [row]))
            for ready in prepared:
                intent = True
                await self._record([(ready, await self._deliver(ready))])
        except Delivery as error:
            await self._undelivered(row, error)
        except Exception as error:
            await self._setbacks.failed(row, error, intent=intent)

    async def _was_sent(self, row: JobRow) -> bool:
        """Whether an earlier attempt got through: its copy is recorded, and made to show the present state.

        It comes before composing: what was on its way may have been withdrawn since, and has to be reached.
        Raises: Delivery; Uncertain, where nobody can tell.
        """
        sender = self._sender(row)
        async with self._database.read() as tx:
            to = await self._composing.where(tx, row)
        found = await sender.find(to, _nonce(row), row.first_due_at or row.due_at - LONG_AGO)
        if found is None:
            return False
        async with self._database.write() as tx:
            if await tx.jobs.finish(row, found.message) and row.circle:
                await tx.posts.add(_post(row, found))
                await self._refresh(tx, row)
        return True

    async def _prepare(self, tx: Transaction, rows: Sequence[JobRow], read_by: Readers) -> list[Ready]:
        """Compose them and note their intents. Left out: what is finished, or whose lease was lost."""
        ready: list[Ready] = []
        for row in rows:
            circle, to = read_by[row.id]
            said = await self._composing.ready(tx, row, circle, to) if circle else None
            if said is not None:
                ready.append(said)
        said_by = {one.row.id for one in ready}
        await tx.jobs.finish_several([(row, None) for row in rows if row.id not in said_by])
        lease_s = LEASE_S + max((self._setbacks.settle_s(one.row) for one in ready), default=0.0)
        ours = await tx.jobs.intend_several([one.row for one in ready], lease_s)
        return [one for one in ready if one.row.id in ours]

    async def _deliver(self, ready: Ready) -> Sent:
        row, card, voice = ready.row, ready.card, ready.voice
        if row.member and not ready.last and await self._has_left(row):
            raise Left
        if row.direct and not ready.last:
            card = courtesy.signed(card, self._kinds[row.kind].manner, voice)
        sender = self._sender(row)
        if not row.message:
            return await sender.send(ready.to, card, voice, _nonce(row))
        sent = Sent(row.realm, row.address, row.message)
        if isinstance(ready.to, Thread) and not ready.last:
            for account in ready.to.people:  # who has answered meanwhile
                await sender.admit(ready.to, account)
        await sender.edit(sent, card, voice)
        return sent

    async def _has_left(self, row: JobRow) -> bool:
        """Whether the reader left the circle's server: asked before anything is said to them in private."""
        if self.senders[row.platform].announces_leaves:
            return False
        account: Account | Place | None = row.target
        if row.message:  # what is edited is addressed by its conversation, not by a person
            async with self._database.read() as tx:
                account = await tx.members.account(row.circle or "", row.member or "", row.platform)
        return isinstance(account, Account) and row.circle in await self.standing.left(account)

    async def _record(self, delivered: Sequence[tuple[Ready, Sent]]) -> None:
        """Done, and where the messages stand. A first copy that is out of date already is shown anew."""
        async with self._database.write() as tx:
            finished = await tx.jobs.finish_several([(one.row, sent.message) for one, sent in delivered])
            mine = [(one, sent) for one, sent in delivered if one.row.id in finished and one.row.circle]
            await tx.posts.add(*(_post(one.row, sent) for one, sent in mine if not one.last))
            for one, sent in mine:
                if one.last:
                    await tx.posts.remove(_post(one.row, sent))
            new = [one for one, _ in mine if not one.row.message]
            read_by = await readers(tx, [one.row for one in new])
            for one in new:
                # the same nonce may have found an earlier attempt's copy, with the words of that time
                if one.row.intent or await self._composing.changed(tx, one, *read_by[one.row.id]):
                    await self._refresh(tx, one.row)

    async def _refresh(self, tx: Transaction, row: JobRow) -> None:
        await tx.jobs.refresh(row.circle or "", row.subject, f"after-{row.id}")

    async def _undelivered(self, row: JobRow, error: Delivery) -> None:
        if isinstance(error, NotOurs):
            await self._hand_back([row])
        else:
            await self._setbacks.refused(row, error)

    async def _said_otherwise(self, tx: Transaction, row: JobRow) -> bool:
        """Nothing private reaches its reader: whether something else was done instead, or is not needed."""
        circle, to = (await readers(tx, [row]))[row.id]
        return circle is not None and await self._holding.given_up(tx, row, circle, to, None)


def _nonce(row: JobRow) -> str:
    """The same for every attempt to send this row."""
    return f"ep-{row.id}"


def _post(row: JobRow, sent: Sent) -> Post:
    return row.post(sent.realm, sent.address, sent.message)


class NotOurs(Delivery):
    """Another process sends for this platform by now: the row is left to it."""
