"""What the bot may do in a server, and what for: the invitation and the doctor read this."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import discord

SCOPES = ("bot", "applications.commands")


@dataclass(frozen=True, slots=True)
class Need:
    """`name` is discord.py's, `shown` Discord's own. `without`: what happens where it is missing."""

    name: str
    shown: str
    why: str
    without: str
    essential: bool = True
    server_wide: bool = False  # asked of the server, not of the circle's channel


NEEDS = (
    Need("view_channel", "View Channels", "sees the circle's channel", "nothing of the circle reaches it"),
    Need(
        "send_messages",
        "Send Messages",
        "posts the circle's cards there, and edits its own",
        "no card is shown",
    ),
    Need(
        "read_message_history",
        "Read Message History",
        "reads the emoji under its cards again after an absence, and whether a message arrived",
        "emoji given while it was away do not count",
    ),
    Need(
        "manage_roles",
        "Manage Roles (in a channel: Manage Permissions)",
        "opens the circle's channel to each member who accepts the charter",
        "the steward is told whom to let in by hand",
        essential=False,
    ),
    Need(
        "manage_channels",
        "Manage Channels",
        "makes the circle's private channel, where a steward asks for one",
        "the steward makes the channel by hand",
        essential=False,
        server_wide=True,
    ),
    Need(
        "create_private_threads",
        "Create Private Threads",
        "opens a private thread for those who come to a meeting",
        "what is for them is said in the circle's channel",
        essential=False,
    ),
    Need(
        "send_messages_in_threads",
        "Send Messages in Threads",
        "speaks there, and lets in those who come",
        "what is for them is said in the circle's channel",
        essential=False,
    ),
)


def least() -> int:
    """The permissions to ask for, as Discord's number."""
    return discord.Permissions(**{need.name: True for need in NEEDS}).value


def application_id(token: str) -> str | None:
    """The application's id, which is the token's first part in base64; None where it is no such token."""
    first, *rest = token.split(".")
    if len(rest) != 2 or not all(rest):
        return None
    try:
        found = base64.b64decode(first + "=" * (-len(first) % 4), altchars=b"-_", validate=True).decode(
            "ascii"
        )
    except (binascii.Error, ValueError):
        return None
    return found if found.isdigit() and 15 <= len(found) <= 20 else None


def in_channel(
    channel: Mapping[str, Any], roles: Mapping[str, int], held: Collection[str], member: str | None
) -> discord.Permissions:
    """What somebody may do in a channel, as Discord works it out: roles first, then the channel's overwrites.

    `roles` are the server's, by id, with their permissions; `held` the ids of those they have. Without a
    member: what everyone may do.
    """
    everyone = str(channel["guild_id"])
    may = discord.Permissions(roles.get(everyone, 0))
    for role in held:
        may.value |= roles.get(role, 0)
    if may.administrator:
        return discord.Permissions.all()
    overwrites = {(str(one["id"]), int(one["type"])): one for one in channel.get("permission_overwrites", ())}
    of_roles = [overwrites[role, 0] for role in held if role != everyone and (role, 0) in overwrites]
    for group in (
        [overwrites[everyone, 0]] if (everyone, 0) in overwrites else [],
        of_roles,
        [overwrites[member, 1]] if member is not None and (member, 1) in overwrites else [],
    ):
        allowed = denied = 0
        for one in group:
            allowed |= int(one["allow"])
            denied |= int(one["deny"])
        may.value = (may.value & ~denied) | allowed
    return may
