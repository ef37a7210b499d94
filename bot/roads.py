"""What the core asks of storage for its two roads: drafts and inbox in, jobs and posts out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
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


WHY_UNREACHED = ("gone", "shut", "shared", "public")  # why nothing is said in a place


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

    async def erase(self, draft: str, *, alone: bool = False) -> bool:
        """As `close`, and for good: no backup brings the words back."""

    async def forget(self, now: datetime) -> int:
        """Without a circle after 24 hours, handled after 30 days, idle after 180."""


class Erasures(Protocol):
    async def note(self, kind: str, circle: str, thing: str) -> None:
        """This is gone, now and in every backup: an id, never a word."""


class Inbox(Protocol):
    async def first(self, event: str) -> bool:
        """True the first time; the key commits with the effect."""

    async def forget(self, before: datetime) -> int: ...


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
    failures: int = 0  # sends that failed: it gives up on them
    state: str = "leased"  # due | leased | sending | held | uncertain | done | dead
    held_reason: str | None = None  # hours | weekend | away | day | week | closed; or what went wrong
    first_due_at: datetime | None = None  # before anything put it off
    lane: str = ""  # rows of one lane run one after the other

    @property
    def target(self) -> Place | Account:
        if self.direct:
            return Account(self.platform, self.realm, self.address)
        return Place(self.platform, self.realm, self.address)

    def post(self, realm: str, address: str, message: str) -> Post:
        """The message there, as what this row says."""
        circle = self.circle or ""
        return Post(
            self.platform, realm, address, message, circle, self.subject, self.kind, self.direct, self.member
        )


class Jobs(Protocol):
    async def add(self, notice: Notice) -> bool:
        """One row per place of the circle, or for the member's account; a key already there wins.

        False: nothing new came of it.
        """

    async def later(self, kind: str, circle: str, subject: str, due_at: datetime, state: str = "") -> None:
        """A domain act at an instant: no platform involved."""

    async def refresh(self, circle: str, subject: str, state: str, kind: str = "") -> None:
        """Re-render every copy of a thing, and of its parts (`<subject>.…`): one row per post.

        With a kind, only the copies of that kind.
        """

    async def cancel(self, circle: str, subject: str, kinds: Sequence[str], *, parts: bool = False) -> None:
        """Due rows of these kinds are done without running; with `parts`, of `<subject>.…` too."""

    async def claim(
        self, limit: int, lease_s: float, platforms: Sequence[str], ranks: Mapping[str, int] | None = None
    ) -> Sequence[JobRow]:
        """The oldest due rows of these platforms, one per lane, leased to the caller; and domain acts.

        Within a lane a new message of a kind in `ranks` waits for all others, the lowest rank first; what
        may be on its way already comes before everything.
        """

    async def sent_to(
        self, lanes: Sequence[str], kinds: Sequence[str], since: datetime
    ) -> Sequence[tuple[str, str, datetime]]:
        """(lane, kind, instant) of new messages of these kinds after `since`, of all circles; one statement.

        What may have been sent, and nobody knows, counts as sent.
        """

    async def hold(self, jobs: Mapping[int, tuple[datetime | None, str]], claimed: Sequence[JobRow]) -> None:
        """Claimed rows wait, by id: until an instant and why; without an instant until somebody asks."""

    async def reconsider(self, circle: str, member: str) -> None:
        """What courtesy holds for this member is due now: their settings changed."""

    async def supersede(self, edits: Sequence[JobRow]) -> None:
        """Other due edits of the same messages are done: these will show the last state."""

    async def awaiting(self, circle: str, kind: str, member: str) -> str | None:
        """The subject of the oldest message of that kind to this member that was not said yet.

        It cannot be finished by anybody before this transaction ends.
        """

    async def said_at(self, circle: str, kind: str, subject: str) -> datetime | None:
        """When that was said last."""

    async def intend(self, job: JobRow) -> bool:
        """About to send: False where the lease was lost."""

    async def intend_several(self, jobs: Sequence[JobRow], lease_s: float) -> Set[int]:
        """About to send all these, leased from here on: the ids of those whose lease was not lost."""

    async def finish(self, job: JobRow, sent_ref: str | None = None) -> bool: ...

    async def finish_several(self, sent: Sequence[tuple[JobRow, str | None]]) -> Set[int]:
        """All these at once, with their messages: the ids of those whose lease was not lost."""

    async def put_off(self, job: JobRow, due_at: datetime, *, intent: bool, failed: bool = True) -> bool: ...

    async def follow(self, job: JobRow, due_at: datetime) -> None:
        """What was due before that instant in this row's lane comes right behind it."""

    async def park(self, job: JobRow, state: str, reason: str) -> bool:
        """To `held`, `uncertain` or `dead`."""

    async def uncalled(self, kind: str, platform: str) -> Sequence[tuple[str, Place]]:
        """Circles with a place there for which no row of that kind is ahead."""

    async def next_due(self, after: datetime | None = None) -> datetime | None:
        """When there is something to claim next, after that instant where one is given."""

    async def upcoming(self, limit: int) -> Sequence[JobRow]:
        """What is still to come, held or not, of all circles: by instant."""

    async def parked(self, circle: str, member: str) -> Sequence[JobRow]:
        """What has not reached this member, and is held: it waits in *À faire*."""

    async def unsure(self, circle: str) -> int:
        """How many messages of a circle may not have arrived (`uncertain` or `dead`): for its steward."""

    async def lost(self, circle: str) -> Sequence[JobRow]:
        """The rows that `unsure` counts, oldest first."""

    async def unreached(self, circle: str) -> str:
        """Why a place of the circle takes nothing, as its newest message says, or ""."""

    async def readdress(self, circle: str, place: Place) -> None:
        """What is still to be said in the circle's place on that platform is said in this one, and what could
        not be said there is tried again."""

    async def settle(self, circle: str, job: int, *, again: bool) -> bool:
        """A person decides about an `uncertain` or `dead` row: once more, or no more. False: neither."""

    async def forget(self, before: datetime) -> int: ...


