"""An installation that ends, and one that comes back: its circles are frozen, and go after thirty days.

**Source**: PRODUCT, Law and ethics: channel and message ids at once, the content after thirty days.
"""

from __future__ import annotations

from bot.card import Card
from bot.circles import cards
from bot.command import Job, JobContext
from bot.ports import Transaction
from bot.vocabulary import Notice, ToMember

ENDED, BACK, ERASED = "realm.ended", "realm.back", "circle.erased"  # lines of the ledger


async def ended(tx: Transaction, realm: str) -> None:
    """The workspace took us out. Told twice, by whatever event, it is done once."""
    await tx.erasures.note(ENDED, "", realm)
    await tx.circles.end(realm)


async def installed(tx: Transaction, realm: str) -> None:
    """The workspace has us: what was frozen comes back, and its stewards are asked for a place."""
    back = await tx.circles.begin_again(realm)
    if back:
        await tx.erasures.note(BACK, "", realm)
    for circle in back:
        for one in await tx.members.active(circle):
            if one.member.is_steward:
                to = ToMember(circle, one.member.id)
                await tx.jobs.add(Notice("circle.back", to, circle, f"{tx.now:%Y%m%dT%H%M%SZ}"))


async def erase(context: JobContext) -> None:
    """What nobody came back for goes, for good, and in every backup."""
    if await context.tx.circles.is_frozen(context.circle.id):
        await context.tx.erasures.note(ERASED, context.circle.id, context.circle.id)
        await context.tx.circles.erase(context.circle.id)


async def back(context: JobContext) -> Card | None:
    """Nothing to say any more once the circle has a place."""
    if context.to is None or await context.tx.circles.places(context.circle.id):
        return None
    return cards.back(context.circle, context.to.member.id, context.voice)


JOBS = (Job("circle.erase", act=erase), Job("circle.back", compose=back, shows="circle.steward"))
