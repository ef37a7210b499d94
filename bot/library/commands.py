"""Search and the list of all, filters and pages; asking the circle for what nobody has shared yet."""

from __future__ import annotations

from bot.card import Audience, Card
from bot.checks import check_confidentiality, hard
from bot.command import Command, Context, Filling, Job, JobContext, Surface
from bot.errors import Invalid, NotFound, Refusal
from bot.library import cards, rules
from bot.library.models import Asking
from bot.library.rules import Page
from bot.policy import may
from bot.practices import author_cards, pointed, sharing
from bot.practices.fields import TAG_FIELDS
from bot.vocabulary import Field, Form, Kind, Reply

WORDS = Field("words", Kind.LINE, required=False)
TAG = Field("tag", Kind.LINE, required=False, limit=30, suggests=True)


async def search(context: Context) -> Reply:
    """What was typed; without words, the list of all."""
    return await _shown(context, Page(rules.wish(context.value("words"), context.value("tag"))))


async def look(context: Context) -> Reply:
    """The same, from a form."""
    return await search(context)


async def list_(context: Context) -> Reply:
    return await _shown(context, rules.unpack(context.subject), replaces=True)


async def filter_(context: Context) -> Reply:
    before = rules.unpack(context.subject).wish
    picked = rules.filtered(before, context.chosen_values("pick"))
    return await _shown(context, Page(picked), replaces=True)


async def _shown(context: Context, page: Page, *, replaces: bool = False) -> Reply:
    library, reader, circle = context.tx.library, context.reader, context.circle
    found = await library.find(reader, circle.num, page.wish, first=page.first, count=rules.ROWS)
    if not found.hits and page.number:  # the last page emptied meanwhile
        page = Page(page.wish)
        found = await library.find(reader, circle.num, page.wish, count=rules.ROWS)
    browsing = not page.wish.words or not found.hits  # the circle's own labels: to look around with
    tags, families = await library.labels(reader) if browsing else ((), ())
    card = cards.results(found, page, tags, families, context.voice, reader, circle.prefix)
    return Reply(card, replaces=replaces)


# --- a tag on one ----------------------------------------------------------------------------------------


async def tag(context: Context) -> Reply:
    """The picker of tags of the practice that was named, by its id or by words of its title."""
    named = context.value("practice")
    practice = await context.tx.practices.get(context.reader, named) if named else None
    if practice is None:
        listed = await context.tx.library.titles(context.reader, named, rules.ROWS)
        if len(listed) != 1 or not named:
            return Reply(cards.to_tag(listed, context.voice, context.reader, context.circle.prefix))
        practice = await context.tx.practices.get(context.reader, listed[0][0])
    if practice is None:
        raise NotFound
    mine = await sharing.mine(context, "practice.tag", practice.id)
    vocabulary = await context.tx.practices.tags(context.circle.id)
    return Reply(author_cards.tag_picker(mine, vocabulary, context.voice, context.reader))


async def label(context: Context) -> Reply:
    """From the menu of a card, for its author and for stewards: the tags as they are, to change."""
    practice = await pointed.practice(context)
    if not may(context.membership, "practice.tag", practice):
        raise Refusal("error-tags-not-yours", button=("button-practice-read", "practice.read", practice.id))
    several = len(context.memberships) > 1
    title = context.circle.name if several else context.voice("form-practice-newtags")
    values = {"tags": ", ".join(practice.tags)} if practice.tags else {}
    circle, opening = context.circle.id, context.tx.new_id()
    form = Form("practice.newtags", title, TAG_FIELDS, practice.id, values, circle=circle, opening=opening)
    return Reply(form)


# --- asking the circle -----------------------------------------------------------------------------------


async def ask_filling(context: Context) -> Filling:
    return Filling(values={"words": rules.request_words(context.subject)})


async def ask(context: Context) -> Reply:
    """What is looked for, as the circle would read it."""
    words = await _sound(context)
    id_ = context.draft or context.circle.prefix + context.tx.new_id()
    asking = Asking(context.circle.id, id_, context.member.id, context.member.name, words)
    await context.tx.library.keep_request(asking)
    return Reply(cards.request_preview(asking, context.voice, context.reader))


async def _sound(context: Context) -> str:
    """The words, where they name no client. Raises: Invalid."""
    words = context.value("words").strip()
    if not words:
        raise Invalid({"words": ("fault-required", {})})
    if hard(check_confidentiality(words, allowed=await sharing.names(context))):
        raise Invalid({"words": ("fault-names", {})})
    return words


async def _own(context: Context) -> Asking:
    asking = await context.tx.library.request(context.reader, context.subject)
    if asking is None or asking.member != context.member.id:
        raise NotFound
    return asking


async def reword_filling(context: Context) -> Filling:
    return Filling(values={"words": (await _own(context)).words})


async def reword(context: Context) -> Reply:
    asking, words = await _own(context), await _sound(context)
    if not asking.asked:
        asking = Asking(asking.circle, asking.id, asking.member, asking.member_name, words)
        await context.tx.library.keep_request(asking)
    return Reply(_state(context, asking), replaces=True)


async def request(context: Context) -> Reply:
    return Reply(_state(context, await _own(context)), replaces=True)


def _state(context: Context, asking: Asking) -> Card:
    if asking.asked:
        return cards.sentence(context.voice, "request-sent", context.reader, context.circle.prefix)
    return cards.request_preview(asking, context.voice, context.reader)


async def post(context: Context) -> Reply:
    """To the circle, once."""
    asking = await _own(context)
    if not asking.asked:
        asking = Asking(asking.circle, asking.id, asking.member, asking.member_name, asking.words, True)
        await context.tx.library.keep_request(asking)
        await context.announce("library.request", asking.id)
    return Reply(_state(context, asking), replaces=True)


async def drop(context: Context) -> Reply:
    asking = await _own(context)
    if not asking.asked:
        await context.tx.library.drop_request(asking)
    card = cards.sentence(context.voice, "request-dropped", context.reader, context.circle.prefix)
    return Reply(card if not asking.asked else _state(context, asking), replaces=True)


async def asked(context: JobContext) -> Card | None:
    """In the circle's place, and nowhere else."""
    circle = context.circle
    asking = await context.tx.library.request(Audience(circle.id), context.job.subject)
    if asking is None or context.job.direct:
        return None
    return cards.request_public(asking, context.voice, context.reader, circle.prefix)


COMMANDS = (
    Command(
        "library.search",
        search,
        (WORDS, TAG),
        surface=Surface.SLASH,
        path=("practice", "search"),
        reads=True,
        asks=False,
    ),
    Command("library.look", look, (Field("words", Kind.LINE), TAG), shows="library.look", shortcut=True),
    Command("library.list", list_, reads=True),
    Command("library.filter", filter_, reads=True),
    Command(
        "library.tag",
        tag,
        (Field("practice", Kind.PRACTICE, required=False),),
        surface=Surface.SLASH,
        path=("practice", "tag"),
        reads=True,
        asks=False,
    ),
    Command(
        "library.label",
        label,
        (Field("message", Kind.MESSAGE, required=False),),
        surface=Surface.MESSAGE,
        path=("tag",),
        reads=True,
        asks=False,
        reopens=True,
    ),
    Command("library.ask", ask, (Field("words", Kind.LINE),), fill=ask_filling, shows="library.request"),
    Command("library.request", request, reads=True),
    Command(
        "library.reword", reword, (Field("words", Kind.LINE),), fill=reword_filling, shows="library.request"
    ),
    Command("library.post", post, shows="library.request"),
    Command("library.drop", drop),
)
JOBS = (Job("library.request", compose=asked),)
