"""The message on which a menu was opened: its words with plain names, where it stands and who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot.vocabulary import Value

_MENTION = re.compile(r"<(@[!&]?|#)(\d+)>")
_EMOJI = re.compile(r"<a?(:\w+:)\d+>")
_TEXT_DISPLAY = 10

Json = Mapping[str, Any]


def values(interaction: discord.Interaction[Any], data: Json) -> dict[str, Value]:
    """`message`, its words whole; `link`; `by`, as a field for a person says it; `message_id`."""
    message = data["resolved"]["messages"][data["target_id"]]
    return {
        "message": _named("\n".join(filter(None, _words(message))), message, interaction.guild),
        "link": _link(interaction, message),
        "by": f"/{message['author']['id']}",
        "message_id": str(message["id"]),
    }


def _link(interaction: discord.Interaction[Any], message: Json) -> str:
    """The library's own spelling of a message's address."""
    if interaction.guild_id is None:
        return ""
    channel = interaction.client.get_partial_messageable(
        int(message["channel_id"]), guild_id=interaction.guild_id
    )
    return str(channel.get_partial_message(int(message["id"])).jump_url)


def _words(message: Json) -> Iterator[str]:
    """What is read in it: a bot's words may stand in components or embeds alone."""
    yield message.get("content") or ""
    yield from _displayed(message.get("components") or ())
    for embed in message.get("embeds") or ():
        yield from (embed.get("title") or "", embed.get("description") or "")


def _displayed(components: Any) -> Iterator[str]:
    for component in components:
        if component.get("type") == _TEXT_DISPLAY:
            yield component["content"]
        yield from _displayed(component.get("components") or ())


def _named(text: str, message: Json, guild: discord.Guild | None) -> str:
    people = {user["id"]: _name(user) for user in message.get("mentions") or ()}

    def plain(found: re.Match[str]) -> str:
        kind, id_ = found[1], found[2]
        if kind == "#":
            channel = guild.get_channel_or_thread(int(id_)) if guild else None
            return f"#{channel.name}" if channel else found[0]
        if kind == "@&":
            role = guild.get_role(int(id_)) if guild else None
            return f"@{role.name}" if role else found[0]
        return f"@{people[id_]}" if id_ in people else found[0]

    return _EMOJI.sub(r"\1", _MENTION.sub(plain, text))


def _name(user: Json) -> str:
    nick = (user.get("member") or {}).get("nick")
    return str(nick or user.get("global_name") or user["username"])
