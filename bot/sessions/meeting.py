"""The steps that several verbs and jobs of a session have in common."""

from __future__ import annotations

from collections.abc import Sequence

from bot.command import Context, JobContext
from bot.errors import NotAllowed, NotFound, WrongMoment
from bot.policy import may
from bot.sessions import rules
from bot.sessions.models import Answer, Rsvp, Session
from bot.sessions.rules import Step
from bot.vocabulary import Account

Speaking = Context | JobContext
SAID_SOON = "session.soon"  # an hour before, in the session's thread


def id_of(subject: str) -> str:
    return subject.partition(".")[0]


def part_of(subject: str) -> str:
    return subject.partition(".")[2]


async def seen(context: Context, *, lock: bool = False) -> Session:
    """The session as the actor may see it. Raises: NotFound."""
    session = await context.tx.sessions.get(context.reader, id_of(context.subject), lock=lock)
    if session is None:
        raise NotFound
    return session


async def planned_by_me(context: Context, action: str) -> Session:
    """The actor's own session, if they may do that to it now. Raises: NotFound, WrongMoment."""
    session = await seen(context, lock=not context.request.verb.endswith(".preview"))
    if session.planner != context.member.id:
        raise NotAllowed
    if not may(context.membership, action, session):
        raise WrongMoment(button=("button-session-agenda", "session.agenda", context.circle.prefix))
    return session


async def answers(context: Speaking, session: Session) -> Sequence[Rsvp]:
    return await context.tx.sessions.rsvps(context.circle.id, session.id)


async def names(context: Speaking) -> tuple[str, ...]:
    """Members' names, which are no client's."""
    return tuple(m.member.name for m in await context.tx.members.active(context.circle.id))


async def around(context: JobContext, session: Session) -> list[Account]:
    """Those who come or may come, who brings the subject and who planned it, by their accounts there."""
    rsvps = await answers(context, session)
    named = [r.member for r in rules.seated(session, rsvps)]
    named += [r.member for r in rsvps if r.answer is Answer.MAYBE]
    wanted = {*named, session.holder, session.planner}
    accounts = await context.tx.members.reached(context.circle.id, context.job.platform)
    there = [m.member.id for m in await context.tx.members.active(context.circle.id) if m.charter_accepted]
    return [accounts[member] for member in there if member in wanted and member in accounts]


async def remind(context: Speaking, session: Session) -> None:
    """The next thing that it says by itself: one row, which adds the one after it."""
    step = rules.next_step(session, context.now)
    if step is not None:
        at, state = rules.step_at(session, step), f"{session.version}.{step}"
        await context.tx.jobs.later("session.remind", context.circle.id, session.id, at, state)


async def card_changed(context: Speaking, session: Session) -> None:
    """The circle's card shows the new counts, and who answers in the last hour is let into the thread; what
    was said in private stays."""
    await context.tx.jobs.refresh(context.circle.id, card(session), context.tx.new_id())
    if rules.due(session, Step.SOON, context.now):
        await context.tx.jobs.refresh(context.circle.id, session.id, context.tx.new_id(), SAID_SOON)


async def changed(context: Speaking, session: Session) -> None:
    """Every copy follows, in the circle's place and in private."""
    await context.tx.jobs.refresh(context.circle.id, session.id, str(session.version))


def card(session: Session) -> str:
    """What the circle's card is filed under: a part of the session, so that it can be shown anew alone."""
    return f"{session.id}.card"
