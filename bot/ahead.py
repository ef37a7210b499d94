"""What is still to be said, as rows without content: for a page that shows time ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.vocabulary import Account


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that will be said or done: which kind, to whom, when; never what it says.

    `account` is who it is for, None for a circle's place or an act of the core. `held` is the reason why it
    waits, "" where nothing holds it back.
    """

    kind: str
    due_at: datetime
    account: Account | None = None
    held: str = ""


@dataclass(frozen=True, slots=True)
class Meter:
    """Private messages nobody asked for: how many came in seven days, of how many at most."""

    sent: int
    limit: int


class Ahead(Protocol):
    """Questions about the jobs table that nothing but a page asks."""

    async def coming(self, limit: int) -> Sequence[Coming]:
        """What is due later or held, soonest first; edits of what stands are left out."""

    async def counted(self, account: Account, kinds: Sequence[str], since: datetime) -> int:
        """How many messages of these kinds went to an account after an instant."""
