"""`entrepairs run` itself, in a process of its own, with Slack over HTTP, and where they differ a socket."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters.slack.http import PATH
from tests.emulators.slack import SlackServer
from tests.emulators.slack.reading import words
from tests.plumbing.test_run import free_port, private, slow

ROOT = Path(__file__).parents[3]
END_S = 5.0
Process = asyncio.subprocess.Process


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer.running(scale=4.0) as slack:  # how fast a busy machine is, is judged elsewhere
        yield slack


def over_http(slack: SlackServer, port: int) -> dict[str, str]:
    return {"SLACK_SIGNING_SECRET": slack.signing_secret, "HTTP_LISTEN": f"127.0.0.1:{port}"}


@dataclass
class Running:
    process: Process
    health: int

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

    async def ends(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(END_S):
            return await self.process.wait()


@asynccontextmanager
async def started(
    slack: SlackServer, folder: Path, settings: dict[str, str], api_url: str = ""
) -> AsyncIterator[Running]:
    """The program; killed where it does not end by itself. Nothing secret is in what it says."""
    health = free_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_API_URL": api_url or slack.base_url,
            "HEALTH_LISTEN": f"127.0.0.1:{health}",
        }
        | settings,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    reading = asyncio.create_task(process.stderr.read())
    try:
        yield Running(process, health)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        said = (await reading).decode()
        print(said)
        for secret in (slack.bot_token, slack.app_token, slack.signing_secret):
            assert secret not in said


async def test_over_http_it_serves_and_what_was_asked_before_sigterm_is_answered(
    slack: SlackServer, tmp_path: Path
) -> None:
    ines = slack.add_user("Inès Morel", admin=True)
    port = free_port()
    async with (
        slow(slack, "users.info") as (url, waits, passes),
        started(slack, tmp_path, over_http(slack, port), url) as run,
    ):
        assert (await run.ready())["connected"] == {"slack": True}
        await slack.set_request_urls(f"http://127.0.0.1:{port}{PATH}")
        asking = asyncio.create_task(ines.slash("/cercle"))
        await asyncio.wait_for(waits.wait(), 10)
        ending = asyncio.create_task(run.ends())
        passes.set()
        assert await ending == 0
        await asking
    assert len(private(slack)) == 1


async def test_over_http_a_circle_outlives_a_stop_and_a_start(slack: SlackServer, tmp_path: Path) -> None:
    """The card made by one process is pressed in the next."""
    ines = slack.add_user("Inès Morel", admin=True)
    port = free_port()
    for label in ("Créer un cercle", "Menu du cercle"):
        async with started(slack, tmp_path, over_http(slack, port)) as run:
            await run.ready()
            await slack.set_request_urls(f"http://127.0.0.1:{port}{PATH}")
            if label == "Créer un cercle":
                await ines.slash("/cercle")
                await slack.until(lambda: bool(private(slack)))
            else:
                await ines.press(private(slack)[0], "Créer un cercle")
                await slack.until(lambda: ines.open_view is not None)
            assert await run.ends() == 0


async def test_a_text_accepted_before_a_kill_is_there_afterwards(slack: SlackServer, tmp_path: Path) -> None:
    """Killed outright: Slack was told yes, the answer was under way, nothing of it was shown."""
    ines = slack.add_user("Inès Morel", admin=True)
    settings = {"SLACK_APP_TOKEN": slack.app_token}
    circle = slack.add_channel("cercle", members=[ines], bot=True)
    async with (
        slow(slack, "chat.postEphemeral") as (url, waits, _),
        started(slack, tmp_path, settings, url) as run,
    ):
        await run.ready()
        await ines.slash("/cercle")
        await slack.until(lambda: bool(private(slack)))
        await ines.press(private(slack)[0], "Créer un cercle")
        await slack.until(lambda: ines.open_view is not None)
        filled = {"name": "coachs-lyon", "place": circle.id, "register": "tu", "objectives": "Un cadre."}
        await ines.submit(values=filled | {"charter": "Bienveillance."})
        await asyncio.wait_for(waits.wait(), 10)
        assert ines.open_view is None
        run.process.kill()
        await run.process.wait()
    await slack.until(lambda: not slack.links)
    before = len(private(slack))
    async with started(slack, tmp_path, settings) as run:
        await run.ready()
        await ines.slash("/cercle")
        await slack.until(lambda: len(private(slack)) > before)
        assert "coachs-lyon" in words(private(slack)[-1].blocks)
        assert await run.ends() == 0
    with closing(sqlite3.connect(tmp_path / "var" / "entrepairs.db")) as database:
        assert database.execute("select count(*) from circles").fetchone() == (1,)


async def test_over_http_it_is_not_ready_while_slack_does_not_know_it(
    slack: SlackServer, tmp_path: Path
) -> None:
    slack.faults.server_error("auth.test", times=10**6)
    async with started(slack, tmp_path, over_http(slack, free_port())) as run:
        said = await run.ready(503)
        assert said["connected"] == {"slack": False}
        slack.faults.waiting.clear()
        assert (await run.ready())["connected"] == {"slack": True}
        assert await run.ends() == 0


@pytest.mark.parametrize(
    ("road", "wrong"),
    [("socket", "SLACK_BOT_TOKEN"), ("socket", "SLACK_APP_TOKEN"), ("http", "SLACK_BOT_TOKEN")],
)
async def test_a_refused_token_is_one_line_and_an_end(
    slack: SlackServer, tmp_path: Path, capfd: pytest.CaptureFixture[str], road: str, wrong: str
) -> None:
    settings = {"SLACK_APP_TOKEN": slack.app_token} if road == "socket" else over_http(slack, free_port())
    settings[wrong] = ("xoxb" if wrong == "SLACK_BOT_TOKEN" else "xapp") + "-canary"
    async with started(slack, tmp_path, settings) as run:
        assert await asyncio.wait_for(run.process.wait(), 30) == 2
    said = capfd.readouterr().out
    assert said.strip().splitlines()[-1].startswith(f"{wrong}: Slack refuses this token")
    assert "canary" not in said
    assert "Traceback" not in said


async def test_a_port_that_is_taken_is_one_line(
    slack: SlackServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with started(slack, tmp_path, over_http(slack, port)) as run:
            assert await asyncio.wait_for(run.process.wait(), 30) == 2
    (line,) = capfd.readouterr().out.strip().splitlines()
    assert line.startswith(f"HTTP_LISTEN: port {port} is busy")
    assert not (tmp_path / "var").exists()
