"""Who sends for what: one row for each name, changed by its holder, or by whoever may take it over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.roads import Hold
from storage.dialect import insert
from storage.schema import leases


class SqlLeases:
    """`until` is for a person who looks: no statement compares it with anything."""

    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    async def look(self, name: str) -> Hold | None:
        """The row, which is not changed; None where nobody ever took it."""
        found = await self._connection.execute(
            select(leases.c.holder, leases.c.beat).where(leases.c.name == name)
        )
        row = found.one_or_none()
        return None if row is None else Hold(row.holder, row.beat)

    async def take(self, name: str, holder: str, lease_s: float, over: int | None = None) -> Hold:
        """Taken or renewed where it is free, their own, or still at the beat `over`: whose it is now."""
        until = self._now + timedelta(seconds=lease_s)
        row = insert(self._connection, leases).values(name=name, holder=holder, beat=1, until=until)
        free = [leases.c.holder.is_(None), leases.c.holder == holder]
        if over is not None:
            free.append(leases.c.beat == over)
        await self._connection.execute(
            row.on_conflict_do_update(
                index_elements=["name"],
                set_={"holder": holder, "beat": leases.c.beat + 1, "until": until},
                where=or_(*free),
            )
        )
        now = await self.look(name)
        assert now is not None
        return now

    async def release(self, name: str, holder: str) -> None:
        """Free, where it was this holder's."""
        await self._connection.execute(
            update(leases)
            .where(leases.c.name == name, leases.c.holder == holder)
            .values(holder=None, beat=leases.c.beat + 1, until=self._now)
        )
