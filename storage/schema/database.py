"""The database itself: a few words about it, who holds a lease, what is gone from it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Table, Text

from storage.schema.columns import Code, Id, Utc, metadata

meta = Table("meta", metadata, Column("key", Code, primary_key=True), Column("value", Text, nullable=False))

leases = Table(
    "leases",
    metadata,
    Column("name", Code, primary_key=True),
    Column("holder", Id),  # None: free
    Column("beat", BigInteger, nullable=False),  # goes on with each change
    Column("until", Utc, nullable=False),
)

erasures = Table(
    "erasures",
    metadata,
    Column("kind", Code, primary_key=True),  # practice.erased, practice.withdrawn, note.erased...
    Column("circle", Id, primary_key=True),
    Column("thing", Id, primary_key=True),
    Column("at", Utc, primary_key=True),
)
