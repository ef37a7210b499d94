"""The loopback Slack with one coach and a toy app connected to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from .slack import SlackServer, User
from .slack_toy import Toy


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer.running() as server:
        yield server


@pytest.fixture
async def claire(slack: SlackServer) -> User:
    return slack.add_user("Claire Morel")


@pytest.fixture
async def toy(slack: SlackServer, claire: User) -> AsyncIterator[Toy]:
    circle = slack.add_channel("coachs-lyon", members=[claire], bot=True)
    toy = Toy(slack, circle.id)
    await toy.start()
    await slack.connected()
    yield toy
    await toy.stop()
    await slack.disconnected()
