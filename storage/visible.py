"""The single gate to members' content: every read of practices, their words and their reviews starts here.

- An active member sees their own, whatever the state.
- One who accepted the current charter also sees what is shared, and what is in review that they were asked
  to read (not what they passed on).
- A circle's place sees what is shared, nothing else. Somebody who left sees nothing.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from bot.card import Audience
from bot.members.models import Status
from bot.practices.models import Content, State, Verdict
from storage.schema import acceptances, circles, members, practice_versions, practices, reviews

_WORDS = [practice_versions.c[f.name] for f in fields(Content)]
_me = members.alias("me")


def visible(reader: Audience) -> Select[Any]:
    """The practices that this reader may see, with their newest words and their author's name."""
    return _practices(reader.circle, _may_see(reader))


def _practices(circle: str, which: ColumnElement[bool]) -> Select[Any]:
    newest = and_(
        practice_versions.c.circle == practices.c.circle,
        practice_versions.c.practice == practices.c.id,
        practice_versions.c.number == practices.c.number,
    )
    author = and_(members.c.circle == practices.c.circle, members.c.id == practices.c.author)
    return (
        select(practices, *_WORDS, members.c.name.label("author_name"))
        .select_from(practices.join(practice_versions, newest).join(members, author))
        .where(practices.c.circle == circle, which)
    )


def own(reader: Audience) -> Select[Any]:
    """What the reader wrote, and neither withdrew nor put away."""
    return visible(reader).where(
        practices.c.author == reader.member,
        practices.c.state.not_in((State.WITHDRAWN, State.ARCHIVED)),
    )


def asked(reader: Audience) -> Select[Any]:
    """What waits for the reader: for a look, or for a question of ethics to be lifted."""
    return visible(reader).where(
        or_(practices.c.state == State.REVIEW, and_(practices.c.state == State.SHARED, practices.c.unread)),
        _reads(reader.member, reviews.c.verdict.in_((Verdict.ASKED, Verdict.ETHICS))),
    )


def imported(circle: str) -> Select[Any]:
    """What was imported into a circle, for an import that runs again: it is written over, shown to nobody."""
    return _practices(circle, practices.c.ref.is_not(None))


def _may_see(reader: Audience) -> ColumnElement[bool]:
    shared = practices.c.state == State.SHARED
    if reader.member is None:
        return shared
    active = exists().where(
        _me.c.circle == practices.c.circle, _me.c.id == reader.member, _me.c.status == Status.ACTIVE
    )
    accepted = exists().where(
        acceptances.c.circle == practices.c.circle,
        acceptances.c.member == reader.member,
        acceptances.c.circle == circles.c.id,
        acceptances.c.number >= circles.c.charter,
    )
    reading = and_(
        practices.c.state == State.REVIEW,
        _reads(reader.member, reviews.c.verdict.not_in((Verdict.PASSED, Verdict.CLOSED))),
    )
    return and_(active, or_(practices.c.author == reader.member, and_(accepted, or_(shared, reading))))


def _reads(member: str | None, verdict: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        reviews.c.circle == practices.c.circle,
        reviews.c.practice == practices.c.id,
        reviews.c.reader == member,
        verdict,
    )
