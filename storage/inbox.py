"""The platforms' event ids, kept with their effects so that a duplicate has none."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache

from sqlalchemy import Insert, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import insert_for
from storage.schema import inbox

EVENT_MAX = 200


class SqlInbox:
    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    async def first(self, event: str) -> bool:
        """True the first time; the key commits with the effect, and a second one waits for that."""
        if len(event) > EVENT_MAX:
            event = hashlib.sha256(event.encode()).hexdigest()
        heard = {"event": event, "received_at": self._now}
        done = await self._connection.execute(_hearing(self._connection.dialect.name), heard)
        return done.rowcount == 1

    async def forget(self, before: datetime) -> int:
        done = await self._connection.execute(delete(inbox).where(inbox.c.received_at < before))
        return done.rowcount


@cache  # every act asks it
def _hearing(engine: str) -> Insert:
    return insert_for(engine, inbox).on_conflict_do_nothing(index_elements=["event"])
