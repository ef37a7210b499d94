"""Our adapter, unmodified, on either road: the toy core where a test asks for it, ours elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import cache

import pytest

from tests.contract.drivers.slack import SlackDriver, SlackPerson
from tests.contract.drivers.slack_http import HttpSlackDriver
from tests.slack import toy
from tests.slack.toy import ToyDoor

SCALE = 2.0  # Slack's patience is not what is judged here, on machines that may be busy


@pytest.fixture(autouse=True)
def toy_words() -> None:
    """Ours are spoken here, unless a test asks for the toy's door."""


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> ToyDoor:
    monkeypatch.setattr("bot.i18n._bundle", cache(toy.bundle))
    return ToyDoor()


@pytest.fixture
async def hosted(door: ToyDoor) -> AsyncIterator[HttpSlackDriver]:
    """The toy core behind a request URL."""
    driver = HttpSlackDriver(scale=SCALE)
    await driver.start(lambda: door)
    yield driver
    await driver.stop()


@pytest.fixture(params=["socket", "http"])
async def driver(door: ToyDoor, request: pytest.FixtureRequest) -> AsyncIterator[SlackDriver]:
    """The toy core on each road."""
    driver = (SlackDriver if request.param == "socket" else HttpSlackDriver)(scale=SCALE)
    await driver.start(lambda: door)
    yield driver
    await driver.stop()


@pytest.fixture
def claire(driver: SlackDriver) -> SlackPerson:
    return driver.person("Claire Morel", administers=True)
