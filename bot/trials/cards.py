"""How trials are spoken of: to whoever tries, to the author, on the practice itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.card import (
    Audience,
    Block,
    Button,
    Card,
    Instant,
    InstantStyle,
    Plain,
    Quote,
    Row,
    Style,
    Text,
    Words,
)
from bot.i18n import Voice
from bot.members.models import first_name
from bot.practices.models import Practice
from bot.practices.rules import shortened
from bot.trials import rules
from bot.trials.models import TOLD, Effect, Meaning, Outcome, Tally, Trial

ROWS = 6  # trials on one page
ANSWERS = (Outcome.WORKED, Outcome.MIXED, Outcome.NOT_YET, Outcome.NOT_FOR_ME)


def _dashed(value: str) -> str:
    return value.replace("_", "-")


def _text(voice: Voice, key: str, **args: object) -> Text:
    return Text(voice.spans(key, **args))


def _button(voice: Voice, verb: str, subject: str, style: Style = Style.PLAIN, key: str = "") -> Button:
    return Button(voice(key or f"button-{verb.replace('.', '-').replace('_', '-')}"), verb, subject, style)


def meaning_buttons(practice: Practice, counted: Tally, voice: Voice) -> tuple[Button, ...]:
    """💡 🧪 🌱, each with its words, and with how many from one on."""
    found = []
    for meaning in Meaning:
        count = counted.of(meaning)
        label = voice(f"button-trial-{meaning.value}")
        found.append(Button(f"{label} {count}" if count else label, f"trial.{meaning.value}", practice.id))
    return tuple(found)


# --- to whoever pressed, or put an emoji -----------------------------------------------------------------


def said(practice: Practice, meaning: Meaning, trial: Trial | None, voice: Voice, audience: Audience) -> Card:
    """« 🧪 veut dire : je l’essaie. Je te demanderai le 8 décembre ce que ça donne. »"""
    if meaning is Meaning.TRYING and trial is not None and not trial.is_open:
        return answered(practice, trial, voice, audience)
    blocks: list[Block] = [Quote(practice.content.title)]
    buttons = [_button(voice, "trial.ok", f"{practice.id}.{meaning.value}", Style.MAIN)]
    undo = _button(voice, "trial.undo", f"{practice.id}.{meaning.value}")
    match meaning:
        case Meaning.USEFUL:
            blocks.append(_text(voice, "trial-useful-text"))
        case Meaning.TRYING:
            if trial is not None and trial.ask_at is not None:
                blocks.append(_when(trial.ask_at, voice))
                buttons.append(_button(voice, "trial.month", practice.id))
        case Meaning.WORKED:
            author = Words(first_name(practice.author_name))
            blocks.append(_text(voice, "trial-worked-text", author=author))
            buttons.append(_button(voice, "trial.note", practice.id))
    title = voice(f"trial-{meaning.value}")
    return Card(title, tuple(blocks), (*buttons, undo), audience, title)


def _when(at: datetime, voice: Voice) -> Text:
    return _text(voice, "trial-trying-text", when=Instant(at, InstantStyle.DATE))


def own(practice: Practice, voice: Voice, audience: Audience) -> Card:
    """An author's own never counts."""
    blocks = (Quote(practice.content.title), _text(voice, "trial-own-text"))
    buttons = (_button(voice, "practice.preview", practice.id, key="button-open-practice"),)
    return Card(voice("trial-own"), blocks, buttons, audience, voice("trial-own"))


def sentence(practice: Practice, key: str, voice: Voice, audience: Audience, more: str = "") -> Card:
    blocks = (_text(voice, more),) if more else ()
    buttons = (_button(voice, "practice.read", practice.id),)
    return Card(voice(key), blocks, buttons, audience, voice(key))


# --- two weeks later -------------------------------------------------------------------------------------


def ask(practice: Practice, voice: Voice, audience: Audience, *, again: bool = False) -> Card:
    """« La question miroir de Claire : qu’est-ce que ça a donné ? », with four answers of equal weight."""
    author = first_name(practice.author_name)
    elides = "yes" if rules.elides(author) else "no"
    title = voice("trial-ask", title=practice.content.title, author=author, elides=elides)
    blocks: list[Block] = [_text(voice, "trial-ask-text", author=Words(author))]
    if again:
        blocks.insert(0, _text(voice, "trial-nudge-text"))
    buttons = tuple(_answer(practice, outcome, voice) for outcome in ANSWERS)
    return Card(Words(title), tuple(blocks), buttons, audience, voice("trial-ask-notice"))


