"""The scenarios of every feature over sockets: all that we send is judged, and nothing is refused."""

from __future__ import annotations

import pytest

from tests.contract.drivers.loopback import Driver
from tests.contract.every import CORE, EVERY
from tests.contract.stage import Scenario, Stage


async def played(scenario: Scenario, url: str, *, way: str = "straight") -> None:
    driver = Driver(double=way == "twice")
    stage = await Stage(driver, url, restarts=way == "restarts").open()
    try:
        await scenario(stage)
    finally:
        await stage.close()


@pytest.mark.parametrize("scenario", CORE, ids=lambda s: s.__name__)
async def test_core(scenario: Scenario, sqlite_url: str) -> None:
    await played(scenario, sqlite_url)


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.parametrize("scenario", CORE, ids=lambda s: s.__name__)
@pytest.mark.parametrize("way", ["restarts", "twice"])
async def test_the_hard_ways(scenario: Scenario, way: str, sqlite_url: str) -> None:
    """A new connection between every two steps; every dispatch twice."""
    await played(scenario, sqlite_url, way=way)


@pytest.mark.soak
@pytest.mark.parametrize("scenario", [s for s in EVERY if s not in CORE], ids=lambda s: s.__name__)
async def test_every_other(scenario: Scenario, sqlite_url: str) -> None:
    await played(scenario, sqlite_url)
