"""Who comes into a circle's place and who goes, and what becomes of the place: told by the platform.

Rights are decided by our own record of members: a place is where a circle talks, not who it is. Whoever
leaves it stays a member, and is offered the way back; whoever enters uninvited is a stranger, and the
stewards know.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.card import Card
from bot.circles import cards, ending
from bot.circles.places import lost, within_reach
from bot.command import ADMIT, Command, Context, Job, JobContext, Manner
from bot.errors import WrongMoment
from bot.ports import Transaction
from bot.roads import account_key
from bot.vocabulary import Account, Fact, Happened, Notice, Place, Reply, ToCircle, ToMember

REASONS = {Happened.SHARED: "shared", Happened.CLOSED: "shut"}
MENDED = (Happened.UNSHARED, Happened.OPENED)


class PlatformFacts:
    """What each of them changes; of a place that is no circle's, nothing."""

    async def happened(self, tx: Transaction, fact: Fact) -> None:
        """Told twice, also under another event's name, it changes nothing more."""
        if fact.what is Happened.ENDED:
            await ending.ended(tx, fact.place.realm)
            return
        if fact.what is Happened.INSTALLED:
            await ending.installed(tx, fact.place.realm)
            return
        circle = await tx.circles.at(fact.place)
        if circle is None:
            return
        if fact.who is not None and fact.what in (Happened.CAME, Happened.WENT):
            await _moved(tx, circle, fact.who, there=fact.what is Happened.CAME, at=fact.at or tx.now)
        elif fact.what in REASONS:
            await lost(tx, circle, fact.place, REASONS[fact.what], told=bool(fact.event))
        elif fact.what in MENDED:
            await within_reach(tx, circle, fact.place)

    async def attendance(self, tx: Transaction, place: Place, there: Sequence[Account], at: datetime) -> None:
        """Who was there at that instant, after a time in which nothing was told. A later word stays."""
        circle = await tx.circles.at(place)
        if circle is None:
            return
        if await tx.jobs.unreached(circle):
            await within_reach(tx, circle, place)  # it was given back meanwhile
        here = {account_key(one) for one in there}
        members = await tx.members.accounts(circle, place.platform)
        known = {account_key(one) for one in members}
        for account in members:
            inside = account_key(account) in here
            found = await tx.members.attend(circle, account, there=inside, at=at)
            if found is not None and found.was and not inside:
                await _offer(tx, circle, found.member, at)
        if here - known:
            await _warn(tx, circle)


async def _moved(tx: Transaction, circle: str, who: Account, *, there: bool, at: datetime) -> None:
    found = await tx.members.attend(circle, who, there=there, at=at)
    if found is None:
        belongs = account_key(who) in {
            account_key(one) for one in await tx.members.accounts(circle, who.platform)
        }
        if there and not belongs:
            await _warn(tx, circle)
    elif not there and found.was is not False:
        await _offer(tx, circle, found.member, at)


async def _offer(tx: Transaction, circle: str, member: str, at: datetime) -> None:
    await tx.jobs.add(Notice("circle.outside", ToMember(circle, member), circle, f"{at:%Y%m%dT%H%M%SZ}"))


async def _warn(tx: Transaction, circle: str) -> None:
    """Once a day, and of nobody by name: the platform itself shows who came in."""
    for one in await tx.members.active(circle):
        if one.member.is_steward:
            to = ToMember(circle, one.member.id)
            await tx.jobs.add(Notice("circle.uninvited", to, circle, f"{tx.now:%Y%m%d}"))


async def look(context: Context) -> Reply:
    """What was said to them in private, while it is held. Raises: WrongMoment, where they are back."""
    if not await context.tx.members.is_outside(context.circle.id, context.member.id):
        raise WrongMoment
    return Reply(cards.outside(context.circle, context.member.id, context.voice), replaces=True)


async def reenter(context: Context) -> Reply:
    """The place is opened again to whoever asks for it, once for each time they ask."""
    circle, member = context.circle, context.member
    state = f"{context.now:%Y%m%dT%H%M%SZ}"
    await context.tx.jobs.add(Notice(ADMIT, ToCircle(circle.id), member.id, state))
    return Reply(cards.sentence(circle, member.id, context.voice, "reentering"), replaces=True)


async def outside(context: JobContext) -> Card | None:
    """Nothing to say to whoever is back already."""
    if context.to is None or not await context.tx.members.is_outside(context.circle.id, context.to.member.id):
        return None
    return cards.outside(context.circle, context.to.member.id, context.voice)


async def uninvited(context: JobContext) -> Card | None:
    if context.to is None or not context.to.member.is_steward:
        return None
    return cards.uninvited(context.circle, context.to.member.id, context.voice)


FACTS = PlatformFacts()
COMMANDS = (
    Command("circle.outside", look, reads=True),
    Command("circle.reenter", reenter, shows="circle.menu"),
)
JOBS = (
    Job("circle.outside", compose=outside, shows="circle.outside"),
    Job("circle.uninvited", compose=uninvited, manner=Manner.SAFETY, shows="circle.steward"),
)
