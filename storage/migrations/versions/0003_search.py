"""Search: the index of what circles share, their own vocabularies, and what they share already in it.

Unlike the others this one calls the code of today: an index that another analysis made would answer wrongly.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.library.analysis import entry
from bot.practices.models import Content, Practice, PracticeKind, State, Tried
from storage import search_index

revision = "0003"
down_revision = "0002"

BATCH = 1_000
_TEXTS = ("title", "useful_for", "steps", "duration", "limits", "support", "attribution")


def upgrade() -> None:
    op.create_table(
        "indexed",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("practice", sa.String(length=24), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle", "practice"],
            ["practices.circle", "practices.id"],
            name=op.f("fk_indexed_circle_practice"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("circle", "practice", name=op.f("pk_indexed")),
    )
    op.create_table(
        "vocabulary",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle"], ["circles.id"], name=op.f("fk_vocabulary_circle"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("circle", "word", name=op.f("pk_vocabulary")),
    )
    connection = op.get_bind()
    search_index.create(connection)
    _index_what_is_shared(connection)


def _index_what_is_shared(connection: sa.Connection) -> None:
    names = ("circle", "id", "author", "state", "number")
    practices = sa.table(
        "practices", *map(sa.column, names), sa.column("tags", sa.JSON), sa.column("families", sa.JSON)
    )
    words = sa.table(
        "practice_versions", *map(sa.column, ("circle", "practice", "number", "kind", "tried", *_TEXTS))
    )
    circles = sa.table("circles", sa.column("id"), sa.column("num"))
    newest = sa.and_(
        words.c.circle == practices.c.circle,
        words.c.practice == practices.c.id,
        words.c.number == practices.c.number,
    )
    found = connection.execute(
        # gate: the index of what is shared, asked through the gate
        sa.select(practices, *(words.c[name] for name in ("kind", "tried", *_TEXTS)), circles.c.num)
        .select_from(practices.join(words, newest).join(circles, circles.c.id == practices.c.circle))
        .where(practices.c.state == "shared")
    )
    engine = connection.dialect.name
    while rows := found.fetchmany(BATCH):
        entries = [(row.circle, row.id, entry(row.num, _practice(row))) for row in rows]
        for statement, values in search_index.fill(engine, entries):
            connection.execute(statement, values)


def _practice(row: sa.Row[Any]) -> Practice:
    content = Content(
        kind=PracticeKind(row.kind),
        tried=Tried(row.tried),
        **{name: getattr(row, name) for name in _TEXTS},
    )
    return Practice(
        row.circle,
        row.id,
        row.author,
        "",
        State.SHARED,
        content,
        tags=tuple(row.tags),
        families=tuple(row.families or ()),
    )
