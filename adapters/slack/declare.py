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
    *("app_home_opened", "app_uninstalled", "tokens_revoked", "member_joined_channel", "member_left_channel"),
    *("channel_shared", "channel_unshared"),
    *("group_archive", "group_unarchive", "group_left", "group_deleted"),
    *("reaction_added", "reaction_removed"),
)
COMMANDS_MAX, SHORTCUTS_MAX = 50, 10
PATH = "/slack/events"  # where Slack's requests come in, where they come over HTTP
_LONGEST = {"command": 32, "description": 2_000, "usage_hint": 1_000}
_LONGEST_SHORTCUT = {"name": 24, "description": 150, "callback_id": 255}


def manifest(commands: Registry, lang: str, name: str, public: str = "") -> Json:
    """The manifest as data; `name` is the app's. `public`: our address, where requests come over HTTP.

    Raises: LimitExceeded, MissingText.
    """
    voice = Voice(lang)
    url = f"{public.rstrip('/')}{PATH}" if public else ""
    here = {"request_url": url} if url else {}
    return {
        "display_information": {"name": name},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": name, "always_online": True},
            "shortcuts": _shortcuts(commands, voice),
            "slash_commands": [_at(url, said) for said in _slash_commands(commands, voice)],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**here, "bot_events": list(EVENTS)},
            "interactivity": {
                "is_enabled": True,
                **here,
                **({"message_menu_options_url": url} if url else {}),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def _at(url: str, command: Json) -> Json:
    return {**command, "url": url} if url else command


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
    """The menu of a message, and what is started from anywhere; each is called as its verb."""
    found = []
    for command in commands.values():
        if command.surface is Surface.MESSAGE:
            name = command_words(command.path, voice.lang)[-1]
            described = voice(f"command-{'-'.join(command.path)}.description")
            found.append(_shortcut("message", command.verb, name, described))
        if command.shortcut:
            key = f"shortcut-{command.verb.replace('.', '-').replace('_', '-')}"
            found.append(_shortcut("global", command.verb, voice(key), voice(f"{key}.description")))
    for said in found:
        _fits(said, _LONGEST_SHORTCUT)
    _at_most("shortcuts", len(found), SHORTCUTS_MAX)
    return found


def _shortcut(kind: str, verb: str, name: str, described: str) -> Json:
    return {"name": name, "type": kind, "callback_id": verb, "description": described}


def _fits(said: Json, longest: dict[str, int]) -> None:
    for part, limit in longest.items():
        if len(said.get(part, "-")) > limit:
            raise LimitExceeded(f"{part} of {said.get('command') or said['callback_id']}: limit {limit}")


def _at_most(what: str, count: int, limit: int) -> None:
    if count > limit:
        raise LimitExceeded(f"{what}: {count}, limit {limit}")
