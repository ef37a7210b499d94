"""`doctor` and `invite`: what is wrong, what to do, the exit code, and never a secret."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import sqlite3
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot import __main__ as root
from bot.composition.core import open_core
from bot.operations import checks
from bot.operations.findings import Finding, Level, as_json, broken, exit_code, fine, warning
from storage import backups
from storage.diagnosis import diagnose
from storage.engine import open_engine
from storage.transaction import SqlDatabase
from tests.emulators.slack import SlackServer
from tests.storage.world import AT, HandClock, found_circle

TOKEN = base64.b64encode(b"123456789012345678").decode() + ".zq0canary.zq0secret"
NOWHERE = {"DISCORD_API_URL": "http://127.0.0.1:1/api/v10"}
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "DISCORD_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*args: str, **env: str) -> Result:
        said = CliRunner().invoke(root.entrepairs, args, env=env)
        assert "zq0" not in said.output
        assert said.exception is None or isinstance(said.exception, SystemExit), said.exception
        return said

    return invoke


@pytest.fixture
def a_slack() -> Iterator[str]:
    """The settings of a Slack on loopback, which serves in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def done(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(30)

    slack = done(SlackServer.start())
    channel = slack.add_channel("cercle", bot=True)  # the one of the circle in `lived`
    channel.id = "C1"
    slack.workspace.channels[channel.id] = channel
    yield (
        f"SLACK_BOT_TOKEN={slack.bot_token}\nSLACK_APP_TOKEN={slack.app_token}\n"
        f"SLACK_API_URL={slack.base_url}\n"
    )
    done(slack.stop())
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def levels(said: Result) -> dict[str, str]:
    found: dict[str, Any] = json.loads(said.stdout)
    assert found["exit"] == said.exit_code
    return {one["check"]: one["level"] for one in found["findings"]}


async def lived(url: str) -> None:
    async with open_core(url, "real", remembers=True):
        pass
    database = SqlDatabase(open_engine(url), HandClock(AT))
    await found_circle(database)
    await database.dispose()


# --- the command -----------------------------------------------------------------------------------------


def test_an_installation_in_order_ends_with_0(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, a_slack: str
) -> None:
    monkeypatch.setattr(checks, "LITTLE", 0)
    asyncio.run(lived(f"sqlite+aiosqlite:///{tmp_path}/var/entrepairs.db"))
    (tmp_path / ".env").write_text(a_slack)
    (tmp_path / ".env").chmod(0o600)
    assert run("backup").exit_code == 0
    said = run("doctor", "--json")
    assert said.exit_code == 0, said.output
    assert set(levels(said).values()) == {"ok"}
    there = {"schema", "backup", "zones", "disk", "clock", "erasures", "slack.token", "slack.scopes"}
    assert there <= set(levels(said))
    assert run("doctor").exit_code == 0


def test_warnings_end_with_1_and_each_has_its_next_step(run: Run, tmp_path: Path) -> None:
    asyncio.run(lived(f"sqlite+aiosqlite:///{tmp_path}/var/entrepairs.db"))
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n")
    (tmp_path / ".env").chmod(0o644)
    (tmp_path / "var/entrepairs.db").chmod(0o644)
    said = run("doctor", "--json", **NOWHERE)
    assert said.exit_code == 1
    wrong = {check for check, level in levels(said).items() if level == "warning"}
    assert wrong >= {"settings.file", "database.file", "backup", "discord"}
    lines = run("doctor", **NOWHERE).output.splitlines()
    assert sum(line.strip().startswith("next: ") for line in lines) == len(wrong)
    assert "          next: chmod 600 .env" in lines


def test_nothing_yet_is_said_and_nothing_is_made(run: Run, tmp_path: Path) -> None:
    said = run("doctor", "--json")
    assert levels(said)["platforms"] == "warning"
    assert levels(said)["database"] == "ok"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "env",
    [
        {"LOG_LEVEL": "zq0"},
        {"DISCORD_TOKN": "zq0"},
        {"DISCORD_TOKEN": "zq0nonsense"},
        {"DATABASE_URL": "postgresql://ana:zq0@127.0.0.1:1/x"},
    ],
)
def test_what_is_broken_ends_with_2(run: Run, env: dict[str, str]) -> None:
    assert run("doctor", **env).exit_code == 2
    assert "broken" in levels(run("doctor", "--json", **env)).values()


# --- a database ------------------------------------------------------------------------------------------


async def inside(file: Path, now: datetime) -> dict[str, Finding]:
    found, _ = await diagnose(f"sqlite+aiosqlite:///{file}", now)
    return {one.check: one for one in found}


