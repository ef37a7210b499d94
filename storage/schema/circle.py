"""A circle: its places, its members and their accounts, its charter and who comes in."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from storage.schema.columns import Code, Id, Utc, metadata

circles = Table(
    "circles",
    metadata,
    Column("id", Id, primary_key=True),
    Column("num", Integer, nullable=False, unique=True),
    Column("name", String(24), nullable=False),
    Column("lang", String(2), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("register", String(4), nullable=False),
    Column("objectives", Text, nullable=False),
    Column("readers", Integer, nullable=False),
    Column("charter", Integer, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("version", Integer, nullable=False),
    Column("frozen_at", Utc),  # its installation ended: nothing is said or shown, and it goes
    CheckConstraint("readers BETWEEN 0 AND 2", name="readers"),
)

places = Table(
    "places",
    metadata,
    Column("platform", Code, primary_key=True),
    Column("realm", String(64), primary_key=True),
    Column("place", String(64), primary_key=True),
    Column("circle", Id, ForeignKey("circles.id", ondelete="CASCADE"), nullable=False, index=True),
)

members = Table(
    "members",
    metadata,
    Column("circle", Id, ForeignKey("circles.id", ondelete="CASCADE"), primary_key=True),
    Column("id", Id, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("role", Code, nullable=False),
    Column("status", Code, nullable=False),
    Column("lang", String(2)),
    Column("zone", String(64)),
    Column("opens", Integer, nullable=False),
    Column("closes", Integer, nullable=False),
    Column("weekly", Integer, nullable=False),
    Column("away_until", Date),
    Column("joined_at", Utc, nullable=False),
    Column("last_used_at", Utc),
    Column("version", Integer, nullable=False),
    CheckConstraint("weekly BETWEEN 0 AND 4", name="weekly"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("circle", Id, primary_key=True),
    Column("platform", Code, primary_key=True),
    Column("realm", String(64), primary_key=True),
    Column("user", String(64), primary_key=True),
    Column("member", Id, nullable=False),
    Column("linked_at", Utc, nullable=False),
    Column("inside", Boolean),  # of the circle's place there; none: nobody said
    Column("inside_at", Utc),  # as of when: of two words the later counts
    ForeignKeyConstraint(["circle", "member"], ["members.circle", "members.id"], ondelete="CASCADE"),
    Index("ix_accounts_who", "platform", "realm", "user"),
    Index("ix_accounts_member", "circle", "member"),
)

charters = Table(
    "charters",
    metadata,
    Column("circle", Id, ForeignKey("circles.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("kind", Code, nullable=False),
    Column("effective_at", Utc, nullable=False),
    Column("author", Id, nullable=False),
)

acceptances = Table(
    "acceptances",
    metadata,
    Column("circle", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("accepted_at", Utc, nullable=False),
    Column("platform", Code, nullable=False),
    ForeignKeyConstraint(["circle", "member"], ["members.circle", "members.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["circle", "number"], ["charters.circle", "charters.number"]),
)

invitations = Table(
    "invitations",
    metadata,
    Column("circle", Id, ForeignKey("circles.id", ondelete="CASCADE"), primary_key=True),
    Column("id", Id, primary_key=True),
    Column("account", String(200)),
    Column("code_digest", String(64), unique=True),
    Column("invited_by", Id, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("uses_left", Integer, nullable=False),
    Column("status", Code, nullable=False),
    Column("parent", Id),  # the code that was entered: its cap counts this one when it is accepted
    ForeignKeyConstraint(["circle", "parent"], ["invitations.circle", "invitations.id"], ondelete="CASCADE"),
    Index("ix_invitations_account", "account"),
    Index("uq_invitations_entered", "circle", "parent", "account", unique=True),
)
