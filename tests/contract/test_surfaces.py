"""The same scenarios through the playground's server, the real discord.py and the real bolt.

All straight on every surface; with restarts and with every event twice: all on the playground, the core
ones on each chat platform.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.driver import Driver
from tests.contract.drivers.discord import Driver as DiscordDriver
from tests.contract.drivers.playground import PlaygroundDriver
from tests.contract.drivers.slack import SlackDriver
from tests.contract.scenarios import CORE, SCENARIOS
from tests.contract.scenarios_library import LIBRARY, LIBRARY_CORE
from tests.contract.stage import Scenario, Stage
from tests.support.clock import HandClock


def driver_of(surface: str, folder: Path, clock: HandClock) -> Driver:
    match surface:
        case "playground":
            return PlaygroundDriver(folder, clock)
        case "discord":
            return DiscordDriver()
        case _:
            return SlackDriver(scale=10.0)


def cases() -> Iterator[tuple[str, str, Scenario]]:
    for surface in ("playground", "discord", "slack"):
        for way in ("straight", "restarts", "twice"):
            every = way == "straight" or surface == "playground"
            for scenario in (*SCENARIOS, *LIBRARY) if every else (*CORE, *LIBRARY_CORE):
                yield surface, way, scenario


@pytest.mark.parametrize(
    ("surface", "way", "scenario"), list(cases()), ids=lambda value: getattr(value, "__name__", value)
)
async def test_scenario(surface: str, way: str, scenario: Scenario, sqlite_url: str, tmp_path: Path) -> None:
    clock = HandClock()
    driver = driver_of(surface, tmp_path, clock)
    stage = await Stage(driver, sqlite_url, restarts=way == "restarts", clock=clock).open()
    driver.double = way == "twice"
    try:
        await scenario(stage)
    finally:
        await stage.close()
