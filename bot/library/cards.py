"""How what was found is shown: to one member, and never to another."""

from __future__ import annotations

from collections.abc import Sequence

from bot.card import (
    Audience,
    Block,
    Button,
    Card,
    Option,
    Pick,
    Plain,
    Quote,
    Row,
    Span,
    Style,
    Text,
    Words,
)
from bot.i18n import Voice
from bot.library import rules
from bot.library.analysis import slug
from bot.library.models import Asking, Found, Hit, Reason
from bot.library.rules import Page


def text(voice: Voice, key: str, **args: object) -> Text:
    return Text(voice.spans(key, **args))


def results(
    found: Found,
    page: Page,
    tags: Sequence[str],
    families: Sequence[str],
    voice: Voice,
    reader: Audience,
    prefix: str,
) -> Card:
    """Up to six, with the reason of each, filters and the way on; or what to do where there is nothing."""
    if not found.hits:
        return _nothing(page, tags, voice, reader, prefix)
    words = " ".join(found.meant or page.wish.words)
    blocks: list[Block] = []
    if found.meant:
        blocks.append(text(voice, "library-meant", words=Words(words)))
    elif not found.every:
        blocks.append(text(voice, "library-any"))
    blocks += [_row(hit, words, voice) for hit in found.hits]
    last = page.first + len(found.hits)
    if found.total > rules.ROWS:
        blocks.append(text(voice, "library-shown", first=page.first + 1, last=last, total=found.total))
    here = Page(rules.filtered(page.wish, ()))
    filters = _filters(page, tags, families, voice, rules.pack(prefix, here))
    if filters is not None:
        blocks.append(filters)
    buttons = []
    if last < found.total and (onward := rules.pack(prefix, Page(page.wish, page.number + 1))):
        buttons.append(Button(voice("button-library-next"), "library.list", onward, Style.MAIN))
    buttons.append(Button(voice("button-library-look"), "library.look", prefix))
    buttons.append(Button(voice("button-menu"), "circle.menu", prefix))
    key = "library-found" if page.wish.words or rules.chosen(page.wish) else "library-all"
    title = voice(key, count=found.total)
    return Card(title, tuple(blocks), tuple(buttons), reader, voice("library-notice"))


def _row(hit: Hit, words: str, voice: Voice) -> Row:
    spans: list[Span] = [Words(hit.title)]
    if hit.reason is Reason.NEAR:
        spans += [Plain(" · "), *voice.spans("library-reason-near", words=Words(words[:60]))]
    elif hit.reason is not Reason.ALL:
        spans.append(Plain(" · " + voice(f"library-reason-{hit.reason.value}")))
    if hit.tried:
        spans.append(Plain(" · " + voice("library-tried")))
    return Row(tuple(spans), Button(voice("button-practice-read"), "practice.read", hit.id))


def _filters(
    page: Page, tags: Sequence[str], families: Sequence[str], voice: Voice, subject: str
) -> Pick | None:
    """The list of filters; none where the words do not fit into it."""
    if not subject:
        return None
    stand = rules.chosen(page.wish)
    named = [("tried", voice("library-filter-tried")), ("unread", voice("library-filter-unread"))]
    named += [(f"kind.{kind.value}", voice(f"library-kind-{kind.value}")) for kind in rules.KINDS.values()]
    for what, values, most in (
        ("family", families, rules.FAMILIES_SHOWN),
        ("tag", tags, rules.TAGS_SHOWN),
    ):
        named += [
            (f"{what}.{slug(v)}", voice(f"library-filter-{what}", name=v)) for v in values[:most] if slug(v)
        ]
    options = tuple(Option(value, label[:75], value in stand) for value, label in dict(named).items())
    return Pick("library.filter", subject, voice("library-filter"), options, len(options))


def _nothing(page: Page, tags: Sequence[str], voice: Voice, reader: Audience, prefix: str) -> Card:
    """« Rien encore sur « silence ». », the nearest tag, and the way to ask the circle."""
    words = " ".join(page.wish.words) or page.wish.tag.replace("_", " ")
    blocks: list[Block] = []
    if words:
        blocks.append(text(voice, "library-nothing-on", words=Words(words[:100])))
    near = rules.nearest_tag(page.wish.words or (page.wish.tag,), tags)
    if near and slug(near) != page.wish.tag:
        subject = rules.pack(prefix, Page(rules.wish("", near)))
        blocks.append(
            Row(
                voice.spans("library-near-tag", tag=Words(near)),
                Button(voice("button-library-see"), "library.list", subject),
            )
        )
    ask = rules.request_subject(prefix, page.wish.words)
    buttons = (
        Button(voice("button-library-ask"), "library.ask", ask, Style.MAIN),
        Button(voice("button-library-look"), "library.look", prefix),
        Button(voice("button-menu"), "circle.menu", prefix),
    )
    title = voice("library-found", count=0) if words else voice("library-nothing")
    return Card(title, tuple(blocks), buttons, reader, title)


def to_tag(listed: Sequence[tuple[str, str]], voice: Voice, reader: Audience, prefix: str) -> Card:
    """Which practice is meant."""
    rows = tuple(
        Row((Words(title),), Button(voice("button-library-tag"), "practice.tags", id_))
        for id_, title in listed[: rules.ROWS]
    )
    title = voice("library-which" if rows else "library-nothing")
    menu = (Button(voice("button-menu"), "circle.menu", prefix),)
    return Card(title, rows, menu, reader, title)


# --- asking the circle ---------------------------------------------------------------------------------


def request_preview(asking: Asking, voice: Voice, reader: Audience) -> Card:
    """What the circle would read, before it does."""
    title = voice("request-preview")
    buttons = (
        Button(voice("button-library-post"), "library.post", asking.id, Style.MAIN),
        Button(voice("button-library-reword"), "library.reword", asking.id),
        Button(voice("button-library-drop"), "library.drop", asking.id),
    )
    return Card(title, (Quote(asking.words),), buttons, reader, title)


def request_public(asking: Asking, voice: Voice, audience: Audience, prefix: str) -> Card:
    """« Karim cherche une pratique »: in the circle's place."""
    share = Button(voice("button-practice-share"), "practice.share", prefix, Style.MAIN)
    block = text(voice, "request-by", name=Words(asking.member_name))
    return Card(
        voice("request-title"), (block, Quote(asking.words)), (share,), audience, voice("request-title")
    )


def sentence(voice: Voice, key: str, reader: Audience, prefix: str) -> Card:
    title = voice(key)
    return Card(title, (), (Button(voice("button-menu"), "circle.menu", prefix),), reader, title)
