"""Whatever is typed is kept as the normaliser gives it, or politely refused with the text kept."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from adapters.discord import render as discord
from adapters.discord.markup import escaped, one_line, quoted
from adapters.playground import forms as playground_forms
from adapters.playground import render as playground
from adapters.slack import render as slack
from bot import intake
from bot.card import Audience, Button, Card, Facts, Quote, Text, Words
from bot.dispatch import Dispatcher
from bot.i18n import Voice
from bot.registry import COMMANDS
from bot.vocabulary import Field, Form, Kind, Reply
from storage.schema import drafts
from storage.transaction import SqlDatabase
from tests.flows import world
from tests.flows.conftest import Records

VOICE = Voice("fr")
NASTY = {
    "empty": "",
    "blanks": " \t\n\u00a0\u2003\u3000",
    "invisible": "\u200b\u2060\ufeff\u00ad",
    "joiners": "\u200d\u200d",
    "huge": "x" * 40_000,
    "huge words": "Quand un codir se tait, " * 1_700,
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467 bravo \U0001f44d\U0001f3fd",
    "bidi": "\u202eabc\u202c \u2066x\u2069 \u200f",
    "surrogates": "a\ud800b\udfff",
    "nul": "a\x00b\x07\x1b[31m",
    "markup": "**gras** _i_ ~b~ `c` ||s||\n# t\n> q\n- l\n1. n [l](https://e.fr) <b>x</b> &amp; { $y }",
    "mentions": "@everyone @here <@123> <@!1> <@&2> <#3> <!channel> <!subteam^S1|@x> <@U1|anne> :tada:",
    "rtl": "مرحبا بالعالم שלום",
    "flood": "a" + "\u0301" * 2_000,
    "lines": "\u2028".join("abc") + "\r\n\r" + "\n" * 300,
    "template": "%s %(x)s {0} ${y} \\0 \\n",
    "sql": "'; DROP TABLE practices; --",
    "private use": "\ue000\ue001",
}
TYPED = [
    (command.verb, field.name)
    for command in COMMANDS.values()
    for field in command.fields
    if command.asks and field.kind in (Kind.LINE, Kind.TEXT, Kind.MOMENT)
]
ON = {"practice": "1-sound", "review": "1-review", "circle": "1-", "me": "1-", "exchange": "1-shared"}
ON |= {"exchange.answer": "1-sharedo", "session": "1-meetplanned", "session.commit": "1-meetover"}
ON |= {"trial": "1-shared", "library": "1-", "library.reword": "1-request"}
BY = {"practice": "author1", "review": "reader1", "circle": "steward1", "me": "author1", "exchange": "plain1"}
BY |= {"exchange.answer": "author1", "session": "author1"}
BY |= {"trial": "plain1", "library": "plain1", "library.reword": "plain1"}


def surfaces(content: Any) -> str:
    """The answer on every surface, as one text: a limit that is passed raises."""
    if isinstance(content, Form):
        return (
            repr(discord.form(content, VOICE).to_dict())
            + repr(slack.view(content, VOICE))
            + (playground_forms.form(content, VOICE, playground_forms.Choices(), "r"))
        )
    assert isinstance(content, Card)
    payload = discord.card(content, VOICE).to_components()
    return repr(payload) + repr(slack.message(content, VOICE)) + playground.card(content, VOICE, "h")


@pytest.mark.parametrize("kind", NASTY)
async def test_each_text_field_takes_it_or_refuses_it_politely(
    kind: str, rehearsal: world.Rehearsal, database: SqlDatabase, logged: Records
) -> None:
    dispatcher, keeping = (Dispatcher(d, COMMANDS, scale=20) for d in (rehearsal, database))
    for verb, name in TYPED:
        area = verb.partition(".")[0]
        asks = world.Requests(BY.get(verb, BY[area]), 1, "circle1", itertools.count())
        who = asks if verb != "circle.create" else world.Requests("admin", 1)
        subject = ON.get(verb, ON[area]) if COMMANDS[verb].fill or area == "review" else ""
        opened = await world.rehearsed(rehearsal, dispatcher, who.one(verb, subject, None))
        if not isinstance(opened.content, Form):
            assert verb == "circle.create", opened  # nobody here administers the server
            continue
        form = opened.content
        surfaces(form)
        filled = {**world.values(COMMANDS[verb], 1), name: NASTY[kind]}
        filled.pop("holder", None)  # an id of the core's own platform: another one cannot show it
        reply = await keeping.answer(who.one(verb, form.subject, None, filled, form.key))
        surfaces(reply.content)
        if isinstance(reply.content, Form):
            await refused(keeping, database, who, reply, {name: NASTY[kind]})
        assert "error-defect" not in repr(reply)
    assert [text for text in logged.texts if "defect" in text] == []


async def refused(
    dispatcher: Dispatcher, database: SqlDatabase, who: world.Requests, reply: Reply, typed: dict[str, str]
) -> None:
    """It says where and why, and what was typed is in the form, now and when it is taken up again."""
    form = reply.content
    assert isinstance(form, Form)
    assert form.errors
    for name, text in typed.items():
        assert form.values.get(name, "") == intake.clean(text)
    async with database.read() as tx:
        draft = await tx.drafts.get(form.draft, f"core:realm:{who.user}")
    assert draft is not None
    again = await dispatcher.answer(who.one("draft.reopen", form.draft, None))
    assert isinstance(again.content, Form), again
    surfaces(again.content)
    for name, text in typed.items():
        assert again.content.values.get(name, "") == intake.clean(text)


@pytest.mark.parametrize("kind", NASTY)
async def test_a_practice_of_it_is_stored_as_it_was_cleaned(kind: str, database: SqlDatabase) -> None:
    """And the words of a handled draft are gone from the drafts."""
    dispatcher = Dispatcher(database, COMMANDS, scale=20)
    asks = world.Requests("author1", 1, "circle1")
    sent = {"aim": "unset", "tried": "few", **dict.fromkeys(("title", "useful_for", "steps"), NASTY[kind])}
    form = (await dispatcher.answer(asks.one("practice.share", "", None))).content
    assert isinstance(form, Form)
    reply = await dispatcher.answer(asks.one("practice.share", "", None, sent, form.key))
    if isinstance(reply.content, Form):
        assert reply.content.errors
        return
    async with database.engine.connect() as connection:
        row = (await connection.execute(select(drafts).order_by(drafts.c.done_at.desc()))).first()
    assert row is not None
    assert row.fields is None
    async with database.read() as tx:
        stored = await tx.practices.get(Audience("circle1", "1-author"), row.id)
    assert stored is not None
    clean = intake.clean(NASTY[kind])
    assert (stored.content.title, stored.content.useful_for, stored.content.steps) == (clean,) * 3


# --- the normaliser ----------------------------------------------------------------------------------------

SIGNS = st.text(alphabet=st.characters(), max_size=300) | st.text(
    alphabet=st.sampled_from(
        "ab @<>#!&|*_`~[]()\\:/-+.1\n\r\t\x00\ud800\udfff\u200b\u200d\u202e\u2028\u0301é\U0001f600"
    ),
    max_size=80,
)
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\u2028\u2029]"
)


@given(SIGNS)
def test_clean_is_idempotent_and_leaves_nothing_hidden(text: str) -> None:
    once = intake.clean(text)
    assert intake.clean(once) == once
    assert not HIDDEN.search(once)
    once.encode("utf-8")


@given(SIGNS, st.sampled_from([Kind.LINE, Kind.TEXT]), st.integers(1, 150))
def test_what_has_no_fault_fits(text: str, kind: Kind, limit: int) -> None:
    field = Field("title", kind, limit=limit)
    value = intake.clean(text)
    if not intake.faults([field], {"title": value}):
        assert 0 < len(value) <= limit
        assert kind is Kind.TEXT or "\n" not in value


# --- the surfaces ------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """What a browser would make of it: the elements, and the words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def card_of(text: str) -> Card:
    said = Words(text)
    blocks = (Text((said,)), Quote(text), Facts((("Titre", said),)))
    return Card(said, blocks, (Button("Lire", "practice.read", "1-a"),), Audience("circle1"), "x")


