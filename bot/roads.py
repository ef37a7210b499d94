"""What the core asks of storage for its two roads: drafts and inbox in, jobs and posts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.vocabulary import Account, Notice, Place, Values


@dataclass(frozen=True, slots=True)
class Draft:
    """A submitted form, kept before anything else happens to it; `fields` is None once it was handled."""

    id: str
    key: str
    account: str
    circle: str | None
    verb: str
    subject: str
    version: int
    fields: Values | None
    created_at: datetime
    opening: str = ""
    done_at: datetime | None = None


class Drafts(Protocol):
    async def keep(self, draft: Draft) -> Draft:
        """Store it, or find the same submission: one row per key."""

    async def get(self, draft: str, account: str) -> Draft | None:
        """One's own only."""

    async def open(self, account: str) -> Sequence[Draft]:
        """One's own unhandled submissions, newest first, at most 5."""

    async def close(self, draft: str, *, alone: bool = False) -> bool:
        """Handled: the words go, the key stays so that a duplicate is recognised. False: it was already.

        What the same form sent before goes along, unless `alone`.
        """

    async def forget(self, now: datetime) -> int:
        """Without a circle after 24 hours, handled after 30 days, idle after 180."""


class Inbox(Protocol):
    async def first(self, event: str) -> bool:
        """True the first time; the key commits with the effect."""

    async def forget(self, before: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class JobRow:
    """One thing to say or do later: ids only, never text. `attempts` is the fence."""

    id: int
    key: str
    kind: str
    circle: str | None
    subject: str
    member: str | None
    platform: str
    realm: str
    address: str  # a place, or a person where `direct`
    direct: bool
    message: str | None  # the copy to edit; None: something new
    due_at: datetime
    attempts: int
    intent: bool  # a send was under way when the last attempt ended

    @property
    def target(self) -> Place | Account:
        if self.direct:
            return Account(self.platform, self.realm, self.address)
        return Place(self.platform, self.realm, self.address)


@dataclass(frozen=True, slots=True)
class Post:
    """A message of ours: what it shows, to whom, where."""

    platform: str
    realm: str
    address: str
    message: str
    circle: str
    subject: str
    kind: str
    direct: bool
    member: str | None


class Jobs(Protocol):
    async def add(self, notice: Notice) -> None:
        """One row per place of the circle, or for the member's account; a key already there wins."""

    async def later(self, kind: str, circle: str, subject: str, due_at: datetime, state: str = "") -> None:
        """A domain act at an instant: no platform involved."""

    async def refresh(self, circle: str, subject: str, state: str) -> None:
        """Re-render every copy of a thing, and of its parts (`<subject>.…`): one row per post."""

    async def cancel(self, circle: str, subject: str, kinds: Sequence[str]) -> None:
        """Due rows of these kinds are done without running."""

    async def claim(self, limit: int, lease_s: float, platforms: Sequence[str]) -> Sequence[JobRow]:
        """The oldest due rows of these platforms, one per lane, leased to the caller; and domain acts."""

    async def intend(self, job: JobRow) -> bool:
        """About to send: False where the lease was lost."""

    async def finish(self, job: JobRow, sent_ref: str | None = None) -> bool: ...

    async def put_off(self, job: JobRow, due_at: datetime, *, intent: bool) -> bool: ...

    async def park(self, job: JobRow, state: str, reason: str) -> bool:
        """To `held`, `uncertain` or `dead`."""

    async def next_due(self) -> datetime | None: ...

    async def parked(self, circle: str, member: str) -> Sequence[JobRow]:
        """What could not reach this member: it waits in *À faire*."""

    async def unsure(self, circle: str) -> int:
        """How many messages of a circle may not have arrived (`uncertain` or `dead`): for its steward."""

    async def forget(self, before: datetime) -> int: ...


class Posts(Protocol):
    async def add(self, post: Post) -> None: ...

    async def remove(self, post: Post) -> None:
        """This copy shows nothing any more, and never will again."""

    async def at(self, place: Place, message: str) -> Post | None: ...


def account_key(account: Account) -> str:
    """The account as one string: what drafts and invitations are filed under."""
    return f"{account.platform}:{account.realm}:{account.user}"
