"""What is said of a practice later, and what happens to it by itself: composed when it is sent."""

from __future__ import annotations

from bot.card import Audience, Card
from bot.command import Job, JobContext, Manner, Rank
from bot.practices import author_cards, cards, rules, sharing
from bot.practices.models import Practice, State, Verdict


async def _seen(context: JobContext) -> Practice | None:
    """The practice through its reader's own view."""
    return await context.tx.practices.get(context.reader, context.job.subject.partition(".")[0])


async def _as_author(context: JobContext) -> Practice | None:
    """The practice for an act of the core itself, through its author's view."""
    author = await context.tx.practices.author(context.circle.id, context.job.subject)
    if author is None:
        return None
    return await context.tx.practices.get(Audience(context.circle.id, author), context.job.subject)


async def public(context: JobContext) -> Card | None:
    practice = await _seen(context)
    if practice is None or practice.state is not State.SHARED:
        return None
    counted = await context.tx.trials.tally(practice.circle, practice.id, practice.author)
    complements = await context.tx.notes.complements(context.reader, practice.id)
    return cards.public(practice, context.voice, context.reader, counted, context.now, complements)


async def tombstone(context: JobContext) -> Card | None:
    return cards.tombstone(context.voice)


async def ask(context: JobContext) -> Card | None:
    """« Claire, trois minutes… »; an edited copy follows the reader's own answer."""
    practice = await _seen(context)
    if practice is None or context.to is None or practice.state in (State.DRAFT, State.WITHDRAWN):
        return None
    found = await sharing.reviews(context, practice)
    mine = sharing.review_of(found, context.to.member.id)
    if mine is None or (context.job.message is None and practice.state is not State.REVIEW):
        return None
    if context.job.message is None and mine.verdict not in (Verdict.ASKED, Verdict.ETHICS):
        return None  # answered from *À faire* while it was held back
    if context.job.kind == "review.nudge" and mine.verdict is not Verdict.ASKED:
        return None
    remarks = rules.remarks(practice.content, await sharing.names(context))
    return cards.review(practice, mine, remarks, context.voice, context.reader)


async def pass_over(context: JobContext) -> bool:
    """This reader cannot be asked soon: the next one is, as if passed on. False: nobody is left."""
    practice = await _as_author(context)
    if practice is None or context.to is None or practice.state is not State.REVIEW:
        return True
    found = await sharing.reviews(context, practice)
    mine = sharing.review_of(found, context.to.member.id)
    if mine is None or mine.verdict is not Verdict.ASKED:
        return True
    return await sharing.ask_another(context, practice, mine) is not None


async def remind(context: JobContext) -> None:
    """One reminder in all, after a working day, to those who have not answered."""
    practice = await _as_author(context)
    if practice is None or practice.state is not State.REVIEW:
        return
    for review in await sharing.reviews(context, practice):
        if review.verdict is Verdict.ASKED:
            await context.tell(review.reader, "review.nudge", practice.id, str(practice.version))


async def deadline(context: JobContext) -> None:
    """Without an answer it goes out, marked « pas encore relue »; a question of ethics holds it."""
    practice = await _as_author(context)
    if practice is None or practice.state is not State.REVIEW:
        return
    if practice.due_at is None or practice.due_at > context.now:
        return
    found = await sharing.reviews(context, practice)
    if not await sharing.publishable(context, practice, found):
        return
    await sharing.share_and_tell(context, practice, unread=not rules.was_read(found))


async def shared(context: JobContext) -> Card | None:
    practice = await _seen(context)
    if practice is None or practice.state is not State.SHARED:
        return None
    found = rules.remarks(practice.content, await sharing.names(context))
    return author_cards.shared(practice, found, context.voice, context.reader, context.now)


async def noted(context: JobContext) -> Card | None:
    """To the author alone: what a reader says is missing."""
    practice = await _seen(context)
    if practice is None or context.to is None or practice.author != context.to.member.id:
        return None
    if practice.state is State.WITHDRAWN:
        return None
    reader = context.job.subject.partition(".")[2]
    found = await sharing.reviews(context, practice)
    review = next((r for r in found if r.reader == reader), None)
    said = (Verdict.MISSING, Verdict.ETHICS, Verdict.CLOSED)  # a note outlives its round
    if review is None or review.verdict not in said or not review.note:
        return None
    return author_cards.noted(practice, review, context.voice, context.reader, hold=rules.on_hold(found))


JOBS = (
    Job("practice.card", compose=public, tombstone=tombstone),
    Job("practice.shared", compose=shared, tombstone=tombstone, shows="practice.preview"),
    Job(
        "review.ask",
        compose=ask,
        tombstone=tombstone,
        manner=Manner.COUNTED,
        rank=Rank.REVIEW,
        gives_up=pass_over,
        shows="review.open",
    ),
    Job(
        "review.nudge",
        compose=ask,
        tombstone=tombstone,
        manner=Manner.COUNTED,
        rank=Rank.REVIEW,
        shows="review.open",
    ),
    Job("review.remind", act=remind),
    Job("review.deadline", act=deadline),
    Job("review.noted", compose=noted, tombstone=tombstone, shows="review.noted"),
)
