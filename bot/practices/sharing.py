"""From the author's *envoyer* to the shared card: the steps that several verbs and jobs have in common."""

from __future__ import annotations

from dataclasses import replace

from bot.command import Context, JobContext
from bot.errors import NotAllowed, NotFound, WrongMoment
from bot.policy import may
from bot.practices import rules
from bot.practices.models import Content, Practice, Review, State, Verdict
from bot.trials import lifecycle

Speaking = Context | JobContext
OVER = (Verdict.PASSED, Verdict.CLOSED)
AUTHOR_WAITS = ("review.remind", "review.deadline")


async def mine(context: Context, action: str, subject: str = "") -> Practice:
    """The actor's own practice, if they may do that to it now. Raises: NotFound, WrongMoment."""
    practice = await seen(context, subject or context.subject)
    if practice.author != context.member.id and action != "practice.tag":
        raise NotAllowed
    if not may(context.membership, action, practice):
        raise WrongMoment(button=("button-open-practice", "practice.preview", practice.id))
    return practice


async def seen(context: Context, subject: str) -> Practice:
    """A practice as the actor may see it. Raises: NotFound."""
    practice = await context.tx.practices.get(context.reader, subject.partition(".")[0])
    if practice is None:
        raise NotFound
    return practice


async def names(context: Speaking) -> tuple[str, ...]:
    """Members' names, which are no client's."""
    return tuple(m.member.name for m in await context.tx.members.active(context.circle.id))


async def ask_readers(context: Speaking, practice: Practice, count: int) -> int:
    """Ask that many eligible members, those who read least recently first; gives how many were asked."""
    found = await context.tx.practices.candidates(context.circle.id, practice.id)
    chosen = [member for member, _ in found[:count]]
    if chosen:
        await context.tx.practices.ask(context.circle.id, practice.id, chosen)
        for member in chosen:
            await context.tell(member, "review.ask", practice.id, str(practice.version))
    return len(chosen)


async def ask_another(context: Speaking, practice: Practice, mine: Review) -> str | None:
    """The next eligible member reads instead of this one; None, and nothing done, where there is none."""
    found = await context.tx.practices.candidates(context.circle.id, practice.id)
    if not found:
        return None
    passed = replace(mine, verdict=Verdict.PASSED, answered_at=context.now)
    await context.tx.practices.answer(passed)
    await context.tx.practices.ask(context.circle.id, practice.id, [found[0][0]])
    await context.tell(found[0][0], "review.ask", practice.id, str(practice.version))
    return found[0][0]


async def send(context: Context, practice: Practice) -> Practice:
    """*Envoyer*: to the readers if there are any, else to the circle at once."""
    circle = context.circle
    if circle.readers == 0:
        return await share(context, practice, unread=False)
    asked = await ask_readers(context, practice, circle.readers)
    if not asked:
        return await share(context, practice, unread=True)
    due_at = rules.opening(context.now, circle.zone, 2)
    practice = await context.tx.practices.save(
        practice.with_(state=State.REVIEW, sent_at=context.now, due_at=due_at)
    )
    round_ = str(practice.version)
    remind_at = rules.opening(context.now, circle.zone, 1)
    await context.tx.jobs.later("review.remind", circle.id, practice.id, remind_at, round_)
    await context.tx.jobs.later("review.deadline", circle.id, practice.id, due_at, round_)
    return practice


async def share(context: Speaking, practice: Practice, *, unread: bool) -> Practice:
    """To the circle: one card in each of its places."""
    practice = await context.tx.practices.save(rules.shared(practice, context.now, unread=unread))
    await context.tx.jobs.cancel(context.circle.id, practice.id, AUTHOR_WAITS)
    await context.announce("practice.card", practice.id, str(practice.version))
    await lifecycle.follow(context.tx, practice)
    await refreshed(context, practice)  # what readers hold says no longer when it goes out
    return practice


async def withdraw(context: Context, practice: Practice, state: State) -> Practice:
    """Out of every list at once; every copy that can be edited loses its content."""
    unread = practice.unread and state is State.ARCHIVED  # it comes back as it went
    practice = await context.tx.practices.save(
        practice.with_(state=state, due_at=None, shared_at=None, unread=unread)
    )
    await context.tx.jobs.cancel(
        context.circle.id, practice.id, (*AUTHOR_WAITS, "review.ask", "review.nudge", *lifecycle.WAITS)
    )
    await context.tx.erasures.note(f"practice.{state}", context.circle.id, practice.id)
    await context.tx.practices.close_round(context.circle.id, practice.id)
    await context.tx.jobs.refresh(context.circle.id, practice.id, str(practice.version))
    return practice


async def resumed(context: Speaking, practice: Practice) -> Practice:
    """Nothing holds it any more: out at once if all said yes, else at a deadline that is still to come."""
    found = await reviews(context, practice)
    if practice.state is not State.REVIEW or not await publishable(context, practice, found):
        return practice
    if rules.all_said_yes(found):
        return await share_and_tell(context, practice, unread=False)
    if practice.due_at and practice.due_at <= context.now:
        due_at = rules.opening(context.now, context.circle.zone, 1)
        practice = await context.tx.practices.save(practice.with_(due_at=due_at))
        state = str(practice.version)
        await context.tx.jobs.later("review.deadline", context.circle.id, practice.id, due_at, state)
    return practice


async def share_and_tell(context: Speaking, practice: Practice, *, unread: bool) -> Practice:
    """Shared by somebody else's act or by itself: the author is told."""
    practice = await share(context, practice, unread=unread)
    await context.tell(practice.author, "practice.shared", practice.id, str(practice.version))
    return practice


async def reworded(context: Context, practice: Practice, content: Content) -> Practice:
    """A new version of the words, and every copy follows.

    An identifier that comes in with it takes a shared practice back to a draft: publication is held again.
    """
    if content == practice.content:
        return practice
    if practice.state is State.SHARED:
        practice = practice.with_(confirmed_at=context.now)  # who mends it has looked at it
    practice = await context.tx.practices.revise(practice, content)
    if practice.state is State.SHARED:
        if rules.held(practice, rules.remarks(content, await names(context))):
            return await withdraw(context, practice, State.DRAFT)
        await refreshed(context, practice)
    elif practice.state is State.REVIEW:
        await refreshed(context, practice)
        return await resumed(context, practice)
    return practice


async def refreshed(context: Speaking, practice: Practice) -> None:
    """Re-render every copy."""
    await context.tx.jobs.refresh(context.circle.id, practice.id, str(practice.version))


async def reviews(context: Speaking, practice: Practice) -> list[Review]:
    return list(await context.tx.practices.reviews(context.circle.id, practice.id))


async def publishable(context: Speaking, practice: Practice, found: list[Review]) -> bool:
    """No open identifier and no open question of ethics."""
    remarks = rules.remarks(practice.content, await names(context))
    return not rules.on_hold(found) and not rules.held(practice, remarks)


def review_of(found: list[Review], member: str) -> Review | None:
    return next((r for r in found if r.reader == member and r.verdict not in OVER), None)
