"""How a practice is shown: to the circle, to whoever opens it, to its reader. Only data in, a card out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.card import (
    Audience,
    Block,
    Button,
    Card,
    Facts,
    Instant,
    InstantStyle,
    Plain,
    Quote,
    Row,
    Strong,
    Style,
    Text,
    Words,
    block_cost,
)
from bot.i18n import Voice
from bot.members.models import first_name
from bot.practices import rules
from bot.practices.models import Content, Practice, Review, State, Verdict
from bot.practices.rules import Remark
from bot.trials.cards import meaning_buttons
from bot.trials.models import NOTHING, Tally
from bot.trials.rules import is_dated, is_tested

ROWS = 6  # practices or remarks on one page
SAID = 2  # complements on one page


def text(voice: Voice, key: str, **args: object) -> Text:
    return Text(voice.spans(key, **args))


def button(voice: Voice, verb: str, subject: str, style: Style = Style.PLAIN, key: str = "") -> Button:
    return Button(voice(key or f"button-{verb.replace('.', '-').replace('_', '-')}"), verb, subject, style)


def simple(voice: Voice, key: str, audience: Audience, *buttons: Button) -> Card:
    """One sentence, and what next."""
    return Card(
        voice(key), (), buttons or (Button(voice("button-menu"), "circle.menu"),), audience, voice(key)
    )


def summary_facts(practice: Practice, voice: Voice) -> Facts:
    """What the circle sees of it, at most 1,500 characters."""
    use, steps = rules.summary(practice.content)
    rows: list[tuple[str, str | Words]] = [
        (voice("practice-useful-for"), Words(use)),
        (voice("practice-steps"), Words(steps)),
    ]
    if practice.tags:
        rows.append((voice("practice-tags"), Words(", ".join(practice.tags))))
    return Facts(tuple(rows))


def badges(practice: Practice, voice: Voice, counted: Tally = NOTHING, now: datetime | None = None) -> str:
    """« Idée à tester », « essayée », « à revoir », « pas encore relue », in one line."""
    first = "practice-idea" if practice.content.is_idea else f"practice-tried-{practice.content.tried.value}"
    parts = [voice(first)]
    if is_tested(counted):
        parts.append(voice("practice-tested"))
    if now is not None and is_dated(practice, now):
        parts.append(voice("practice-dated"))
    if practice.unread:
        parts.append(voice("practice-unread"))
    return " · ".join(parts) if len(parts) > 1 else parts[0]


def _by(practice: Practice, badge: str, voice: Voice) -> Text:
    return text(voice, "practice-by", name=Words(practice.author_name), badge=Plain(badge))


def public(
    practice: Practice,
    voice: Voice,
    audience: Audience,
    counted: Tally = NOTHING,
    now: datetime | None = None,
    complements: int = 0,
) -> Card:
    """The one card that the circle sees."""
    by = _by(practice, badges(practice, voice, counted, now), voice)
    more = (text(voice, "practice-complements", count=complements),) if complements else ()
    return Card(
        Words(practice.content.title),
        (by, summary_facts(practice, voice), *more),
        (*meaning_buttons(practice, counted, voice), button(voice, "practice.read", practice.id)),
        audience,
        voice("practice-notice"),
    )


def tombstone(voice: Voice) -> Card:
    """What a withdrawn practice leaves: no content."""
    return Card(voice("practice-withdrawn"), notice=voice("practice-withdrawn"))


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a practice on *Lire*: lines said by peers, and what can be done on the last page."""

    said: tuple[Row, ...] = ()
    last: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    badge: str = ""


def full(
    practice: Practice, voice: Voice, audience: Audience, page: int, beside: Beside | None = None
) -> Card:
    """*Lire*: the whole of it, privately, page by page."""
    beside = beside or Beside()
    grouped = _grouped([*_sheets(practice.content, voice), *_said(beside.said, voice)])
    page = min(max(page, 0), len(grouped) - 1)
    blocks: list[Block] = [_by(practice, beside.badge or badges(practice, voice), voice)]
    blocks += [block for sheet in grouped[page] for block in sheet]
    if len(grouped) > 1:
        blocks.append(text(voice, "practice-page", page=page + 1, pages=len(grouped)))
    if page + 1 < len(grouped):
        onward = f"{practice.id}.{page + 1}"
        buttons: tuple[Button, ...] = (
            button(voice, "practice.page", onward, Style.MAIN, "button-next-page"),
        )
    else:
        blocks += beside.last
        full = sum(isinstance(block, Row) for block in blocks) >= ROWS  # it stands on the next reader's page
        if practice.unread and practice.author != audience.member and not full:
            blocks.append(Row(voice.spans("practice-unseen"), button(voice, "review.seen", practice.id)))
        buttons = beside.buttons
    return Card(
        Words(practice.content.title), tuple(blocks), buttons, audience, voice("practice-read-notice")
    )


