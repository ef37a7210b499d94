"""A message as a whole: something in it, not too much, and Components V2 alone with their flag."""

from __future__ import annotations

from typing import Any

from . import components
from .calls import Call
from .errors import Findings, Refused, Where
from .kit import Json, several, text, whole
from .things import COMPONENTS_V2, EPHEMERAL

CONTENT_MAX, NONCE_MAX, EMBEDS_MAX, EMBEDS_CHARACTERS_MAX, FILES_MAX = 2000, 25, 10, 6000, 10
SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS = 1 << 2, 1 << 12
MAY_BE_SET = COMPONENTS_V2 | EPHEMERAL | SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS
_BESIDE_V2 = ("content", "embeds", "poll", "sticker_ids")
_EMBED = {"title": 256, "description": 4096}


def check(said: Json, files: dict[str, Any], out: Findings, where: Where = (), *, v2: bool = False) -> None:
    """Everything that Discord would refuse in what is said. `v2`: the message is already such a one."""
    flags = said.get("flags") or 0
    whole(said.get("flags"), (*where, "flags"), out, 0, 2**31 - 1)
    if isinstance(flags, int) and flags & ~MAY_BE_SET:
        out.add((*where, "flags"), "MESSAGE_FLAGS_INVALID", "There is a flag here that nobody may set.")
    v2 = v2 or (isinstance(flags, int) and bool(flags & COMPONENTS_V2))
    text(said.get("content"), (*where, "content"), out, CONTENT_MAX, 0, needed=False)
    _embeds(said.get("embeds"), (*where, "embeds"), out)
    if v2:
        for key in _BESIDE_V2:
            if said.get(key):
                out.add(
                    (*where, key), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", f"No {key} here."
                )
    components.check(said.get("components"), (*where, "components"), out, v2=v2)
    _nonce(said.get("nonce"), (*where, "nonce"), out)
    _mentions(said.get("allowed_mentions"), (*where, "allowed_mentions"), out)
    _attached(said, files, where, out)


def posted(call: Call) -> None:
    """A new message. Raises: Refused."""
    out = Findings()
    check(call.said, call.files, out)
    if isinstance(call.said.get("flags"), int) and call.said["flags"] & EPHEMERAL:
        out.add(("flags",), "MESSAGE_FLAGS_INVALID", "Only an answer to an interaction can be ephemeral.")
    out.need_none()
    need_something(call.said, call.files)


def followed(call: Call) -> None:
    """A new message by an interaction's token. Raises: Refused."""
    out = Findings()
    check(call.said, call.files, out)
    out.need_none()
    need_something(call.said, call.files)


def need_something(said: Json, files: dict[str, Any]) -> None:
    """Raises: Refused, where the message would be empty."""
    if not files and not any(
        said.get(key) for key in ("content", "embeds", "components", "sticker_ids", "poll")
    ):
        raise Refused(400, 50006, "Cannot send an empty message")


def _embeds(embeds: Any, where: Where, out: Findings) -> None:
    total = 0
    for position, embed in enumerate(several(embeds, where, out, EMBEDS_MAX)):
        for key, longest in _EMBED.items():
            text(embed.get(key), (*where, position, key), out, longest, 0, needed=False)
            total += len(embed.get(key) or "")
        several(embed.get("fields"), (*where, position, "fields"), out, 25)
    if total > EMBEDS_CHARACTERS_MAX:
        out.add(
            where, "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {EMBEDS_CHARACTERS_MAX}"
        )


def _nonce(nonce: Any, where: Where, out: Findings) -> None:
    if isinstance(nonce, int) and not isinstance(nonce, bool):
        nonce = str(nonce)
    if nonce is not None and (not isinstance(nonce, str) or len(nonce) > NONCE_MAX):
        out.add(where, "NONCE_TYPE_TOO_LONG", f"Must be {NONCE_MAX} or fewer in length.")


def _mentions(mentions: Any, where: Where, out: Findings) -> None:
    if not isinstance(mentions, dict):
        return
    parse = several(mentions.get("parse"), (*where, "parse"), out, 3)
    for position, word in enumerate(parse):
        if word not in ("everyone", "users", "roles"):
            out.add(
                (*where, "parse", position),
                "BASE_TYPE_CHOICES",
                "Value must be one of everyone, users, roles.",
            )
    for kind in ("users", "roles"):
        if kind in parse and mentions.get(kind):
            out.add(
                where,
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f"parse:[{kind}] and {kind} exclude each other",
            )


def _attached(said: Json, files: dict[str, Any], where: Where, out: Findings) -> None:
    """Each file has an entry, and what is shown by name is attached."""
    if len(files) > FILES_MAX:
        out.add((*where, "attachments"), "BASE_TYPE_MAX_LENGTH", f"Must be {FILES_MAX} or fewer in length.")
    entries = several(said.get("attachments"), (*where, "attachments"), out, FILES_MAX)
    names = {entry.get("filename") for entry in entries if isinstance(entry, dict)}
    names |= {name for name, _ in files.values()}
    for component in components.walk(said.get("components")):
        media = component.get("file") or component.get("media") or {}
        url = media.get("url", "") if isinstance(media, dict) else ""
        if str(url).startswith("attachment://") and url.removeprefix("attachment://") not in names:
            out.add(
                (*where, "components"), "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", "No such file."
            )
