"""The main cards as a Discord client draws them, for docs/discord.md; looked at whenever they change.

    pip install "simcord[screenshot]"
    python -m tests.discord.pictures docs/discord

The cards are made and sent by the real discord.py; the drawing is simcord's.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

import simcord

from tests.contract.drivers.discord import DM, PLACE, REPLY, Driver, Person
from tests.contract.scenarios import circle, write
from tests.contract.scenarios_sessions import CALL
from tests.contract.stage import Actor, Stage

SIZE = (760, 900)


class Camera:
    """Takes what one person sees, the newest card of one place."""

    def __init__(self, driver: Driver, folder: Path) -> None:
        self._driver = driver
        self._folder = folder

    async def takes(self, name: str, of: Actor, where: str) -> None:
        person = of.person
        assert isinstance(person, Person)
        message = person.newest(where)[0]
        viewer: Any = person.actor
        channel: Any = self._driver.channel
        if where == DM:
            viewer = person.actor.user
            channel = viewer.dm_channel
        shown = self._driver.env.preview(
            channel,
            viewers=[viewer],
            width=SIZE[0],
            height=SIZE[1],
            locale="fr",
            timezone="Europe/Paris",
        )
        async with shown as preview:
            target = simcord.ResponseMessage(self._driver.env, message)
            taken = await preview.screenshot(
                self._folder / f"{name}.png", viewer=viewer, target=target, allow_incomplete=True
            )
        sys.stdout.write(f"{name}: {taken.output_width} x {taken.output_height}\n")


async def play(stage: Stage, camera: Camera) -> None:
    """A first share, a trial two weeks later, a meeting."""
    sophie, claire, karim = await circle(stage, "Claire Morel", "Karim Benali")
    await camera.takes("welcome", claire, DM)
    await write(claire)
    await camera.takes("preview", claire, REPLY)
    await claire.presses("practice.send")
    reader = next(who for who in (sophie, karim) if who.person.sees("La question miroir", DM))
    await camera.takes("reading", reader, DM)
    await reader.presses("review.yes")
    await camera.takes("practice", karim, PLACE)
    await karim.presses("trial.trying")
    await stage.later(days=14)
    await camera.takes("two-weeks-later", karim, DM)
    await karim.presses("trial.answer", "Ça a marché")
    await camera.takes("good-news", claire, DM)
    await karim.runs("practice search", words="miroir")
    await camera.takes("search", karim, REPLY)
    await claire.runs("session plan")
    await claire.submits(title="Le silence en séance", moment="jeudi 17 décembre à 18h", spot=CALL)
    await claire.presses("session.propose")
    await karim.presses("session.topic")
    await camera.takes("meeting", sophie, PLACE)


async def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    driver = Driver()
    with tempfile.TemporaryDirectory() as at:
        stage = await Stage(driver, f"sqlite+aiosqlite:///{at}/pictures.db").open()
        try:
            await play(stage, Camera(driver, folder))
        finally:
            await stage.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
