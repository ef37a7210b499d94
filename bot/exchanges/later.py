"""What is said of notes and messages later: composed when it is sent, through its reader's own view."""

from __future__ import annotations

from bot.card import Card
from bot.command import Job, JobContext, Manner, Rank
from bot.exchanges import alerting, cards
from bot.exchanges.models import Note, NoteKind
from bot.practices.cards import tombstone
from bot.practices.models import Practice, State
from bot.roads import account_key
from bot.vocabulary import Account


async def _thread(context: JobContext, kind: NoteKind) -> tuple[Practice, Note, Note | None] | None:
    """The practice, the note of that kind, and its answer; None where any may not be seen (any more)."""
    practice_id, _, note_id = context.job.subject.partition(".")
    practice = await context.tx.practices.get(context.reader, practice_id)
    if practice is None or practice.state is not State.SHARED:
        return None
    found = await context.tx.notes.thread(context.reader, note_id)
    note = next((n for n in found if n.id == note_id and n.kind is kind), None)
    if note is None or note.practice != practice.id:
        return None
    return practice, note, next((n for n in found if n.answers == note.id), None)


def _is(context: JobContext, member: str | None) -> bool:
    return context.to is not None and context.to.member.id == member


async def asked(context: JobContext) -> Card | None:
    found = await _thread(context, NoteKind.QUESTION)
    if found is None or not _is(context, found[1].reader):
        return None
    return cards.asked(*found, context.voice, context.reader)


async def answered(context: JobContext) -> Card | None:
    found = await _thread(context, NoteKind.QUESTION)
    if found is None or found[2] is None or not _is(context, found[1].writer):
        return None
    return cards.answered(*found, context.voice, context.reader)


async def thanked(context: JobContext) -> Card | None:
    found = await _thread(context, NoteKind.THANKS)
    if found is None or not _is(context, found[1].reader):
        return None
    return cards.thanked(*found[:2], context.voice, context.reader)


async def added(context: JobContext) -> Card | None:
    found = await _thread(context, NoteKind.COMPLEMENT)
    if found is None or not _is(context, found[0].author):
        return None
    return cards.complemented(*found[:2], context.voice, context.reader)


async def proposed(context: JobContext) -> Card | None:
    """To the author of a message, as long as its words are kept for them."""
    draft_id, _, proposer = context.job.subject.partition(".")
    if context.to is None or not context.to.charter_accepted:
        return None
    job = context.job
    mine = account_key(Account(job.platform, job.realm, job.address))
    draft = await context.tx.drafts.get(draft_id, mine)
    by = await context.tx.members.get(context.circle.id, proposer)
    if draft is None or draft.fields is None or draft.circle != context.circle.id or by is None:
        return None
    return cards.proposed(draft, by.member.name, context.voice, context.reader)


async def lapse(context: JobContext) -> None:
    """A message whose author did not answer is forgotten; what they made of it meanwhile stays."""
    if await context.tx.drafts.erase(context.job.subject, alone=True):
        await context.tx.jobs.refresh(context.circle.id, context.job.subject, "lapsed")


async def gone(context: JobContext) -> Card | None:
    return tombstone(context.voice)


async def taken_away(context: JobContext) -> Card | None:
    return cards.sentence(context.voice, "removed-notice")


async def settled(context: JobContext) -> Card | None:
    return cards.sentence(context.voice, "declined")


JOBS = (
    Job("exchange.asked", compose=asked, tombstone=gone, shows="exchange.note"),
    Job("exchange.answered", compose=answered, tombstone=gone, shows="exchange.note"),
    Job("exchange.thanked", compose=thanked, tombstone=gone, shows="exchange.note"),
    Job("exchange.added", compose=added, tombstone=taken_away, shows="exchange.note"),
    Job(
        "exchange.proposed",
        compose=proposed,
        tombstone=settled,
        manner=Manner.COUNTED,
        rank=Rank.NUDGE,
        shows="exchange.proposed",
    ),
    Job("exchange.lapse", act=lapse),
    *alerting.JOBS,
)
