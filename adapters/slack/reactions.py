"""Emoji under our messages: each as a request before Slack is told so, and all of them read again at start.

Those of one message are handled one after another, and a reading anew waits its turn among them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from weakref import WeakValueDictionary

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.inbound import realm_of
from adapters.slack.people import People
from adapters.slack.refusals import delivery
from bot.command import REACTED, UNREACTED, Door
from bot.errors import Gone, RetryAfter, Shut, Unclear
from bot.vocabulary import Account, Place, Request

# Slack's names of the emoji that may mean something; `::skin-tone-2` and the like may follow.
EMOJI = {"bulb": "\U0001f4a1", "test_tube": "\U0001f9ea", "seedling": "\U0001f331"}
VERBS = {"reaction_added": REACTED, "reaction_removed": UNREACTED}
PACE_S = 1.3  # between two messages: Slack takes fifty such readings a minute
AGAIN_S = 5.0
UNHURRIED_S = 5.0  # to learn who somebody is: nobody waits for a reading
TRIES = 3

log = logging.getLogger("entrepairs.slack")


class Reactions:
    """Only emoji that mean something pass; bots and private messages never do."""

    def __init__(self, door: Door, client: AsyncWebClient, people: People, scale: float) -> None:
        self._door = door
        self._client = client
        self._people = people
        self._scale = scale
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def heard(self, body: Mapping[str, Any]) -> None:
        """Returns once it is kept; what is raised makes Slack deliver it again, under the same id."""
        event = body["event"]
        item, meaning = event["item"], self._meaning(event["reaction"])
        if meaning is None or item.get("type") != "message" or item["channel"].startswith("D"):
            return
        realm = realm_of(body)
        person = await self._people.person(realm, event["user"])
        if person.bot:
            return
        request = Request(
            event=f"slack:{body['event_id']}",
            actor=person.account,
            verb=VERBS[event["type"]],
            values={"message": item["ts"], "emoji": meaning},
            locale=person.locale,
            place=Place("slack", realm, item["channel"]),
            at=datetime.fromtimestamp(float(event["event_ts"]), UTC),
        )
        async with self._turn(item["channel"], item["ts"]):
            await self._door.answer(request)  # its reply is read by nobody

    async def reread(self) -> None:
        """What stands under each message that counts replaces what was noted of it. Never raises."""
        if not self._door.reactions:
            return
        try:
            for number, (place, message) in enumerate(await self._door.reactable("slack")):
                if number:
                    await asyncio.sleep(PACE_S * self._scale)
                await self._again(place, message)
        except Exception as error:
            log.error("defect", exc_info=error, extra={"kind": "reread", "platform": "slack"})

    async def _again(self, place: Place, message: str) -> None:
        for _ in range(TRIES):
            patience_s = AGAIN_S
            try:
                async with self._turn(place.id, message):
                    await self._door.reread(place, message, await self._found(place, message))
                return
            except SlackApiError as error:
                cause = delivery(error)
                if isinstance(cause, RetryAfter):
                    patience_s = cause.seconds
                elif isinstance(cause, (Gone, Shut)):
                    return  # deleted, or no longer ours to see
                elif not isinstance(cause, Unclear):
                    raise
            except (aiohttp.ClientError, TimeoutError) as error:
                log.info("not_read", exc_info=error, extra={"platform": "slack"})
            await asyncio.sleep(patience_s * self._scale)  # without the turn: others may react meanwhile

    async def _found(self, place: Place, message: str) -> Mapping[str, Sequence[Account]]:
        """Every meaning, with who stands behind it; an emoji in several skins is one."""
        answer = await self._client.reactions_get(channel=place.id, timestamp=message, full=True)
        found: dict[str, dict[str, Account]] = {meaning: {} for meaning in self._door.reactions.values()}
        for reaction in (answer.get("message") or {}).get("reactions") or ():
            meaning = self._meaning(reaction["name"])
            for user in reaction["users"] if meaning else ():
                person = await self._people.person(place.realm, user, patience_s=UNHURRIED_S)
                if not person.bot:
                    found[str(meaning)][user] = person.account
        return {meaning: tuple(people.values()) for meaning, people in found.items()}

    def _meaning(self, name: str) -> str | None:
        emoji = EMOJI.get(name.partition("::")[0])
        return self._door.reactions.get(emoji) if emoji else None

    def _turn(self, channel: str, message: str) -> asyncio.Lock:
        """Whose turn it is with one message: first come, first served."""
        return self._turns.setdefault((channel, message), asyncio.Lock())
