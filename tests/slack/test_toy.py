"""The toy core through the unmodified bolt, in Socket Mode, on the loopback Slack."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.slack import Refused, make_app
from bot.card import Button, Card
from bot.i18n import Voice
from bot.vocabulary import Account, Field, Form, FormKey, Kind, Place, Reply, Request
from tests.contract.drivers.slack import SlackDriver, SlackPerson
from tests.emulators.slack import SlackServer
from tests.slack.toy import MAKE, ToyDoor, command

VOICE = Voice("fr")


@pytest.fixture
def door() -> ToyDoor:
    return ToyDoor()


@pytest.fixture
async def driver(door: ToyDoor) -> AsyncIterator[SlackDriver]:
    driver = SlackDriver()
    await driver.start(lambda: door)
    yield driver
    await driver.stop()


@pytest.fixture
def claire(driver: SlackDriver) -> SlackPerson:
    return driver.person("Claire Morel", administers=True)


async def test_a_command_is_answered_in_private(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    karim = driver.person("Karim", administers=True)
    await claire.runs("toy show")
    assert claire.sees("ligne 2", "reply")
    assert not karim.texts()
    assert claire.buttons() == ["toy.read", "toy.keep", "toy.drop", "toy.make"]
    (asked,) = door.asked
    assert asked.actor == Account("slack", driver.realm, claire.user.id)
    assert (asked.actor.name, asked.actor.administers) == ("Claire Morel", True)
    assert (asked.actor.zone, asked.locale) == ("Europe/Paris", "fr-FR")
    assert asked.place == Place("slack", driver.realm, driver.channel.id)
    assert asked.event.startswith("slack:")


async def test_a_command_is_acknowledged_before_it_is_answered(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    heard, acknowledged = asyncio.Event(), asyncio.Event()

    async def slow(request: Request) -> Reply:
        heard.set()
        await acknowledged.wait()
        return Reply(Card("Enfin"))

    door.answers["toy.show"] = slow
    act = asyncio.create_task(claire.user.slash("/jouet", "étagère", channel=driver.channel))
    await heard.wait()
    await driver.slack.until(lambda: not driver.slack.under_way)
    acknowledged.set()
    assert (await act).latency_s < 2
    assert claire.sees("Enfin", "reply")


async def test_a_form_opens_is_corrected_and_accepted(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    await claire.runs("toy make", name="Toupie")
    assert claire.form == {
        "title": "Un jouet",
        "fields": ["name", "story", "colour", "parts", "agreed"],
        "values": {"name": "Toupie"},
        "errors": {},
    }
    await claire.submits(name="?", colour="red")
    assert claire.form["errors"] == {"name": "Un nom, en quelques mots."}
    assert claire.form["values"] == {"name": "?", "colour": "red"}
    await claire.submits(name="Toupie", story="a\nb", colour="dark_green", parts=("key",), agreed="yes")
    assert claire.form is None
    assert claire.sees("Toupie", "reply")
    sent = door.asked[-1]
    assert sent.verb == "toy.make"
    assert sent.form == FormKey(opening="o1")
    assert sent.place == Place("slack", driver.realm, driver.channel.id)
    assert dict(sent.values) == {
        "name": "Toupie",
        "story": "a\nb",
        "colour": "dark_green",
        "parts": ("key",),
        "agreed": "yes",
    }


async def test_people_and_places_come_with_their_realm(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    karim = driver.person("Karim")
    door.answers["toy.show"] = Reply(Card("x", buttons=(Button("Donner", "toy.give", "t-1"),)))
    await claire.runs("toy show")
    await claire.presses("toy.give")
    assert claire.form
    assert claire.form["values"] == {"shelf": driver.place}
    await claire.submits(
        owner=karim.ref,
        players=(karim.ref, claire.ref),
        shelf=driver.place,
        count="3",
        moment="2026-11-26T18:00+01:00",
    )
    sent = door.asked[-1]
    assert sent.subject == "t-1"
    assert dict(sent.values) == {
        "owner": karim.ref,
        "players": (karim.ref, claire.ref),
        "shelf": driver.place,
        "count": "3",
        "moment": "2026-11-26T17:00+00:00",
    }


async def test_a_form_answered_too_late_stays_open_with_its_words(door: ToyDoor) -> None:
    driver = SlackDriver(scale=0.2)
    await driver.start(lambda: door)
    try:
        claire = driver.person("Claire", administers=True)
        door.late = 1
        await claire.runs("toy make")
        await claire.submits(name="Toupie", colour="red")
        assert claire.form
        assert claire.form["values"]["name"] == "Toupie"
        assert not claire.sees("Toupie")
        await claire.submits()
        assert claire.form is None
        assert claire.sees("Toupie", "reply")
    finally:
        await driver.stop()


async def test_a_button_replaces_its_private_card(claire: SlackPerson, door: ToyDoor) -> None:
    await claire.runs("toy show")
    await claire.presses("toy.keep")
    assert (door.asked[-1].verb, door.asked[-1].subject) == ("toy.keep", "t-1")
    (only,) = claire.texts("reply")
    assert "Fait toy.keep" in only
    assert claire.buttons() == []


async def test_a_button_that_opens_a_form(claire: SlackPerson) -> None:
    await claire.runs("toy show")
    await claire.presses("toy.make", "Changer")
    assert claire.form
    await claire.submits(name="Yoyo", colour="red")
    assert claire.sees("Yoyo", "reply")


async def test_a_private_answer_never_replaces_what_all_see(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    karim = driver.person("Karim", administers=True)
    card = Card("Pour tout le monde", buttons=(Button("Garder", "toy.keep"),), notice="Un jouet")
    await driver.sender.send(Place("slack", driver.realm, driver.channel.id), card, VOICE, "n1")
    await claire.presses("toy.keep")
    assert karim.texts("place") == claire.texts("place")
    assert karim.sees("Pour tout le monde", "place")
    assert claire.sees("Fait", "reply")
    assert not karim.sees("Fait")


async def test_lists_answer_with_what_was_picked(claire: SlackPerson, door: ToyDoor) -> None:
    await claire.runs("toy show")
    await claire.picks("toy.tag", "a", "b")
    assert (door.asked[-1].subject, door.asked[-1].values) == ("t-1", {"pick": ("a", "b")})
    await claire.runs("toy show")
    await claire.picks("toy.choose", "a")
    assert door.asked[-1].values == {"pick": ("a",)}


async def test_a_made_up_command_needs_no_change_here(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    door.commands = {
        **door.commands,
        "made.up": command("made.up", "made", "up", fields=(Field("word", Kind.LINE),)),
    }
    door.answers["made.up"] = Reply(Card("Inventé"))
    await claire.user.slash("/made", "up bonjour", channel=driver.channel)
    assert door.asked[-1].values == {"word": "bonjour"}
    assert claire.sees("Inventé", "reply")


async def test_shortcuts_open_forms(driver: SlackDriver, door: ToyDoor, claire: SlackPerson) -> None:
    await claire.user.shortcut("toy.new")
    assert claire.form
    await claire.submits(name="Toupie", colour="red")
    assert claire.sees("Toupie")


async def test_where_the_bot_is_not_the_answer_comes_as_a_message(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    elsewhere = driver.slack.add_channel("ailleurs", members=[claire.user])
    await claire.user.slash("/jouet", "fabriquer", channel=elsewhere)
    await claire.submits(name="Toupie", colour="red")
    assert claire.sees("Toupie", "dm")


async def test_a_defect_is_answered_too(claire: SlackPerson, door: ToyDoor) -> None:
    door.answers["toy.show"] = Reply(Card("x", buttons=(Button("Boum", "toy.boom"),)))
    await claire.runs("toy show")
    await claire.presses("toy.boom")
    assert claire.sees("Un souci de notre côté", "reply")


@pytest.mark.parametrize("fields", [(), (Field("unheard", Kind.LINE),)])
async def test_a_form_that_cannot_be_shown_is_answered_too(
    claire: SlackPerson, door: ToyDoor, fields: tuple[Field, ...]
) -> None:
    door.answers["toy.make"] = Reply(Form("toy.make", "Un jouet", fields))
    await claire.runs("toy make")
    assert claire.form is None
    assert claire.sees("Un souci de notre côté", "reply")


async def test_a_form_that_slack_does_not_open_becomes_a_button(
    driver: SlackDriver, claire: SlackPerson
) -> None:
    driver.slack.faults.drop_after_commit("views.open")
    await claire.runs("toy make")
    assert claire.sees("Un instant", "reply")
    assert "toy.make" in claire.buttons()


async def test_a_defect_in_a_form_keeps_the_words(claire: SlackPerson, door: ToyDoor) -> None:
    await claire.runs("toy make")

    async def broken(request: Request) -> Reply:
        raise RuntimeError("boom")

    door.answers["toy.make"] = broken
    await claire.submits(name="Toupie", colour="red")
    assert claire.form
    assert claire.form["values"]["name"] == "Toupie"
    assert "Un souci de notre côté" in claire.form["errors"]["name"]


async def test_words_that_are_no_command_ask_for_the_nearest(claire: SlackPerson, door: ToyDoor) -> None:
    await claire.runs("jouet fabriker un")
    assert (door.asked[0].verb, door.asked[0].values) == ("circle.nearest", {"text": "jouet fabriker un"})


async def test_a_form_that_comes_too_late_becomes_a_button(door: ToyDoor) -> None:
    driver = SlackDriver(scale=0.2)
    await driver.start(lambda: door)
    try:
        claire = driver.person("Claire", administers=True)
        heard, passed = asyncio.Event(), asyncio.Event()

        async def slow(request: Request) -> Reply:
            heard.set()
            await passed.wait()
            return Reply(Form("toy.make", "Un jouet", MAKE))

        door.answers["toy.make"] = slow
        act = asyncio.create_task(claire.runs("toy make"))
        await heard.wait()
        await driver.slack.until(lambda: not driver.slack.under_way)
        driver.slack._core.clock.skip(3)
        passed.set()
        await act
        assert claire.form is None
        assert claire.sees("Un instant", "reply")
        await claire.presses("toy.make")
        assert claire.form
    finally:
        await driver.stop()


async def test_everything_delivered_twice_is_quiet(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson, caplog: pytest.LogCaptureFixture
) -> None:
    driver.double = True
    await claire.runs("toy make")
    assert claire.form
    await claire.submits(name="Toupie", colour="red")
    assert claire.form is None
    events = [request.event for request in door.asked]
    assert len(events) == 4
    assert len(set(events)) == 2
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_restarted_bot_answers_old_cards_and_open_forms(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    await claire.runs("toy show")
    await driver.restart()
    await claire.presses("toy.make")
    await driver.restart()
    await claire.submits(name="Toupie", colour="red")
    assert claire.sees("Toupie", "reply")


async def test_an_english_reader_is_spoken_to_in_english(driver: SlackDriver, door: ToyDoor) -> None:
    john = driver.person("John", lang="en")
    await john.runs("toy make")
    assert [block["label"]["text"] for block in john._view.blocks] == [
        "Name",
        "Story",
        "Colour",
        "Parts",
        "I agree",
    ]


async def test_who_slack_will_not_name_is_answered_all_the_same(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    driver.slack.faults.server_error("users.info")
    await claire.runs("toy show")
    assert claire.sees("ligne 2", "reply")
    assert not door.asked[0].actor.administers
    await claire.runs("toy show")
    assert door.asked[1].actor.administers


@pytest.mark.parametrize("wrong", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
async def test_a_wrong_token_is_one_line(wrong: str, door: ToyDoor) -> None:
    async with SlackServer.running() as slack:
        tokens = {"bot_token": slack.bot_token, "app_token": slack.app_token}
        tokens[wrong.removeprefix("SLACK_").lower()] = "xoxb-secret" if "BOT" in wrong else "xapp-secret"
        app = make_app(
            door, bot_token=tokens["bot_token"], app_token=tokens["app_token"], api_url=slack.base_url
        )
        with pytest.raises(Refused) as refused:
            await app.run()
        assert refused.value.line.startswith(wrong)
        assert "secret" not in refused.value.line
        await app.close()


async def test_a_slack_that_is_unwell_is_waited_for(door: ToyDoor) -> None:
    async with SlackServer.running() as slack:
        slack.faults.server_error("auth.test")
        slack.faults.rate_limit("apps.connections.open")
        app = make_app(
            door, bot_token=slack.bot_token, app_token=slack.app_token, api_url=slack.base_url, scale=0.02
        )
        running = asyncio.create_task(app.run())
        await slack.connected()
        await app.close()
        await running
        await slack.disconnected()


async def test_an_app_that_waits_can_be_closed(door: ToyDoor) -> None:
    async with SlackServer.running() as slack:
        slack.faults.server_error("auth.test", times=99)
        app = make_app(door, bot_token=slack.bot_token, app_token=slack.app_token, api_url=slack.base_url)
        running = asyncio.create_task(app.run())
        await slack.until(lambda: bool(slack.faults.waiting) and slack.faults.waiting[0].times < 99)
        await app.close()
        await asyncio.wait_for(running, 3)