def _answer(practice: Practice, outcome: Outcome, voice: Voice) -> Button:
    label = voice(f"trial-answer-{_dashed(outcome.value)}")
    return Button(label, "trial.answer", f"{practice.id}.{outcome.value}")


def going_on(practice: Practice, trial: Trial, voice: Voice, audience: Audience, now: datetime) -> Card:
    """A trial that can be answered at any time, put off, or given up."""
    asking = ask(practice, voice, audience)
    blocks = list(asking.blocks)
    if trial.ask_at is not None and trial.ask_at > now:
        blocks.insert(0, _when(trial.ask_at, voice))
    undo = _button(voice, "trial.undo", f"{practice.id}.{Meaning.TRYING.value}")
    blocks += [
        Row(voice.spans("trial-row-month"), _button(voice, "trial.month", practice.id)),
        Row(voice.spans("trial-row-undo"), undo),
        Row(voice.spans("trial-row-read"), _button(voice, "practice.read", practice.id)),
    ]
    return Card(asking.title, tuple(blocks), asking.buttons, audience, asking.notice)


def answered(practice: Practice, trial: Trial, voice: Voice, audience: Audience) -> Card:
    """What was answered, who reads it, and what can be added."""
    assert trial.outcome is not None
    title = voice("trial-answered", outcome=voice(f"trial-said-{_dashed(trial.outcome.value)}"))
    blocks: list[Block] = [Quote(practice.content.title)]
    buttons = [_button(voice, "trial.change", practice.id)]
    if trial.outcome in TOLD:
        author = Words(first_name(practice.author_name))
        blocks.append(_text(voice, "trial-answered-text", author=author))
        if trial.note:
            shown = "trial-note-public" if trial.public else "trial-note-private"
            blocks += [Quote(trial.note), _text(voice, shown, author=author)]
        note = _button(voice, "trial.note", practice.id, Style.MAIN, "button-note-edit" if trial.note else "")
        buttons.insert(0, note)
    elif trial.ask_at is not None:
        blocks.append(_text(voice, "trial-again-text", when=Instant(trial.ask_at, InstantStyle.DATE)))
    else:
        blocks.append(_text(voice, "trial-last-text"))
    buttons.append(_button(voice, "practice.read", practice.id))
    return Card(title, tuple(blocks), tuple(buttons), audience, title)


def mine(trials: Sequence[Effect], voice: Voice, audience: Audience, at: str, page: int) -> Card:
    """*Mes essais*, six a page: the open ones can be answered at any time. `at`: the circle's prefix."""
    rows = tuple(_mine_row(effect, voice) for effect in trials[page * ROWS : (page + 1) * ROWS])
    menu = Button(voice("button-menu"), "circle.menu", at)
    buttons: tuple[Button, ...] = (menu,)
    if len(trials) > (page + 1) * ROWS:
        onward = Button(voice("button-next-page"), "trial.mine", f"{at}.{page + 1}", Style.MAIN)
        buttons = (onward, menu)
    title = voice("trial-mine" if rows else "trial-mine-empty")
    return Card(title, rows, buttons, audience, title)


def _mine_row(effect: Effect, voice: Voice) -> Row:
    outcome = effect.trial.outcome
    if outcome is None:
        return todo_row(effect, voice)
    said = voice(f"trial-said-{_dashed(outcome.value)}")
    words = voice.spans("trial-row-said", title=Words(effect.title), outcome=said)
    return Row(words, _button(voice, "trial.open", effect.trial.practice, key="button-open"))


def todo_row(effect: Effect, voice: Voice) -> Row:
    author = Words(first_name(effect.author_name))
    words = voice.spans("trial-row", title=Words(effect.title), author=author)
    return Row(words, _button(voice, "trial.open", effect.trial.practice))


# --- to the author ---------------------------------------------------------------------------------------


