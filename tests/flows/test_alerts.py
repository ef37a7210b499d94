"""A worry told in private: once, to whom, and what is refused, whatever stands in the request."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from bot.card import Card
from bot.dispatch import Dispatcher
from bot.members.models import Status
from bot.registry import COMMANDS
from bot.vocabulary import Form
from storage.schema import alerts, members
from storage.transaction import SqlDatabase
from tests.flows import world
from tests.flows.test_exchanges import Circle, change
from tests.flows.test_races import asks, opened, said, sent
from tests.support.clock import HandClock

WORRY, SHARED = "exchange.worry", "1-shared"
WORDS = "La ville suffit."


@pytest.fixture
def circle(database: SqlDatabase) -> Circle:
    clock = database._clock
    assert isinstance(clock, HandClock)
    return Circle(database, clock)


@pytest.fixture
def dispatcher(database: SqlDatabase) -> Dispatcher:
    return Dispatcher(database, COMMANDS, scale=20)


async def kept(database: SqlDatabase) -> int:
    async with database.engine.connect() as connection:
        found = select(func.count()).select_from(alerts).where(alerts.c.words == WORDS)
        return int(await connection.scalar(found) or 0)


async def told(circle: Circle) -> dict[str, int]:
    heard = await circle.hears()
    return {who: n for who, texts in heard.items() if (n := sum(WORDS in text for text in texts))}


async def test_sent_twice_and_said_again_it_is_told_once(
    dispatcher: Dispatcher, database: SqlDatabase, circle: Circle
) -> None:
    who = asks("plain1")
    request = sent(who, await opened(dispatcher, who, WORRY, SHARED), worry="limits", detail=WORDS)
    await dispatcher.answer(request)
    await dispatcher.answer(request)
    again = sent(who, await opened(dispatcher, who, WORRY, SHARED), worry="limits", detail=WORDS)
    assert "C’est transmis" in said(await dispatcher.answer(again))
    assert await kept(database) == 1
    heard = await told(circle)
    assert heard["author1"] == 1
    assert len(heard) == 2
    assert not heard.keys() & {"steward1", "lead1", "plain1", "former1", "place"}


async def test_where_only_stewards_are_left_one_reads_it_beside_the_author(
    dispatcher: Dispatcher, database: SqlDatabase, circle: Circle
) -> None:
    gone = [f"1-{who}" for who in ("reader", "noting", "passed")]
    await change(database, update(members).where(members.c.id.in_(gone)).values(status=Status.FORMER))
    who = asks("plain1")
    form = await opened(dispatcher, who, WORRY, SHARED)
    await dispatcher.answer(sent(who, form, worry="other", detail=WORDS))
    heard = await told(circle)
    assert set(heard) in ({"author1", "steward1"}, {"author1", "lead1"})


async def test_an_author_who_left_is_not_told(
    dispatcher: Dispatcher, database: SqlDatabase, circle: Circle
) -> None:
    await change(database, update(members).where(members.c.id == "1-author").values(status=Status.FORMER))
    who = asks("plain1")
    form = await opened(dispatcher, who, WORRY, SHARED)
    reply = await dispatcher.answer(sent(who, form, worry="other", detail=WORDS))
    assert "n’est plus là" in said(reply)
    heard = await told(circle)
    assert len(heard) == 1
    assert not heard.keys() & {"author1", "steward1", "lead1"}


async def test_with_nobody_to_read_it_nothing_is_sent(dispatcher: Dispatcher, database: SqlDatabase) -> None:
    others = (members.c.circle == "circle1") & (members.c.id != "1-plain")
    await change(database, update(members).where(others).values(status=Status.FORMER))
    who = asks("plain1")
    form = await opened(dispatcher, who, WORRY, SHARED)
    reply = await dispatcher.answer(sent(who, form, worry="other", detail=WORDS))
    assert "Personne d’autre" in said(reply)
    assert await kept(database) == 0


@pytest.mark.parametrize("user", ["author1", "stranger", "former1", "plain2"])
async def test_a_form_that_was_never_theirs_tells_nobody(
    user: str, dispatcher: Dispatcher, database: SqlDatabase
) -> None:
    """Its own author, a stranger, who left, another circle's: a form made up by hand changes nothing."""
    mine = asks("plain1")
    form = await opened(dispatcher, mine, WORRY, SHARED)
    made_up = sent(world.Requests(user, 1, "circle1"), form, worry="other", detail=WORDS)
    assert isinstance((await dispatcher.answer(made_up)).content, Card)
    assert await kept(database) == 0


async def test_a_choice_that_is_none_is_asked_again(dispatcher: Dispatcher, database: SqlDatabase) -> None:
    who = asks("plain1")
    form = await opened(dispatcher, who, WORRY, SHARED)
    reply = await dispatcher.answer(sent(who, form, worry="nonsense", detail=WORDS))
    assert isinstance(reply.content, Form)
    assert set(reply.content.errors) == {"worry"}
    assert await kept(database) == 0


@pytest.mark.parametrize(("verb", "user"), [("exchange.alert", "plain1"), ("library.label", "author1")])
async def test_a_menu_opens_its_form_on_a_card_of_ones_own_circle_alone(
    verb: str, user: str, dispatcher: Dispatcher
) -> None:
    who = asks(user)
    on_a_card = {"message_id": world.MESSAGE}
    form = (await dispatcher.answer(who.one(verb, "", world.place(1), on_a_card))).content
    assert isinstance(form, Form)
    assert form.subject == SHARED
    for where, values in (
        (world.place(2), on_a_card),
        (None, on_a_card),
        (world.place(1), {"message_id": "m0"}),
        (world.place(1), {}),
    ):
        reply = await dispatcher.answer(who.one(verb, "", where, values))
        assert "ne montre pas de fiche" in said(reply)
