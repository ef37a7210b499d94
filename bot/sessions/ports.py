"""What the core asks of storage about sessions. Every read of their words goes through the gate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.card import Audience
from bot.sessions.models import Answer, Commitment, Rsvp, Session


class Sessions(Protocol):
    async def add(self, session: Session) -> None:
        """A new session; nothing happens where the id is there already."""

    async def get(self, reader: Audience, session: str, *, lock: bool = False) -> Session | None:
        """One session as this reader may see it. `lock`: answers to it wait for this transaction."""

    async def planner(self, circle: str, session: str) -> str | None:
        """Whose it is: an id, no content; for acts of the core itself."""

    async def coming(self, reader: Audience, after: datetime) -> Sequence[Session]:
        """Those that end after that instant, soonest first, at most 100: planned, or one's own proposal."""

    async def unanswered(self, reader: Audience) -> Sequence[Session]:
        """Sessions of the last weeks that the reader came to and that still ask them something now."""

    async def save(self, session: Session) -> Session:
        """Update where the version is the one read; gives back the new version. Raises: Stale."""

    async def hold(self, circle: str, session: str, member: str | None) -> None:
        """Who brings the subject: no new version, so that a form open on it stays good."""

    async def rsvps(self, circle: str, session: str) -> Sequence[Rsvp]:
        """The standing answers of active members, in the order in which they were given."""

    async def answer(self, circle: str, session: str, member: str, answer: Answer, *, topic: bool) -> None:
        """One standing answer a member; the same one again keeps its turn."""

    async def commitment(self, reader: Audience, session: str) -> Commitment | None:
        """The reader's own."""

    async def promise(self, commitment: Commitment) -> None:
        """Add it, or take the place of the one that is there."""
