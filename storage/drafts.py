"""Submitted forms, kept before anything else happens to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, exists, false, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate

from bot.roads import Draft
from storage.dialect import insert_for
from storage.erasures import SqlErasures
from storage.schema import drafts

OPEN_MAX = 5


class SqlDrafts:
    def __init__(self, connection: AsyncConnection, now: datetime, erasures: SqlErasures) -> None:
        self._connection = connection
        self._now = now
        self._erasures = erasures

    async def keep(self, draft: Draft) -> Draft:
        """Store it, or find the same submission: one row per key."""
        values = {field.name: getattr(draft, field.name) for field in fields(draft)}
        if draft.fields is None:
            del values["fields"]  # None would be JSON's null
        kept = _keeping(self._connection.dialect.name)
        found = (await self._connection.execute(kept, values)).one_or_none()
        if found is None:
            found = (await self._connection.execute(select(drafts).where(drafts.c.key == draft.key))).one()
        return _draft(found)

    async def get(self, draft: str, account: str) -> Draft | None:
        """One's own only."""
        found = await self._connection.execute(
            select(drafts).where(drafts.c.id == draft, drafts.c.account == account)
        )
        row = found.one_or_none()
        return None if row is None else _draft(row)

    async def open(self, account: str) -> Sequence[Draft]:
        """One's own unhandled submissions, newest first, at most 5."""
        found = await self._connection.execute(
            select(drafts)
            .where(drafts.c.account == account, drafts.c.done_at.is_(None))
            .order_by(drafts.c.created_at.desc(), drafts.c.id)
            .limit(OPEN_MAX)
        )
        return [_draft(row) for row in found]

    async def close(self, draft: str, *, alone: bool = False) -> bool:
        """The words go, also those that the same form sent before (unless `alone`); the keys stay, so that a
        duplicate is recognised. False where it was done already."""
        done = await self._connection.execute(_closing(alone), {"draft": draft, "now": self._now})
        return draft in done.scalars().all()

    async def erase(self, draft: str, *, alone: bool = False) -> bool:
        """As `close`, and for good: no backup brings the words back."""
        if not await self.close(draft, alone=alone):
            return False
        await self._erasures.note("draft.erased", "", draft)
        return True

    async def forget(self, now: datetime) -> int:
        """Without a circle after 24 hours, handled after 30 days, idle after 180."""
        done = await self._connection.execute(
            delete(drafts).where(
                or_(
                    and_(drafts.c.circle.is_(None), drafts.c.created_at < now - timedelta(hours=24)),
                    drafts.c.done_at < now - timedelta(days=30),
                    drafts.c.created_at < now - timedelta(days=180),
                )
            )
        )
        return done.rowcount


# Every form asks these two: building them costs more than running them.


@cache
def _keeping(engine: str) -> ReturningInsert[Any]:
    row = insert_for(engine, drafts)
    return row.on_conflict_do_nothing(index_elements=["key"]).returning(*drafts.c)


@cache
def _closing(alone: bool) -> ReturningUpdate[Any]:
    """Its values: `draft`, `now`."""
    this, asked = drafts.alias("this"), bindparam("draft", type_=drafts.c.id.type)
    same_form = exists().where(
        this.c.id == asked,
        this.c.opening != "",
        this.c.opening == drafts.c.opening,
        this.c.account == drafts.c.account,
    )
    return (
        update(drafts)
        .where(or_(drafts.c.id == asked, false() if alone else same_form), drafts.c.done_at.is_(None))
        .values(fields=null(), done_at=bindparam("now", type_=drafts.c.done_at.type))
        .returning(drafts.c.id)
    )


def _draft(row: Row[Any]) -> Draft:
    values = dict(row._mapping)
    if values["fields"] is not None:  # JSON knows lists only
        values["fields"] = {k: tuple(v) if isinstance(v, list) else v for k, v in values["fields"].items()}
    return Draft(**values)
