"""Which dispatch needs which intent, and what is blank without the one for content."""

from __future__ import annotations

from .things import DM, Channel

GUILDS, MEMBERS, MODERATION = 1 << 0, 1 << 1, 1 << 2
PRESENCES, MESSAGES, REACTIONS = 1 << 8, 1 << 9, 1 << 10
DM_MESSAGES, DM_REACTIONS, CONTENT = 1 << 12, 1 << 13, 1 << 15
PRIVILEGED = MEMBERS | PRESENCES | CONTENT
EVERY = sum(1 << bit for bit in (*range(17), 20, 21, 24, 25))

_BY_NAME = (
    ("GUILD_MEMBER_", MEMBERS),
    ("GUILD_BAN_", MODERATION),
    ("GUILD_", GUILDS),
    ("CHANNEL_", GUILDS),
    ("THREAD_", GUILDS),
    ("PRESENCE_", PRESENCES),
    ("MESSAGE_REACTION_", REACTIONS),
    ("MESSAGE_", MESSAGES),
)
_IN_PRIVATE = {MESSAGES: DM_MESSAGES, REACTIONS: DM_REACTIONS}


def needed(kind: str, place: Channel | None) -> int:
    """The intent without which this dispatch is not sent; 0 where it always is, as an interaction."""
    for beginning, intent in _BY_NAME:
        if kind.startswith(beginning):
            private = place is not None and place.kind == DM
            return _IN_PRIVATE.get(intent, intent) if private else intent
    return 0
