"""A practice is used: endorsements, trials, what is kept and said around it; sessions; the rules of courtesy.

This is the change as it was then: it does not follow storage/schema/.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("planner", sa.String(length=24), nullable=False),
        sa.Column("holder", sa.String(length=24), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wall", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("spot", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle", "holder"], ["members.circle", "members.id"], name=op.f("fk_sessions_circle_holder")
        ),
        sa.ForeignKeyConstraint(
            ["circle", "planner"], ["members.circle", "members.id"], name=op.f("fk_sessions_circle_planner")
        ),
        sa.ForeignKeyConstraint(
            ["circle"], ["circles.id"], name=op.f("fk_sessions_circle"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("circle", "id", name=op.f("pk_sessions")),
    )
    op.create_index("ix_sessions_starts", "sessions", ["circle", "starts_at"], unique=False)
    op.create_table(
        "commitments",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("session", sa.String(length=24), nullable=False),
        sa.Column("member", sa.String(length=24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ask_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["circle", "member"], ["members.circle", "members.id"], name=op.f("fk_commitments_circle_member")
        ),
        sa.ForeignKeyConstraint(
            ["circle", "session"],
            ["sessions.circle", "sessions.id"],
            name=op.f("fk_commitments_circle_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("circle", "session", "member", name=op.f("pk_commitments")),
    )
    op.create_table(
        "endorsements",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("practice", sa.String(length=24), nullable=False),
        sa.Column("member", sa.String(length=24), nullable=False),
        sa.Column("meaning", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle", "member"], ["members.circle", "members.id"], name=op.f("fk_endorsements_circle_member")
        ),
        sa.ForeignKeyConstraint(
            ["circle", "practice"],
            ["practices.circle", "practices.id"],
            name=op.f("fk_endorsements_circle_practice"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "circle", "practice", "member", "meaning", "source", name=op.f("pk_endorsements")
        ),
    )
    op.create_table(
        "kept",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("practice", sa.String(length=24), nullable=False),
        sa.Column("member", sa.String(length=24), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle", "member"], ["members.circle", "members.id"], name=op.f("fk_kept_circle_member")
        ),
        sa.ForeignKeyConstraint(
            ["circle", "practice"],
            ["practices.circle", "practices.id"],
            name=op.f("fk_kept_circle_practice"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("circle", "practice", "member", name=op.f("pk_kept")),
    )
    op.create_index("ix_kept_member", "kept", ["circle", "member"], unique=False)
    op.create_table(
        "notes",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("practice", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("writer", sa.String(length=24), nullable=False),
        sa.Column("reader", sa.String(length=24), nullable=True),
        sa.Column("answers", sa.String(length=24), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle", "practice"],
            ["practices.circle", "practices.id"],
            name=op.f("fk_notes_circle_practice"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["circle", "writer"], ["members.circle", "members.id"], name=op.f("fk_notes_circle_writer")
        ),
        sa.PrimaryKeyConstraint("circle", "id", name=op.f("pk_notes")),
    )
    op.create_index("ix_notes_practice", "notes", ["circle", "practice"], unique=False)
    op.create_table(
        "reads",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("practice", sa.String(length=24), nullable=False),
        sa.Column("member", sa.String(length=24), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle", "member"], ["members.circle", "members.id"], name=op.f("fk_reads_circle_member")
        ),
        sa.ForeignKeyConstraint(
            ["circle", "practice"],
            ["practices.circle", "practices.id"],
            name=op.f("fk_reads_circle_practice"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("circle", "practice", "member", name=op.f("pk_reads")),
    )
    op.create_table(
        "requests",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("member", sa.String(length=24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle", "member"], ["members.circle", "members.id"], name=op.f("fk_requests_circle_member")
        ),
        sa.PrimaryKeyConstraint("circle", "id", name=op.f("pk_requests")),
    )
    op.create_table(
        "rsvps",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("session", sa.String(length=24), nullable=False),
        sa.Column("member", sa.String(length=24), nullable=False),
        sa.Column("answer", sa.String(length=32), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("topic", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle", "member"], ["members.circle", "members.id"], name=op.f("fk_rsvps_circle_member")
        ),
        sa.ForeignKeyConstraint(
            ["circle", "session"],
            ["sessions.circle", "sessions.id"],
            name=op.f("fk_rsvps_circle_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("circle", "session", "member", name=op.f("pk_rsvps")),
    )
    op.create_table(
        "trials",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("practice", sa.String(length=24), nullable=False),
        sa.Column("member", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ask_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("by_emoji", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("news_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["circle", "member"], ["members.circle", "members.id"], name=op.f("fk_trials_circle_member")
        ),
        sa.ForeignKeyConstraint(
            ["circle", "practice"],
            ["practices.circle", "practices.id"],
            name=op.f("fk_trials_circle_practice"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("circle", "practice", "member", name=op.f("pk_trials")),
    )
    op.create_index("ix_trials_member", "trials", ["circle", "member"], unique=False)
    op.add_column("jobs", sa.Column("failures", sa.Integer(), server_default="0", nullable=False))
    op.add_column("jobs", sa.Column("first_due_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE jobs SET first_due_at = due_at")
    op.create_index(
        "ix_jobs_sent",
        "jobs",
        ["lane", "done_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NOT NULL"),
        postgresql_where=sa.text("done_at IS NOT NULL"),
    )
    op.add_column("practices", sa.Column("lang", sa.String(length=2), server_default="fr", nullable=False))
    op.add_column("practices", sa.Column("families", sa.JSON(), nullable=True))
    op.add_column("practices", sa.Column("ref", sa.String(length=64), nullable=True))
    op.add_column("practices", sa.Column("brought", sa.String(length=32), nullable=True))
    op.add_column("practices", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("uq_practices_ref", "practices", ["circle", "ref"], unique=True)
