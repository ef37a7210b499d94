"""What a press gives and a hand takes: files, menus on messages, suggestions; and commands declared once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any

import discord
import pytest

from adapters.discord import files
from bot.card import Audience, Button, Card, File, Option, Plain, Quote, Text
from bot.i18n import Voice
from bot.vocabulary import Account, Place, Reply, Request
from tests.contract.drivers.discord import Driver, Person
from tests.discord import toy
from tests.discord.toy import ToyDoor

LIST = File("Liste d’été.csv", "text/csv", "toys", "k7")
NOTES = File("notes.md", "text/markdown", "toys", "notes")


@pytest.fixture(params=[False, True], ids=["once", "twice"])
async def driver(door: ToyDoor, request: pytest.FixtureRequest) -> AsyncIterator[Driver]:
    driver = Driver(double=request.param)
    await driver.start(lambda: door)
    yield driver
    await driver.stop()


@pytest.fixture
def lea(driver: Driver) -> Person:
    return driver.person("Léa")


def gives(content: Card | tuple[File, ...], *, replaces: bool = False) -> toy.Handler:
    async def given(request: Request) -> Reply:
        return Reply(content, replaces=replaces)

    return given


# --- files -------------------------------------------------------------------------------------------------


async def test_a_file_is_given_to_one_person(driver: Driver, door: ToyDoor, lea: Person) -> None:
    max_ = driver.person("Max")
    door.files["notes"] = b"# Notes"
    door.extra["toy.shelf"] = gives((LIST, NOTES))
    await lea.runs("shelf")
    assert lea.receives_file("Liste d’été.csv") == b"un;deux"
    assert lea.receives_file("notes.md") == b"# Notes"
    assert lea.texts("reply") == ["Voici, au nombre de 2"]
    assert max_.texts() == []
    with pytest.raises(LookupError):
        max_.receives_file("notes.md")


async def test_a_file_stands_in_a_card(driver: Driver, door: ToyDoor, lea: Person) -> None:
    door.extra["toy.shelf"] = gives(Card("Étagère", (Text((Plain("La liste :"),)), LIST)))
    await lea.runs("shelf")
    assert lea.receives_file(LIST.name) == b"un;deux"
    assert lea.texts("reply") == ["Étagère\nLa liste :"]


async def test_a_card_with_a_file_replaces_and_is_replaced(
    driver: Driver, door: ToyDoor, lea: Person
) -> None:
    paint = Button("Repeindre", "toy.paint")
    door.extra["toy.shelf"] = gives(Card("Étagère", buttons=(paint,)))
    door.extra["toy.paint"] = gives(Card("Repeint", (LIST,), (Button("Ranger", "toy.drop"),)), replaces=True)
    door.extra["toy.drop"] = gives(Card("Rangé"), replaces=True)
    await lea.runs("shelf")
    await lea.presses("toy.paint")
    assert lea.texts("reply") == ["Repeint\nRanger"]
    assert lea.receives_file(LIST.name) == b"un;deux"
    await lea.presses("toy.drop")
    assert lea.texts("reply") == ["Rangé"]
    with pytest.raises(LookupError):
        lea.receives_file(LIST.name)


async def test_a_file_that_is_refused_is_a_card(door: ToyDoor, lea: Person) -> None:
    door.files.clear()
    door.extra["toy.shelf"] = gives((LIST,))
    await lea.runs("shelf")
    assert lea.sees("Rien ici", "reply")
    with pytest.raises(LookupError):
        lea.receives_file(LIST.name)


async def test_a_file_that_takes_long_is_waited_for(driver: Driver, door: ToyDoor, lea: Person) -> None:
    """A request that may open a form is not acknowledged first; with a file it is, before it is made."""
    answered: list[bool] = []

    async def slow(file: File, actor: Account, place: Place | None = None) -> bytes:
        answered.append(any(r.path.endswith("/callback") for r in driver.env.http_requests))
        return b"enfin"

    door.made = slow  # type: ignore[method-assign]
    door.extra["toy.make"] = gives((LIST,))
    await lea.runs("toy make")
    assert answered[0]
    assert lea.receives_file(LIST.name) == b"enfin"


async def test_out_of_turn_a_file_is_only_named(driver: Driver, door: ToyDoor, lea: Person) -> None:
    guild, _, channel = driver.place.partition("/")
    await driver.sender.send(Place("discord", guild, channel), Card("Tous", (LIST,)), Voice(), "n1")
    assert lea.texts("place") == ["Tous\nListe d’été.csv"]


def test_names_are_such_that_discord_keeps_them() -> None:
    twin = File("liste d'ete.csv", "text/csv", "toys", "k8")
    odd = File("../..", "text/csv", "toys", "k9")
    assert list(files.named((LIST, twin, odd)).values()) == ["Liste-dete.csv", "liste-d-ete.csv", "file"]
    same = File("Liste d’été.csv", "text/csv", "toys", "k8")
    assert list(files.named((LIST, same)).values()) == ["Liste-dete.csv", "2-Liste-dete.csv"]


# --- menus -------------------------------------------------------------------------------------------------


async def test_a_menu_gives_words_place_and_author(driver: Driver, door: ToyDoor, lea: Person) -> None:
    max_ = driver.person("Max")
    role = driver.guild.create_role("anciens")
    words = (
        f"<@{max_.actor.id}> et <@&{role.id}> dans <#{driver.channel.id}> <:top:123456789> <@1>\n"
        + "é" * 1_800
    )
    await lea.uses_menu("keep", words, by=max_)
    values = dict(door.requests[-1].values)
    assert values["message"] == "@Max et @anciens dans #cercle :top: <@1>\n" + "é" * 1_800
    assert values["by"] == max_.ref
    number = str(values["message_id"])
    assert values["link"] == f"https://discord.com/channels/{driver.place}/{number}"
    guild, _, channel = driver.place.partition("/")
    assert door.requests[-1].place == Place("discord", guild, channel)
    assert lea.form is not None


async def test_a_menu_reads_a_card_of_the_bot_too(driver: Driver, door: ToyDoor, lea: Person) -> None:
    guild, _, channel = driver.place.partition("/")
    card = Card("Une toupie", (Quote("Elle *tourne*"),), audience=Audience("k7"))
    sent = await driver.sender.send(Place("discord", guild, channel), card, Voice(), "n1")
    said = lea._newest_card()
    await lea.actor.context_menu(driver.channel, "Keep this message", said)
    values = dict(door.requests[-1].values)
    assert "tourne" in str(values["message"])
    assert values["by"] == f"/{driver.env.backend.bot_user.id}"
    assert values["message_id"] == sent.message


# --- suggestions -------------------------------------------------------------------------------------------

TOYS = tuple(Option(f"k7-{n}", f"Toupie {n}") for n in range(30))


async def suggested(driver: Driver, lea: Person, typed: str, **filled: Any) -> Sequence[Any]:
    found: Sequence[Any] = await lea.actor.autocomplete(driver.channel, "toy lend", "toy", typed, **filled)
    return found


async def test_what_is_typed_is_completed(driver: Driver, door: ToyDoor, lea: Person) -> None:
    door.options = TOYS
    found = await suggested(driver, lea, "Toup", colour="blue")
    assert len(found) == 25
    assert (found[0]["name"], found[0]["value"]) == ("Toupie 0", "k7-0")
    request, field, typed = door.hints[0]
    assert (request.verb, field, typed) == ("toy.lend", "toy", "Toup")
    assert dict(request.values) == {"colour": "blue"}
    assert (request.locale, request.actor.user) == ("fr", lea.ref[1:])
    assert door.requests == []
    assert await suggested(driver, lea, "yoyo") == []


async def test_nothing_is_suggested_after_a_defect_or_too_late(
    driver: Driver, door: ToyDoor, lea: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "entrepairs.discord"):
        assert await suggested(driver, lea, "boom") == []
    assert {record.getMessage() for record in caplog.records} == {"no_suggestions"}

    async def slow(request: Request, field: str, typed: str) -> Sequence[Option]:
        await asyncio.sleep(60)
        return TOYS

    door.suggest = slow  # type: ignore[method-assign]
    typing = asyncio.create_task(suggested(driver, lea, "Toup"))
    assert await typing == []


# --- commands ----------------------------------------------------------------------------------------------


def test_the_library_still_sends_files_by_name() -> None:
    (one,) = files.attached({LIST: b"un;deux"})
    assert isinstance(one, discord.File)
    assert (one.filename, one.fp.read()) == ("Liste-dete.csv", b"un;deux")
