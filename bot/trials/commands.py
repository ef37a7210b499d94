"""What a member says of a colleague's practice: by a button, and two weeks later."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.card import Card
from bot.checks import check_confidentiality, hard
from bot.command import Command, Context, Filling
from bot.errors import Invalid, NotFound, WrongMoment
from bot.practices import sharing
from bot.practices.models import Practice, State
from bot.trials import cards, endorsing, rules
from bot.trials.models import Meaning, Outcome, Trial
from bot.vocabulary import Field, Kind, Reply

NOTE_FIELDS = (Field("trial_note", Kind.LINE), Field("trial_quote", Kind.YES, required=False))


async def _shared(context: Context) -> Practice:
    """The shared practice that a button is about. Raises: NotFound, WrongMoment."""
    practice = await sharing.seen(context, context.subject)
    if practice.state is not State.SHARED:
        raise WrongMoment(button=("button-open-practice", "practice.preview", practice.id))
    return practice


async def _trial(context: Context, *, writes: bool = False) -> tuple[Practice, Trial]:
    """The actor's own trial; nobody else changes it meanwhile, where it `writes`.

    Raises: NotFound, WrongMoment.
    """
    practice = await _shared(context)
    if writes:
        await context.tx.trials.lock(practice.circle, context.member.id)
    trial = await context.tx.trials.get(context.reader, practice.id)
    if trial is None:
        raise WrongMoment(button=("button-practice-read", "practice.read", practice.id))
    return practice, trial


# --- three meanings --------------------------------------------------------------------------------------


def _gives(meaning: Meaning) -> Callable[[Context], Awaitable[Reply]]:
    async def run(context: Context) -> Reply:
        practice = await _shared(context)
        if practice.author == context.member.id:
            return Reply(cards.own(practice, context.voice, context.reader))
        await endorsing.move(context.tx, practice, context.member.id, meaning, standing=True)
        return Reply(await _said(context, practice, meaning))

    return run


def _says(meaning: Meaning) -> Callable[[Context], Awaitable[Reply]]:
    async def run(context: Context) -> Reply:
        practice = await _shared(context)
        if practice.author == context.member.id:
            return Reply(cards.own(practice, context.voice, context.reader))
        found = await context.tx.trials.standing(practice.circle, practice.id, context.member.id)
        if all(one.meaning is not meaning for one in found):
            return Reply(cards.sentence(practice, "trial-undone", context.voice, context.reader))
        return Reply(await _said(context, practice, meaning))

    return run


async def _said(context: Context, practice: Practice, meaning: Meaning) -> Card:
    trial = None
    if meaning is Meaning.TRYING:
        trial = await context.tx.trials.get(context.reader, practice.id)
    return cards.said(practice, meaning, trial, context.voice, context.reader)


def _word(context: Context) -> str:
    return context.subject.partition(".")[2]


async def ok(context: Context) -> Reply:
    practice = await _shared(context)
    return Reply(cards.sentence(practice, "trial-ok", context.voice, context.reader), replaces=True)


async def undo(context: Context) -> Reply:
    """[Annuler]: the button and the emoji; the emoji still shows until its owner removes it."""
    practice = await _shared(context)
    if _word(context) not in Meaning.__members__.values():
        raise WrongMoment
    shows = await endorsing.take_back(context.tx, practice, context.member.id, Meaning(_word(context)))
    more = "trial-undone-emoji" if shows else ""
    return Reply(cards.sentence(practice, "trial-undone", context.voice, context.reader, more), replaces=True)


async def month(context: Context) -> Reply:
    """[Dans un mois]."""
    practice, trial = await _trial(context, writes=True)
    if not trial.is_open:
        return Reply(cards.answered(practice, trial, context.voice, context.reader), replaces=True)
    later = await endorsing.keep(context.tx, practice.author, trial, rules.postponed(trial, context.now))
    card = cards.said(practice, Meaning.TRYING, later, context.voice, context.reader)
    return Reply(card, replaces=True)


# --- two weeks later -------------------------------------------------------------------------------------


async def answer(context: Context) -> Reply:
    """One of four answers; a later one takes its place."""
    practice, trial = await _trial(context, writes=True)
    if _word(context) not in Outcome.__members__.values():
        raise WrongMoment
    after = rules.answered(trial, Outcome(_word(context)), context.now)
    kept = await endorsing.keep(context.tx, practice.author, trial, after)
    assert kept is not None
    if is_counted(trial) != is_counted(kept):
        await endorsing.show_anew(context.tx, practice)  # the badge may come or go
    return Reply(cards.answered(practice, kept, context.voice, context.reader), replaces=True)


def is_counted(trial: Trial) -> tuple[bool, bool]:
    return trial.outcome in (Outcome.WORKED, Outcome.MIXED), trial.outcome is Outcome.WORKED


async def open_(context: Context) -> Reply:
    """The actor's own trial as it stands."""
    practice, trial = await _trial(context)
    if trial.outcome is None:
        card = cards.going_on(practice, trial, context.voice, context.reader, context.now)
    else:
        card = cards.answered(practice, trial, context.voice, context.reader)
    return Reply(card, replaces=True)


