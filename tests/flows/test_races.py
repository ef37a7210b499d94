"""Two at once, twice the same, too late, too old: nothing is lost, nothing happens twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.card import Audience, Card
from bot.command import Context
from bot.dispatch import Dispatcher
from bot.errors import TooLate
from bot.i18n import Voice
from bot.practices.models import Practice
from bot.registry import COMMANDS
from bot.vocabulary import Form, FormKey, Reply, Request
from storage.drafts import SqlDrafts
from storage.schema import drafts, invitations, jobs, practices
from storage.transaction import SqlDatabase
from tests.contract.drivers.core import card_text
from tests.flows import world

AUTHOR = Audience("circle1", "1-author")
WORDS = {
    "aim": "method",
    "title": "La question miroir",
    "useful_for": "Quand un client tourne en rond, cela permet de formuler sa décision.",
    "steps": "Reformuler sa phrase en question, se taire, compter dix secondes.",
    "tried": "few",
}


def asks(user: str = "author1") -> world.Requests:
    return world.Requests(user, 1, "circle1")


async def opened(dispatcher: Dispatcher, who: world.Requests, verb: str, subject: str = "") -> Form:
    form = (await dispatcher.answer(who.one(verb, subject, None))).content
    assert isinstance(form, Form), form
    return form


def sent(who: world.Requests, form: Form, **changes: str) -> Request:
    return who.one(form.verb, form.subject, None, {**form.values, **changes}, form.key)


async def practice(database: SqlDatabase, subject: str) -> Practice:
    async with database.read() as tx:
        found = await tx.practices.get(AUTHOR, subject)
    assert found is not None
    return found


async def count(database: SqlDatabase, table: object) -> int:
    async with database.engine.connect() as connection:
        return int(await connection.scalar(select(func.count()).select_from(table)) or 0)  # type: ignore[arg-type]


def said(reply: Reply) -> str:
    assert isinstance(reply.content, Card), reply.content
    return card_text(reply.content, Voice("fr", "tu"))


@pytest.fixture
def dispatcher(database: SqlDatabase) -> Dispatcher:
    return Dispatcher(database, COMMANDS, scale=20)


# --- two at once -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["title", "useful_for", "steps"])
async def test_the_second_of_two_edits_sees_both_and_overwrites_nothing(
    field: str, dispatcher: Dispatcher, database: SqlDatabase
) -> None:
    who = asks()
    one, two = [await opened(dispatcher, who, "practice.edit", "1-shared") for _ in range(2)]
    await dispatcher.answer(sent(who, one, **{field: "Les mots du premier"}))
    reply = await dispatcher.answer(sent(who, two, **{field: "Les mots du second"}))
    assert "Les mots du premier" in said(reply)
    assert "Les mots du second" in said(reply)
    assert getattr((await practice(database, "1-shared")).content, field) == "Les mots du premier"
    assert isinstance(reply.content, Card)
    (again,) = [b for b in reply.content.buttons if b.verb == "draft.reopen"]
    form = await opened(dispatcher, who, "draft.reopen", again.subject)
    assert form.values[field] == "Les mots du second"
    await dispatcher.answer(sent(who, form))
    assert getattr((await practice(database, "1-shared")).content, field) == "Les mots du second"


async def test_what_others_do_meanwhile_is_no_second_version(
    dispatcher: Dispatcher, database: SqlDatabase
) -> None:
    """A form opened before the practice was sent changes the words that it was opened on: it is taken."""
    who = asks()
    form = await opened(dispatcher, who, "practice.edit", "1-sound")
    await dispatcher.answer(who.one("practice.send", "1-sound", None))
    await dispatcher.answer(sent(who, form, title="Un titre plus court"))
    assert (await practice(database, "1-sound")).content.title == "Un titre plus court"


@pytest.mark.parametrize("verb", ["circle.settings", "me.edit"])
async def test_settings_made_on_older_ones_are_refused_and_kept(verb: str, dispatcher: Dispatcher) -> None:
    who = asks("steward1")
    one, two = [await opened(dispatcher, who, verb, "1-") for _ in range(2)]
    name, first, second = {"me.edit": ("weekly", "0", "4"), "circle.settings": ("readers", "0", "2")}[verb]
    await dispatcher.answer(sent(who, one, **{name: first}))
    reply = await dispatcher.answer(sent(who, two, **{name: second}))
    assert isinstance(reply.content, Card)
    assert (await opened(dispatcher, who, verb, "1-")).values[name] == first
    again = next(b.subject for b in reply.content.buttons if b.verb == "draft.reopen")
    form = await opened(dispatcher, who, "draft.reopen", again)
    assert form.values[name] == second
    await dispatcher.answer(sent(who, form))
    assert (await opened(dispatcher, who, verb, "1-")).values[name] == second


async def test_two_readers_at_once_are_both_heard(dispatcher: Dispatcher, database: SqlDatabase) -> None:
    presses = [asks(user).one("review.yes", "1-review", None) for user in ("reader1", "lead1")]
    await asyncio.gather(*map(dispatcher.answer, presses))
    async with database.read() as tx:
        found = {r.reader: r.verdict.value for r in await tx.practices.reviews("circle1", "1-review")}
    assert (found["1-reader"], found["1-lead"]) == ("yes", "yes")


# --- twice the same ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("together", [True, False])
async def test_a_double_click_has_one_effect(
    together: bool, dispatcher: Dispatcher, database: SqlDatabase
) -> None:
    who = asks()
    form = await opened(dispatcher, who, "practice.share")
    before = await count(database, practices)
    clicks = [sent(who, form, **WORDS) for _ in range(2)]
    if together:
        first, second = await asyncio.gather(*map(dispatcher.answer, clicks))
    else:
        first, second = [await dispatcher.answer(click) for click in clicks]
    assert await count(database, practices) == before + 1
    assert said(first) == said(second)
    assert "Voici ce que verra le cercle." in said(first)


@pytest.mark.parametrize("together", [True, False])
async def test_an_invitation_sent_twice_is_one(
    together: bool, dispatcher: Dispatcher, database: SqlDatabase
) -> None:
    who = asks("steward1")
    form = await opened(dispatcher, who, "circle.invite", "1-")
    clicks = [who.one(form.verb, "1-", None, {"people": ("realm/new",)}, form.key) for _ in range(2)]
    before = await count(database, invitations)
    if together:
        await asyncio.gather(*map(dispatcher.answer, clicks))
    else:
        for click in clicks:
            await dispatcher.answer(click)
    assert await count(database, invitations) == before + 1


@pytest.mark.parametrize("same_event", [True, False])
async def test_a_button_pressed_twice_has_one_effect(
    same_event: bool, dispatcher: Dispatcher, database: SqlDatabase
) -> None:
    who = asks()
    press = who.one("practice.send", "1-sound", None)
    again = press if same_event else who.one("practice.send", "1-sound", None)
    await dispatcher.answer(press)
    once, version = await count(database, jobs), (await practice(database, "1-sound")).version
    await dispatcher.answer(again)
    assert await count(database, jobs) == once
    assert (await practice(database, "1-sound")).version == version


# --- another circle ----------------------------------------------------------------------------------------


async def test_a_form_is_never_handled_in_another_circle(
    dispatcher: Dispatcher, database: SqlDatabase
) -> None:
    """Neither one made for a circle that the subject is not of, nor one of a circle that was left."""
    who = world.Requests("both", 2)
    form = await opened(dispatcher, who, "practice.share", "2-")
    before = await count(database, practices)
    for key in (
        FormKey("3-", 0, "circle2", "o"),
        FormKey("", 0, "circle1", "o"),
        FormKey("2-", 0, "circle3"),
    ):
        reply = await dispatcher.answer(who.one("practice.share", "", world.place(3), WORDS, key))
        assert "Rien n’est perdu" in said(reply)
    assert await count(database, practices) == before
    assert form.circle == "circle2"
    await dispatcher.answer(replace(sent(who, form, **WORDS), place=world.place(3)))
    async with database.engine.connect() as connection:
        newest = select(practices.c.circle).where(practices.c.author == "2-both")
        assert list(await connection.scalars(newest)) == ["circle2"]


# --- too late ----------------------------------------------------------------------------------------------


async def test_past_the_deadline_nothing_is_answered_and_the_same_form_finds_its_draft(
    database: SqlDatabase,
) -> None:
    """The handler goes on; what it did is what the second sending is answered with."""
    go_on = asyncio.Event()
    share = COMMANDS["practice.share"]

    async def slowly(context: Context) -> Reply:
        await go_on.wait()
        return await share.run(context)

    slow = Dispatcher(database, {**COMMANDS, share.verb: replace(share, run=slowly)}, scale=0.02)
    dispatcher = Dispatcher(database, COMMANDS, scale=20)
    who = asks()
    form = await opened(dispatcher, who, "practice.share")
    before = await count(database, practices), await count(database, drafts)
    with pytest.raises(TooLate):
        await slow.answer(sent(who, form, **WORDS))
    again = asyncio.create_task(dispatcher.answer(sent(who, form, **WORDS)))
    go_on.set()
    assert "La question miroir" in said(await again)
    await asyncio.gather(*slow._late)
    assert await count(database, practices) == before[0] + 1
    assert await count(database, drafts) == before[1] + 1


async def test_words_that_cannot_be_kept_are_not_accepted(
    dispatcher: Dispatcher, database: SqlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = asks()
    form = await opened(dispatcher, who, "practice.share")
    before = await count(database, practices), await count(database, drafts)

    async def fails(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(SqlDrafts, "keep", fails)
        with pytest.raises(TooLate):
            await dispatcher.answer(sent(who, form, **WORDS))
    assert (await count(database, practices), await count(database, drafts)) == before
    assert "La question miroir" in said(await dispatcher.answer(sent(who, form, **WORDS)))


async def test_a_commit_of_the_draft_that_fails_accepts_nothing(database: SqlDatabase) -> None:
    dispatcher = Dispatcher(Uncommitted(database), COMMANDS, scale=20)  # type: ignore[arg-type]
    who = asks()
    form = await opened(dispatcher, who, "practice.share")
    with pytest.raises(TooLate):
        await dispatcher.answer(sent(who, form, **WORDS))


class Uncommitted:
    """A database whose commits fail at the last moment."""

    def __init__(self, database: SqlDatabase) -> None:
        self.read = database.read
        self._write = database.write

    @asynccontextmanager
    async def write(self) -> AsyncIterator[object]:
        async with self._write() as tx:
            yield tx
            raise OSError("disk full")


async def test_a_slow_reading_opens_what_it_can(database: SqlDatabase) -> None:
    """Past its deadline a new form opens blank, and a filled one is a button away."""
    slow = Dispatcher(Waiting(database), COMMANDS, scale=0.01)  # type: ignore[arg-type]
    blank = await slow.answer(asks().one("practice.share", "", None))
    assert isinstance(blank.content, Form)
    later = await slow.answer(asks().one("practice.edit", "1-shared", None))
    assert isinstance(later.content, Card)
    assert [(b.verb, b.subject) for b in later.content.buttons] == [("practice.edit", "1-shared")]


class Waiting:
    """A database that does not answer."""

    def __init__(self, database: SqlDatabase) -> None:
        self.write = database.write

    @asynccontextmanager
    async def read(self) -> AsyncIterator[object]:
        await asyncio.Event().wait()
        yield None
