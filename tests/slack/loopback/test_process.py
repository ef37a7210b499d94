"""`entrepairs run` itself, in a process of its own, with Slack over a socket or over HTTP."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from adapters.slack.http import PATH
from tests.emulators.slack import SlackServer
from tests.emulators.slack.reading import words
from tests.support.program import Running, free_port, running

PASSED = ("Authorization", "Content-Type")


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer.running(scale=4.0) as slack:  # how fast a busy machine is, is judged elsewhere
        yield slack


def over_http(slack: SlackServer, port: int) -> dict[str, str]:
    return {"SLACK_SIGNING_SECRET": slack.signing_secret, "HTTP_LISTEN": f"127.0.0.1:{port}"}


def over_a_socket(slack: SlackServer) -> dict[str, str]:
    return {"SLACK_APP_TOKEN": slack.app_token}


@asynccontextmanager
async def started(
    slack: SlackServer, folder: Path, settings: dict[str, str], api_url: str = ""
) -> AsyncIterator[Running]:
    ours = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_API_URL": api_url or slack.base_url}
    secrets = (slack.bot_token, slack.app_token, slack.signing_secret)
    async with running(folder, ours | settings, secrets) as run:
        yield run


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


async def test_it_is_ready_once_it_is_connected_and_ends_at_sigterm(
    slack: SlackServer, tmp_path: Path
) -> None:
    async with started(slack, tmp_path, over_a_socket(slack)) as run:
        said = await run.ready()
        assert said == {
            "ready": True,
            "database": True,
            "schema": True,
            "jobs": True,
            "connected": {"slack": True},
        }
        assert await run.stops() == 0
        await slack.disconnected()


async def test_an_answer_that_does_not_come_holds_nobody_up(slack: SlackServer, tmp_path: Path) -> None:
    person = slack.add_user("Inès Morel", admin=True)
    settings = over_a_socket(slack) | {"DEADLINE_SCALE": "0.4"}
    async with (
        slow(slack, "views.open") as (url, waits, _),
        started(slack, tmp_path, settings, url) as run,
    ):
        await run.ready()
        await person.slash("/cercle")
        await slack.until(lambda: bool(private(slack)))
        asking = asyncio.create_task(person.press(private(slack)[0], "Créer un cercle", tolerate=True))
        await asyncio.wait_for(waits.wait(), 10)
        assert await run.stops() == 0
        await asking
    slack.forgive()


@pytest.mark.parametrize("road", ["socket", "http"])
async def test_what_was_asked_before_sigterm_is_answered(
    slack: SlackServer, tmp_path: Path, road: str
) -> None:
    """It ends with the answer on the screen, though that was still being made at the signal."""
    ines = slack.add_user("Inès Morel", admin=True)
    port = free_port()
    settings = over_a_socket(slack) if road == "socket" else over_http(slack, port)
    async with (
        slow(slack, "users.info") as (url, waits, passes),
        started(slack, tmp_path, settings, url) as run,
    ):
        assert (await run.ready())["connected"] == {"slack": True}
        if road == "http":
            await slack.set_request_urls(f"http://127.0.0.1:{port}{PATH}")
        asking = asyncio.create_task(ines.slash("/cercle"))
        await asyncio.wait_for(waits.wait(), 10)
        run.process.terminate()
        passes.set()
        assert await run.ends() == 0
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
            assert await run.stops() == 0


async def test_a_text_accepted_before_a_kill_is_there_afterwards(slack: SlackServer, tmp_path: Path) -> None:
    """Killed outright: Slack was told yes, the answer was under way, nothing of it was shown."""
    ines = slack.add_user("Inès Morel", admin=True)
    settings = over_a_socket(slack)
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
        assert await run.stops() == 0
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
        assert await run.stops() == 0


@pytest.mark.parametrize(
    ("road", "wrong"),
    [("socket", "SLACK_BOT_TOKEN"), ("socket", "SLACK_APP_TOKEN"), ("http", "SLACK_BOT_TOKEN")],
)
async def test_a_refused_token_is_one_line_and_an_end(
    slack: SlackServer, tmp_path: Path, road: str, wrong: str
) -> None:
    settings = over_a_socket(slack) if road == "socket" else over_http(slack, free_port())
    settings[wrong] = ("xoxb" if wrong == "SLACK_BOT_TOKEN" else "xapp") + "-canary"
    async with started(slack, tmp_path, settings) as run:
        assert await run.ends(within_s=30) == 2
    assert run.said.strip().splitlines()[-1].startswith(f"{wrong}: Slack refuses this token")
    assert "canary" not in run.said
    assert "Traceback" not in run.said


@pytest.mark.parametrize("setting", ["HEALTH_LISTEN", "HTTP_LISTEN"])
async def test_a_port_that_is_taken_is_one_line(slack: SlackServer, tmp_path: Path, setting: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = over_http(slack, free_port()) | {setting: f"127.0.0.1:{port}"}
        async with started(slack, tmp_path, settings) as run:
            assert await run.ends(within_s=30) == 2
    (line,) = run.said.strip().splitlines()
    assert line.startswith(f"{setting}: port {port} is busy")
    assert not (tmp_path / "var").exists()