Sheet = tuple[Block, ...]


def _sheets(content: Content, voice: Voice) -> list[Sheet]:
    parts = [(voice("practice-useful-for"), content.useful_for), (voice("practice-steps"), content.steps)]
    parts += [
        (voice(f"practice-{name}"), value)
        for name in ("duration", "limits", "support", "attribution")
        if (value := getattr(content, name))
    ]
    return [(Text((Strong(label),)), Quote(sheet)) for label, words in parts for sheet in rules.pages(words)]


def _said(lines: Sequence[Row], voice: Voice) -> list[Sheet]:
    """At most two lines together, so that a page has room for its own rows."""
    head = Text((Strong(voice("practice-said")),))
    return [(head, *lines[n : n + SAID]) for n in range(0, len(lines), SAID)]


def _grouped(sheets: Sequence[Sheet]) -> list[list[Sheet]]:
    """Sheets gathered into pages that every platform can show."""
    grouped: list[list[Sheet]] = [[]]
    size = rows = 0
    for sheet in sheets:
        cost = sum(map(block_cost, sheet))
        many = sum(isinstance(block, Row) for block in sheet)
        if grouped[-1] and (size + cost > rules.SUMMARY_COST + 400 or rows + many > SAID):
            grouped.append([])
            size = rows = 0
        grouped[-1].append(sheet)
        size, rows = size + cost, rows + many
    return grouped


def review(
    practice: Practice, mine: Review, found: Sequence[Remark], voice: Voice, audience: Audience
) -> Card:
    """« Claire, trois minutes pour relire la fiche de Karim ? », with the practice itself."""
    answered = mine.verdict not in (Verdict.ASKED, Verdict.ETHICS)
    unread = practice.state is State.SHARED and practice.unread
    blocks: list[Block] = [Quote(practice.content.title), summary_facts(practice, voice)]
    reasons = [practice.asides[r.digest] for r in found if r.digest in practice.asides]
    if reasons:
        names = ", ".join(dict.fromkeys(voice(f"reason-{r.replace('_', '-')}") for r in reasons))
        blocks.append(text(voice, "review-reasons", reasons=names))
    if answered:
        blocks.append(text(voice, f"review-answered-{mine.verdict.value}"))
    elif mine.verdict is Verdict.ETHICS:
        blocks.append(text(voice, "review-you-hold"))
    elif practice.due_at and practice.state is State.REVIEW:
        blocks.append(text(voice, "review-until", when=Instant(practice.due_at, InstantStyle.FULL)))
    title = voice("review-ask", name=first_name(mine.reader_name), author=first_name(practice.author_name))
    buttons: tuple[Button, ...] = ()
    if mine.verdict is Verdict.ASKED and practice.state is State.REVIEW:
        verbs = ("review.yes", "review.missing", "review.ethics", "review.pass")
        buttons = tuple(
            button(voice, v, practice.id, Style.MAIN if v == "review.yes" else Style.PLAIN) for v in verbs
        )
    elif mine.verdict is Verdict.ASKED and unread:
        buttons = (
            button(voice, "review.yes", practice.id, Style.MAIN),
            button(voice, "review.missing", practice.id),
        )
    elif mine.verdict is Verdict.ETHICS:
        buttons = (
            button(voice, "review.lift", practice.id, Style.MAIN),
            button(voice, "review.pass", practice.id),
        )
    read = (
        ()
        if practice.state is State.WITHDRAWN
        else (Row(voice.spans("review-whole"), button(voice, "practice.read", practice.id)),)
    )
    return Card(title, (*blocks, *read), buttons, audience, voice("review-notice"))
