"""A practice: where it stands, its words by version, and what its readers said before it was shared."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from storage.schema.columns import Code, Id, Utc, metadata

practices = Table(
    "practices",
    metadata,
    Column("circle", Id, ForeignKey("circles.id", ondelete="CASCADE"), primary_key=True),
    Column("id", Id, primary_key=True),
    Column("author", Id, nullable=False),
    Column("state", Code, nullable=False),
    Column("number", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("unread", Boolean, nullable=False),
    Column("waited", Boolean, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("asides", JSON, nullable=False),
    Column("sent_at", Utc),
    Column("due_at", Utc),
    Column("shared_at", Utc),
    Column("created_at", Utc, nullable=False),
    Column("lang", String(2), nullable=False, server_default="fr"),
    Column("families", JSON(none_as_null=True)),
    Column("ref", String(64)),  # its id in the library it was imported from
    Column("brought", String(32)),  # digest of its line there, as it last came in
    Column("confirmed_at", Utc),  # the author last said that it still holds
    ForeignKeyConstraint(["circle", "author"], ["members.circle", "members.id"]),
    Index("ix_practices_author", "circle", "author"),
    Index("uq_practices_ref", "circle", "ref", unique=True),
)

practice_versions = Table(
    "practice_versions",
    metadata,
    Column("circle", Id, primary_key=True),
    Column("practice", Id, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("useful_for", Text, nullable=False),
    Column("steps", Text, nullable=False),
    Column("kind", Code, nullable=False),
    Column("tried", Code, nullable=False),
    Column("duration", Text, nullable=False),
    Column("limits", Text, nullable=False),
    Column("support", Text, nullable=False),
    Column("attribution", Text, nullable=False),
    Column("created_at", Utc, nullable=False),
    ForeignKeyConstraint(["circle", "practice"], ["practices.circle", "practices.id"], ondelete="CASCADE"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("circle", Id, primary_key=True),
    Column("practice", Id, primary_key=True),
    Column("reader", Id, primary_key=True),
    Column("verdict", Code, nullable=False),
    Column("note", Text, nullable=False),
    Column("asked_at", Utc, nullable=False),
    Column("answered_at", Utc),
    ForeignKeyConstraint(["circle", "practice"], ["practices.circle", "practices.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["circle", "reader"], ["members.circle", "members.id"]),
    Index("ix_reviews_reader", "circle", "reader"),
)
