"""The ledger: what was erased or taken back, as ids and instants, in the database and in a file beside it.

The table commits with the erasure. The file is what an older database, put back, cannot know: its lines are
erased once more when such a database is opened (`storage/replay.py`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import make_url, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import insert
from storage.schema import erasures


class Erasure(NamedTuple):
    """`kind` says of what, and what became of it: `practice.erased`, `practice.withdrawn`, `note.erased`…"""

    kind: str
    circle: str  # "" for a draft, which may have none
    thing: str
    at: datetime


class SqlErasures:
    """`noted` is what this transaction adds; it is for the file once it is committed."""

    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self.noted: list[Erasure] = []

    async def note(self, kind: str, circle: str, thing: str) -> None:
        """This is gone, now and in every backup."""
        await self.put(Erasure(kind, circle, thing, self._now))

    async def put(self, *lines: Erasure) -> None:
        """Lines known from elsewhere; those that are there already stay."""
        for line in lines:
            row = insert(self._connection, erasures).values(**line._asdict())
            await self._connection.execute(row.on_conflict_do_nothing())
        self.noted += lines

    async def all(self) -> Sequence[Erasure]:
        """In the order in which they happened."""
        found = await self._connection.execute(
            select(erasures).order_by(erasures.c.at, erasures.c.kind, erasures.c.circle, erasures.c.thing)
        )
        return [Erasure(row.kind, row.circle, row.thing, row.at) for row in found]


class LedgerFile:
    """One JSON object a line, only ever added to, for its owner alone (0600)."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> list[Erasure]:
        """What it holds; a last line that was cut off is left out.

        Raises: ValueError, where another line is no line of a ledger: what it said would be forgotten.
        """
        try:
            text = self.path.read_text("utf-8")
        except FileNotFoundError:
            return []
        *whole, cut = text.split("\n")
        found = [_line(line) for line in whole if line]
        try:
            return [*found, _line(cut)] if cut else found
        except ValueError:
            return found

    def add(self, lines: Iterable[Erasure]) -> None:
        """On the disk when this returns."""
        said = "".join(json.dumps({**x._asdict(), "at": x.at.isoformat()}) + "\n" for x in lines)
        if not said:
            return
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
        try:
            size = os.fstat(handle).st_size
            if size and os.pread(handle, 1, size - 1) != b"\n":
                os.ftruncate(handle, _last_line_end(handle, size))
            os.write(handle, said.encode())
            os.fsync(handle)
        finally:
            os.close(handle)


def ledger_of(url: str) -> LedgerFile:
    """The file beside a SQLite database; for PostgreSQL `var/<name>.erasures`."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return LedgerFile(Path(f"{address.database}.erasures"))
    return LedgerFile(Path("var") / f"{address.database}.erasures")


def _line(text: str) -> Erasure:
    try:
        said = json.loads(text)
        return Erasure(said["kind"], said["circle"], said["thing"], datetime.fromisoformat(said["at"]))
    except (KeyError, TypeError, ValueError):
        raise ValueError("not a line of a ledger") from None


def _last_line_end(handle: int, size: int) -> int:
    """Where the last whole line ends: what follows was cut off while it was written."""
    return os.pread(handle, size, 0).rfind(b"\n") + 1
