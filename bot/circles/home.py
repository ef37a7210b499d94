"""A member's own page: what waits for them, what they try and keep, what is next, how they are spoken to.

A surface that has a place for it asks for `HOME`; it only reads.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.card import Audience, Block, Button, Card, Instant, Option, Pick, Row, Strong, Style, Text, Words
from bot.circles import cards, waiting
from bot.circles.models import Membership
from bot.command import HOME, Command, Context, Job, Who
from bot.i18n import Voice
from bot.limits import OPTIONS_MAX
from bot.members.cards import facts
from bot.policy import may_create_circle
from bot.ports import Transaction
from bot.practices.models import Practice
from bot.sessions.models import Session, State
from bot.trials.models import Effect
from bot.vocabulary import Reply

ROWS = 3  # things to do on it; the rest is behind a button


@dataclass(frozen=True, slots=True)
class Page:
    """What one member finds in one circle."""

    todo: Sequence[Row]
    trials: Sequence[Effect]
    kept: Sequence[Practice]
    coming: Sequence[Session]


def commands(kinds: Mapping[str, Job]) -> tuple[Command, ...]:
    """The command of this file; `kinds` says what opens a message that is held."""

    async def home(context: Context) -> Reply:
        """Of the circle last used, or of the one that is picked; somebody of none is welcomed."""
        chosen = context.chosen
        if chosen is None or not chosen.charter_accepted:
            invited = await context.tx.circles.invitations(context.request.actor)
            can_create = may_create_circle(context.request.actor)
            return Reply(cards.stranger(invited, can_create, context.voice), replaces=True)
        if context.subject or context.value("pick"):
            context.then = partial(_used, chosen.circle.id, chosen.member.id)
        page = await _page(context, kinds)
        return Reply(card(page, chosen, context.memberships, context.voice, context.now), replaces=True)

    return (Command(HOME, home, who=Who.ANYONE, reads=True),)


async def _used(circle: str, member: str, tx: Transaction) -> None:
    """The page stays on this circle."""
    await tx.members.touch(circle, member)


async def _page(context: Context, kinds: Mapping[str, Job]) -> Page:
    tx, reader = context.tx, context.reader
    trials = await tx.trials.open(reader)
    coming = await tx.sessions.coming(reader, context.now)
    return Page(
        await waiting.rows_of(context, kinds, trials),
        trials,
        await tx.notes.kept(reader),
        [session for session in coming if session.state is State.PLANNED],
    )


def card(page: Page, chosen: Membership, all_: Sequence[Membership], voice: Voice, now: datetime) -> Card:
    """One screen: the first of each kind, and a button to the rest. `all_`: where its reader belongs."""
    at = chosen.circle.prefix
    todo = _todo(page.todo, at, voice)
    there = {(row.button.verb, row.button.subject) for row in todo if isinstance(row, Row) and row.button}
    blocks = (
        *_circles(all_, chosen, voice),
        *todo,
        *_trials(page.trials, at, voice),
        *_kept(page.kept, at, voice),
        *_next(page.coming, at, there, voice),
        _heading("settings", voice),
        facts(chosen, voice, now),
    )
    buttons = (
        Button(voice("button-practice-share"), "practice.share", at, Style.MAIN),
        Button(voice("menu-search.button"), "library.look", at),
        Button(voice("menu-me.button"), "me.edit", at),
        Button(voice("button-menu"), "circle.menu", at),
    )
    audience = Audience(chosen.circle.id, chosen.member.id)
    return Card(Words(chosen.circle.name), blocks, buttons, audience, voice("home-notice"))


def _heading(key: str, voice: Voice) -> Text:
    return Text((Strong(voice(key)),))


def _circles(memberships: Sequence[Membership], chosen: Membership, voice: Voice) -> Sequence[Block]:
    """Which circle it is, where there are several, and the others to go to."""
    others = [m for m in memberships if m.charter_accepted and m.circle.id != chosen.circle.id]
    if not others:
        return ()
    shown = (chosen, *others[: OPTIONS_MAX - 1])
    options = tuple(Option(m.circle.prefix, m.circle.name, chosen=m is chosen) for m in shown)
    return (Pick(HOME, "", voice("home-circle"), options),)


def _todo(rows: Sequence[Row], at: str, voice: Voice) -> Sequence[Block]:
    if not rows:
        return (_heading("todo-empty", voice),)
    if len(rows) <= ROWS:
        return (_heading("todo", voice), *rows)
    more = voice.spans("todo-more", count=len(rows) - ROWS + 1)
    rest = Row(more, Button(voice("home-all"), "circle.todo", at))
    return (_heading("todo", voice), *rows[: ROWS - 1], rest)


def _trials(trials: Sequence[Effect], at: str, voice: Voice) -> Sequence[Block]:
    if not trials:
        return ()
    spans = voice.spans("home-trials", count=len(trials), title=Words(trials[0].title))
    return (
        _heading("button-trial-mine", voice),
        Row(spans, Button(voice("button-trial-mine"), "trial.mine", at)),
    )


def _kept(practices: Sequence[Practice], at: str, voice: Voice) -> Sequence[Block]:
    if not practices:
        return ()
    spans = voice.spans("home-kept", count=len(practices), title=Words(practices[0].content.title))
    return (
        _heading("button-exchange-kept", voice),
        Row(spans, Button(voice("button-exchange-kept"), "exchange.kept", at)),
    )


def _next(
    sessions: Sequence[Session], at: str, there: Collection[tuple[str, str]], voice: Voice
) -> Sequence[Block]:
    """The next one; where none is planned, the way to plan one. `there`: what has a button already."""
    if not sessions:
        none = Button(voice("menu-sessions.button"), "session.agenda", at)
        return (_heading("home-next", voice), Row(voice.spans("home-next-none"), none))
    session = sessions[0]
    when = Instant(session.starts_at)
    spans = voice.spans("session-line", title=Words(session.title), when=when)
    open_ = Button(voice("home-next.button"), "session.open", session.id)
    opened = ("session.open", session.id) in there
    return (_heading("home-next", voice), Row(spans, None if opened else open_))