class Posts(Protocol):
    async def add(self, *posts: Post) -> None:
        """Messages that are known already show something new."""

    async def remove(self, post: Post) -> None:
        """This copy shows nothing any more, and never will again."""

    async def at(self, place: Place, message: str) -> Post | None: ...

    async def showing(self, place: Place, circle: str, subject: str) -> Post | None:
        """The newest message there that shows a thing."""

    async def edited(self, jobs: Sequence[JobRow]) -> Mapping[int, datetime]:
        """When the messages that these rows edit were written or edited last, by row; one statement."""

    async def recent(self, platform: str, kind: str, limit: int) -> Sequence[Post]:
        """Messages of that kind on a platform, newest first."""


@dataclass(frozen=True, slots=True)
class Hold:
    """The row as it was seen: whose it is (None: free), and how often it was taken or renewed."""

    holder: str | None
    beat: int


class Leases(Protocol):
    """What a lease asks of storage. No instant is compared, in any of it."""

    async def look(self, name: str) -> Hold | None:
        """The row, which is not changed; None where nobody ever took it."""

    async def take(self, name: str, holder: str, lease_s: float, over: int | None = None) -> Hold:
        """Taken or renewed where it is free, their own, or still at the beat `over`: whose it is now."""

    async def release(self, name: str, holder: str) -> None:
        """Free, where it was this holder's."""


class Meta(Protocol):
    """What is known of the database itself; nothing of a circle's."""

    async def get(self, key: str) -> str | None: ...

    async def put(self, key: str, value: str) -> None: ...


def account_key(account: Account) -> str:
    """The account as one string: what drafts and invitations are filed under."""
    return f"{account.platform}:{account.realm}:{account.user}"
