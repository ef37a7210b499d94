"""A circle of trust: its frame, its charter and who may come in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.members.models import Member


class Register(StrEnum):
    TU = "tu"
    VOUS = "vous"


@dataclass(frozen=True, slots=True)
class Circle:
    """Name, language, zone, register, what it aims at; `num` prefixes its search tokens."""

    id: str
    num: int
    name: str
    lang: str
    zone: str
    register: Register
    objectives: str
    readers: int = 1  # who read a practice before it is shared: 0-2
    charter: int = 1  # number of the current charter version
    version: int = 1

    @property
    def prefix(self) -> str:
        """Starts the id of everything in this circle: routes a button to it, gives no right."""
        return f"{self.num:x}-"


@dataclass(frozen=True, slots=True)
class CharterVersion:
    circle: str
    number: int
    text: str
    digest: str
    kind: str  # major | minor
    effective_at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A member within their circle; `accepted` is the newest charter version they accepted (0: none)."""

    circle: Circle
    member: Member
    accepted: int
    here: bool = False  # the request came from this circle's place
    last_used_at: datetime | None = None

    @property
    def charter_accepted(self) -> bool:
        return self.accepted >= self.circle.charter


@dataclass(frozen=True, slots=True)
class Invitation:
    """A way in, by name (one account) or by code (capped, expiring, revocable); never both."""

    circle: str
    id: str
    invited_by: str
    created_at: datetime
    expires_at: datetime
    account: str | None = None  # "platform:realm:user"
    code: str | None = None  # only shown when made; stored hashed
    uses_left: int = 1
    status: str = "open"  # open | accepted | revoked


@dataclass(frozen=True, slots=True)
class Invited:
    """An open invitation with what its reader may see before accepting: name, register, charter."""

    invitation: Invitation
    circle: Circle
    charter: CharterVersion
    by: str  # the inviter's first name
