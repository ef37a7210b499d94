"""What members do with a practice: they try it, keep it, ask, thank, alert."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKeyConstraint, Index, Integer, String, Table, Text

from storage.schema.columns import Code, Id, Utc, metadata

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
