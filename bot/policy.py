"""Who may do what: one table, asked for every action, fed by the signed identity and the database alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.circles.models import Membership
from bot.practices.models import Practice, State
from bot.sessions.models import Session
from bot.sessions.models import State as Meeting
from bot.vocabulary import Account

Thing = Practice | Session | Account | None


def _author(actor: Membership, thing: Thing) -> bool:
    return isinstance(thing, Practice) and thing.circle == actor.circle.id and thing.author == actor.member.id


def _steward(actor: Membership, thing: Thing) -> bool:
    return actor.member.is_steward


def _in(*states: State) -> Callable[[Membership, Thing], bool]:
    return lambda actor, thing: (
        isinstance(thing, Practice) and thing.state in states and _author(actor, thing)
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
    "practice.erase": _in(State.DRAFT),
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
