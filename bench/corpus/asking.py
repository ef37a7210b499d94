"""What is asked in the measurements, and how: as a command of the product asks it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.library import RARE
from sqlalchemy import event

from bot.card import Audience
from bot.library.analysis import asked
from bot.library.models import Wish
from storage.engine import open_engine
from storage.transaction import SqlDatabase

QUESTIONS = {
    "rare": RARE,
    "common": "client",
    "two words": "question client",
    "stop words": "comment faire pour",
    "prefix": "cli",
}


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Ours:
    def __init__(self, file: Path) -> None:
        self.database = SqlDatabase(open_engine(f"sqlite+aiosqlite:///{file}"), WallClock())
        self.statements = 0
        event.listen(self.database.engine.sync_engine, "before_cursor_execute", self._count)

    def _count(self, conn: Any, cursor: Any, sql: str, *_: Any) -> None:
        self.statements += not sql.startswith(("BEGIN", "PRAGMA"))

    async def one(self, typed: str, circle: int) -> int:
        async with self.database.read() as tx:
            reader = Audience(f"c{circle}", "m1")
            return (await tx.library.find(reader, circle, Wish(asked(typed)))).total
