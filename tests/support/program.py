"""`entrepairs run` in a process of its own, as a test needs it: ready, told to end, and heard."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[2]
END_S = 5.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Running:
    """`said`: what it wrote to standard error, once it has ended."""

    process: asyncio.subprocess.Process
    health: int
    said: str = ""

    async def ready(self, status: int = 200) -> dict[str, Any]:
        """What `/readyz` says, once it says it with that status."""
        async with aiohttp.ClientSession() as session, asyncio.timeout(40):
            while True:
                assert self.process.returncode is None
                try:
                    async with session.get(f"http://127.0.0.1:{self.health}/readyz") as answer:
                        if answer.status == status:
                            return dict(await answer.json())
                except aiohttp.ClientConnectionError:
                    pass
                await asyncio.sleep(0.05)

    async def ends(self, within_s: float = END_S) -> int:
        """The exit code, where it ends in time."""
        async with asyncio.timeout(within_s):
            return await self.process.wait()

    async def stops(self) -> int:
        """The exit code after SIGTERM."""
        self.process.terminate()
        return await self.ends()


@asynccontextmanager
async def running(folder: Path, settings: dict[str, str], secrets: tuple[str, ...]) -> AsyncIterator[Running]:
    """The program; killed where it does not end by itself. Nothing secret is in what it says."""
    health = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HEALTH_LISTEN": f"127.0.0.1:{health}",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=folder,
        env=environment | settings,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    reading = asyncio.create_task(process.stderr.read())
    run = Running(process, health)
    try:
        yield run
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        run.said = (await reading).decode()
        print(run.said)  # shown where the test fails
        assert not any(secret in run.said for secret in secrets)
