"""The chat platform that the playground is: people, channels, messages and read marks in one SQLite file.

What a guild's servers are to Discord. Each write is one statement, so nothing here is ever half done; one
counter (`changed`) orders every writing, and a page that was away asks for all that came after its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import aiosqlite

from adapters.playground import cardjson
from bot.card import Card
from bot.i18n import Voice
from bot.ports import Clock
from bot.vocabulary import Account

PLATFORM, REALM = "playground", "demo"
HISTORY_MAX = 300  # messages shown of one room
CLOCK = "*clock"  # the author of a jump in time

# text: SQL is read by a database alone
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS personas (
  id TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL, line TEXT NOT NULL,
  administers INTEGER NOT NULL, lang TEXT NOT NULL, zone TEXT NOT NULL, read_to INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS channels (id TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS members (
  channel TEXT NOT NULL, persona TEXT NOT NULL, PRIMARY KEY (channel, persona));
CREATE TABLE IF NOT EXISTS messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  changed INTEGER NOT NULL,
  channel TEXT,
  viewer TEXT,
  author TEXT NOT NULL DEFAULT '',
  answer INTEGER NOT NULL DEFAULT 0,
  card TEXT,
  words TEXT,
  lang TEXT NOT NULL, register TEXT NOT NULL, zone TEXT NOT NULL,
  nonce TEXT UNIQUE,
  event TEXT,
  at TEXT NOT NULL,
  edited INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS messages_changed ON messages (changed);
CREATE TABLE IF NOT EXISTS reactions (
  message INTEGER NOT NULL, persona TEXT NOT NULL, emoji TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (message, persona, emoji));
"""
# text: SQL
_NEXT = "(SELECT coalesce(max(changed), 0) + 1 FROM messages)"
# text: SQL
_SEEN = """(viewer = :persona OR (viewer IS NULL
  AND channel IN (SELECT channel FROM members WHERE persona = :persona)))"""
# text: SQL. The answers that others were given in a channel: shown, marked, where the demonstration wants it
_PEEKED = """(:peek AND viewer IS NOT NULL AND card IS NOT NULL
  AND channel IN (SELECT channel FROM members WHERE persona = :persona))"""
# text: SQL. What stands under a message: [emoji, how many, whether it is one's own]
_UNDER = """(SELECT json_group_array(json_array(emoji, n, mine)) FROM (
  SELECT emoji, count(*) AS n, max(persona = :persona) AS mine FROM reactions
  WHERE message = messages.id GROUP BY emoji ORDER BY min(at), emoji))"""


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to be in the playground. `line` is a catalogue key, or a text shown as it is."""

    id: str
    name: str
    line: str = ""
    administers: bool = False
    lang: str = "fr"
    zone: str = "Europe/Paris"

    @property
    def account(self) -> Account:
        return Account(PLATFORM, REALM, self.id, self.name, self.administers, self.zone)


@dataclass(frozen=True, slots=True)
class Channel:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Room:
    """Where something is said: a channel, or (None) the private messages of the one who looks."""

    channel: str | None = None

    @property
    def id(self) -> str:
        return f"in-{self.channel}" if self.channel else "dm"

    @classmethod
    def of(cls, id: str) -> Room:
        """Raises: ValueError."""
        if id == "dm":
            return cls()
        if id.startswith("in-") and len(id) > 3:
            return cls(id[3:])
        raise ValueError("no such room")


@dataclass(frozen=True, slots=True)
class Under:
    """An emoji under a message: how many put it there, and whether the one who looks did."""

    emoji: str
    count: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said. With a `viewer` nobody else sees it; with a `channel` too, it stands in its feed.

    Words by `CLOCK` are a jump in time, as JSON. `peeked`: it is shown to somebody who is not its viewer.
    """

    id: int
    changed: int
    channel: str | None
    viewer: str | None
    author: str  # a persona; "": the bot
    answer: bool  # to an act of its viewer, rather than said out of turn
    card: Card | None
    words: str
    voice: Voice
    at: datetime
    before: datetime | None  # when the message above it was said
    edited: bool
    under: tuple[Under, ...] = ()
    peeked: bool = False

    @property
    def room(self) -> Room:
        return Room(self.channel)


