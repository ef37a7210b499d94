"""The ground the other tests stand on is itself tried."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.support.postgres import PostgresServer
from tests.support.summary import closing_line


async def test_a_database_of_its_own_on_both_engines(database_url: str) -> None:
    engine = create_async_engine(database_url)
    try:
        async with engine.begin() as connection:
            await connection.execute(
                text("CREATE TABLE once (n INTEGER)")
            )  # fails if another test's is there
            await connection.execute(text("INSERT INTO once VALUES (1)"))
            assert (await connection.execute(text("SELECT count(*) FROM once"))).scalar_one() == 1
    finally:
        await engine.dispose()


@pytest.mark.postgres
async def test_another_test_sees_nothing_of_it(postgres_url: str, postgres_server: PostgresServer) -> None:
    database = make_url(postgres_url).database
    assert database is not None
    postgres_server.sql("CREATE TABLE once (n INTEGER)", database)
    assert postgres_server.sql("SELECT count(*) FROM pg_tables WHERE tablename = 'once'", "template1") == "0"
    assert postgres_server.sql("SHOW fsync") == "off"


@pytest.mark.postgres
def test_the_server_ends_with_a_killed_parent(postgres_server: PostgresServer) -> None:
    """A test process that is killed outright leaves no server behind."""
    program = (
        "import os, sys\n"
        "from tests.support import postgres\n"
        "with postgres.running(postgres.programs()) as server:\n"
        "    print(server.socket_dir, server.sql('SELECT pg_backend_pid()'), flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path.cwd()
    ) as child:
        assert child.stdout is not None
        home = Path(child.stdout.readline().decode().split()[0])
        server_pid = int((home / "data" / "postmaster.pid").read_text().split()[0])
        pidfd = os.pidfd_open(server_pid)
        os.kill(child.pid, signal.SIGKILL)
        child.wait(10)
    try:
        ended, _, _ = select.select([pidfd], [], [], 20)
        assert ended, "PostgreSQL outlived the test process"
    finally:
        os.close(pidfd)
        shutil.rmtree(home, ignore_errors=True)


@pytest.mark.browser
def test_the_browser_that_was_found_starts(chromium_path: Path) -> None:
    said = subprocess.run(
        [chromium_path, "--version"], capture_output=True, text=True, check=True, timeout=60
    )
    assert "Chrom" in said.stdout


def test_the_closing_line_counts_equal_reasons() -> None:
    line = closing_line(["Skipped: no Chromium: x", "no Chromium: x", "no specification"])
    assert line.startswith("Skipped: 2 x no Chromium: x; 1 x no specification. Besides, ")
    assert closing_line([]).startswith("Skipped: nothing.")
