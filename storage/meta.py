"""What is known of this database itself: a few words, each under its key."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import insert
from storage.schema import meta


class SqlMeta:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, key: str) -> str | None:
        found: str | None = await self._connection.scalar(select(meta.c.value).where(meta.c.key == key))
        return found

    async def put(self, key: str, value: str) -> None:
        row = insert(self._connection, meta).values(key=key, value=value)
        await self._connection.execute(
            row.on_conflict_do_update(index_elements=["key"], set_={"value": value})
        )
