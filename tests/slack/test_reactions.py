"""Emoji under our messages: what is heard, kept before Slack is told so, and read again at start."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime

import pytest

from adapters.slack import reactions
from adapters.slack.reactions import EMOJI
from bot.card import Card
from bot.command import REACTED, UNREACTED
from bot.i18n import Voice
from bot.ports import Sent
from bot.registry import REACTIONS
from bot.vocabulary import Account, Place, Reply, Request
from tests.contract.drivers.slack import SlackDriver, SlackPerson
from tests.emulators.slack import Message
from tests.slack.toy import ToyDoor

BULB = "💡"
IDS = itertools.count()


@pytest.fixture
def door() -> ToyDoor:
    return ToyDoor()


@pytest.fixture
async def driver(door: ToyDoor) -> AsyncIterator[SlackDriver]:
    driver = SlackDriver(scale=5.0)  # a machine that is busy must not make an event late
    await driver.start(lambda: door)
    yield driver
    await driver.stop()


@pytest.fixture
def claire(driver: SlackDriver) -> SlackPerson:
    return driver.person("Claire Morel", administers=True)


def place(driver: SlackDriver) -> Place:
    return Place("slack", driver.realm, driver.channel.id)


async def card(driver: SlackDriver, to: Place | Account | None = None) -> Sent:
    return await driver.sender.send(to or place(driver), Card("Une toupie"), Voice(), f"n{next(IDS)}")


def message(driver: SlackDriver, sent: Sent) -> Message:
    return driver.slack.workspace.messages[sent.address, sent.message]


# --- heard ---------------------------------------------------------------------------------------------


async def test_an_emoji_is_a_request_with_the_time_that_slack_says(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    sent = await card(driver)
    await claire.reacts(BULB)
    await claire.unreacts(BULB)
    put, taken = door.asked
    assert (put.verb, taken.verb) == (REACTED, UNREACTED)
    for request in (put, taken):
        assert dict(request.values) == {"message": sent.message, "emoji": "shiny"}
        assert (request.place, request.locale) == (place(driver), "fr-FR")
        assert request.actor == Account("slack", driver.realm, claire.user.id)
    assert put.actor.name == "Claire Morel"
    assert put.at is not None
    assert taken.at is not None
    assert datetime.now(UTC) > taken.at > put.at
    assert put.event != taken.event
    assert claire.texts() == ["Une toupie"]


@pytest.mark.parametrize("name", ["bulb::skin-tone-3", "test_tube"])
async def test_skins_of_one_emoji_are_one(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson, name: str
) -> None:
    sent = await card(driver)
    await claire.user.reacts(message(driver, sent), name)
    assert [request.values["emoji"] for request in door.asked] == ["shiny" if "bulb" in name else "spun"]


@pytest.mark.parametrize("name", ["thumbsup", "seedling", "bulbe", "bulb-custom"])
async def test_other_emoji_are_courtesy(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson, name: str
) -> None:
    """`seedling` is one that Slack can spell and that means nothing to this core."""
    sent = await card(driver)
    await claire.user.reacts(message(driver, sent), name)
    assert door.asked == []


async def test_bots_files_and_private_messages_are_not_heard(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    sent = await card(driver)
    robot = driver.slack.add_user("Robot", bot=True)
    driver.channel.members.add(robot.id)
    await robot.reacts(message(driver, sent), "bulb")
    private = await card(driver, Account("slack", driver.realm, claire.user.id))
    await claire.user.reacts(message(driver, private), "bulb")
    assert door.asked == []


async def test_what_is_delivered_twice_has_one_event(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    driver.double = True
    await card(driver)
    await claire.reacts(BULB)
    first, second = door.asked
    assert first.event == second.event
    assert first.at == second.at


async def test_a_storm_out_of_order_says_when_each_happened(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    """Sorted by the time of each, one event once, it tells what every person did last."""
    sent = await card(driver)
    people = [claire, *(driver.person(f"Personne {n}", administers=True) for n in range(5))]
    driver.slack.faults.deliver_twice = "same"
    driver.slack.faults.hold_events = True
    for person in people * 3:
        await person.user.reacts(message(driver, sent), "bulb")
        await person.user.unreacts(message(driver, sent), "bulb")
    await claire.user.reacts(message(driver, sent), "bulb")

    def shuffled(waiting: list[tuple[object, int]]) -> list[tuple[object, int]]:
        return random.Random(7).sample(waiting, len(waiting))

    await driver.slack.release_events(shuffled)
    assert len(door.asked) == 2 * (6 * 6 + 1)
    once = {request.event: request for request in door.asked}
    assert len(once) == 6 * 6 + 1
    last: dict[str, str] = {}
    for request in sorted(once.values(), key=lambda one: one.at or datetime.min):
        last[request.actor.user] = request.verb
    assert last.pop(claire.user.id) == REACTED
    assert set(last.values()) == {UNREACTED}


async def test_slack_is_told_only_once_it_is_kept(door: ToyDoor) -> None:
    """What fails is delivered again, under the same id."""
    failed: list[Request] = []

    async def once_broken(request: Request) -> Reply:
        if not failed:
            failed.append(request)
            raise RuntimeError("boom")
        return Reply(Card("lu par personne"))

    door.answers[REACTED] = once_broken
    driver = SlackDriver(scale=0.2)  # Slack waits in vain: not for long
    await driver.start(lambda: door)
    try:
        claire = driver.person("Claire Morel", administers=True)
        sent = await card(driver)
        await claire.user.reacts(message(driver, sent), "bulb", tolerate=True)
        await driver.slack.skip(61)
        driver.slack.forgive()
    finally:
        await driver.stop()
    assert len(door.asked) >= 2
    assert {request.event for request in door.asked} == {failed[0].event}


async def test_an_event_of_another_kind_is_heard_and_left(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    karim = driver.person("Karim")
    await karim.user.joins(driver.channel)
    assert door.asked == []


def test_every_emoji_that_means_something_can_be_spelled() -> None:
    meanings = REACTIONS.meanings if REACTIONS else {}
    assert set(meanings) <= set(EMOJI.values())


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pause between two readings."""
    for name in ("PACE_S", "AGAIN_S"):
        monkeypatch.setattr(reactions, name, 0.0)


