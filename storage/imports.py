"""What earlier imports brought in."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.practices.models import Practice
from storage.practices import practice_of
from storage.schema import practices
from storage.visible import imported


class SqlImports:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def known(self, circle: str) -> Mapping[str, str]:
        """Id in its library -> digest of its line, of all that was imported."""
        found = await self._connection.execute(
            # gate: ids and digests, no words
            select(practices.c.ref, practices.c.brought).where(
                practices.c.circle == circle, practices.c.ref.is_not(None)
            )
        )
        return {ref: brought or "" for ref, brought in found}

    async def get(self, circle: str, ref: str) -> Practice | None:
        """What an import brought, whoever wrote in it since: to write over, not to show."""
        found = await self._connection.execute(imported(circle).where(practices.c.ref == ref))
        row = found.one_or_none()
        return None if row is None else practice_of(row)
