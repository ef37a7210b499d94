"""What the core asks of storage about notes and kept practices. Every read goes through the gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.card import Audience
from bot.exchanges.models import Alert, Bond, Note
from bot.practices.models import Practice


class Notes(Protocol):
    async def add(self, note: Note) -> bool:
        """A new note; False, with nothing written, where its id is there already."""

    async def get(self, reader: Audience, note: str) -> Note | None:
        """One note as this reader may see it: complements of what they see; else what they wrote or got."""

    async def about(self, reader: Audience, practice: str) -> Sequence[Note]:
        """Every note on a practice that this reader may see, the oldest first, at most 300."""

    async def complements(self, reader: Audience, practice: str) -> int:
        """How many complements this reader may see."""

    async def thread(self, reader: Audience, question: str) -> Sequence[Note]:
        """A question and its answer, as this reader may see them."""

    async def erase(self, note: Note) -> bool:
        """Forget a note; False where it was gone already."""

    async def keep(self, reader: Audience, practice: str) -> None:
        """*Garder*: kept once, however often it is asked."""

    async def unkeep(self, reader: Audience, practice: str) -> None: ...

    async def kept(self, reader: Audience) -> Sequence[Practice]:
        """What this reader keeps and may still see, newest first, at most 300."""

    async def bond(self, reader: Audience, practice: str) -> Bond:
        """How this reader stands to a practice that they may see."""


class Alerts(Protocol):
    async def add(self, alert: Alert) -> bool:
        """A new alert; False, with nothing written, where its id is there already."""

    async def get(self, reader: Audience, alert: str) -> Alert | None:
        """One alert, for the author, the peer or the reporter; who raised it only where they may know."""
