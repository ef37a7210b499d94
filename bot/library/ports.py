"""What the core asks of storage about finding. Every read goes through the gate `visible`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.card import Audience
from bot.library.models import Asking, Found, Wish


class Library(Protocol):
    async def find(
        self, reader: Audience, circle: int, wish: Wish, *, first: int = 0, count: int = 6
    ) -> Found:
        """What is shared and fits the wish, best first: title before tag before text, tried and tested
        first, the newest first. All words must stand in it; where no practice has them all, any. Where
        nothing has any, the circle's own words that are spelt alike are looked up instead."""

    async def titles(self, reader: Audience, typed: str, count: int = 25) -> Sequence[tuple[str, str]]:
        """(id, title) of shared practices, and of the reader's own, whose title has what was typed."""

    async def labels(self, reader: Audience) -> tuple[Sequence[str], Sequence[str]]:
        """Tags and method families of what is shared, most used first."""

    async def forget_taken_back(self) -> bool:
        """What was taken back is found no more from its own transaction on; here a part of what is left of
        its words leaves the storage's pages. True: there is more to do."""

    async def has_read(self, reader: Audience, practice: str) -> bool: ...

    async def note_reading(self, reader: Audience, practice: str) -> None:
        """The reader opened it: what they never read is a filter of the list. Once is kept."""

    async def keep_request(self, request: Asking) -> None:
        """What somebody looks for; again with the same id, its newer words and state."""

    async def request(self, reader: Audience, request: str) -> Asking | None:
        """One's own, or what the circle was asked."""

    async def drop_request(self, request: Asking) -> None: ...
