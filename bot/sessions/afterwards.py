"""Afterwards: what a member is going to try, and what came of it. Theirs alone, and never the case."""

from __future__ import annotations

from bot.checks import check_confidentiality, hard
from bot.command import Command, Context, Filling
from bot.errors import Invalid, NotFound, WrongMoment
from bot.sessions import cards, meeting, rules
from bot.sessions.models import Commitment, Outcome, Session, State
from bot.vocabulary import Field, Kind, Reply


async def _came(context: Context) -> Session:
    """A session that is over and in which the actor had a seat. Raises: NotFound, WrongMoment."""
    session = await meeting.seen(context)
    if session.state is not State.OVER:
        raise WrongMoment(button=("button-session-agenda", "session.agenda", context.circle.prefix))
    rsvps = await meeting.answers(context, session)
    if all(r.member != context.member.id for r in rules.seated(session, rsvps)):
        raise NotFound
    return session


async def commit_filling(context: Context) -> Filling:
    commitment = await context.tx.sessions.commitment(context.reader, meeting.id_of(context.subject))
    return Filling(values={"attempt": commitment.words} if commitment and commitment.words else {})


async def commit(context: Context) -> Reply:
    """*Répondre*: one line, asked about in a fortnight."""
    session = await _came(context)
    words = context.value("attempt")
    if hard(check_confidentiality(words, allowed=await meeting.names(context))):
        raise Invalid({"attempt": ("fault-session-identifier", {})})
    before = await context.tx.sessions.commitment(context.reader, session.id)
    if before is not None and before.outcome is not None:
        raise WrongMoment(button=("button-session-agenda", "session.agenda", context.circle.prefix))
    after = rules.committed(session.circle, session.id, context.member.id, words, context.now)
    if before is not None and before.words:
        after = before.with_(words=words)
    await context.tx.sessions.promise(after)
    await _ask_on(context, after)
    return Reply(cards.committed(after, context.voice, context.reader))


async def _ask_on(context: Context, commitment: Commitment) -> None:
    if commitment.ask_at is not None:
        await context.tell(
            commitment.member,
            "session.followed",
            commitment.session,
            str(commitment.asked),
            commitment.ask_at,
        )


async def skip(context: Context) -> Reply:
    """*Passer*: nothing is asked any more."""
    session = await _came(context)
    if await context.tx.sessions.commitment(context.reader, session.id) is None:
        passed = rules.committed(session.circle, session.id, context.member.id, "", context.now)
        await context.tx.sessions.promise(passed)
    menu = cards.agenda_button(context.voice, context.circle.prefix)
    return Reply(cards.sentence(context.voice, "session-skipped", context.reader, menu), replaces=True)


async def outcome(context: Context) -> Reply:
    """What it gave: to oneself alone. « Pas encore » is asked about once more."""
    said = meeting.part_of(context.subject)
    if said not in Outcome.__members__.values():
        raise NotFound
    commitment = await context.tx.sessions.commitment(context.reader, meeting.id_of(context.subject))
    if commitment is None or not commitment.words:
        raise NotFound
    after = rules.answered(commitment, Outcome(said), context.now)
    await context.tx.sessions.promise(after)
    await _ask_on(context, after)
    return Reply(cards.thanked(after, context.voice, context.reader), replaces=True)


COMMANDS = (
    Command(
        "session.commit",
        commit,
        (Field("attempt", Kind.LINE),),
        fill=commit_filling,
        shows="session.open",
    ),
    Command("session.skip", skip, shows="session.open"),
    Command("session.outcome", outcome, shows="session.open"),
)
