"""How a practice is shown to its author: on its way to the circle, and once it is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.card import (
    Audience,
    Block,
    Button,
    Card,
    Confirm,
    Instant,
    Option,
    Pick,
    Plain,
    Quote,
    Row,
    Span,
    Strong,
    Style,
    Text,
    Words,
)
from bot.i18n import Voice
from bot.practices import rules
from bot.practices.cards import ROWS, button, summary_facts, text
from bot.practices.models import Content, Practice, Review, State, Verdict
from bot.practices.rules import Remark
from bot.trials.rules import is_dated


def preview(
    practice: Practice,
    found: Sequence[Remark],
    voice: Voice,
    audience: Audience,
    *,
    page: int | None = None,
    near: Practice | None = None,
) -> Card:
    """« Voici ce que verra le cercle », with at most three remarks beside it; with a page, five of all.

    `near`: a practice that the circle shares and that says the same in other words: shown, never a block.
    """
    waiting = rules.open_remarks(practice, found)
    listed = [r for r in found if r in waiting or not r.private]
    each = ROWS - 1  # the way on is a row as well
    first, count = (0, rules.SHOWN_FINDINGS) if page is None else (page * each, each)
    shown, left = listed[first : first + count], max(0, len(listed) - first - count)
    blocks: list[Block] = [summary_facts(practice, voice)]
    if page is not None:
        blocks = []
    elif practice.content.is_idea:
        blocks.insert(0, Text((Plain(voice("practice-idea")),)))
    if listed:
        blocks.append(text(voice, "preview-remarks", count=len(listed)))
    blocks += [finding_row(practice, remark, voice) for remark in shown]
    is_held = rules.held(practice, found)
    if left:
        following = f"{practice.id}.{0 if page is None else page + 1}"
        more = button(voice, "practice.all", following, key="" if page is None else "button-next-page")
        blocks.append(Row(voice.spans("preview-more", count=left), more))
    if near is not None:
        words = Words(rules.shortened(near.content.title, 120, 80))
        blocks.append(
            Row(
                voice.spans("preview-similar", title=words),
                button(voice, "practice.read", near.id, key="button-read-similar"),
            )
        )
    blocks.append(Text((Strong(voice("preview-held" if is_held else "preview-question")),)))
    buttons = [] if is_held else [button(voice, "practice.send", practice.id, Style.MAIN)]
    needs_talk = any(r.finding.code == "need_to_talk" for r in listed)
    buttons.append(
        button(voice, "practice.edit", practice.id, key="button-keep-writing" if needs_talk else "")
    )
    buttons.append(button(voice, "practice.later", practice.id))
    if is_held:
        buttons.append(aside_button(practice, waiting, voice))
    buttons.append(button(voice, "practice.drop", practice.id))
    title = voice("preview-title")
    if needs_talk:
        talk = (Plain(voice("preview-talk")),)
        bring = button(voice, "session.bring", practice.id)
        blocks.insert(0, Row(talk, bring) if page is None else Text(talk))
    return Card(title, (Quote(practice.content.title), *blocks), tuple(buttons), audience, title)


def aside_button(practice: Practice, waiting: Sequence[Remark], voice: Voice) -> Button:
    """To say why the first open identifier names no client."""
    first = next(r for r in waiting if r.finding.severity == "hard")
    return button(voice, "practice.aside", f"{practice.id}.{first.digest}")


def finding_row(practice: Practice, remark: Remark, voice: Voice) -> Row:
    """One remark: the author's own words, why, and one tap where there is one."""
    quote = rules.shortened(" ".join(remark.finding.quote.split()), 90, 60)
    key = f"finding-{remark.finding.code.replace('_', '-')}"
    spans: list[Span] = [*voice.spans("finding-quote", quote=Words(quote)), Plain(" ")] if quote else []
    if remark.finding.suggestion:
        better = rules.shortened(remark.finding.suggestion, 90, 60)
        why = voice.spans("finding-better", quote=Words(quote), suggestion=Words(better))
        return Row(why, button(voice, "practice.replace", f"{practice.id}.{remark.digest}"))
    return Row((*spans, *voice.spans(key)))


