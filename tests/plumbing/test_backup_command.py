"""`backup`, `restore` and the copy before an upgrade, as whoever runs Entrepairs meets them."""

from __future__ import annotations

import asyncio
import shlex
import sqlite3
import stat
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import __main__ as root
from bot.composition.core import open_core
from storage import backups
from storage.engine import open_engine
from storage.erasures import LedgerFile, ledger_of
from storage.migrations import migrate
from storage.postgres_tools import dump_command
from storage.transaction import SqlDatabase
from tests.storage.world import AT, HandClock, found_circle, practice, put, reader
from tests.support.postgres import PostgresServer

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line in an empty folder, with a database of its own in `var/`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return lambda *args, **kw: CliRunner().invoke(root.entrepairs, args, **kw)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/var/entrepairs.db"


async def _lived(url: str) -> None:
    async with open_core(url, "real"):
        pass
    database = SqlDatabase(open_engine(url), HandClock(AT))
    await found_circle(database)
    await put(database, practice("1-draft"), practice("1-other"))
    await database.dispose()


async def _erased(url: str) -> None:
    database = SqlDatabase(open_engine(url), HandClock(AT), ledger=ledger_of(url))
    async with database.write() as tx:
        await tx.practices.erase(practice("1-draft"))
    await database.dispose()


def ids(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as found:
        return {row[0] for row in found.execute("SELECT id FROM practices")}


def test_a_backup_and_back(run: Run, url: str, tmp_path: Path) -> None:
    asyncio.run(_lived(url))
    said = run("backup")
    assert said.exit_code == 0, said.output
    (made,) = (tmp_path / "var" / "backups").iterdir()
    assert said.output.startswith(f"var/backups/{made.name}: ")
    assert "1 circles, 3 members, 2 practices" in said.output
    assert backups.MANUAL in made.name
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    asyncio.run(_erased(url))
    asked = run("restore", str(made))
    assert asked.exit_code == 2
    assert "--yes" in asked.stderr
    assert ids(tmp_path / "var/entrepairs.db") == {"1-other"}
    done = run("restore", str(made), "--yes")
    assert done.exit_code == 0, done.output
    assert "1 erasures that the backup did not know of" in done.output
    assert ids(tmp_path / "var/entrepairs.db") == {"1-other"}
    assert len(list((tmp_path / "var" / "backups").glob("aside-*"))) == 1


def test_what_cannot_be_done_is_one_line(run: Run, url: str, tmp_path: Path) -> None:
    nothing = run("backup")
    assert (nothing.exit_code, nothing.stderr) == (
        2,
        "There is no database yet: var/entrepairs.db\n",
    )
    assert not (tmp_path / "var").exists()
    asyncio.run(_lived(url))
    mine = tmp_path / "mine.db"
    mine.write_text("mine")
    for args in (("backup", "mine.db"), ("restore", "mine.db", "--yes")):
        refused = run(*args)
        assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1), refused.output
        assert "mine.db" in refused.stderr
    assert mine.read_text() == "mine"
    with closing(sqlite3.connect(tmp_path / "var/entrepairs.db")) as held:
        held.execute("PRAGMA journal_mode=WAL")  # as whoever runs Entrepairs
        held.execute("SELECT count(*) FROM meta").fetchone()
        run("backup", "good.db")
        refused = run("restore", "good.db", "--yes")
    assert refused.exit_code == 2
    assert "another process has the database open" in refused.stderr


def test_postgresql_has_its_own_tools_and_keeps_its_password(run: Run, tmp_path: Path) -> None:
    env = {"DATABASE_URL": "postgresql://ana:zq0secret@db.example:5433/circle"}
    (tmp_path / "x.db").write_text("")
    for args, tool in ((("backup",), "pg_dump "), (("restore", "x.db"), "pg_restore ")):
        said = run(*args, env=env)
        assert (said.exit_code, said.stderr.count("\n")) == (2, 1)
        assert tool in said.stderr
        assert "--host=db.example --port=5433 --username=ana --dbname=circle" in said.stderr
        assert "zq0secret" not in said.output


@pytest.mark.postgres
async def test_the_commands_for_postgresql_work_and_what_was_erased_since_goes_again(
    postgres_server: PostgresServer, postgres_url: str, tmp_path: Path
) -> None:
    def tool(command: str) -> None:
        name, *options = shlex.split(command)
        subprocess.run([postgres_server.programs / name, *options], cwd=tmp_path, check=True, timeout=60)

    ledger = LedgerFile(tmp_path / "x.erasures")
    await migrate(postgres_url)
    database = SqlDatabase(open_engine(postgres_url), HandClock(AT), ledger=ledger)
    await found_circle(database)
    await put(database, practice("1-draft"), practice("1-other"))
    tool(dump_command(postgres_url))
    async with database.write() as tx:
        await tx.practices.erase(practice("1-draft"))
    await database.dispose()
    tool(dump_command(postgres_url, restore=True))
    async with database.read() as tx:
        assert len(await tx.practices.own(reader("claire"))) == 2
    assert await database.reconcile() == 1
    async with database.read() as tx:
        assert [one.id for one in await tx.practices.own(reader("claire"))] == ["1-other"]
    await database.dispose()


# --- before an upgrade -----------------------------------------------------------------------------------


def as_of_0003(file: Path) -> None:
    with closing(sqlite3.connect(file)) as old:
        for later in ("alerts", "leases", "erasures"):
            old.execute(f"DROP TABLE {later}")
        for table, column in (("accounts", "inside"), ("accounts", "inside_at"), ("circles", "frozen_at")):
            old.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        old.execute("UPDATE alembic_version SET version_num = '0003'")
        old.commit()


def test_an_upgrade_comes_after_a_copy_and_a_start_without_one_makes_none(
    run: Run, url: str, tmp_path: Path
) -> None:
    file = tmp_path / "var/entrepairs.db"
    asyncio.run(_lived(url))
    assert backups.automatic(file) == []
    as_of_0003(file)
    assert run("migrate").exit_code == 0
    (kept,) = backups.automatic(file)
    assert backups.verify(kept).revision == "0003"
    assert run("migrate").exit_code == 0
    assert len(backups.automatic(file)) == 1


def test_what_cannot_be_copied_is_not_upgraded(
    run: Run, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "var/entrepairs.db"
    asyncio.run(_lived(url))
    as_of_0003(file)
    backups.folder_of(file).write_text("a file where the folder should be")
    refused = run("migrate")
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1), refused.output
    assert backups.verify(file).revision == "0003"


def test_a_newer_schema_is_one_line_and_no_backup(run: Run, url: str, tmp_path: Path) -> None:
    file = tmp_path / "var/entrepairs.db"
    asyncio.run(_lived(url))
    with closing(sqlite3.connect(file)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    refused = run("run", env={"DISCORD_TOKEN": "zq0secret"})
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert "newer than the code" in refused.stderr
    assert backups.automatic(file) == []
