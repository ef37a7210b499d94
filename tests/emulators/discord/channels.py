"""Channels: looked at, changed where they are threads, and opened to one person."""

from __future__ import annotations

from . import payloads
from .calls import Answer, Call, Route
from .core import Core
from .errors import Findings, Refused
from .kit import REQUIRED, is_id, known, one_of, text
from .threads import ARCHIVE_MIN, changed


def _get(core: Core, call: Call) -> Answer:
    return 200, payloads.channel(core.world.channel(call.names["channel_id"]))


def _check_patch(call: Call) -> None:
    out = Findings()
    text(call.said.get("name"), ("name",), out, 100, needed=False)
    if "auto_archive_duration" in call.said:
        one_of(call.said["auto_archive_duration"], ("auto_archive_duration",), out, ARCHIVE_MIN)
    out.need_none()


def _patch(core: Core, call: Call) -> Answer:
    """A sleeping thread takes nothing but its awakening."""
    channel = core.world.writable(call.names["channel_id"])
    said = call.said
    if channel.archived and said.get("archived", True):
        raise Refused(400, 50083, "Thread is archived")
    channel.name = said.get("name", channel.name)
    channel.archived = said.get("archived", channel.archived)
    channel.locked = said.get("locked", channel.locked)
    channel.archive_min = said.get("auto_archive_duration", channel.archive_min)
    channel.applied = said.get("applied_tags", channel.applied)
    changed(core, channel)
    return 200, payloads.channel(channel)


def _check_overwrite(call: Call) -> None:
    out = Findings()
    known(call.said, (), out, ("id", "type", "allow", "deny"))
    one_of(call.said.get("type"), ("type",), out, (0, 1))
    for key in ("allow", "deny"):
        if call.said.get(key) is not None and not is_id(call.said[key]):
            out.add((key,), "NUMBER_TYPE_COERCE", "Value is not a set of permissions.")
    if not is_id(call.names["overwrite_id"]):
        out.add(("id",), REQUIRED, "Value is not snowflake.")
    out.need_none()


def _overwrite(core: Core, call: Call) -> Answer:
    """What one person or role may do in this channel; a thread has none of its own."""
    channel = core.world.writable(call.names["channel_id"])
    if channel.guild is None or channel.is_thread:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    who = call.names["overwrite_id"]
    if call.said["type"] == 1 and who not in core.world.users:
        raise Refused(404, 10009, "Unknown Overwrite")
    channel.overwrites[who] = {
        "id": who,
        "type": call.said["type"],
        "allow": str(call.said.get("allow") or "0"),
        "deny": str(call.said.get("deny") or "0"),
    }
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
    Route("GET", _ONE, _get),
    Route("PATCH", _ONE, _patch, _check_patch),
    Route("PUT", _ONE + "/permissions/{overwrite_id}", _overwrite, _check_overwrite),
    Route("DELETE", _ONE + "/permissions/{overwrite_id}", _close),
)
