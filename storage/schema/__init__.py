"""Every table and index, for SQLite and PostgreSQL alike.

Content tables have the primary key (circle, id) and foreign keys that include the circle, so that PostgreSQL
can partition them by circle. Instants are UTC. Ids are opaque, text, at most 24 characters.
"""

from __future__ import annotations

from storage.schema.circle import acceptances, accounts, charters, circles, invitations, members, places
from storage.schema.columns import metadata
from storage.schema.database import erasures, leases, meta
from storage.schema.finding import indexed, vocabulary
from storage.schema.meeting import commitments, rsvps, sessions
from storage.schema.practice import practice_versions, practices, reviews
from storage.schema.roads import drafts, inbox, jobs, posts
from storage.schema.usage import alerts, endorsements, kept, notes, reads, requests, trials

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

__all__ = [
    "CONTENT",
    "acceptances",
    "accounts",
    "alerts",
    "charters",
    "circles",
    "commitments",
    "drafts",
    "endorsements",
    "erasures",
    "inbox",
    "indexed",
    "invitations",
    "jobs",
    "kept",
    "leases",
    "members",
    "meta",
    "metadata",
    "notes",
    "places",
    "posts",
    "practice_versions",
    "practices",
    "reads",
    "requests",
    "reviews",
    "rsvps",
    "sessions",
    "trials",
    "vocabulary",
]
