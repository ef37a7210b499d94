"""What Slack tells of channels and people: each told to the core before Slack is told that it was heard.

Whatever happened while no socket was open is read again: who is in the circles' channels, and what those are.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.inbound import realm_of
from adapters.slack.people import People
from adapters.slack.places import Places
from adapters.slack.refusals import delivery
from bot.command import Door
from bot.errors import Gone, Rejected, RetryAfter, Shut
from bot.ports import Access
from bot.vocabulary import Account, Fact, Happened, Place

# Slack's names of what may happen to a channel or to somebody in it
KINDS = {
    "member_joined_channel": Happened.CAME,
    "member_left_channel": Happened.WENT,
    "channel_shared": Happened.SHARED,
    "channel_unshared": Happened.UNSHARED,
    "group_left": Happened.CLOSED,
    "group_archive": Happened.CLOSED,
    "group_deleted": Happened.CLOSED,
    "group_unarchive": Happened.OPENED,
}
ENDS = ("app_uninstalled", "tokens_revoked")
HEARD = (*KINDS, *ENDS)
OURS = {Happened.CAME: Happened.OPENED, Happened.WENT: Happened.CLOSED}  # where it was we who came or went
FOUND = {Access.SHARED: Happened.SHARED, Access.SHUT: Happened.CLOSED}
PACE_S = 1.3  # between two channels: Slack takes fifty such questions a minute
AGAIN_S = 5.0
TRIES = 3

log = logging.getLogger("entrepairs.slack")


class Happenings:
    """`us`: the bot's own user id, once it is known."""

    def __init__(self, door: Door, people: People, places: Places, scale: float) -> None:
        self._door = door
        self._people = people
        self._places = places
        self._scale = scale
        self.us = ""

    async def installed(self, said: Mapping[str, Any]) -> None:
        """Slack took our token, and this is what it says of it. Never raises: a later start does the same."""
        self.us = str(said["user_id"])
        realm = str(said.get("enterprise_id") or said["team_id"])
        try:
            await self._door.heard(Fact("", Happened.INSTALLED, Place("slack", realm, "")))
        except Exception as error:
            log.error("defect", exc_info=error, extra={"kind": "installed", "platform": "slack"})

    async def heard(self, body: Mapping[str, Any]) -> None:
        """Returns once it is kept; what is raised makes Slack deliver it again, under the same id."""
        event = body["event"]
        if event["type"] in ENDS:
            if self._is_the_end(event):
                place = Place("slack", realm_of(body), "")
                await self._door.heard(Fact(f"slack:{body['event_id']}", Happened.ENDED, place))
            return
        what, realm = KINDS[event["type"]], realm_of(body)
        if what is Happened.UNSHARED and event.get("is_ext_shared"):
            return  # another organisation reads it still
        who = None
        if what in OURS:
            if event["user"] == self._own_id(body):
                what = OURS[what]
            else:
                who = await self._person(realm, event["user"], what)
                if who is None:
                    return
        fact = Fact(
            event=f"slack:{body['event_id']}",
            what=what,
            place=Place("slack", realm, event["channel"]),
            who=who,
            at=instant(body),
        )
        await self._door.heard(fact)

    def _is_the_end(self, event: Mapping[str, Any]) -> bool:
        """Of tokens only the bot's counts: a person's own are nothing to us."""
        if event["type"] == "app_uninstalled":
            return True
        revoked = (event.get("tokens") or {}).get("bot") or []
        return self.us in revoked or (not self.us and bool(revoked))

    def _own_id(self, body: Mapping[str, Any]) -> str:
        granted = body.get("authorizations") or [{}]
        return self.us or str(granted[0].get("user_id") or "")

    async def _person(self, realm: str, user: str, what: Happened) -> Account | None:
        """None for a program that comes: it is nobody of a circle, and no stranger either."""
        if what is Happened.WENT:
            return Account("slack", realm, user)
        found = await self._people.person(realm, user)
        return None if found.bot else found.account

    # --- after a time in which nothing was told -------------------------------------------------------------

    async def catch_up(self) -> None:
        """Who is in each circle's channel, and what the channel is. Never raises."""
        try:
            at, places = await self._door.bound("slack")
            for number, place in enumerate(places):
                if number:
                    await asyncio.sleep(PACE_S * self._scale)
                await self._caught_up(place, at)
        except Exception as error:
            log.error("defect", exc_info=error, extra={"kind": "catch_up", "platform": "slack"})

    async def _caught_up(self, place: Place, at: datetime) -> None:
        for _ in range(TRIES):
            patience_s = AGAIN_S
            try:
                access = await self._places.access(place)
                if access in FOUND:
                    await self._door.heard(Fact("", FOUND[access], place))  # told once a day, by its key
                    return
                if access is Access.READY:
                    await self._door.attended(place, await self._there(place), at)
                    return
            except RetryAfter as again:
                patience_s = again.seconds
            except SlackApiError as error:
                cause = delivery(error)
                if isinstance(cause, (Gone, Shut, Rejected)):
                    return
                patience_s = cause.seconds if isinstance(cause, RetryAfter) else AGAIN_S
            except (aiohttp.ClientError, TimeoutError) as error:
                log.info("not_read", exc_info=error, extra={"platform": "slack"})
            await asyncio.sleep(patience_s * self._scale)

    async def _there(self, place: Place) -> list[Account]:
        found = []
        async for user in self._places.people(place.id):
            if user != self.us:
                person = await self._people.person(place.realm, user)
                if not person.bot:
                    found.append(person.account)
        return found


def instant(body: Mapping[str, Any]) -> datetime | None:
    """When it happened, by Slack's word."""
    said = body["event"].get("event_ts") or body.get("event_time")
    return datetime.fromtimestamp(float(said), UTC) if said else None
