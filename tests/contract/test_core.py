"""The scenarios with no surface: straight, with a restart between every two steps, with every event twice."""

from __future__ import annotations

import pytest

from tests.contract.drivers.core import CoreDriver
from tests.contract.scenarios import SCENARIOS
from tests.contract.scenarios_exchanges import EXCHANGES, LONG_MESSAGES, MENUS_AND_FILES
from tests.contract.stage import Scenario, Stage

ALL = (*SCENARIOS, *EXCHANGES, *MENUS_AND_FILES, *LONG_MESSAGES)


@pytest.mark.parametrize("scenario", ALL, ids=lambda s: s.__name__)
@pytest.mark.parametrize("way", ["straight", "restarts", "twice"])
async def test_scenario(scenario: Scenario, way: str, sqlite_url: str) -> None:
    driver = CoreDriver(double=way == "twice")
    stage = await Stage(driver, sqlite_url, restarts=way == "restarts").open()
    try:
        await scenario(stage)
    finally:
        await stage.close()
