"""A stage on Slack, where our own catalogue is spoken."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.contract.drivers.slack import SlackDriver
from tests.contract.stage import Stage


@pytest.fixture(autouse=True)
def toy_words() -> None:
    """Not the toy's."""


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    opened = await Stage(SlackDriver(scale=10.0), sqlite_url).open()
    yield opened
    await opened.close()
