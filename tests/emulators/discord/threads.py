"""Threads and forum posts: opened, joined, left, asleep and awake again."""

from __future__ import annotations

from . import contents, payloads
from .calls import Answer, Call, Route
from .core import Core
from .errors import Findings, Refused
from .kit import REQUIRED, known, one_of, several, text
from .messages import made, need_awake, put, shown
from .payloads import VIEW_CHANNEL
from .things import FORUM, PRIVATE_THREAD, PUBLIC_THREAD, THREADS, Channel, User

ARCHIVE_MIN = (60, 1440, 4320, 10080)
TAGS_MAX = 5
_KEYS = ("name", "auto_archive_duration", "rate_limit_per_user")


def may_read(channel: Channel, user: User) -> bool:
    """Whom a channel is closed to, and by name not open to, does not see it."""
    rights = [channel.overwrites[one] for one in (channel.guild, user.id) if one in channel.overwrites]
    open_ = True
    for said in rights:
        open_ = (open_ and not int(said["deny"]) & VIEW_CHANNEL) or bool(int(said["allow"]) & VIEW_CHANNEL)
    return open_


def _thread(core: Core, channel: Channel) -> Channel:
    """Raises: Refused, where this is no thread or sleeps."""
    if not channel.is_thread:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    need_awake(channel)
    return channel


def changed(core: Core, channel: Channel) -> None:
    kind = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
    core.tell(kind, payloads.channel(channel), channel)


def _check(call: Call, keys: tuple[str, ...]) -> Findings:
    out = Findings()
    known(call.said, (), out, (*_KEYS, *keys))
    text(call.said.get("name"), ("name",), out, 100)
    if call.said.get("auto_archive_duration") is not None:
        one_of(call.said["auto_archive_duration"], ("auto_archive_duration",), out, ARCHIVE_MIN)
    return out


def _check_open(call: Call) -> None:
    """A thread by itself has a type; a forum post has a first message, and the library sends a type too."""
    out = _check(call, ("type", "invitable", "message", "applied_tags", "tts"))
    message = call.said.get("message")
    if isinstance(message, dict):
        several(call.said.get("applied_tags"), ("applied_tags",), out, TAGS_MAX)
        contents.check(message, call.files, out, ("message",))
        out.need_none()
        contents.need_something(message, call.files)
    elif call.said.get("type") is not None:
        one_of(call.said["type"], ("type",), out, (10, *THREADS))
    out.need_none()


def _open(core: Core, call: Call) -> Answer:
    parent = core.world.writable(call.names["channel_id"])
    if parent.guild is None or parent.is_thread:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    said, first = call.said, call.said.get("message")
    if parent.kind == FORUM and first is None:
        out = Findings()
        out.add(("message",), REQUIRED, "This field is required")
        out.need_none()
    if parent.kind != FORUM and first is not None:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    kind = PUBLIC_THREAD if parent.kind == FORUM else said.get("type") or PRIVATE_THREAD
    if kind == PRIVATE_THREAD and not core.world.guilds[parent.guild].makes_threads:
        raise Refused(403, 50013, "Missing Permissions")
    thread = _made(core, parent, kind, call)
    thread.invitable = said.get("invitable", True) is not False
    thread.applied = [str(tag) for tag in said.get("applied_tags") or ()]
    if unknown := set(thread.applied) - {tag["id"] for tag in parent.tags}:
        del core.world.channels[thread.id]
        core.world.guilds[parent.guild].channels.remove(thread.id)
        raise Refused(400, 10087, f"Unknown tag ({len(unknown)})")
    core.tell("THREAD_CREATE", payloads.channel(thread) | {"newly_created": True}, thread)
    if first is None:
        return 201, payloads.channel(thread)
    message = made(core, thread, first, call.files)
    message.id = thread.id  # the first message of a post has its number
    put(core, thread, message)
    return 201, payloads.channel(thread) | {"message": shown(core, message)}


def _made(core: Core, parent: Channel, kind: int, call: Call) -> Channel:
    assert parent.guild is not None
    thread = core.world.add_channel(kind, call.said["name"], core.world.guilds[parent.guild], parent)
    thread.owner = core.world.bot.id
    thread.members = {core.world.bot.id}
    thread.archive_min = call.said.get("auto_archive_duration") or 1440
    return thread


def _check_from_message(call: Call) -> None:
    _check(call, ()).need_none()


def _from_message(core: Core, call: Call) -> Answer:
    """The thread has its message's number: one message, one thread."""
    parent = core.world.writable(call.names["channel_id"])
    message = core.world.message(parent, call.names["message_id"])
    if message.id in core.world.channels:
        raise Refused(400, 160004, "A thread has already been created for this message")
    thread = _made(core, parent, PUBLIC_THREAD, call)
    assert parent.guild is not None
    listed = core.world.guilds[parent.guild].channels
    listed[listed.index(thread.id)] = message.id
    del core.world.channels[thread.id]
    thread.id = message.id
    core.world.channels[thread.id] = thread
    core.tell("THREAD_CREATE", payloads.channel(thread) | {"newly_created": True}, thread)
    return 201, payloads.channel(thread)


def _join(core: Core, call: Call) -> Answer:
    """Where not everybody lets others in, its owner does, and who manages threads. Nobody comes in who may
    not read the channel around it."""
    thread = _thread(core, core.world.writable(call.names["channel_id"]))
    user = core.world.user(call.names["user_id"])
    assert thread.guild is not None
    guild = core.world.guilds[thread.guild]
    if user.id not in guild.members:
        raise Refused(404, 10007, "Unknown Member")
    ours = thread.owner == core.world.bot.id or guild.manages_threads
    if not guild.makes_threads or not (thread.invitable or ours):
        raise Refused(403, 50013, "Missing Permissions")
    if not may_read(core.world.channels[str(thread.parent)], user):
        raise Refused(403, 50001, "Missing Access")
    thread.members.add(user.id)
    return 204, None


def _leave(core: Core, call: Call) -> Answer:
    thread = _thread(core, core.world.writable(call.names["channel_id"]))
    thread.members.discard(call.names["user_id"])
    return 204, None


def _people(core: Core, call: Call) -> Answer:
    thread = core.world.channel(call.names["channel_id"])
    return 200, [payloads.thread_member(thread, who) for who in sorted(thread.members)]


def _active(core: Core, call: Call) -> Answer:
    """Those of a server that are awake and that the bot may see: a private one, only where it is in it."""
    guild, bot = core.world.guild(call.names["guild_id"]), core.world.bot.id
    inside = (core.world.channels[id_] for id_ in guild.channels)
    awake = [one for one in inside if one.is_thread and not one.archived]
    seen = [one for one in awake if one.kind != PRIVATE_THREAD or bot in one.members or guild.manages_threads]
    mine = [payloads.thread_member(one, bot) for one in seen if bot in one.members]
    return 200, {"threads": [payloads.channel(one) for one in seen], "members": mine, "has_more": False}


_ONE = "/channels/{channel_id}"
ROUTES = (
    Route("POST", _ONE + "/threads", _open, _check_open),
    Route("POST", _ONE + "/messages/{message_id}/threads", _from_message, _check_from_message),
    Route("GET", "/guilds/{guild_id}/threads/active", _active),
    Route("GET", _ONE + "/thread-members", _people),
    Route("PUT", _ONE + "/thread-members/{user_id}", _join),
    Route("DELETE", _ONE + "/thread-members/{user_id}", _leave),
)
