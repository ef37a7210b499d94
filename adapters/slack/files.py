"""Files given on a press: into the person's own conversation with us, where nobody else sees them."""

from __future__ import annotations

from collections.abc import Mapping

from slack_sdk.web.async_client import AsyncWebClient

from bot.card import Card, File
from bot.vocabulary import Form


def of(content: Card | Form | tuple[File, ...]) -> tuple[File, ...]:
    """The files of a reply, each once, in order."""
    if isinstance(content, Form):
        return ()
    found = content.blocks if isinstance(content, Card) else content
    return tuple(dict.fromkeys(one for one in found if isinstance(one, File)))


async def give(client: AsyncWebClient, user: str, made: Mapping[File, bytes]) -> None:
    """Raises: SlackApiError, SlackRequestError, aiohttp.ClientError, TimeoutError."""
    opened = await client.conversations_open(users=user)
    await client.files_upload_v2(
        channel=opened["channel"]["id"],
        file_uploads=[
            {"filename": file.name, "title": file.name, "content": content} for file, content in made.items()
        ],
    )
