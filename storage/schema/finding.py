"""Finding again; the tokens themselves are in `practice_fts` (storage/search_index.py)."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, String, Table, Text

from storage.schema.columns import Id, metadata

indexed = Table(
    "indexed",
    metadata,
    Column("circle", Id, primary_key=True),
    Column("practice", Id, primary_key=True),
    Column("digest", String(32), nullable=False),
    Column("words", Text, nullable=False),
    ForeignKeyConstraint(["circle", "practice"], ["practices.circle", "practices.id"], ondelete="CASCADE"),
)

vocabulary = Table(
    "vocabulary",
    metadata,
    Column("circle", Id, ForeignKey("circles.id", ondelete="CASCADE"), primary_key=True),
    Column("word", String(40), primary_key=True),
    Column("uses", Integer, nullable=False),  # practices that have it
)
