"""A member: one person in one circle, whatever the platforms they speak from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.limits import units
from bot.vocabulary import Place


class Role(StrEnum):
    MEMBER = "member"
    STEWARD = "steward"  # « responsable du cercle »


class Status(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"  # not in the circle's server any more: sees nothing until found there again
    FORMER = "former"  # left: sees nothing, deletes nothing


@dataclass(frozen=True, slots=True)
class Member:
    """Who, in which circle, and how they wish to be spoken to.

    `opens` and `closes` are minutes after midnight in the member's zone; `weekly` is how many counted
    messages they accept in a rolling week (0-4). None means the circle's own.
    """

    circle: str
    id: str
    name: str
    role: Role = Role.MEMBER
    status: Status = Status.ACTIVE
    lang: str | None = None
    zone: str | None = None
    opens: int = 8 * 60 + 30
    closes: int = 20 * 60
    weekly: int = 2
    away_until: date | None = None
    version: int = 1

    @property
    def is_steward(self) -> bool:
        return self.role is Role.STEWARD

    @property
    def first_name(self) -> str:
        """What peers call them, at most 24 characters so that it fits a button."""
        return first_name(self.name)


@dataclass(frozen=True, slots=True)
class Belonging:
    """Somebody of a circle, active or suspended, and a place of that circle on the platform they use."""

    circle: str
    member: str
    suspended: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Attended:
    """A member of whom it was noted whether they are in the circle's place; `was`: what was known before."""

    member: str
    was: bool | None


def first_name(name: str) -> str:
    """The first word of a name, at most 24 UTF-16 units."""
    first = (name.split() or [name])[0][:24]
    while units(first) > 24:
        first = first[:-1]
    return first
