"""Every table and index, for SQLite and PostgreSQL alike.

Content tables have the primary key (circle, id) and foreign keys that include the circle, so that PostgreSQL
can partition them by circle. Instants are UTC. Ids are opaque, text, at most 24 characters.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Utc(TypeDecorator[datetime]):
    """An aware instant in, the same instant in UTC out (SQLite forgets zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        aware: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC)


Id = String(24)
Code = String(32)

meta = Table("meta", metadata, Column("key", Code, primary_key=True), Column("value", Text, nullable=False))

leases = Table(
    "leases",
    metadata,
    Column("name", Code, primary_key=True),
    Column("holder", Id),  # None: free
    Column("beat", BigInteger, nullable=False),  # goes on with each change
    Column("until", Utc, nullable=False),
)

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

# --- a practice is used ----------------------------------------------------------------------------------

endorsements = Table(
    "endorsements",
    metadata,
    Column("circle", Id, primary_key=True),
    Column("practice", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("meaning", Code, primary_key=True),  # useful | trying | worked
    Column("source", String(200), primary_key=True),  # "button", or the account whose emoji it is
    Column("standing", Boolean, nullable=False),  # a removal is remembered: a late addition loses to it
    Column("number", Integer, nullable=False),  # the version of the words that it is about
    Column("moved_at", Utc, nullable=False),
    ForeignKeyConstraint(["circle", "practice"], ["practices.circle", "practices.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["circle", "member"], ["members.circle", "members.id"]),
)

trials = Table(
    "trials",
    metadata,
    Column("circle", Id, primary_key=True),
    Column("practice", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("ask_at", Utc),  # when the follow-up is due; none: nothing will be asked
    Column("asked", Integer, nullable=False),  # how often it was put off by « pas encore essayé »
    Column("outcome", Code),  # worked | mixed | not_yet | not_for_me
    Column("note", Text, nullable=False),
    Column("public", Boolean, nullable=False),  # whether the note may be quoted to the circle
    Column("by_emoji", Boolean, nullable=False),  # 🌱 alone said so: it goes with it
    Column("answered_at", Utc),
    Column("news_on", Date),  # the day on which the author is told
    ForeignKeyConstraint(["circle", "practice"], ["practices.circle", "practices.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["circle", "member"], ["members.circle", "members.id"]),
    Index("ix_trials_member", "circle", "member"),
)

kept = Table(
    "kept",
    metadata,
    Column("circle", Id, primary_key=True),
    Column("practice", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("kept_at", Utc, nullable=False),
    ForeignKeyConstraint(["circle", "practice"], ["practices.circle", "practices.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["circle", "member"], ["members.circle", "members.id"]),
    Index("ix_kept_member", "circle", "member"),
)

reads = Table(
    "reads",
    metadata,
    Column("circle", Id, primary_key=True),
    Column("practice", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("read_at", Utc, nullable=False),  # the first time that *Lire* was opened
    ForeignKeyConstraint(["circle", "practice"], ["practices.circle", "practices.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["circle", "member"], ["members.circle", "members.id"]),
)

requests = Table(
    "requests",
    metadata,
    Column("circle", Id, primary_key=True),
    Column("id", Id, primary_key=True),
    Column("member", Id, nullable=False),
    Column("words", Text, nullable=False),  # what nobody has shared yet, and somebody looks for
    Column("state", Code, nullable=False),  # draft | asked
    Column("made_at", Utc, nullable=False),
    ForeignKeyConstraint(["circle", "member"], ["members.circle", "members.id"]),
)

alerts = Table(
    "alerts",
    metadata,
    Column("circle", Id, primary_key=True),
    Column("id", Id, primary_key=True),
    Column("practice", Id, nullable=False),
    Column("reporter", Id, nullable=False),  # shown to nobody but themselves, unless they signed
    Column("worry", Code, nullable=False),  # confidentiality | hold | limits | other
    Column("words", Text, nullable=False),
    Column("signed", Boolean, nullable=False),
    Column("peer", Id),  # who hears of it beside the author; none where there is nobody
    Column("raised_at", Utc, nullable=False),
    ForeignKeyConstraint(["circle", "practice"], ["practices.circle", "practices.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["circle", "reporter"], ["members.circle", "members.id"]),
    Index("ix_alerts_practice", "circle", "practice"),
)

notes = Table(
    "notes",
    metadata,
    Column("circle", Id, primary_key=True),
    Column("id", Id, primary_key=True),
    Column("practice", Id, nullable=False),
    Column("kind", Code, nullable=False),  # question | answer | thanks | complement
    Column("writer", Id, nullable=False),
    Column("reader", Id),  # none: whoever may see the practice
    Column("answers", Id),  # the question
    Column("words", Text, nullable=False),
    Column("written_at", Utc, nullable=False),
    ForeignKeyConstraint(["circle", "practice"], ["practices.circle", "practices.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["circle", "writer"], ["members.circle", "members.id"]),
    Index("ix_notes_practice", "circle", "practice"),
)

# --- meeting ---------------------------------------------------------------------------------------------

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

# --- finding again: the tokens themselves are in `practice_fts` (storage/search_index.py) -------------------

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

# --- the two roads ---------------------------------------------------------------------------------------

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

# --- what is gone ----------------------------------------------------------------------------------------

erasures = Table(
    "erasures",
    metadata,
    Column("kind", Code, primary_key=True),  # practice.erased, practice.withdrawn, note.erased...
    Column("circle", Id, primary_key=True),
    Column("thing", Id, primary_key=True),
    Column("at", Utc, primary_key=True),
)

CONTENT = (
    practices,
    practice_versions,
    reviews,
    endorsements,
    trials,
    kept,
    reads,
    requests,
    indexed,
    vocabulary,
    notes,
    alerts,
    sessions,
    rsvps,
    commitments,
)
