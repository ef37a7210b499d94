"""Members and the accounts they speak from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.circles.models import Circle, Membership, Register
from bot.errors import Stale
from bot.members.models import Attended, Belonging, Member, Role, Status
from bot.vocabulary import Account, Place
from storage.dialect import insert
from storage.erasures import SqlErasures
from storage.schema import acceptances, accounts, circles, members, places

_CIRCLE = [circles.c[f.name].label(f"circle_{f.name}") for f in fields(Circle)]
_MEMBER = [members.c[f.name] for f in fields(Member)]
_REGISTER = [f.name for f in fields(Circle)].index("register")
_BELONGS = (Status.ACTIVE, Status.SUSPENDED)
_ROLE, _STATUS = ([f.name for f in fields(Member)].index(name) for name in ("role", "status"))


_OWN = and_(accounts.c.circle == members.c.circle, accounts.c.member == members.c.id)
_PLACE = (places.c.platform, places.c.realm, places.c.place)


class SqlMembers:
    def __init__(
        self, connection: AsyncConnection, now: datetime, erasures: SqlErasures, *, writes: bool
    ) -> None:
        self._connection = connection
        self._now = now
        self._erasures = erasures
        self._writes = writes

    async def standing(self, account: Account, place: Place | None) -> Sequence[Membership]:
        """Every circle this account is an active member of; one statement."""
        who = {"platform": account.platform, "realm": account.realm, "user": account.user}
        where = {}
        if place is not None:
            where = {"at_platform": place.platform, "at_realm": place.realm, "at_place": place.id}
        found = await self._connection.execute(_standing(bool(where)), who | where)
        return [_membership(row) for row in found]

    async def get(self, circle: str, member: str) -> Membership | None:
        """An active member with their circle."""
        found = await self._connection.execute(
            _memberships(false()).where(members.c.circle == circle, members.c.id == member)
        )
        row = found.one_or_none()
        return None if row is None else _membership(row)

    async def several(self, wanted: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], Membership]:
        """Active members by (circle, member); one statement."""
        if not wanted:
            return {}
        found = await self._connection.execute(
            _memberships(false()).where(
                members.c.circle.in_(
                    {circle for circle, _ in wanted}
                ),  # SQLite looks up no pairs in an index
                tuple_(members.c.circle, members.c.id).in_(list(wanted)),
            )
        )
        return {(row.circle, row.id): _membership(row) for row in found}

    async def account(self, circle: str, member: str, platform: str) -> Account | None:
        """The member's newest account on a platform."""
        found = await self._connection.execute(
            select(accounts.c.platform, accounts.c.realm, accounts.c.user)
            .where(accounts.c.circle == circle, accounts.c.member == member, accounts.c.platform == platform)
            .order_by(accounts.c.linked_at.desc(), accounts.c.realm, accounts.c.user)
            .limit(1)
        )
        row = found.one_or_none()
        return None if row is None else Account(*row)

    async def reached(self, circle: str, platform: str) -> Mapping[str, Account]:
        """The newest account on a platform of each member who has one there."""
        a = accounts.c
        found = await self._connection.execute(
            select(a.member, a.platform, a.realm, a.user)
            .where(a.circle == circle, a.platform == platform)
            .order_by(a.linked_at, a.realm.desc(), a.user.desc())  # the last one of a member counts
        )
        return {member: Account(*account) for member, *account in found}

    async def active(self, circle: str) -> Sequence[Membership]:
        """All active members of a circle, by name."""
        found = await self._connection.execute(
            _memberships(false())
            .where(members.c.circle == circle)
            .order_by(func.lower(members.c.name), members.c.id)
        )
        return [_membership(row) for row in found]

    async def join(self, member: Member, account: Account) -> None:
        """A new member with their first account.

        Raises: Stale, where this account speaks for a member of this circle already, suspended or not.
        """
        values = {f.name: getattr(member, f.name) for f in fields(Member)}
        await self._connection.execute(
            insert(self._connection, members).values(**values, joined_at=self._now)
        )
        row = insert(self._connection, accounts).values(
            circle=member.circle,
            platform=account.platform,
            realm=account.realm,
            user=account.user,
            member=member.id,
            linked_at=self._now,
        )
        taken = select(members.c.id).where(members.c.circle == member.circle, members.c.status.in_(_BELONGS))
        linked = row.on_conflict_do_update(
            index_elements=["circle", "platform", "realm", "user"],
            set_={"member": row.excluded.member, "linked_at": row.excluded.linked_at},
            where=accounts.c.member.not_in(taken),
        )
        if (await self._connection.execute(linked)).rowcount != 1:
            raise Stale

    async def save(self, member: Member) -> None:
        """Update where the version is the one read. Raises: Stale."""
        fixed = ("circle", "id", "version")
        values = {f.name: getattr(member, f.name) for f in fields(Member) if f.name not in fixed}
        done = await self._connection.execute(
            update(members)
            .where(
                members.c.circle == member.circle,
                members.c.id == member.id,
                members.c.version == member.version,
            )
            .values(**values, version=member.version + 1)
        )
        if done.rowcount != 1:
            raise Stale
        if member.status is Status.FORMER:
            await self._erasures.note("member.former", member.circle, member.id)

    # --- who left ----------------------------------------------------------------------------------------

    async def belongings(self, account: Account) -> Sequence[Belonging]:
        """Where this account belongs, suspended or not: a row for each place of its circles there."""
        there = and_(places.c.circle == accounts.c.circle, places.c.platform == accounts.c.platform)
        found = await self._connection.execute(
            select(members.c.circle, members.c.id, members.c.status, *_PLACE)
            .select_from(accounts)
            .join(members, _OWN)
            .join(places, there)
            .where(
                accounts.c.platform == account.platform,
                accounts.c.realm == account.realm,
                accounts.c.user == account.user,
                members.c.status.in_(_BELONGS),
            )
            .order_by(members.c.circle, *_PLACE)
        )
        return [Belonging(row[0], row[1], row[2] == Status.SUSPENDED, Place(*row[3:])) for row in found]

    async def accounts(self, circle: str, platform: str) -> Sequence[Account]:
        """Whoever belongs to a circle, suspended or not, by the accounts they have on a platform."""
        found = await self._connection.execute(
            select(accounts.c.platform, accounts.c.realm, accounts.c.user)
            .join(members, _OWN)
            .where(
                accounts.c.circle == circle,
                accounts.c.platform == platform,
                members.c.status.in_(_BELONGS),
            )
            .order_by(accounts.c.realm, accounts.c.user)
        )
        return [Account(*row) for row in found]

    async def suspend(self, circle: str, member: str) -> None:
        """They left the circle's server: nothing is deleted, and nothing is theirs to see."""
        await self._become(circle, member, Status.ACTIVE, Status.SUSPENDED)

    async def restore(self, circle: str, member: str) -> None:
        """They were found again: as it was before."""
        await self._become(circle, member, Status.SUSPENDED, Status.ACTIVE)

    async def _become(self, circle: str, member: str, before: Status, after: Status) -> None:
        await self._connection.execute(
            update(members)
            .where(members.c.circle == circle, members.c.id == member, members.c.status == before)
            .values(status=after, version=members.c.version + 1)
        )

    # --- who is in the circle's place ---------------------------------------------------------------------

    async def attend(self, circle: str, account: Account, *, there: bool, at: datetime) -> Attended | None:
        """Whether an active member is in the circle's place, as of that instant: the later word counts.

        None: it is no news, or they are no active member.
        """
        this = and_(
            accounts.c.circle == circle,
            accounts.c.platform == account.platform,
            accounts.c.realm == account.realm,
            accounts.c.user == account.user,
        )
        found = await self._connection.execute(
            select(accounts.c.member, accounts.c.inside, accounts.c.inside_at)
            .join(members, _OWN)
            .where(this, members.c.status == Status.ACTIVE)
            .with_for_update(of=accounts)
        )
        row = found.one_or_none()
        if row is None or (row.inside_at is not None and row.inside_at >= at):
            return None
        await self._connection.execute(update(accounts).where(this).values(inside=there, inside_at=at))
        return None if row.inside is there else Attended(row.member, row.inside)

    async def is_outside(self, circle: str, member: str) -> bool:
        """Whether it was told last that they are not in the circle's place."""
        newest = await self._connection.execute(
            select(accounts.c.inside)
            .where(
                accounts.c.circle == circle, accounts.c.member == member, accounts.c.inside_at.is_not(None)
            )
            .order_by(accounts.c.inside_at.desc())
            .limit(1)
        )
        return newest.scalar_one_or_none() is False

    async def touch(self, circle: str, member: str) -> None:
        """This circle is the one last used by this member. Reading alone leaves no trace."""
        if self._writes:
            await self._connection.execute(
                update(members)
                .where(members.c.circle == circle, members.c.id == member)
                .values(last_used_at=self._now)
            )


