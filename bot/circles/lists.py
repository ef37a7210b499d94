"""The cards of *À faire* and of what may not have arrived: rows, six to a page."""

from __future__ import annotations

from collections.abc import Sequence

from bot.card import (
    Audience,
    Block,
    Button,
    Card,
    Instant,
    InstantStyle,
    Plain,
    Row,
    Span,
    Style,
    Text,
    Words,
)
from bot.circles.models import Membership
from bot.i18n import Voice
from bot.limits import ROWS_MAX
from bot.practices.models import Practice
from bot.roads import Draft, JobRow
from bot.trials.cards import todo_row
from bot.trials.models import Effect


def kind_words(kind: str, voice: Voice) -> str:
    """What a kind of message is, in words."""
    key = f"upcoming-{kind.replace('.', '-')}"
    return voice(key if voice.has(key) else "upcoming-other")


def todo_rows(
    drafts: Sequence[Draft],
    own: Sequence[Practice],
    asked: Sequence[Practice],
    held: Sequence[tuple[JobRow, str]],
    voice: Voice,
    tried: Sequence[Effect] = (),
) -> list[Row]:
    """What waits, each with what opens it; a held message is left out where its subject is there already."""
    rows = [
        Row(
            voice.spans("todo-read", author=Words(p.author_name), title=Words(p.content.title)),
            Button(voice("button-review-open"), "review.open", p.id),
        )
        for p in asked
    ]
    rows += [todo_row(effect, voice) for effect in tried]
    rows += [
        Row(_draft_spans(d, voice), Button(voice("button-reopen"), "draft.reopen", d.id)) for d in drafts
    ]
    rows += [
        Row(
            voice.spans(f"todo-{p.state.value}", title=Words(p.content.title)),
            Button(voice("button-open"), "practice.preview", p.id),
        )
        for p in own
    ]
    there = {(row.button.verb, row.button.subject) for row in rows if row.button}
    opened: set[tuple[str, str]] = set()
    for job, shows in held:
        thing = job.subject.partition(".")[0]  # a message may be about a part of it
        if (shows, thing) not in there and (shows, job.subject) not in opened:
            rows.append(Row(_held_spans(job, voice), Button(voice("button-open"), shows, job.subject)))
            opened.add((shows, job.subject))
    return rows


def _draft_spans(draft: Draft, voice: Voice) -> tuple[Span, ...]:
    values = draft.fields or {}
    title = values.get("title") or values.get("name") or ""
    if isinstance(title, str) and title:
        return voice.spans("todo-kept-titled", title=Words(title[:80]))
    return voice.spans("todo-kept")


def _held_spans(job: JobRow, voice: Voice) -> tuple[Span, ...]:
    what = Plain(kind_words(job.kind, voice))
    if job.state == "due":
        return voice.spans("todo-held-until", what=what, when=Instant(job.due_at, InstantStyle.FULL))
    return voice.spans("todo-held-closed" if job.held_reason == "closed" else "todo-held", what=what)


def todo(membership: Membership, rows: Sequence[Row], page: int, waiting: int, voice: Voice) -> Card:
    """*À faire*: what waits for this member, and nothing else."""
    circle, member = membership.circle, membership.member
    blocks, onward = _page(rows, page, "circle.todo", circle.prefix, voice)
    if waiting:
        blocks.append(Text(voice.spans("steward-waiting", count=waiting)))
    title = voice("todo" if blocks else "todo-empty")
    back = (
        *onward,
        Button(voice("menu-own.button"), "practice.own", circle.prefix),
        Button(voice("button-trial-mine"), "trial.mine", circle.prefix),
        Button(voice("button-exchange-kept"), "exchange.kept", circle.prefix),
    )
    return Card(title, tuple(blocks), back, Audience(circle.id, member.id), title)


def _page(
    rows: Sequence[Row], page: int, verb: str, prefix: str, voice: Voice
) -> tuple[list[Block], tuple[Button, ...]]:
    """That page of the rows (the last one where it is beyond), and the button to the next."""
    last = max(0, (len(rows) - 1) // ROWS_MAX)
    page = min(page, last)
    blocks: list[Block] = list(rows[page * ROWS_MAX : (page + 1) * ROWS_MAX])
    if page == last:
        return blocks, ()
    blocks.append(Text(voice.spans("todo-more", count=len(rows) - (page + 1) * ROWS_MAX)))
    return blocks, (Button(voice("button-next-page"), verb, f"{prefix}.{page + 1}", Style.MAIN),)


def lost(membership: Membership, found: Sequence[JobRow], page: int, voice: Voice) -> Card:
    """What may not have arrived, by kind and instant."""
    circle = membership.circle
    rows = [
        Row(
            voice.spans(
                f"lost-{job.state}",
                what=Plain(kind_words(job.kind, voice)),
                when=Instant(job.due_at, InstantStyle.FULL),
            ),
            Button(voice("button-circle-unsure"), "circle.unsure", f"{circle.prefix}{job.id}"),
        )
        for job in found
    ]
    blocks, onward = _page(rows, page, "circle.lost", circle.prefix, voice)
    back = (
        *onward,
        Button(voice("menu-steward.button"), "circle.steward", circle.prefix),
        Button(voice("button-menu"), "circle.menu", circle.prefix),
    )
    title = voice("lost" if rows else "lost-none")
    return Card(title, tuple(blocks), back, Audience(circle.id, membership.member.id), title)


def one(membership: Membership, job: JobRow, voice: Voice) -> Card:
    """*Renvoyer, déjà là, abandonner.*"""
    circle = membership.circle
    at = f"{circle.prefix}{job.id}"
    what, when = Plain(kind_words(job.kind, voice)), Instant(job.due_at, InstantStyle.FULL)
    to = "lost-private" if job.direct else "lost-place" if job.platform else "lost-act"
    blocks = (
        Text(voice.spans(f"lost-{job.state}", what=what, when=when)),
        Text(voice.spans(to)),
    )
    buttons = (
        Button(voice("button-circle-resend"), "circle.resend", at, Style.MAIN),
        Button(voice("button-circle-arrived"), "circle.arrived", at),
        Button(voice("button-circle-drop"), "circle.drop", at),
        Button(voice("button-circle-lost"), "circle.lost", circle.prefix),
    )
    title = voice("lost-one")
    return Card(title, blocks, buttons, Audience(circle.id, membership.member.id), title)
