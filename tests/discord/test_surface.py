"""A toy verb from end to end, through an unmodified discord.py in a simulated server."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from bot.card import Audience, Button, Card, Quote
from bot.command import Surface
from bot.i18n import Voice
from bot.vocabulary import Account, FormKey, Place, Reply, Request
from tests.contract.drivers.discord import Driver, Person
from tests.discord import toy
from tests.discord.toy import ToyDoor

FILLED = {"name": "Toupie *rouge*", "story": "Elle tourne.", "colour": "red", "parts": ("wheel", "string")}


@pytest.fixture(params=[False, True], ids=["once", "twice"])
async def driver(door: ToyDoor, request: pytest.FixtureRequest) -> AsyncIterator[Driver]:
    driver = Driver(double=request.param)
    await driver.start(lambda: door)
    yield driver
    await driver.stop()


@pytest.fixture
def lea(driver: Driver) -> Person:
    return driver.person("Léa")


async def test_the_whole_road(driver: Driver, door: ToyDoor, lea: Person) -> None:
    max_ = driver.person("Max")
    await lea.runs("toy make")
    assert lea.form is not None
    assert lea.form["fields"] == ("name", "story", "colour", "parts", "friend")
    await driver.restart()
    await lea.submits(**FILLED, friend=max_.ref)
    assert lea.sees("Fabriqué : Toupie *rouge*", "reply")
    assert not max_.sees("Toupie")
    made = door.requests[-1]
    assert dict(made.values) == {**FILLED, "friend": max_.ref}
    assert (made.form, made.subject) == (FormKey("k7-toy", 3, "k7", "o1"), "k7-toy")
    await driver.restart()
    await lea.presses("toy.paint")
    assert lea.texts("reply") == ["Repeint"]


async def test_what_is_delivered_twice_is_answered_once(
    driver: Driver, door: ToyDoor, lea: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await lea.runs("toy make")
    await lea.submits(**FILLED)
    await lea.runs("shelf")
    assert len(lea.texts("reply")) == 2
    assert len([r for r in door.requests if r.verb == "toy.shelf"]) == 1
    assert {r.event for r in door.requests if r.form} == set(door.toys)
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []


async def test_a_request_says_who_and_where(driver: Driver, door: ToyDoor, lea: Person) -> None:
    await lea.runs("shelf")
    request = door.requests[-1]
    guild, _, channel = driver.place.partition("/")
    assert request.actor == Account("discord", "", lea.ref[1:])
    assert (request.actor.name, request.actor.administers) == ("Léa", False)
    assert request.place == Place("discord", guild, channel)
    assert (request.locale, request.verb) == ("fr", "toy.shelf")
    assert request.event.startswith("discord:")
    await driver.person("Chloé", administers=True, lang="en").runs("shelf")
    assert door.requests[-1].actor.administers
    assert door.requests[-1].locale == "en-US"


async def test_typed_options_are_values(door: ToyDoor, lea: Person) -> None:
    await lea.runs("toy find", name="Toupie", colour="blue")
    assert dict(door.requests[-1].values) == {"name": "Toupie", "colour": "blue"}


async def test_every_kind_of_field_comes_back(driver: Driver, door: ToyDoor, lea: Person) -> None:
    max_ = driver.person("Max")
    door.extra["toy.shelf"] = _gives(Card("Étagère", buttons=(Button("Régler", "toy.settle"),)))
    await lea.runs("shelf")
    await lea.presses("Régler")
    await lea.submits(friends=(lea.ref, max_.ref), where=driver.place, sure="yes", count="12")
    assert dict(door.requests[-1].values) == {
        "friends": (lea.ref, max_.ref),
        "where": driver.place,
        "sure": "yes",
        "count": "12",
    }
    await lea.presses("Régler")
    await lea.submits(where=driver.place)
    assert dict(door.requests[-1].values) == {"where": driver.place}


async def test_a_pick_comes_back(door: ToyDoor, lea: Person) -> None:
    door.extra["toy.shelf"] = _gives(toy.EVERY_BLOCK)
    await lea.runs("shelf")
    await lea.picks("toy.sort", "Deux", "a")
    request = door.requests[-1]
    assert (request.verb, request.subject) == ("toy.sort", "k7-s")
    assert set(request.values["pick"]) == {"a", "b"}


async def test_faults_come_as_a_card_that_reopens_the_form(door: ToyDoor, lea: Person) -> None:
    await lea.runs("toy make")
    await lea.submits(**{**FILLED, "name": "faux"})
    assert lea.sees("Quelques points à reprendre", "reply")
    assert lea.sees("Un autre nom, peut-être", "reply")
    await lea.presses("draft.reopen", "Corriger")
    assert lea.form is not None
    assert lea.form["values"] == {**FILLED, "name": "faux"}
    await lea.submits(name="Toupie")
    assert lea.sees("Fabriqué : Toupie", "reply")


async def test_a_press_that_is_confirmed_counts_once(door: ToyDoor, lea: Person) -> None:
    await lea.runs("toy make")
    await lea.submits(**FILLED)
    await lea.presses("toy.drop")
    assert [r.subject for r in door.requests if r.verb == "toy.drop"] == ["k7-toy"]
    assert lea.sees("Fait : toy.drop", "reply")


async def test_a_reply_never_replaces_what_others_see(driver: Driver, door: ToyDoor, lea: Person) -> None:
    max_ = driver.person("Max")
    guild, _, channel = driver.place.partition("/")
    card = Card("Pour tous", buttons=(Button("Repeindre", "toy.paint", "k7-toy"),))
    await driver.sender.send(Place("discord", guild, channel), card, Voice(), "n1")
    await lea.presses("toy.paint")
    assert max_.texts("place") == lea.texts("place") == ["Pour tous\nRepeindre"]
    assert lea.texts("reply") == ["Repeint"]
    assert max_.texts("reply") == []


async def test_private_messages_have_no_place(driver: Driver, door: ToyDoor, lea: Person) -> None:
    quote = Quote("> *elle* tourne")
    card = Card("Pour toi", (quote,), (Button("Repeindre", "toy.paint"),), Audience("k7", "m1"))
    sent = await driver.sender.send(Account("discord", "", lea.ref[1:]), card, Voice(), "n2")
    assert lea.texts("dm") == ["Pour toi\n> *elle* tourne\nRepeindre"]
    await driver.restart()
    await lea.presses("toy.paint")
    assert door.requests[-1].place is None
    assert lea.texts("dm") == ["Repeint"]
    await driver.sender.edit(sent, Card("Autre chose"), Voice())
    assert lea.texts("dm") == ["Autre chose"]


async def test_an_exception_is_answered_without_its_words(
    door: ToyDoor, lea: Person, caplog: pytest.LogCaptureFixture
) -> None:
    door.extra["toy.shelf"] = _gives(Card("Étagère", buttons=(Button("Casser", "toy.crash"),)))
    await lea.runs("shelf")
    with caplog.at_level(logging.ERROR, "entrepairs.discord"):
        await lea.presses("Casser")
    assert lea.sees("Un accroc", "reply")
    assert "words of a member" not in " ".join(lea.texts())
    assert {record.getMessage() for record in caplog.records} == {"defect"}


@pytest.mark.parametrize("code", [50083, 160005])
async def test_in_a_thread_that_is_closed_nothing_can_be_shown(
    driver: Driver, door: ToyDoor, lea: Person, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    """Discord says so once, and is not asked again: no defect of ours."""
    caplog.set_level(logging.INFO, "entrepairs.discord")
    driver.env.inject_error("POST", "/interactions/*/*/callback", status=403, code=code, times=None)
    before = len(driver.env.http_requests)
    await lea.runs("shelf")
    said = [record.getMessage() for record in caplog.records]
    assert set(said) == {"not_shown"}
    assert len(driver.env.http_requests) == before + len(said)


async def test_too_late_is_not_answered(driver: Driver, door: ToyDoor, lea: Person) -> None:
    from bot.errors import TooLate

    async def late(request: Request) -> Reply:
        if request.form is None:
            return Reply(door.form({}))
        raise TooLate

    door.extra["toy.make"] = late
    await lea.runs("toy make")
    await lea.submits(**FILLED)
    assert lea.texts() == []


async def test_a_slow_form_comes_by_a_button(driver: Driver, door: ToyDoor, lea: Person) -> None:
    """Past the deadline the command is acknowledged; Discord then takes no form any more."""

    async def slow(request: Request) -> Reply:
        await asyncio.sleep(0.3)  # the deadline is 0.2 here, on the simulation's clock
        return Reply(door.form({}))

    door.extra["toy.make"] = slow
    await lea.runs("toy make")
    assert lea.form is None
    assert lea.texts("reply")[-1] == "Un jouet\nOuvrir"


async def test_a_made_up_command_needs_nothing_here(door: ToyDoor) -> None:
    made_up = toy.command("made.up", "invented", surface=Surface.SLASH, fields=(toy.NAME,))
    door.commands = {**door.commands, "made.up": made_up}
    driver = Driver()
    await driver.start(lambda: door)
    try:
        await driver.person("Léa").runs("invented", name="Toupie")
        assert (door.requests[-1].verb, dict(door.requests[-1].values)) == ("made.up", {"name": "Toupie"})
        assert driver.person("Léa").sees("Fait : made.up", "reply")
    finally:
        await driver.stop()


def _gives(card: Card) -> toy.Handler:
    async def given(request: Request) -> Reply:
        return Reply(card)

    return given
