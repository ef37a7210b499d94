"""Sessions, the answers to them, and what members are going to try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.card import Audience
from bot.errors import Stale
from bot.members.models import Status
from bot.sessions.models import Answer, Commitment, Outcome, Rsvp, Session, State
from storage.dialect import insert
from storage.schema import commitments, members, rsvps, sessions
from storage.visible import own_commitments, visible_sessions

COMING_MAX, UNANSWERED_MAX = 100, 5
FRESH = timedelta(days=7)  # how long it is asked what one is going to try
LONGEST = timedelta(hours=12)  # no session lasts longer: what began before that is over
_MOVES = ("title", "starts_at", "wall", "zone", "minutes", "spot", "seats", "holder", "state")
_TURN = timedelta(microseconds=1)


class SqlSessions:
    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    async def add(self, session: Session) -> None:
        """A new session; nothing happens where the id is there already."""
        row = insert(self._connection, sessions).values(
            circle=session.circle,
            id=session.id,
            planner=session.planner,
            version=session.version,
            created_at=self._now,
            **_moves(session),
        )
        await self._connection.execute(row.on_conflict_do_nothing(index_elements=["circle", "id"]))

    async def get(self, reader: Audience, session: str, *, lock: bool = False) -> Session | None:
        """One session as this reader may see it. `lock`: answers to it wait for this transaction."""
        wanted = visible_sessions(reader).where(sessions.c.id == session)
        if lock:
            wanted = wanted.with_for_update(of=sessions)
        row = (await self._connection.execute(wanted)).one_or_none()
        return None if row is None else _session(row)

    async def planner(self, circle: str, session: str) -> str | None:
        """Whose it is: an id, no content; for acts of the core itself."""
        planner: str | None = await self._connection.scalar(
            # gate: an id
            select(sessions.c.planner).where(sessions.c.circle == circle, sessions.c.id == session)
        )
        return planner

    async def coming(self, reader: Audience, after: datetime) -> Sequence[Session]:
        """Those that end after that instant, soonest first, at most 100: planned, or one's own proposal."""
        wanted = (
            visible_sessions(reader)
            .where(
                sessions.c.state.in_((State.PLANNED, State.PROPOSED)),
                sessions.c.starts_at > after - LONGEST,
            )
            .order_by(sessions.c.starts_at, sessions.c.id)
            .limit(COMING_MAX)
        )
        found = [_session(row) for row in await self._connection.execute(wanted)]
        return [session for session in found if session.ends_at > after]

    async def unanswered(self, reader: Audience) -> Sequence[Session]:
        """Sessions of the last weeks that the reader came to and that still ask them something now."""
        came = _had_a_seat(reader.member)
        said = (
            own_commitments(reader)
            .where(commitments.c.session == sessions.c.id)
            .with_only_columns(commitments.c.session)
            .correlate(sessions)
        )
        asked = said.where(
            commitments.c.ask_at <= self._now,
            or_(commitments.c.outcome.is_(None), commitments.c.outcome == Outcome.NOT_YET),
        )
        fresh = sessions.c.starts_at > self._now - FRESH
        wanted = (
            visible_sessions(reader)
            .where(sessions.c.state == State.OVER, came)
            .where(or_(and_(fresh, ~said.exists()), asked.exists()))
            .order_by(sessions.c.starts_at, sessions.c.id)
            .limit(UNANSWERED_MAX)
        )
        return [_session(row) for row in await self._connection.execute(wanted)]

    async def save(self, session: Session) -> Session:
        """Update where the version is the one read; gives back the new version. Raises: Stale."""
        done = await self._connection.execute(
            update(sessions)
            .where(
                sessions.c.circle == session.circle,
                sessions.c.id == session.id,
                sessions.c.version == session.version,
            )
            .values(**_moves(session), version=session.version + 1)
        )
        if done.rowcount != 1:
            raise Stale
        return replace(session, version=session.version + 1)

    async def hold(self, circle: str, session: str, member: str | None) -> None:
        """Who brings the subject: no new version, so that a form open on it stays good."""
        await self._connection.execute(
            update(sessions)
            .where(sessions.c.circle == circle, sessions.c.id == session)
            .values(holder=member)
        )

    # --- who comes ---------------------------------------------------------------------------------------

    async def rsvps(self, circle: str, session: str) -> Sequence[Rsvp]:
        """The standing answers of active members, in the order in which they were given."""
        who = and_(members.c.circle == rsvps.c.circle, members.c.id == rsvps.c.member)
        found = await self._connection.execute(
            select(rsvps, members.c.name.label("member_name"))
            .join(members, who)
            .where(rsvps.c.circle == circle, rsvps.c.session == session, members.c.status == Status.ACTIVE)
            .order_by(rsvps.c.answered_at, rsvps.c.member)
        )
        names = [f.name for f in fields(Rsvp)]
        rows = [{name: row._mapping[name] for name in names} for row in found]
        return [Rsvp(**{**row, "answer": Answer(row["answer"])}) for row in rows]

    async def answer(self, circle: str, session: str, member: str, answer: Answer, *, topic: bool) -> None:
        """One standing answer a member; the same one again keeps its turn.

        Turns are given out one after the other, also where two answers come at one instant.
        """
        latest: datetime | None = await self._connection.scalar(
            select(func.max(rsvps.c.answered_at, type_=rsvps.c.answered_at.type)).where(
                rsvps.c.circle == circle, rsvps.c.session == session
            )
        )
        turn = max(self._now, latest + _TURN) if latest else self._now
        row = insert(self._connection, rsvps).values(
            circle=circle, session=session, member=member, answer=answer, answered_at=turn, topic=topic
        )
        same = rsvps.c.answer == row.excluded.answer
        moves = {
            "answer": row.excluded.answer,
            "answered_at": case((same, rsvps.c.answered_at), else_=row.excluded.answered_at),
            "topic": row.excluded.topic,
        }
        keys = ["circle", "session", "member"]
        await self._connection.execute(row.on_conflict_do_update(index_elements=keys, set_=moves))

    # --- afterwards --------------------------------------------------------------------------------------

    async def commitment(self, reader: Audience, session: str) -> Commitment | None:
        """The reader's own."""
        wanted = own_commitments(reader).where(commitments.c.session == session)
        row = (await self._connection.execute(wanted)).one_or_none()
        if row is None:
            return None
        found = row._mapping
        outcome = Outcome(found["outcome"]) if found["outcome"] else None
        return Commitment(**{**found, "outcome": outcome})

    async def promise(self, commitment: Commitment) -> None:
        """Add it, or take the place of the one that is there."""
        values = {f.name: getattr(commitment, f.name) for f in fields(Commitment)}
        row = insert(self._connection, commitments).values(**values)
        keys = ["circle", "session", "member"]
        fresh = {name: row.excluded[name] for name in values if name not in keys}
        await self._connection.execute(row.on_conflict_do_update(index_elements=keys, set_=fresh))


