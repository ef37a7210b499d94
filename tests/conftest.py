"""What every test may ask for: a database of its own, a browser, and a loop that is left clean."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.support import chromium, postgres, scratch
from tests.support.postgres import PostgresServer
from tests.support.summary import closing_line

scratch.settle(os.environ)

settings.register_profile("here", deadline=None, database=None)
settings.register_profile("ci", deadline=None, database=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def _missing(variable: str, reason: str) -> None:
    """Skip, unless the environment says that what is missing is required here."""
    if os.environ.get(variable) == "required":
        pytest.fail(f"{reason} ({variable}=required)", pytrace=False)
    pytest.skip(reason)


# --- databases -------------------------------------------------------------------------------------------


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite file of the test's own, not yet created."""
    return f"sqlite+aiosqlite:///{tmp_path / 'entrepairs.db'}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One real PostgreSQL for each test process, started when the first test asks for it."""
    programs = postgres.programs()
    if programs is None:
        _missing("POSTGRES_TESTS", postgres.HOW_TO_HAVE_IT)
        return
    with postgres.running(programs) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """An empty PostgreSQL database of the test's own."""
    name = postgres_server.create_database()
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture(scope="module")
def postgres_module_url(postgres_server: PostgresServer) -> Iterator[str]:
    """An empty PostgreSQL database shared by the tests of one file."""
    name = postgres_server.create_database()
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each test that asks for it runs on both engines."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


# --- browser ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The system's Chromium; start it with `tests.support.chromium.FLAGS`."""
    path = chromium.found()
    if path is None:
        _missing("BROWSER_TESTS", chromium.HOW_TO_HAVE_IT)
    assert path is not None
    return path


# --- a short pause ---------------------------------------------------------------------------------------


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: a collector that looks through it again and again
    stops every clock for a second, more than a deadline leaves."""
    gc.collect()
    gc.freeze()


# --- a clean loop ----------------------------------------------------------------------------------------


def pytest_itemcollected(item: pytest.Item) -> None:
    """Asynchronous tests are watched, first set up and last torn down; the others need no loop."""
    if isinstance(item, pytest.Function) and asyncio.iscoroutinefunction(item.obj):
        item.fixturenames.insert(0, "clean_loop")


@pytest.fixture
async def clean_loop() -> AsyncIterator[None]:
    """Fail the test that leaves a task running, or an exception that nobody fetched."""
    loop = asyncio.get_running_loop()
    before = asyncio.all_tasks()
    unheard: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _, context: unheard.append(context))
    yield
    await asyncio.sleep(0)  # what was cancelled at the very end gets its one step
    left = [task for task in asyncio.all_tasks() - before if task is not asyncio.current_task()]
    gc.collect(0)
    loop.set_exception_handler(None)
    if left:
        pytest.fail(f"the test left {len(left)} task(s) running: {left[0]!r}", pytrace=False)
    if unheard:
        pytest.fail(f"nobody heard: {unheard[0].get('exception') or unheard[0]['message']!r}", pytrace=False)


# --- the closing line ------------------------------------------------------------------------------------


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say in one line, the last, what was skipped and how to have it."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(config, "workerinput") or config.option.collectonly:
        return
    reports = reporter.stats.get("skipped", [])
    reasons = [report.longrepr[2] for report in reports if isinstance(report.longrepr, tuple)]
    reporter.write_line(closing_line(reasons))
