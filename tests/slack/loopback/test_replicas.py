"""Two processes on one database, each with half of what Slack sends; bodies again; one killed halfway."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from sqlalchemy import text

from adapters.slack.answering import Answering
from bot.jobs import Jobs
from bot.registry import JOBS
from storage.engine import open_engine
from storage.transaction import SqlDatabase
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.slack_http import HttpSlackDriver, Replica
from tests.contract.scenarios import CHARTER, MIRROR, circle, write
from tests.contract.stage import Stage


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    stage = await Stage(HttpSlackDriver(scale=10.0), sqlite_url).open()
    yield stage
    await stage.close()


def http(stage: Stage) -> HttpSlackDriver:
    assert isinstance(stage.driver, HttpSlackDriver)
    return stage.driver


@pytest.fixture
async def second(stage: Stage) -> AsyncIterator[tuple[Replica, SqlDatabase]]:
    """Another process: an engine, a core and an address of its own. From now on they take turns."""
    database = SqlDatabase(open_engine(stage.url), stage.clock)
    first, stage.database = stage.database, database
    door = stage.door()
    stage.database = first
    slack = http(stage).slack
    replica = Replica(slack, door, 10.0)
    await replica.start()
    slack.on_idle(replica.app.idle)
    await slack.set_request_urls(http(stage).replica.url, replica.url)
    yield replica, database
    await replica.stop()
    await database.dispose()


async def test_a_form_opened_on_one_is_submitted_on_the_other(
    stage: Stage, second: tuple[Replica, SqlDatabase]
) -> None:
    """Every step of these goes to the other process than the one before."""
    sophie, claire = await circle(stage, "Claire Morel")
    await write(claire)
    await claire.presses("practice.send")
    sophie.sees("La question miroir", "dm")
    slack = http(stage).slack
    counts = [sum(one.url == url for one in slack.posted) for url in {one.url for one in slack.posted}]
    assert len(counts) == 2
    assert abs(counts[0] - counts[1]) <= 1


async def test_what_falls_due_is_said_by_one_of_them(
    stage: Stage, second: tuple[Replica, SqlDatabase]
) -> None:
    """Both look at the same instant, again and again; each row is one message."""
    sophie, claire = await circle(stage, "Claire Morel")
    replica, database = second
    loops = [
        Jobs(stage.database, JOBS, {"slack": http(stage).sender}, stage.clock),
        Jobs(database, JOBS, {"slack": replica.app.sender}, stage.clock),
    ]
    settle, stage.settle = stage.settle, _nothing  # type: ignore[method-assign]
    await write(claire)
    await claire.presses("practice.send")
    for _ in range(3):
        await asyncio.gather(*(loop.run_due() for loop in loops))
    stage.settle = settle  # type: ignore[method-assign]
    await stage.settle()
    seen = [said for said in sophie.person.texts("dm") if "La question miroir" in said]
    assert len(seen) == 1


async def _nothing() -> None:
    return


async def test_the_same_signed_body_again_has_no_second_effect(stage: Stage) -> None:
    """Within the five minutes its signature is good; what it did is done."""
    sophie = stage.person("Sophie Lenoir", administers=True)
    await sophie.runs("circle")
    await sophie.presses("circle.create")
    await sophie.submits(
        name="coachs-lyon", place=stage.driver.place, register="tu", objectives="Poser.", charter=CHARTER
    )
    await sophie.presses("circle.announce")
    slack = http(stage).slack
    async with aiohttp.ClientSession() as session:
        for posted in list(slack.posted):
            async with session.post(posted.url, data=posted.body, headers=posted.headers) as answer:
                assert answer.status == 200
    await slack.settled()
    await stage.settle()
    slack.forgive()
    assert sophie.counts("Le cercle coachs-lyon est ouvert.") == 1
    await sophie.runs("circle")
    assert await rows(stage, "circles") == 1


async def rows(stage: Stage, table: str) -> int:
    async with stage.database.engine.connect() as connection:
        return int((await connection.execute(text(f"select count(*) from {table}"))).scalar_one())


# --- killed between the acknowledgement and the work -------------------------------------------------------


@pytest.fixture(params=["socket", "http"])
async def either(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    driver = (SlackDriver if request.param == "socket" else HttpSlackDriver)(scale=10.0)
    stage = await Stage(driver, sqlite_url).open()
    yield stage
    await stage.close()


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Awaitable[None]]:
    """Acts; the process dies once Slack was told yes and before that method of ours begins."""

    async def kill(stage: Stage, method: str, act: Callable[[], Awaitable[None]]) -> None:
        begun = asyncio.Event()

        async def never(*_: Any, **__: Any) -> None:
            begun.set()
            await asyncio.Event().wait()

        slack = stage.driver.slack  # type: ignore[attr-defined]
        with monkeypatch.context() as patched:
            patched.setattr(Answering, method, never)
            acting = asyncio.ensure_future(act())
            await begun.wait()
            await slack.until(lambda: not slack.under_way)
            app = stage.driver._app  # type: ignore[attr-defined]
            work = set(app._answering._work)
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
            await acting
        await stage.driver.restart()

    return kill


async def test_a_click_lost_to_a_kill_is_pressed_again_and_works_once(
    either: Stage, killed: Callable[..., Awaitable[None]]
) -> None:
    sophie, claire = await circle(either, "Claire Morel")
    await write(claire)
    await killed(either, "_answer", lambda: claire.person.presses("practice.send"))
    await either.settle()
    sophie.never_sees("La question miroir", "dm")
    await claire.presses("practice.send")
    seen = [said for said in sophie.person.texts("dm") if "La question miroir" in said]
    assert len(seen) == 1


async def test_a_text_that_was_accepted_outlives_a_kill(
    either: Stage, killed: Callable[..., Awaitable[None]]
) -> None:
    """The form is gone from the screen and no preview was shown: the words are there all the same, once."""
    _, claire = await circle(either, "Claire Morel")
    await claire.runs("practice share")
    await killed(either, "_show", lambda: claire.person.submits(**MIRROR))
    assert claire.person.form is None
    assert await rows(either, "practices") == 1
    await claire.runs("circle")
    await claire.presses("practice.own")
    claire.sees("La question miroir")
