"""*Alerter en privé*: a worry about a practice reaches its author and one other member.

That is a steward only where there is nobody else. Who raised it is said only where they signed. Nothing is
hidden or taken back by it: the author decides.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.card import Card
from bot.command import Command, Context, Filling, Job, JobContext, Manner, Surface
from bot.errors import NotFound, Refusal
from bot.exchanges import cards, rules
from bot.exchanges.models import Alert, Worry
from bot.exchanges.sound import sound
from bot.policy import may
from bot.practices import pointed, sharing
from bot.practices.cards import tombstone
from bot.practices.models import Practice, State
from bot.vocabulary import Field, Form, Kind, Reply

RAISE = "exchange.worry"
FIELDS = (
    Field("worry", Kind.CHOICE, choices=tuple(Worry)),
    Field("detail", Kind.TEXT, required=False, limit=rules.WORDS_MAX),
    Field("signed", Kind.YES, required=False),
)


async def menu(context: Context) -> Reply:
    """From the menu of a card: the short form."""
    practice = await pointed.practice(context)
    _may_raise(context, practice)
    several = len(context.memberships) > 1
    title = context.circle.name if several else context.voice("form-exchange-worry")
    circle, opening = context.circle.id, context.tx.new_id()
    return Reply(Form(RAISE, title, FIELDS, practice.id, circle=circle, opening=opening))


def _may_raise(context: Context, practice: Practice) -> None:
    """Raises: Refusal, where it is one's own, or is shared no more."""
    if practice.author == context.member.id:
        raise Refusal("error-alert-own", button=("button-open-practice", "practice.preview", practice.id))
    if not may(context.membership, "practice.alert", practice):
        raise Refusal("error-no-card")


async def filling(context: Context) -> Filling:
    _may_raise(context, await sharing.seen(context, context.subject))
    return Filling()


async def raise_(context: Context) -> Reply:
    """The author and one other member are told at once; the same worry of the same member once."""
    practice = await sharing.seen(context, context.subject)
    _may_raise(context, practice)
    words = await sound(context, "detail")
    worry, signed = Worry(context.value("worry")), bool(context.value("signed"))
    active = [m.member for m in await context.tx.members.active(context.circle.id) if m.charter_accepted]
    me, prefix = context.member.id, context.circle.prefix
    id_ = rules.alert_id(prefix, practice.id, me, practice.number, worry)
    today = context.now.astimezone(ZoneInfo(context.circle.zone)).date()
    peer = rules.peer(active, practice.author, me, id_, today)
    told = [m.id for m in active if m.id in (practice.author, peer)]
    if not told:
        raise Refusal("error-alert-nobody")
    alert = Alert(context.circle.id, id_, practice.id, me, worry, words, signed, peer)
    if await context.tx.alerts.add(alert):
        for member in told:
            await context.tell(member, "exchange.alerted", f"{practice.id}.{id_}")
    author_in = practice.author in told
    return Reply(cards.alert_sent(practice, context.voice, context.reader, signed, author_in, len(told)))


async def show(context: Context) -> Reply:
    """What one was told, where the message about it could not be said."""
    practice_id, _, alert_id = context.subject.partition(".")
    practice = await context.tx.practices.get(context.reader, practice_id)
    alert = await context.tx.alerts.get(context.reader, alert_id)
    if practice is None or alert is None or alert.practice != practice.id:
        raise NotFound
    if practice.state is not State.SHARED or context.member.id not in (alert.author, alert.peer):
        raise NotFound
    return Reply(cards.alerted(practice, alert, context.voice, context.reader), replaces=True)


async def alerted(context: JobContext) -> Card | None:
    """To the author and to the peer, as long as the practice is shared."""
    practice_id, _, alert_id = context.job.subject.partition(".")
    practice = await context.tx.practices.get(context.reader, practice_id)
    alert = await context.tx.alerts.get(context.reader, alert_id)
    if practice is None or alert is None or alert.practice != practice.id or context.to is None:
        return None
    if practice.state is not State.SHARED or context.to.member.id not in (alert.author, alert.peer):
        return None
    return cards.alerted(practice, alert, context.voice, context.reader)


async def gone(context: JobContext) -> Card | None:
    return tombstone(context.voice)


COMMANDS = (
    Command(
        "exchange.alert",
        menu,
        (Field("message", Kind.MESSAGE, required=False),),
        surface=Surface.MESSAGE,
        path=("alert",),
        reads=True,
        asks=False,
        reopens=True,
    ),
    Command(RAISE, raise_, FIELDS, fill=filling, shows="exchange.around"),
    Command("exchange.worried", show, reads=True),
)
JOBS = (
    Job(
        "exchange.alerted",
        compose=alerted,
        tombstone=gone,
        manner=Manner.SAFETY,
        shows="exchange.worried",
    ),
)
