"""What an author does with a practice: share, look, mend, send, add to, take back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.card import Audience, Card
from bot.checks import check_confidentiality, hard
from bot.command import Command, Context, Filling, Surface
from bot.errors import Invalid, NotAllowed, NotFound, Shown, WrongMoment
from bot.exchanges import around
from bot.policy import may
from bot.ports import Transaction
from bot.practices import author_cards, cards, rules, sharing
from bot.practices.fields import MORE_FIELDS, SHARE_FIELDS, TAG_FIELDS
from bot.practices.models import Content, Practice, State
from bot.vocabulary import Reply


def content_of(context: Context, before: Content | None = None) -> Content:
    """The five answers as a practice's words; what was added later stays."""
    words = {
        "title": context.value("title"),
        "useful_for": context.value("useful_for"),
        "steps": context.value("steps"),
        "kind": rules.aim(context.value("aim")),
        "tried": rules.tried(context.value("tried")),
    }
    return replace(before, **words) if before else Content(**words)  # type: ignore[arg-type]


async def share(context: Context) -> Reply:
    """The submission becomes a draft practice of the same id; sent twice, it is one."""
    if not may(context.membership, "practice.write"):
        raise NotAllowed
    practice = Practice(
        context.circle.id,
        context.draft or context.circle.prefix + context.tx.new_id(),
        context.member.id,
        context.member.name,
        State.DRAFT,
        content_of(context),
    )
    await context.tx.practices.add(practice)
    return Reply(await _preview(context, practice))


async def _preview(context: Context, practice: Practice, *, page: int | None = None) -> Card:
    """How the author sees it, by its state; to anybody else it is the practice alone, no notes."""
    voice, reader = context.voice, context.reader
    if practice.author != context.member.id:
        return cards.full(practice, voice, reader, 0)
    if practice.state is State.WITHDRAWN:
        return cards.simple(voice, "withdrawn-yours", reader)
    if practice.state is State.ARCHIVED:
        return author_cards.archived(practice, voice, reader)
    found = rules.remarks(practice.content)
    about = any(remark.private for remark in found)
    if about:  # members are no clients: their names are asked for only where it matters
        found = rules.remarks(practice.content, await sharing.names(context))
    if practice.state is State.SHARED:
        return author_cards.shared(practice, found, voice, reader, context.now)
    if practice.state is State.REVIEW:
        return author_cards.in_review(
            practice, await sharing.reviews(context, practice), found, voice, reader
        )
    # first things first: what is like it is looked for once nothing about people is open
    if about or page is not None:
        return author_cards.preview(practice, found, voice, reader, page=page)
    c = practice.content
    said = f"{c.title} {c.useful_for} {c.steps}"
    near = rules.nearest(c, await context.tx.practices.similar_candidates(reader, context.circle.num, said))
    return author_cards.preview(practice, found, voice, reader, near=near)


async def preview(context: Context) -> Reply:
    practice = await sharing.seen(context, context.subject)
    if practice.author != context.member.id:
        return await read(context)
    return Reply(await _preview(context, practice), replaces=True)


async def preview_all(context: Context) -> Reply:
    practice = await sharing.mine(context, "practice.edit")
    return Reply(await _preview(context, practice, page=_page(context)), replaces=True)


def _page(context: Context) -> int:
    page = context.subject.partition(".")[2]
    return int(page) if page.isdecimal() else 0


async def own(context: Context) -> Reply:
    listed = await context.tx.practices.own(context.reader)
    at = context.circle.prefix
    return Reply(
        author_cards.own_list(listed, context.voice, context.reader, at, _page(context)), replaces=True
    )


# --- mending -------------------------------------------------------------------------------------------


async def edit_filling(context: Context) -> Filling:
    practice = await sharing.mine(context, "practice.edit")
    c = practice.content
    values = {
        "aim": c.kind.value,
        "useful_for": c.useful_for,
        "title": c.title,
        "steps": c.steps,
        "tried": c.tried.value,
    }
    return Filling(values=values, version=practice.number)


