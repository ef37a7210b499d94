"""What a feature declares: a command, its fields and its handler; and what a handler is given."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Protocol

from bot.card import Audience, Card, File, Option
from bot.circles.models import Circle, Membership
from bot.errors import CharterFirst, NotMember
from bot.i18n import Voice
from bot.limits import VERB, LimitExceeded
from bot.members.models import Member
from bot.ports import Transaction
from bot.recurrence import Recurrence
from bot.roads import JobRow
from bot.vocabulary import (
    Account,
    Fact,
    Field,
    Kind,
    Notice,
    Place,
    Reply,
    Request,
    Thread,
    ToCircle,
    ToMember,
    Values,
)


class Surface(StrEnum):
    """Where a command is started from; a verb with none lives on buttons, forms and reactions."""

    NONE = "none"
    SLASH = "slash"
    MESSAGE = "message"


class Who(StrEnum):
    """The coarse gate, checked before the handler; `policy.may` is the fine one."""

    ANYONE = "anyone"
    MEMBER = "member"  # in this circle, charter accepted
    STEWARD = "steward"


@dataclass(slots=True)
class Context:
    """What a handler works with: the request, one transaction, who asks, and how they are spoken to."""

    request: Request
    tx: Transaction
    memberships: tuple[Membership, ...]
    chosen: Membership | None
    voice: Voice
    draft: str = ""  # the stored submission being handled: a new thing may take this id
    then: Callable[[Transaction], Awaitable[None]] | None = None  # noted after the answer to what only reads
    commands: Mapping[str, Command] = field(default_factory=dict)  # all that can be asked of us

    @property
    def now(self) -> datetime:
        return self.tx.now

    @property
    def subject(self) -> str:
        return self.request.subject

    @property
    def membership(self) -> Membership:
        """Raises: NotMember, CharterFirst."""
        if self.chosen is None:
            raise NotMember
        if not self.chosen.charter_accepted:
            raise CharterFirst
        return self.chosen

    @property
    def member(self) -> Member:
        return self.membership.member

    @property
    def circle(self) -> Circle:
        return self.membership.circle

    @property
    def reader(self) -> Audience:
        """The actor as the gate sees them, and as the audience of a private answer."""
        return Audience(self.circle.id, self.member.id)

    def value(self, name: str) -> str:
        """A field's value as one string; "" where it was left out."""
        value = self.request.values.get(name, "")
        return value if isinstance(value, str) else (value[0] if value else "")

    def chosen_values(self, name: str) -> tuple[str, ...]:
        value = self.request.values.get(name, ())
        return (value,) if isinstance(value, str) else tuple(value)

    async def tell(
        self, member: str, kind: str, subject: str, state: str = "", due_at: datetime | None = None
    ) -> None:
        """Say something to one member later, by the one way out."""
        await self.tx.jobs.add(Notice(kind, ToMember(self.circle.id, member), subject, state, due_at))

    async def announce(self, kind: str, subject: str, state: str = "") -> None:
        await self.tx.jobs.add(Notice(kind, ToCircle(self.circle.id), subject, state))


