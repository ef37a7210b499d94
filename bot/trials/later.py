"""What is said of a trial later, and what happens to a practice by itself: composed when it is sent."""

from __future__ import annotations

from datetime import timedelta

from bot.card import Audience, Card
from bot.command import Job, JobContext, Manner, Rank
from bot.practices import author_cards
from bot.practices import cards as practice_cards
from bot.practices.models import Practice, State
from bot.trials import cards, rules
from bot.trials.models import Meaning, Tally, Trial

PATIENCE = timedelta(days=30)  # how long a nudge waits for a question that could not be sent


def _part(context: JobContext) -> str:
    return context.job.subject.partition(".")[2]


async def _shared(context: JobContext) -> Practice | None:
    """The shared practice, through the reader's own view."""
    practice = await context.tx.practices.get(context.reader, context.job.subject.partition(".")[0])
    return practice if practice is not None and practice.state is State.SHARED else None


async def _as_author(context: JobContext) -> Practice | None:
    """The shared practice for an act of the core itself."""
    author = await context.tx.practices.author(context.circle.id, context.job.subject)
    if author is None:
        return None
    practice = await context.tx.practices.get(Audience(context.circle.id, author), context.job.subject)
    return practice if practice is not None and practice.state is State.SHARED else None


async def tombstone(context: JobContext) -> Card | None:
    return practice_cards.tombstone(context.voice)


# --- to whoever put an emoji -----------------------------------------------------------------------------


async def heard(context: JobContext) -> Card | None:
    """The answer to a reaction, which has no reply road."""
    practice, word = await _shared(context), _part(context)
    if practice is None or context.to is None:
        return None
    member = context.to.member.id
    if word == "own":
        return cards.own(practice, context.voice, context.reader) if member == practice.author else None
    if word not in Meaning.__members__.values() or member == practice.author:
        return None
    standing = await context.tx.trials.standing(practice.circle, practice.id, member)
    if all(one.meaning is not Meaning(word) for one in standing):
        if context.job.message is None:
            return None
        return cards.sentence(practice, "trial-undone", context.voice, context.reader)
    trial = await context.tx.trials.get(context.reader, practice.id)
    return cards.said(practice, Meaning(word), trial, context.voice, context.reader)


# --- two weeks later -------------------------------------------------------------------------------------


async def _own_trial(context: JobContext) -> tuple[Practice, Trial] | None:
    """The reader's own trial that a message is about."""
    practice = await _shared(context)
    if practice is None or context.to is None or context.to.member.id != _part(context):
        return None
    trial = await context.tx.trials.get(context.reader, practice.id)
    return (practice, trial) if trial is not None else None


async def ask(context: JobContext) -> Card | None:
    """The four answers; nothing where it was answered, put off or taken back; a copy follows the answer."""
    found = await _own_trial(context)
    if found is None:
        return await _taken_back(context)
    practice, trial = found
    if rules.is_asked(trial, context.now):
        again = context.job.kind == "trial.nudge"
        return cards.ask(practice, context.voice, context.reader, again=again)
    if context.job.message is None:
        return None
    if trial.outcome is None:
        return cards.going_on(practice, trial, context.voice, context.reader, context.now)
    return cards.answered(practice, trial, context.voice, context.reader)


async def _taken_back(context: JobContext) -> Card | None:
    """A copy of the question about a trial that was taken back; none where nothing may be shown."""
    practice = await _shared(context)
    mine = context.to is not None and context.to.member.id == _part(context)
    if practice is None or not mine or context.job.message is None:
        return None
    return cards.sentence(practice, "trial-undone", context.voice, context.reader)


async def silence(context: JobContext) -> None:
    """Seven days after the question, one nudge where nobody answered; then silence."""
    tx, circle, subject = context.tx, context.circle.id, context.job.subject
    practice, _, member = subject.partition(".")
    trial = await tx.trials.get(Audience(circle, member), practice)
    if trial is None or not rules.is_asked(trial, context.now) or trial.asked or trial.ask_at is None:
        return
    said_at = await tx.jobs.said_at(circle, "trial.ask", subject)
    if said_at is None:  # it waits for the member's hours, or for room: so does this
        if context.now < trial.ask_at + PATIENCE:
            again_at = context.now + timedelta(days=1)
            await tx.jobs.later("trial.silence", circle, subject, again_at, tx.new_id())
    elif context.now < said_at + rules.NUDGE_AFTER:
        due_at = said_at + rules.NUDGE_AFTER
        await tx.jobs.later("trial.silence", circle, subject, due_at, tx.new_id())
    else:
        await context.tell(member, "trial.nudge", subject, f"{trial.started_at:%Y%m%d%H%M%S}")


