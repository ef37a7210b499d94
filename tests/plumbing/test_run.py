"""`run` as a process of its own, beside a loopback Slack: it says when it is ready, and ends in order."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.emulators.slack import SlackServer

ROOT = Path(__file__).parents[2]
END_S = 5.0
PASSED = ("Authorization", "Content-Type")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self.process = process
        self.port = port

    async def ready(self) -> tuple[int, dict[str, Any]]:
        """What `/readyz` says, once anybody answers there."""
        async with aiohttp.ClientSession() as session:
            while True:
                assert self.process.returncode is None
                try:
                    async with session.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
                        return answer.status, await answer.json()
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.05)

    async def until(self, status: int) -> dict[str, Any]:
        async with asyncio.timeout(40):
            while True:
                found, said = await self.ready()
                if found == status:
                    return said
                await asyncio.sleep(0.05)

    async def ends(self) -> int:
        async with asyncio.timeout(END_S):
            return await self.process.wait()


@asynccontextmanager
async def running(folder: Path, slack: SlackServer, api_url: str = "", **env: str) -> AsyncIterator[Running]:
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": api_url or slack.base_url,
            "HEALTH_LISTEN": f"127.0.0.1:{port}",
        }
        | env,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    reading = asyncio.create_task(process.stderr.read())
    try:
        yield Running(process, port)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        said = (await reading).decode()
        assert slack.bot_token not in said
        assert slack.app_token not in said


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer.running() as server:
        yield server


async def test_it_is_ready_once_it_is_connected_and_ends_at_sigterm(
    slack: SlackServer, tmp_path: Path
) -> None:
    async with running(tmp_path, slack) as run:
        said = await run.until(200)
        assert said == {
            "ready": True,
            "database": True,
            "schema": True,
            "jobs": True,
            "connected": {"slack": True},
        }
        run.process.send_signal(signal.SIGTERM)
        assert await run.ends() == 0
        await slack.disconnected()


@asynccontextmanager
async def slow(slack: SlackServer, method: str) -> AsyncIterator[tuple[str, asyncio.Event, asyncio.Event]]:
    """Slack's address by a road on which that call waits: (address, somebody waits, let them pass)."""
    waits, passes = asyncio.Event(), asyncio.Event()

    async def forward(request: web.Request) -> web.Response:
        if request.match_info["method"] == method:
            waits.set()
            await passes.wait()
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                request.method,
                slack.base_url + request.match_info["method"],
                params=request.query,
                data=await request.read(),
                headers={name: request.headers[name] for name in PASSED if name in request.headers},
            ) as answer,
        ):
            return web.Response(
                body=await answer.read(), status=answer.status, content_type="application/json"
            )

    app = web.Application()
    app.router.add_route("*", "/api/{method}", forward)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/", waits, passes
    finally:
        await runner.cleanup()


def private(slack: SlackServer) -> list[Any]:
    """The private answers so far."""
    return [change.what for change in slack.workspace.changes if change.act == "ephemeral"]


async def test_what_was_asked_before_sigterm_is_answered(slack: SlackServer, tmp_path: Path) -> None:
    """The process ends with the answer on the screen, though it was still being made at the signal."""
    person = slack.add_user("Inès Morel", admin=True)
    async with slow(slack, "users.info") as (url, waits, passes), running(tmp_path, slack, url) as run:
        await run.until(200)
        asking = asyncio.create_task(person.slash("/cercle"))
        await asyncio.wait_for(waits.wait(), 10)
        run.process.send_signal(signal.SIGTERM)
        passes.set()
        assert await run.ends() == 0
        await asking
    assert len(private(slack)) == 1


async def test_an_answer_that_does_not_come_holds_nobody_up(slack: SlackServer, tmp_path: Path) -> None:
    person = slack.add_user("Inès Morel", admin=True)
    async with slow(slack, "views.open") as (url, waits, _), running(tmp_path, slack, url) as run:
        await run.until(200)
        await person.slash("/cercle")
        await slack.until(lambda: bool(private(slack)))
        asking = asyncio.create_task(person.press(private(slack)[0], "Créer un cercle", tolerate=True))
        await asyncio.wait_for(waits.wait(), 10)
        run.process.send_signal(signal.SIGTERM)
        assert await run.ends() == 0
        await asking
    slack.forgive()


async def test_a_port_that_is_taken_is_one_line(slack: SlackServer, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with running(tmp_path, slack, HEALTH_LISTEN=f"127.0.0.1:{port}") as run:
            assert await run.process.wait() == 2
    assert not (tmp_path / "var").exists()
