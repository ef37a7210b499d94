"""Emoji under our messages: which are heard, in which order, and what is read again after a new session."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest

from adapters.discord.reactions import Reactions
from bot.card import Card
from bot.command import REACTED, UNREACTED
from bot.i18n import Voice
from bot.ports import Sent
from bot.vocabulary import Account, Place, Reply, Request
from tests.contract.drivers.discord import Driver, Person
from tests.discord.toy import ToyDoor

BULB, TUBE = "💡", "🧪"
IDS = itertools.count()


@pytest.fixture
async def driver(door: ToyDoor) -> AsyncIterator[Driver]:
    driver = Driver()
    await driver.start(lambda: door)
    yield driver
    await driver.stop()


@pytest.fixture
def lea(driver: Driver) -> Person:
    return driver.person("Léa")


def place(driver: Driver) -> Place:
    guild, _, channel = driver.place.partition("/")
    return Place("discord", guild, channel)


async def card(driver: Driver) -> Sent:
    return await driver.sender.send(place(driver), Card("Une toupie"), Voice(), f"n{next(IDS)}")


def account(person: Person) -> Account:
    return Account("discord", "", person.ref[1:])


def raw(person: Person, sent: Sent, *, guild: bool = True) -> discord.RawReactionActionEvent:
    said: Any = {
        "user_id": person.ref[1:],
        "channel_id": sent.address,
        "message_id": sent.message,
        "emoji": {"id": None, "name": BULB},
        "type": 0,
    }
    if guild:
        said["guild_id"] = sent.realm
    return discord.RawReactionActionEvent(said, discord.PartialEmoji(name=BULB), "REACTION_ADD")


# --- heard -------------------------------------------------------------------------------------------------


async def test_an_emoji_is_a_request_and_its_answer_is_read_by_nobody(
    driver: Driver, door: ToyDoor, lea: Person
) -> None:
    sent = await card(driver)
    await lea.reacts(BULB)
    await lea.unreacts(BULB)
    put, taken = door.requests
    assert (put.verb, taken.verb) == (REACTED, UNREACTED)
    for request in (put, taken):
        assert dict(request.values) == {"message": sent.message, "emoji": "shiny"}
        assert (request.actor, request.place, request.at) == (account(lea), place(driver), None)
        assert request.event.startswith("discord:")
    assert put.actor.name == "Léa"
    assert put.event != taken.event
    assert lea.texts() == ["Une toupie"]


@pytest.mark.parametrize("emoji", ["👍", "blob:123456789012345678"])
async def test_other_emoji_are_courtesy(driver: Driver, door: ToyDoor, lea: Person, emoji: str) -> None:
    await card(driver)
    await lea.reacts(emoji)
    assert door.requests == []


@pytest.mark.parametrize("shade", ["💡\ufe0f", "💡\U0001f3fd"])
async def test_shades_of_one_emoji_are_one(driver: Driver, door: ToyDoor, lea: Person, shade: str) -> None:
    sent = await card(driver)
    driver.env.backend.add_reaction(int(sent.address), int(sent.message), shade, lea.actor.id)
    await driver.env.settle()
    assert [r.values["emoji"] for r in door.requests] == ["shiny"]


async def test_bots_and_private_messages_are_not_heard(driver: Driver, door: ToyDoor, lea: Person) -> None:
    sent = await card(driver)
    backend = driver.env.backend
    robot = driver.guild.add_member(driver.env.create_user("robot", bot=True))
    for who in (robot.id, backend.bot_user.id):
        backend.add_reaction(int(sent.address), int(sent.message), BULB, who)
    backend.remove_reaction(int(sent.address), int(sent.message), BULB, backend.bot_user.id)
    await driver.env.settle()
    private = await driver.sender.send(account(lea), Card("Pour toi"), Voice(), "n")
    await Reactions(driver._client, door).heard(raw(lea, private, guild=False), "d1")  # not asked for either
    assert door.requests == []
    await Reactions(driver._client, door).heard(raw(lea, sent), "d1")
    assert len(door.requests) == 1


async def test_one_dispatch_received_twice_has_one_event(door: ToyDoor, driver: Driver, lea: Person) -> None:
    """The library's socket counts dispatches; the simulation's does not, so it is given a count here."""
    await card(driver)
    socket = driver._client.ws
    socket.session_id, socket.sequence = "s1", 7
    driver.double = True
    await lea.reacts(BULB)
    socket.sequence = 8
    await lea.unreacts(BULB)
    assert [r.event for r in door.requests] == ["discord:s1:7"] * 2 + ["discord:s1:8"] * 2


async def test_a_storm_is_handled_in_the_order_in_which_it_came(
    driver: Driver, door: ToyDoor, lea: Person
) -> None:
    """However slow the core is with one of them."""
    sent = await card(driver)
    done: list[tuple[str, str]] = []
    delays = itertools.cycle((9, 0, 4))

    async def slow(request: Request) -> Reply:
        for _ in range(next(delays)):
            await asyncio.sleep(0)
        done.append((request.actor.user, request.verb))
        return Reply(Card("lu par personne"))

    door.extra = {REACTED: slow, UNREACTED: slow}
    people = [lea, *(driver.person(f"Personne {n}") for n in range(7))]
    expected = []
    for verb, act in ((REACTED, "add_reaction"), (UNREACTED, "remove_reaction")) * 3:
        for person in people:
            getattr(driver.env.backend, act)(int(sent.address), int(sent.message), BULB, person.actor.id)
            expected.append((str(person.actor.id), verb))
    await driver.env.settle()
    assert done == expected


async def test_a_defect_is_noted_without_words(
    driver: Driver, door: ToyDoor, lea: Person, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(request: Request) -> Reply:
        raise RuntimeError("boom")

    door.extra[REACTED] = broken
    await card(driver)
    with caplog.at_level(logging.ERROR, "entrepairs.discord"):
        await lea.reacts(BULB)
    assert [record.getMessage() for record in caplog.records] == ["defect"]
    assert lea.texts() == ["Une toupie"]


# --- read again --------------------------------------------------------------------------------------------


async def test_what_stands_there_is_read_after_each_new_session(
    driver: Driver, door: ToyDoor, lea: Person
) -> None:
    max_ = driver.person("Max")
    first, second = await card(driver), await card(driver)
    backend = driver.env.backend
    robot = driver.guild.add_member(driver.env.create_user("robot", bot=True))
    for emoji, who in (
        (BULB, lea.actor.id),
        (f"{BULB}\ufe0f", lea.actor.id),
        (BULB, max_.actor.id),
        (BULB, robot.id),
        ("👍", max_.actor.id),
    ):
        backend.add_reaction(int(first.address), int(first.message), emoji, who)
    await driver.env.settle()
    door.posts = [(place(driver), second.message), (place(driver), first.message)]
    assert door.standing == []
    await driver.restart()
    await driver.env.advance_time(1)
    assert [(where, message) for where, message, _ in door.standing] == door.posts
    assert door.standing[0][2] == {"shiny": (), "spun": ()}
    found = door.standing[1][2]
    assert {one.user: one.name for one in found["shiny"]} == {lea.ref[1:]: "Léa", max_.ref[1:]: "Max"}
    assert found["spun"] == ()


async def test_everybody_is_read_page_by_page(
    driver: Driver, door: ToyDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The simulation gives everybody at once: here its pages are cut as Discord cuts them."""
    sent = await card(driver)
    everybody = [driver.env.create_user(f"p{number}", global_name=f"P {number}") for number in range(201)]
    for person in everybody:
        driver.guild.add_member(person)
        driver.env.backend.add_reaction(int(sent.address), int(sent.message), TUBE, person.id)
    door.posts = [(place(driver), sent.message)]
    read = discord.http.HTTPClient.get_reaction_users
    pages = []

    async def cut(self: Any, *what: Any, after: str | None = None, type: int | None = None) -> list[Any]:
        page = [user for user in await read(self, *what, type=type) if int(user["id"]) > int(after or 0)]
        pages.append(len(page[: what[3]]))
        return page[: what[3]]

    monkeypatch.setattr(discord.http.HTTPClient, "get_reaction_users", cut)
    await driver.restart()
    assert pages == [100, 100, 1]
    assert [one.user for one in door.standing[0][2]["spun"]] == [str(person.id) for person in everybody]


