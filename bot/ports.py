"""What the core needs from the outside: a database, a clock, somebody who sends."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.ahead import Ahead
from bot.card import Card
from bot.circles.ports import Circles
from bot.exchanges.ports import Alerts, Notes
from bot.i18n import Voice
from bot.library.imports import Imports
from bot.library.ports import Library
from bot.members.ports import Members
from bot.practices.ports import Practices
from bot.roads import Drafts, Erasures, Inbox, Jobs, Leases, Meta, Posts
from bot.sessions.ports import Sessions
from bot.trials.ports import Trials
from bot.vocabulary import Account, Place


class Clock(Protocol):
    """The one source of time; nothing else reads it."""

    def now(self) -> datetime: ...


class Transaction(Protocol):
    """One connection, its queries, one instant and a maker of ids. It cannot commit."""

    now: datetime
    members: Members
    circles: Circles
    practices: Practices
    trials: Trials
    notes: Notes
    alerts: Alerts
    sessions: Sessions
    library: Library
    drafts: Drafts
    inbox: Inbox
    jobs: Jobs
    posts: Posts
    leases: Leases
    meta: Meta
    imports: Imports
    ahead: Ahead
    erasures: Erasures

    def new_id(self) -> str: ...


class Database(Protocol):
    """Gives transactions: committed when the block ends, rolled back when it raises."""

    def read(self) -> AbstractAsyncContextManager[Transaction]: ...

    def write(self) -> AbstractAsyncContextManager[Transaction]: ...


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a message stands, so that it can be edited."""

    realm: str
    address: str
    message: str


class Access(StrEnum):
    """What a place is to us."""

    READY = "ready"  # private, and we may write there
    PUBLIC = "public"  # everybody in the server reads it
    SHARED = "shared"  # people of another organisation read it, or are about to
    SHUT = "shut"  # we may not read or write there


class Sender(Protocol):
    """One platform's outgoing side. Raises only `Delivery` errors."""

    platform: str
    idempotent: bool  # a second send with the same nonce makes no second message
    edit_every_s: float  # a message is edited at most that often
    announces_leaves: bool  # who leaves is told to us; elsewhere `stands` has to be asked

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        """To a `Thread`: there, with its people let in; in its place, where there can be no thread."""

    async def edit(self, where: Sent, card: Card, voice: Voice) -> None: ...

    async def find(self, to: Place | Account, nonce: str, since: datetime) -> Sent | None:
        """What an unclear send, begun after that instant, left there; None where it left nothing.

        Where a second send with the same nonce makes no second message, None may also mean that nobody may
        look. Raises: Delivery; Uncertain, where nobody may look and a second send would be a second message.
        """

    async def stands(self, place: Place, account: Account) -> bool | None:
        """Whether somebody is in the server or workspace of a place; None where nobody can tell just now.

        Raises: RetryAfter.
        """

    async def access(self, place: Place) -> Access | None:
        """What we may do in a place, and who reads it; None where that cannot be told."""

    async def make_place(self, realm: str, name: str, steward: Account, *, again: bool) -> Place | None:
        """A private place for a circle, open to its steward; None where a person has to make it by hand.

        `again`: an earlier try may have got through, so what it left is looked for first. Raises: Delivery.
        """

    async def admit(self, to: Place, account: Account) -> bool:
        """Open a circle's place to a member; False where a person has to do it by hand.

        A `Thread` is the place itself here: its id is where its messages stand.
        """
