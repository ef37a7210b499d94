"""What was declared to a platform last, remembered in the database that all processes share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from bot.ports import Database


@dataclass(frozen=True, slots=True)
class Told:
    """What a platform took: the digest of the declaration, and the id of each command by the words typed."""

    digest: str
    ids: Mapping[str, str]


class Declared:
    """One line for each application of a platform: what is the same is not declared again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last(self, application: str) -> Told | None:
        """What this application was told last; None where an earlier release kept less of it."""
        async with self._database.read() as tx:
            kept = await tx.meta.get(_key(application))
        return Told(**json.loads(kept)) if kept and kept.startswith("{") else None

    async def note(self, application: str, told: Told) -> None:
        """It was told, and took it."""
        async with self._database.write() as tx:
            await tx.meta.put(_key(application), json.dumps(asdict(told)))


def _key(application: str) -> str:
    return f"commands:{application}"
