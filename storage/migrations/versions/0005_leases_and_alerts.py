"""Who sends for which platform; worries about practices.

This is the change as it was then: it does not follow storage/schema/.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=24), nullable=True),
        sa.Column("beat", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "alerts",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("practice", sa.String(length=24), nullable=False),
        sa.Column("reporter", sa.String(length=24), nullable=False),
        sa.Column("worry", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("peer", sa.String(length=24), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle", "practice"],
            ["practices.circle", "practices.id"],
            name=op.f("fk_alerts_circle_practice"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["circle", "reporter"], ["members.circle", "members.id"], name=op.f("fk_alerts_circle_reporter")
        ),
        sa.PrimaryKeyConstraint("circle", "id", name=op.f("pk_alerts")),
    )
    op.create_index("ix_alerts_practice", "alerts", ["circle", "practice"], unique=False)
