"""Practices, the versions of their words, and who looks at them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Insert, Row, Select, and_, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.card import Audience
from bot.errors import Stale
from bot.library.analysis import entry
from bot.members.models import Status
from bot.practices.models import Content, Practice, PracticeKind, Review, State, Tried, Verdict
from storage import alike, search_index
from storage import visible as gate
from storage.dialect import insert, insert_for
from storage.erasures import SqlErasures
from storage.schema import acceptances, circles, members, practice_versions, practices, reviews
from storage.visible import visible

OWN_MAX = 300
TAGS_MAX = 100
_MOVES = (
    *("state", "number", "unread", "waited", "sent_at", "due_at", "shared_at", "asides"),
    *("lang", "ref", "brought", "confirmed_at"),
)


@cache  # every share asks it: building it costs more than running it
def _listed_alike(engine: str) -> Select[Any]:
    listed = practices.c.id.in_(alike.listed(engine))
    shared = visible(gate.whoever_asks()).where(practices.c.state == State.SHARED, listed)
    return shared.order_by(practices.c.id)


@cache
def _adding(engine: str) -> Insert:
    return insert_for(engine, practices).on_conflict_do_nothing(index_elements=["circle", "id"])


class SqlPractices:
    def __init__(self, connection: AsyncConnection, now: datetime, erasures: SqlErasures) -> None:
        self._connection = connection
        self._now = now
        self._erasures = erasures
        self._numbers: dict[str, int] = {}

    async def add(self, practice: Practice) -> None:
        """A new practice and its first version; nothing happens where the id is there already."""
        row = {
            "circle": practice.circle,
            "id": practice.id,
            "author": practice.author,
            "version": practice.version,
            "created_at": self._now,
            **_moves(practice),
        }
        added = await self._connection.execute(_adding(self._connection.dialect.name), row)
        if added.rowcount == 1:
            await self._add_words(practice)
            if practice.state is State.SHARED:
                await self._index(practice, await self._number(practice.circle), None)

    async def get(self, reader: Audience, practice: str) -> Practice | None:
        """One practice as this reader may see it."""
        found = await self._connection.execute(visible(reader).where(practices.c.id == practice))
        row = found.one_or_none()
        return None if row is None else practice_of(row)

    async def author(self, circle: str, practice: str) -> str | None:
        """Whose it is: an id, no content; for acts of the core itself."""
        author: str | None = await self._connection.scalar(
            # gate: an id
            select(practices.c.author).where(practices.c.circle == circle, practices.c.id == practice)
        )
        return author

    async def own(self, reader: Audience) -> Sequence[Practice]:
        """The reader's own drafts, those in review and those shared, newest first, at most 25."""
        newest = (practices.c.created_at.desc(), practices.c.id)
        found = await self._connection.execute(gate.own(reader).order_by(*newest).limit(OWN_MAX))
        return [practice_of(row) for row in found]

    async def similar_candidates(self, reader: Audience, circle: int, words: str) -> Sequence[Practice]:
        """What the circle shares and might say the same: the few that have most of the words."""
        engine = self._connection.dialect.name
        asked = alike.values(engine, reader.circle, circle, words)
        if asked is None:
            return []
        found = await self._connection.execute(_listed_alike(engine), asked | gate.asked_by(reader))
        return [practice_of(row) for row in found]

    async def asked(self, reader: Audience) -> Sequence[Practice]:
        """Those waiting for this reader's look, the longest first."""
        longest = (practices.c.sent_at, practices.c.id)
        found = await self._connection.execute(gate.asked(reader).order_by(*longest))
        return [practice_of(row) for row in found]

    async def waiting(self, circle: str) -> int:
        """How many wait for a look: a count, for the steward; no text."""
        found = await self._connection.scalar(
            # gate: a count
            select(func.count())
            .select_from(practices)
            .where(practices.c.circle == circle, practices.c.state == State.REVIEW)
        )
        return int(found or 0)

    async def save(self, practice: Practice) -> Practice:
        """Update where the version is the one read; gives back the new version. Raises: Stale.

        Search follows at once: what is shared is found, and nothing else is.
        """
        done = await self._connection.execute(
            update(practices)
            .where(_is_the_one_read(practice))
            .values(**_moves(practice), version=practice.version + 1)
            .returning(*search_index.before(practice.circle, practice.id))
        )
        held = done.one_or_none()
        if held is None:
            raise Stale
        if practice.state is State.SHARED or held.held is not None:
            await self._index(practice, held.num, held)
        return replace(practice, version=practice.version + 1)

    async def _index(self, practice: Practice, num: int, held: Row[Any] | None) -> None:
        engine, where = self._connection.dialect.name, (practice.circle, num, practice.id)
        if practice.state is State.SHARED:
            steps = search_index.put(engine, *where, entry(num, practice), held)
        else:
            steps = search_index.take(engine, *where, held.words if held else "")
        for statement, values in steps:
            await self._connection.execute(statement, values)

    async def _number(self, circle: str) -> int:
        if circle not in self._numbers:
            found = await self._connection.scalar(search_index.number(circle))
            self._numbers[circle] = int(found or 0)
        return self._numbers[circle]

    async def revise(self, practice: Practice, content: Content) -> Practice:
        """A new version of the words, and `save`. Raises: Stale."""
        revised = await self.save(replace(practice, content=content, number=practice.number + 1))
        await self._add_words(revised)
        return revised

    async def erase(self, practice: Practice) -> None:
        """Forget a draft altogether, with its words and reviews. Raises: Stale."""
        done = await self._connection.execute(
            delete(practices).where(_is_the_one_read(practice), practices.c.state == State.DRAFT)
        )
        if done.rowcount != 1:
            raise Stale
        await self._erasures.note("practice.erased", practice.circle, practice.id)

    async def tags(self, circle: str) -> Sequence[str]:
        """The vocabulary of what the circle shares, most used first, at most 100."""
        shared = visible(Audience(circle)).with_only_columns(practices.c.tags, maintain_column_froms=True)
        counted = Counter(tag for row in await self._connection.execute(shared) for tag in row.tags)
        ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        return [tag for tag, _ in ordered[:TAGS_MAX]]

    async def _add_words(self, practice: Practice) -> None:
        await self._connection.execute(
            practice_versions.insert(),
            {
                "circle": practice.circle,
                "practice": practice.id,
                "number": practice.number,
                "created_at": self._now,
                **asdict(practice.content),
            },
        )

    # --- who looks at it ---------------------------------------------------------------------------------

    async def reviews(self, circle: str, practice: str) -> Sequence[Review]:
        """Every look at it, in the order they were asked for: for the author, and for what comes next."""
        reader = and_(members.c.circle == reviews.c.circle, members.c.id == reviews.c.reader)
        found = await self._connection.execute(
            # gate: of a practice that was got through it
            select(reviews, members.c.name.label("reader_name"))
            .join(members, reader)
            .where(reviews.c.circle == circle, reviews.c.practice == practice)
            .order_by(reviews.c.asked_at, reviews.c.reader)
        )
        return [Review(**{**row._mapping, "verdict": Verdict(row.verdict)}) for row in found]

    async def candidates(self, circle: str, practice: str) -> Sequence[tuple[str, str]]:
        """(member, name) who may read it; who read least recently first."""
        last = (
            # gate: ids and instants, no words
            select(func.max(reviews.c.asked_at))
            .where(reviews.c.circle == members.c.circle, reviews.c.reader == members.c.id)
            .correlate(members)
            .scalar_subquery()
        )
        accepted = exists().where(
            acceptances.c.circle == members.c.circle,
            acceptances.c.member == members.c.id,
            acceptances.c.number >= circles.c.charter,
        )
        wrote = exists().where(
            practices.c.circle == members.c.circle,
            practices.c.id == practice,
            practices.c.author == members.c.id,
        )
        reads = exists().where(
            reviews.c.circle == members.c.circle,
            reviews.c.practice == practice,
            reviews.c.reader == members.c.id,
            reviews.c.verdict != Verdict.CLOSED,
        )
        found = await self._connection.execute(
            select(members.c.id, members.c.name, members.c.away_until, members.c.zone, circles.c.zone)
            .select_from(members.join(circles, circles.c.id == members.c.circle))
            .where(members.c.circle == circle, members.c.status == Status.ACTIVE, accepted, ~wrote, ~reads)
            .order_by(last.nulls_first(), members.c.id)
        )
        return [
            (member, name)
            for member, name, away_until, zone, circle_zone in found
            if away_until is None or away_until < self._now.astimezone(ZoneInfo(zone or circle_zone)).date()
        ]

    async def ask(self, circle: str, practice: str, readers: Sequence[str]) -> None:
        """Those asked already are left as they are."""
        if not readers:
            return
        asked = {"circle": circle, "practice": practice, "verdict": Verdict.ASKED, "asked_at": self._now}
        rows = [
            {**asked, "reader": reader, "note": "", "answered_at": None} for reader in dict.fromkeys(readers)
        ]
        row = insert(self._connection, reviews).values(rows)
        again = {name: row.excluded[name] for name in ("verdict", "note", "asked_at", "answered_at")}
        asked_anew = row.on_conflict_do_update(
            index_elements=["circle", "practice", "reader"],
            set_=again,
            where=reviews.c.verdict == Verdict.CLOSED,
        )
        await self._connection.execute(asked_anew)

    async def close_round(self, circle: str, practice: str) -> None:
        """The looks asked for so far are over: they may be asked for again. What was said is kept."""
        await self._connection.execute(
            update(reviews)
            .where(reviews.c.circle == circle, reviews.c.practice == practice)
            .values(verdict=Verdict.CLOSED)
        )

    async def answer(self, review: Review) -> None:
        """The look of a reader who was asked. Raises: Stale, where they were not."""
        done = await self._connection.execute(
            update(reviews)
            .where(
                reviews.c.circle == review.circle,
                reviews.c.practice == review.practice,
                reviews.c.reader == review.reader,
            )
            .values(verdict=review.verdict, note=review.note, answered_at=review.answered_at or self._now)
        )
        if done.rowcount != 1:
            raise Stale


def _is_the_one_read(practice: Practice) -> Any:
    return and_(
        practices.c.circle == practice.circle,
        practices.c.id == practice.id,
        practices.c.version == practice.version,
    )


def _moves(practice: Practice) -> dict[str, Any]:
    """What may change from one version of the row to the next."""
    return {
        **{name: getattr(practice, name) for name in _MOVES},
        "tags": list(practice.tags),
        "families": list(practice.families),
    }


def practice_of(row: Row[Any]) -> Practice:
    """A row of the gate as the domain's value."""
    found = row._mapping
    words = {f.name: found[f.name] for f in fields(Content)}
    moves: dict[str, Any] = {name: found[name] for name in _MOVES}
    return Practice(
        circle=found["circle"],
        id=found["id"],
        author=found["author"],
        author_name=found["author_name"],
        content=Content(**{**words, "kind": PracticeKind(words["kind"]), "tried": Tried(words["tried"])}),
        version=found["version"],
        tags=tuple(found["tags"]),
        families=tuple(found["families"] or ()),
        **{**moves, "state": State(moves["state"])},
    )