def news(effects: Sequence[Effect], voice: Voice, audience: Audience) -> Card:
    """« Karim a essayé ta fiche : ça a marché. »; several answers of a day are one message."""
    if len(effects) == 1:
        return _one(effects[0], voice, audience)
    blocks: list[Block] = []
    for effect in effects[: rules.LINES]:
        key = f"news-line-{_dashed(_outcome(effect).value)}"
        blocks.append(_text(voice, key, name=Words(first_name(effect.name)), title=Words(effect.title)))
        if effect.trial.note:
            blocks.append(Quote(shortened(effect.trial.note, 220, 100)))
    if len(effects) > rules.LINES:
        blocks.append(_text(voice, "news-more", count=len(effects) - rules.LINES))
    title = voice("news-several", count=len(effects))
    buttons = (Button(voice("menu-own.button"), "practice.own", ""),)
    return Card(title, tuple(blocks), buttons, audience, voice("news-notice"))


def _one(effect: Effect, voice: Voice, audience: Audience) -> Card:
    title = voice(f"news-{_dashed(_outcome(effect).value)}", name=first_name(effect.name))
    blocks: list[Block] = [_text(voice, "news-practice", title=Words(effect.title))]
    if effect.trial.note:
        blocks.append(Quote(effect.trial.note))
    buttons = (_button(voice, "practice.read", effect.trial.practice),)
    return Card(Words(title), tuple(blocks), buttons, audience, voice("news-notice"))


def _outcome(effect: Effect) -> Outcome:
    assert effect.trial.outcome is not None
    return effect.trial.outcome


def no_news(voice: Voice) -> Card:
    """What a message becomes when everything in it was taken back."""
    return Card(voice("news-gone"), notice=voice("news-gone"))


def idle(practice: Practice, voice: Voice, audience: Audience) -> Card:
    """An idea that nobody tried in ninety days: to the author alone."""
    return _proposal(practice, "idea-idle", "button-keep-idea", voice, audience)


def yearly(practice: Practice, voice: Voice, audience: Audience) -> Card:
    """« Ta fiche a un an. Est-elle toujours juste ? »"""
    return _proposal(practice, "practice-yearly", "", voice, audience)


def _proposal(practice: Practice, key: str, keep: str, voice: Voice, audience: Audience) -> Card:
    blocks = (Quote(practice.content.title), _text(voice, f"{key}.text"))
    buttons = (
        _button(voice, "practice.confirm", practice.id, key=keep),
        _button(voice, "practice.edit", practice.id),
        _button(voice, "practice.archive", practice.id),
    )
    return Card(voice(key), blocks, buttons, audience, voice(key))


# --- on the practice itself ------------------------------------------------------------------------------


def used(
    practice: Practice,
    counted: Tally,
    quotes: Sequence[Effect],
    trial: Trial | None,
    voice: Voice,
    reader: str | None,
) -> tuple[Block, ...]:
    """What *Lire* adds: how many, what may be quoted, and where this reader's own trial stands."""
    blocks: list[Block] = []
    counts = [
        voice(f"count-{meaning.value}", count=counted.of(meaning))
        for meaning in Meaning
        if counted.of(meaning)
    ]
    if counts:
        blocks.append(Text((Plain(" · ".join(counts)),)))
    for effect in quotes:
        key = f"quoted-{_dashed(_outcome(effect).value)}"
        blocks.append(_text(voice, key, name=Words(first_name(effect.name)), note=Words(effect.trial.note)))
    if reader is not None and reader != practice.author:
        blocks.append(_own_row(practice, trial, voice))
    return tuple(blocks)


def _own_row(practice: Practice, trial: Trial | None, voice: Voice) -> Row:
    if trial is None:
        return Row(voice.spans("trial-row-try"), _button(voice, "trial.trying", practice.id))
    open_ = _button(voice, "trial.open", practice.id)
    if trial.outcome is None:
        return Row(voice.spans("trial-row-open"), open_)
    outcome = voice(f"trial-said-{_dashed(trial.outcome.value)}")
    again = _button(voice, "trial.open", practice.id, key="button-open")
    return Row(voice.spans("trial-answered", outcome=outcome), again)
