"""A listener that fails before it knows what was asked: acknowledged, the member told, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from adapters.slack import inbound
from bot.card import Option
from bot.command import REACTED
from tests.contract.drivers.slack import SlackDriver, SlackPerson
from tests.slack.toy import ToyDoor

TOLD = "Un souci de notre côté"


def broken(*_: Any) -> Any:
    raise KeyError("what nobody thought of")


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """From then on, what reads this kind of act fails."""
    return lambda reader: monkeypatch.setattr(inbound, reader, broken)


def codes(caplog: pytest.LogCaptureFixture) -> list[Any]:
    return [record.__dict__.get("code") for record in caplog.records if record.message == "defect"]


@pytest.mark.parametrize("act", ["command", "button", "global", "message"])
async def test_an_act_that_cannot_be_read_is_acknowledged_and_answered(
    driver: SlackDriver,
    claire: SlackPerson,
    breaks: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
    act: str,
) -> None:
    """Driver and emulator raise where it is not acknowledged."""
    await claire.runs("toy show")
    said = await claire.user.posts(driver.channel, "Un silence")
    match act:
        case "command":
            breaks("slash")
            await claire.runs("toy show")
        case "button":
            breaks("pressed")
            await claire.presses("toy.keep")
        case "global":
            breaks("shortcut")
            await claire.user.shortcut("toy.new")
        case _:
            breaks("shortcut")
            await claire.user.message_shortcut(said, "toy.from_it")
    (code,) = codes(caplog)
    assert claire.sees(f"{TOLD}, numéro {code}")


async def test_a_form_that_cannot_be_read_stays_open_with_its_words(
    claire: SlackPerson, breaks: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    await claire.runs("toy make")
    with monkeypatch.context() as patched:
        patched.setattr(inbound, "submitted", broken)
        await claire.submits(name="Toupie", colour="red")
        assert claire.form is not None
        assert TOLD in claire.form["errors"]["name"]
        assert claire.form["values"]["name"] == "Toupie"
    await claire.submits()
    assert claire.form is None
    assert claire.sees("Toupie", "reply")


async def test_an_english_reader_is_told_in_english(
    driver: SlackDriver, door: ToyDoor, breaks: Callable[[str], None]
) -> None:
    john = driver.person("John", lang="en")
    breaks("slash")
    await john.runs("toy show")
    assert john.sees("A problem on our side")


async def test_a_list_that_cannot_be_read_is_empty(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson, breaks: Callable[[str], None]
) -> None:
    door.options = (Option("k7-a", "Toupie"),)
    await claire.runs("toy lend")
    assert await claire.user.suggest(None, "lent", "Tou") == ["Toupie"]
    breaks("suggesting")
    assert await claire.user.suggest(None, "lent", "Tou") == []


async def test_an_emoji_that_cannot_be_kept_comes_again(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    """Over HTTP at once, for it is refused; over the socket once Slack has waited in vain."""
    said = await claire.user.posts(driver.channel, "Un silence")
    heard: list[str] = []

    async def twice_broken(request: Any) -> Any:
        heard.append(request.event)
        if len(heard) < 3:
            raise RuntimeError("boom")

    door.answers[REACTED] = twice_broken
    driver.slack._core.scale = 0.05
    await claire.user.reacts(said, "bulb", tolerate=True)
    await driver.slack.skip(61)
    driver.slack.forgive()
    assert len(heard) == 3
    assert len(set(heard)) == 1
    assert not claire.sees(TOLD)
