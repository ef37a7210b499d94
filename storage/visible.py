"""The single gate to members' content: every read of practices, their words and their reviews starts here.

- An active member sees their own, whatever the state.
- One who accepted the current charter also sees what is shared, and what is in review that they were asked
  to read (not what they passed on).
- A circle's place sees what is shared, nothing else. Somebody who left sees nothing.
- What came of a trial: whoever tried it, and its author once it is answered; whoever may see the practice
  where the note may be quoted.
- A note goes with its practice: a complement is for whoever sees that, a question, an answer and thanks only
  for who wrote them and for whom they are.
- An alert is for the author, one peer and who raised it; that is said to nobody unless they signed.

Of sessions: a member who accepted sees those of the circle; its planner alone one that is not proposed yet;
the place those planned or over. What somebody is going to try is theirs alone.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, case, exists, or_, select

from bot.card import Audience
from bot.members.models import Status
from bot.practices.models import Content, State, Verdict
from bot.sessions.models import State as Meeting
from bot.trials.models import TOLD
from storage.schema import (
    acceptances,
    alerts,
    circles,
    commitments,
    members,
    notes,
    practice_versions,
    practices,
    requests,
    reviews,
    sessions,
    trials,
)
from storage.schema import kept as kept_by

_WORDS = [practice_versions.c[f.name] for f in fields(Content)]
_me = members.alias("me")
_teller = members.alias("teller")


def visible(reader: Audience) -> Select[Any]:
    """The practices that this reader may see, with their newest words and their author's name."""
    return _practices(reader.circle, _may_see(reader))


def whoever_asks() -> Audience:
    """A reader named when the statement runs, with `asked_by`: for a statement that is built once."""
    circle, member = bindparam("reader_circle", type_=String), bindparam("reader_member", type_=String)
    return Audience(cast(str, circle), cast(str, member))


def asked_by(reader: Audience) -> dict[str, str]:
    assert reader.member is not None, "a place is no member: its statement is another one"
    return {"reader_circle": reader.circle, "reader_member": reader.member}


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
    """What the reader wrote and did not withdraw; what they put away is offered back."""
    return visible(reader).where(practices.c.author == reader.member, practices.c.state != State.WITHDRAWN)


def asked(reader: Audience) -> Select[Any]:
    """What waits for the reader: for a look, or for a question of ethics to be lifted."""
    return visible(reader).where(
        or_(practices.c.state == State.REVIEW, and_(practices.c.state == State.SHARED, practices.c.unread)),
        _reads(reader.member, reviews.c.verdict.in_((Verdict.ASKED, Verdict.ETHICS))),
    )


def tried(reader: Audience) -> Select[Any]:
    """The trials that this reader may hear of, of practices that they may see: whose, and their note."""
    newest = and_(
        practice_versions.c.circle == practices.c.circle,
        practice_versions.c.practice == practices.c.id,
        practice_versions.c.number == practices.c.number,
    )
    of = and_(practices.c.circle == trials.c.circle, practices.c.id == trials.c.practice)
    author = and_(members.c.circle == practices.c.circle, members.c.id == practices.c.author)
    teller = and_(_teller.c.circle == trials.c.circle, _teller.c.id == trials.c.member)
    answered = trials.c.outcome.in_(TOLD)
    return (
        select(
            trials,
            _teller.c.name,
            practice_versions.c.title,
            practices.c.author,
            members.c.name.label("author_name"),
        )
        .select_from(
            trials.join(practices, of)
            .join(practice_versions, newest)
            .join(members, author)
            .join(_teller, teller)
        )
        .where(
            trials.c.circle == reader.circle,
            _may_see(reader),
            or_(
                trials.c.member == reader.member,
                and_(practices.c.author == reader.member, answered),
                and_(trials.c.public, answered),
            ),
        )
    )


def kept(reader: Audience) -> Select[Any]:
    """What the reader keeps, as long as it is shared."""
    mine = and_(
        kept_by.c.circle == practices.c.circle,
        kept_by.c.practice == practices.c.id,
        kept_by.c.member == reader.member,
    )
    return visible(reader).join(kept_by, mine).where(practices.c.state == State.SHARED)


