"""Messages: posted once for each nonce, edited, deleted, read back."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from . import components, contents, intents, payloads
from .calls import Answer, Call, Route
from .core import NONCE_LIFE_S, Core
from .errors import Findings, Refused, invalid
from .things import COMPONENTS_V2, DM, Channel, Json, Message

HISTORY_MAX = 100


def shown(core: Core, message: Message) -> Json:
    """As the API gives it: blank without the intent for content, unless it is ours or private."""
    channel = core.world.channels[message.channel]
    ours = message.author is core.world.bot or channel.kind == DM
    return payloads.message(message, core.world, blank=not ours and not core.privileged & intents.CONTENT)


def made(core: Core, channel: Channel, said: Json, files: dict[str, tuple[str, bytes]]) -> Message:
    """A message of the bot's, not yet in its channel."""
    message = Message(core.world.mint(), channel.id, core.world.bot, core.world.now())
    fill(core, message, said, files)
    return message


def fill(core: Core, message: Message, said: Json, files: dict[str, tuple[str, bytes]]) -> None:
    """What is said takes the place of what was, key by key."""
    if "content" in said:
        message.content = said["content"] or ""
    if "components" in said:
        message.components = copy.deepcopy(said["components"] or [])
    if "embeds" in said:
        message.embeds = [{"type": "rich", **embed} for embed in said["embeds"] or []]
    message.flags |= (said.get("flags") or 0) & (COMPONENTS_V2 | contents.SUPPRESS_EMBEDS)
    if files or "attachments" in said:
        kept = {str(entry.get("id")) for entry in said.get("attachments") or ()}
        message.attachments = [one for one in message.attachments if one["id"] in kept]
        for name, data in files.values():
            message.files[name] = data
            message.attachments.append(
                {
                    "id": core.world.mint(),
                    "filename": name,
                    "size": len(data),
                    "url": f"{core.address}/files/{name}",
                    "proxy_url": f"{core.address}/files/{name}",
                }
            )
    _complete(core, message)


_DEFAULTS: dict[int, Json] = {
    components.THUMBNAIL: {"description": None, "spoiler": False},
    components.SEPARATOR: {"divider": True, "spacing": 1},
    components.CONTAINER: {"accent_color": None, "spoiler": False},
    components.FILE: {"spoiler": False},
    **{kind: {"min_values": 1, "max_values": 1} for kind in components.SELECTS},
}


def _complete(core: Core, message: Message) -> None:
    """As Discord gives them back: each with a number and what was left out; media with addresses."""
    for number, component in enumerate(components.walk(message.components), 1):
        component.setdefault("id", number)
        for key, value in _DEFAULTS.get(component["type"], {}).items():
            component.setdefault(key, value)
        for item in component.get("items", ()):
            item.setdefault("description", None)
            item.setdefault("spoiler", False)
        for media in (component.get("file"), component.get("media"), *_media(component)):
            if media is not None and "proxy_url" not in media:
                _resolve(core, message, component, media)


def _media(component: Json) -> Iterator[Json]:
    return (item["media"] for item in component.get("items", ()))


def _resolve(core: Core, message: Message, component: Json, media: Json) -> None:
    name = media["url"].removeprefix("attachment://")
    if name != media["url"]:
        media["url"] = f"{core.address}/files/{name}"
    media |= {"id": core.world.mint(), "proxy_url": media["url"]}
    if component["type"] == components.FILE:
        component |= {"name": name, "size": len(message.files.get(name, b""))}


def put(core: Core, channel: Channel, message: Message) -> None:
    """Into its channel, and said to whoever listens. An ephemeral one is said to nobody else."""
    channel.messages[message.id] = message
    if message.only_for is None:
        core.tell("MESSAGE_CREATE", _event(core, channel, message), channel)


def changed(core: Core, message: Message) -> None:
    channel = core.world.channels[message.channel]
    message.edited_at = core.world.now()
    if message.only_for is None:
        core.tell("MESSAGE_UPDATE", _event(core, channel, message), channel)


def _event(core: Core, channel: Channel, message: Message) -> Json:
    said = shown(core, message)
    if channel.guild is not None:
        said |= {"guild_id": channel.guild, "member": payloads.member(message.author, inside=False)}
    return said


def need_awake(channel: Channel) -> None:
    """Raises: Refused, where the thread is archived."""
    if channel.archived:
        raise Refused(400, 50083, "Thread is archived")


# --- requests ----------------------------------------------------------------------------------------------


