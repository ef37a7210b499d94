"""Channels: made, looked at, changed where they are threads, and opened to one person."""

from __future__ import annotations

from . import payloads
from .calls import Answer, Call, Route
from .core import Core
from .errors import Findings, Refused
from .kit import REQUIRED, is_id, known, one_of, text
from .things import TEXT, Channel, Json
from .threads import ARCHIVE_MIN, changed


def _get(core: Core, call: Call) -> Answer:
    return 200, payloads.channel(core.world.channel(call.names["channel_id"]))


def _check_make(call: Call) -> None:
    out = Findings()
    known(call.said, (), out, ("name", "type", "permission_overwrites"))
    text(call.said.get("name"), ("name",), out, 100)
    one_of(call.said.get("type"), ("type",), out, (TEXT,))
    for number, said in enumerate(call.said.get("permission_overwrites") or ()):
        _check_rights(said, ("permission_overwrites", str(number)), out)
        if not is_id(said.get("id")):
            out.add(("permission_overwrites", str(number), "id"), REQUIRED, "Value is not snowflake.")
    out.need_none()


def _make(core: Core, call: Call) -> Answer:
    """A text channel; nobody else's but where the bot may make some."""
    guild = core.world.guilds.get(call.names["guild_id"])
    if guild is None:
        raise Refused(404, 10004, "Unknown Guild")
    if not guild.makes_channels:
        raise Refused(403, 50013, "Missing Permissions")
    channel = core.world.add_channel(TEXT, call.said["name"], guild)
    for said in call.said.get("permission_overwrites") or ():
        channel.overwrites[said["id"]] = _rights(said["id"], said)
    core.tell("CHANNEL_CREATE", payloads.channel(channel), channel)
    return 201, payloads.channel(channel)


def _check_patch(call: Call) -> None:
    out = Findings()
    text(call.said.get("name"), ("name",), out, 100, needed=False)
    if "auto_archive_duration" in call.said:
        one_of(call.said["auto_archive_duration"], ("auto_archive_duration",), out, ARCHIVE_MIN)
    out.need_none()


def _patch(core: Core, call: Call) -> Answer:
    """A sleeping thread takes nothing but its awakening; a locked one that only of who manages threads."""
    channel = core.world.writable(call.names["channel_id"])
    said = call.said
    if channel.archived and said.get("archived", True):
        raise Refused(400, 50083, "Thread is archived")
    if channel.locked and not _manages(core, channel):
        raise Refused(403, 50013, "Missing Permissions")
    channel.name = said.get("name", channel.name)
    channel.archived = said.get("archived", channel.archived)
    channel.locked = said.get("locked", channel.locked)
    channel.archive_min = said.get("auto_archive_duration", channel.archive_min)
    channel.applied = said.get("applied_tags", channel.applied)
    changed(core, channel)
    return 200, payloads.channel(channel)


def _manages(core: Core, channel: Channel) -> bool:
    return channel.guild is not None and core.world.guilds[channel.guild].manages_threads


def _check_overwrite(call: Call) -> None:
    out = Findings()
    _check_rights(call.said, (), out)
    if not is_id(call.names["overwrite_id"]):
        out.add(("id",), REQUIRED, "Value is not snowflake.")
    out.need_none()


def _check_rights(said: Json, where: tuple[str, ...], out: Findings) -> None:
    known(said, where, out, ("id", "type", "allow", "deny"))
    one_of(said.get("type"), (*where, "type"), out, (0, 1))
    for key in ("allow", "deny"):
        if said.get(key) is not None and not is_id(said[key]):
            out.add((*where, key), "NUMBER_TYPE_COERCE", "Value is not a set of permissions.")


def _rights(who: str, said: Json) -> Json:
    return {
        "id": who,
        "type": said["type"],
        "allow": str(said.get("allow") or "0"),
        "deny": str(said.get("deny") or "0"),
    }


def _overwrite(core: Core, call: Call) -> Answer:
    """What one person or role may do in this channel; a thread has none of its own."""
    channel = core.world.writable(call.names["channel_id"])
    if channel.guild is None or channel.is_thread:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    who = call.names["overwrite_id"]
    if call.said["type"] == 1 and who not in core.world.users:
        raise Refused(404, 10009, "Unknown Overwrite")
    channel.overwrites[who] = _rights(who, call.said)
    core.tell("CHANNEL_UPDATE", payloads.channel(channel), channel)
    return 204, None


def _close(core: Core, call: Call) -> Answer:
    channel = core.world.writable(call.names["channel_id"])
    if channel.overwrites.pop(call.names["overwrite_id"], None) is None:
        raise Refused(404, 10009, "Unknown Overwrite")
    core.tell("CHANNEL_UPDATE", payloads.channel(channel), channel)
    return 204, None


_ONE = "/channels/{channel_id}"
ROUTES = (
    Route("POST", "/guilds/{guild_id}/channels", _make, _check_make),
    Route("GET", _ONE, _get),
    Route("PATCH", _ONE, _patch, _check_patch),
    Route("PUT", _ONE + "/permissions/{overwrite_id}", _overwrite, _check_overwrite),
    Route("DELETE", _ONE + "/permissions/{overwrite_id}", _close),
)
