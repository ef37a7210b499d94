"""What the core asks of storage about members."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.circles.models import Membership
from bot.members.models import Member
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

    async def active(self, circle: str) -> Sequence[Membership]:
        """All active members of a circle, by name."""

    async def join(self, member: Member, account: Account) -> None: ...

    async def save(self, member: Member) -> None:
        """Update where the version is the one read. Raises: Stale."""

    async def touch(self, circle: str, member: str) -> None:
        """This circle is the one last used by this member."""
