"""What there is on the chat platform that the playground is: people, channels, rooms and messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.card import Card
from bot.i18n import Voice
from bot.vocabulary import Account

PLATFORM, REALM = "playground", "demo"
CLOCK = "*clock"  # the author of a jump in time


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to be in the playground. `line` ends a key of the catalogue, or is shown as it is."""

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
