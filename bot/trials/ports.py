"""What the core asks of storage about endorsements and trials."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.card import Audience
from bot.trials.models import Effect, Endorsement, Tally, Trial
from bot.vocabulary import Account


class Trials(Protocol):
    async def lock(self, circle: str, member: str) -> None:
        """One act of a member at a time, until the transaction ends."""

    async def standing(self, circle: str, practice: str, member: str) -> Sequence[Endorsement]:
        """What stands of this member's, by all their ways."""

    async def move(self, endorsement: Endorsement, *, ordered: bool) -> bool:
        """Give or take back; True where that changed the row.

        `ordered`: the events of this source arrive in their own order, so that the last to arrive wins. Else
        the latest instant wins, and at equal instants the removal.
        """

    async def emoji(self, circle: str, practice: str, platform: str) -> Sequence[Endorsement]:
        """Every endorsement that stands by an emoji of that platform."""

    async def speakers(self, circle: str, accounts: Sequence[Account]) -> dict[str, str]:
        """Account key -> member, of those who are members and accepted the charter."""

    async def reread(self, circle: str, practice: str, platform: str, found: Sequence[Endorsement]) -> None:
        """What stands by emoji of that platform now, in place of what stood."""

    async def get(self, reader: Audience, practice: str) -> Trial | None:
        """The reader's own trial."""

    async def save(self, trial: Trial) -> None:
        """One trial for each member and practice: the newest state."""

    async def remove(self, trial: Trial) -> None: ...

    async def open(self, reader: Audience) -> Sequence[Effect]:
        """The reader's own trials that still have to say what came of it, the longest first."""

    async def mine(self, reader: Audience) -> Sequence[Effect]:
        """All the reader's own trials: the open ones first, then those answered last; at most 100."""

    async def news(self, reader: Audience, day: date) -> Sequence[Effect]:
        """What an author is told on that day, in the order of the answers."""

    async def quotes(self, reader: Audience, practice: str) -> Sequence[Effect]:
        """The notes that may be quoted to whoever may see the practice, newest first, at most 3."""

    async def tally(self, circle: str, practice: str, author: str) -> Tally:
        """How many say what of it."""

    async def tallies(self, circle: str, authors: dict[str, str]) -> dict[str, Tally]:
        """The same for several: practice -> its author in, practice -> its tally out."""
