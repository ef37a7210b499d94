"""The toy catalogue and the toy core for every test of the Discord surface."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.contract.drivers.discord import Driver
from tests.contract.stage import Stage
from tests.discord.toy import ToyDoor, catalogue

__all__ = ["catalogue"]


@pytest.fixture
def door(catalogue: None) -> ToyDoor:
    return ToyDoor()


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """The product itself, on simcord."""
    opened = await Stage(Driver(), sqlite_url).open()
    yield opened
    await opened.close()