async def change(context: Context) -> Reply:
    """The four answers again."""
    practice, _ = await _trial(context)
    return Reply(cards.ask(practice, context.voice, context.reader), replaces=True)


async def note_filling(context: Context) -> Filling:
    _, trial = await _trial(context)
    values = {"trial_note": trial.note} if trial.note else {}
    return Filling(values=values | ({"trial_quote": "yes"} if trial.public else {}))


async def note(context: Context) -> Reply:
    """One line with the answer: for the author, and for the circle where this is ticked."""
    practice, trial = await _trial(context, writes=True)
    if trial.outcome is None:
        raise WrongMoment(button=("button-trial-open", "trial.open", practice.id))
    words = context.value("trial_note")
    about = check_confidentiality(words, allowed=await sharing.names(context))
    if hard(about):
        raise Invalid({"trial_note": ("fault-trial-note-identifier", {})})
    noted = replace(trial, note=words, public=context.value("trial_quote") == "yes")
    kept = await endorsing.keep(context.tx, practice.author, trial, noted)
    assert kept is not None
    return Reply(cards.answered(practice, kept, context.voice, context.reader), replaces=True)


async def news(context: Context) -> Reply:
    """What a day brought to the actor's own practices, where the message about it was held back."""
    day = rules.news_day(context.subject)
    if day is None or context.subject.partition(".")[0] != context.member.id:
        raise NotFound
    found = await context.tx.trials.news(context.reader, day)
    if not found:
        return Reply(cards.no_news(context.voice), replaces=True)
    return Reply(cards.news(found, context.voice, context.reader), replaces=True)


async def mine(context: Context) -> Reply:
    """*Mes essais*."""
    listed = await context.tx.trials.mine(context.reader)
    page = int(_word(context)) if _word(context).isdecimal() else 0
    at = context.circle.prefix
    return Reply(cards.mine(listed, context.voice, context.reader, at, page), replaces=True)


COMMANDS = (
    Command("trial.useful", _gives(Meaning.USEFUL), shows="trial.useful_said"),
    Command("trial.trying", _gives(Meaning.TRYING), shows="trial.trying_said"),
    Command("trial.worked", _gives(Meaning.WORKED), shows="trial.worked_said"),
    Command("trial.useful_said", _says(Meaning.USEFUL), reads=True),
    Command("trial.trying_said", _says(Meaning.TRYING), reads=True),
    Command("trial.worked_said", _says(Meaning.WORKED), reads=True),
    Command("trial.ok", ok, reads=True),
    Command("trial.undo", undo),
    Command("trial.month", month, shows="trial.trying_said"),
    Command("trial.answer", answer, shows="trial.open"),
    Command("trial.open", open_, reads=True),
    Command("trial.change", change, reads=True),
    Command("trial.note", note, NOTE_FIELDS, fill=note_filling, shows="trial.open"),
    Command("trial.news", news, reads=True),
    Command("trial.mine", mine, reads=True),
)
