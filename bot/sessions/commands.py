"""What a planner does with a session, and what is coming: plan, look, propose, change, cancel."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.card import Card
from bot.command import Command, Context, Filling, Surface
from bot.errors import Invalid, NotAllowed, Shown, WrongMoment
from bot.moments import Moment, Reason, Refused, understand
from bot.policy import may
from bot.sessions import afterwards, answering, cards, meeting, rules
from bot.sessions.models import MINUTES, SEATS_MAX, SEATS_MIN, Answer, Session, State
from bot.vocabulary import Account, Field, Kind, Reply

SPOT_MAX = 400  # links to calls are long
FIELDS = (
    Field("title", Kind.LINE, limit=80),
    Field("moment", Kind.MOMENT),
    Field("spot", Kind.TEXT, limit=SPOT_MAX),
    Field("seats", Kind.NUMBER, required=False),
    Field("holder", Kind.PERSON, required=False),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """The five answers, understood."""

    title: str
    moment: Moment
    spot: str
    seats: int
    holder: str | None
    holder_name: str


async def _understood(context: Context, before: Session | None = None) -> Plan:
    """Raises: Invalid, with a free slot put in place of a moment that is past."""
    moment = await _moment(context, before)
    spot = " ".join(context.value("spot").split())
    seats = rules.seats(context.value("seats"))
    faults: dict[str, tuple[str, dict[str, object]]] = {}
    if isinstance(moment, Refused):
        faults["moment"] = await _why(context, moment)
    if rules.broken_link(spot):
        faults["spot"] = ("fault-link", {})
    if seats is None:
        faults["seats"] = ("fault-seats", {"least": SEATS_MIN, "most": SEATS_MAX})
    for field in rules.names_somebody(context.value("title"), spot, await meeting.names(context)):
        faults[field] = ("fault-session-identifier", {})
    holder, holder_name = await _holder(context)
    if holder == "":
        faults["holder"] = ("fault-holder", {})
    if faults or isinstance(moment, Refused) or seats is None:
        raise Invalid(faults)
    return Plan(context.value("title"), moment, spot, seats, holder, holder_name)


async def _moment(context: Context, before: Session | None) -> Moment | Refused:
    typed = context.value("moment")
    if before is not None and typed == rules.typed(before):
        return Moment(before.starts_at, before.wall, before.zone)  # left as it was
    zone = before.zone if before else context.voice.zone
    return understand(typed, context.voice.lang, zone, context.now)


async def _why(context: Context, refused: Refused) -> tuple[str, dict[str, object]]:
    if refused.reason is not Reason.PAST or refused.meant is None:
        return f"fault-moment-{refused.reason}", {}
    others = await context.tx.sessions.coming(context.reader, context.now)
    planned = [session for session in others if session.state is State.PLANNED]
    free = rules.free_slot(refused.meant, planned, context.now, MINUTES)
    words = context.voice.moment(free.at, free.zone)
    picked = context.value("moment")[:4].isdecimal()  # by a picker, or typed
    instead = rules.picked(free) if picked else words
    context.request = replace(context.request, values={**context.request.values, "moment": instead})
    return "fault-moment-past", {"free": words}


async def _holder(context: Context) -> tuple[str | None, str]:
    """(member, name) of who brings the subject; "" where that person is not in the circle."""
    value = context.value("holder")
    if not value:
        return None, ""
    realm, _, user = value.rpartition("/")
    account = Account(context.request.actor.platform, realm, user)
    for found in await context.tx.members.standing(account, None):
        if found.circle.id == context.circle.id:
            return found.member.id, found.member.name
    return "", ""


async def plan(context: Context) -> Reply:
    """A proposal of the submission's id, which its planner alone sees; sent twice, it is one."""
    if not may(context.membership, "session.plan"):
        raise NotAllowed
    said = await _understood(context)
    session = Session(
        context.circle.id,
        context.draft or context.circle.prefix + context.tx.new_id(),
        context.member.id,
        context.member.name,
        said.title,
        said.moment.at,
        said.moment.wall,
        said.moment.zone,
        said.spot,
        said.seats,
        holder=said.holder,
        holder_name=said.holder_name,
    )
    await context.tx.sessions.add(session)
    return Reply(cards.preview(session, (), context.voice, context.reader))


async def preview(context: Context) -> Reply:
    session = await meeting.planned_by_me(context, "session.change")
    rsvps = await meeting.answers(context, session)
    return Reply(cards.preview(session, rsvps, context.voice, context.reader), replaces=True)


