"""What *Lire* adds to a shared practice: how many, what may be quoted, where one's own trial stands."""

from __future__ import annotations

from bot.card import Block
from bot.command import Context
from bot.practices.models import Practice, State
from bot.trials import cards
from bot.trials.models import NOTHING, Tally


async def used(context: Context, practice: Practice) -> tuple[Tally, tuple[Block, ...]]:
    """Its tally, and the blocks for this reader; nothing of a practice that is not shared."""
    if practice.state is not State.SHARED:
        return NOTHING, ()
    tx, reader = context.tx, context.reader
    counted = await tx.trials.tally(practice.circle, practice.id, practice.author)
    quotes = await tx.trials.quotes(reader, practice.id)
    mine = practice.author == reader.member
    trial = None if mine else await tx.trials.get(reader, practice.id)
    return counted, cards.used(practice, counted, quotes, trial, context.voice, reader.member)