@cache  # every request asks it: building it costs more than running it
def _standing(somewhere: bool) -> Select[Any]:
    """Values: the account's `platform`, `realm`, `user`; where: `at_platform`, `at_realm`, `at_place`."""
    here: ColumnElement[bool] = false()
    if somewhere:
        here = exists().where(
            places.c.circle == members.c.circle,
            places.c.platform == bindparam("at_platform"),
            places.c.realm == bindparam("at_realm"),
            places.c.place == bindparam("at_place"),
        )
    return (
        _memberships(here)
        .join(accounts, _OWN)
        .where(
            accounts.c.platform == bindparam("platform"),
            accounts.c.realm == bindparam("realm"),
            accounts.c.user == bindparam("user"),
        )
        .order_by(circles.c.name, circles.c.id)
    )


def _memberships(here: ColumnElement[bool]) -> Select[Any]:
    """Active members with their circle, and the newest charter they accepted."""
    accepted = (
        select(func.coalesce(func.max(acceptances.c.number), 0))
        .where(acceptances.c.circle == members.c.circle, acceptances.c.member == members.c.id)
        .correlate(members)
        .scalar_subquery()
    )
    return (
        select(*_CIRCLE, *_MEMBER, members.c.last_used_at, accepted.label("accepted"), here.label("here"))
        .select_from(members.join(circles, circles.c.id == members.c.circle))
        .where(members.c.status == Status.ACTIVE, circles.c.frozen_at.is_(None))
    )


def _membership(row: Sequence[Any]) -> Membership:
    """The columns are `_CIRCLE`, `_MEMBER`, and the three of `_memberships`: in the order of the fields."""
    of_circle, of_member = list(row[: len(_CIRCLE)]), list(row[len(_CIRCLE) : -3])
    of_circle[_REGISTER] = Register(of_circle[_REGISTER])
    of_member[_ROLE], of_member[_STATUS] = Role(of_member[_ROLE]), Status(of_member[_STATUS])
    last_used_at, accepted, here = row[-3:]
    return Membership(
        Circle(*of_circle),
        Member(*of_member),
        accepted=accepted,
        here=bool(here),
        last_used_at=last_used_at,
    )
