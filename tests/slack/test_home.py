"""The Home tab itself: published to whoever looks, anew after each act on it, and never an older version."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from adapters.slack.home import view
from bot.card import Card
from bot.command import HOME, Command, Context, Who
from bot.i18n import Voice
from bot.vocabulary import Reply, Request
from tests.contract.drivers.slack import SlackDriver, SlackPerson
from tests.emulators.slack.surfaces import check_view
from tests.slack.toy import ToyDoor, everything


@pytest.fixture
def door() -> ToyDoor:
    door = ToyDoor()
    door.commands = {**door.commands, HOME: Command(HOME, _unused, who=Who.ANYONE, reads=True)}
    door.answers[HOME] = Reply(everything())
    return door


async def _unused(context: Context) -> Reply:
    raise AssertionError("the toy door answers by itself")


@pytest.fixture
async def toys(door: ToyDoor) -> AsyncIterator[SlackDriver]:
    driver = SlackDriver(scale=5.0)
    await driver.start(lambda: door)
    yield driver
    await driver.stop()


@pytest.fixture
def claire(toys: SlackDriver) -> SlackPerson:
    return toys.person("Claire Morel")


def said(title: str) -> Reply:
    return Reply(Card(title, notice=title))


def shown(claire: SlackPerson) -> str:
    assert claire.user.home is not None
    return claire.user.home.words


def test_every_block_of_a_card_can_stand_on_it() -> None:
    assert check_view(view(everything(), Voice()), "home") == []


async def test_it_is_published_to_whoever_looks_and_to_nobody_else(
    toys: SlackDriver, claire: SlackPerson, door: ToyDoor
) -> None:
    karim = toys.person("Karim Benali")
    turn = await claire.user.opens_home()
    assert turn.latency_s < 0.3
    assert "Un jouet" in shown(claire)
    assert karim.user.home is None
    (asked,) = door.asked
    assert (asked.verb, asked.subject, asked.place, asked.form) == (HOME, "", None, None)
    assert asked.actor.user == claire.user.id


async def test_the_tab_of_messages_is_not_it(claire: SlackPerson, door: ToyDoor) -> None:
    await claire.user.opens_home(tab="messages")
    assert claire.user.home is None
    assert door.asked == []


async def test_an_act_is_answered_in_the_conversation_and_seen_on_the_page(
    claire: SlackPerson, door: ToyDoor
) -> None:
    await claire.user.opens_home()
    door.answers[HOME] = said("Après")
    await claire.user.press(claire.user.home, "Garder")
    assert claire.texts("dm") == ["Fait toy.keep"]
    assert claire.texts("reply") == []
    assert shown(claire) == "Après"
    assert [request.verb for request in door.asked] == [HOME, "toy.keep", HOME]
    assert door.asked[-1].values == {}


async def test_a_form_opened_there_comes_back_there(claire: SlackPerson, door: ToyDoor) -> None:
    await claire.user.opens_home()
    before = claire.user.home
    await claire.user.press(claire.user.home, "Changer")
    assert claire.form is not None
    door.answers[HOME] = said("Après")
    await claire.submits(name="?", colour="red")
    assert claire.form["errors"] == {"name": "Un nom, en quelques mots."}
    assert claire.user.home == before
    await claire.submits(name="Toupie")
    assert claire.form is None
    assert claire.texts("dm") == ["Toupie"]
    assert shown(claire) == "Après"


async def test_a_form_opened_elsewhere_leaves_it_alone(claire: SlackPerson, door: ToyDoor) -> None:
    await claire.user.opens_home()
    before = claire.user.home
    await claire.user.shortcut("toy.new")
    await claire.submits(name="Toupie", colour="red")
    assert claire.user.home == before


async def test_twice_delivered_is_one_page(toys: SlackDriver, claire: SlackPerson) -> None:
    await claire.user.opens_home()
    for how in ("same", "fresh"):
        toys.slack.faults.deliver_twice = how  # type: ignore[assignment]
        turn = await claire.user.opens_home()
        assert "Un jouet" in shown(claire)
        assert {refusal.word for refusal in turn.refusals} <= {"hash_conflict"}


def published_meanwhile(toys: SlackDriver, claire: SlackPerson) -> Callable[[Request], Awaitable[Reply]]:
    """Another process publishes while the first answer is made; then the page has moved on."""
    answers = iter(["Ancien", "Nouveau"])

    async def answer(request: Request) -> Reply:
        title = next(answers)
        if title == "Ancien":
            await toys._app.sender._client.views_publish(
                user_id=claire.user.id, view=view(Card("Ailleurs"), Voice())
            )
        return said(title)

    return answer


async def test_a_race_is_read_once_more(toys: SlackDriver, claire: SlackPerson, door: ToyDoor) -> None:
    """What is older never takes the place of what is newer."""
    await claire.user.opens_home()
    door.answers[HOME] = published_meanwhile(toys, claire)
    turn = await claire.user.press(claire.user.home, "Garder")
    assert [refusal.word for refusal in turn.refusals] == ["hash_conflict"]
    assert shown(claire) == "Nouveau"


async def test_slack_asks_to_wait_and_is_asked_once_more(
    toys: SlackDriver, claire: SlackPerson, door: ToyDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toys._app._answering.home, "_scale", 0.01)
    toys.slack.faults.rate_limit("views.publish")
    await claire.user.opens_home()
    assert "Un jouet" in shown(claire)
    toys.slack.faults.rate_limit("views.publish", retry_after_s=3600)
    asked = len(door.asked)
    await claire.user.opens_home()
    assert len(door.asked) == asked + 1  # the next opening will do


@pytest.mark.parametrize("trouble", ["server_error", "drop_after_commit"])
async def test_trouble_is_no_storm(
    toys: SlackDriver, claire: SlackPerson, door: ToyDoor, trouble: str
) -> None:
    getattr(toys.slack.faults, trouble)("views.publish")
    await claire.user.opens_home()
    assert len(door.asked) == 1
    await claire.user.opens_home()
    assert "Un jouet" in shown(claire)


async def test_where_the_tab_is_off_nothing_breaks(
    toys: SlackDriver, claire: SlackPerson, caplog: pytest.LogCaptureFixture
) -> None:
    toys.slack.home_enabled = False
    turn = await claire.user.opens_home()
    assert [refusal.word for refusal in turn.refusals] == ["not_enabled"]
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