def as_html(text: str) -> Tags:
    found = Tags()
    found.feed(playground.card(card_of(text), VOICE, "h"))
    found.close()
    return found


PIECES = [
    "<b>",
    "</p>",
    "<img src=x onerror=y>",
    "'\">",
    "&lt;",
    "&#60;",
    "<!--",
    "**",
    "__",
    "||",
    "~~",
    "`",
]
PIECES += ["<@1>", "<@&2>", "<#3>", "@everyone", "@here", "<!channel>", ":tada:", "https://e.fr", "# ", "> "]
PIECES += ["- ", "1. ", "](", "\n", "\\", " ", "mot", "\u200d", "\u202e", "\U0001f600", "e\u0301"]
MIXED = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
TITLES = (SIGNS | MIXED).map(intake.clean).map(lambda text: text[:60] or "x")


@given(TITLES)
def test_in_the_browser_words_make_no_element(text: str) -> None:
    assert as_html(text).tags == as_html("x").tags
    assert as_html(text).words.count(text.strip()) >= 3 or "\n" in text


@given(TITLES)
def test_on_slack_words_stand_where_nothing_is_read(text: str) -> None:
    said = slack.message(card_of(text), VOICE)
    assert said["text"] == "x"
    kinds = set(re.findall(r"'type': '(\w+)'", repr(_types(said["blocks"]))))
    assert kinds <= {"header", "plain_text", "rich_text", "rich_text_section", "rich_text_quote", "text"} | {
        "actions",
        "button",
    }


def _types(thing: Any) -> list[dict[str, str]]:
    if isinstance(thing, dict):
        own = [{"type": thing["type"]}] if isinstance(thing.get("type"), str) else []
        return own + [found for inner in thing.values() for found in _types(inner)]
    return [found for inner in thing for found in _types(inner)] if isinstance(thing, list) else []


LIVE = [
    re.compile(r"(?<!\\)(?:\\\\)*<[@#:/!a-z]", re.IGNORECASE),
    re.compile(r"(?<!\\)(?:\\\\)*[*_~`|\[\]]"),
    re.compile(r"@(?:everyone|here)", re.IGNORECASE),
    re.compile(r"(?<!\\)(?:\\\\)*\w+:(?=//)"),
    re.compile(r"^(?:> )?[ \t]*(?:[#+-]|\d+[.)]) ", re.MULTILINE),
]


@given(TITLES)
def test_on_discord_words_are_no_markup_and_no_mention(text: str) -> None:
    for shown in (escaped(text), one_line(text), quoted(text)):
        for live in LIVE:
            assert not live.search(shown), (live.pattern, shown)
    discord.card(card_of(text), VOICE)
