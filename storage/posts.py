"""Where our messages stand: it turns a reaction into an act, and lets an edit reach every copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.roads import JobRow, Post
from bot.vocabulary import Place
from storage.dialect import insert
from storage.schema import posts

_KEY = ("platform", "realm", "address", "message")
_NAMES = [f.name for f in fields(Post)]
_SHOWN = [column for column in posts.c if column.name != "edited_at"]


class SqlPosts:
    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    async def add(self, *shown: Post) -> None:
        """Messages that are known already show something new."""
        if not shown:
            return
        row = insert(self._connection, posts)
        fresh = {c.name: row.excluded[c.name] for c in posts.c if c.name not in _KEY}
        rows = [{name: getattr(post, name) for name in _NAMES} | {"edited_at": self._now} for post in shown]
        # always in the same order, so that two processes never wait for each other
        rows.sort(key=lambda values: [values[name] for name in _KEY])
        await self._connection.execute(row.on_conflict_do_update(index_elements=_KEY, set_=fresh), rows)

    async def remove(self, post: Post) -> None:
        """This copy shows nothing any more, and never will again."""
        await self._connection.execute(
            delete(posts).where(*(posts.c[name] == getattr(post, name) for name in _KEY))
        )

    async def edited(self, jobs: Sequence[JobRow]) -> Mapping[int, datetime]:
        """When the messages that these rows edit were written or edited last, by row; one statement."""
        wanted = {(row.platform, row.realm, row.address, row.message or ""): row.id for row in jobs}
        if not wanted:
            return {}
        found = await self._connection.execute(
            select(*(posts.c[name] for name in _KEY), posts.c.edited_at).where(
                tuple_(*(posts.c[name] for name in _KEY)).in_(list(wanted))
            )
        )
        return {wanted[tuple(row[:4])]: row[4] for row in found}

    async def at(self, place: Place, message: str) -> Post | None:
        found = await self._connection.execute(
            select(*_SHOWN).where(
                posts.c.platform == place.platform,
                posts.c.realm == place.realm,
                posts.c.address == place.id,
                posts.c.message == message,
            )
        )
        row = found.one_or_none()
        return None if row is None else Post(**row._mapping)

    async def showing(self, place: Place, circle: str, subject: str) -> Post | None:
        found = await self._connection.execute(
            select(*_SHOWN)
            .where(
                posts.c.circle == circle,
                posts.c.subject == subject,
                posts.c.platform == place.platform,
                posts.c.realm == place.realm,
                posts.c.address == place.id,
            )
            .order_by(posts.c.edited_at.desc(), posts.c.message.desc())
            .limit(1)
        )
        row = found.one_or_none()
        return None if row is None else Post(**row._mapping)

    async def recent(self, platform: str, kind: str, limit: int) -> Sequence[Post]:
        """Messages of that kind on a platform, newest first."""
        found = await self._connection.execute(
            select(*_SHOWN)
            .where(posts.c.platform == platform, posts.c.kind == kind)
            .order_by(posts.c.edited_at.desc(), posts.c.message.desc())
            .limit(limit)
        )
        return [Post(**row._mapping) for row in found]