@pytest.mark.parametrize(("status", "code"), [(404, 10008), (403, 50001)])
async def test_a_message_that_is_gone_is_left_out(
    driver: Driver, door: ToyDoor, lea: Person, status: int, code: int
) -> None:
    gone, there = await card(driver), await card(driver)
    door.posts = [(place(driver), gone.message), (place(driver), there.message)]
    driver.env.inject_error("GET", f"/channels/*/messages/{gone.message}", status=status, code=code)
    await driver.restart()
    await driver.env.advance_time(1)
    assert [message for _, message, _ in door.standing] == [there.message]


@pytest.mark.parametrize("status", [429, 503])
async def test_a_discord_that_is_busy_is_asked_again(driver: Driver, door: ToyDoor, status: int) -> None:
    sent = await card(driver)
    door.posts = [(place(driver), sent.message)]
    driver.env.inject_error("GET", f"/channels/*/messages/{sent.message}", status=status, times=2)
    await driver.restart()
    await driver.env.advance_time(10)
    assert [message for _, message, _ in door.standing] == [sent.message]


async def test_one_that_stays_out_of_reach_does_not_keep_the_others(driver: Driver, door: ToyDoor) -> None:
    lost, there = await card(driver), await card(driver)
    door.posts = [(place(driver), lost.message), (place(driver), there.message)]
    driver.env.inject_error("GET", f"/channels/*/messages/{lost.message}", status=500, times=None)
    await driver.restart()
    await driver.env.advance_time(30)
    assert [message for _, message, _ in door.standing] == [there.message]


async def test_a_reading_never_undoes_a_later_reaction(driver: Driver, door: ToyDoor, lea: Person) -> None:
    """A reaction that comes while what stands there is being written down waits its turn."""
    sent = await card(driver)
    door.posts = [(place(driver), sent.message)]
    order: list[str] = []
    reading, go_on = asyncio.Event(), asyncio.Event()
    reread = door.reread

    async def slowly(*what: Any) -> None:
        reading.set()
        await go_on.wait()
        await reread(*what)
        order.append("read")

    async def reacted(request: Request) -> Reply:
        order.append("reacted")
        return Reply(Card("lu par personne"))

    door.reread = slowly  # type: ignore[method-assign]
    door.extra[REACTED] = reacted
    reactions = Reactions(driver._client, door)
    read = asyncio.create_task(reactions.reread())
    await reading.wait()
    heard = asyncio.create_task(reactions.heard(raw(lea, sent), "d1"))
    for _ in range(9):
        await asyncio.sleep(0)
    assert order == []
    go_on.set()
    await asyncio.gather(read, heard)
    assert order == ["read", "reacted"]


async def test_where_no_emoji_means_anything_nothing_is_read(driver: Driver, door: ToyDoor) -> None:
    sent = await card(driver)
    door.posts, door.reactions = [(place(driver), sent.message)], {}
    await driver.restart()
    assert door.standing == []
