"""What a session says by itself, composed when it is sent: one that was moved or cancelled is silent."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.card import Audience, Card
from bot.command import Job, JobContext, Manner, Rank
from bot.sessions import cards, ics, meeting, rules
from bot.sessions.models import Answer, Session, State
from bot.sessions.rules import Step
from bot.vocabulary import Place, Thread


async def _seen(context: JobContext) -> Session | None:
    """The session through its reader's own view."""
    return await context.tx.sessions.get(context.reader, meeting.id_of(context.job.subject))


async def _of_the_circle(context: JobContext) -> Session | None:
    """For an act of the core itself, held so that nothing else happens to it meanwhile."""
    circle = Audience(context.circle.id)
    return await context.tx.sessions.get(circle, meeting.id_of(context.job.subject), lock=True)


# --- in the circle's place -----------------------------------------------------------------------------


async def public(context: JobContext) -> Card | None:
    session = await _seen(context)
    if session is None or session.state not in (State.PLANNED, State.OVER):
        return None
    return cards.public(session, await meeting.answers(context, session), context.voice, context.reader)


async def soon(context: JobContext) -> Card | None:
    """An hour before, once; a copy that is there already follows what changes, unless it came too early."""
    session = await _seen(context)
    if session is None or session.state is not State.PLANNED:
        return None
    if context.now < rules.step_at(session, Step.SOON):
        return None
    if context.job.message is None and not rules.due(session, Step.SOON, context.now):
        return None
    return cards.soon(session, context.voice, context.reader)


async def apart(context: JobContext) -> Thread | None:
    """Where those who meet talk about it, without the others; under the circle's card."""
    session, place = await _seen(context), context.job.target
    if session is None or not isinstance(place, Place):
        return None
    card = await context.tx.posts.showing(place, context.circle.id, meeting.card(session))
    return Thread(
        place.platform,
        place.realm,
        place.id,
        cards.thread_title(session, context.voice),
        card.message if card else "",
        tuple(await meeting.around(context, session)),
    )


async def tombstone(context: JobContext) -> Card | None:
    """Only of what was cancelled: other copies stay as they are."""
    session = await _seen(context)
    if session is not None and session.state is not State.CANCELLED:
        return None
    return cards.cancelled(context.voice)


async def moved_away(context: JobContext) -> Card | None:
    """Of what was said an hour before a date that holds no more: its own hour says it anew, elsewhere."""
    session = await _seen(context)
    if session is not None and session.state is State.PLANNED:
        return cards.moved_away(context.voice)
    return await tombstone(context)


# --- at its instants -----------------------------------------------------------------------------------


async def remind(context: JobContext) -> None:
    """Say what is due, once for each wall time, and add the row of what comes next."""
    session = await _of_the_circle(context)
    if session is None or session.state is not State.PLANNED:
        return
    if rules.due(session, Step.END, context.now):
        await _end(context, session)
        return
    if rules.due(session, Step.SOON, context.now):
        await context.announce(meeting.SAID_SOON, session.id, session.wall)
    elif rules.due(session, Step.DAY, context.now):
        for member in await _who_comes(context, session):
            await context.tell(member, "session.tomorrow", session.id, session.wall)
    elif rules.due(session, Step.WEEK, context.now):
        for member in await _silent(context, session):
            await context.tell(member, "session.ask", session.id, session.wall)
    await meeting.remind(context, session)


async def _who_comes(context: JobContext, session: Session) -> list[str]:
    """Those with a seat, and who brings the subject."""
    rsvps = await meeting.answers(context, session)
    found = [r.member for r in rules.seated(session, rsvps)]
    return list(dict.fromkeys([*found, *filter(None, (session.holder,))]))


async def _silent(context: JobContext, session: Session) -> list[str]:
    """Active members who have not answered, and are not away."""
    answered = {r.member for r in await meeting.answers(context, session)} | {session.holder}
    found = []
    for membership in await context.tx.members.active(context.circle.id):
        member = membership.member
        today = context.now.astimezone(ZoneInfo(member.zone or context.circle.zone)).date()
        away = member.away_until is not None and member.away_until >= today
        if member.id not in answered and membership.charter_accepted and not away:
            found.append(member.id)
    return found


async def _end(context: JobContext, session: Session) -> None:
    session = await context.tx.sessions.save(session.with_(state=State.OVER))
    await context.tx.jobs.refresh(context.circle.id, meeting.card(session), str(session.version))
    if not rules.asks_after(session, context.now):
        return
    for rsvp in rules.seated(session, await meeting.answers(context, session)):
        await context.tell(rsvp.member, "session.after", session.id)


