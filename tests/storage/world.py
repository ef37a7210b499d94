"""A small circle to test with: Claire who stewards it, Hugo and Inès."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.card import Audience
from bot.circles.models import CharterVersion, Circle, Register
from bot.members.models import Member, Role
from bot.practices.models import Content, Practice, PracticeKind, State, Tried
from bot.vocabulary import Account, Place
from storage.transaction import SqlDatabase

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PLACE = Place("slack", "T1", "C1")
CIRCLE = Circle("lyon", 1, "coachs-lyon", "fr", "Europe/Paris", Register.TU, "Partager nos pratiques")
CHARTER = CharterVersion("lyon", 1, "Cinq lignes", "d" * 64, "major", AT, "claire")
CLAIRE, HUGO, INES = (Account("slack", "T1", user) for user in ("UCLAIRE", "UHUGO", "UINES"))
CONTENT = Content(
    "La balance", "Quand tout pèse, cela permet de choisir", "Deux colonnes", PracticeKind.METHOD, Tried.FEW
)


class HandClock:
    """Time goes where the test says."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def pass_(self, **time: float) -> None:
        self.at += timedelta(**time)


async def found_circle(database: SqlDatabase, circle: Circle = CIRCLE, place: Place = PLACE) -> None:
    """The circle with its three members, who all accepted the charter."""
    async with database.write() as tx:
        assert await tx.circles.create(circle, replace_circle(CHARTER, circle.id), place)
        for name, account in (("Claire Roux", CLAIRE), ("Hugo Blanc", HUGO), ("Inès Morel", INES)):
            member = member_id(name)
            role = Role.STEWARD if member == "claire" else Role.MEMBER
            await tx.members.join(Member(circle.id, member, name, role), account)
            await tx.circles.accept(circle.id, member, 1, "slack")


def replace_circle(charter: CharterVersion, circle: str) -> CharterVersion:
    return CharterVersion(
        circle,
        charter.number,
        charter.text,
        charter.digest,
        charter.kind,
        charter.effective_at,
        charter.author,
    )


def member_id(name: str) -> str:
    return {"Claire Roux": "claire", "Hugo Blanc": "hugo", "Inès Morel": "ines"}[name]


def practice(id: str = "1-balance", state: State = State.DRAFT, author: str = "claire") -> Practice:
    names = {"claire": "Claire Roux", "hugo": "Hugo Blanc", "ines": "Inès Morel"}
    return Practice("lyon", id, author, names[author], state, CONTENT)


async def put(database: SqlDatabase, *things: Practice) -> None:
    async with database.write() as tx:
        for thing in things:
            await tx.practices.add(thing)


def reader(member: str | None) -> Audience:
    return Audience("lyon", member)


@contextmanager
def counting(engine: AsyncEngine) -> Iterator[list[str]]:
    """The statements sent meanwhile, those that begin and end transactions left out."""
    said: list[str] = []

    def note(conn: object, cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", note)
