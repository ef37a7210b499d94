"""Who is on the playground, who is in which channel, what each has read, and who waits for news."""

from __future__ import annotations

import asyncio
import re
import secrets
import unicodedata
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager

import aiosqlite

from adapters.playground.models import Channel, Persona
from bot.ports import Clock


class Roster:
    """The part of the file that says nothing: people, channels, read marks, and what was set."""

    def __init__(self, db: aiosqlite.Connection, clock: Clock) -> None:
        self._db = db
        self.clock = clock
        self._listeners: set[asyncio.Event] = set()
        self._hushed = False

    # --- people and channels ---------------------------------------------------------------------------

    async def meta(self, key: str) -> str:
        """`key`: the secret of this file's pages; `birth`: tells one telling from the next; what was set."""
        row = await self._sql_one("SELECT value FROM meta WHERE key = ?", (key,))
        return str(row["value"]) if row else ""

    async def set_meta(self, key: str, value: str) -> None:
        await self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    async def clear(self) -> None:
        """Everything said goes, and who is where; the people stay, and their pages load anew."""
        await self._db.executescript(
            "BEGIN; DELETE FROM messages; DELETE FROM reactions; DELETE FROM members; DELETE FROM channels; "
            "UPDATE personas SET read_to = 0; DELETE FROM meta WHERE key NOT IN ('key', 'peek'); COMMIT;"
        )
        await self.set_meta("birth", secrets.token_hex(6))

    async def enrol(self, personas: Iterable[Persona]) -> None:
        """Make these people known, in this order; a language chosen on the page stays."""
        await self._db.executemany(
            "INSERT INTO personas (id, position, name, line, administers, lang, zone) VALUES (?,?,?,?,?,?,?) "
            "ON CONFLICT (id) DO UPDATE SET position = excluded.position, name = excluded.name, "
            "line = excluded.line, administers = excluded.administers, zone = excluded.zone",
            [(p.id, i, p.name, p.line, p.administers, p.lang, p.zone) for i, p in enumerate(personas)],
        )
        self.ring()

    async def personas(self) -> list[Persona]:
        rows = await self._sql_all("SELECT * FROM personas ORDER BY position, rowid")
        return [_persona(row) for row in rows]

    async def persona(self, id: str) -> Persona | None:
        row = await self._sql_one("SELECT * FROM personas WHERE id = ?", (id,))
        return _persona(row) if row else None

    async def speak(self, lang: str) -> None:
        """Set the language of every persona's pages."""
        await self._db.execute("UPDATE personas SET lang = ?", (lang,))
        self.ring()

    async def open_channel(self, id: str, name: str) -> None:
        """A channel, with nobody in it yet."""
        await self._db.execute("INSERT OR IGNORE INTO channels VALUES (?, ?)", (id, name))

    async def make_channel(self, name: str, persona: str, *, again: bool) -> str:
        """A new channel with one persona in it. `again`: one that was left by an earlier try is that one."""
        mine = {channel.id for channel in await self.channels(persona)} if again else set()
        plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
        bare = "-".join(re.findall(r"[a-z0-9]+", plain)) or "cercle"
        taken = set(await self.all_channels())
        for id in (bare, *(f"{bare}-{n}" for n in range(2, len(taken) + 3))):
            if id in mine or id not in taken:
                await self.open_channel(id, id)
                await self.admit(id, persona)
                return id
        raise AssertionError("one of them is free")

    async def channel(self, id: str) -> Channel | None:
        row = await self._sql_one("SELECT id, name FROM channels WHERE id = ?", (id,))
        return Channel(row["id"], row["name"]) if row else None

    async def channels(self, persona: str) -> list[Channel]:
        """The channels that this persona is in."""
        rows = await self._sql_all(
            "SELECT id, name FROM channels JOIN members ON channel = id WHERE persona = ? ORDER BY name",
            (persona,),
        )
        return [Channel(row["id"], row["name"]) for row in rows]

    async def all_channels(self) -> list[str]:
        return [row["id"] for row in await self._sql_all("SELECT id FROM channels ORDER BY id")]

    async def admit(self, channel: str, persona: str) -> None:
        await self._db.execute("INSERT OR IGNORE INTO members VALUES (?, ?)", (channel, persona))
        self.ring()

    async def names(self, channel: str) -> list[str]:
        """Who is in a channel."""
        rows = await self._sql_all(
            "SELECT p.name FROM members JOIN personas p ON p.id = persona WHERE channel = ? "
            "ORDER BY position",
            (channel,),
        )
        return [row["name"] for row in rows]

    # --- read marks ------------------------------------------------------------------------------------

    async def read(self, persona: str, upto: int) -> None:
        await self._db.execute("UPDATE personas SET read_to = max(read_to, ?) WHERE id = ?", (upto, persona))
        self.ring()

    async def read_to(self, persona: str) -> int:
        row = await self._sql_one("SELECT read_to FROM personas WHERE id = ?", (persona,))
        return int(row["read_to"]) if row else 0

    async def unread(self) -> dict[str, int]:
        """For each persona, the private messages of the bot that came since they last looked."""
        rows = await self._sql_all(
            "SELECT p.id, count(m.id) AS n FROM personas p LEFT JOIN messages m ON m.viewer = p.id "
            "AND m.channel IS NULL AND m.author = '' AND NOT m.answer AND m.id > p.read_to GROUP BY p.id"
        )
        return {row["id"]: row["n"] for row in rows}

    # --- who waits for news ----------------------------------------------------------------------------

    @contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """An event that is set at every change; the listener clears it."""
        bell = asyncio.Event()
        self._listeners.add(bell)
        try:
            yield bell
        finally:
            self._listeners.discard(bell)

    @asynccontextmanager
    async def hushed(self) -> AsyncIterator[None]:
        """Nobody is woken inside the block, and everybody after it: what is half told is not shown."""
        self._hushed = True
        try:
            yield
        finally:
            self._hushed = False
            self.ring()

    def ring(self) -> None:
        """Wake every listener: something changed, or it is time to go."""
        if self._hushed:
            return
        for bell in self._listeners:
            bell.set()

    async def _sql_one(self, sql: str, values: object = ()) -> aiosqlite.Row | None:
        rows = await self._sql_all(sql, values)
        return rows[0] if rows else None

    async def _sql_all(self, sql: str, values: object = ()) -> list[aiosqlite.Row]:
        return list(await self._db.execute_fetchall(sql, values))


def _persona(row: aiosqlite.Row) -> Persona:
    return Persona(row["id"], row["name"], row["line"], bool(row["administers"]), row["lang"], row["zone"])
