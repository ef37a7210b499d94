"""A message becomes a practice: one's own at once, somebody else's only with their yes."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bot import intake
from bot.circles.models import Membership
from bot.command import Command, Context, Surface
from bot.errors import NotFound, Refusal
from bot.exchanges import cards, rules
from bot.practices.fields import SHARE_FIELDS
from bot.roads import Draft, account_key
from bot.vocabulary import Account, Field, Form, Kind, Reply, Values

SHARE = "practice.share"


async def propose(context: Context) -> Reply:
    """« Proposer comme pratique »: the share form with one's own words, or a question to their author."""
    words = context.value("message")
    if not words:
        raise Refusal("error-propose-empty")
    author = await _author(context)
    values = {"aim": "unset", "title": rules.title_of(words), "steps": words}
    if author.member.id == context.member.id:
        return await _own(context, {name: value for name, value in values.items() if value})
    draft = _draft(context, _account(context), values)
    if (await context.tx.drafts.keep(draft)).id == draft.id:  # once, whoever else proposes it
        await context.tell(author.member.id, "exchange.proposed", f"{draft.id}.{context.member.id}")
        lapses_at = context.now + rules.LAPSE
        await context.tx.jobs.later("exchange.lapse", context.circle.id, draft.id, lapses_at)
    return Reply(cards.offered(author.member.name, context.voice, context.reader))


def _account(context: Context) -> Account:
    """Who wrote the message, as the platform says."""
    realm, _, user = context.value("by").partition("/")
    return Account(context.request.actor.platform, realm, user)


async def _author(context: Context) -> Membership:
    """Who wrote the message, if they are in this circle. Raises: Refusal, in plain words."""
    account = _account(context)
    if account == context.request.actor:
        return context.membership
    for found in await context.tx.members.standing(account, None):
        if found.circle.id == context.circle.id and found.charter_accepted:
            return found
    raise Refusal("error-propose-stranger")


async def _own(context: Context, values: Values) -> Reply:
    """The form, filled as far as it can be; a message longer than the form takes is kept whole."""
    faults = intake.faults((f for f in SHARE_FIELDS if f.name == "steps"), values)
    if not faults:
        several = len(context.memberships) > 1
        title = context.circle.name if several else context.voice("form-practice-share")
        opening, circle = context.tx.new_id(), context.circle.id
        return Reply(Form(SHARE, title, SHARE_FIELDS, values=values, circle=circle, opening=opening))
    key, numbers = faults["steps"]
    draft = _draft(context, context.request.actor, values)
    kept = await context.tx.drafts.keep(draft)
    if kept.fields is None:  # a practice was made of it before: this is another one
        again = hashlib.sha256(f"{draft.key}|{context.request.event}".encode()).hexdigest()
        kept = await context.tx.drafts.keep(replace(draft, key=again))
    excess = str(values["steps"])[-int(str(numbers["excess"])) :].strip()
    fault = context.voice(key, **dict(numbers))
    return Reply(cards.too_long(kept, excess, fault, context.voice, context.reader))


def _draft(context: Context, author: Account, values: Values) -> Draft:
    """The author's own draft: one for each message, whoever proposes it."""
    place = context.request.place
    where = (place.realm, place.id) if place else ("", "")
    message = context.value("message_id") or str(values["steps"])
    parts = ("message", context.circle.id, account_key(author), *where, message)
    return Draft(
        id=context.circle.prefix + context.tx.new_id(),
        key=hashlib.sha256("|".join(parts).encode()).hexdigest(),
        account=account_key(author),
        circle=context.circle.id,
        verb=SHARE,
        subject="",
        version=0,
        fields=dict(values),
        created_at=context.now,
        opening=context.tx.new_id(),
    )


async def proposed(context: Context) -> Reply:
    """The proposal of one's own message, where it could not be said: yes or no."""
    draft_id, _, proposer = context.subject.partition(".")
    draft = await context.tx.drafts.get(draft_id, account_key(context.request.actor))
    by = await context.tx.members.get(context.circle.id, proposer)
    if draft is None or draft.fields is None or draft.circle != context.circle.id or by is None:
        raise NotFound
    return Reply(cards.proposed(draft, by.member.name, context.voice, context.reader), replaces=True)


async def decline(context: Context) -> Reply:
    """*Non merci*: the words are erased; nobody is told."""
    draft = await context.tx.drafts.get(context.subject, account_key(context.request.actor))
    if draft is None or draft.verb != SHARE:
        raise NotFound
    if not await context.tx.drafts.erase(draft.id):  # declined, forgotten, or a practice by now
        return Reply(cards.sentence(context.voice, "decided"), replaces=True)
    await context.tx.jobs.refresh(context.circle.id, draft.id, "declined")
    return Reply(cards.sentence(context.voice, "declined"), replaces=True)


COMMANDS = (
    Command(
        "exchange.propose",
        propose,
        (Field("message", Kind.MESSAGE, required=False),),
        surface=Surface.MESSAGE,
        path=("propose",),
        shows="exchange.propose",
        asks=False,
        reopens=True,
    ),
    Command("exchange.proposed", proposed, reads=True),
    Command("exchange.decline", decline, shows="exchange.decline"),
)
