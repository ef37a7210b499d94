"""What the core asks of storage about practices. Every read goes through the gate `visible`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.card import Audience
from bot.practices.models import Content, Practice, Review


class Practices(Protocol):
    async def add(self, practice: Practice) -> None:
        """A new practice and its first version; nothing happens where the id is there already."""

    async def get(self, reader: Audience, practice: str) -> Practice | None:
        """One practice as this reader may see it: own ones, those shared, those one was asked to read."""

    async def author(self, circle: str, practice: str) -> str | None:
        """Whose it is: an id, no content; for acts of the core itself."""

    async def own(self, reader: Audience) -> Sequence[Practice]:
        """The reader's own drafts, those in review and those shared, newest first, at most 300."""

    async def similar_candidates(self, reader: Audience, circle: int, words: str) -> Sequence[Practice]:
        """What the circle (by its number) shares and might say the same: a few, by the words in common."""

    async def asked(self, reader: Audience) -> Sequence[Practice]:
        """Those waiting for this reader's look."""

    async def waiting(self, circle: str) -> int:
        """How many wait for a look: a count, for the steward; no text."""

    async def save(self, practice: Practice) -> Practice:
        """Update where the version is the one read; gives back the new version. Raises: Stale."""

    async def revise(self, practice: Practice, content: Content) -> Practice:
        """A new version of the words, and `save`. Raises: Stale."""

    async def erase(self, practice: Practice) -> None:
        """Forget a draft altogether. Raises: Stale."""

    async def tags(self, circle: str) -> Sequence[str]:
        """The circle's own vocabulary, most used first, at most 100."""

    async def reviews(self, circle: str, practice: str) -> Sequence[Review]: ...

    async def candidates(self, circle: str, practice: str) -> Sequence[tuple[str, str]]:
        """(member, name) who may read it: active, charter accepted, not away, not the author, not yet asked;
        who read least recently first."""

    async def ask(self, circle: str, practice: str, readers: Sequence[str]) -> None: ...

    async def close_round(self, circle: str, practice: str) -> None:
        """The looks asked for so far are over: they may be asked for again."""

    async def answer(self, review: Review) -> None: ...
