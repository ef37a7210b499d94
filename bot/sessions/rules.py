"""What is true of a session, as pure functions: seats, reminders, what is asked afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.checks import check_confidentiality, hard
from bot.moments import Moment, iso, same_wall
from bot.sessions.models import SEATS, SEATS_MAX, SEATS_MIN, Answer, Commitment, Outcome, Rsvp, Session, State

SOON = timedelta(hours=1)
FOLLOW_UP, AGAIN = timedelta(days=14), timedelta(days=30)
_LINK = re.compile(r"https?://[^\s<>\"|\\^`{}]+")
_IN_A_LINK = ("email", "social")  # what names somebody even there; digits are the room's


# --- seats -------------------------------------------------------------------------------------------


def seated(session: Session, rsvps: Iterable[Rsvp]) -> list[Rsvp]:
    """Those who have a seat: the first standing *yes* has the first one."""
    return _coming(rsvps)[: session.seats]


def waiting(session: Session, rsvps: Iterable[Rsvp]) -> list[Rsvp]:
    return _coming(rsvps)[session.seats :]


def _coming(rsvps: Iterable[Rsvp]) -> list[Rsvp]:
    """Every standing yes, in the order in which they were given."""
    found = (rsvp for rsvp in rsvps if rsvp.answer is Answer.YES)
    return sorted(found, key=lambda rsvp: (rsvp.answered_at, rsvp.member))


def moved_up(was: Session, now: Session, before: Iterable[Rsvp], after: Iterable[Rsvp]) -> list[str]:
    """Members who waited and have a seat now: somebody left, or there are more seats."""
    waited = {rsvp.member for rsvp in waiting(was, before)}
    return [rsvp.member for rsvp in seated(now, after) if rsvp.member in waited]


def full(session: Session, rsvps: Iterable[Rsvp], member: str) -> bool:
    """Whether this member's *yes* would have to wait."""
    others = [rsvp for rsvp in rsvps if rsvp.member != member]
    return len(_coming(others)) >= session.seats


def seats(typed: str) -> int | None:
    """The number of places; eight where none is said, None where it cannot be."""
    if not typed:
        return SEATS
    number = int(typed) if typed.isdecimal() and len(typed) < 4 else 0
    return number if SEATS_MIN <= number <= SEATS_MAX else None


# --- when --------------------------------------------------------------------------------------------


class Step(StrEnum):
    """What a session says by itself, in the order in which it does."""

    WEEK = "week"
    DAY = "day"
    SOON = "soon"
    END = "end"


def step_at(session: Session, step: Step) -> datetime:
    """A week and a day before at the same wall hour, an hour before, and the end."""
    match step:
        case Step.WEEK:
            return same_wall(session.starts_at, session.zone, -7)
        case Step.DAY:
            return same_wall(session.starts_at, session.zone, -1)
        case Step.SOON:
            return session.starts_at - SOON
        case Step.END:
            return session.ends_at


def next_step(session: Session, now: datetime) -> Step | None:
    """The first that is to come; what is past already is never said."""
    return next((step for step in Step if step_at(session, step) > now), None)


def due(session: Session, step: Step, now: datetime) -> bool:
    """Whether it is said now: its instant has come, and what it says still holds."""
    if step_at(session, step) > now:
        return False
    match step:
        case Step.WEEK:
            return in_a_week(session, now)
        case Step.DAY:
            return is_tomorrow(session, now)
        case Step.SOON:
            return now < session.starts_at
        case Step.END:
            return True


def is_tomorrow(session: Session, now: datetime) -> bool:
    """Whether « demain » is still true."""
    zone = ZoneInfo(session.zone)
    return session.starts_at.astimezone(zone).date() - now.astimezone(zone).date() == timedelta(days=1)


def in_a_week(session: Session, now: datetime) -> bool:
    """Whether « dans une semaine » is still true, give or take two days."""
    return session.starts_at - now > timedelta(days=5)


def open_(session: Session, now: datetime) -> bool:
    """Whether answers are still taken: planned, and not begun."""
    return session.state is State.PLANNED and now < session.starts_at


def free_slot(meant: Moment, others: Iterable[Session], now: datetime, minutes: int) -> Moment:
    """The first later week with the same weekday and wall time that is to come and meets nobody else."""
    taken = [(s.starts_at, s.ends_at) for s in others]
    weeks = max(1, (now - meant.at).days // 7)
    while True:
        at = same_wall(meant.at, meant.zone, 7 * weeks)
        ends = at + timedelta(minutes=minutes)
        if at > now and not any(start < ends and at < end for start, end in taken):
            wall = at.astimezone(ZoneInfo(meant.zone)).replace(tzinfo=None)
            return Moment(at, wall.isoformat(timespec="minutes"), meant.zone)
        weeks += 1


def picked(moment: Moment) -> str:
    """A moment as a picker gives it."""
    return iso(moment.at, moment.zone)


def same_hour(session: Session, zone: str) -> bool:
    """Whether a reader in that zone sees the same wall time."""
    return session.starts_at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")[:16] == session.wall


def typed(session: Session) -> str:
    """The moment as a form is filled with it."""
    return iso(session.starts_at, session.zone)


# --- words -------------------------------------------------------------------------------------------


def is_link(spot: str) -> bool:
    """Whether the spot is one whole address of the web."""
    return bool(_LINK.fullmatch(spot))


def broken_link(spot: str) -> bool:
    """Whether it looks like one and cannot be opened as it is."""
    return "://" in spot and not is_link(spot)


def names_somebody(title: str, spot: str, members: tuple[str, ...]) -> list[str]:
    """The fields that hold an identifier. The link of a call is none, an e-mail address in it is."""
    found = ["title"] if hard(check_confidentiality(title, allowed=members)) else []
    about = hard(check_confidentiality(spot, allowed=members))
    if is_link(spot):
        about = tuple(f for f in about if f.code in _IN_A_LINK)
    return [*found, "spot"] if about else found


# --- afterwards --------------------------------------------------------------------------------------


def asks_after(session: Session, now: datetime) -> bool:
    """Whether it is still fresh enough to ask what one is going to try."""
    return now - session.ends_at < timedelta(days=7)


def committed(circle: str, session: str, member: str, words: str, now: datetime) -> Commitment:
    """What somebody is going to try, asked about in a fortnight; no words: nothing is asked."""
    return Commitment(circle, session, member, words, now, now + FOLLOW_UP if words else None)


def answered(commitment: Commitment, outcome: Outcome, now: datetime) -> Commitment:
    """« Pas encore » is asked about once more, a month later; every other answer ends it."""
    if outcome is not Outcome.NOT_YET:
        return commitment.with_(outcome=outcome, answered_at=now, ask_at=None)
    if commitment.outcome is Outcome.NOT_YET and commitment.ask_at and commitment.ask_at > now:
        return commitment  # the same press, twice
    again = now + AGAIN if commitment.asked == 0 else None
    return commitment.with_(outcome=outcome, answered_at=now, ask_at=again, asked=commitment.asked + 1)


def to_ask(commitment: Commitment | None) -> bool:
    """Whether an answer is still wanted."""
    return bool(
        commitment
        and commitment.words
        and (
            commitment.outcome is None
            or (commitment.outcome is Outcome.NOT_YET and commitment.ask_at is not None)
        )
    )
