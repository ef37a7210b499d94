"""Finding what a circle has shared: the same hits in the same order on SQLite and PostgreSQL.

Engines only say which practices hold which tokens; the order is ours: how many of the asked words stand in
it, the best place of each (title, tag, aim, text), tried and tested, the newest, the id. Nothing that people
type reaches an engine's query syntax: tokens are made of letters, digits and `_` (`bot/library/analysis.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    case,
    column,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.card import Audience
from bot.library.analysis import Terms, family_key, fold, tag_key, terms
from bot.library.models import Asking, Found, Hit, Reason, Wish
from bot.practices.models import State
from storage.dialect import insert
from storage.schema import endorsements, practice_versions, practices, reads, requests, trials, vocabulary
from storage.visible import asked_for, visible

PLACES = {"title": "A", "tags": "B", "aim": "C", "text": "D"}
SAME = {"title": 12, "tags": 8, "aim": 4, "text": 3}  # the word itself, or a form of it
NEAR = {"title": 10, "tags": 6, "aim": 2, "text": 1}  # starts alike, of its family, or used for it
REASONS = {
    **dict.fromkeys((SAME["title"], NEAR["title"]), Reason.TITLE),
    **dict.fromkeys((SAME["tags"], NEAR["tags"]), Reason.TAG),
    **dict.fromkeys((SAME["aim"], SAME["text"]), Reason.WORD),
    **dict.fromkeys((NEAR["aim"], NEAR["text"]), Reason.NEAR),
    0: Reason.ALL,
}
ALIKE = 76.0  # of 100: how alike a word has to be spelt to be what was meant
ALIKE_FROM = 4  # letters
WORDS_READ = 20_000  # of a circle's vocabulary
TRIED_BY, BETTER_FOR = 3, 2  # other members


class SqlLibrary:
    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection = connection
        self._now = now

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
        hits = (_sqlite if self._connection.dialect.name == "sqlite" else _postgres)(reader.circle, asked)
        tried = _tried(reader.circle)
        best = visible(reader).add_columns(tried.c.practice.is_not(None).label("is_tried"))
        source = best.get_final_froms()[0]
        source = source.outerjoin(tried, tried.c.practice == practices.c.id)
        if hits is not None:
            source = source.join(hits, hits.c.practice == practices.c.id)
        every, total, order = self._ranked(hits, len(asked))
        wanted = self._wanted(reader, circle, wish, tried)
        if hits is not None:  # said twice, so that a plan starts from the hits and not from the circle
            wanted.append(practices.c.id.in_(select(hits.c.practice)))
        listed = (
            best.with_only_columns(
                practices.c.id,
                practices.c.ref,
                practices.c.shared_at,
                practice_versions.c.title,
                best.selected_columns.author_name,
                tried.c.practice.is_not(None).label("is_tried"),
                (hits.c.place if hits is not None else literal(0)).label("place"),
                every.label("has_all"),
                total.label("total"),
                maintain_column_froms=False,
            )
            .select_from(source)
            .where(practices.c.state == State.SHARED, *wanted)
            .order_by(
                *order, tried.c.practice.is_(None), practices.c.shared_at.desc().nulls_last(), practices.c.id
            )
            .limit(count)
            .offset(first)
        )
        rows = (await self._connection.execute(listed)).all()
        if not rows:
            return Found()
        all_words = bool(rows[0].has_all)
        return Found(
            tuple(_hit(row) for row in rows if bool(row.has_all) or not all_words),
            int(rows[0].total),
            all_words,
        )

    def _ranked(
        self, hits: CTE | None, words: int
    ) -> tuple[ColumnElement[Any], ColumnElement[Any], list[ColumnElement[Any]]]:
        """Whether a hit has all words; how many hits count; the order before what breaks ties."""
        if hits is None:
            return literal(1), func.count().over(), []
        every = case((hits.c.words == words, 1), else_=0)
        with_all = func.sum(every).over()
        total = case((with_all > 0, with_all), else_=func.count().over())
        return every, total, [hits.c.words.desc(), hits.c.score.desc()]

    def _wanted(
        self, reader: Audience, circle: int, wish: Wish, tried: Subquery
    ) -> list[ColumnElement[bool]]:
        wanted: list[ColumnElement[bool]] = []
        if wish.kinds:
            kinds = (*wish.kinds, *(("unset",) if "method" in wish.kinds else ()))  # unset: taken as method
            wanted.append(practice_versions.c.kind.in_(kinds))
        if wish.tag:
            wanted.append(practices.c.id.in_(self._keyed(reader.circle, tag_key(circle, wish.tag), "tag")))
        if wish.family:
            key = family_key(circle, wish.family)
            wanted.append(practices.c.id.in_(self._keyed(reader.circle, key, "family")))
        if wish.tried:
            wanted.append(tried.c.practice.is_not(None))
        if wish.unread:
            wanted.append(practices.c.author != (reader.member or ""))
            wanted.append(~_opened(reader))
        return wanted

    def _keyed(self, circle: str, key: str, name: str) -> Select[Any]:
        """Ids of the practices with a tag or family."""
        values = {f"{name}_key": f"'{key}'", f"{name}_circle": circle}
        keyed = (
            f"SELECT practice FROM practice_fts WHERE circle = :{name}_circle "
            f"AND tokens @@ CAST(CAST(:{name}_key AS TEXT) AS TSQUERY)"
        )
        if self._connection.dialect.name == "sqlite":
            values = {f"{name}_key": f'key : "{key}"'}
            keyed = f"SELECT practice FROM practice_fts WHERE practice_fts MATCH :{name}_key"
        found = text(keyed).bindparams(**values).columns(column("practice", String)).subquery()
        return select(found.c.practice)

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


def _opened(reader: Audience) -> ColumnElement[bool]:
    return exists().where(
        reads.c.circle == practices.c.circle,
        reads.c.practice == practices.c.id,
        reads.c.member == (reader.member or ""),
    )


def _tried(circle: str) -> Subquery:
    """The practices of a circle that three other members tried, two of them for the better."""
    # gate: ids of practices and members, and how it went: never a note
    answered = select(
        trials.c.practice, trials.c.member, (trials.c.outcome == "worked").label("better")
    ).where(trials.c.circle == circle, trials.c.outcome.in_(("worked", "mixed")))
    worked = select(endorsements.c.practice, endorsements.c.member, literal(True).label("better")).where(
        endorsements.c.circle == circle, endorsements.c.meaning == "worked", endorsements.c.standing
    )
    said = answered.union_all(worked).subquery("said")
    better = case((said.c.better, said.c.member))
    return (
        # gate: ids of the circle's practices and how many tried them
        select(said.c.practice)
        # gate: for its author's id
        .join(practices, and_(practices.c.circle == circle, practices.c.id == said.c.practice))
        .where(said.c.member != practices.c.author)
        .group_by(said.c.practice)
        .having(func.count(said.c.member.distinct()) >= TRIED_BY, func.count(better.distinct()) >= BETTER_FOR)
        .subquery("tried")
    )


# --- which practices hold which tokens: (practice, words, score, place) ------------------------------------


def _sqlite(circle: str, asked: Sequence[Terms]) -> CTE | None:
    """One short FTS5 query for each word, place and nearness; `MATCH` sees quoted tokens alone."""
    if not asked:
        return None
    parts, values = [], {}
    for index, word in enumerate(asked):
        for weights, query in ((SAME, _fts(word.same)), (NEAR, _fts(word.near, word.prefix))):
            for place, weight in weights.items() if query else ():
                name = f"q{index}_{weight}"
                values[name] = f"{place} : ({query})"
                parts.append(
                    f"SELECT rowid AS num, {index} AS word, {weight} AS weight "
                    f"FROM practice_fts WHERE practice_fts MATCH :{name}"
                )
    best = f"SELECT num, word, max(weight) AS weight FROM ({' UNION ALL '.join(parts)}) GROUP BY num, word"
    summed = (
        "SELECT num, count(*) AS words, sum(weight) AS score, max(weight) AS place "
        f"FROM ({best}) GROUP BY num"
    )
    whole = (
        "SELECT practice_fts.practice AS practice, words, score, place "
        f"FROM ({summed}) AS summed JOIN practice_fts ON practice_fts.rowid = summed.num"
    )
    return _hits(whole, values)


def _fts(tokens: Sequence[str], prefix: str = "") -> str:
    quoted = [f'"{token}"' for token in tokens]
    return " OR ".join([*quoted, f'"{prefix}"*'] if prefix else quoted)


def _postgres(circle: str, asked: Sequence[Terms]) -> CTE | None:
    """The circle's rows that hold any of it, by GIN; then the best place of each word, row by row."""
    if not asked:
        return None
    values: dict[str, str] = {"circle": circle}
    scores = []
    for index, word in enumerate(asked):
        cases = []
        for weights, near in ((SAME, False), (NEAR, True)):
            for place, weight in weights.items():
                query = _tsquery(word.near if near else word.same, word.prefix if near else "", PLACES[place])
                if query:
                    values[f"q{index}_{weight}"] = query
                    cases.append(
                        (weight, f"WHEN tokens @@ CAST(CAST(:q{index}_{weight} AS TEXT) AS TSQUERY) ")
                    )
        ordered = "".join(f"{when}THEN {weight} " for weight, when in sorted(cases, reverse=True))
        scores.append(f"CASE {ordered}ELSE 0 END AS w{index}")
    values["any_of"] = " | ".join(_tsquery((*word.same, *word.near), word.prefix, "") for word in asked)
    names = [f"w{index}" for index in range(len(asked))]
    rows = (
        f"SELECT practice, {', '.join(scores)} FROM practice_fts "
        "WHERE circle = :circle AND tokens @@ CAST(CAST(:any_of AS TEXT) AS TSQUERY)"
    )
    words = " + ".join(f"(CASE WHEN {name} > 0 THEN 1 ELSE 0 END)" for name in names)
    whole = (
        f"SELECT practice, {words} AS words, {' + '.join(names)} AS score, "
        f"GREATEST({', '.join(names)}) AS place FROM ({rows}) AS scored"
    )
    return _hits(whole, values)


def _tsquery(tokens: Sequence[str], prefix: str, place: str) -> str:
    mark = f":{place}" if place else ""
    quoted = [f"'{token}'{mark}" for token in tokens]
    return " | ".join([*quoted, f"'{prefix}':*{place}"] if prefix else quoted)


def _hits(statement: str, values: dict[str, str]) -> CTE:
    return (
        text(statement)
        .bindparams(**values)
        .columns(
            column("practice", String),
            column("words", Integer),
            column("score", Integer),
            column("place", Integer),
        )
        .cte("hits")
    )
