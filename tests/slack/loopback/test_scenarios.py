"""The scenarios of every feature over signed requests; `tests/contract` plays them over Socket Mode."""

from __future__ import annotations

import pytest

from tests.contract.drivers.slack_http import HttpSlackDriver
from tests.contract.every import CORE, EVERY
from tests.contract.stage import Scenario, Stage
from tests.support.clock import HandClock


async def played(scenario: Scenario, url: str, way: str) -> None:
    driver = HttpSlackDriver(scale=10.0)
    stage = await Stage(driver, url, restarts=way == "restarts", clock=HandClock()).open()
    driver.double = way == "twice"
    try:
        await scenario(stage)
    finally:
        await stage.close()


@pytest.mark.parametrize("scenario", CORE, ids=lambda s: s.__name__)
@pytest.mark.parametrize("way", [pytest.param("restarts", marks=pytest.mark.soak), "twice"])
async def test_core_the_hard_ways(scenario: Scenario, way: str, sqlite_url: str) -> None:
    """Another process, at another address, between every two steps (over Socket Mode that is in every run);
    every request twice."""
    await played(scenario, sqlite_url, way)


@pytest.mark.soak
@pytest.mark.parametrize("scenario", EVERY, ids=lambda s: s.__name__)
async def test_every_one(scenario: Scenario, sqlite_url: str) -> None:
    await played(scenario, sqlite_url, "straight")