async def test_each_fault_of_a_database_is_found(tmp_path: Path) -> None:
    file = tmp_path / "var" / "entrepairs.db"
    now = datetime.now(UTC)
    await lived(f"sqlite+aiosqlite:///{file}")
    assert (await inside(file, now))["schema"].level is Level.OK
    for spoil, check, level in (
        ("UPDATE alembic_version SET version_num = '0003'", "schema", Level.WARNING),
        ("UPDATE alembic_version SET version_num = '9999'", "schema", Level.BROKEN),
        ("UPDATE meta SET value = 'playground' WHERE key = 'kind'", "database.kind", Level.BROKEN),
        ("INSERT INTO inbox VALUES ('x', '2999-01-01 00:00:00.000000')", "clock", Level.BROKEN),
        (
            "INSERT INTO erasures VALUES ('note.erased', 'c', 'n', '2026-01-01 00:00:00')",
            "erasures",
            Level.WARNING,
        ),
    ):
        copy = tmp_path / "copy" / "entrepairs.db"
        copy.unlink(missing_ok=True)
        backups.back_up(file, copy)
        with closing(sqlite3.connect(copy)) as spoiled:
            spoiled.execute(spoil)
            spoiled.commit()
        assert (await inside(copy, now))[check].level is level, spoil


async def test_a_damaged_file_is_broken_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "entrepairs.db"
    file.write_bytes(b"nothing" * 1000)
    found = await inside(file, datetime.now(UTC))
    assert found["database"].level is Level.BROKEN
    assert file.read_bytes() == b"nothing" * 1000


async def test_old_backups_are_told_by_their_names(tmp_path: Path) -> None:
    file = tmp_path / "entrepairs.db"
    now = datetime.now(UTC)
    await lived(f"sqlite+aiosqlite:///{file}")
    assert (await inside(file, now))["backup"].level is Level.WARNING
    backups.back_up(file, backups.folder_of(file) / backups.name(backups.AUTOMATIC, now - timedelta(days=40)))
    found = await inside(file, now)
    assert "40 days old" in found["backup"].what
    assert found["backup.age"].level is Level.WARNING
    backups.back_up(file, backups.folder_of(file) / backups.name(backups.MANUAL, now - timedelta(days=1)))
    assert (await inside(file, now))["backup"].level is Level.OK


async def test_postgresql_is_looked_into_too(postgres_url: str) -> None:
    found, bound = await diagnose(postgres_url, AT)
    assert {one.check: one.level for one in found} == {"schema": Level.WARNING}
    assert bound == ()


# --- the checks ------------------------------------------------------------------------------------------


def test_a_finding_says_what_to_do() -> None:
    with pytest.raises(ValueError):
        Finding("x", Level.WARNING, "something")


def test_the_worst_decides() -> None:
    some = [fine("a", "b"), warning("a", "b", "c", "d"), broken("a", "b", "c", "d")]
    assert [exit_code(some[:n]) for n in range(4)] == [0, 0, 1, 2]
    assert json.loads(as_json(some))["findings"][2] == {
        "check": "a",
        "level": "broken",
        "what": "b",
        "why": "c",
        "next": "d",
    }


def test_without_time_zones_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise checks.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(checks, "ZoneInfo", missing)
    assert checks.zones().level is Level.BROKEN
    assert "tzdata" in checks.zones().next


def test_a_full_disk_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = checks.shutil.disk_usage(tmp_path)
    for left, level in ((10, Level.BROKEN), (500 * 1024**2, Level.WARNING), (5 * 1024**3, Level.OK)):
        monkeypatch.setattr(checks.shutil, "disk_usage", lambda _, left=left: free._replace(free=left))
        assert checks.disk(tmp_path / "not" / "there").level is level


# --- the invitation --------------------------------------------------------------------------------------


def test_the_invitation_names_its_permissions_and_no_token(run: Run) -> None:
    said = run("invite", "discord", DISCORD_TOKEN=TOKEN)
    assert said.exit_code == 0
    address, _, *lines = said.output.splitlines()
    assert address.startswith("https://discord.com/oauth2/authorize?client_id=123456789012345678&")
    assert address.endswith("&permissions=343865887760&scope=bot%20applications.commands")
    assert sum(line.startswith("  ") for line in lines) == 7


@pytest.mark.parametrize("token", ["", "zq0nonsense", "zq0.zq0.zq0"])
def test_without_a_token_that_says_whose_it_is_it_is_one_line(run: Run, token: str) -> None:
    said = run("invite", "discord", DISCORD_TOKEN=token)
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert said.stderr.startswith("DISCORD_TOKEN: ")
    assert os.linesep not in said.stderr.rstrip()
