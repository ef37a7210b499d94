"""Once a day a circle is called over, where its platform does not say who leaves."""

from __future__ import annotations

from bot.command import Job, JobContext
from bot.standing import next_call
from bot.vocabulary import Place


async def called(context: JobContext) -> None:
    """The next call, in the same transaction, as long as the place is the circle's."""
    row, place = context.job, context.job.target
    if isinstance(place, Place) and place in await context.tx.circles.places(context.circle.id):
        after = max(context.now, row.first_due_at or row.due_at)
        await context.tx.jobs.add(next_call(row.kind, context.circle.id, place, after))


JOBS = (Job("member.call", calls=called),)
