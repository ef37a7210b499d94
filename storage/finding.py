"""The question to a circle's library, as one statement that is made once for each of its shapes.

The order is ours: how many of the asked words stand in a practice, the best place of each (title, tag, aim,
text), tried and tested, the newest, the id. Making and reading a statement costs more than running it, so
nothing of one question is part of it: who asks, where and for what are values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    select,
)

from bot.card import Audience
from bot.library.analysis import Terms, family_key, tag_key
from bot.library.models import Wish
from bot.practices.models import State
from bot.trials.rules import BETTER_MIN, TRIED_MIN
from storage import matching
from storage.schema import endorsements, practice_versions, practices, reads, trials
from storage.visible import visible

_CIRCLE = bindparam("circle", type_=String)
_MEMBER = bindparam("member", type_=String)
# the gate, asked for a reader whose ids are values of the statement
_ANY_MEMBER = Audience(cast(str, _CIRCLE), cast(str, _MEMBER))
_ANY_PLACE = Audience(cast(str, _CIRCLE))


@dataclass(frozen=True, slots=True)
class Shape:
    """What tells one statement from another."""

    engine: str
    by_place: bool  # the circle's place asks, and no member
    nears: matching.Nears
    kinds: bool
    tag: bool
    family: bool
    tried: bool
    unread: bool


def question(
    engine: str, reader: Audience, circle: int, wish: Wish, asked: Sequence[Terms], first: int, count: int
) -> tuple[Select[Any], dict[str, Any]]:
    """The statement for a wish, and its values."""
    shape = Shape(
        engine,
        reader.member is None,
        matching.nears(asked),
        bool(wish.kinds),
        bool(wish.tag),
        bool(wish.family),
        wish.tried,
        wish.unread,
    )
    values: dict[str, Any] = {
        "circle": reader.circle,
        "member": reader.member or "",
        "first_row": first,
        "row_count": count,
    }
    if asked:
        values |= matching.values(engine, reader.circle, asked)
    if wish.kinds:  # unset: taken as method
        values["kinds"] = [*wish.kinds, *(("unset",) if "method" in wish.kinds else ())]
    if wish.tag:
        values |= matching.key_values(engine, reader.circle, "tag", tag_key(circle, wish.tag))
    if wish.family:
        values |= matching.key_values(engine, reader.circle, "family", family_key(circle, wish.family))
    return statement(shape), values


@lru_cache(maxsize=256)
def statement(shape: Shape) -> Select[Any]:
    """One page of what is shared and fits: rows with `has_all` and the `total` of what counts."""
    reader = _ANY_PLACE if shape.by_place else _ANY_MEMBER
    hits = matching.hits(shape.engine, shape.nears) if shape.nears else None
    tried = _tried()
    best = visible(reader)
    source = best.get_final_froms()[0].outerjoin(tried, tried.c.practice == practices.c.id)
    if hits is not None:
        source = source.join(hits, hits.c.practice == practices.c.id)
    every, total, order = _ranked(hits, len(shape.nears))
    wanted = _wanted(shape, tried)
    return (
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
        .limit(bindparam("row_count", type_=Integer))
        .offset(bindparam("first_row", type_=Integer))
    )


def _ranked(
    hits: CTE | None, words: int
) -> tuple[ColumnElement[Any], ColumnElement[Any], list[ColumnElement[Any]]]:
    """Whether a hit has all words; how many hits count; the order before what breaks ties."""
    if hits is None:
        return literal(1), func.count().over(), []
    every = case((hits.c.words == words, 1), else_=0)
    with_all = func.sum(every).over()
    total = case((with_all > 0, with_all), else_=func.count().over())
    return every, total, [hits.c.words.desc(), hits.c.score.desc()]


def _wanted(shape: Shape, tried: Subquery) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if shape.kinds:
        wanted.append(practice_versions.c.kind.in_(bindparam("kinds", expanding=True)))
    for name, asked in (("tag", shape.tag), ("family", shape.family)):
        if asked:
            wanted.append(practices.c.id.in_(matching.keyed(shape.engine, name)))
    if shape.tried:
        wanted.append(tried.c.practice.is_not(None))
    if shape.unread:
        wanted.append(practices.c.author != _MEMBER)
        wanted.append(~_opened())
    return wanted


def _opened() -> ColumnElement[bool]:
    return exists().where(
        reads.c.circle == practices.c.circle,
        reads.c.practice == practices.c.id,
        reads.c.member == _MEMBER,
    )


def _tried() -> Subquery:
    """The practices of a circle that three other members tried, two of them for the better."""
    # gate: who answered what about which, no words
    answered = select(
        trials.c.practice, trials.c.member, (trials.c.outcome == "worked").label("better")
    ).where(trials.c.circle == _CIRCLE, trials.c.outcome.in_(("worked", "mixed")))
    worked = select(endorsements.c.practice, endorsements.c.member, literal(True).label("better")).where(
        endorsements.c.circle == _CIRCLE, endorsements.c.meaning == "worked", endorsements.c.standing
    )
    said = answered.union_all(worked).subquery("said")
    better = case((said.c.better, said.c.member))
    return (
        # gate: ids of the circle's practices and how many tried them
        select(said.c.practice)
        # gate: for its author's id
        .join(practices, and_(practices.c.circle == _CIRCLE, practices.c.id == said.c.practice))
        .where(said.c.member != practices.c.author)
        .group_by(said.c.practice)
        .having(
            func.count(said.c.member.distinct()) >= TRIED_MIN, func.count(better.distinct()) >= BETTER_MIN
        )
        .subquery("tried")
    )