# --- read again ----------------------------------------------------------------------------------------


async def read(driver: SlackDriver, door: ToyDoor, count: int) -> None:
    """Restarts the bot, and returns once so many messages were read again."""
    heard = asyncio.Event()
    reread = door.reread

    async def counted(where: Place, number: str, found: Mapping[str, Sequence[Account]]) -> None:
        await reread(where, number, found)
        if len(door.standing) >= count:
            heard.set()

    door.reread = counted  # type: ignore[method-assign]
    await driver.restart()
    async with asyncio.timeout(30):
        await heard.wait()


@pytest.mark.usefixtures("hurried")
async def test_what_stands_there_is_read_at_start(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    first, second = await card(driver), await card(driver)
    robot = driver.slack.add_user("Robot", bot=True)
    driver.channel.members.add(robot.id)
    many = [driver.person(f"Personne {n}", administers=True) for n in range(30)]
    for user in (robot, *(person.user for person in many)):
        await user.reacts(message(driver, first), "bulb")
    await claire.user.reacts(message(driver, first), "bulb::skin-tone-2")
    await claire.user.reacts(message(driver, first), "thumbsup")
    door.posts = [(place(driver), second.message), (place(driver), first.message)]
    assert door.standing == []
    await read(driver, door, 2)
    assert [(where, number) for where, number, _ in door.standing] == door.posts
    assert door.standing[0][2] == {"shiny": (), "spun": ()}
    found = door.standing[1][2]
    assert {one.user for one in found["shiny"]} == {claire.user.id, *(person.user.id for person in many)}
    assert len(found["shiny"]) == 31
    assert found["spun"] == ()


@pytest.mark.usefixtures("hurried")
async def test_a_message_that_is_gone_is_left_out(driver: SlackDriver, door: ToyDoor) -> None:
    gone, there = await card(driver), await card(driver)
    driver.slack.workspace.remove(message(driver, gone))
    nowhere = Place("slack", driver.realm, "C00000404")
    door.posts = [(nowhere, there.message), (place(driver), gone.message), (place(driver), there.message)]
    await read(driver, door, 1)
    assert [number for _, number, _ in door.standing] == [there.message]


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("trouble", ["rate_limit", "server_error", "drop_after_commit"])
async def test_a_slack_that_is_busy_is_asked_again(driver: SlackDriver, door: ToyDoor, trouble: str) -> None:
    sent = await card(driver)
    door.posts = [(place(driver), sent.message)]
    how = {"retry_after_s": 0} if trouble == "rate_limit" else {}
    getattr(driver.slack.faults, trouble)("reactions.get", times=2, **how)
    await read(driver, door, 1)
    assert [number for _, number, _ in door.standing] == [sent.message]
    assert not driver.slack.faults.waiting


async def test_a_bot_that_stops_while_it_waits_stops(driver: SlackDriver, door: ToyDoor) -> None:
    sent = await card(driver)
    door.posts = [(place(driver), sent.message)] * 3
    driver.slack.faults.rate_limit("reactions.get", times=99, retry_after_s=3600)
    await driver.restart()
    await driver.slack.until(lambda: driver.slack.faults.waiting[0].times < 99)
    await driver.restart()
    driver.slack.faults.waiting.clear()
    assert door.standing == []


async def test_a_bot_that_is_closed_while_it_connects_reads_nothing_more(
    driver: SlackDriver, door: ToyDoor
) -> None:
    """Slack greets before the library knows that it is connected; a task left behind fails this test."""

    async def never(platform: str) -> Sequence[tuple[Place, str]]:
        await asyncio.Event().wait()
        return ()

    door.reactable = never  # type: ignore[method-assign]
    for _ in range(5):
        await driver.restart()
    assert door.standing == []


async def test_a_reading_never_undoes_a_later_reaction(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    sent = await card(driver)
    door.posts = [(place(driver), sent.message)]
    order: list[str] = []
    reading, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(where: Place, number: str, found: Mapping[str, Sequence[Account]]) -> None:
        reading.set()
        await go_on.wait()
        order.append("read")

    async def reacted(request: Request) -> Reply:
        order.append("reacted")
        return Reply(Card("lu par personne"))

    door.reread = slowly  # type: ignore[method-assign]
    door.answers[REACTED] = reacted
    await driver.restart()
    await reading.wait()
    await claire.runs("toy show")  # from here on the bot knows her, and asks Slack nothing more
    recognised = asyncio.Event()

    class Noticing(dict[str, str]):
        def get(self, emoji: str, default: object = None) -> str | None:  # type: ignore[override]
            recognised.set()
            return super().get(emoji)

    door.reactions = Noticing(door.reactions)
    act = asyncio.create_task(claire.reacts(BULB))
    await recognised.wait()
    for _ in range(20):
        await asyncio.sleep(0)
    assert order == []
    go_on.set()
    await act
    assert order == ["read", "reacted"]