async def edit(context: Context) -> Reply:
    """A new version of the words; every copy follows. One made on an older version overwrites nothing."""
    practice = await sharing.mine(context, "practice.edit")
    content = content_of(context, practice.content)
    _never_over(context, practice, content)
    practice = await sharing.reworded(context, practice, content)
    return Reply(await _preview(context, practice), replaces=True)


def _never_over(context: Context, practice: Practice, content: Content) -> None:
    """Words made on an older version of the words. Raises: Shown, with both."""
    form = context.request.form
    if form and form.version and form.version != practice.number and content != practice.content:
        raise Shown(
            author_cards.two_versions(practice, content, context.draft, context.voice, context.reader)
        )


async def _remark(context: Context, practice: Practice) -> rules.Remark:
    """The remark that a button is about. Raises: WrongMoment when the words are gone."""
    digest = context.subject.partition(".")[2]
    for remark in rules.remarks(practice.content, await sharing.names(context)):
        if remark.digest == digest:
            return remark
    raise WrongMoment(button=("button-open-practice", "practice.preview", practice.id))


async def replace_words(context: Context) -> Reply:
    """[Remplacer]: the generalisation takes the place of the words."""
    practice = await sharing.mine(context, "practice.edit")
    remark = await _remark(context, practice)
    if remark.finding.suggestion is None:
        raise WrongMoment
    practice = await sharing.reworded(context, practice, rules.replaced(practice.content, remark))
    return Reply(await _preview(context, practice), replaces=True)


async def aside(context: Context) -> Reply:
    practice = await sharing.mine(context, "practice.edit")
    digest = context.subject.partition(".")[2]
    return Reply(author_cards.why_no_client(practice, digest, context.voice, context.reader), replaces=True)


async def clear(context: Context) -> Reply:
    """The identifier names no client: the reason is kept, never the words."""
    practice = await sharing.mine(context, "practice.edit")
    reason = context.value("pick")
    if reason not in rules.HARD_REASONS:
        raise Invalid({"pick": ("fault-choice", {})})
    remark = await _remark(context, practice)
    practice = await context.tx.practices.save(
        practice.with_(asides={**practice.asides, remark.digest: reason})
    )
    practice = await sharing.resumed(context, practice)
    return Reply(await _preview(context, practice), replaces=True)


# --- sending -------------------------------------------------------------------------------------------


async def send(context: Context) -> Reply:
    """*Non, envoyer*: asks for the reason first where a remark about somebody is open."""
    practice = await sharing.mine(context, "practice.send")
    found = rules.remarks(practice.content, await sharing.names(context))
    if rules.held(practice, found):
        return Reply(author_cards.preview(practice, found, context.voice, context.reader), replaces=True)
    if rules.open_remarks(practice, found):
        return Reply(author_cards.why_share(practice, context.voice, context.reader), replaces=True)
    practice = await sharing.send(context, practice)
    return Reply(await _preview(context, practice), replaces=True)


async def because(context: Context) -> Reply:
    """One reason for all open remarks, and on it goes; readers see the reason."""
    practice = await sharing.seen(context, context.subject)
    sending = practice.state is State.DRAFT
    practice = await sharing.mine(context, "practice.send" if sending else "practice.publish")
    reason = context.value("pick")
    if reason not in rules.SOFT_REASONS:
        raise Invalid({"pick": ("fault-choice", {})})
    found = rules.remarks(practice.content, await sharing.names(context))
    if rules.held(practice, found):
        return Reply(await _preview(context, practice), replaces=True)
    given = {r.digest: reason for r in rules.open_remarks(practice, found)}
    practice = practice.with_(asides={**practice.asides, **given})
    if sending:
        practice = await sharing.send(context, practice)
    else:
        practice = await _published(context, practice)
    return Reply(await _preview(context, practice), replaces=True)


async def publish(context: Context) -> Reply:
    """*Publier maintenant*, unless an identifier or a question of ethics holds it."""
    practice = await sharing.mine(context, "practice.publish")
    found = rules.remarks(practice.content, await sharing.names(context))
    if not rules.held(practice, found) and rules.open_remarks(practice, found):
        return Reply(author_cards.why_share(practice, context.voice, context.reader), replaces=True)
    return Reply(await _preview(context, await _published(context, practice)), replaces=True)


