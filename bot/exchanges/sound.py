"""Words around a practice that are kept, and so name no client."""

from __future__ import annotations

from bot.checks import check_confidentiality, hard
from bot.command import Context
from bot.errors import Invalid
from bot.practices import sharing


async def sound(context: Context, field: str) -> str:
    """The words of a field, which are kept: none of them may name a client. Raises: Invalid."""
    words = context.value(field)
    if words and hard(check_confidentiality(words, allowed=await sharing.names(context))):
        raise Invalid({field: ("fault-note-identifier", {})})
    return words
