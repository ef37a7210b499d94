"""A copy of a SQLite database while it is in use, and the certainty that it is one.

`VACUUM INTO` reads one snapshot: writers go on, and no freed page comes along. (Tried against the backup API
on 100 MB, half of it erased: half the file, and a writer beside it waited 10 ms instead of 35.)
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

from storage.migrations import is_unknown

FOLDER = "backups"
MANUAL, AUTOMATIC, ASIDE = "entrepairs", "automatic", "aside"
AUTOMATIC_MAX = 5
AUTOMATIC_DAYS = 30
_TRIES = 3
_BUSY_S, _HELD_S = 5.0, 1.0


class NotACopy(Exception):
    """This file is no database of ours, or not a whole one; it says what is wrong with it."""


class Exists(Exception):
    """There is such a file already: nothing is written over."""


class Held(Exception):
    """Another process has this database open."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a database says of itself: no content."""

    kind: str | None  # playground | real; none: nobody claimed it yet
    revision: str
    rows: Mapping[str, int]

    @property
    def newer(self) -> bool:
        """It has a schema that this release does not know."""
        return is_unknown(self.revision)


@dataclass(frozen=True, slots=True)
class Backup:
    file: Path
    facts: Facts
    size: int


def database_file(url: str) -> Path | None:
    """The file of a SQLite address; none for PostgreSQL, and for a database in memory."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        return None
    return Path(str(address.database))


def folder_of(database: Path) -> Path:
    return database.parent / FOLDER


def name(prefix: str, at: datetime) -> str:
    return f"{prefix}-{at:%Y%m%dT%H%M%SZ}.db"


def back_up(database: Path, target: Path, held: sqlite3.Connection | None = None) -> Backup:
    """A whole and verified copy, for its owner alone, or no file of that name. `held`: see `held_alone`.

    Raises: Exists; NotACopy, where the database or its copy is damaged; OSError or sqlite3.Error.
    """
    if target.exists() or target.is_symlink():
        raise Exists(str(target))
    with nullcontext(held) if held else closing(_open(database)) as source, _part(target) as part:
        for _ in range(_TRIES):
            os.truncate(part, 0)
            version, rows = _version(source), _counts(source)
            source.execute("VACUUM INTO ?", (str(part),))
            quiet = version == _version(source)
            facts = verify(part)
            if quiet and rows != facts.rows:
                raise NotACopy("the copy has not the rows of the database")
            if quiet:
                break  # else it was written meanwhile, and what was counted is no longer that snapshot's
        _on_disk(part)
        _name_it(part, target)
    return Backup(target, facts, target.stat().st_size)


def verify(file: Path) -> Facts:
    """Read all of it. Raises: NotACopy."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            said = copy.execute("PRAGMA integrity_check(1)").fetchone()
            if said is None or said[0] != "ok":
                raise NotACopy("it is damaged (integrity_check)")
            if copy.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise NotACopy("it is damaged (foreign_key_check)")
            return facts_of(copy)
    except sqlite3.Error as error:
        raise NotACopy(f"it is not a whole SQLite database ({type(error).__name__})") from None


def facts_of(database: sqlite3.Connection) -> Facts:
    """Raises: NotACopy, where it is no database of ours; sqlite3.Error."""
    tables = _tables(database)
    if "alembic_version" not in tables or "meta" not in tables:
        raise NotACopy("it is no database of Entrepairs")
    revision = database.execute("SELECT version_num FROM alembic_version").fetchone()
    if revision is None:
        raise NotACopy("it is no database of Entrepairs")
    kind = database.execute("SELECT value FROM meta WHERE key = 'kind'").fetchone()
    return Facts(None if kind is None else str(kind[0]), str(revision[0]), _counts(database))


def held_alone(database: Path) -> sqlite3.Connection:
    """The database for this process alone until it is closed, by SQLite's own lock: nobody is overlooked.

    Raises: Held; sqlite3.DatabaseError, where the file is no database any more.
    """
    alone = _open(database, _HELD_S)
    try:
        alone.execute("PRAGMA locking_mode=EXCLUSIVE")
        alone.execute("PRAGMA journal_mode=DELETE")  # refused while anybody else has it open
        number = int(alone.execute("PRAGMA user_version").fetchone()[0])
        alone.execute(f"PRAGMA user_version={number}")  # whoever writes in this mode keeps the lock
    except sqlite3.OperationalError as error:
        alone.close()
        if "locked" in str(error) or "busy" in str(error):
            raise Held from None
        raise
    except sqlite3.DatabaseError:
        alone.close()
        raise
    return alone


def automatic(database: Path) -> list[Path]:
    """The backups made before an upgrade, newest first."""
    return sorted(folder_of(database).glob(f"{AUTOMATIC}-*.db"), reverse=True)


def prune(database: Path, now: datetime) -> None:
    """Of the automatic backups the five newest stay, and none beyond thirty days."""
    oldest = name(AUTOMATIC, now - timedelta(days=AUTOMATIC_DAYS))
    for number, file in enumerate(automatic(database)):
        if number >= AUTOMATIC_MAX or file.name < oldest:
            file.unlink(missing_ok=True)


def make_private(folder: Path) -> None:
    """Each folder that is missing is made for its owner alone."""
    for missing in [one for one in (*reversed(folder.parents), folder) if not one.exists()]:
        missing.mkdir(mode=0o700, exist_ok=True)


def _open(database: Path, wait_s: float = _BUSY_S) -> sqlite3.Connection:
    """As it is: a database that is not there is not made."""
    uri = f"{database.resolve().as_uri()}?mode=rw"
    return sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=wait_s, check_same_thread=False
    )  # one at a time


def _version(database: sqlite3.Connection) -> int:
    """A number that changes when somebody else commits."""
    return int(database.execute("PRAGMA data_version").fetchone()[0])


def _tables(database: sqlite3.Connection) -> list[str]:
    """Ours; what SQLite keeps for itself and for its index of tokens is not counted."""
    found = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' "
        "AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'practice_fts%' ORDER BY name"
    )
    return [str(row[0]) for row in found]


def _counts(database: sqlite3.Connection) -> dict[str, int]:
    count = 'SELECT count(*) FROM "{}"'  # gate: counts
    return {table: int(database.execute(count.format(table)).fetchone()[0]) for table in _tables(database)}


@contextmanager
def _part(target: Path) -> Iterator[Path]:
    """An empty file of our own beside the target; gone when the block ends."""
    make_private(target.parent)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _name_it(part: Path, target: Path) -> None:
    """A link never takes the place of a file. Raises: Exists."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise Exists(str(target)) from None
    except OSError:  # a disk without links: nearly as good
        if target.exists():
            raise Exists(str(target)) from None
        os.rename(part, target)
    _on_disk(target.parent)


def _on_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # some disks know no such thing for folders
            os.fsync(handle)
    finally:
        os.close(handle)