async def _published(context: Context, practice: Practice) -> Practice:
    found = await sharing.reviews(context, practice)
    if not await sharing.publishable(context, practice, found):
        return practice
    return await sharing.share(context, practice, unread=not rules.was_read(found))


async def wait(context: Context) -> Reply:
    """*Attendre un regard*: two working days more, once."""
    practice = await sharing.mine(context, "practice.publish")
    if practice.waited or practice.due_at is None:
        raise WrongMoment(button=("button-open-practice", "practice.preview", practice.id))
    due_at = rules.opening(practice.due_at, context.circle.zone, 2)
    await context.tx.jobs.cancel(context.circle.id, practice.id, ("review.deadline",))
    practice = await context.tx.practices.save(practice.with_(waited=True, due_at=due_at))
    state = str(practice.version)
    await context.tx.jobs.later("review.deadline", context.circle.id, practice.id, due_at, state)
    await sharing.refreshed(context, practice)
    return Reply(await _preview(context, practice), replaces=True)


async def later(context: Context) -> Reply:
    await sharing.mine(context, "practice.edit")
    return Reply(cards.simple(context.voice, "draft-kept", context.reader), replaces=True)


async def drop(context: Context) -> Reply:
    """*Ne pas partager, l’apporter en supervision*: the draft is erased."""
    practice = await sharing.mine(context, "practice.erase")
    await context.tx.practices.erase(practice)
    return Reply(cards.simple(context.voice, "draft-erased", context.reader), replaces=True)


# --- afterwards ----------------------------------------------------------------------------------------


async def undo(context: Context) -> Reply:
    """[Annuler], for ten minutes: back to a draft."""
    practice = await sharing.mine(context, "practice.withdraw")
    if not rules.can_undo(practice, context.now):
        raise WrongMoment(button=("button-open-practice", "practice.preview", practice.id))
    practice = await sharing.withdraw(context, practice, State.DRAFT)
    return Reply(await _preview(context, practice), replaces=True)


async def withdraw(context: Context) -> Reply:
    practice = await sharing.mine(context, "practice.withdraw")
    await sharing.withdraw(context, practice, State.WITHDRAWN)
    return Reply(cards.simple(context.voice, "withdrawn-yours", context.reader), replaces=True)


async def confirm(context: Context) -> Reply:
    """[Toujours valable], [La garder]: its author looked at it again."""
    practice = await sharing.mine(context, "practice.confirm")
    practice = await context.tx.practices.save(practice.with_(confirmed_at=context.now))
    await sharing.refreshed(context, practice)
    return Reply(cards.simple(context.voice, "practice-confirmed", context.reader), replaces=True)


async def archive(context: Context) -> Reply:
    """Out of every list; its copies lose their content; its author can bring it back."""
    practice = await sharing.mine(context, "practice.archive")
    practice = await sharing.withdraw(context, practice, State.ARCHIVED)
    return Reply(await _preview(context, practice), replaces=True)


async def unarchive(context: Context) -> Reply:
    """Back to the circle; to a draft, where an identifier holds it by now."""
    practice = await sharing.mine(context, "practice.unarchive")
    found = rules.remarks(practice.content, await sharing.names(context))
    if rules.held(practice, found):
        practice = await context.tx.practices.save(practice.with_(state=State.DRAFT))
    else:
        practice = await sharing.share(context, practice, unread=practice.unread)
    return Reply(await _preview(context, practice), replaces=True)


async def tags(context: Context) -> Reply:
    practice = await sharing.mine(context, "practice.tag")
    vocabulary = await context.tx.practices.tags(context.circle.id)
    return Reply(author_cards.tag_picker(practice, vocabulary, context.voice, context.reader), replaces=True)


async def tag(context: Context) -> Reply:
    practice = await sharing.mine(context, "practice.tag")
    return await _tagged(context, practice, rules.tags(",".join(context.chosen_values("pick"))))


async def new_tags(context: Context) -> Reply:
    practice = await sharing.mine(context, "practice.tag")
    found = rules.tags(context.value("tags"))
    if not found:
        raise Invalid({"tags": ("fault-required", {})})
    return await _tagged(context, practice, found)


