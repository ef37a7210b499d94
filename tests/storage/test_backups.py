"""A copy of a database in use: consistent, whole, private, over nothing; and what is no copy is refused."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from storage import backups
from storage.backups import Exists, Held, NotACopy, back_up, held_alone, prune, verify
from storage.engine import open_engine
from storage.migrations import head
from storage.transaction import SqlDatabase
from tests.storage.world import AT, HandClock, found_circle, practice, put


@pytest.fixture
def file(sqlite_migrated_url: str) -> Path:
    found = backups.database_file(sqlite_migrated_url)
    assert found is not None
    return found


@pytest.fixture
def database(sqlite_migrated_url: str, clock: HandClock) -> SqlDatabase:
    return SqlDatabase(open_engine(sqlite_migrated_url), clock)


async def test_a_copy_is_whole_and_for_its_owner_alone(database: SqlDatabase, file: Path) -> None:
    await found_circle(database)
    target = file.parent / "far" / "away" / "copy.db"
    made = back_up(file, target)
    await database.dispose()
    assert (made.facts.revision, made.facts.rows["members"], made.facts.newer) == (head(), 3, False)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert {stat.S_IMODE(p.stat().st_mode) for p in (target.parent, target.parent.parent)} == {0o700}
    assert [p.name for p in target.parent.iterdir()] == ["copy.db"]


async def test_a_copy_made_while_two_rows_always_go_together_has_both(
    database: SqlDatabase, file: Path
) -> None:
    """A practice and its words are written in one transaction; nobody waits long for the copy."""
    await found_circle(database)
    stopped, begun = asyncio.Event(), asyncio.Event()
    written = 0

    async def write() -> None:
        nonlocal written
        while not stopped.is_set():
            await put(database, practice(f"1-{written}"))
            written += 1
            begun.set()

    writer = asyncio.create_task(write())
    await begun.wait()
    seen = []
    for number in range(5):
        began = written
        made = await asyncio.to_thread(back_up, file, file.parent / f"{number}.db")
        rows = made.facts.rows
        seen.append(rows["practices"])
        assert rows["practices"] == rows["practice_versions"] >= began
    stopped.set()
    await writer
    await database.dispose()
    assert seen == sorted(seen)
    assert seen[0] < seen[-1]


async def test_a_copy_holds_no_freed_page(database: SqlDatabase, file: Path) -> None:
    await found_circle(database)
    await put(database, *(practice(f"1-{n}") for n in range(300)))
    async with database.write() as tx:
        for n in range(300):
            await tx.practices.erase(practice(f"1-{n}"))
    made = back_up(file, file.parent / "copy.db")
    await database.dispose()
    with closing(sqlite3.connect(made.file)) as copy:
        assert copy.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert b"Deux colonnes" not in made.file.read_bytes()


def test_nothing_is_written_over(file: Path) -> None:
    target = file.parent / "mine.txt"
    target.write_text("mine")
    with pytest.raises(Exists):
        back_up(file, target)
    assert target.read_text() == "mine"
    link = file.parent / "link.db"
    link.symlink_to(file.parent / "nowhere")
    with pytest.raises(Exists):
        back_up(file, link)


def test_a_file_that_appears_meanwhile_stays(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = file.parent / "copy.db"
    whole = backups.verify

    def late(copy: Path) -> backups.Facts:
        target.write_text("mine")
        return whole(copy)

    monkeypatch.setattr(backups, "verify", late)
    with pytest.raises(Exists):
        back_up(file, target)
    assert target.read_text() == "mine"


async def test_what_is_torn_or_damaged_is_refused(database: SqlDatabase, file: Path) -> None:
    await found_circle(database)
    await put(database, *(practice(f"1-{n}") for n in range(200)))
    good = back_up(file, file.parent / "good.db").file.read_bytes()
    await database.dispose()
    broken = file.parent / "bad.db"
    for bad in (
        b"",
        good[: len(good) // 2 + 100],  # torn
        good[: len(good) // 8192 * 4096],  # cut at the end of a page
        good[:40960] + b"\x00" * 8192 + good[49152:],
        b"not a database at all" * 500,
    ):
        broken.write_bytes(bad)
        with pytest.raises(NotACopy):
            verify(broken)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE meta (key, value)")
        other.commit()
    with pytest.raises(NotACopy, match="no database of Entrepairs"):
        verify(tmp_path / "other.db")


async def test_a_database_in_use_is_held_by_nobody_else(database: SqlDatabase, file: Path) -> None:
    """One connection that lies idle in a pool is enough."""
    async with database.read() as tx:
        assert await tx.circles.get("lyon") is None
    with pytest.raises(Held):
        held_alone(file)
    await database.dispose()
    alone, other = held_alone(file), sqlite3.connect(file, timeout=0)
    with closing(alone), closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("SELECT count(*) FROM meta")


def test_five_automatic_backups_stay_and_none_beyond_thirty_days(file: Path) -> None:
    folder = backups.folder_of(file)
    folder.mkdir()
    for days in range(8):
        (folder / backups.name(backups.AUTOMATIC, AT - timedelta(days=10 * days))).touch()
    mine = folder / backups.name(backups.MANUAL, AT - timedelta(days=400))
    mine.touch()
    prune(file, AT)
    assert len(backups.automatic(file)) == 4  # today, 10, 20 and 30 days ago
    assert mine.exists()
    for hours in range(8):
        (folder / backups.name(backups.AUTOMATIC, AT + timedelta(hours=hours))).touch()
    prune(file, AT + timedelta(hours=8))
    assert [p.name for p in backups.automatic(file)] == [
        backups.name(backups.AUTOMATIC, AT + timedelta(hours=hours)) for hours in (7, 6, 5, 4, 3)
    ]
