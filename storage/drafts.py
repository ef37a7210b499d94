"""Submitted forms, kept before anything else happens to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, delete, exists, false, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.roads import Draft
from storage.dialect import insert
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
        row = insert(self._connection, drafts).values(
            id=draft.id,
            key=draft.key,
            account=draft.account,
            circle=draft.circle,
            verb=draft.verb,
            subject=draft.subject,
            version=draft.version,
            opening=draft.opening,
            fields=null() if draft.fields is None else dict(draft.fields),
            created_at=draft.created_at,
            done_at=draft.done_at,
        )
        kept = row.on_conflict_do_nothing(index_elements=["key"]).returning(*drafts.c)
        found = (await self._connection.execute(kept)).one_or_none()
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
        this = drafts.alias("this")
        same_form = exists().where(
            this.c.id == draft,
            this.c.opening != "",
            this.c.opening == drafts.c.opening,
            this.c.account == drafts.c.account,
        )
        done = await self._connection.execute(
            update(drafts)
            .where(or_(drafts.c.id == draft, false() if alone else same_form), drafts.c.done_at.is_(None))
            .values(fields=null(), done_at=self._now)
            .returning(drafts.c.id)
        )
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


def _draft(row: Row[Any]) -> Draft:
    values = dict(row._mapping)
    if values["fields"] is not None:  # JSON knows lists only
        values["fields"] = {k: tuple(v) if isinstance(v, list) else v for k, v in values["fields"].items()}
    return Draft(**values)
