"""What is due: ids only, claimed by one process at a time, one row of a lane at a time.

Every write after the claim says which attempt it belongs to (the fence): a process that lost its lease
writes nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    delete,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.roads import JobRow
from bot.vocabulary import Notice
from storage import due
from storage.dialect import insert
from storage.schema import jobs

_ROW = [jobs.c[f.name] for f in fields(JobRow)]
# spelled in the statement, not bound: a partial index is only used for words that the planner sees
_DUE: ColumnElement[str] = literal_column("'due'")
_LEASED: ColumnElement[str] = literal_column("'leased'")
_SENDING: ColumnElement[str] = literal_column("'sending'")


class SqlJobs:
    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    # --- in ----------------------------------------------------------------------------------------------

    async def add(self, notice: Notice) -> bool:
        """One row per place of the circle, or for the member's account; a key already there wins."""
        return await self._insert(due.told(notice), notice.due_at)

    async def later(self, kind: str, circle: str, subject: str, due_at: datetime, state: str = "") -> None:
        """A domain act at an instant: no platform involved."""
        await self._insert(due.act(kind, circle, subject, state), due_at)

    async def refresh(self, circle: str, subject: str, state: str, kind: str = "") -> None:
        """Re-render every copy of a thing, and of its parts (`<subject>.…`), of one kind or of all."""
        await self._insert(due.copies(circle, subject, state, kind), None)

    async def _insert(self, rows: Select[*tuple[Any, ...]], due_at: datetime | None) -> bool:
        # SQLite takes ON CONFLICT for a join where the select before it has no WHERE
        started = rows.where(literal_column("1") == literal_column("1")).add_columns(
            literal(due_at or self._now, jobs.c.due_at.type).label("due_at"),
            _DUE.label("state"),
            literal(False).label("intent"),
            literal(0).label("attempts"),
        )
        names = [column.name for column in started.selected_columns]
        row = insert(self._connection, jobs).from_select(names, started)
        done = await self._connection.execute(row.on_conflict_do_nothing(index_elements=["key"]))
        return done.rowcount > 0

    async def cancel(self, circle: str, subject: str, kinds: Sequence[str]) -> None:
        """Due rows of these kinds are done without running."""
        await self._connection.execute(
            update(jobs)
            .where(
                jobs.c.circle == circle,
                jobs.c.subject == subject,
                jobs.c.kind.in_(kinds),
                jobs.c.state == _DUE,
            )
            .values(state="done", done_at=self._now)
        )

    # --- out ---------------------------------------------------------------------------------------------

    async def claim(self, limit: int, lease_s: float, platforms: Sequence[str]) -> Sequence[JobRow]:
        """The oldest due rows of these platforms, one per lane, leased to the caller; and domain acts."""
        picked = self._claimable(limit, platforms).cte("picked")
        claimed = await self._connection.execute(
            update(jobs)
            .where(jobs.c.id.in_(select(picked.c.id)))
            .values(
                state="leased",
                attempts=jobs.c.attempts + 1,
                lease_until=self._now + timedelta(seconds=lease_s),
            )
            .returning(*_ROW)
        )
        return sorted(map(_job, claimed), key=lambda row: (row.due_at, row.id))

    def _claimable(self, limit: int, platforms: Sequence[str]) -> Select[*tuple[Any, ...]]:
        ahead = jobs.alias("ahead")
        running = and_(ahead.c.state.in_((_LEASED, _SENDING)), ahead.c.lease_until > self._now)
        older = and_(
            self._is_ripe(ahead.c),
            tuple_(ahead.c.due_at, ahead.c.id) < tuple_(jobs.c.due_at, jobs.c.id),
        )
        lane_is_busy = exists().where(
            ahead.c.lane == jobs.c.lane,
            ahead.c.id != jobs.c.id,
            ahead.c.state.in_((_DUE, _LEASED, _SENDING)),
            or_(running, older),
        )
        return (
            select(jobs.c.id)
            .where(
                jobs.c.platform.in_(("", *platforms)),
                jobs.c.state.in_((_DUE, _LEASED, _SENDING)),
                self._is_ripe(jobs.c),
                ~lane_is_busy,
            )
            .order_by(jobs.c.due_at, jobs.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )

    def _is_ripe(self, row: Any) -> ColumnElement[bool]:
        """Due, or left behind by a process whose lease ran out."""
        due = and_(row.state == _DUE, row.due_at <= self._now)
        left = and_(row.state.in_((_LEASED, _SENDING)), row.lease_until <= self._now)
        return or_(due, left)

    async def intend(self, job: JobRow) -> bool:
        """About to send: False where the lease was lost."""
        return await self._write(job, state="sending", intent=True)

    async def finish(self, job: JobRow, sent_ref: str | None = None) -> bool:
        return await self._write(
            job, state="done", done_at=self._now, sent_ref=sent_ref, intent=False, lease_until=None
        )

    async def put_off(self, job: JobRow, due_at: datetime, *, intent: bool) -> bool:
        return await self._write(job, state="due", due_at=due_at, intent=intent, lease_until=None)

    async def park(self, job: JobRow, state: str, reason: str) -> bool:
        """To `held`, `uncertain` or `dead`, or done without a message."""
        done_at = self._now if state == "done" else None
        return await self._write(job, state=state, held_reason=reason, done_at=done_at, lease_until=None)

    async def _write(self, job: JobRow, **values: Any) -> bool:
        done = await self._connection.execute(
            update(jobs).where(jobs.c.id == job.id, _is_ours(job)).values(**values)
        )
        return done.rowcount == 1

    # --- questions ---------------------------------------------------------------------------------------

    async def next_due(self) -> datetime | None:
        """When there is something to claim next: a due row, or a lease that runs out."""
        ripe_at = case((jobs.c.state == _DUE, jobs.c.due_at), else_=jobs.c.lease_until)
        found: datetime | None = await self._connection.scalar(
            select(func.min(ripe_at, type_=jobs.c.due_at.type)).where(
                jobs.c.state.in_((_DUE, _LEASED, _SENDING))
            )
        )
        return found

    async def awaiting(self, circle: str, kind: str, member: str) -> str | None:
        """The subject of the oldest message of that kind to this member that was not said yet.

        Its row is locked: whoever is sending it finishes after this transaction, and sees what it wrote.
        """
        subject: str | None = await self._connection.scalar(
            select(jobs.c.subject)
            .where(
                jobs.c.circle == circle,
                jobs.c.member == member,
                jobs.c.kind == kind,
                jobs.c.message.is_(None),
                jobs.c.state.in_((_DUE, _LEASED, _SENDING, literal_column("'held'"))),
            )
            .order_by(jobs.c.due_at, jobs.c.id)
            .limit(1)
            .with_for_update()
        )
        return subject

    async def said_at(self, circle: str, kind: str, subject: str) -> datetime | None:
        """When that was said last."""
        at: datetime | None = await self._connection.scalar(
            select(func.max(jobs.c.done_at, type_=jobs.c.done_at.type)).where(
                jobs.c.circle == circle,
                jobs.c.subject == subject,
                jobs.c.kind == kind,
                jobs.c.state == "done",
                jobs.c.sent_ref.is_not(None),
                jobs.c.message.is_(None),
            )
        )
        return at

    async def parked(self, circle: str, member: str) -> Sequence[JobRow]:
        """What could not reach this member: it waits in *À faire*."""
        found = await self._connection.execute(
            select(*_ROW)
            .where(jobs.c.circle == circle, jobs.c.member == member, jobs.c.state == "held")
            .order_by(jobs.c.due_at, jobs.c.id)
        )
        return [_job(row) for row in found]

    async def unsure(self, circle: str) -> int:
        """How many messages of a circle may not have arrived."""
        found = await self._connection.scalar(
            select(func.count()).where(jobs.c.circle == circle, jobs.c.state.in_(("uncertain", "dead")))
        )
        return int(found or 0)

    async def forget(self, before: datetime) -> int:
        done = await self._connection.execute(
            delete(jobs).where(jobs.c.state == "done", jobs.c.done_at < before)
        )
        return done.rowcount


def _is_ours(job: JobRow) -> ColumnElement[bool]:
    """The fence: nobody claimed the row since."""
    return and_(jobs.c.attempts == job.attempts, jobs.c.state.in_((_LEASED, _SENDING)))


def _job(row: Row[Any]) -> JobRow:
    return JobRow(**row._mapping)
