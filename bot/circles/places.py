"""A circle's place: chosen, or made for it; given again where it cannot be reached any more."""

from __future__ import annotations

from bot.card import Card
from bot.circles import cards
from bot.circles.models import Circle
from bot.command import ADMIT, UNREACHED, Command, Context, Job, JobContext, Who
from bot.errors import Invalid, NotAllowed
from bot.ports import Transaction
from bot.vocabulary import Field, Kind, Notice, Place, Reply, ToCircle, ToMember, ToRealm

HOUSE = "circle.house"
FIELD = Field("place", Kind.PLACE, required=False)


async def house(tx: Transaction, circle: Circle, platform: str, realm: str) -> None:
    """Have a place made, once for each instant that somebody asks for it."""
    to = ToRealm(circle.id, platform, realm)
    await tx.jobs.add(Notice(HOUSE, to, circle.id, f"{tx.now:%Y%m%dT%H%M%SZ}"))


async def settle(tx: Transaction, circle: Circle, place: Place) -> bool:
    """The circle's place on that platform: what waits is said there, and everybody of the circle is let in.

    What was said elsewhere stays there, and is still edited and withdrawn. False: it is another circle's.
    """
    if not await tx.circles.settle(circle.id, place):
        return False
    # what is being made no more takes its place, and what was out of reach is of no interest
    await tx.jobs.cancel(circle.id, circle.id, (HOUSE, UNREACHED), parts=True)
    await tx.jobs.readdress(circle.id, place)
    await tx.jobs.later("circle.letin", circle.id, circle.id, tx.now, f"{tx.now:%Y%m%dT%H%M%SZ}")
    return True


async def place(context: Context) -> Reply:
    """Another place, or none: then one is made."""
    actor, circle, here = context.request.actor, context.circle, context.request.place
    known = [p.realm for p in await context.tx.circles.places(circle.id) if p.platform == actor.platform]
    realm, _, id_ = context.value("place").partition("/")
    if id_ and not realm:
        raise Invalid({"place": ("fault-choice", {})})  # of no server
    if not id_:
        moves = here is not None and (actor.administers or not known)
        realm = here.realm if here is not None and moves else known[0] if known else actor.realm
    if realm not in known and not actor.administers:
        raise NotAllowed  # into another server a circle is brought by whoever administers that one
    if not id_:
        await house(context.tx, circle, actor.platform, realm)
        return Reply(cards.sentence(circle, context.member.id, context.voice, "placing"))
    if not await settle(context.tx, circle, Place(actor.platform, realm, id_)):
        raise Invalid({"place": ("fault-place-taken", {})})
    return Reply(cards.sentence(circle, context.member.id, context.voice, "placed"))


async def retry(context: Context) -> Reply:
    """The same place once more: it may let us in now."""
    for known in await context.tx.circles.places(context.circle.id):
        await within_reach(context.tx, context.circle.id, known)
    return Reply(cards.sentence(context.circle, context.member.id, context.voice, "retried"), replaces=True)


# --- later ---------------------------------------------------------------------------------------------


async def within_reach(tx: Transaction, circle: str, place: Place) -> None:
    """What waits is tried there, and nobody hears any more that it could not be said."""
    await tx.jobs.cancel(circle, circle, (UNREACHED,), parts=True)
    await tx.jobs.readdress(circle, place)


async def lost(tx: Transaction, circle: str, place: Place, reason: str, *, told: bool = True) -> None:
    """Its stewards hear that nothing can be said there, and why: once a day where it is told, once where it
    was only found to be so."""
    said_at = await tx.jobs.said_at(circle, UNREACHED, f"{circle}.{reason}")
    if not told and said_at is not None:
        return
    for one in await tx.members.active(circle):
        if one.member.is_steward:
            to = ToMember(circle, one.member.id)
            state = f"{place.id}:{tx.now:%Y%m%d}"
            await tx.jobs.add(Notice(UNREACHED, to, f"{circle}.{reason}", state))


async def made(context: JobContext, place: Place | None) -> None:
    """The stewards hear that there is a place, or that a person has to make it."""
    done = place is not None and await settle(context.tx, context.circle, place)
    kind = "circle.housed" if done else "circle.placeless"
    for one in await context.tx.members.active(context.circle.id):
        if one.member.is_steward:
            await context.tell(one.member.id, kind, context.circle.id, f"{context.job.id}")


async def let_in(context: JobContext) -> None:
    """Each place is opened to each member, once."""
    for one in await context.tx.members.active(context.circle.id):
        await context.tx.jobs.add(Notice(ADMIT, ToCircle(context.circle.id), one.member.id))


async def housed(context: JobContext) -> Card | None:
    if context.to is None or not await context.tx.circles.places(context.circle.id):
        return None
    return cards.housed(context.circle, context.to.member.id, context.voice)


async def placeless(context: JobContext) -> Card | None:
    """Nothing to say any more once the circle has a place."""
    if context.to is None or await context.tx.circles.places(context.circle.id):
        return None
    return cards.placeless(context.circle, context.to.member.id, context.voice)


async def unreached(context: JobContext) -> Card | None:
    """What happened, what is safe, what next; nothing once the place is reached again."""
    told = context.job.subject.partition(".")[2]
    reason = told or await context.tx.jobs.unreached(context.circle.id)
    if context.to is None or not reason:
        return None
    return cards.unreached(context.circle, context.to.member.id, reason, context.voice)


COMMANDS = (
    Command("circle.place", place, (FIELD,), who=Who.STEWARD, shows="circle.steward"),
    Command("circle.retry", retry, who=Who.STEWARD, shows="circle.steward"),
)
JOBS = (
    Job(HOUSE, makes=made),
    Job("circle.letin", act=let_in),
    Job("circle.housed", compose=housed, shows="circle.steward"),
    Job("circle.placeless", compose=placeless, shows="circle.steward"),
    Job(UNREACHED, compose=unreached, shows="circle.steward"),
)
