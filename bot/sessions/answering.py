"""What a member answers to a session: coming, perhaps, not this time, and who brings the subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.card import Card, File
from bot.command import Command, Context
from bot.errors import NotFound, WrongMoment
from bot.practices.models import State as PracticeState
from bot.sessions import cards, meeting, rules
from bot.sessions.models import Answer, Rsvp, Session, State
from bot.vocabulary import Reply

CALENDAR = "text/calendar"


async def open_(context: Context) -> Reply:
    """A session as it is now, with one's own answer."""
    session = await meeting.seen(context)
    if session.state is State.CANCELLED:
        back = cards.agenda_button(context.voice, context.circle.prefix)
        return Reply(cards.sentence(context.voice, "session-cancelled", context.reader, back), replaces=True)
    if session.state is State.OVER and (card := await _afterwards(context, session)):
        return Reply(card, replaces=True)
    return Reply(await _mine(context, session), replaces=True)


async def _afterwards(context: Context, session: Session) -> Card | None:
    """What is still asked of who came, or what they said; None where there is nothing of the kind."""
    voice, reader = context.voice, context.reader
    commitment = await context.tx.sessions.commitment(reader, session.id)
    if commitment is None:
        rsvps = await meeting.answers(context, session)
        came = cards.standing(session, rsvps, context.member.id) == "yes"
        return cards.after(session, voice, reader) if came else None
    if not commitment.words:
        return None
    if rules.to_ask(commitment) and commitment.ask_at and commitment.ask_at <= context.now:
        return cards.followed(commitment, voice, reader)
    if commitment.outcome is not None:
        return cards.thanked(commitment, voice, reader)
    return cards.committed(commitment, voice, reader)


async def _mine(context: Context, session: Session) -> Card:
    rsvps = await meeting.answers(context, session)
    may_answer = rules.open_(session, context.now)
    return cards.mine(session, rsvps, context.voice, context.reader, open_=may_answer)


async def answerable(context: Context) -> Session:
    """The session, held so that answers come one after the other. Raises: NotFound, WrongMoment."""
    session = await meeting.seen(context, lock=True)
    if not rules.open_(session, context.now):
        raise WrongMoment(button=("button-session-agenda", "session.agenda", context.circle.prefix))
    return session


async def _answer(context: Context, session: Session, wanted: Answer, *, wait: bool = False) -> Reply:
    """The one standing answer of the actor; whoever moves up because of it is told."""
    me = context.member.id
    before = await meeting.answers(context, session)
    standing = next((r for r in before if r.member == me), None)
    comes = standing is not None and standing.answer is Answer.YES
    if wanted is Answer.YES and not comes and not wait and rules.full(session, before, me):
        return Reply(cards.complete(session, context.voice, context.reader))
    topic = standing is not None and standing.topic and wanted is not Answer.NO
    await context.tx.sessions.answer(session.circle, session.id, me, wanted, topic=topic)
    if wanted is Answer.NO and session.holder == me:
        session = await _given_back(context, session)
    await _follow(context, session, before)
    return Reply(await _mine(context, session))


async def _follow(context: Context, session: Session, before: Sequence[Rsvp]) -> None:
    """The circle's card is counted anew, and who waited and has a seat now hears of it."""
    after = await meeting.answers(context, session)
    for member in rules.moved_up(session, session, before, after):
        if member != context.member.id:
            await context.tell(member, "session.seat", session.id, context.tx.new_id())
    await meeting.card_changed(context, session)


async def _given_back(context: Context, session: Session) -> Session:
    await context.tx.sessions.hold(session.circle, session.id, None)
    return session.with_(holder=None, holder_name="")


async def yes(context: Context) -> Reply:
    """*Je viens*: a seat, or where there is none the offer to wait."""
    return await _answer(context, await answerable(context), Answer.YES)


async def wait(context: Context) -> Reply:
    """*Liste d’attente*: the next seat that becomes free."""
    return await _answer(context, await answerable(context), Answer.YES, wait=True)


async def maybe(context: Context) -> Reply:
    return await _answer(context, await answerable(context), Answer.MAYBE)


