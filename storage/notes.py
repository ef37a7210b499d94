"""Notes around practices, and which practices are kept by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.card import Audience
from bot.exchanges.models import Bond, Note, NoteKind
from bot.members.models import Status
from bot.practices.models import Practice
from storage import visible as gate
from storage.dialect import insert
from storage.erasures import SqlErasures
from storage.practices import practice_of
from storage.schema import kept, members, notes, practices

ABOUT_MAX = KEPT_MAX = 300
_WRITTEN = ("circle", "id", "practice", "kind", "writer", "words", "reader", "answers")


class SqlNotes:
    def __init__(self, connection: AsyncConnection, now: datetime, erasures: SqlErasures) -> None:
        self._connection = connection
        self._now = now
        self._erasures = erasures

    async def add(self, note: Note) -> bool:
        """A new note; False, with nothing written, where its id is there already."""
        values = {name: getattr(note, name) for name in _WRITTEN}
        row = insert(self._connection, notes).values(**values, written_at=self._now)
        added = await self._connection.execute(row.on_conflict_do_nothing(index_elements=["circle", "id"]))
        return added.rowcount == 1

    async def get(self, reader: Audience, note: str) -> Note | None:
        """One note as this reader may see it."""
        found = await self._connection.execute(gate.said(reader).where(notes.c.id == note))
        row = found.one_or_none()
        return None if row is None else _note(row)

    async def about(self, reader: Audience, practice: str) -> Sequence[Note]:
        """Every note on a practice that this reader may see, the oldest first."""
        found = await self._connection.execute(
            gate.said(reader)
            .where(notes.c.practice == practice)
            .order_by(notes.c.written_at, notes.c.id)
            .limit(ABOUT_MAX)
        )
        return [_note(row) for row in found]

    async def complements(self, reader: Audience, practice: str) -> int:
        """How many complements this reader may see."""
        of_it = gate.said(reader).where(notes.c.practice == practice, notes.c.kind == NoteKind.COMPLEMENT)
        counted = of_it.with_only_columns(func.count(), maintain_column_froms=True)
        return int(await self._connection.scalar(counted) or 0)

    async def thread(self, reader: Audience, question: str) -> Sequence[Note]:
        """A question and its answer, as this reader may see them."""
        found = await self._connection.execute(
            gate.said(reader)
            .where(or_(notes.c.id == question, notes.c.answers == question))
            .order_by(notes.c.written_at, notes.c.kind.desc(), notes.c.id)
        )
        return [_note(row) for row in found]

    async def erase(self, note: Note) -> bool:
        """Forget a note; False where it was gone already."""
        done = await self._connection.execute(
            delete(notes).where(notes.c.circle == note.circle, notes.c.id == note.id)
        )
        if done.rowcount == 1:
            await self._erasures.note("note.erased", note.circle, note.id)
        return done.rowcount == 1

    # --- kept --------------------------------------------------------------------------------------------

    async def keep(self, reader: Audience, practice: str) -> None:
        """*Garder*: kept once, however often it is asked."""
        row = insert(self._connection, kept).values(
            circle=reader.circle, practice=practice, member=reader.member, kept_at=self._now
        )
        once = row.on_conflict_do_nothing(index_elements=["circle", "practice", "member"])
        await self._connection.execute(once)

    async def unkeep(self, reader: Audience, practice: str) -> None:
        await self._connection.execute(
            delete(kept).where(
                kept.c.circle == reader.circle,
                kept.c.practice == practice,
                kept.c.member == reader.member,
            )
        )

    async def kept(self, reader: Audience) -> Sequence[Practice]:
        """What this reader keeps and may still see, newest first."""
        newest = (kept.c.kept_at.desc(), kept.c.practice)
        found = await self._connection.execute(gate.kept(reader).order_by(*newest).limit(KEPT_MAX))
        return [practice_of(row) for row in found]

    async def bond(self, reader: Audience, practice: str) -> Bond:
        """How this reader stands to a practice that they may see."""
        keeps = exists().where(
            kept.c.circle == reader.circle, kept.c.practice == practice, kept.c.member == reader.member
        )
        writes = exists().where(  # gate: whether its author is in, no words
            practices.c.circle == reader.circle,
            practices.c.id == practice,
            members.c.circle == practices.c.circle,
            members.c.id == practices.c.author,
            members.c.status == Status.ACTIVE,
        )
        found = (await self._connection.execute(select(keeps, writes))).one()
        return Bond(bool(found[0]), bool(found[1]))


def _note(row: Row[Any]) -> Note:
    found = {f.name: row._mapping[f.name] for f in fields(Note)}
    return Note(**{**found, "kind": NoteKind(found["kind"])})
