"""The end of an installation: what goes at once, what waits frozen, what comes back, and what goes for good.

Each is asked for by a handler, and done again by the ledger on a database that is older than it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.command import UNREACHED
from bot.members.models import Status
from storage import due, search_index
from storage.dialect import insert
from storage.schema import accounts, circles, erasures, indexed, jobs, members, metadata, places, posts

FROZEN_FOR = timedelta(days=30)
ERASE = "circle.erase"
FROZEN = "frozen"  # why a row waits
_WAITING = ("due", "leased", "sending", "held")


async def end(connection: AsyncConnection, realm: str, at: datetime) -> Sequence[str]:
    """Every channel and message id of that workspace goes; gives the circles that are frozen from here on.

    A circle goes on where one of its members speaks from elsewhere.
    """
    of_circle = union(
        select(accounts.c.circle).where(accounts.c.realm == realm),
        select(places.c.circle).where(places.c.realm == realm),
    )
    concerned = sorted(await connection.scalars(of_circle))
    await connection.execute(delete(places).where(places.c.realm == realm))
    await connection.execute(delete(posts).where(posts.c.realm == realm))
    named = or_(~jobs.c.direct, jobs.c.message.is_not(None))  # rows whose address or message is such an id
    told = and_(jobs.c.circle.in_(concerned), jobs.c.kind == UNREACHED)  # their keys name the place
    await connection.execute(delete(jobs).where(or_(and_(jobs.c.realm == realm, named), told)))
    await connection.execute(update(jobs).where(jobs.c.realm == realm).values(sent_ref=None))
    await connection.execute(
        update(accounts).where(accounts.c.realm == realm).values(inside=None, inside_at=None)
    )
    elsewhere = (
        exists()
        .where(accounts.c.circle == circles.c.id, accounts.c.realm != realm)
        .where(members.c.circle == accounts.c.circle, members.c.id == accounts.c.member)
        .where(members.c.status == Status.ACTIVE)
    )
    frozen = sorted(
        await connection.scalars(
            update(circles)
            .where(circles.c.id.in_(concerned), circles.c.frozen_at.is_(None), ~elsewhere)
            .values(frozen_at=at)
            .returning(circles.c.id)
        )
    )
    await connection.execute(
        update(jobs)
        .where(jobs.c.circle.in_(frozen), jobs.c.state.in_(_WAITING))
        # whoever holds a lease on one of them writes nothing any more
        .values(state="held", held_reason=FROZEN, lease_until=None, attempts=jobs.c.attempts + 1)
    )
    for circle in frozen:
        await _erase_later(connection, circle, at)
    return frozen


async def _erase_later(connection: AsyncConnection, circle: str, at: datetime) -> None:
    when = at + FROZEN_FOR
    row = (await connection.execute(due.act(ERASE, circle, circle, f"{at:%Y%m%dT%H%M%SZ}"))).one()
    begun = {"due_at": when, "first_due_at": when, "state": "due", "intent": False, "attempts": 0}
    values = insert(connection, jobs).values(**row._mapping, **begun)
    await connection.execute(values.on_conflict_do_nothing(index_elements=["key"]))


async def begin_again(connection: AsyncConnection, realm: str) -> Sequence[str]:
    """The frozen circles of that workspace, as they were but for their places; gives which."""
    of_realm = exists().where(accounts.c.circle == circles.c.id, accounts.c.realm == realm)
    back = sorted(
        await connection.scalars(
            update(circles)
            .where(circles.c.frozen_at.is_not(None), of_realm)
            .values(frozen_at=None)
            .returning(circles.c.id)
        )
    )
    await connection.execute(delete(jobs).where(jobs.c.circle.in_(back), jobs.c.kind == ERASE))
    await connection.execute(
        update(jobs)
        .where(jobs.c.circle.in_(back), jobs.c.state == "held", jobs.c.held_reason == FROZEN)
        .values(state="due", held_reason=None)
    )
    return back


async def erase(connection: AsyncConnection, circle: str) -> None:
    """All that there is of a circle, its people and its words, goes; the ledger alone keeps that it did."""
    engine = connection.dialect.name
    num = await connection.scalar(search_index.number(circle))
    # gate: the index's own account of itself, read by the index
    held = await connection.execute(
        select(indexed.c.practice, indexed.c.words).where(indexed.c.circle == circle)  # gate: it goes
    )
    for practice, words in held.all():
        for statement, values in search_index.take(engine, circle, int(num or 0), practice, words):
            await connection.execute(statement, values)
    for table in reversed(metadata.sorted_tables):
        if "circle" in table.c and table is not erasures:
            await connection.execute(delete(table).where(table.c.circle == circle))
    await connection.execute(delete(circles).where(circles.c.id == circle))
