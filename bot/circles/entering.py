"""Coming in: an invitation by name or by code, the charter, the acceptance."""

from __future__ import annotations

from bot.card import Card
from bot.circles import cards, rules
from bot.circles.models import Invited
from bot.command import ADMIT, Command, Context, Job, JobContext, Who
from bot.errors import Invalid, WrongMoment
from bot.i18n import Voice
from bot.members.models import Member
from bot.vocabulary import Account, Field, Kind, Notice, Reply, ToCircle, ToMember


async def _invited(context: Context) -> Invited:
    """The open invitation that this button is about. Raises: WrongMoment."""
    found = await context.tx.circles.invited(context.subject.partition(".")[0], context.request.actor)
    if found is None:
        raise WrongMoment
    return found


async def show(context: Context) -> Reply:
    return Reply(
        cards.invitation(await _invited(context), context.voice, rules.page(context.subject)), replaces=True
    )


async def code(context: Context) -> Reply:
    """A code becomes this person's own invitation: the charter comes first."""
    typed = rules.same_code(context.value("code"))
    found = await context.tx.circles.enter_code(typed, context.request.actor)
    if found is None:
        raise Invalid({"code": ("fault-code", {})})
    return Reply(cards.invitation(found, context.voice))


async def ask(context: Context) -> Reply:
    """Who can answer: the person who invited. Nothing of the circle is told."""
    return Reply(cards.ask_inviter(await _invited(context), context.voice), replaces=True)


async def accept(context: Context) -> Reply:
    """The charter is accepted, the circle's place opens, the steward knows."""
    found = await _invited(context)
    circle, actor = found.circle, context.request.actor
    for membership in context.memberships:
        if membership.circle.id == circle.id:
            return Reply(
                cards.welcome(circle, membership.member.id, context.voice, actor.platform), replaces=True
            )
    if not await context.tx.circles.use(circle.id, found.invitation.id):
        raise WrongMoment
    member = Member(
        circle.id,
        circle.prefix + context.tx.new_id(),
        rules.member_name(actor.name, actor.user),
        lang=None if context.voice.lang == circle.lang else context.voice.lang,
    )
    await context.tx.members.join(member, actor)
    await context.tx.circles.accept(circle.id, member.id, found.charter.number, actor.platform)
    await context.tx.jobs.add(Notice(ADMIT, ToCircle(circle.id), member.id))
    for other in await context.tx.members.active(circle.id):
        if other.member.is_steward:
            to = ToMember(circle.id, other.member.id)
            await context.tx.jobs.add(Notice("circle.joined", to, member.id))
    voice = Voice(context.voice.lang, circle.register, context.voice.zone)
    return Reply(cards.welcome(circle, member.id, voice, actor.platform), replaces=True, speech=voice)


async def welcome(context: Context) -> Reply:
    platform = context.request.actor.platform
    card = cards.welcome(context.circle, context.member.id, context.voice, platform)
    return Reply(card, replaces=True)


# --- later ---------------------------------------------------------------------------------------------


async def invitation(context: JobContext) -> Card | None:
    """To somebody who is no member: the invitation, in the circle's language, *vous*."""
    row = context.job
    account = Account(row.platform, row.realm, row.address)
    found = await context.tx.circles.invited(row.subject, account)
    return cards.invitation(found, context.voice) if found else None


async def joined(context: JobContext) -> Card | None:
    """To the steward: who came in."""
    found = await context.tx.members.get(context.circle.id, context.job.subject)
    if found is None or context.to is None:
        return None
    return cards.joined(context.circle, context.to.member.id, found.member.name, context.voice)


async def admitted(context: JobContext, opened: bool) -> None:
    """Where the platform would not open the place, the steward is told who can."""
    if opened:
        return
    for other in await context.tx.members.active(context.circle.id):
        if other.member.is_steward:
            await context.tell(other.member.id, "circle.byhand", context.job.subject, context.job.platform)


async def by_hand(context: JobContext) -> Card | None:
    found = await context.tx.members.get(context.circle.id, context.job.subject)
    if found is None or context.to is None:
        return None
    return cards.open_by_hand(context.circle, context.to.member.id, found.member.name, context.voice)


COMMANDS = (
    Command("circle.invited", show, who=Who.ANYONE, reads=True),
    Command("circle.code", code, (Field("code", Kind.LINE, limit=20),), who=Who.ANYONE, shows="circle.menu"),
    Command("circle.ask", ask, who=Who.ANYONE, reads=True),
    Command("circle.accept", accept, who=Who.ANYONE, shows="circle.welcome"),
    Command("circle.welcome", welcome, reads=True),
)
JOBS = (
    Job("circle.invitation", compose=invitation),
    Job("circle.joined", compose=joined, shows="circle.steward"),
    Job(ADMIT, admit=admitted),
    Job("circle.byhand", compose=by_hand, shows="circle.steward"),
)
