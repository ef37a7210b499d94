"""The permissions that are asked for are those that are used, and they are worked out as Discord does."""

from __future__ import annotations

import ast
import base64
from typing import Any

import discord
import pytest

from adapters.discord.permissions import NEEDS, application_id, in_channel, least
from tests.architecture.tree import calls, sources

PLANNED = {"manage_channels"}  # the bot makes the circle's private channel
# What discord.py's calls take, of those that act on a server; the others act on ourselves, or answer.
TAKES = {
    "send": "send_messages",
    "edit": "send_messages",
    "history": "read_message_history",
    "fetch": "read_message_history",
    "get_reaction_users": "read_message_history",
    "edit_channel_permissions": "manage_roles",
    "create_text_channel": "manage_channels",
    "create_channel": "manage_channels",
    "create_thread": "create_private_threads",
    "start_thread_without_message": "create_private_threads",
    "add_user_to_thread": "send_messages_in_threads",
    "start_thread_with_message": "create_public_threads",
    "add_reaction": "add_reactions",
    "delete": "manage_messages",
    "pin": "pin_messages",
    "create_webhook": "manage_webhooks",
    "create_role": "manage_roles",
    "ban": "ban_members",
    "kick": "kick_members",
    "create_scheduled_event": "create_events",
}


def token(id: str, rest: str = ".abc.def") -> str:
    return base64.b64encode(id.encode()).decode().rstrip("=") + rest


def test_what_is_asked_for_is_what_is_called_and_no_more() -> None:
    used = {
        TAKES[call.func.attr]
        for source in sources()
        if source.under("adapters/discord")
        for call in calls(source.module)
        if isinstance(call.func, ast.Attribute) and call.func.attr in TAKES
    }
    assert used | PLANNED | {"view_channel"} == {need.name for need in NEEDS}
    assert least() == 1024 | 2048 | 65536 | 268435456 | 16 | 1 << 36 | 1 << 38
    assert not discord.Permissions(least()).administrator
    assert all(need.why and need.without for need in NEEDS)


@pytest.mark.parametrize("id", ["123456789012345678", "1234567890123456789"])
def test_a_token_says_which_application_it_is_of(id: str) -> None:
    assert application_id(token(id)) == id


@pytest.mark.parametrize(
    "bad",
    [
        *("", "abc", "éé.b.c", "a.b.c", token("not-a-number"), token("12")),
        *(token("123456789012345678", rest) for rest in ("", ".only", "..")),
    ],
)
def test_what_is_no_token_says_nothing(bad: str) -> None:
    assert application_id(bad) is None


# --- as Discord works it out -----------------------------------------------------------------------------

VIEW, SEND, ADMIN = 1024, 2048, 8


def channel(*overwrites: tuple[str, int, int, int]) -> dict[str, Any]:
    return {
        "guild_id": "1",
        "permission_overwrites": [
            {"id": id, "type": type, "allow": str(allow), "deny": str(deny)}
            for id, type, allow, deny in overwrites
        ],
    }


@pytest.mark.parametrize(
    ("overwrites", "roles", "expected"),
    [
        ((), {"1": VIEW}, VIEW),
        ((), {"1": VIEW, "5": SEND}, VIEW | SEND),
        ((("1", 0, 0, VIEW),), {"1": VIEW}, 0),
        ((("1", 0, 0, VIEW), ("5", 0, VIEW, 0)), {"1": VIEW, "5": 0}, VIEW),
        ((("1", 0, 0, VIEW), ("9", 1, VIEW | SEND, 0)), {"1": VIEW, "5": 0}, VIEW | SEND),
        ((("5", 0, VIEW, 0), ("9", 1, 0, VIEW)), {"1": VIEW, "5": 0}, 0),
        ((("5", 0, 0, VIEW), ("6", 0, VIEW, 0)), {"1": VIEW, "5": 0, "6": 0}, VIEW),
        ((("9", 0, SEND, 0),), {"1": VIEW, "5": 0}, VIEW),  # a role that has the member's number
        ((("7", 0, SEND, 0),), {"1": VIEW, "7": 0}, VIEW),  # a role of somebody else
    ],
)
def test_what_somebody_may_do(
    overwrites: tuple[tuple[str, int, int, int], ...], roles: dict[str, int], expected: int
) -> None:
    held = [role for role in roles if role in ("5", "6")]
    assert in_channel(channel(*overwrites), roles, held, "9").value == expected


def test_an_administrator_may_do_all() -> None:
    assert in_channel(channel(("1", 0, 0, VIEW)), {"1": 0, "5": ADMIN}, ["5"], "9").manage_roles