async def tell(context: JobContext) -> None:
    """Those who meant to come hear of another date, or of none."""
    author = await context.tx.sessions.planner(context.circle.id, context.job.subject)
    if author is None:
        return
    session = await context.tx.sessions.get(Audience(context.circle.id, author), context.job.subject)
    if session is None or session.state not in (State.PLANNED, State.CANCELLED):
        return
    kind = "session.moved" if session.state is State.PLANNED else "session.off"
    for rsvp in await meeting.answers(context, session):
        if rsvp.answer is not Answer.NO and rsvp.member != session.planner:
            await context.tell(rsvp.member, kind, session.id, str(session.version))


# --- to one member -------------------------------------------------------------------------------------


async def _open(context: JobContext) -> Session | None:
    session = await _seen(context)
    if session is None or context.to is None or not rules.open_(session, context.now):
        return None
    return session


async def _standing(context: JobContext, session: Session) -> str:
    rsvps = await meeting.answers(context, session)
    return cards.standing(session, rsvps, context.to.member.id if context.to else "")


async def _concerned(context: JobContext, session: Session) -> bool:
    """Whoever means to come, perhaps, or is counted on for the subject."""
    if context.to is None:
        return False
    holds = session.holder == context.to.member.id
    return holds or await _standing(context, session) not in ("no", "none")


async def ask(context: JobContext) -> Card | None:
    """« La rencontre est dans une semaine. Tu viens ? », to who has not answered yet."""
    session = await _open(context)
    if session is None or not rules.due(session, Step.WEEK, context.now):
        return None
    if context.job.message is None and await _standing(context, session) != "none":
        return None
    return cards.asked(session, context.voice, context.reader, "session-week")


async def tomorrow(context: JobContext) -> Card | None:
    session = await _open(context)
    if session is None or context.to is None or not rules.due(session, Step.DAY, context.now):
        return None
    comes = await _standing(context, session) == "yes" or session.holder == context.to.member.id
    return cards.tomorrow(session, context.voice, context.reader) if comes else None


async def seat(context: JobContext) -> Card | None:
    session = await _open(context)
    if session is None or await _standing(context, session) != "yes":
        return None
    return cards.seat(session, context.voice, context.reader)


async def named(context: JobContext) -> Card | None:
    """Also where they come anyway, unless they brought the subject themselves meanwhile."""
    session = await _open(context)
    if session is None or context.to is None:
        return None
    me = context.to.member.id
    if session.holder != me:
        return cards.unnamed(session, context.voice, context.reader) if context.job.message else None
    offered = any(r.member == me and r.topic for r in await meeting.answers(context, session))
    if context.job.message is None and offered:
        return None
    return cards.named(session, context.voice, context.reader)


async def moved(context: JobContext) -> Card | None:
    session = await _open(context)
    if session is None or not await _concerned(context, session):
        return None
    return cards.asked(session, context.voice, context.reader, "session-moved")


async def off(context: JobContext) -> Card | None:
    session = await _seen(context)
    if session is None or session.state is not State.CANCELLED or session.ends_at < context.now:
        return None
    if not await _concerned(context, session):
        return None
    return cards.off(session, context.voice, context.reader)


async def after(context: JobContext) -> Card | None:
    """Once; who answered or passed already is not asked."""
    session = await _seen(context)
    if session is None or context.to is None or session.state is not State.OVER:
        return None
    if await _standing(context, session) != "yes":
        return None
    if await context.tx.sessions.commitment(context.reader, session.id) is not None:
        return None
    return cards.after(session, context.voice, context.reader)


async def followed(context: JobContext) -> Card | None:
    """What came of it: as long as an answer is wanted."""
    if context.to is None:
        return None
    commitment = await context.tx.sessions.commitment(context.reader, context.job.subject)
    if commitment is None or not rules.to_ask(commitment):
        return None
    return cards.followed(commitment, context.voice, context.reader)


OPENS = "session.open"
JOBS = (
    Job("session.card", compose=public, tombstone=tombstone),
    Job(meeting.SAID_SOON, compose=soon, tombstone=moved_away, apart=apart),
    Job("session.remind", act=remind),
    Job("session.tell", act=tell),
    Job("session.ask", compose=ask, tombstone=tombstone, manner=Manner.COUNTED, shows=OPENS),
    Job("session.named", compose=named, tombstone=tombstone, manner=Manner.COUNTED, shows=OPENS),
    Job("session.tomorrow", compose=tomorrow, tombstone=tombstone, manner=Manner.MEETING, shows=OPENS),
    Job("session.seat", compose=seat, tombstone=tombstone, manner=Manner.MEETING, shows=OPENS),
    Job("session.moved", compose=moved, tombstone=tombstone, manner=Manner.MEETING, shows=OPENS),
    Job("session.off", compose=off, manner=Manner.MEETING, shows=OPENS),
    Job("session.after", compose=after, manner=Manner.MEETING, shows=OPENS),  # they have just met
    Job("session.followed", compose=followed, manner=Manner.COUNTED, rank=Rank.FOLLOW_UP, shows=OPENS),
)
FILES = ics.FILES
