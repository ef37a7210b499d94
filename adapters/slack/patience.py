"""Answers to somebody's act wait for a busy Slack, within reason: nobody else would say them again.

The client itself repeats nothing. What is said out of turn is repeated by the jobs, which remember it across
a crash, keep a channel's order, and hold no row while they wait: a client that waits for half a minute would
outlast the row's lease, and another process would send it too. An answer is in no table, so it is waited for
here, and only after a refusal for being too many: then nothing was done.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from slack_sdk.errors import SlackApiError

from adapters.slack.refusals import delivery
from bot.errors import RetryAfter

TRIES = 4
LONGEST_S = 90.0  # what may be answered at all is over in thirty minutes

_Answer = TypeVar("_Answer")


async def patiently(call: Callable[[], Awaitable[_Answer]], scale: float) -> _Answer:
    """What the call gives, as soon as Slack takes it. Raises: what the call raises."""
    for _ in range(TRIES - 1):
        try:
            return await call()
        except SlackApiError as error:
            cause = delivery(error)
            if not isinstance(cause, RetryAfter) or cause.seconds > LONGEST_S:
                raise
        # a little apart: what was refused together does not come back together
        await asyncio.sleep(cause.seconds * (1 + random.random() / 4) * scale)
    return await call()
