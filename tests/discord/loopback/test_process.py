"""`entrepairs run` itself, in a process of its own, on the loopback Discord."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.emulators.discord import Channel, DiscordServer, Message, Person, texts
from tests.emulators.discord.components import walk

ROOT = Path(__file__).parents[3]
SCALE = 1.0
CHARTER = "Confidentialité. Bienveillance. Utilité. Réciprocité. Abondance."
Process = asyncio.subprocess.Process


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer.running(scale=SCALE) as server:
        yield server


@asynccontextmanager
async def started(server: DiscordServer, folder: Path) -> AsyncIterator[Process]:
    """The program; killed where it does not end by itself."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": f"sqlite:///{folder / 'circle.db'}",
            "DISCORD_TOKEN": server.token,
            "DISCORD_API_URL": server.api_url,
            "DISCORD_GATEWAY_URL": server.gateway_url,
            "DEADLINE_SCALE": str(SCALE),
            "HEALTH_LISTEN": "off",  # one port for all would be busy
        },
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        _, said = await process.communicate()
        print(said.decode())  # its log, shown where the test fails


async def stopped(process: Process) -> int:
    process.send_signal(signal.SIGTERM)
    return await asyncio.wait_for(process.wait(), 15)


def shown(message: Message | None, verb: str) -> str:
    """The button or list of that verb. Raises StopIteration where there is none."""
    assert message is not None
    return next(
        one["custom_id"] for one in walk(message.components) if one.get("custom_id", "").startswith(verb)
    )


async def test_it_serves_through_a_stop_and_a_start(
    server: DiscordServer, circle: Channel, lea: Person, tmp_path: Path
) -> None:
    """What it declares and shows is what Discord takes; a card outlives the process that made it."""
    lea.user.permissions = 1 << 5
    async with started(server, tmp_path) as process:
        await server.connected()
        turn = await lea.slash("circle")
        turn = await lea.press(turn.message, shown(turn.message, "circle.create"))  # type: ignore[arg-type]
        assert turn.form is not None
        filled = {"name": "coachs-lyon", "place": circle, "register": "tu", "objectives": "Un cadre clair."}
        turn = await lea.submit(turn.form, filled | {"charter": CHARTER})
        assert turn.message is not None
        assert "Votre cercle est prêt." in texts(turn.message)[0]
        menu = await lea.slash("circle")
        assert await stopped(process) == 0
    async with started(server, tmp_path) as process:
        await server.until(lambda: len(server.gateway.identified) == 2)
        await server.connected()
        turn = await lea.press(menu.message, shown(menu.message, "circle.steward"))  # type: ignore[arg-type]
        assert not turn.failed
        assert await stopped(process) == 0
    assert [one.status for one in server.asked("PUT", "/commands")] == [200]
    assert server.refusals == []


async def test_a_refused_connection_ends_it_with_one_line(
    server: DiscordServer, circle: Channel, lea: Person, tmp_path: Path
) -> None:
    server.gateway.refuses = 4004
    async with started(server, tmp_path) as process:
        _, said = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode not in (0, None)
    last = said.decode().strip().splitlines()[-1]
    assert last.startswith("DISCORD_TOKEN: ")
    assert "Traceback" not in said.decode()
    assert server.token not in said.decode()
