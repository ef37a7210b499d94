"""A playground with the toy core behind it, driven over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.contract.drivers.playground import PlaygroundDriver
from tests.playground.toy import ToyClock, ToyDoor, speaking


@pytest.fixture(autouse=True)
def toy_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with speaking(monkeypatch):
        yield


@pytest.fixture
def door() -> ToyDoor:
    return ToyDoor()


@pytest.fixture
def clock() -> ToyClock:
    return ToyClock()


@pytest.fixture(params=[False, True], ids=["once", "twice"])
async def driver(
    door: ToyDoor, clock: ToyClock, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[PlaygroundDriver]:
    driver = PlaygroundDriver(tmp_path, clock)
    driver.double = request.param
    await driver.start(lambda: door)
    yield driver
    await driver.stop()
