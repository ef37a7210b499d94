"""The index of what circles share, written in the transaction that shares, changes or takes back.

Three things are kept of a shared practice: its tokens (`practice_fts`: FTS5 on SQLite, a tsvector on
PostgreSQL), a line in `indexed` that says what the index holds of it, and its words in the circle's own
`vocabulary`, which typing errors are compared with. All three go when it is taken back.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import Executable

from bot.library.analysis import Entry, practice_key
from storage.schema import circles, indexed, meta, vocabulary

CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE practice_fts USING fts5("
        "circle UNINDEXED, practice UNINDEXED, key, title, tags, aim, text, detail=column, "
        "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")",
    ),
    "postgresql": (
        "CREATE TABLE practice_fts (circle VARCHAR(24) NOT NULL, practice VARCHAR(24) NOT NULL, "
        "tokens TSVECTOR NOT NULL, PRIMARY KEY (circle, practice))",
        "CREATE INDEX ix_practice_fts_tokens ON practice_fts USING gin (tokens) WITH (fastupdate = off)",
    ),
}

_ADD = {
    "sqlite": text(
        "INSERT INTO practice_fts (circle, practice, key, title, tags, aim, text) "
        "VALUES (:circle, :practice, :key, :title, :tags, :aim, :text)"
    ),
    "postgresql": text(
        "INSERT INTO practice_fts (circle, practice, tokens) "
        "VALUES (:circle, :practice, CAST(CAST(:tokens AS TEXT) AS TSVECTOR)) "
        "ON CONFLICT (circle, practice) DO UPDATE SET tokens = EXCLUDED.tokens"
    ),
}
_REMOVE = {
    "sqlite": text(
        "DELETE FROM practice_fts "
        "WHERE rowid IN (SELECT rowid FROM practice_fts WHERE practice_fts MATCH :key)"
    ),
    "postgresql": text("DELETE FROM practice_fts WHERE circle = :circle AND practice = :practice"),
}
_COUNT = {
    engine: text(
        "INSERT INTO vocabulary (circle, word, uses) "
        f"SELECT :circle, key, CAST(value AS INTEGER) FROM {each} AS changed WHERE true ORDER BY key "
        "ON CONFLICT (circle, word) DO UPDATE SET uses = vocabulary.uses + excluded.uses"
    )
    for engine, each in {
        "sqlite": "json_each(:changed)",
        "postgresql": "json_each_text(CAST(CAST(:changed AS TEXT) AS JSON))",
    }.items()
}
Step = tuple[Executable, Any]  # a statement and its values

# On SQLite a deleted token stays in its segment until segments are merged. Merging all of a large index takes
# seconds, so a take-down only leaves this mark, and `clean` merges afterwards, some pages at a time.
_MARK = "search.taken_back"
_PAGES = 250  # merged in one transaction: some 30 ms
_LEAVE_MARK = sqlite.insert(meta).values(key=_MARK, value="").on_conflict_do_nothing(index_elements=["key"])
_MERGE = text("INSERT INTO practice_fts (practice_fts, rank) VALUES ('merge', :pages)")
_CHANGES = text("SELECT total_changes()")


def before(circle: str, practice: str) -> Sequence[Any]:
    """What a write gives back so that the index can follow: the circle's number, and what is held of it."""
    own = (indexed.c.circle == circle, indexed.c.practice == practice)
    return (
        select(circles.c.num).where(circles.c.id == circle).scalar_subquery().label("num"),
        # gate: the index's own account of itself, read by the index
        select(indexed.c.digest).where(*own).scalar_subquery().label("held"),
        # gate: the index's own account of itself, read by the index
        select(indexed.c.words).where(*own).scalar_subquery().label("words"),
    )


def number(circle: str) -> Select[Any]:
    return select(circles.c.num).where(circles.c.id == circle)


def put(engine: str, circle: str, num: int, practice: str, entry: Entry, held: Row[Any] | None) -> list[Step]:
    """The statements that make the index hold this; none where it does already."""
    if held is not None and held.held == entry.digest:
        return []
    steps: list[Step] = []
    if held is not None and held.held is not None:
        steps.append(_removal(engine, circle, num, practice))
    steps.append((_ADD[engine], _row(engine, circle, practice, entry)))
    line = {"digest": entry.digest, "words": " ".join(entry.words)}
    into = _insert(engine, indexed).values(circle=circle, practice=practice, **line)
    steps.append((into.on_conflict_do_update(index_elements=["circle", "practice"], set_=line), None))
    old = held.words.split() if held is not None and held.words else []
    return steps + _counted(engine, circle, entry.words, old)


