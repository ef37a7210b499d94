"""Emoji under messages: who put which, page by page, and the bot's own."""

from __future__ import annotations

from . import payloads
from .calls import Answer, Call, Route
from .core import Core
from .errors import Refused, invalid
from .messages import need_awake
from .things import Channel, Json, Message, User

PAGE_MAX, KINDS_MAX = 100, 20


def put(core: Core, channel: Channel, message: Message, emoji: str, who: User) -> None:
    """Told to whoever listens; a second time is nothing. Raises: Refused."""
    of = message.reactions.setdefault(emoji, [])
    if who.id in of:
        return
    if len(message.reactions) > KINDS_MAX:
        del message.reactions[emoji]
        raise Refused(400, 30010, f"Maximum number of reactions reached ({KINDS_MAX})")
    of.append(who.id)
    said = _event(channel, message, emoji, who)
    said |= {"message_author_id": message.author.id, "burst": False}
    if channel.guild is not None:
        said["member"] = payloads.member(who)
    core.tell("MESSAGE_REACTION_ADD", said, channel)


def take(core: Core, channel: Channel, message: Message, emoji: str, who: User) -> None:
    of = message.reactions.get(emoji, [])
    if who.id not in of:
        return
    of.remove(who.id)
    if not of:
        del message.reactions[emoji]
    core.tell("MESSAGE_REACTION_REMOVE", _event(channel, message, emoji, who) | {"burst": False}, channel)


def _event(channel: Channel, message: Message, emoji: str, who: User) -> Json:
    said: Json = {
        "user_id": who.id,
        "channel_id": channel.id,
        "message_id": message.id,
        "emoji": payloads.emoji(emoji),
        "type": 0,
    }
    return said | {"guild_id": channel.guild} if channel.guild is not None else said


# --- requests ----------------------------------------------------------------------------------------------


def _found(core: Core, call: Call) -> tuple[Channel, Message, str]:
    channel = core.world.channel(call.names["channel_id"])
    emoji = call.names["emoji_name"]
    if not emoji or (emoji.isascii() and ":" not in emoji):
        raise Refused(400, 10014, "Unknown Emoji")
    return channel, core.world.message(channel, call.names["message_id"]), emoji


def _people(core: Core, call: Call) -> Answer:
    """Ordinary ones only, by id; the strong ones (`type=1`) are none here."""
    _, message, emoji = _found(core, call)
    limit = call.query.get("limit", "25")
    if not limit.isdecimal() or not 1 <= int(limit) <= PAGE_MAX:
        raise invalid(("limit",), "NUMBER_TYPE_MAX", f"int value should be between 1 and {PAGE_MAX}.")
    if call.query.get("type", "0") != "0":
        return 200, []
    after = int(call.query.get("after", "0"))
    people = sorted((id_ for id_ in message.reactions.get(emoji, []) if int(id_) > after), key=int)
    return 200, [payloads.user(core.world.users[id_]) for id_ in people[: int(limit)]]


def _mine(core: Core, call: Call) -> Answer:
    channel, message, emoji = _found(core, call)
    core.world.writable(channel.id)
    need_awake(channel)
    put(core, channel, message, emoji, core.world.bot)
    return 204, None


def _not_mine(core: Core, call: Call) -> Answer:
    channel, message, emoji = _found(core, call)
    take(core, channel, message, emoji, core.world.bot)
    return 204, None


_OF = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}"
ROUTES = (
    Route("GET", _OF, _people),
    Route("PUT", _OF + "/@me", _mine),
    Route("DELETE", _OF + "/@me", _not_mine),
)
