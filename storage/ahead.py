"""What is still to be said: the rows of `jobs` that a page shows as time ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ahead import Coming
from bot.vocabulary import Account
from storage.schema import jobs


class SqlAhead:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def coming(self, limit: int) -> Sequence[Coming]:
        """What is due later or held, soonest first; edits of what stands are left out."""
        j = jobs.c
        found = await self._connection.execute(
            select(j.kind, j.due_at, j.platform, j.realm, j.address, j.direct, j.held_reason)
            .where(j.state.in_(("due", "held")), j.message.is_(None))
            .order_by(j.due_at, j.id)
            .limit(limit)
        )
        return [
            Coming(
                row.kind,
                row.due_at,
                Account(row.platform, row.realm, row.address) if row.direct else None,
                row.held_reason or "",
            )
            for row in found
        ]

    async def counted(self, account: Account, kinds: Sequence[str], since: datetime) -> int:
        """How many messages of these kinds went to an account after an instant."""
        j = jobs.c
        found = await self._connection.scalar(
            select(func.count()).where(
                j.platform == account.platform,
                j.realm == account.realm,
                j.address == account.user,
                j.direct,
                j.message.is_(None),
                j.kind.in_(kinds),
                j.state == "done",
                j.sent_ref.is_not(None),
                j.done_at > since,
            )
        )
        return int(found or 0)