async def propose(context: Context) -> Reply:
    """*Oui, proposer*: one card in the circle's place, and what it says by itself later."""
    session = await meeting.planned_by_me(context, "session.propose")
    if session.starts_at <= context.now:
        raise WrongMoment(button=("button-session-correct", "session.edit", session.id))
    session = await context.tx.sessions.save(session.with_(state=State.PLANNED))
    await context.announce("session.card", meeting.card(session), str(session.version))
    await meeting.remind(context, session)
    await _asked(context, session)
    rsvps = await meeting.answers(context, session)
    return Reply(cards.preview(session, rsvps, context.voice, context.reader), replaces=True)


async def _asked(context: Context, session: Session) -> None:
    """Whoever was put down as bringing the subject hears of it; the planner comes to their own."""
    if session.holder == session.planner:
        await context.tx.sessions.answer(session.circle, session.id, session.planner, Answer.YES, topic=True)
    elif session.holder:
        await context.tell(session.holder, "session.named", session.id, str(session.version))


async def edit_filling(context: Context) -> Filling:
    """Who brings the subject is left open: empty means unchanged."""
    session = await meeting.planned_by_me(context, "session.change")
    values = {
        "title": session.title,
        "moment": rules.typed(session),
        "spot": session.spot,
        "seats": str(session.seats),
    }
    return Filling(values=values, version=session.version)


async def edit(context: Context) -> Reply:
    """Changed for all at once; one made on an older version overwrites nothing."""
    session = await meeting.planned_by_me(context, "session.change")
    form = context.request.form
    if form is not None and form.version != session.version:
        raise Shown(cards.changed(session, context.draft, context.voice, context.reader))
    said = await _understood(context, session)
    rsvps = await meeting.answers(context, session)
    if said.seats < len(rules.seated(session, rsvps)):
        taken = len(rules.seated(session, rsvps))
        raise Invalid({"seats": ("fault-seats-taken", {"count": taken})})
    after = session.with_(
        title=said.title,
        starts_at=said.moment.at,
        wall=said.moment.wall,
        zone=said.moment.zone,
        spot=said.spot,
        seats=said.seats,
        holder=said.holder or session.holder,
        holder_name=said.holder_name or session.holder_name,
    )
    if after != session:
        after = await _changed(context, session, after)
        for member in rules.moved_up(session, after, rsvps, rsvps):
            await context.tell(member, "session.seat", after.id, context.tx.new_id())
    return Reply(cards.preview(after, rsvps, context.voice, context.reader), replaces=True)


async def _changed(context: Context, before: Session, after: Session) -> Session:
    after = await context.tx.sessions.save(after)
    if after.state is not State.PLANNED:
        return after
    await meeting.changed(context, after)
    if after.starts_at != before.starts_at:
        await meeting.remind(context, after)
        await context.tx.jobs.later("session.tell", after.circle, after.id, context.now, str(after.version))
        if after.holder == before.holder:
            await _counted_on(context, after, "session.moved")
    if after.holder != before.holder:
        await _asked(context, after)
    return after


async def _counted_on(context: Context, session: Session, kind: str) -> None:
    """Whoever brings the subject hears of it like those who answered, also before they did."""
    if session.holder and session.holder != session.planner:
        await context.tell(session.holder, kind, session.id, str(session.version))


async def cancel(context: Context) -> Reply:
    """The circle's card loses its content; those who meant to come are told."""
    session = await meeting.planned_by_me(context, "session.cancel")
    session = await context.tx.sessions.save(session.with_(state=State.CANCELLED))
    await meeting.changed(context, session)
    await context.tx.jobs.later("session.tell", session.circle, session.id, context.now, str(session.version))
    await _counted_on(context, session, "session.off")
    return Reply(_agenda_of(context, "session-cancelled-yours"), replaces=True)


def _agenda_of(context: Context, key: str) -> Card:
    back = cards.agenda_button(context.voice, context.circle.prefix)
    return cards.sentence(context.voice, key, context.reader, back)


async def agenda(context: Context) -> Reply:
    """What still asks for a line, then what is coming, page by page."""
    asked = await context.tx.sessions.unanswered(context.reader)
    found = [*asked, *await context.tx.sessions.coming(context.reader, context.now)]
    page = meeting.part_of(context.subject)
    number = int(page) if page.isdecimal() and len(page) < 4 else 0
    at = context.circle.prefix
    card = cards.agenda(found, context.voice, context.reader, at, number)
    return Reply(card, replaces=True)


COMMANDS = (
    Command(
        "session.plan",
        plan,
        FIELDS,
        surface=Surface.SLASH,
        path=("session", "plan"),
        shows="session.preview",
    ),
    Command("session.agenda", agenda, surface=Surface.SLASH, path=("session", "agenda"), reads=True),
    Command("session.preview", preview, reads=True),
    Command("session.propose", propose, shows="session.preview"),
    Command("session.edit", edit, FIELDS, fill=edit_filling, shows="session.preview"),
    Command("session.cancel", cancel),
    *answering.COMMANDS,
    *afterwards.COMMANDS,
)
