"""The practice whose card a message menu was opened on."""

from __future__ import annotations

from bot.command import Context
from bot.errors import Refusal
from bot.practices.models import Practice, State
from bot.trials.reactions import CARD


async def practice(context: Context) -> Practice:
    """The shared practice that this message shows to the actor's circle.

    Raises: Refusal, in the same words for what never was a card, what is one no more, and another circle's.
    """
    place, message = context.request.place, context.value("message_id")
    post = await context.tx.posts.at(place, message) if place and message else None
    if post is None or post.kind != CARD or post.circle != context.circle.id:
        raise Refusal("error-no-card")
    found = await context.tx.practices.get(context.reader, post.subject)
    if found is None or found.state is not State.SHARED:
        raise Refusal("error-no-card")
    return found
