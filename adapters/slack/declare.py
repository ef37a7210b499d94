"""The app's manifest, made from the commands: pasted into Slack's settings by whoever installs.

Slack has one language per installation, and one slash command per first word.
**Source**: Slack's manifest schema, for the limits.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from adapters.slack.fields import label_key
from bot.command import Command, Registry, Surface
from bot.i18n import Voice, command_words
from bot.limits import LimitExceeded
from bot.vocabulary import Kind

Json = dict[str, Any]

SCOPES = (
    *("commands", "chat:write", "im:write", "mpim:write", "groups:write", "groups:read"),
    *("reactions:read", "users:read", "files:write"),
)
EVENTS = (
    *("app_uninstalled", "member_joined_channel", "member_left_channel"),
    *("reaction_added", "reaction_removed"),
)
COMMANDS_MAX, SHORTCUTS_MAX = 50, 10
_LONGEST = {"command": 32, "description": 2_000, "usage_hint": 1_000}
_LONGEST_SHORTCUT = {"name": 24, "description": 150, "callback_id": 255}
_MENUS = {Surface.MESSAGE: "message", Surface.GLOBAL: "global"}


def manifest(commands: Registry, lang: str, name: str) -> Json:
    """The manifest as data; `name` is the app's. Raises: LimitExceeded, MissingText."""
    voice = Voice(lang)
    return {
        "display_information": {"name": name},
        "features": {
            "app_home": {"messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": name, "always_online": True},
            "shortcuts": _shortcuts(commands, voice),
            "slash_commands": _slash_commands(commands, voice),
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def _slash_commands(commands: Registry, voice: Voice) -> list[Json]:
    groups: dict[str, list[Command]] = {}
    for command in commands.values():
        if command.surface is Surface.SLASH:
            groups.setdefault(command.path[0], []).append(command)
    found = [_slash_command(first, members, voice) for first, members in groups.items()]
    _at_most("slash commands", len(found), COMMANDS_MAX)
    return found


def _slash_command(first: str, members: list[Command], voice: Voice) -> Json:
    said: Json = {
        "command": f"/{command_words((first,), voice.lang)[0]}",
        "description": voice(f"command-{first}.description"),
        "should_escape": False,
    }
    if hint := " | ".join(_hints(members, voice)):
        said["usage_hint"] = f"[{hint}]"
    _fits(said, _LONGEST)
    return said


def _hints(members: list[Command], voice: Voice) -> Iterable[str]:
    """The words that may follow: sub-commands, or the choices of a command's first choice."""
    for command in members:
        if len(command.path) > 1:
            yield " ".join(command_words(command.path, voice.lang)[1:])
            continue
        chooser = next((field for field in command.fields if field.kind is Kind.CHOICE), None)
        if chooser is not None:
            yield from (voice(label_key(chooser, choice)) for choice in chooser.choices)


def _shortcuts(commands: Registry, voice: Voice) -> list[Json]:
    found = [
        {
            "name": command_words(command.path, voice.lang)[-1],
            "type": _MENUS[command.surface],
            "callback_id": command.verb,
            "description": voice(f"command-{'-'.join(command.path)}.description"),
        }
        for command in commands.values()
        if command.surface in _MENUS
    ]
    for said in found:
        _fits(said, _LONGEST_SHORTCUT)
    _at_most("shortcuts", len(found), SHORTCUTS_MAX)
    return found


def _fits(said: Json, longest: dict[str, int]) -> None:
    for part, limit in longest.items():
        if len(said.get(part, "-")) > limit:
            raise LimitExceeded(f"{part} of {said.get('command', '')}: limit {limit}")


def _at_most(what: str, count: int, limit: int) -> None:
    if count > limit:
        raise LimitExceeded(f"{what}: {count}, limit {limit}")
