"""Erasures: what was erased and what was taken back, so that no backup brings it back."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)  # when exactly, nobody noted


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("thing", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "circle", "thing", "at", name=op.f("pk_erasures")),
    )
    _name_what_was_taken_back(op.get_bind())


def _name_what_was_taken_back(connection: sa.Connection) -> None:
    """The practices withdrawn before there was a ledger: a backup made earlier does not show them again."""
    practices = sa.table("practices", *map(sa.column, ("circle", "id", "state")))
    erasures = sa.table(
        "erasures", *map(sa.column, ("kind", "circle", "thing")), sa.column("at", sa.DateTime(timezone=True))
    )
    found = connection.execute(
        # gate: ids, no words
        sa.select(practices.c.circle, practices.c.id).where(practices.c.state == "withdrawn")
    ).all()
    if found:
        connection.execute(
            erasures.insert(),
            [
                {"kind": "practice.withdrawn", "circle": circle, "thing": thing, "at": _BEFORE}
                for circle, thing in found
            ],
        )