async def _tagged(context: Context, practice: Practice, found: tuple[str, ...]) -> Reply:
    about = check_confidentiality(", ".join(found), allowed=await sharing.names(context))
    if hard(about):
        raise Invalid({"tags": ("fault-identifier", {})})
    practice = await context.tx.practices.save(practice.with_(tags=found))
    if practice.state is State.SHARED:
        await sharing.refreshed(context, practice)
    return Reply(await _preview(context, practice), replaces=True)


async def tag_filling(context: Context) -> Filling:
    practice = await sharing.mine(context, "practice.tag")
    return Filling(values={"tags": ", ".join(practice.tags)})


async def more_filling(context: Context) -> Filling:
    practice = await sharing.mine(context, "practice.edit")
    c = practice.content
    values = {f.name: getattr(c, f.name) for f in MORE_FIELDS if getattr(c, f.name)}
    return Filling(values=values, version=practice.number)


async def more(context: Context) -> Reply:
    """The further fields, offered afterwards, never demanded."""
    practice = await sharing.mine(context, "practice.edit")
    support = context.value("support")
    if support and not support.startswith(("https://", "http://")):
        raise Invalid({"support": ("fault-link", {})})
    added = {f.name: context.value(f.name) for f in MORE_FIELDS}
    content = replace(practice.content, **added)  # type: ignore[arg-type]
    _never_over(context, practice, content)
    practice = await sharing.reworded(context, practice, content)
    return Reply(await _preview(context, practice), replaces=True)


async def read(context: Context) -> Reply:
    """*Lire*: the whole practice, privately, page by page; what can be done around it stands on the last."""
    practice = await sharing.seen(context, context.subject)
    if practice.state is State.WITHDRAWN:
        raise NotFound
    paging = context.request.verb == "practice.page"
    if not paging and not await context.tx.library.has_read(context.reader, practice.id):
        context.then = partial(_note_reading, context.reader, practice.id)
    beside = await around.of(context, practice)
    return Reply(cards.full(practice, context.voice, context.reader, _page(context), beside), replaces=paging)


async def _note_reading(reader: Audience, practice: str, tx: Transaction) -> None:
    """Opened for the first time: it leaves what the reader never read."""
    await tx.library.note_reading(reader, practice)


COMMANDS = (
    Command(
        "practice.share",
        share,
        SHARE_FIELDS,
        surface=Surface.SLASH,
        path=("practice", "share"),
        shows="practice.preview",
        shortcut=True,
    ),
    Command("practice.preview", preview, reads=True),
    Command("practice.all", preview_all, reads=True),
    Command("practice.own", own, reads=True),
    Command("practice.edit", edit, SHARE_FIELDS, fill=edit_filling, shows="practice.preview"),
    Command("practice.replace", replace_words, shows="practice.preview"),
    Command("practice.aside", aside, reads=True),
    Command("practice.clear", clear, shows="practice.preview"),
    Command("practice.send", send, shows="practice.preview"),
    Command("practice.because", because, shows="practice.preview"),
    Command("practice.publish", publish, shows="practice.preview"),
    Command("practice.wait", wait, shows="practice.preview"),
    Command("practice.later", later, reads=True),
    Command("practice.drop", drop),
    Command("practice.undo", undo, shows="practice.preview"),
    Command("practice.withdraw", withdraw, shows="practice.preview"),
    Command("practice.confirm", confirm, shows="practice.preview"),
    Command("practice.archive", archive, shows="practice.preview"),
    Command("practice.unarchive", unarchive, shows="practice.preview"),
    Command("practice.tags", tags, reads=True),
    Command("practice.tag", tag, shows="practice.preview"),
    Command(
        "practice.newtags",
        new_tags,
        TAG_FIELDS,
        fill=tag_filling,
        shows="practice.preview",
    ),
    Command("practice.more", more, MORE_FIELDS, fill=more_filling, shows="practice.preview"),
    Command("practice.read", read, reads=True),
    Command("practice.page", read, reads=True),
)