async def no(context: Context) -> Reply:
    return await _answer(context, await answerable(context), Answer.NO)


# --- the subject ---------------------------------------------------------------------------------------


async def topic(context: Context) -> Reply:
    """*Apporter un sujet*: it is the actor's, or offered where somebody brings one already."""
    session = await answerable(context)
    held = await _bring(context, session)
    if held is None:
        return Reply(cards.complete(session, context.voice, context.reader))
    return Reply(await _mine(context, held))


async def _bring(context: Context, session: Session) -> Session | None:
    """The session with the actor as its holder, or with their offer; None where no seat is left for them."""
    me = context.member
    before = await meeting.answers(context, session)
    standing = next((r for r in before if r.member == me.id), None)
    comes = standing is not None and standing.answer is Answer.YES
    if rules.full(session, before, me.id) and not comes:
        return None
    await context.tx.sessions.answer(session.circle, session.id, me.id, Answer.YES, topic=True)
    waits = any(r.member == me.id for r in rules.waiting(session, before))
    if session.holder is None and not waits:
        await context.tx.sessions.hold(session.circle, session.id, me.id)
        session = session.with_(holder=me.id, holder_name=me.name)
    await meeting.card_changed(context, session)
    return session


async def give_back(context: Context) -> Reply:
    """*Rendre le sujet*: somebody else may bring one; one still comes."""
    session = await answerable(context)
    me = context.member.id
    before = await meeting.answers(context, session)
    standing = next((r for r in before if r.member == me), None)
    if session.holder != me:
        raise WrongMoment(button=("button-open-session", "session.open", session.id))
    if standing is not None:
        await context.tx.sessions.answer(session.circle, session.id, me, standing.answer, topic=False)
    session = await _given_back(context, session)
    await meeting.card_changed(context, session)
    return Reply(await _mine(context, session))


async def ready(context: Context) -> Reply:
    """*C’est bon*, the day before: nobody can be recognised."""
    session = await meeting.seen(context)
    again = cards.button(context.voice, "session.open", session.id, key="button-open-session")
    return Reply(cards.sentence(context.voice, "session-ready", context.reader, again), replaces=True)


async def bring(context: Context) -> Reply:
    """*L’apporter à la prochaine rencontre*: the subject of a draft, which itself goes nowhere."""
    draft = await context.tx.practices.get(context.reader, context.subject)
    if draft is None or draft.author != context.member.id:
        raise NotFound
    if draft.state is not PracticeState.DRAFT:
        raise WrongMoment(button=("button-open-practice", "practice.preview", draft.id))
    coming = await context.tx.sessions.coming(context.reader, context.now)
    planned = next((s for s in coming if rules.open_(s, context.now)), None)
    voice, reader = context.voice, context.reader
    if planned is None:
        return Reply(cards.none_planned(draft.id, context.circle.prefix, voice, reader))
    context.request = replace(context.request, subject=planned.id)
    session = await answerable(context)
    held = await _bring(context, session)
    if held is None:
        return Reply(cards.complete(session, voice, reader))
    mine = held.holder == context.member.id
    return Reply(cards.brought(held, draft.id, voice, reader, held=mine))


# --- the calendar --------------------------------------------------------------------------------------


async def calendar(context: Context) -> Reply:
    """*Ajouter à mon agenda*: the session as a file that any calendar takes."""
    session = await meeting.seen(context)
    if session.state is not State.PLANNED:
        raise WrongMoment(button=("button-session-agenda", "session.agenda", context.circle.prefix))
    name = context.voice("session-file")
    return Reply((File(name, CALENDAR, "session.ics", session.id),))


COMMANDS = (
    Command("session.open", open_, reads=True),
    Command("session.yes", yes, shows="session.open"),
    Command("session.wait", wait, shows="session.open"),
    Command("session.maybe", maybe, shows="session.open"),
    Command("session.no", no, shows="session.open"),
    Command("session.topic", topic, shows="session.open"),
    Command("session.giveback", give_back, shows="session.open"),
    Command("session.ready", ready, reads=True),
    Command("session.bring", bring),
    Command("session.ics", calendar, reads=True),
)
