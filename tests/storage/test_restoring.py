"""A backup takes the database's place: without what was erased since, and only where it may."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from bot.practices.models import State
from storage import backups, restoring
from storage.backups import Facts, Held, NotACopy, back_up
from storage.engine import open_engine
from storage.erasures import ledger_of
from storage.migrations import head
from storage.transaction import SqlDatabase
from tests.storage.world import HandClock, found_circle, practice, put, reader


@pytest.fixture
def file(sqlite_migrated_url: str) -> Path:
    found = backups.database_file(sqlite_migrated_url)
    assert found is not None
    return found


def opened(url: str, clock: HandClock) -> SqlDatabase:
    return SqlDatabase(open_engine(url), clock, ledger=ledger_of(url))


async def put_back(url: str, file: Path, clock: HandClock) -> tuple[Facts, Path | None, int]:
    async with restoring.prepared(url, file, clock) as ready:
        await ready.put()
        return ready.came, ready.aside, ready.erased


async def own(url: str, clock: HandClock) -> dict[str, State]:
    database = opened(url, clock)
    async with database.read() as tx:
        found = {one.id: one.state for one in await tx.practices.own(reader("claire"))}
    await database.dispose()
    return found


async def a_backup(url: str, file: Path, clock: HandClock) -> Path:
    """Of a circle with a draft and a shared practice; then the draft is erased, and a third one written."""
    database = opened(url, clock)
    await database.claim_kind("real")
    await found_circle(database)
    await put(database, practice("1-draft"), practice("1-shared", State.SHARED))
    made = back_up(file, file.parent / "backup.db").file
    clock.pass_(days=1)
    async with database.write() as tx:
        await tx.practices.erase(practice("1-draft"))
    await put(database, practice("1-later"))
    await database.dispose()
    return made


async def test_an_erased_draft_does_not_come_back(
    sqlite_migrated_url: str, file: Path, clock: HandClock
) -> None:
    url = sqlite_migrated_url
    made = await a_backup(url, file, clock)
    assert "1-draft" in made.read_bytes().decode("latin1")
    came, aside, erased = await put_back(url, made, clock)
    assert (came.rows["practices"], erased) == (2, 1)
    assert await own(url, clock) == {"1-shared": State.SHARED}
    with closing(sqlite3.connect(file)) as restored:
        said = "\n".join(restored.iterdump())
    assert said.count("1-draft") == 1  # the ledger's own line
    assert aside is not None
    assert backups.verify(aside).rows["practices"] == 2
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (file, aside, aside.parent)}
    assert modes == {0o600, 0o700}
    assert not [path.name for path in file.parent.iterdir() if "restoring" in path.name]


async def test_nor_does_it_where_the_database_is_lost_and_its_ledger_is_not(
    sqlite_migrated_url: str, file: Path, clock: HandClock
) -> None:
    url = sqlite_migrated_url
    made = await a_backup(url, file, clock)
    for path in file.parent.glob("entrepairs.db*"):
        if not path.name.endswith(".erasures"):
            path.unlink()
    _, aside, erased = await put_back(url, made, clock)
    assert (aside, erased) == (None, 1)
    assert await own(url, clock) == {"1-shared": State.SHARED}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_nor_does_it_where_the_ledgers_file_is_lost_and_the_database_is_not(
    sqlite_migrated_url: str, file: Path, clock: HandClock
) -> None:
    url = sqlite_migrated_url
    made = await a_backup(url, file, clock)
    ledger_of(url).path.unlink()
    _, _, erased = await put_back(url, made, clock)
    assert erased == 1
    assert [line.thing for line in ledger_of(url).lines()] == ["1-draft"]
    _, _, again = await put_back(url, made, clock_later(clock))
    assert again == 1
    assert await own(url, clock) == {"1-shared": State.SHARED}


def clock_later(clock: HandClock) -> HandClock:
    clock.pass_(minutes=1)
    return clock


async def test_a_backup_copied_over_by_hand_is_cleaned_when_it_is_opened(
    sqlite_migrated_url: str, file: Path, clock: HandClock
) -> None:
    url = sqlite_migrated_url
    made = await a_backup(url, file, clock)
    os.replace(made, file)
    database = opened(url, clock)
    assert await database.reconcile() == 1
    await database.dispose()
    assert await own(url, clock) == {"1-shared": State.SHARED}


async def test_a_database_that_nobody_can_read_is_kept_aside_as_it_is(
    sqlite_migrated_url: str, file: Path, clock: HandClock
) -> None:
    url = sqlite_migrated_url
    made = await a_backup(url, file, clock)
    file.write_bytes(b"nothing" * 1000)
    _, aside, erased = await put_back(url, made, clock)
    assert aside is not None
    assert aside.read_bytes() == b"nothing" * 1000
    assert erased == 1
    assert await own(url, clock) == {"1-shared": State.SHARED}


async def test_not_while_it_is_in_use(sqlite_migrated_url: str, file: Path, clock: HandClock) -> None:
    url = sqlite_migrated_url
    made = await a_backup(url, file, clock)
    user = opened(url, clock)
    async with user.read() as tx:
        assert await tx.circles.get("lyon")
    with pytest.raises(Held):
        await put_back(url, made, clock)
    await user.dispose()
    assert set(await own(url, clock)) == {"1-shared", "1-later"}


async def test_what_may_not_come_in_changes_nothing(
    sqlite_migrated_url: str, file: Path, clock: HandClock
) -> None:
    url = sqlite_migrated_url
    made = await a_backup(url, file, clock)
    good = made.read_bytes()
    for spoil, said in (
        ("UPDATE meta SET value = 'playground' WHERE key = 'kind'", "“playground” database"),
        ("UPDATE alembic_version SET version_num = '9999'", "schema 9999"),
        ("DROP TABLE alembic_version", "no database of Entrepairs"),
        (None, "damaged|not a whole"),
    ):
        made.write_bytes(good if spoil else good[: len(good) // 2])
        if spoil:
            with closing(sqlite3.connect(made)) as spoiled:
                spoiled.execute(spoil)
                spoiled.commit()
        with pytest.raises(NotACopy, match=said):
            await put_back(url, made, clock)
    made.write_bytes(good)
    Path(f"{made}-wal").write_bytes(b"something")
    with pytest.raises(NotACopy, match="in use"):
        await put_back(url, made, clock)
    assert set(await own(url, clock)) == {"1-shared", "1-later"}
    assert not backups.folder_of(file).exists()


async def test_an_older_backup_is_brought_up(sqlite_migrated_url: str, file: Path, clock: HandClock) -> None:
    url = sqlite_migrated_url
    made = await a_backup(url, file, clock)
    with closing(sqlite3.connect(made)) as old:
        for later in ("alerts", "leases", "erasures"):
            old.execute(f"DROP TABLE {later}")
        for table, column in (("accounts", "inside"), ("accounts", "inside_at"), ("circles", "frozen_at")):
            old.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        old.execute("UPDATE alembic_version SET version_num = '0003'")
        old.commit()
    came, _, erased = await put_back(url, made, clock)
    assert (came.revision, erased) == ("0003", 1)
    assert backups.verify(file).revision == head()
    assert await own(url, clock) == {"1-shared": State.SHARED}