def said(reader: Audience) -> Select[Any]:
    """The notes that this reader may see, with their writer's name and whose practice they are about."""
    about = and_(notes.c.circle == practices.c.circle, notes.c.practice == practices.c.id)
    wrote = and_(members.c.circle == notes.c.circle, members.c.id == notes.c.writer)
    return (
        select(notes, members.c.name.label("writer_name"), practices.c.author)
        .select_from(notes.join(practices, about).join(members, wrote))
        .where(notes.c.circle == reader.circle, _may_see(reader), _is_for(reader))
    )


def _is_for(reader: Audience) -> ColumnElement[bool]:
    """A note without a reader is for all; another for its two ends, and for no place."""
    if reader.member is None:
        return notes.c.reader.is_(None)
    return or_(notes.c.reader.is_(None), notes.c.reader == reader.member, notes.c.writer == reader.member)


def alerted(reader: Audience) -> Select[Any]:
    """The alerts for this reader: as author, as peer, or as who raised them.

    Who that was is told to themselves, and to the others by name where it was signed.
    """
    about = and_(alerts.c.circle == practices.c.circle, alerts.c.practice == practices.c.id)
    raised = and_(members.c.circle == alerts.c.circle, members.c.id == alerts.c.reporter)
    mine = alerts.c.reporter == reader.member
    shown = [column for column in alerts.c if column.name != "reporter"]
    return (
        select(
            *shown,
            case((mine, alerts.c.reporter), else_="").label("reporter"),
            case((alerts.c.signed, members.c.name), else_="").label("reporter_name"),
            practices.c.author,
        )
        .select_from(alerts.join(practices, about).join(members, raised))
        .where(
            alerts.c.circle == reader.circle,
            _may_see(reader),
            or_(mine, practices.c.author == reader.member, alerts.c.peer == reader.member),
        )
    )


def asked_for(reader: Audience) -> Select[Any]:
    """What members look for: one's own, and what was asked of the whole circle by somebody still in it."""
    asker = and_(
        members.c.circle == requests.c.circle,
        members.c.id == requests.c.member,
        members.c.status == Status.ACTIVE,
    )
    asked_all = requests.c.state == "asked"
    inside = exists().where(
        _me.c.circle == requests.c.circle, _me.c.id == reader.member, _me.c.status == Status.ACTIVE
    )
    own = and_(requests.c.member == reader.member, inside)
    seen = asked_all if reader.member is None else or_(own, and_(asked_all, inside))
    return (
        select(requests, members.c.name.label("member_name"))
        .select_from(requests.join(members, asker))
        .where(requests.c.circle == reader.circle, seen)
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


# --- sessions --------------------------------------------------------------------------------------------


def visible_sessions(reader: Audience) -> Select[Any]:
    """The sessions that this reader may see, with their planner's and their holder's name."""
    planner, holder = members.alias("planner"), members.alias("holder")
    plans = and_(planner.c.circle == sessions.c.circle, planner.c.id == sessions.c.planner)
    brings = and_(
        holder.c.circle == sessions.c.circle,
        holder.c.id == sessions.c.holder,
        holder.c.status == Status.ACTIVE,
    )
    return (
        select(sessions, planner.c.name.label("planner_name"), holder.c.name.label("holder_name"))
        .select_from(sessions.join(planner, plans).outerjoin(holder, brings))
        .where(sessions.c.circle == reader.circle, _may_meet(reader))
    )


def own_commitments(reader: Audience) -> Select[Any]:
    """What the reader is going to try, while they are in the circle."""
    return select(commitments).where(
        commitments.c.circle == reader.circle,
        commitments.c.member == reader.member,
        _stands(commitments.c.circle, reader.member),
    )


def _may_meet(reader: Audience) -> ColumnElement[bool]:
    if reader.member is None:
        return sessions.c.state.in_((Meeting.PLANNED, Meeting.OVER))
    mine = and_(sessions.c.planner == reader.member, sessions.c.state == Meeting.PROPOSED)
    return and_(_stands(sessions.c.circle, reader.member), or_(mine, sessions.c.state != Meeting.PROPOSED))


def _stands(circle: ColumnElement[Any], member: str | None) -> ColumnElement[bool]:
    """Whether this member is active, and accepted the current charter."""
    active = exists().where(_me.c.circle == circle, _me.c.id == member, _me.c.status == Status.ACTIVE)
    accepted = exists().where(
        acceptances.c.circle == circle,
        acceptances.c.member == member,
        acceptances.c.circle == circles.c.id,
        acceptances.c.number >= circles.c.charter,
    )
    return and_(active, accepted)
