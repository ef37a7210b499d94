"""The two roads: what came in, what goes out, and where it was said."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, CheckConstraint, Column, Index, Integer, String, Table

from storage.schema.columns import Code, Id, Utc, metadata

drafts = Table(
    "drafts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("account", String(200), nullable=False, index=True),
    Column("circle", Id, index=True),
    Column("verb", Code, nullable=False),
    Column("subject", String(48), nullable=False),
    Column("version", Integer, nullable=False),
    Column("opening", Id, nullable=False),  # one form, corrected and sent again, is one opening
    Column("fields", JSON),
    Column("created_at", Utc, nullable=False),
    Column("done_at", Utc),
)

inbox = Table(
    "inbox",
    metadata,
    Column("event", String(200), primary_key=True),
    Column("received_at", Utc, nullable=False, index=True),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("kind", Code, nullable=False),
    Column("circle", Id),
    Column("subject", String(48), nullable=False),
    Column("member", Id),
    Column("platform", Code, nullable=False),
    Column("realm", String(64), nullable=False),
    Column("address", String(64), nullable=False),
    Column("direct", Boolean, nullable=False),
    Column("message", String(64)),
    Column("lane", String(200), nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("state", Code, nullable=False),
    Column("intent", Boolean, nullable=False),
    Column("held_reason", Code),
    Column("lease_until", Utc),
    Column("attempts", Integer, nullable=False),  # claims: the fence
    Column("failures", Integer, nullable=False, server_default="0"),  # sends that failed: it gives up on them
    Column("sent_ref", String(200)),
    Column("first_due_at", Utc),  # before anything put it off
    Column("done_at", Utc),
    CheckConstraint("state IN ('due','leased','sending','held','uncertain','done','dead')", name="state"),
)
Index(
    "ix_jobs_due", jobs.c.due_at, sqlite_where=jobs.c.state == "due", postgresql_where=jobs.c.state == "due"
)
Index(
    "ix_jobs_running",
    jobs.c.lane,
    sqlite_where=jobs.c.state.in_(("due", "leased", "sending")),
    postgresql_where=jobs.c.state.in_(("due", "leased", "sending")),
)
Index(
    "ix_jobs_sent",
    jobs.c.lane,
    jobs.c.done_at,
    sqlite_where=jobs.c.done_at.is_not(None),
    postgresql_where=jobs.c.done_at.is_not(None),
)
Index("ix_jobs_subject", jobs.c.circle, jobs.c.subject)
Index("ix_jobs_member", jobs.c.circle, jobs.c.member)

posts = Table(
    "posts",
    metadata,
    Column("platform", Code, primary_key=True),
    Column("realm", String(64), primary_key=True),
    Column("address", String(64), primary_key=True),
    Column("message", String(64), primary_key=True),
    Column("circle", Id, nullable=False),
    Column("subject", String(48), nullable=False),
    Column("kind", Code, nullable=False),
    Column("direct", Boolean, nullable=False),
    Column("member", Id),
    Column("edited_at", Utc, nullable=False),
    Index("ix_posts_subject", "circle", "subject"),
)
