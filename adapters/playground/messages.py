"""The chat platform that the playground is: people, channels, messages and read marks in one SQLite file.

What a guild's servers are to Discord. Each write is one statement, so nothing here is ever half done; one
counter (`changed`) orders every writing, and a page that was away asks for all that came after its own.
"""

from __future__ import annotations

import json
import os
import secrets
from datetime import datetime
from pathlib import Path

import aiosqlite

from adapters.playground import cardjson
from adapters.playground.models import CLOCK, Message, Persona, Room, Under
from adapters.playground.roster import Roster
from bot.card import Card
from bot.i18n import Voice
from bot.ports import Clock

HISTORY_MAX = 300  # messages shown of one room

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


class Messages(Roster):
    """The store. Open it with `open`, close it with `close`."""

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

    async def stands(self, id: int, persona: str, emoji: str) -> bool:
        """Whether this persona's emoji is under that message."""
        row = await self._sql_one(
            "SELECT 1 FROM reactions WHERE message = ? AND persona = ? AND emoji = ?", (id, persona, emoji)
        )
        return row is not None

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
        """How the page speaks to a persona: in their own language, as the bot last did to them, or to all."""
        row = await self._sql_one(
            "SELECT register, CASE WHEN viewer IS NULL THEN :zone ELSE zone END AS zone FROM messages "
            f"WHERE author = '' AND {_SEEN} ORDER BY viewer IS NULL, changed DESC LIMIT 1",
            {"persona": persona.id, "zone": persona.zone},
        )
        return Voice(persona.lang, *(row or ("vous", persona.zone)))


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
