"""Engines and transactions: pragmas, private files, one instant, one writer at a time."""

from __future__ import annotations

import asyncio
import stat
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.vocabulary import Place
from storage.engine import WrongKind, open_engine
from storage.schema import circles
from storage.transaction import SqlDatabase, new_id
from tests.storage.world import CHARTER, CIRCLE, CLAIRE, PLACE, HandClock, found_circle, practice, reader


async def test_a_sqlite_connection_keeps_what_it_is_told(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    async with engine.connect() as connection:
        found = {
            name: await connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "busy_timeout")
        }
    await engine.dispose()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


async def test_a_sqlite_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "var" / "entrepairs.db"
    engine = open_engine(f"sqlite+aiosqlite:///{file}")
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
        modes = {part.name: stat.S_IMODE(part.stat().st_mode) for part in file.parent.iterdir()}
    await engine.dispose()
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert set(modes.values()) == {0o600}


def test_ids_are_opaque_and_sixteen_long() -> None:
    made = {new_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(id) == 16 and set(id) <= set("abcdefghijklmnopqrstuvwxyz234567") for id in made)


async def test_a_transaction_has_one_instant(database: SqlDatabase, clock: HandClock) -> None:
    async with database.write() as tx:
        began = tx.now
        clock.pass_(hours=1)
        assert tx.now == began
    async with database.read() as tx:
        assert tx.now == clock.now()


async def test_what_raises_is_rolled_back(database: SqlDatabase) -> None:
    async def found_and_fail() -> None:
        async with database.write() as tx:
            assert await tx.circles.create(CIRCLE, CHARTER, PLACE)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await found_and_fail()
    async with database.read() as tx:
        assert await tx.circles.get("lyon") is None


async def test_a_reader_changes_nothing(database: SqlDatabase) -> None:
    await found_circle(database)
    with pytest.raises(DBAPIError):
        async with database.read() as tx:
            await tx.inbox.first("event")
    async with database.read() as tx:
        await tx.members.touch("lyon", "claire")  # reading leaves no trace, and is no mistake
    async with database.write() as tx:
        assert await tx.inbox.first("event")
        (standing,) = await tx.members.standing(CLAIRE, None)
        assert standing.last_used_at is None


async def test_a_cancelled_writer_leaves_nothing(database: SqlDatabase) -> None:
    inside = asyncio.Event()

    async def write() -> None:
        async with database.write() as tx:
            await tx.inbox.first("cancelled")
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.write() as tx:
        assert await tx.inbox.first("cancelled")


async def test_a_cancelled_writer_gives_the_file_back_at_once(database: SqlDatabase) -> None:
    """Also where its error is still looked at: that holds its cursors, and they would hold the lock."""
    await found_circle(database)
    for number in range(3):
        async with database.write() as tx:
            await tx.practices.add(practice(f"1-{number}"))

    async def write() -> None:
        async with database.write() as tx:
            await tx.inbox.first("cancelled")
            event.listen(
                database.engine.sync_engine, "before_cursor_execute", lambda *_: task.cancel(), once=True
            )
            await tx.practices.own(reader("claire"))

    task = asyncio.create_task(write())
    with pytest.raises(asyncio.CancelledError) as looked_at:
        await task
    async with asyncio.timeout(3), database.write() as tx:
        assert await tx.inbox.first("cancelled")
    del looked_at


async def test_many_writers_of_one_process_take_turns(database: SqlDatabase) -> None:
    await found_circle(database)

    async def write(number: int) -> None:
        async with database.write() as tx:
            await tx.practices.add(practice(f"1-{number}"))

    await asyncio.gather(*(write(number) for number in range(32)))
    async with database.read() as tx:
        assert len(await tx.practices.own(reader("claire"))) == 32


async def test_an_error_quotes_nobody(database: SqlDatabase) -> None:
    await found_circle(database)
    with pytest.raises(IntegrityError) as caught:
        async with database.write() as tx:
            await tx.practices.add(replace(practice(), author="absent", tags=("SECRET",)))
    assert "SECRET" not in str(caught.value)


async def test_a_database_is_for_one_thing(database: SqlDatabase) -> None:
    await database.claim_kind("playground")
    await database.claim_kind("playground")
    with pytest.raises(WrongKind, match=r"playground.*real") as caught:
        await database.claim_kind("real")
    assert (caught.value.found, caught.value.asked) == ("playground", "real")


async def test_circles_founded_at_once_have_numbers_of_their_own(database: SqlDatabase) -> None:
    async def found(index: int) -> int:
        async with database.write() as tx:
            circle = replace(CIRCLE, id=f"c{index}", num=0)
            place = Place("slack", "T1", f"C{index}")
            made = await tx.circles.create(circle, replace(CHARTER, circle=circle.id), place)
        assert made
        return made.num

    assert sorted(await asyncio.gather(*(found(index) for index in range(8)))) == list(range(1, 9))
    async with database.engine.connect() as connection:
        numbers = Counter((await connection.execute(select(circles.c.num))).scalars())
    assert numbers == Counter(range(1, 9))


_PROGRAM = """
import asyncio, sys
from storage.engine import open_engine
from storage.migrations import migrate
from storage.transaction import SqlDatabase
from tests.storage.world import AT, HandClock

async def main(url):
    await migrate(url)
    database = SqlDatabase(open_engine(url), HandClock(AT))
    async with database.write() as tx:
        await tx.inbox.first("event")
    async with database.read() as tx:
        await tx.members.active("lyon")
    await database.dispose()

asyncio.run(main(sys.argv[1]))
"""


def test_a_process_ends_by_itself(database_url: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", _PROGRAM, database_url],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
