"""What becomes rows of the jobs table: a select for each way of asking for something later.

A row takes its address from the database in the statement that inserts it. Its key says what it is, so that
asking twice is asking once.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, literal, null, or_, select, true

from bot.roads import account_key
from bot.vocabulary import Notice, ToAccount, ToMember, ToRealm
from storage.schema import accounts, places, posts

Rows = Select[*tuple[Any, ...]]


def told(notice: Notice) -> Rows:
    """One row for each place of the circle, for the account the member linked last, or for the account."""
    to = notice.to
    if isinstance(to, ToAccount):
        where = (to.account.platform, to.account.realm, to.account.user)
        return _addressed(notice, literal(account_key(to.account)), None, *map(literal, where), direct=True)
    if isinstance(to, ToMember):
        a = accounts.c
        member = literal(to.member)
        rows = _addressed(notice, member, to.member, a.platform, a.realm, a.user, direct=True)
        mine = rows.where(a.circle == to.circle, a.member == to.member)
        return mine.order_by(a.linked_at.desc(), a.platform, a.realm, a.user).limit(1)
    if isinstance(to, ToRealm):
        there = literal(f"{to.platform}:{to.realm}")
        where = (to.platform, to.realm, "")
        return _addressed(notice, there, None, *map(literal, where), direct=False)
    p = places.c
    place = p.platform + ":" + p.realm + ":" + p.place
    rows = _addressed(notice, place, None, p.platform, p.realm, p.place, direct=False)
    rows = rows.where(p.circle == to.circle)
    if to.place is None:
        return rows
    return rows.where(p.platform == to.place.platform, p.realm == to.place.realm, p.place == to.place.id)


def act(kind: str, circle: str, subject: str, state: str) -> Rows:
    """One row without an address, in a lane of its subject."""
    nowhere = literal("")
    return select(
        literal(f"{kind}:{subject}:{circle}:{state}").label("key"),
        literal(kind).label("kind"),
        literal(circle).label("circle"),
        literal(subject).label("subject"),
        null().label("member"),
        nowhere.label("platform"),
        nowhere.label("realm"),
        nowhere.label("address"),
        literal(False).label("direct"),
        null().label("message"),
        literal(f"act:{circle}:{subject}").label("lane"),
    )


def copies(circle: str, subject: str, state: str, kind: str = "") -> Rows:
    """One row for each message that shows the thing, or a part of it (`<subject>.…`), to be edited."""
    p = posts.c
    of_it = or_(p.subject == subject, p.subject.startswith(f"{subject}.", autoescape=True))
    where = p.platform + ":" + p.realm + ":" + p.address
    return select(
        (literal("refresh:") + where + ":" + p.message + literal(f":{state}")).label("key"),
        p.kind,
        p.circle,
        p.subject,
        p.member,
        p.platform,
        p.realm,
        p.address,
        p.direct,
        p.message,
        where.label("lane"),
    ).where(p.circle == circle, of_it, p.kind == kind if kind else true())


def _addressed(
    notice: Notice,
    recipient: ColumnElement[str],
    member: str | None,
    platform: ColumnElement[str],
    realm: ColumnElement[str],
    address: ColumnElement[str],
    *,
    direct: bool,
) -> Rows:
    key = literal(f"{notice.kind}:{notice.subject}:") + recipient + literal(f":{notice.state}")
    return select(
        key.label("key"),
        literal(notice.kind).label("kind"),
        literal(notice.to.circle).label("circle"),
        literal(notice.subject).label("subject"),
        (null() if member is None else literal(member)).label("member"),
        platform.label("platform"),
        realm.label("realm"),
        address.label("address"),
        literal(direct).label("direct"),
        null().label("message"),
        (platform + literal(":") + realm + literal(":") + address).label("lane"),
    )