def _had_a_seat(member: str | None) -> ColumnElement[bool]:
    """Whether fewer members had said yes before this one than there are seats."""
    mine, other, active = rsvps.alias("mine"), rsvps.alias("other"), members.alias("active")
    before = or_(
        other.c.answered_at < mine.c.answered_at,
        and_(other.c.answered_at == mine.c.answered_at, other.c.member < mine.c.member),
    )
    ahead = (
        select(func.count())
        .select_from(
            other.join(active, and_(active.c.circle == other.c.circle, active.c.id == other.c.member))
        )
        .where(other.c.circle == mine.c.circle, other.c.session == mine.c.session)
        .where(other.c.answer == Answer.YES, active.c.status == Status.ACTIVE, before)
        .correlate(mine)
        .scalar_subquery()
    )
    return exists().where(
        mine.c.circle == sessions.c.circle,
        mine.c.session == sessions.c.id,
        mine.c.member == member,
        mine.c.answer == Answer.YES,
        ahead < sessions.c.seats,
    )


def _moves(session: Session) -> dict[str, Any]:
    """What may change from one version of the row to the next."""
    return {name: getattr(session, name) for name in _MOVES}


def _session(row: Row[Any]) -> Session:
    found = row._mapping
    values = {f.name: found[f.name] for f in fields(Session)}
    values["holder"] = found["holder"] if found["holder_name"] else None  # somebody who left brings nothing
    return Session(**{**values, "holder_name": found["holder_name"] or "", "state": State(found["state"])})