# --- to the author ---------------------------------------------------------------------------------------


async def news(context: JobContext) -> Card | None:
    """« Karim a essayé ta fiche : ça a marché. »; never a silence, never *pas encore essayé*."""
    day = rules.news_day(context.job.subject)
    if day is None or context.to is None or context.job.subject.partition(".")[0] != context.to.member.id:
        return None
    found = await context.tx.trials.news(context.reader, day)
    return cards.news(found, context.voice, context.reader) if found else None


async def no_news(context: JobContext) -> Card | None:
    return cards.no_news(context.voice)


# --- the years of a practice -----------------------------------------------------------------------------


async def ninety(context: JobContext) -> None:
    """An idea that nobody tried in ninety days: its author may put it away."""
    practice = await _as_author(context)
    if practice is None or not rules.is_idle(practice, await _tally(context, practice)):
        return
    await context.tell(practice.author, "trial.idle", practice.id, str(practice.version))


async def year(context: JobContext) -> None:
    """Twelve months after it was shared or last confirmed, *à revoir*; and so every year."""
    practice = await _as_author(context)
    due_at = rules.review_at(practice) if practice else None
    if practice is None or due_at is None:
        return
    tx, circle = context.tx, context.circle.id
    if due_at <= context.now:
        await tx.jobs.refresh(circle, practice.id, tx.new_id(), "practice.card")
        await context.tell(practice.author, "trial.yearly", practice.id, f"{context.now:%Y%m%d}")
        due_at = context.now + rules.REVIEW_AFTER
    await tx.jobs.later("trial.year", circle, practice.id, due_at, f"{due_at:%Y%m%d%H%M%S}")


async def _tally(context: JobContext, practice: Practice) -> Tally:
    return await context.tx.trials.tally(practice.circle, practice.id, practice.author)


async def idle(context: JobContext) -> Card | None:
    """To the author of an idea that nobody tried; a copy follows what they decided."""
    practice = await _own(context)
    if practice is None or practice.state is not State.SHARED or practice.shared_at is None:
        return _decided(context, practice)
    if context.job.message is None and not rules.is_idle(practice, await _tally(context, practice)):
        return None
    if practice.confirmed_at and practice.confirmed_at >= practice.shared_at + rules.IDLE_AFTER:
        return _decided(context, practice)
    return cards.idle(practice, context.voice, context.reader)


async def yearly(context: JobContext) -> Card | None:
    """« Ta fiche a un an »; a copy follows what they decided."""
    practice = await _own(context)
    if practice is None or not rules.is_dated(practice, context.now):
        return _decided(context, practice)
    return cards.yearly(practice, context.voice, context.reader)


async def _own(context: JobContext) -> Practice | None:
    """The reader's own practice, whatever its state."""
    practice = await context.tx.practices.get(context.reader, context.job.subject)
    mine = practice is not None and context.to is not None and context.to.member.id == practice.author
    return practice if mine else None


def _decided(context: JobContext, practice: Practice | None) -> Card | None:
    """What a proposal became, where it was said already."""
    if practice is None or context.job.message is None:
        return None
    if practice.state is State.ARCHIVED:
        return author_cards.archived(practice, context.voice, context.reader)
    if practice.state is not State.SHARED:
        return None
    return practice_cards.simple(context.voice, "practice-confirmed", context.reader)


JOBS = (
    Job("trial.heard", compose=heard, tombstone=tombstone, manner=Manner.ANSWER, shows="practice.read"),
    Job(
        "trial.ask",
        compose=ask,
        tombstone=tombstone,
        manner=Manner.COUNTED,
        rank=Rank.FOLLOW_UP,
        shows="trial.open",
    ),
    Job(
        "trial.nudge",
        compose=ask,
        tombstone=tombstone,
        manner=Manner.COUNTED,
        rank=Rank.NUDGE,
        shows="trial.open",
    ),
    Job("trial.silence", act=silence),
    Job("trial.news", compose=news, tombstone=no_news, manner=Manner.NEWS, shows="trial.news"),
    Job("trial.ninety", act=ninety),
    Job(
        "trial.idle",
        compose=idle,
        tombstone=tombstone,
        manner=Manner.COUNTED,
        rank=Rank.NUDGE,
        shows="practice.preview",
    ),
    Job("trial.year", act=year),
    Job(
        "trial.yearly",
        compose=yearly,
        tombstone=tombstone,
        manner=Manner.COUNTED,
        rank=Rank.NUDGE,
        shows="practice.preview",
    ),
)