def _post(core: Core, call: Call) -> Answer:
    channel = core.world.writable(call.names["channel_id"])
    if channel.recipient is not None and not channel.recipient.takes_dms:
        raise Refused(403, 50007, "Cannot send messages to this user")
    if channel.archived and channel.locked:
        need_awake(channel)
    nonce = call.said.get("nonce")
    if nonce is not None and call.said.get("enforce_nonce"):
        known = _of_nonce(core, channel, str(nonce))
        if known is not None:
            return 200, shown(core, known)
    message = made(core, channel, call.said, call.files)
    message.nonce = None if nonce is None else str(nonce)
    channel.archived = False  # writing wakes a thread that is not locked
    put(core, channel, message)
    return 200, shown(core, message)


def _of_nonce(core: Core, channel: Channel, nonce: str) -> Message | None:
    """The message that this nonce made a short while ago."""
    oldest = core.world.now() - NONCE_LIFE_S
    for message in reversed(channel.messages.values()):
        if message.nonce == nonce and message.author is core.world.bot and message.at > oldest:
            return message
    return None


def edit(core: Core, message: Message, said: Json, files: dict[str, Any]) -> None:
    """Raises: Refused. The flag for Components V2 never comes off, and nothing else is said beside them."""
    v2 = bool(message.flags & COMPONENTS_V2)
    out = Findings()
    contents.check(said, files, out, v2=v2)
    if v2 and "flags" in said and said["flags"] is not None and not said["flags"] & COMPONENTS_V2:
        out.add(("flags",), "MESSAGE_FLAGS_COMPONENTS_V2_IRREVOCABLE", "This flag cannot be taken away.")
    asked_v2 = bool((said.get("flags") or 0) & COMPONENTS_V2)
    if asked_v2 and not v2:
        for key in ("content", "embeds"):
            if getattr(message, key) and said.get(key, True) is not None:
                code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
                out.add((key,), code, f"The {key} of before has to be taken away with it.")
    out.need_none()
    fill(core, message, said, files)
    contents.need_something(
        {"content": message.content, "embeds": message.embeds, "components": message.components},
        {one["id"]: one for one in message.attachments},
    )
    changed(core, message)


def _patch(core: Core, call: Call) -> Answer:
    channel = core.world.channel(call.names["channel_id"])
    message = core.world.message(channel, call.names["message_id"])
    if message.author is not core.world.bot:
        raise Refused(403, 50005, "Cannot edit a message authored by another user")
    need_awake(channel)
    edit(core, message, call.said, call.files)
    return 200, shown(core, message)


def _delete(core: Core, call: Call) -> Answer:
    channel = core.world.channel(call.names["channel_id"])
    message = core.world.message(channel, call.names["message_id"])
    if message.author is not core.world.bot:
        core.world.writable(channel.id)
        raise Refused(403, 50013, "Missing Permissions")
    need_awake(channel)
    remove(core, message)
    return 204, None


def remove(core: Core, message: Message) -> None:
    channel = core.world.channels[message.channel]
    del channel.messages[message.id]
    if message.only_for is None:
        said: Json = {"id": message.id, "channel_id": channel.id}
        if channel.guild is not None:
            said["guild_id"] = channel.guild
        core.tell("MESSAGE_DELETE", said, channel)


def _get(core: Core, call: Call) -> Answer:
    channel = core.world.channel(call.names["channel_id"])
    return 200, shown(core, core.world.message(channel, call.names["message_id"]))


def _history(core: Core, call: Call) -> Answer:
    """Newest first, at most `limit` (50) of them, before or after an id."""
    channel = core.world.channel(call.names["channel_id"])
    limit = call.query.get("limit", "50")
    if not limit.isdecimal() or not 1 <= int(limit) <= HISTORY_MAX:
        raise invalid(("limit",), "NUMBER_TYPE_MAX", f"int value should be between 1 and {HISTORY_MAX}.")
    found = [one for one in channel.messages.values() if one.only_for is None]
    if "before" in call.query:
        found = [one for one in found if int(one.id) < int(call.query["before"])]
    if "after" in call.query:
        later = [one for one in found if int(one.id) > int(call.query["after"])]
        return 200, [shown(core, one) for one in reversed(later[: int(limit)])]
    return 200, [shown(core, one) for one in found[::-1][: int(limit)]]


_IN = "/channels/{channel_id}/messages"
ROUTES = (
    Route("POST", _IN, _post, contents.posted),
    Route("GET", _IN, _history),
    Route("GET", _IN + "/{message_id}", _get),
    Route("PATCH", _IN + "/{message_id}", _patch),
    Route("DELETE", _IN + "/{message_id}", _delete),
)
