"""From a press or an emoji to what stands, the trial that follows from it, and what is said later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.card import Audience
from bot.ports import Transaction
from bot.practices.models import Practice
from bot.trials import rules
from bot.trials.models import BUTTON, TOLD, Endorsement, Meaning, Trial
from bot.vocabulary import Notice, ToMember

ASKS = ("trial.ask", "trial.nudge", "trial.silence")


async def move(
    tx: Transaction,
    practice: Practice,
    member: str,
    meaning: Meaning,
    *,
    standing: bool,
    source: str = BUTTON,
    at: datetime | None = None,
) -> bool:
    """Give or take back one meaning by one way. True: what this member says of the practice changed.

    `at` is the event's own instant, where its platform names one; without it events arrive in order.
    """
    await tx.trials.lock(practice.circle, member)
    before = await tx.trials.standing(practice.circle, practice.id, member)
    one = Endorsement(
        practice.circle, practice.id, member, meaning, source, standing, practice.number, at or tx.now
    )
    if not await tx.trials.move(one, ordered=at is None):
        return False
    after = [e for e in before if (e.meaning, e.source) != (meaning, source)]
    return await _followed(tx, practice, member, before, [*after, one] if standing else after)


async def take_back(tx: Transaction, practice: Practice, member: str, meaning: Meaning) -> bool:
    """[Annuler]: by whatever way it was given. True where an emoji had given it, which still shows."""
    await tx.trials.lock(practice.circle, member)
    before = await tx.trials.standing(practice.circle, practice.id, member)
    gone = [e for e in before if e.meaning is meaning]
    for one in gone:
        await tx.trials.move(replace(one, standing=False, moved_at=tx.now), ordered=True)
    await _followed(tx, practice, member, before, [e for e in before if e.meaning is not meaning])
    return any(e.source != BUTTON for e in gone)


async def _followed(
    tx: Transaction,
    practice: Practice,
    member: str,
    before: Iterable[Endorsement],
    after: Iterable[Endorsement],
) -> bool:
    """The trial and the public card follow, where something changed."""
    meant = {e.meaning for e in after}
    if meant == {e.meaning for e in before}:
        return False
    await settle(tx, practice, member, meant)
    await show_anew(tx, practice)
    return True


async def settle(tx: Transaction, practice: Practice, member: str, meant: set[Meaning]) -> None:
    """The member's trial becomes what follows from what stands."""
    trial = await tx.trials.get(Audience(practice.circle, member), practice.id)
    fresh = Trial(practice.circle, practice.id, member, practice.number, tx.now)
    trying, worked = Meaning.TRYING in meant, Meaning.WORKED in meant
    await keep(tx, practice.author, trial, rules.settled(trial, fresh, trying=trying, worked=worked))


async def show_anew(tx: Transaction, practice: Practice) -> None:
    """The public card shows the new counts; nobody else's copy changes."""
    await tx.jobs.refresh(practice.circle, practice.id, tx.new_id(), "practice.card")


# --- what is said later ----------------------------------------------------------------------------------


async def keep(tx: Transaction, author: str, before: Trial | None, after: Trial | None) -> Trial | None:
    """Store a trial as it is now, with the question and the news that follow from it."""
    if after == before:
        return after
    known = after or before
    assert known is not None
    asked_at = before.ask_at if before else None
    ask_at = after.ask_at if after else None
    if asked_at is not None and ask_at != asked_at:
        await tx.jobs.cancel(known.circle, known.subject, ASKS)
    if after is not None:
        if rules.is_news(before, after):
            after = replace(after, news_on=await _news_on(tx, after.circle, author))
        elif after.outcome not in TOLD:
            after = replace(after, news_on=None)
        await tx.trials.save(after)
        if after.ask_at is not None and after.ask_at != asked_at:
            await _ask_later(tx, after, after.ask_at)
    else:
        await tx.trials.remove(known)
    if before is not None and before.news_on is not None:  # what was told follows
        told = rules.news_subject(author, before.news_on)
        await tx.jobs.refresh(before.circle, told, tx.new_id())
    return after


async def _ask_later(tx: Transaction, trial: Trial, at: datetime) -> None:
    once = tx.new_id()
    to = ToMember(trial.circle, trial.member)
    await tx.jobs.add(Notice("trial.ask", to, trial.subject, once, at))
    if trial.asked == 0:
        await tx.jobs.later("trial.silence", trial.circle, trial.subject, at + rules.NUDGE_AFTER, once)


async def _news_on(tx: Transaction, circle: str, author: str) -> date | None:
    """The day of the message that will tell the author.

    It joins one that was not said yet. Else it is told now; and the next day, where the author was told
    something today already. Whoever sends that message finishes after this transaction, and composes anew.
    """
    found = await tx.members.get(circle, author)
    if found is None:
        return None
    zone = found.member.zone or found.circle.zone
    today = rules.local_day(tx.now, zone)
    tomorrow = today + timedelta(days=1)
    later = rules.opening_of(tomorrow, zone, found.member.opens)
    for day, due_at in ((today, None), (tomorrow, later)):
        waiting = await tx.jobs.awaiting(circle, "trial.news", author)
        if waiting is not None:
            return rules.news_day(waiting)
        subject = rules.news_subject(author, day)
        if await tx.jobs.add(Notice("trial.news", ToMember(circle, author), subject, due_at=due_at)):
            return day
    waiting = await tx.jobs.awaiting(circle, "trial.news", author)
    return rules.news_day(waiting) if waiting else tomorrow
