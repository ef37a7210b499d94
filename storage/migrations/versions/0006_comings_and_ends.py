"""Who is in a circle's place; a circle whose installation ended.

This is the change as it was then: it does not follow storage/schema/.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("inside", sa.Boolean(), nullable=True))
    op.add_column("accounts", sa.Column("inside_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("circles", sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True))
