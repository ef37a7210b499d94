"""A peer session (*rencontre*), who comes, and what they are going to try. Never the case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

SEATS, SEATS_MIN, SEATS_MAX = 8, 2, 50
MINUTES = 90


class State(StrEnum):
    PROPOSED = "proposed"  # its planner alone sees it, until the date is confirmed
    PLANNED = "planned"
    CANCELLED = "cancelled"
    OVER = "over"


class Answer(StrEnum):
    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Outcome(StrEnum):
    WORKED = "worked"
    MIXED = "mixed"
    NOT_YET = "not_yet"
    NOT_FOR_ME = "not_for_me"


@dataclass(frozen=True, slots=True)
class Session:
    """`version` is the row's fence; `wall` and `zone` are what was meant, `starts_at` the instant (UTC).

    `holder` brings the subject; the subject itself is said aloud and written nowhere.
    """

    circle: str
    id: str
    planner: str
    planner_name: str
    title: str
    starts_at: datetime
    wall: str  # 2026-11-26T18:00
    zone: str
    spot: str  # a link or an address
    seats: int = SEATS
    minutes: int = MINUTES
    holder: str | None = None
    holder_name: str = ""
    state: State = State.PROPOSED
    version: int = 1

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    def with_(self, **changes: object) -> Session:
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Rsvp:
    """One member's standing answer; `topic`: offers to bring a subject."""

    member: str
    member_name: str
    answer: Answer
    answered_at: datetime
    topic: bool = False


@dataclass(frozen=True, slots=True)
class Commitment:
    """What one member is going to try, for their own eyes; no words: they passed."""

    circle: str
    session: str
    member: str
    words: str
    said_at: datetime
    ask_at: datetime | None = None  # when it is asked what came of it; none: nothing will be asked
    asked: int = 0  # how often it was put off
    outcome: Outcome | None = None
    note: str = ""
    answered_at: datetime | None = None

    def with_(self, **changes: object) -> Commitment:
        return replace(self, **changes)  # type: ignore[arg-type]
