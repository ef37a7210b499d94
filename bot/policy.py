"""Who may do what: one table, asked for every action, fed by the signed identity and the database alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.circles.models import Membership
from bot.exchanges.models import Note, NoteKind
from bot.practices.models import Practice, State
from bot.sessions.models import Session
from bot.sessions.models import State as Meeting
from bot.vocabulary import Account

Thing = Practice | Note | Session | Account | None


def _author(actor: Membership, thing: Thing) -> bool:
    return isinstance(thing, Practice) and thing.circle == actor.circle.id and thing.author == actor.member.id


def _steward(actor: Membership, thing: Thing) -> bool:
    return actor.member.is_steward


def _in(*states: State) -> Callable[[Membership, Thing], bool]:
    return lambda actor, thing: (
        isinstance(thing, Practice) and thing.state in states and _author(actor, thing)
    )


def _shared(actor: Membership, thing: Thing) -> bool:
    return isinstance(thing, Practice) and thing.circle == actor.circle.id and thing.state is State.SHARED


def _answers(actor: Membership, thing: Thing) -> bool:
    return (
        isinstance(thing, Note)
        and thing.circle == actor.circle.id
        and thing.kind is NoteKind.QUESTION
        and thing.reader == actor.member.id
    )


def _takes_back(actor: Membership, thing: Thing) -> bool:
    """A complement goes with whoever wrote it, and with the author of what it was added to."""
    return (
        isinstance(thing, Note)
        and thing.circle == actor.circle.id
        and thing.kind is NoteKind.COMPLEMENT
        and actor.member.id in (thing.writer, thing.author)
    )


def _planner(actor: Membership, thing: Thing) -> bool:
    return isinstance(thing, Session) and thing.circle == actor.circle.id and thing.planner == actor.member.id


def _planner_in(*states: Meeting) -> Callable[[Membership, Thing], bool]:
    return lambda actor, thing: (
        isinstance(thing, Session) and thing.state in states and _planner(actor, thing)
    )


RULES: Mapping[str, Callable[[Membership, Thing], bool]] = {
    "circle.invite": _steward,
    "circle.settings": _steward,
    "practice.write": lambda actor, thing: True,
    "practice.edit": _in(State.DRAFT, State.REVIEW, State.SHARED),
    "practice.send": _in(State.DRAFT),
    "practice.publish": _in(State.REVIEW),
    "practice.withdraw": _in(State.REVIEW, State.SHARED),
    "practice.confirm": _in(State.SHARED),
    "practice.archive": _in(State.SHARED),
    "practice.unarchive": _in(State.ARCHIVED),
    "practice.erase": _in(State.DRAFT),
    "practice.complement": _shared,
    "practice.keep": lambda actor, thing: _shared(actor, thing) and not _author(actor, thing),
    "practice.ask": lambda actor, thing: _shared(actor, thing) and not _author(actor, thing),
    "practice.alert": lambda actor, thing: _shared(actor, thing) and not _author(actor, thing),
    "note.answer": _answers,
    "note.remove": _takes_back,
    "session.plan": lambda actor, thing: True,
    "session.propose": _planner_in(Meeting.PROPOSED),
    "session.change": _planner_in(Meeting.PROPOSED, Meeting.PLANNED),
    "session.cancel": _planner_in(Meeting.PLANNED),
    "practice.tag": lambda actor, thing: _author(actor, thing) or _steward(actor, thing),
}


def may(actor: Membership | None, action: str, thing: Thing = None) -> bool:
    """Whether this member may do that to this thing. Nobody may act before accepting the charter."""
    return actor is not None and actor.charter_accepted and RULES[action](actor, thing)


def may_create_circle(account: Account) -> bool:
    """Whoever administers the server or the workspace."""
    return account.administers