def fill(engine: str, entries: Iterable[tuple[str, str, Entry]]) -> list[Step]:
    """The statements that index many practices (circle, id, entry) of which the index holds nothing yet."""
    rows, lines, counted = [], [], defaultdict[str, Counter[str]](Counter)
    for circle, practice, entry in entries:
        rows.append(_row(engine, circle, practice, entry))
        digest, words = entry.digest, " ".join(entry.words)
        lines.append({"circle": circle, "practice": practice, "digest": digest, "words": words})
        counted[circle].update(entry.words)
    if not rows:
        return []
    changed = [
        {"circle": circle, "changed": json.dumps(dict(sorted(uses.items())))}
        for circle, uses in sorted(counted.items())
        if uses
    ]
    steps: list[Step] = [(_ADD[engine], rows), (indexed.insert(), lines)]
    return [*steps, (_COUNT[engine], changed)] if changed else steps


def take(engine: str, circle: str, num: int, practice: str, words: str) -> list[Step]:
    """The statements after which nothing of it is found; what is left of it in a file goes with `clean`."""
    steps: list[Step] = [
        _removal(engine, circle, num, practice),
        (delete(indexed).where(indexed.c.circle == circle, indexed.c.practice == practice), None),
        *_counted(engine, circle, (), words.split()),
    ]
    return [*steps, (_LEAVE_MARK, None)] if engine == "sqlite" else steps


async def clean(connection: AsyncConnection) -> bool:
    """A part of what was taken back leaves the pages of the file; whether there is more to do."""
    if connection.dialect.name != "sqlite":
        return False  # there a deleted row is a deleted row, and vacuum does the rest
    if await connection.scalar(select(meta.c.value).where(meta.c.key == _MARK)) is None:
        return False
    before = await connection.scalar(_CHANGES)
    await connection.execute(_MERGE, {"pages": -_PAGES})  # below 0: on until one segment is left
    if int(await connection.scalar(_CHANGES) or 0) - int(before or 0) >= 2:  # less: nothing was left to merge
        return True
    await connection.execute(delete(meta).where(meta.c.key == _MARK))
    return False


def _removal(engine: str, circle: str, num: int, practice: str) -> Step:
    if engine == "sqlite":
        return _REMOVE[engine], {"key": f'"{practice_key(num, practice)}"'}
    return _REMOVE[engine], {"circle": circle, "practice": practice}


def _row(engine: str, circle: str, practice: str, entry: Entry) -> dict[str, str]:
    known = {"circle": circle, "practice": practice}
    if engine == "sqlite":
        parts = ("key", "title", "tags", "aim", "text")
        return known | {name: " ".join(getattr(entry, name)) for name in parts}
    return known | {"tokens": tsvector(entry)}


def tsvector(entry: Entry) -> str:
    """The tokens as PostgreSQL takes them: quoted lexemes with the weight of their place."""
    places: dict[str, list[str]] = {token: [] for token in entry.key}
    for at, (part, weight) in enumerate(zip(("title", "tags", "aim", "text"), "ABCD", strict=True), 1):
        for token in getattr(entry, part):
            places.setdefault(token, []).append(f"{at}{weight}")
    return " ".join(f"'{token}'" + (":" + ",".join(at) if at else "") for token, at in places.items())


def _counted(engine: str, circle: str, now: Iterable[str], old: Iterable[str]) -> list[Step]:
    """The vocabulary in step: in one order, so that two writers of one circle wait and never lock."""
    change = Counter(now)
    change.subtract(Counter(old))
    changed = {word: uses for word, uses in sorted(change.items()) if uses != 0}
    steps: list[Step] = []
    if changed:
        steps.append((_COUNT[engine], {"circle": circle, "changed": json.dumps(changed)}))
    if any(uses < 0 for uses in changed.values()):
        gone = (vocabulary.c.circle == circle, vocabulary.c.uses <= 0)
        steps.append((delete(vocabulary).where(*gone), None))
    return steps


def _insert(engine: str, table: Any) -> Any:
    return postgresql.insert(table) if engine == "postgresql" else sqlite.insert(table)


def create(connection: Connection) -> None:
    """The table of tokens, which no metadata describes."""
    for statement in CREATE[connection.dialect.name]:
        connection.execute(text(statement))
