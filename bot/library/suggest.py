"""What may be meant while somebody types: titles and tags that this person may see, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from bot.card import Option
from bot.command import Context
from bot.library.analysis import fold
from bot.limits import CHOICE_LABEL_MAX, OPTIONS_MAX
from bot.practices.rules import shortened
from bot.vocabulary import Field, Kind

TYPED_MAX = 100


async def suggest(context: Context, field: Field, typed: str) -> Sequence[Option]:
    """For a field that takes a practice: its id and title. For a tag: the circle's own."""
    typed = typed[:TYPED_MAX]
    if field.kind is Kind.PRACTICE:
        found = await context.tx.library.titles(context.reader, typed, OPTIONS_MAX)
        return [Option(id_, shortened(title, 10_000, CHOICE_LABEL_MAX // 2)) for id_, title in found]
    if field.name == "tag":
        tags, _ = await context.tx.library.labels(context.reader)
        return [Option(tag, tag) for tag in tags if fold(typed).strip() in fold(tag)][:OPTIONS_MAX]
    return ()