Handler = Callable[[Context], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Filling:
    """What a form opens with."""

    title: str = ""
    values: Values = field(default_factory=dict)
    subject: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Command:
    """One verb. With `fields`, a request that lacks a required one is answered by the form.

    `path` names a slash command or menu entry, canonical English: ("circle",), ("practice", "share").
    `fill` gives a form its values and title. `shows` is the verb that shows the state of the subject: it
    answers a duplicate. A command that only `reads` needs no memory of its event. A `shortcut` is offered
    everywhere beside it, where a platform has such things; its words are `shortcut-<verb>`.
    """

    verb: str
    run: Handler
    fields: tuple[Field, ...] = ()
    surface: Surface = Surface.NONE
    path: tuple[str, ...] = ()
    who: Who = Who.MEMBER
    fill: Callable[[Context], Awaitable[Filling]] | None = None
    shows: str = ""
    reads: bool = False
    asks: bool = True  # False: its fields are options only, never a form
    reopens: bool = False  # it answers with a form of another verb
    shortcut: bool = False

    def __post_init__(self) -> None:
        if not VERB.fullmatch(self.verb):
            raise LimitExceeded(f"verb {self.verb}")
        if len(self.fields) > 5:
            raise LimitExceeded(f"{self.verb}: more than five fields")
        if (self.surface is Surface.NONE) != (not self.path):
            raise LimitExceeded(f"{self.verb}: a path belongs to a surface")

    @property
    def opens(self) -> bool:
        """Whether it may answer with a form: such a request cannot be acknowledged first."""
        return self.reopens or (bool(self.fields) and self.asks)

    @property
    def options(self) -> tuple[Field, ...]:
        """The fields that a slash command can take as typed options: all short, or none."""
        return () if any(f.kind is Kind.TEXT for f in self.fields) else self.fields

    def complete(self, values: Values) -> bool:
        if not self.asks:
            return True
        return all(values.get(f.name) for f in self.fields if f.required) and any(
            f.name in values for f in self.fields
        )


# --- later ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class JobContext:
    """What a job's handler works with. `to` is who will read it; None for a circle's place."""

    job: JobRow
    tx: Transaction
    circle: Circle
    to: Membership | None
    voice: Voice

    @property
    def now(self) -> datetime:
        return self.tx.now

    @property
    def reader(self) -> Audience:
        """Who will read it as the gate sees them: somebody who is no member yet sees no content."""
        nobody = "" if self.job.direct else None
        return Audience(self.circle.id, self.to.member.id if self.to else nobody)

    async def tell(
        self, member: str, kind: str, subject: str, state: str = "", due_at: datetime | None = None
    ) -> None:
        await self.tx.jobs.add(Notice(kind, ToMember(self.circle.id, member), subject, state, due_at))

    async def announce(self, kind: str, subject: str, state: str = "") -> None:
        await self.tx.jobs.add(Notice(kind, ToCircle(self.circle.id), subject, state))

    async def again(self, recurrence: Recurrence) -> datetime | None:
        """This act's successor, in the same transaction: the first occurrence still to come, or None.

        However many processes ask, it is one row; what was missed meanwhile is skipped.
        """
        at = recurrence.after(max(self.now, self.job.first_due_at or self.job.due_at))
        if at is not None:
            await self.tx.jobs.later(
                self.job.kind, self.circle.id, self.job.subject, at, f"{at:%Y%m%dT%H%MZ}"
            )
        return at


class Manner(StrEnum):
    """How a message may disturb its reader; the rules are in `bot/courtesy.py`."""

    ANSWER = "answer"  # follows the reader's own act: not counted, within hours
    COUNTED = "counted"  # not asked for: at most `weekly` in seven days and one a day, within hours
    NEWS = "news"  # good news to an author: not counted, grouped, one a day, within hours
    MEETING = "meeting"  # a reminder of a session that was accepted: not counted, at its own hour
    SAFETY = "safety"  # at once


class Rank(IntEnum):
    """Which counted message goes first when there is room for one."""

    REVIEW = 1
    FOLLOW_UP = 2
    PAIR = 3
    NUDGE = 4


Composer = Callable[[JobContext], Awaitable[Card | None]]
Act = Callable[[JobContext], Awaitable[None]]
Apart = Callable[[JobContext], Awaitable[Thread | None]]  # None: in the place itself
GivesUp = Callable[[JobContext], Awaitable[bool]]  # False: nothing else can be done, it stays held


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of later work: `compose` what is said (None: nothing to say any more), or one of the others.

    What is composed for a place is said `apart`, in the thread of its subject, where there is one.
    `admit` opens the circle's place to the member who is the subject, and is told whether that worked.
    `makes` has a place made for the circle, open to its steward, and is told which, if any. `calls`
    has everybody of the circle looked for on a place's platform, and is run after that.
    """

    kind: str
    compose: Composer | None = None
    act: Act | None = None
    tombstone: Composer | None = None  # what a copy becomes when there is nothing to show
    apart: Apart | None = None
    admit: Callable[[JobContext, bool], Awaitable[None]] | None = None  # the place opened, or not
    makes: Callable[[JobContext, Place | None], Awaitable[None]] | None = None
    calls: Act | None = None
    manner: Manner = Manner.ANSWER  # of what is said to one member; a place's messages have none
    rank: Rank = Rank.NUDGE  # among counted messages
    gives_up: GivesUp | None = None  # done instead, where it cannot be said within four open hours
    shows: str = ""  # the verb that shows its subject: how it is opened while it is held

    def __post_init__(self) -> None:
        ways = (self.compose, self.act, self.admit, self.makes, self.calls)
        if sum(way is not None for way in ways) != 1:
            raise LimitExceeded(f"job {self.kind}: compose, act, admit, makes or calls")


Registry = Mapping[str, Command]

# What the way out itself asks for: a place is opened to somebody; its stewards hear that it is out of reach,
# or that something may not have arrived
ADMIT, UNREACHED, UNSURE = "circle.admit", "circle.unreached", "circle.unsure"


FileMaker = Callable[[Context], Awaitable[bytes]]  # the context's subject is the file's
Suggester = Callable[[Context, Field, str], Awaitable[Sequence[Option]]]  # what may be meant by what is typed


# A member's own page: what a surface with a place for it asks for. `pick` names another circle, by its prefix
HOME = "circle.home"

# An emoji put under one of our messages, or taken away: `values` name the `message` and its meaning, `emoji`
REACTED, UNREACTED = "trial.reacted", "trial.unreacted"


class Reactions(Protocol):
    """What emoji under our messages mean."""

    meanings: Mapping[str, str]  # emoji -> meaning

    async def reactable(self, tx: Transaction, platform: str) -> Sequence[tuple[Place, str]]: ...

    async def reread(
        self, tx: Transaction, place: Place, message: str, found: Mapping[str, Sequence[Account]]
    ) -> None: ...


class Facts(Protocol):
    """What follows from what platforms tell."""

    async def happened(self, tx: Transaction, fact: Fact) -> None: ...

    async def attendance(
        self, tx: Transaction, place: Place, there: Sequence[Account], at: datetime
    ) -> None: ...


class Door(Protocol):
    """What a surface knows of the core: the commands to declare, and the one way in."""

    commands: Registry
    reactions: Mapping[str, str]  # emoji -> meaning; every other emoji is courtesy, and ignored

    async def answer(self, request: Request) -> Reply:
        """Raises: TooLate (answer nothing); for a reaction, which has no reader, whatever went wrong."""

    async def made(self, file: File, actor: Account, place: Place | None = None) -> bytes:
        """The bytes of a file, made now for this person. Raises: Refusal."""

    async def suggest(self, request: Request, field: str, typed: str) -> Sequence[Option]:
        """What may be meant in a field of the request's command by what is typed so far: at most 25, all of
        which this person may see; none where there is nothing to suggest, or nothing that they may know."""

    async def reactable(self, platform: str) -> Sequence[tuple[Place, str]]:
        """The messages (place, message) of ours whose reactions mean something, newest first, at most 200."""

    async def reread(self, place: Place, message: str, found: Mapping[str, Sequence[Account]]) -> None:
        """What stands under a message now, by meaning: takes the place of what emoji said there before."""

    async def heard(self, fact: Fact) -> None:
        """It is kept when this returns. Raises: whatever went wrong; the platform tells it again."""

    async def bound(self, platform: str) -> tuple[datetime, Sequence[Place]]:
        """The circles' places there, and the instant of asking."""

    async def attended(self, place: Place, there: Sequence[Account], at: datetime) -> None:
        """Who was in a place at that instant; what was told of later instants stays."""
