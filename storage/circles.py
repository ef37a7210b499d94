"""Circles, their charter and the ways in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.circles.models import CharterVersion, Circle, Invitation, Invited, Register
from bot.errors import Stale
from bot.members.models import Member
from bot.roads import account_key
from bot.vocabulary import Account, Place
from storage import ending
from storage.dialect import insert
from storage.schema import acceptances, charters, circles, invitations, members, places

_INVITATION = [f.name for f in fields(Invitation) if f.name != "code"]
_code = invitations.alias("code")


class SqlCircles:
    def __init__(self, connection: AsyncConnection, now: datetime, new_id: Callable[[], str]) -> None:
        self._connection = connection
        self._now = now
        self._new_id = new_id

    async def create(self, circle: Circle, charter: CharterVersion, place: Place | None) -> Circle | None:
        """The circle with its number; None, with nothing written, where the place has a circle already.

        A circle that comes with the number 0 is given the next one.
        """
        number = circle.num or select(func.coalesce(func.max(circles.c.num), 0) + 1).scalar_subquery()
        values = {f.name: getattr(circle, f.name) for f in fields(Circle) if f.name != "num"}
        row = insert(self._connection, circles).values(**values, num=number, created_at=self._now)
        numbered = row.on_conflict_do_nothing(index_elements=["num"]).returning(circles.c.num)
        while (num := await self._connection.scalar(numbered)) is None:
            if circle.num:
                raise ValueError(f"circle number {circle.num} is taken")
        if place is not None and not await self.settle(circle.id, place):
            await self._connection.execute(delete(circles).where(circles.c.id == circle.id))
            return None
        words = {f.name: getattr(charter, f.name) for f in fields(CharterVersion)}
        await self._connection.execute(insert(self._connection, charters).values(**words))
        return replace(circle, num=num)

    async def settle(self, circle: str, place: Place) -> bool:
        """From now on the circle's one place on that platform; False where it is another circle's."""
        here = insert(self._connection, places).values(
            platform=place.platform, realm=place.realm, place=place.id, circle=circle
        )
        ours = here.on_conflict_do_update(
            index_elements=["platform", "realm", "place"],
            set_={"circle": here.excluded.circle},
            where=places.c.circle == circle,
        )
        if (await self._connection.execute(ours)).rowcount != 1:
            return False
        this = and_(places.c.realm == place.realm, places.c.place == place.id)
        await self._connection.execute(
            delete(places).where(places.c.circle == circle, places.c.platform == place.platform, ~this)
        )
        return True

    async def save(self, circle: Circle) -> Circle:
        """Update where the version is the one read. Raises: Stale."""
        fixed = ("id", "num", "version")
        values = {f.name: getattr(circle, f.name) for f in fields(Circle) if f.name not in fixed}
        done = await self._connection.execute(
            update(circles)
            .where(circles.c.id == circle.id, circles.c.version == circle.version)
            .values(**values, version=circle.version + 1)
        )
        if done.rowcount != 1:
            raise Stale
        return replace(circle, version=circle.version + 1)

    async def get(self, circle: str) -> Circle | None:
        found = await self._connection.execute(
            select(*(circles.c[f.name] for f in fields(Circle))).where(circles.c.id == circle)
        )
        row = found.one_or_none()
        return None if row is None else _circle(dict(row._mapping))

    async def several(self, wanted: Collection[str]) -> Mapping[str, Circle]:
        """By id; one statement."""
        if not wanted:
            return {}
        found = await self._connection.execute(
            select(*(circles.c[f.name] for f in fields(Circle))).where(circles.c.id.in_(list(wanted)))
        )
        return {row.id: _circle(dict(row._mapping)) for row in found}

    async def named(self, name: str) -> Sequence[Circle]:
        """The circles of that name, or the one of that id: for whoever administers this machine."""
        found = await self._connection.execute(
            select(*(circles.c[f.name] for f in fields(Circle)))
            .where(or_(circles.c.name == name, circles.c.id == name))
            .order_by(circles.c.num)
        )
        return [_circle(dict(row._mapping)) for row in found]

    async def charter(self, circle: str) -> CharterVersion:
        """The current one."""
        found = await self._connection.execute(
            select(charters)
            .join(circles, and_(circles.c.id == charters.c.circle, circles.c.charter == charters.c.number))
            .where(circles.c.id == circle)
        )
        return CharterVersion(**found.one()._mapping)

    async def accept(self, circle: str, member: str, number: int, platform: str) -> None:
        row = insert(self._connection, acceptances).values(
            circle=circle, member=member, number=number, accepted_at=self._now, platform=platform
        )
        await self._connection.execute(row.on_conflict_do_nothing())

    async def at(self, place: Place) -> str | None:
        """The circle whose place this is."""
        here = (places.c.platform == place.platform, places.c.realm == place.realm)
        circle: str | None = await self._connection.scalar(
            select(places.c.circle).where(*here, places.c.place == place.id)
        )
        return circle

    async def bound(self, platform: str) -> Sequence[Place]:
        """The places of all circles there."""
        found = await self._connection.execute(
            select(places.c.platform, places.c.realm, places.c.place)
            .where(places.c.platform == platform)
            .order_by(places.c.realm, places.c.place)
        )
        return [Place(*row) for row in found]

    async def places(self, circle: str) -> Sequence[Place]:
        found = await self._connection.execute(
            select(places.c.platform, places.c.realm, places.c.place)
            .where(places.c.circle == circle)
            .order_by(places.c.platform, places.c.realm, places.c.place)
        )
        return [Place(*row) for row in found]

    # --- the end of an installation ----------------------------------------------------------------------

    async def end(self, realm: str) -> Sequence[str]:
        """A workspace's channel and message ids go at once; its circles are frozen: gives which."""
        return await ending.end(self._connection, realm, self._now)

    async def begin_again(self, realm: str) -> Sequence[str]:
        """The frozen circles of a workspace come back, without their places: gives which."""
        return await ending.begin_again(self._connection, realm)

    async def is_frozen(self, circle: str) -> bool:
        frozen = select(circles.c.id).where(circles.c.id == circle, circles.c.frozen_at.is_not(None))
        return await self._connection.scalar(frozen) is not None

    async def erase(self, circle: str) -> None:
        """All that there is of it goes."""
        await ending.erase(self._connection, circle)

    # --- ways in -----------------------------------------------------------------------------------------

    async def invite(self, invitation: Invitation) -> None:
        """A code is kept as its digest alone."""
        values = {name: getattr(invitation, name) for name in _INVITATION}
        digest = None if invitation.code is None else _digest(invitation.code)
        await self._connection.execute(
            insert(self._connection, invitations).values(**values, code_digest=digest)
        )

    async def invitations(self, account: Account) -> Sequence[Invited]:
        """Open, unexpired invitations of this account, by the name of their circle."""
        found = await self._connection.execute(
            self._invited()
            .where(invitations.c.account == account_key(account))
            .order_by(circles.c.name, invitations.c.created_at, invitations.c.id)
        )
        return [_invited(row) for row in found]

    async def invited(self, invitation: str, account: Account) -> Invited | None:
        """One open, unexpired invitation of this very account, by name or by a code it has entered."""
        found = await self._connection.execute(
            self._invited().where(
                invitations.c.id == invitation,
                invitations.c.account == account_key(account),
            )
        )
        row = found.one_or_none()
        return None if row is None else _invited(row)

    async def enter_code(self, code: str, account: Account) -> Invited | None:
        """A valid code becomes an invitation of this account; None where it is unknown or used up."""
        found = await self._connection.execute(
            select(invitations, circles.c.num)
            .join(circles, circles.c.id == invitations.c.circle)
            .where(
                invitations.c.code_digest == _digest(code),
                self._is_open(invitations.c),
                circles.c.frozen_at.is_(None),
            )
        )
        parent = found.one_or_none()
        if parent is None:
            return None
        row = insert(self._connection, invitations).values(
            circle=parent.circle,
            id=f"{parent.num:x}-{self._new_id()}",
            account=account_key(account),
            invited_by=parent.invited_by,
            created_at=self._now,
            expires_at=parent.expires_at,
            uses_left=1,
            status="open",
            parent=parent.id,
        )
        entered = row.on_conflict_do_nothing(index_elements=["circle", "parent", "account"])
        await self._connection.execute(entered)
        own = await self._connection.execute(
            self._invited().where(
                invitations.c.circle == parent.circle,
                invitations.c.parent == parent.id,
                invitations.c.account == account_key(account),
            )
        )
        mine = own.one_or_none()
        return None if mine is None else _invited(mine)

    async def open_code(self, circle: str) -> Invitation | None:
        """The circle's current code (its text is not kept), if one is open: the newest."""
        found = await self._connection.execute(
            select(*(invitations.c[name] for name in _INVITATION))
            .where(
                invitations.c.circle == circle,
                invitations.c.code_digest.is_not(None),
                self._is_open(invitations.c),
            )
            .order_by(invitations.c.created_at.desc(), invitations.c.id)
            .limit(1)
        )
        row = found.one_or_none()
        return None if row is None else Invitation(**row._mapping)

    async def revoke(self, circle: str, invitation: str) -> bool:
        done = await self._connection.execute(
            update(invitations)
            .where(
                invitations.c.circle == circle,
                invitations.c.id == invitation,
                invitations.c.status == "open",
            )
            .values(status="revoked")
        )
        return done.rowcount == 1

    async def use(self, circle: str, invitation: str) -> bool:
        """Mark it accepted, and count it on the code it came from; False where it is not open any more."""
        this = and_(invitations.c.circle == circle, invitations.c.id == invitation)
        taken = await self._connection.execute(
            update(invitations)
            .where(this, invitations.c.account.is_not(None), self._is_open(invitations.c))
            .values(status="accepted", uses_left=0)
            .returning(invitations.c.parent)
        )
        row = taken.one_or_none()
        if row is None or row.parent is None:
            return row is not None
        left = invitations.c.uses_left - 1
        counted = await self._connection.execute(
            update(invitations)
            .where(
                invitations.c.circle == circle,
                invitations.c.id == row.parent,
                self._is_open(invitations.c),
            )
            .values(uses_left=left, status=case((left == 0, "accepted"), else_="open"))
        )
        if counted.rowcount == 1:
            return True
        await self._connection.execute(update(invitations).where(this).values(status="open", uses_left=1))
        return False

    def _is_open(self, table: Any) -> ColumnElement[bool]:
        return and_(table.status == "open", table.uses_left > 0, table.expires_at > self._now)

    def _invited(self) -> Select[Any]:
        """Open invitations with what their reader may see; an entered code has to be open still."""
        of_code = and_(_code.c.circle == invitations.c.circle, _code.c.id == invitations.c.parent)
        inviter = and_(members.c.circle == invitations.c.circle, members.c.id == invitations.c.invited_by)
        charter = and_(charters.c.circle == circles.c.id, charters.c.number == circles.c.charter)
        return (
            select(
                *(invitations.c[name].label(f"invitation_{name}") for name in _INVITATION),
                *(circles.c[f.name].label(f"circle_{f.name}") for f in fields(Circle)),
                *(charters.c[f.name].label(f"charter_{f.name}") for f in fields(CharterVersion)),
                members.c.name.label("by"),
            )
            .select_from(invitations)
            .join(circles, circles.c.id == invitations.c.circle)
            .join(charters, charter)
            .outerjoin(members, inviter)
            .where(
                self._is_open(invitations.c),
                circles.c.frozen_at.is_(None),
                or_(invitations.c.parent.is_(None), exists().where(of_code, self._is_open(_code.c))),
            )
        )


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _circle(values: dict[str, Any]) -> Circle:
    return Circle(**{**values, "register": Register(values["register"])})


def _invited(row: Row[Any]) -> Invited:
    parts: dict[str, dict[str, Any]] = {"invitation": {}, "circle": {}, "charter": {}}
    for key, value in row._mapping.items():
        part, _, name = str(key).partition("_")
        if part in parts:
            parts[part][name] = value
    inviter = Member(parts["circle"]["id"], parts["invitation"]["invited_by"], row.by or "")
    return Invited(
        Invitation(**parts["invitation"]),
        _circle(parts["circle"]),
        CharterVersion(**parts["charter"]),
        inviter.first_name if row.by else "",
    )
