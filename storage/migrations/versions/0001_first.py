"""The first schema: circles, members, practices, the two roads.

This is the schema as it was then: it does not follow storage/schema/.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "circles",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("num", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("register", sa.String(length=4), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.Column("charter", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("readers BETWEEN 0 AND 2", name=op.f("ck_circles_readers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circles")),
        sa.UniqueConstraint("num", name=op.f("uq_circles_num")),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("circle", sa.String(length=24), nullable=True),
        sa.Column("verb", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=48), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opening", sa.String(length=24), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("key", name=op.f("uq_drafts_key")),
    )
    op.create_index(op.f("ix_drafts_account"), "drafts", ["account"], unique=False)
    op.create_index(op.f("ix_drafts_circle"), "drafts", ["circle"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("event", sa.String(length=200), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_inbox")),
    )
    op.create_index(op.f("ix_inbox_received_at"), "inbox", ["received_at"], unique=False)
    op.create_table(
        "jobs",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("circle", sa.String(length=24), nullable=True),
        sa.Column("subject", sa.String(length=48), nullable=False),
        sa.Column("member", sa.String(length=24), nullable=True),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("realm", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("direct", sa.Boolean(), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=True),
        sa.Column("lane", sa.String(length=200), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("intent", sa.Boolean(), nullable=False),
        sa.Column("held_reason", sa.String(length=32), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_ref", sa.String(length=200), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('due','leased','sending','held','uncertain','done','dead')", name=op.f("ck_jobs_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("key", name=op.f("uq_jobs_key")),
    )
    op.create_index(
        "ix_jobs_due",
        "jobs",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'due'"),
        postgresql_where=sa.text("state = 'due'"),
    )
    op.create_index("ix_jobs_member", "jobs", ["circle", "member"], unique=False)
    op.create_index(
        "ix_jobs_running",
        "jobs",
        ["lane"],
        unique=False,
        sqlite_where=sa.text("state IN ('due', 'leased', 'sending')"),
        postgresql_where=sa.text("state IN ('due', 'leased', 'sending')"),
    )
    op.create_index("ix_jobs_subject", "jobs", ["circle", "subject"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "posts",
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("realm", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=48), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("direct", sa.Boolean(), nullable=False),
        sa.Column("member", sa.String(length=24), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "realm", "address", "message", name=op.f("pk_posts")),
    )
    op.create_index("ix_posts_subject", "posts", ["circle", "subject"], unique=False)
    op.create_table(
        "charters",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle"], ["circles.id"], name=op.f("fk_charters_circle"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("circle", "number", name=op.f("pk_charters")),
    )
    op.create_table(
        "invitations",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=True),
        sa.Column("code_digest", sa.String(length=64), nullable=True),
        sa.Column("invited_by", sa.String(length=24), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("parent", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(
            ["circle", "parent"],
            ["invitations.circle", "invitations.id"],
            name=op.f("fk_invitations_circle_parent"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["circle"], ["circles.id"], name=op.f("fk_invitations_circle"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("circle", "id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_invitations_code_digest")),
    )
    op.create_index("ix_invitations_account", "invitations", ["account"], unique=False)
    op.create_index("uq_invitations_entered", "invitations", ["circle", "parent", "account"], unique=True)
    op.create_table(
        "members",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("weekly", sa.Integer(), nullable=False),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("weekly BETWEEN 0 AND 4", name=op.f("ck_members_weekly")),
        sa.ForeignKeyConstraint(
            ["circle"], ["circles.id"], name=op.f("fk_members_circle"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("circle", "id", name=op.f("pk_members")),
    )
    op.create_table(
        "places",
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("realm", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle"], ["circles.id"], name=op.f("fk_places_circle"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("platform", "realm", "place", name=op.f("pk_places")),
    )
    op.create_index(op.f("ix_places_circle"), "places", ["circle"], unique=False)
    op.create_table(
        "acceptances",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("member", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle", "member"],
            ["members.circle", "members.id"],
            name=op.f("fk_acceptances_circle_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["circle", "number"],
            ["charters.circle", "charters.number"],
            name=op.f("fk_acceptances_circle_number"),
        ),
        sa.PrimaryKeyConstraint("circle", "member", "number", name=op.f("pk_acceptances")),
    )
    op.create_table(
        "accounts",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("realm", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=24), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle", "member"],
            ["members.circle", "members.id"],
            name=op.f("fk_accounts_circle_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("circle", "platform", "realm", "user", name=op.f("pk_accounts")),
    )
    op.create_index("ix_accounts_member", "accounts", ["circle", "member"], unique=False)
    op.create_index("ix_accounts_who", "accounts", ["platform", "realm", "user"], unique=False)
    op.create_table(
        "practices",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("author", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unread", sa.Boolean(), nullable=False),
        sa.Column("waited", sa.Boolean(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("asides", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle", "author"], ["members.circle", "members.id"], name=op.f("fk_practices_circle_author")
        ),
        sa.ForeignKeyConstraint(
            ["circle"], ["circles.id"], name=op.f("fk_practices_circle"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("circle", "id", name=op.f("pk_practices")),
    )
    op.create_index("ix_practices_author", "practices", ["circle", "author"], unique=False)
    op.create_table(
        "practice_versions",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("practice", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("useful_for", sa.Text(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("tried", sa.String(length=32), nullable=False),
        sa.Column("duration", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("support", sa.Text(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle", "practice"],
            ["practices.circle", "practices.id"],
            name=op.f("fk_practice_versions_circle_practice"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("circle", "practice", "number", name=op.f("pk_practice_versions")),
    )
    op.create_table(
        "reviews",
        sa.Column("circle", sa.String(length=24), nullable=False),
        sa.Column("practice", sa.String(length=24), nullable=False),
        sa.Column("reader", sa.String(length=24), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["circle", "practice"],
            ["practices.circle", "practices.id"],
            name=op.f("fk_reviews_circle_practice"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["circle", "reader"], ["members.circle", "members.id"], name=op.f("fk_reviews_circle_reader")
        ),
        sa.PrimaryKeyConstraint("circle", "practice", "reader", name=op.f("pk_reviews")),
    )
    op.create_index("ix_reviews_reader", "reviews", ["circle", "reader"], unique=False)
