"""*À faire*: what waits for a member; and, for a steward, what may not have arrived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.card import Card, Row
from bot.circles import lists, rules
from bot.command import UNSURE, Command, Context, Job, JobContext, Who
from bot.errors import WrongMoment
from bot.roads import JobRow, account_key
from bot.trials.models import Effect
from bot.trials.rules import is_asked
from bot.vocabulary import Reply


def commands(kinds: Mapping[str, Job]) -> tuple[Command, ...]:
    """The commands of this file; `kinds` says what opens a message that is held."""

    async def todo(context: Context) -> Reply:
        tx = context.tx
        waiting = await tx.practices.waiting(context.circle.id) if context.member.is_steward else 0
        rows = await rows_of(context, kinds, await tx.trials.open(context.reader))
        page = rules.page(context.subject)
        return Reply(lists.todo(context.membership, rows, page, waiting, context.voice), replaces=True)

    return (Command("circle.todo", todo, reads=True), *STEWARD)


async def rows_of(context: Context, kinds: Mapping[str, Job], trials: Sequence[Effect]) -> list[Row]:
    """Texts kept, practices on their way, practices to read, messages that are held back.

    `trials`: the reader's own that are open; those that are asked about wait for an answer.
    """
    tx, reader = context.tx, context.reader
    drafts = [
        draft
        for draft in await tx.drafts.open(account_key(context.request.actor))
        if draft.circle in (None, context.circle.id)
    ]
    own = [p for p in await tx.practices.own(reader) if p.state.value in ("draft", "review")]
    asked = await tx.practices.asked(reader)
    parked = await tx.jobs.parked(context.circle.id, context.member.id)
    held = [(row, kinds[row.kind].shows) for row in parked if await _still(context, kinds, row)]
    tried = [effect for effect in trials if is_asked(effect.trial, context.now)]
    return lists.todo_rows(drafts, own, asked, held, context.voice, tried)


async def _still(context: Context, kinds: Mapping[str, Job], row: JobRow) -> bool:
    """Whether a held message still has something to say: it leaves once its subject is past."""
    job = kinds.get(row.kind)
    if job is None or job.compose is None:
        return False
    to = context.membership
    return await job.compose(JobContext(row, context.tx, context.circle, to, context.voice)) is not None


# --- what may not have arrived ---------------------------------------------------------------------------


async def lost(context: Context) -> Reply:
    """By kind, never by content."""
    found = await context.tx.jobs.lost(context.circle.id)
    card = lists.lost(context.membership, found, rules.page(context.subject), context.voice)
    return Reply(card, replaces=True)


async def one(context: Context) -> Reply:
    """One message, and the three things that can be done about it."""
    row = await _row(context)
    return Reply(lists.one(context.membership, row, context.voice), replaces=True)


async def _row(context: Context) -> JobRow:
    """Raises: WrongMoment, where somebody decided already."""
    number = context.subject.removeprefix(context.circle.prefix)
    for row in await context.tx.jobs.lost(context.circle.id):
        if str(row.id) == number:
            return row
    raise _decided(context)


def _decided(context: Context) -> WrongMoment:
    return WrongMoment(button=("button-circle-lost", "circle.lost", context.circle.prefix))


async def resend(context: Context) -> Reply:
    return await _settle(context, again=True)


async def arrived(context: Context) -> Reply:
    """It is there: nothing more to do."""
    return await _settle(context, again=False)


async def drop(context: Context) -> Reply:
    """It is given up."""
    return await _settle(context, again=False)


async def _settle(context: Context, *, again: bool) -> Reply:
    """Raises: WrongMoment, where somebody decides at this very moment."""
    row = await _row(context)
    if not await context.tx.jobs.settle(context.circle.id, row.id, again=again):
        raise _decided(context)
    return await lost(context)


async def unsure(context: JobContext) -> Card | None:
    """A steward is told: one message with its three buttons, or the list; nothing once all is settled."""
    found = await context.tx.jobs.lost(context.circle.id)
    if context.to is None or not found:
        return None
    if len(found) == 1:
        return lists.one(context.to, found[0], context.voice)
    return lists.lost(context.to, found, 0, context.voice)


STEWARD = (
    Command("circle.lost", lost, who=Who.STEWARD, reads=True),
    Command("circle.unsure", one, who=Who.STEWARD, reads=True),
    Command("circle.resend", resend, who=Who.STEWARD, shows="circle.lost"),
    Command("circle.arrived", arrived, who=Who.STEWARD, shows="circle.lost"),
    Command("circle.drop", drop, who=Who.STEWARD, shows="circle.lost"),
)
JOBS = (Job(UNSURE, compose=unsure, shows="circle.lost"),)