def why_no_client(practice: Practice, digest: str, voice: Voice, audience: Audience) -> Card:
    """An identifier that names no client: the author says why, in one choice."""
    options = tuple(Option(r, voice(f"reason-{r.replace('_', '-')}")) for r in rules.HARD_REASONS)
    pick = Pick("practice.clear", f"{practice.id}.{digest}", voice("reason-prompt"), options)
    back = button(voice, "practice.preview", practice.id, key="button-back")
    return Card(voice("reason-hard-title"), (pick,), (back,), audience, voice("reason-hard-title"))


def why_share(practice: Practice, voice: Voice, audience: Audience) -> Card:
    """With an open remark about somebody, *envoyer* asks for the reason, one choice."""
    options = tuple(Option(r, voice(f"reason-{r.replace('_', '-')}")) for r in rules.SOFT_REASONS)
    pick = Pick("practice.because", practice.id, voice("reason-prompt"), options)
    back = button(voice, "practice.preview", practice.id, key="button-back")
    return Card(
        voice("reason-soft-title"),
        (text(voice, "reason-soft"), pick),
        (back,),
        audience,
        voice("reason-soft-title"),
    )


def in_review(
    practice: Practice, reviews: Sequence[Review], found: Sequence[Remark], voice: Voice, audience: Audience
) -> Card:
    """Where the author's practice stands while colleagues read it."""
    blocks: list[Block] = [Quote(practice.content.title)]
    hold = rules.on_hold(reviews)
    if hold:
        blocks.append(text(voice, "review-on-hold"))
    elif practice.due_at and not rules.held(practice, found):
        blocks.append(text(voice, "review-goes-out", when=Instant(practice.due_at)))
    for r in reviews:
        if r.verdict in (Verdict.MISSING, Verdict.ETHICS):
            blocks.append(text(voice, f"review-said-{r.verdict.value}", name=Words(r.reader_name)))
            if r.note:
                blocks.append(Quote(rules.shortened(r.note, 700, 500)))
    waiting = rules.open_remarks(practice, found)
    is_held = rules.held(practice, found)
    blocks += [finding_row(practice, remark, voice) for remark in waiting[:2]]
    buttons = []
    if is_held:
        blocks.append(Text((Strong(voice("preview-held")),)))
        buttons.append(aside_button(practice, waiting, voice))
    elif not hold:
        said = any(r.verdict is Verdict.MISSING for r in reviews)
        buttons.append(
            button(voice, "practice.publish", practice.id, key="button-publish-as-is" if said else "")
        )
    buttons.append(button(voice, "practice.edit", practice.id))
    if not practice.waited and not hold:
        buttons.append(button(voice, "practice.wait", practice.id))
    buttons.append(withdraw_button(practice, voice))
    title = voice("review-sent-title")
    return Card(title, tuple(blocks), tuple(buttons), audience, title)


def noted(practice: Practice, reader: Review, voice: Voice, audience: Audience, *, hold: bool) -> Card:
    """To the author: what a reader says is missing, or that a question of ethics holds it."""
    key = "review-said-ethics" if reader.verdict is Verdict.ETHICS else "review-said-missing"
    blocks: list[Block] = [Quote(practice.content.title), text(voice, key, name=Words(reader.reader_name))]
    if reader.note:
        blocks.append(Quote(rules.shortened(reader.note, 1_200, 1_000)))
    buttons = [button(voice, "practice.edit", practice.id, Style.MAIN)]
    if not hold and practice.state is State.REVIEW:
        buttons.append(button(voice, "practice.publish", practice.id, key="button-publish-as-is"))
    title = voice("review-noted-ethics" if hold else "review-noted")
    return Card(title, tuple(blocks), tuple(buttons), audience, title)


def shared(
    practice: Practice, found: Sequence[Remark], voice: Voice, audience: Audience, now: datetime
) -> Card:
    """To the author, once: it is shared; what could be added; how to take it back; what an edit left open."""
    buttons = [
        button(voice, "practice.tags", practice.id),
        button(voice, "practice.more", practice.id),
        button(voice, "practice.edit", practice.id),
    ]
    if rules.can_undo(practice, now):
        buttons[2] = button(voice, "practice.undo", practice.id)
    else:
        buttons.append(withdraw_button(practice, voice))
    blocks: list[Block] = [Quote(practice.content.title), text(voice, "shared-more")]
    if practice.unread:
        blocks.insert(1, text(voice, "shared-unread"))
    blocks += [finding_row(practice, r, voice) for r in rules.open_remarks(practice, found)[:2]]
    if is_dated(practice, now):
        blocks.append(Row(voice.spans("shared-dated"), button(voice, "practice.confirm", practice.id)))
    if not rules.can_undo(practice, now):
        blocks.append(Row(voice.spans("shared-archive"), button(voice, "practice.archive", practice.id)))
    # where questions and complements stand
    blocks.append(Row(voice.spans("review-whole"), button(voice, "practice.read", practice.id)))
    title = voice("shared-title")
    return Card(title, tuple(blocks), tuple(buttons), audience, title)


