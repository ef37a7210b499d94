"""What a member finds in their circle's library: hits, suggestions, labels; what was opened, what was asked.

Nothing that people type reaches an engine's query syntax: tokens are made of letters, digits and `_`
(`bot/library/analysis.py`), how they are looked up is in `storage/matching.py`, what comes first in
`storage/finding.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import and_, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.card import Audience
from bot.library.analysis import fold, terms
from bot.library.models import Asking, Found, Hit, Wish
from bot.practices.models import State
from storage import search_index
from storage.dialect import insert
from storage.erasures import SqlErasures
from storage.finding import question
from storage.matching import REASONS
from storage.schema import practice_versions, practices, reads, requests, vocabulary
from storage.visible import asked_for, visible

ALIKE = 76.0  # of 100: how alike a word has to be spelt to be what was meant
ALIKE_FROM = 4  # letters
WORDS_READ = 20_000  # of a circle's vocabulary


class SqlLibrary:
    def __init__(self, connection: AsyncConnection, now: datetime, erasures: SqlErasures) -> None:
        self._connection = connection
        self._now = now
        self._erasures = erasures

    async def find(
        self, reader: Audience, circle: int, wish: Wish, *, first: int = 0, count: int = 6
    ) -> Found:
        """What is shared and fits the wish, best first: one statement, or three where it is misspelt."""
        found = await self._found(reader, circle, wish, first, count)
        if found.total or not wish.words:
            return found
        meant = await self._meant(reader.circle, wish.words)
        if meant == wish.words:
            return found
        again = Wish(meant, wish.kinds, wish.tag, wish.family, wish.tried, wish.unread)
        found = await self._found(reader, circle, again, first, count)
        return Found(found.hits, found.total, found.every, meant) if found.total else Found()

    async def _found(self, reader: Audience, circle: int, wish: Wish, first: int, count: int) -> Found:
        asked = [terms(circle, word) for word in wish.words]
        engine = self._connection.dialect.name
        statement, values = question(engine, reader, circle, wish, asked, first, count)
        rows = (await self._connection.execute(statement, values)).all()
        if not rows:
            return Found()
        all_words = bool(rows[0].has_all)
        return Found(
            tuple(_hit(row) for row in rows if bool(row.has_all) or not all_words),
            int(rows[0].total),
            all_words,
        )

    # --- spelt alike -------------------------------------------------------------------------------------

    async def _meant(self, circle: str, asked: Sequence[str]) -> tuple[str, ...]:
        """Each asked word that the circle never wrote becomes the most alike of its own."""
        known = (
            # gate: words of what is shared, of this circle alone; what they find goes through it
            select(vocabulary.c.word, vocabulary.c.uses)
            .where(vocabulary.c.circle == circle)
            .order_by(vocabulary.c.uses.desc(), vocabulary.c.word)
            .limit(WORDS_READ)
        )
        uses = {row.word: row.uses for row in await self._connection.execute(known)}
        return tuple(word if word in uses else _alike(word, uses) for word in asked)

    # --- lists -------------------------------------------------------------------------------------------

    async def titles(self, reader: Audience, typed: str, count: int = 25) -> Sequence[tuple[str, str]]:
        """(id, title): those whose title has every word typed so far, those that start with it first."""
        listed = (
            visible(reader)
            .with_only_columns(practices.c.id, practice_versions.c.title, maintain_column_froms=True)
            .where(
                or_(
                    practices.c.state == State.SHARED,
                    and_(
                        practices.c.author == (reader.member or ""),
                        practices.c.state.in_((State.DRAFT, State.REVIEW)),
                    ),
                )
            )
            .order_by(practices.c.created_at.desc(), practices.c.id)
        )
        parts = fold(typed).split()
        fitting: list[tuple[bool, str, str]] = []
        for row in await self._connection.execute(listed):
            title = fold(row.title)
            if all(part in title for part in parts):
                fitting.append((not title.startswith(" ".join(parts)), row.id, row.title))
        fitting.sort(key=lambda found: found[0])
        return [(id_, title) for _, id_, title in fitting[:count]]

    async def labels(self, reader: Audience) -> tuple[Sequence[str], Sequence[str]]:
        """Tags and method families of what is shared, most used first."""
        shared = (
            visible(reader)
            .with_only_columns(practices.c.tags, practices.c.families, maintain_column_froms=True)
            .where(practices.c.state == State.SHARED)
        )
        rows = (await self._connection.execute(shared)).all()
        tags = Counter(tag for row in rows for tag in row.tags)
        families = Counter(family for row in rows for family in row.families or ())
        return _most_used(tags), _most_used(families)

    async def forget_taken_back(self) -> bool:
        return await search_index.clean(self._connection)

    # --- what was opened ---------------------------------------------------------------------------------

    async def has_read(self, reader: Audience, practice: str) -> bool:
        own = (reads.c.circle == reader.circle, reads.c.member == reader.member)
        return bool(await self._connection.scalar(select(exists().where(*own, reads.c.practice == practice))))

    async def note_reading(self, reader: Audience, practice: str) -> None:
        """The reader opened it; once is kept."""
        row = insert(self._connection, reads).values(
            circle=reader.circle, practice=practice, member=reader.member, read_at=self._now
        )
        await self._connection.execute(
            row.on_conflict_do_nothing(index_elements=["circle", "practice", "member"])
        )

    # --- asked of the circle -----------------------------------------------------------------------------

    async def keep_request(self, request: Asking) -> None:
        row = insert(self._connection, requests).values(
            circle=request.circle,
            id=request.id,
            member=request.member,
            words=request.words,
            state="asked" if request.asked else "draft",
            made_at=self._now,
        )
        kept = {"words": request.words, "state": row.excluded.state}
        await self._connection.execute(row.on_conflict_do_update(index_elements=["circle", "id"], set_=kept))

    async def request(self, reader: Audience, request: str) -> Asking | None:
        """One's own, or what the circle was asked."""
        found = await self._connection.execute(asked_for(reader).where(requests.c.id == request))
        row = found.one_or_none()
        if row is None:
            return None
        return Asking(row.circle, row.id, row.member, row.member_name, row.words, row.state == "asked")

    async def drop_request(self, request: Asking) -> None:
        own = (requests.c.circle == request.circle, requests.c.member == request.member)
        await self._connection.execute(delete(requests).where(*own, requests.c.id == request.id))
        await self._erasures.note("request.erased", request.circle, request.id)


def _hit(row: Any) -> Hit:
    return Hit(
        row.id,
        row.ref,
        row.title,
        row.author_name,
        REASONS[row.place],
        bool(row.is_tried),
        row.shared_at,
    )


def _most_used(counted: Counter[str]) -> list[str]:
    return [name for name, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]


def _alike(word: str, uses: dict[str, int]) -> str:
    """The most alike of a circle's words; where several are, the most used one, then by the alphabet."""
    if len(word) < ALIKE_FROM:
        return word
    near = process.extract(word, uses.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=8)
    if not near:
        return word
    return min(
        near, key=lambda found: (-round(found[1]), found[0][:1] != word[:1], -uses[found[0]], found[0])
    )[0]
