"""What is due: ids only, claimed by one process at a time, one row of a lane at a time.

Every write after the claim says which attempt it belongs to (the fence): a process that lost its lease
writes nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from bot.courtesy import REASONS as COURTESY
from bot.roads import WHY_UNREACHED, JobRow
from bot.vocabulary import Notice, Place
from storage import due
from storage.dialect import insert
from storage.schema import jobs, places

_ROW = [jobs.c[f.name] for f in fields(JobRow)]
# spelled in the statement, not bound: a partial index is only used for words that the planner sees
_DUE: ColumnElement[str] = literal_column("'due'")
_LEASED: ColumnElement[str] = literal_column("'leased'")
_SENDING: ColumnElement[str] = literal_column("'sending'")
_NOW = bindparam("moment", type_=jobs.c.due_at.type)
_CLAIMS: dict[Any, ReturningUpdate[Any]] = {}


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
            literal(due_at or self._now, jobs.c.due_at.type).label("first_due_at"),
        )
        names = [column.name for column in started.selected_columns]
        row = insert(self._connection, jobs).from_select(names, started)
        done = await self._connection.execute(row.on_conflict_do_nothing(index_elements=["key"]))
        return done.rowcount > 0

    async def cancel(self, circle: str, subject: str, kinds: Sequence[str], *, parts: bool = False) -> None:
        """Due and held rows of these kinds are done without running; with `parts`, of `<subject>.…` too."""
        this = jobs.c.subject == subject
        await self._connection.execute(
            update(jobs)
            .where(
                jobs.c.circle == circle,
                or_(this, jobs.c.subject.startswith(f"{subject}.", autoescape=True)) if parts else this,
                jobs.c.kind.in_(kinds),
                jobs.c.state.in_((_DUE, "held")),
            )
            .values(state="done", done_at=self._now)
        )

    # --- out ---------------------------------------------------------------------------------------------

    async def claim(
        self, limit: int, lease_s: float, platforms: Sequence[str], ranks: Mapping[str, int] | None = None
    ) -> Sequence[JobRow]:
        """The oldest due rows of these platforms, one per lane, leased to the caller; and domain acts."""
        key = (type(self)._claimable, limit, tuple(platforms), tuple((ranks or {}).items()))
        if key not in _CLAIMS:  # building it costs more than running it
            picked = self._claimable(limit, platforms, ranks or {}).cte("picked")
            _CLAIMS[key] = (
                update(jobs)
                .where(jobs.c.id.in_(select(picked.c.id)))
                .values(state="leased", attempts=jobs.c.attempts + 1, lease_until=bindparam("until"))
                .returning(*_ROW)
            )
        claimed = await self._connection.execute(
            _CLAIMS[key], {"moment": self._now, "until": self._now + timedelta(seconds=lease_s)}
        )
        return sorted(map(_job, claimed), key=lambda row: (row.due_at, row.id))

    def _claimable(
        self, limit: int, platforms: Sequence[str], ranks: Mapping[str, int]
    ) -> Select[*tuple[Any, ...]]:
        ahead = jobs.alias("ahead")
        running = and_(ahead.c.state.in_((_LEASED, _SENDING)), ahead.c.lease_until > _NOW)
        older = and_(
            self._is_ripe(ahead.c),
            tuple_(_rank(ahead.c, ranks), ahead.c.due_at, _first_due(ahead.c), ahead.c.id)
            < tuple_(_rank(jobs.c, ranks), jobs.c.due_at, _first_due(jobs.c), jobs.c.id),
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
        due = and_(row.state == _DUE, row.due_at <= _NOW)
        left = and_(row.state.in_((_LEASED, _SENDING)), row.lease_until <= _NOW)
        return or_(due, left)

    async def intend(self, job: JobRow) -> bool:
        """About to send: False where the lease was lost."""
        return await self._write(job, state="sending", intent=True)

    async def intend_several(self, claimed: Sequence[JobRow], lease_s: float) -> Set[int]:
        """About to send all these, leased from here on: the ids of those whose lease was not lost."""
        until = self._now + timedelta(seconds=lease_s)
        return await self._write_several(claimed, state="sending", intent=True, lease_until=until)

    async def finish_several(self, sent: Sequence[tuple[JobRow, str | None]]) -> Set[int]:
        """All these at once, with their messages: the ids of those whose lease was not lost."""
        ours = await self._write_several(
            [row for row, _ in sent], state="done", done_at=self._now, intent=False, lease_until=None
        )
        told = [{"job": row.id, "ref": ref} for row, ref in sent if ref and row.id in ours]
        if told:
            to = jobs.c.id == bindparam("job")
            await self._connection.execute(update(jobs).where(to).values(sent_ref=bindparam("ref")), told)
        return ours

    async def _write_several(self, claimed: Sequence[JobRow], **values: Any) -> Set[int]:
        alike: dict[int, list[int]] = {}
        for row in claimed:
            alike.setdefault(row.attempts, []).append(row.id)
        ours: set[int] = set()
        for attempts, ids in alike.items():
            done = await self._connection.scalars(
                update(jobs)
                .where(jobs.c.id.in_(ids), jobs.c.attempts == attempts, _is_running())
                .values(**values)
                .returning(jobs.c.id)
            )
            ours.update(done)
        return ours

    async def finish(self, job: JobRow, sent_ref: str | None = None) -> bool:
        return await self._write(
            job, state="done", done_at=self._now, sent_ref=sent_ref, intent=False, lease_until=None
        )

    async def put_off(self, job: JobRow, due_at: datetime, *, intent: bool, failed: bool = True) -> bool:
        return await self._write(
            job,
            state="due",
            due_at=due_at,
            intent=intent,
            lease_until=None,
            failures=jobs.c.failures + int(failed),
        )

    async def follow(self, job: JobRow, due_at: datetime) -> None:
        """What was due before that instant in this row's lane comes right behind it.

        All of it at one instant, so that who goes first is decided once more, among all of them.
        """
        waits = and_(jobs.c.lane == job.lane, jobs.c.id != job.id, jobs.c.state == _DUE)
        await self._connection.execute(
            update(jobs)
            .where(waits, jobs.c.due_at <= due_at)
            .values(due_at=due_at + timedelta(milliseconds=1))
        )

    async def hold(self, held: Mapping[int, tuple[datetime | None, str]], claimed: Sequence[JobRow]) -> None:
        """Claimed rows wait, by id: until an instant and why; without an instant until somebody asks."""
        alike: dict[tuple[datetime | None, str], list[JobRow]] = {}
        for row in claimed:
            if row.id in held:
                alike.setdefault(held[row.id], []).append(row)
        for (until, reason), rows in alike.items():
            values: dict[str, Any] = {"state": "held"} if until is None else {"state": "due", "due_at": until}
            await self._connection.execute(
                update(jobs)
                .where(_are_ours(rows))
                .values(**values, held_reason=reason or None, lease_until=None)
            )

    async def reconsider(self, circle: str, member: str) -> None:
        """What courtesy holds for this member is due now: their settings changed."""
        await self._connection.execute(
            update(jobs)
            .where(
                jobs.c.circle == circle,
                jobs.c.member == member,
                jobs.c.state.in_((_DUE, "held")),
                jobs.c.held_reason.in_(COURTESY),
            )
            .values(state="due", due_at=self._now)
        )

    async def supersede(self, edits: Sequence[JobRow]) -> None:
        """Other due edits of the same messages are done: these will show the last state."""
        shown = {(row.lane, row.message or "") for row in edits}
        if shown:
            await self._connection.execute(
                update(jobs)
                .where(
                    jobs.c.lane.in_([lane for lane, _ in shown]),
                    tuple_(jobs.c.lane, jobs.c.message).in_(list(shown)),
                    jobs.c.state == _DUE,
                    jobs.c.id.not_in([row.id for row in edits]),
                )
                .values(state="done", done_at=self._now)
            )

    async def sent_to(
        self, lanes: Sequence[str], kinds: Sequence[str], since: datetime
    ) -> Sequence[tuple[str, str, datetime]]:
        """(lane, kind, instant) of new messages of these kinds after `since`, of all circles."""
        if not lanes or not kinds:
            return []
        new = and_(jobs.c.lane.in_(lanes), jobs.c.kind.in_(kinds), jobs.c.direct, jobs.c.message.is_(None))
        sent = select(jobs.c.lane, jobs.c.kind, jobs.c.done_at).where(
            new, jobs.c.done_at > since, or_(jobs.c.sent_ref.is_not(None), jobs.c.state == "uncertain")
        )
        under_way = select(jobs.c.lane, jobs.c.kind, jobs.c.due_at).where(
            new, jobs.c.state.in_((_DUE, _LEASED, _SENDING)), jobs.c.intent
        )
        found = await self._connection.execute(union_all(sent, under_way))
        return [(lane, kind, at) for lane, kind, at in found]

    async def park(self, job: JobRow, state: str, reason: str) -> bool:
        """To `held`, `uncertain` or `dead`, or done without a message."""
        done_at = self._now if state in ("done", "uncertain") else None
        return await self._write(job, state=state, held_reason=reason, done_at=done_at, lease_until=None)

    async def _write(self, job: JobRow, **values: Any) -> bool:
        done = await self._connection.execute(
            update(jobs).where(jobs.c.id == job.id, _is_ours(job)).values(**values)
        )
        return done.rowcount == 1

    # --- questions ---------------------------------------------------------------------------------------

    async def uncalled(self, kind: str, platform: str) -> Sequence[tuple[str, Place]]:
        """Circles with a place there for which no row of that kind is ahead."""
        ahead = exists().where(
            jobs.c.circle == places.c.circle,
            jobs.c.subject == places.c.circle,
            jobs.c.kind == kind,
            jobs.c.platform == places.c.platform,
            jobs.c.address == places.c.place,
            jobs.c.state.in_((_DUE, _LEASED, _SENDING)),
        )
        found = await self._connection.execute(
            select(places.c.circle, places.c.platform, places.c.realm, places.c.place)
            .where(places.c.platform == platform, ~ahead)
            .order_by(places.c.circle, places.c.place)
        )
        return [(circle, Place(*place)) for circle, *place in found]

    async def next_due(self, after: datetime | None = None) -> datetime | None:
        """When there is something to claim next: a due row, or a lease that runs out."""
        ripe_at = case((jobs.c.state == _DUE, jobs.c.due_at), else_=jobs.c.lease_until)
        waits = jobs.c.state.in_((_DUE, _LEASED, _SENDING))
        found: datetime | None = await self._connection.scalar(
            select(func.min(ripe_at, type_=jobs.c.due_at.type)).where(
                waits if after is None else and_(waits, ripe_at > literal(after, jobs.c.due_at.type))
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

    async def upcoming(self, limit: int) -> Sequence[JobRow]:
        """What is still to come, held or not, of all circles: by instant."""
        found = await self._connection.execute(
            select(*_ROW)
            .where(jobs.c.state.in_((_DUE, _LEASED, _SENDING, "held")))
            .order_by(jobs.c.due_at, jobs.c.id)
            .limit(limit)
        )
        return [_job(row) for row in found]

    async def parked(self, circle: str, member: str) -> Sequence[JobRow]:
        """What has not reached this member, and is held: it waits in *À faire*."""
        waits = or_(jobs.c.state == "held", and_(jobs.c.state == _DUE, jobs.c.held_reason.is_not(None)))
        found = await self._connection.execute(
            select(*_ROW)
            .where(jobs.c.circle == circle, jobs.c.member == member, waits)
            .order_by(jobs.c.due_at, jobs.c.id)
        )
        return [_job(row) for row in found]

    async def unsure(self, circle: str) -> int:
        """How many messages of a circle may not have arrived."""
        found = await self._connection.scalar(
            select(func.count()).where(jobs.c.circle == circle, jobs.c.state.in_(("uncertain", "dead")))
        )
        return int(found or 0)

    async def lost(self, circle: str) -> Sequence[JobRow]:
        """The rows that `unsure` counts, oldest first."""
        found = await self._connection.execute(
            select(*_ROW)
            .where(jobs.c.circle == circle, jobs.c.state.in_(("uncertain", "dead")))
            .order_by(jobs.c.due_at, jobs.c.id)
        )
        return [_job(row) for row in found]

    async def unreached(self, circle: str) -> str:
        """Why a place of the circle takes nothing, as its newest message says; "": it does."""
        here = and_(
            places.c.circle == jobs.c.circle,
            places.c.platform == jobs.c.platform,
            places.c.realm == jobs.c.realm,
            places.c.place == jobs.c.address,
        )
        reason: str | None = await self._connection.scalar(
            select(jobs.c.held_reason)
            .join(places, here)
            .where(jobs.c.circle == circle, _is_unreached())
            .order_by(jobs.c.due_at.desc(), jobs.c.id.desc())
            .limit(1)
        )
        return reason or ""

    async def readdress(self, circle: str, place: Place) -> None:
        """What is still to be said in the circle's place on that platform is said in this one, and what could
        not be said there is tried again."""
        new = and_(~jobs.c.direct, jobs.c.message.is_(None), jobs.c.address != "")
        theirs = and_(jobs.c.circle == circle, jobs.c.platform == place.platform)
        await self._connection.execute(
            update(jobs)
            .where(theirs, new, or_(jobs.c.state == _DUE, _is_unreached()))
            .values(
                realm=place.realm,
                address=place.id,
                lane=f"{place.platform}:{place.realm}:{place.id}",
                due_at=case(
                    (jobs.c.state == _DUE, jobs.c.due_at), else_=literal(self._now, jobs.c.due_at.type)
                ),
                state=_DUE,
                intent=False,
                failures=0,
                held_reason=None,
            )
        )
        await self._connection.execute(  # copies that could not be edited, in places that may take it again
            update(jobs)
            .where(theirs, _is_unreached())
            .values(state=_DUE, due_at=self._now, intent=False, failures=0, held_reason=None)
        )

    async def settle(self, circle: str, job: int, *, again: bool) -> bool:
        """A person decides about an `uncertain` or `dead` row: once more, or no more. False: neither."""
        once_more: dict[str, Any] = {"state": "due", "due_at": self._now, "failures": 0, "intent": False}
        values = once_more | {"done_at": None} if again else {"state": "done", "done_at": self._now}
        done = await self._connection.execute(
            update(jobs)
            .where(jobs.c.circle == circle, jobs.c.id == job, jobs.c.state.in_(("uncertain", "dead")))
            .values(**values, held_reason=None)
        )
        return done.rowcount == 1

    async def forget(self, before: datetime) -> int:
        done = await self._connection.execute(
            delete(jobs).where(jobs.c.state == "done", jobs.c.done_at < before)
        )
        return done.rowcount


def _rank(row: Any, ranks: Mapping[str, int]) -> ColumnElement[int]:
    """Which row of a lane goes first. What may be on its way already comes before everything."""
    kinds: dict[int, list[str]] = {}
    for kind, rank in ranks.items():
        kinds.setdefault(rank, []).append(kind)
    new = and_(row.direct, row.message.is_(None))
    return case(
        (row.intent, -1), *((and_(new, row.kind.in_(found)), rank) for rank, found in kinds.items()), else_=0
    )


def _first_due(row: Any) -> ColumnElement[datetime]:
    """Of what came due at one instant, what was due first goes first."""
    return func.coalesce(row.first_due_at, row.due_at)


def _are_ours(rows: Sequence[JobRow]) -> ColumnElement[bool]:
    ids = jobs.c.id.in_([row.id for row in rows])  # SQLite looks up no pairs in an index
    mine = tuple_(jobs.c.id, jobs.c.attempts).in_([(row.id, row.attempts) for row in rows])
    return and_(ids, mine, _is_running())


def _is_ours(job: JobRow) -> ColumnElement[bool]:
    """The fence: nobody claimed the row since."""
    return and_(jobs.c.attempts == job.attempts, _is_running())


def _is_unreached() -> ColumnElement[bool]:
    """It was for a place, which was gone, did not let us in, or is read by others."""
    return and_(~jobs.c.direct, jobs.c.state == "dead", jobs.c.held_reason.in_(WHY_UNREACHED))


def _is_running() -> ColumnElement[bool]:
    return jobs.c.state.in_((_LEASED, _SENDING))


def _job(row: Sequence[Any]) -> JobRow:
    return JobRow(*row)  # the columns of `_ROW` are its fields, in their order
