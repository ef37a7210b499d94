"""The Home tab: the core's page of its reader, published each time it is opened or something is done on it.

Slack keeps what was published last; `hash` names the version that an act was done on, so that what is older
never takes the place of what is newer.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render
from adapters.slack.inbound import Ask, realm_of
from adapters.slack.people import Person
from adapters.slack.refusals import delivery
from bot.card import Card
from bot.command import HOME, Door
from bot.errors import RetryAfter
from bot.i18n import Voice, voice_of
from bot.vocabulary import Reply

Json = dict[str, Any]

PATIENCE_S = 30.0  # a page that may come later than that is made anew when it is opened

log = logging.getLogger("entrepairs.slack")


def opened(body: Mapping[str, Any]) -> Ask | None:
    """Somebody looks at the tab; None where it is the tab of messages."""
    event = body["event"]
    if event.get("tab", "home") != "home":
        return None
    seen = str((event.get("view") or {}).get("hash", ""))
    return Ask(
        event=body["event_id"], realm=realm_of(body), user=event["user"], name="", verb=HOME, home=seen
    )


def view(card: Card, voice: Voice) -> Json:
    """Raises: LimitExceeded."""
    return {"type": "home", "blocks": render.blocks(card, voice)}


class Home:
    """Publishes; what cannot be published now is there at the next opening."""

    def __init__(self, door: Door, client: AsyncWebClient, scale: float) -> None:
        self._door = door
        self._client = client
        self._scale = scale

    async def again(self, ask: Ask, person: Person) -> None:
        """The page as it is now, after an act on it."""
        await self.show(ask, person, await self._read(ask, person))

    async def show(self, ask: Ask, person: Person, reply: Reply) -> None:
        """Read once more where another version was published meanwhile, or Slack asked to wait."""
        seen = ask.home or ""
        refused = await self._publish(ask, reply, seen)
        if refused is None:
            return
        if isinstance(refused, RetryAfter):
            await asyncio.sleep(refused.seconds * self._scale)
        await self._publish(ask, await self._read(ask, person), "")

    async def _read(self, ask: Ask, person: Person) -> Reply:
        return await self._door.answer(
            replace(ask, verb=HOME, subject="", values={}, form=None).request(person)
        )

    async def _publish(self, ask: Ask, reply: Reply, seen: str) -> Exception | None:
        """None where it is published, or will not be; else why it was not."""
        assert isinstance(reply.content, Card)
        made = view(reply.content, voice_of(reply, Voice()))
        try:
            await self._client.views_publish(user_id=ask.user, view=made, hash=seen or None)
        except SlackApiError as error:
            if error.response.get("error") == "hash_conflict":
                return error
            cause = delivery(error)
            if isinstance(cause, RetryAfter) and cause.seconds <= PATIENCE_S:
                return cause
            log.warning("not_published", exc_info=error, extra={"platform": "slack"})
        except (aiohttp.ClientError, TimeoutError) as error:
            log.info("not_published", exc_info=error, extra={"platform": "slack"})
        return None
