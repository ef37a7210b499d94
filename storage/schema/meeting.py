"""A session, who comes, and what each is going to try."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table, Text

from storage.schema.columns import Code, Id, Utc, metadata

sessions = Table(
    "sessions",
    metadata,
    Column("circle", Id, ForeignKey("circles.id", ondelete="CASCADE"), primary_key=True),
    Column("id", Id, primary_key=True),
    Column("planner", Id, nullable=False),
    Column("holder", Id),  # who brings the subject
    Column("title", Text, nullable=False),
    Column("starts_at", Utc, nullable=False),
    Column("wall", String(16), nullable=False),  # the wall time that was meant, 2026-11-26T18:00
    Column("zone", String(64), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("spot", Text, nullable=False),  # a link or an address
    Column("seats", Integer, nullable=False),
    Column("state", Code, nullable=False),  # proposed | planned | cancelled | over
    Column("version", Integer, nullable=False),
    Column("created_at", Utc, nullable=False),
    ForeignKeyConstraint(["circle", "planner"], ["members.circle", "members.id"]),
    ForeignKeyConstraint(["circle", "holder"], ["members.circle", "members.id"]),
    Index("ix_sessions_starts", "circle", "starts_at"),
)

rsvps = Table(
    "rsvps",
    metadata,
    Column("circle", Id, primary_key=True),
    Column("session", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("answer", Code, nullable=False),  # yes | maybe | no
    Column("answered_at", Utc, nullable=False),  # the first *yes* of those still standing has the first seat
    Column("topic", Boolean, nullable=False),  # offers to bring a subject
    ForeignKeyConstraint(["circle", "session"], ["sessions.circle", "sessions.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["circle", "member"], ["members.circle", "members.id"]),
)

commitments = Table(
    "commitments",
    metadata,
    Column("circle", Id, primary_key=True),
    Column("session", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("words", Text, nullable=False),  # what they are going to try; "" where they skipped it
    Column("said_at", Utc, nullable=False),
    Column("ask_at", Utc),
    Column("asked", Integer, nullable=False),
    Column("outcome", Code),
    Column("note", Text, nullable=False),
    Column("answered_at", Utc),
    ForeignKeyConstraint(["circle", "session"], ["sessions.circle", "sessions.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["circle", "member"], ["members.circle", "members.id"]),
)