def withdraw_button(practice: Practice, voice: Voice) -> Button:
    sure = Confirm(
        voice("withdraw-title"),
        voice("withdraw-text"),
        voice("button-practice-withdraw"),
        voice("form-cancel"),
    )
    return Button(voice("button-practice-withdraw"), "practice.withdraw", practice.id, Style.DANGER, sure)


def archived(practice: Practice, voice: Voice, audience: Audience) -> Card:
    """To its author alone: it was put away, and comes back on a press."""
    buttons = (
        button(voice, "practice.unarchive", practice.id, Style.MAIN),
        Button(voice("button-menu"), "circle.menu"),
    )
    blocks = (Quote(practice.content.title), text(voice, "archived-text"))
    return Card(voice("archived"), blocks, buttons, audience, voice("archived"))


def two_versions(practice: Practice, mine: Content, draft: str, voice: Voice, audience: Audience) -> Card:
    """« Deux personnes ont modifié la fiche »: what differs, side by side; nothing is overwritten."""
    theirs = practice.content
    words = ("title", "useful_for", "steps", "duration", "limits", "support", "attribution")
    differ = [name for name in words if getattr(theirs, name) != getattr(mine, name)] or ["useful_for"]
    share = rules.SUMMARY_COST // len(differ)

    def quotes(content: Content) -> list[Quote]:
        return [Quote(rules.shortened(getattr(content, name), share, share)) for name in differ]

    blocks: tuple[Block, ...] = (
        text(voice, "two-versions-theirs"),
        *quotes(theirs),
        text(voice, "two-versions-mine"),
        *quotes(mine),
    )
    buttons = (
        Button(voice("button-keep-mine"), "draft.reopen", draft, Style.MAIN),
        button(voice, "practice.preview", practice.id, key="button-keep-theirs"),
    )
    return Card(voice("two-versions"), blocks, buttons, audience, voice("two-versions"))


def tag_picker(practice: Practice, vocabulary: Sequence[str], voice: Voice, audience: Audience) -> Card:
    """Five tags at most, proposed from the circle's own vocabulary."""
    proposed = rules.proposed_tags(practice.content, vocabulary)
    listed = list(dict.fromkeys([*practice.tags, *proposed, *vocabulary]))[:25]
    chosen = practice.tags or proposed
    blocks: list[Block] = [Quote(practice.content.title)]
    if listed:
        options = tuple(Option(t, t, t in chosen) for t in listed)
        most = min(rules.TAGS_MAX, len(options))
        blocks.append(Pick("practice.tag", practice.id, voice("tags-prompt"), options, most))
    else:
        blocks.append(text(voice, "tags-none"))
    buttons = (button(voice, "practice.newtags", practice.id),)
    return Card(voice("tags-title"), tuple(blocks), buttons, audience, voice("tags-title"))


def own_list(practices: Sequence[Practice], voice: Voice, audience: Audience, at: str, page: int) -> Card:
    """My practices, newest first, six a page, with where each stands. `at`: the circle's prefix."""
    rows = tuple(
        Row(
            (Words(p.content.title), Plain(" · " + voice(f"state-{p.state.value}"))),
            button(voice, "practice.preview", p.id, key="button-open"),
        )
        for p in practices[page * ROWS : (page + 1) * ROWS]
    )
    share = Button(voice("button-practice-share"), "practice.share", at, Style.MAIN)
    if len(practices) > (page + 1) * ROWS:
        share = Button(voice("button-next-page"), "practice.own", f"{at}.{page + 1}", Style.MAIN)
    title = voice("own-title" if rows else "own-empty")
    return Card(title, rows, (share, Button(voice("button-menu"), "circle.menu")), audience, title)
