"""Which practices hold the asked words: what each engine is asked, as (practice, words, score, place).

An engine says where a token stands; what that is worth is ours, and the same on both. A statement depends on
how many words are asked and on nothing that was typed: words come in as values, made of quoted tokens alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import CTE, Integer, Select, String, TextClause, bindparam, column, select, text

from bot.library.analysis import Terms
from bot.library.models import Reason

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
Nears = tuple[bool, ...]  # for each asked word: whether anything is near it


def nears(asked: Sequence[Terms]) -> Nears:
    return tuple(bool(word.near or word.prefix) for word in asked)


def hits(engine: str, asked: Nears) -> CTE:
    """The practices that hold any of the words. Its values are those of `values`."""
    return (_sqlite if engine == "sqlite" else _postgres)(asked)


def values(engine: str, circle: str, asked: Sequence[Terms]) -> dict[str, str]:
    """What the statement of `hits` looks up."""
    if engine == "sqlite":
        return {
            name: f"{place} : ({_fts(word.near, word.prefix) if near else _fts(word.same)})"
            for word, (name, place, _, near) in _lookups(asked)
        }
    found = {
        name: _tsquery(word.near, word.prefix, PLACES[place])
        if near
        else _tsquery(word.same, "", PLACES[place])
        for word, (name, place, _, near) in _lookups(asked)
    }
    every = " | ".join(_tsquery((*word.same, *word.near), word.prefix, "") for word in asked)
    return {**found, "hits_any": every, "hits_circle": circle}


Lookup = tuple[str, str, int, bool]  # name of its value, place, weight, whether near is enough


def _of_word(index: int, near: bool) -> Iterator[Lookup]:
    """What is asked for one word, the best first."""
    ways = [(weight, place, False) for place, weight in SAME.items()]
    ways += [(weight, place, True) for place, weight in NEAR.items()] if near else []
    for weight, place, is_near in sorted(ways, reverse=True):
        yield f"hits_{index}_{weight}", place, weight, is_near


def _lookups(asked: Sequence[Terms]) -> Iterator[tuple[Terms, Lookup]]:
    for index, (word, near) in enumerate(zip(asked, nears(asked), strict=True)):
        for lookup in _of_word(index, near):
            yield word, lookup


# --- SQLite ----------------------------------------------------------------------------------------------


def _sqlite(asked: Nears) -> CTE:
    """One short FTS5 query for each word, place and nearness; ids from the table that FTS5 keeps them in."""
    names = [f"w{index}" for index in range(len(asked))]
    parts = [
        f"SELECT rowid AS num, {', '.join(f'{weight if name == word else 0} AS {name}' for name in names)} "
        f"FROM practice_fts WHERE practice_fts MATCH :{lookup}"
        for word, near in zip(names, asked, strict=True)
        for lookup, _, weight, _ in _of_word(int(word[1:]), near)
    ]
    best = (
        f"SELECT num, {', '.join(f'max({name}) AS {name}' for name in names)} "
        f"FROM ({' UNION ALL '.join(parts)}) GROUP BY num"
    )
    whole = (
        f"SELECT practice_fts_content.c1 AS practice, {_summed(names, 'max')} "
        f"FROM ({best}) AS best JOIN practice_fts_content ON practice_fts_content.id = best.num"
    )
    return _cte(whole)


def _fts(tokens: Sequence[str], prefix: str = "") -> str:
    quoted = [f'"{token}"' for token in tokens]
    return " OR ".join([*quoted, f'"{prefix}"*'] if prefix else quoted)


# --- PostgreSQL ------------------------------------------------------------------------------------------


def _postgres(asked: Nears) -> CTE:
    """The circle's rows that hold any of it, by GIN; then the best place of each word, row by row."""
    names = [f"w{index}" for index in range(len(asked))]
    scores = []
    for index, near in enumerate(asked):
        whens = "".join(
            f"WHEN tokens @@ CAST(:{name} AS TSQUERY) THEN {weight} "
            for name, _, weight, _ in _of_word(index, near)
        )
        scores.append(f"CASE {whens}ELSE 0 END AS w{index}")
    rows = (
        f"SELECT practice, {', '.join(scores)} FROM practice_fts "
        "WHERE circle = :hits_circle AND tokens @@ CAST(:hits_any AS TSQUERY)"
    )
    return _cte(f"SELECT practice, {_summed(names, 'GREATEST')} FROM ({rows}) AS scored")


def _tsquery(tokens: Sequence[str], prefix: str, place: str) -> str:
    mark = f":{place}" if place else ""
    quoted = [f"'{token}'{mark}" for token in tokens]
    return " | ".join([*quoted, f"'{prefix}':*{place}"] if prefix else quoted)


# --- both ------------------------------------------------------------------------------------------------


def keyed(engine: str, name: str) -> Select[tuple[str]]:
    """Ids of the practices with a tag or a family: `<name>_key`, and on PostgreSQL `<name>_circle`."""
    if engine == "sqlite":
        found = f"SELECT practice FROM practice_fts WHERE practice_fts MATCH :{name}_key"
    else:
        found = (
            f"SELECT practice FROM practice_fts WHERE circle = :{name}_circle "
            f"AND tokens @@ CAST(:{name}_key AS TSQUERY)"
        )
    listed = _typed(found).columns(column("practice", String)).subquery()
    return select(listed.c.practice)


def key_values(engine: str, circle: str, name: str, key: str) -> dict[str, str]:
    if engine == "sqlite":
        return {f"{name}_key": f'key : "{key}"'}
    return {f"{name}_key": f"'{key}'", f"{name}_circle": circle}


def _summed(names: Sequence[str], greatest: str) -> str:
    """How many words are held, the sum of their weights and the largest, from one column for each word."""
    words = " + ".join(f"(CASE WHEN {name} > 0 THEN 1 ELSE 0 END)" for name in names)
    place = f"{greatest}({', '.join(names)})" if len(names) > 1 else names[0]
    return f"{words} AS words, {' + '.join(names)} AS score, {place} AS place"


def _cte(statement: str) -> CTE:
    return (
        _typed(statement)
        .columns(
            column("practice", String),
            column("words", Integer),
            column("score", Integer),
            column("place", Integer),
        )
        .cte("hits")
    )


def _typed(statement: str) -> TextClause:
    names = dict.fromkeys(re.findall(r":(\w+)", statement))
    return text(statement).bindparams(*(bindparam(name, type_=String) for name in names))
