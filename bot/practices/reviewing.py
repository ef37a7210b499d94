"""What a reader says of a colleague's practice. Peers decide; nothing is rejected."""

from __future__ import annotations

from dataclasses import replace

from bot.command import Command, Context
from bot.errors import NotFound, WrongMoment
from bot.practices import author_cards, cards, rules, sharing
from bot.practices.models import Practice, Review, State, Verdict
from bot.vocabulary import Field, Kind, Reply


async def asked(context: Context) -> tuple[Practice, Review, list[Review]]:
    """The practice, the actor's own review of it, and all reviews. Raises: NotFound."""
    practice = await sharing.seen(context, context.subject)
    found = await sharing.reviews(context, practice)
    mine = sharing.review_of(found, context.member.id)
    if mine is None:
        raise NotFound
    return practice, mine, found


async def _card(context: Context, practice: Practice, mine: Review) -> Reply:
    found = rules.remarks(practice.content, await sharing.names(context))
    return Reply(cards.review(practice, mine, found, context.voice, context.reader), replaces=True)


async def show(context: Context) -> Reply:
    practice, mine, _ = await asked(context)
    return await _card(context, practice, mine)


async def _say(context: Context, mine: Review, verdict: Verdict, note: str = "") -> Review:
    said = replace(mine, verdict=verdict, note=note, answered_at=context.now)
    await context.tx.practices.answer(said)
    return said


async def yes(context: Context) -> Reply:
    """All readers' *Oui* publishes at once; a look at a shared practice takes « pas encore relue » away."""
    practice, mine, _ = await asked(context)
    if mine.verdict is Verdict.YES:
        return await _card(context, practice, mine)
    if mine.verdict is Verdict.ETHICS:
        raise WrongMoment(button=("button-open-practice", "review.open", practice.id))
    said = await _say(context, mine, Verdict.YES)
    await _moved_on(context, practice)
    return await _card(context, practice, said)


async def _moved_on(context: Context, practice: Practice) -> None:
    if practice.state is State.SHARED and practice.unread:
        practice = await context.tx.practices.save(practice.with_(unread=False))
        await sharing.refreshed(context, practice)
        return
    await sharing.resumed(context, practice)


async def missing(context: Context) -> Reply:
    """*Il manque…*: the reason goes to the author, who edits or publishes as it is."""
    practice, mine, _ = await asked(context)
    if mine.verdict is Verdict.ETHICS:
        raise WrongMoment(button=("button-open-practice", "review.open", practice.id))
    said = await _say(context, mine, Verdict.MISSING, context.value("note"))
    await context.tell(practice.author, "review.noted", f"{practice.id}.{mine.reader}", _round(practice))
    if practice.state is State.SHARED and practice.unread:
        practice = await context.tx.practices.save(practice.with_(unread=False))
        await sharing.refreshed(context, practice)
    return await _card(context, practice, said)


async def ethics(context: Context) -> Reply:
    """*Question de déontologie*: holds until this reader lifts it, or another takes it over."""
    practice, mine, _ = await asked(context)
    if practice.state is not State.REVIEW:
        raise WrongMoment(button=("button-open-practice", "review.open", practice.id))
    said = await _say(context, mine, Verdict.ETHICS, context.value("note"))
    await context.tell(practice.author, "review.noted", f"{practice.id}.{mine.reader}", _round(practice))
    return await _card(context, practice, said)


async def noted(context: Context) -> Reply:
    """To the author: what one reader said, where the message about it was held back."""
    practice = await sharing.seen(context, context.subject)
    if practice.author != context.member.id:
        raise NotFound
    reader, found = context.subject.partition(".")[2], await sharing.reviews(context, practice)
    said = next((r for r in found if r.reader == reader and r.note), None)
    if said is None:
        raise WrongMoment(button=("button-open-practice", "practice.preview", practice.id))
    card = author_cards.noted(practice, said, context.voice, context.reader, hold=rules.on_hold(found))
    return Reply(card, replaces=True)


async def lift(context: Context) -> Reply:
    """The question is answered: publication takes its course again."""
    practice, mine, _ = await asked(context)
    if mine.verdict is not Verdict.ETHICS:
        return await _card(context, practice, mine)
    said = await _say(context, mine, Verdict.LIFTED)
    await sharing.resumed(context, practice)
    return await _card(context, practice, said)


async def seen(context: Context) -> Reply:
    """Any member's look takes « pas encore relue » away, where nobody was asked or nobody answered."""
    practice = await sharing.seen(context, context.subject)
    if practice.unread and practice.author != context.member.id:
        await _moved_on(context, practice)
    return Reply(cards.simple(context.voice, "review-seen", context.reader), replaces=True)


async def pass_on(context: Context) -> Reply:
    """*Passer mon tour* asks another reader at once; a question of ethics goes along."""
    practice, mine, _ = await asked(context)
    if practice.state is not State.REVIEW:
        raise WrongMoment(button=("button-menu", "circle.menu", ""))
    takes_over = mine.verdict is Verdict.ETHICS
    if other := await sharing.ask_another(context, practice, mine):
        if takes_over:
            taken = next(r for r in await sharing.reviews(context, practice) if r.reader == other)
            await context.tx.practices.answer(replace(taken, verdict=Verdict.ETHICS, note=mine.note))
        return Reply(cards.simple(context.voice, "review-passed", context.reader), replaces=True)
    if takes_over:
        return Reply(cards.simple(context.voice, "review-nobody-else", context.reader))
    await _say(context, mine, Verdict.PASSED, mine.note)
    left = await sharing.reviews(context, practice)
    if all(r.verdict in sharing.OVER for r in left) and await sharing.publishable(context, practice, left):
        await sharing.share_and_tell(context, practice, unread=True)
    else:
        await sharing.resumed(context, practice)
    return Reply(cards.simple(context.voice, "review-passed-last", context.reader), replaces=True)


def _round(practice: Practice) -> str:
    return str(practice.number)


NOTE = (Field("note", Kind.TEXT, limit=600),)

COMMANDS = (
    Command("review.open", show, reads=True),
    Command("review.yes", yes, shows="review.open"),
    Command("review.missing", missing, NOTE, shows="review.open"),
    Command("review.ethics", ethics, NOTE, shows="review.open"),
    Command("review.noted", noted, reads=True),
    Command("review.lift", lift, shows="review.open"),
    Command("review.pass", pass_on),
    Command("review.seen", seen),
)
