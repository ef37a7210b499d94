"""What the core asks of storage about members."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.circles.models import Membership
from bot.members.models import Attended, Belonging, Member
from bot.vocabulary import Account, Place


class Members(Protocol):
    async def standing(self, account: Account, place: Place | None) -> Sequence[Membership]:
        """Every circle this account is an active member of; one statement."""

    async def get(self, circle: str, member: str) -> Membership | None:
        """An active member with their circle."""

    async def several(self, wanted: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], Membership]:
        """Active members by (circle, member); one statement."""

    async def account(self, circle: str, member: str, platform: str) -> Account | None:
        """The member's newest account on a platform."""

    async def reached(self, circle: str, platform: str) -> Mapping[str, Account]:
        """The newest account on a platform of each member who has one there."""

    async def active(self, circle: str) -> Sequence[Membership]:
        """All active members of a circle, by name."""

    async def join(self, member: Member, account: Account) -> None: ...

    async def save(self, member: Member) -> None:
        """Update where the version is the one read. Raises: Stale."""

    async def belongings(self, account: Account) -> Sequence[Belonging]:
        """Where this account belongs, suspended or not: a row for each place of its circles there."""

    async def accounts(self, circle: str, platform: str) -> Sequence[Account]:
        """Whoever belongs to a circle, suspended or not, by the accounts they have on a platform."""

    async def suspend(self, circle: str, member: str) -> None:
        """They left the circle's server: nothing is deleted, and nothing is theirs to see."""

    async def restore(self, circle: str, member: str) -> None:
        """They were found again: as it was before."""

    async def attend(self, circle: str, account: Account, *, there: bool, at: datetime) -> Attended | None:
        """Whether an active member is in the circle's place, as of that instant: the later word counts.

        None: it is no news, or they are no active member.
        """

    async def is_outside(self, circle: str, member: str) -> bool:
        """Whether it was told last that they are not in the circle's place."""

    async def touch(self, circle: str, member: str) -> None:
        """This circle is the one last used by this member."""
