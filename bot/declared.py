"""What was declared to a platform last, remembered in the database that all processes share."""

from __future__ import annotations

from bot.ports import Database


class Declared:
    """One digest for each application of a platform: what is the same is not declared again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last(self, application: str) -> str | None:
        """The digest of what this application was told last."""
        async with self._database.read() as tx:
            return await tx.meta.get(_key(application))

    async def note(self, application: str, digest: str) -> None:
        """It was told, and took it."""
        async with self._database.write() as tx:
            await tx.meta.put(_key(application), digest)


def _key(application: str) -> str:
    return f"commands:{application}"