class Messages:
    """The store. Open it with `open`, close it with `close`."""

    def __init__(self, db: aiosqlite.Connection, clock: Clock) -> None:
        self._db = db
        self.clock = clock
        self._listeners: set[asyncio.Event] = set()
        self._hushed = False

    @classmethod
    async def open(cls, path: Path, clock: Clock) -> Messages:
        """The file, made for its owner alone where it is not there yet."""
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
        db = await aiosqlite.connect(path, isolation_level=None)
        try:
            db.row_factory = aiosqlite.Row
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
                await db.execute(f"PRAGMA {pragma}")
            await db.executescript(_SCHEMA)
            await db.execute(
                "INSERT OR IGNORE INTO meta VALUES ('key', ?), ('birth', ?)",
                (secrets.token_urlsafe(24), secrets.token_hex(6)),
            )
        except BaseException:
            await db.close()
            raise
        return cls(db, clock)

    async def close(self) -> None:
        await self._db.close()

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

    async def speak(self, persona: str, lang: str) -> None:
        """Set the language of a persona's pages."""
        await self._db.execute("UPDATE personas SET lang = ? WHERE id = ?", (lang, persona))
        self.ring()

    async def open_channel(self, id: str, name: str) -> None:
        """A channel, with nobody in it yet."""
        await self._db.execute("INSERT OR IGNORE INTO channels VALUES (?, ?)", (id, name))

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

    # --- messages --------------------------------------------------------------------------------------

    async def post(
        self,
        room: Room,
        card: Card,
        voice: Voice,
        *,
        nonce: str,
        viewer: str | None = None,
        answer: bool = False,
        event: str = "",
    ) -> int:
        """A card in a room; the same nonce again makes no second one. Returns its id."""
        return await self._insert(
            (room.channel, viewer, "", answer, cardjson.dumps(card), None), voice, nonce, event
        )

    async def say(self, room: Room, persona: Persona, words: str, *, nonce: str) -> int:
        """What a persona writes: to a channel, or to the bot alone."""
        viewer = None if room.channel else persona.id
        return await self._insert(
            (room.channel, viewer, persona.id, False, None, words),
            Voice(persona.lang, "vous", persona.zone),
            nonce,
        )

    async def _insert(self, values: tuple[object, ...], voice: Voice, nonce: str, event: str = "") -> int:
        row = await self._sql_one(
            "INSERT INTO messages (changed, channel, viewer, author, answer, card, words, lang, register, "
            f"zone, nonce, event, at) VALUES ({_NEXT}, ?,?,?,?,?,?,?,?,?,?,?,?) "
            "ON CONFLICT (nonce) DO NOTHING RETURNING id",
            (*values, voice.lang, voice.register, voice.zone, nonce, event, self.clock.now().isoformat()),
        )
        if row is None:
            row = await self._sql_one("SELECT id FROM messages WHERE nonce = ?", (nonce,))
            assert row is not None
        else:
            self.ring()
        return int(row["id"])

    async def jump(self, channel: str, told: str) -> None:
        """Time went on: `told` says how, as JSON."""
        await self._insert((channel, None, CLOCK, False, None, told), Voice(), f"jump:{secrets.token_hex(8)}")

    async def last_jump(self) -> str:
        """What the last jump in time left behind, with the instant that it led to; "" where none was."""
        row = await self._sql_one(
            "SELECT json_set(words, '$.until', at) AS told FROM messages WHERE author = ? "
            "ORDER BY id DESC LIMIT 1",
            (CLOCK,),
        )
        return str(row["told"]) if row else ""

    async def newest(self) -> int:
        """The number of the last message."""
        row = await self._sql_one("SELECT coalesce(max(id), 0) AS newest FROM messages")
        return int(row["newest"]) if row else 0

    async def came(self, since: int) -> tuple[list[str], int]:
        """What the bot said out of turn after a message: to whom privately, and how often in channels."""
        rows = await self._sql_all(
            "SELECT viewer FROM messages WHERE id > ? AND NOT answer AND author = '' ORDER BY id",
            (since,),
        )
        private = [row["viewer"] for row in rows if row["viewer"]]
        return private, len(rows) - len(private)

    async def react(self, id: int, persona: str, emoji: str, *, on: bool) -> bool:
        """Put an emoji under a message, or take it away; False where that changes nothing."""
        if on:
            row = await self._sql_one(
                "INSERT OR IGNORE INTO reactions VALUES (?, ?, ?, ?) RETURNING message",
                (id, persona, emoji, self.clock.now().isoformat()),
            )
        else:
            row = await self._sql_one(
                "DELETE FROM reactions WHERE message = ? AND persona = ? AND emoji = ? RETURNING message",
                (id, persona, emoji),
            )
        if row is not None:
            await self._sql_one(f"UPDATE messages SET changed = {_NEXT} WHERE id = ? RETURNING id", (id,))
            self.ring()
        return row is not None

    async def put(self, id: int, card: Card, voice: Voice, *, event: str = "", edited: bool = True) -> bool:
        """Another card in the place of one; False where it is gone. The same event again changes nothing."""
        row = await self._sql_one(
            f"UPDATE messages SET card = ?, lang = ?, register = ?, zone = ?, event = ?, edited = ?, "
            f"changed = {_NEXT} WHERE id = ? AND card IS NOT NULL AND (? = '' OR event IS NOT ?) "
            "RETURNING id",
            (cardjson.dumps(card), voice.lang, voice.register, voice.zone, event, edited, id, event, event),
        )
        if row is not None:
            self.ring()
            return True
        return await self._sql_one("SELECT 1 FROM messages WHERE id = ?", (id,)) is not None

    async def sent(self, nonce: str) -> Message | None:
        row = await self._sql_one(
            "SELECT *, NULL AS before, '[]' AS under FROM messages WHERE nonce = ?", (nonce,)
        )
        return _message(row, "") if row else None

    async def message(self, id: int, persona: str) -> Message | None:
        """One message as this persona may see it; None where they may not, or it is not there."""
        found = await self._sql_visible(persona, "id = :id", {"id": id})
        return found[0] if found else None

    async def room(self, room: Room, persona: str, *, peek: bool = False) -> list[Message]:
        """What this persona sees in a room, oldest first; with `peek` also the answers others had there."""
        # text: SQL
        where = f"channel IS :channel ORDER BY id DESC LIMIT {HISTORY_MAX}"
        return (await self._sql_visible(persona, where, {"channel": room.channel}, peek))[::-1]

    async def since(self, changed: int, persona: str, *, peek: bool = False) -> list[Message]:
        """What is new or edited for this persona, in the order of writing."""
        # text: SQL
        where = "changed > :since ORDER BY changed"
        return await self._sql_visible(persona, where, {"since": changed}, peek)

    async def _sql_visible(
        self, persona: str, where: str, values: dict[str, object], peek: bool = False
    ) -> list[Message]:
        rows = await self._sql_all(
            f"SELECT * FROM (SELECT *, lag(at) OVER (PARTITION BY channel ORDER BY id) AS before, "
            f"{_UNDER} AS under FROM messages WHERE {_SEEN} OR {_PEEKED}) WHERE {where}",
            {"persona": persona, "peek": peek, **values},
        )
        return [_message(row, persona) for row in rows]

    async def latest(self) -> int:
        """The number of the last writing."""
        row = await self._sql_one("SELECT coalesce(max(changed), 0) AS latest FROM messages")
        return int(row["latest"]) if row else 0

    async def chrome(self, persona: Persona) -> Voice:
        """How the page speaks to a persona: in their own language, otherwise as the bot last did."""
        row = await self._sql_one(
            "SELECT register, zone FROM messages WHERE viewer = ? AND author = '' "
            "ORDER BY changed DESC LIMIT 1",
            (persona.id,),
        )
        return Voice(persona.lang, *(row or ("vous", persona.zone)))

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


def _message(row: aiosqlite.Row, persona: str) -> Message:
    return Message(
        id=row["id"],
        changed=row["changed"],
        channel=row["channel"],
        viewer=row["viewer"],
        author=row["author"],
        answer=bool(row["answer"]),
        card=cardjson.loads(row["card"]) if row["card"] else None,
        words=row["words"] or "",
        voice=Voice(row["lang"], row["register"], row["zone"]),
        at=datetime.fromisoformat(row["at"]),
        before=datetime.fromisoformat(row["before"]) if row["before"] else None,
        edited=bool(row["edited"]),
        under=tuple(Under(emoji, n, bool(mine)) for emoji, n, mine in json.loads(row["under"])),
        peeked=row["viewer"] not in (None, persona) and persona != "",
    )
