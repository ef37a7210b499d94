"""The message on which a menu was opened: its words with plain names, where it stands and who wrote it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Iterator, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.inbound import unescaped
from adapters.slack.people import People
from adapters.slack.render import escape
from bot.vocabulary import Value

Json = Mapping[str, Any]

PATIENCE_S = 0.8  # a form may have to open within three seconds
NAMES_MAX = 20
_NAMELESS = re.compile(r"<([@#])([A-Z0-9]+)\|?>")
_NAMED = re.compile(r"<([@#])[A-Z0-9]+\|([^<>]+)>")
_SAID = re.compile(r"<(?:!|mailto:|tel:)[^<>|]*\|([^<>]*)>")  # a date, a group, an address: as it is shown
_BROKEN = (SlackApiError, aiohttp.ClientError, TimeoutError)


async def values(
    said: Json, realm: str, channel: str, people: People, client: AsyncWebClient, scale: float
) -> dict[str, Value]:
    """`message`, its words whole; `link`; `by`, as a field for a person says it; `message_id`.

    What Slack does not tell in time is left out; a mention then stays as Slack writes it.
    """
    text = words(said)
    wanted = list(dict.fromkeys(_NAMELESS.findall(text)))[:NAMES_MAX]
    asked: list[Awaitable[str]] = [_link(client, channel, said["ts"])]
    for sign, id_ in wanted:
        asked.append(_person(people, realm, id_) if sign == "@" else _place(client, id_))
    link, *found = await asyncio.gather(*(_in_time(one, PATIENCE_S * scale) for one in asked))
    names = {key: name for key, name in zip(wanted, found, strict=True) if name}
    text = _NAMELESS.sub(lambda m: f"{m[1]}{names[m[1], m[2]]}" if (m[1], m[2]) in names else m[0], text)
    text = _SAID.sub(r"\1", _NAMED.sub(r"\1\2", text))
    by = f"{realm}/{said['user']}" if said.get("user") else ""
    everything = {"message": unescaped(text), "link": link, "by": by, "message_id": str(said["ts"])}
    return {name: value for name, value in everything.items() if value}


def words(said: Json) -> str:
    """The message's text as Slack escapes it; that of its blocks where an app wrote it."""
    shown = "\n".join(_lines(said.get("blocks") or ())) if said.get("bot_id") else ""
    return shown or str(said.get("text") or "")


def _lines(thing: Any) -> Iterator[str]:
    """What is read in blocks, line by line; buttons and menus are no words."""
    if isinstance(thing, Mapping):
        kind = thing.get("type")
        if kind in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
            yield "".join(_run(element) for element in thing["elements"])
        elif kind in ("mrkdwn", "plain_text"):
            yield thing["text"] if kind == "mrkdwn" else escape(thing["text"])
        elif kind not in ("button", "actions", "input"):
            for key in ("text", "fields", "elements"):
                yield from _lines(thing.get(key) or ())
    elif isinstance(thing, list):
        for one in thing:
            yield from _lines(one)


def _run(element: Json) -> str:
    match element["type"]:
        case "text":
            return escape(element["text"])
        case "link":
            return escape(element.get("text") or element["url"])
        case "user":
            return f"<@{element['user_id']}>"
        case "channel":
            return f"<#{element['channel_id']}>"
        case "emoji":
            return f":{element['name']}:"
        case _:
            return escape(str(element.get("fallback") or ""))


async def _in_time(asked: Awaitable[str], patience_s: float) -> str:
    try:
        async with asyncio.timeout(patience_s):
            return await asked
    except _BROKEN:
        return ""


async def _link(client: AsyncWebClient, channel: str, ts: str) -> str:
    answer = await client.chat_getPermalink(channel=channel, message_ts=ts)
    return str(answer["permalink"])


async def _person(people: People, realm: str, user: str) -> str:
    return (await people.person(realm, user)).account.name


async def _place(client: AsyncWebClient, channel: str) -> str:
    answer = await client.conversations_info(channel=channel)
    return str(answer["channel"].get("name") or "")
