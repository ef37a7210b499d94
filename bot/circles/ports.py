"""What the core asks of storage about circles, charters and invitations."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.circles.models import CharterVersion, Circle, Invitation, Invited
from bot.vocabulary import Account, Place


class Circles(Protocol):
    async def create(self, circle: Circle, charter: CharterVersion, place: Place | None) -> Circle | None:
        """The circle with its number; None, with nothing written, where the place has a circle already."""

    async def save(self, circle: Circle) -> Circle:
        """Update where the version is the one read. Raises: Stale."""

    async def get(self, circle: str) -> Circle | None: ...

    async def several(self, wanted: Collection[str]) -> Mapping[str, Circle]:
        """By id; one statement."""

    async def named(self, name: str) -> Sequence[Circle]:
        """The circles of that name, or the one of that id: for whoever administers this machine."""

    async def charter(self, circle: str) -> CharterVersion: ...

    async def accept(self, circle: str, member: str, number: int, platform: str) -> None: ...

    async def settle(self, circle: str, place: Place) -> bool:
        """From now on the circle's one place on that platform; False where it is another circle's."""

    async def at(self, place: Place) -> str | None:
        """The circle whose place this is."""

    async def bound(self, platform: str) -> Sequence[Place]:
        """The places of all circles there."""

    async def places(self, circle: str) -> Sequence[Place]: ...

    async def end(self, realm: str) -> Sequence[str]:
        """A workspace's channel and message ids go at once; its circles are frozen: gives which.

        A circle goes on where one of its members speaks from elsewhere.
        """

    async def begin_again(self, realm: str) -> Sequence[str]:
        """The frozen circles of a workspace come back, without their places: gives which."""

    async def is_frozen(self, circle: str) -> bool: ...

    async def erase(self, circle: str) -> None:
        """All that there is of it goes."""

    async def invite(self, invitation: Invitation) -> None: ...

    async def invitations(self, account: Account) -> Sequence[Invited]:
        """Open, unexpired invitations of this account, by name."""

    async def invited(self, invitation: str, account: Account) -> Invited | None:
        """One open, unexpired invitation of this very account, by name or by a code it has entered."""

    async def enter_code(self, code: str, account: Account) -> Invited | None:
        """A valid code becomes an invitation of this account; None where it is unknown or used up."""

    async def open_code(self, circle: str) -> Invitation | None:
        """The circle's current code (its text is not kept), if one is open."""

    async def revoke(self, circle: str, invitation: str) -> bool: ...

    async def use(self, circle: str, invitation: str) -> bool:
        """Mark it accepted; False where it is not open any more."""
