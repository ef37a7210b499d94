"""What stands around a practice on *Lire*, read for one reader."""

from __future__ import annotations

from dataclasses import replace

from bot.card import Card
from bot.command import Context
from bot.exchanges import cards
from bot.practices import cards as practices
from bot.practices.models import Practice, State
from bot.trials.reading import used

LAST = 1_000_000  # a page beyond any: the last


async def of(context: Context, practice: Practice, done: str = "") -> practices.Beside:
    """Complements, and what this reader can do; nothing around what is not shared."""
    if practice.state is not State.SHARED:
        return practices.Beside()
    notes = await context.tx.notes.about(context.reader, practice.id)
    bond = await context.tx.notes.bond(context.reader, practice.id)
    prefix = context.circle.prefix
    counted, more = await used(context, practice)
    beside = cards.beside(practice, notes, bond, context.voice, context.reader, prefix, done)
    badge = practices.badges(practice, context.voice, counted, context.now)
    return replace(beside, last=(*more, *beside.last), badge=badge)


async def page(context: Context, practice: Practice, done: str = "") -> Card:
    """The last page of *Lire*, with what has just been done."""
    beside = await of(context, practice, done)
    return practices.full(practice, context.voice, context.reader, LAST, beside)
