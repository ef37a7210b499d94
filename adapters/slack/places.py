"""What a channel is to us, and channels made for circles: asked of Slack each time, kept nowhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.pace import Pace
from adapters.slack.refusals import BY_HAND, delivery, word_of
from bot.errors import Exposed, RetryAfter, Shut, Unclear
from bot.ports import Access
from bot.vocabulary import Account, Place

ABOUT = "conversations.info"
NAME_MAX = 80
NUMBERS = range(1, 20)  # a name that is taken is tried again with a number
PAGE = 200
FALLBACK = "cercle"
_REFUSED = frozenset({"restricted_action", "cannot_create_channel", "canvas_disabled_user_team"}) | BY_HAND
_NOWHERE = frozenset({"channel_not_found", "channel_is_limited_access", "missing_scope"})
_BROKEN = (aiohttp.ClientError, TimeoutError)
_NOT_NAMED = re.compile(r"[^\w]+")

Json = dict[str, Any]


class Places:
    """The channels of one installation."""

    def __init__(self, client: AsyncWebClient, pace: Pace) -> None:
        self._client = client
        self._pace = pace

    async def access(self, place: Place) -> Access | None:
        """None where Slack does not tell just now. Raises: RetryAfter."""
        await self._pace.turn(ABOUT)
        try:
            answer = await self._client.conversations_info(channel=place.id)
        except SlackApiError as error:
            if word_of(error) == "missing_scope" and needs(error) == "channels:read":
                return Access.PUBLIC  # a scope that is asked of public channels only
            if word_of(error) in _NOWHERE:
                return Access.SHUT
            if isinstance(cause := delivery(error), RetryAfter):
                self._pace.refused(ABOUT, cause.seconds)
                raise cause from None
            return None
        except _BROKEN:
            return None
        return of_channel(answer["channel"])

    async def need(self, place: Place) -> None:
        """Nothing is said where others read along, nor where we are not: asked just before it is said.

        Raises: Exposed, Shut, RetryAfter.
        """
        access = await self.access(place)
        if access is None:
            raise RetryAfter(0)  # nothing was sent
        if access is Access.SHUT:
            raise Shut("not ours")
        if access is not Access.READY:
            raise Exposed(access)

    async def make(self, realm: str, name: str, *, again: bool) -> Place | None:
        """A private channel with nobody but us in it; None where that is refused. Raises: Delivery.

        `again`: one that an earlier try left, with at most its steward in it, is taken first.
        """
        wanted = folded(name)
        names = [wanted, *(numbered(wanted, number) for number in NUMBERS[1:])]
        try:
            if again and (left := await self._left_behind(set(names))):
                return Place("slack", realm, left)
            for one in names:
                made = await self._created(one)
                if made is not None:
                    return Place("slack", realm, made)
        except SlackApiError as error:
            if word_of(error) in _REFUSED:
                return None
            raise delivery(error) from None
        except _BROKEN:
            raise Unclear("no answer") from None
        return None

    async def _created(self, name: str) -> str | None:
        """None where the name is taken: perhaps by a channel that we cannot see."""
        try:
            answer = await self._client.conversations_create(name=name, is_private=True)
        except SlackApiError as error:
            if word_of(error) == "name_taken":
                return None
            raise
        return str(answer["channel"]["id"])

    async def _left_behind(self, names: set[str]) -> str | None:
        """What an earlier try made: of such a name, by us, with one person in it at most."""
        us = str((await self._client.auth_test())["user_id"])
        cursor = ""
        while True:
            answer = await self._client.conversations_list(
                types="private_channel", exclude_archived=True, limit=PAGE, **_from(cursor)
            )
            for channel in answer["channels"]:
                if channel["name"] in names and channel.get("creator") == us:
                    found = [one async for one in self.people(channel["id"]) if one != us]
                    if len(found) <= 1:
                        return str(channel["id"])
            cursor = _next(answer.data)
            if not cursor:
                return None

    async def people(self, channel: str) -> AsyncIterator[str]:
        """Everybody in a channel, bots too. Raises: SlackApiError."""
        cursor = ""
        while True:
            answer = await self._client.conversations_members(channel=channel, limit=PAGE, **_from(cursor))
            for user in answer["members"]:
                yield str(user)
            cursor = _next(answer.data)
            if not cursor:
                return

    async def stands(self, account: Account) -> bool | None:
        """Only Slack's own word that an account is closed, or nobody's, is a leave. Raises: RetryAfter."""
        try:
            answer = await self._client.users_info(user=account.user)
        except SlackApiError as error:
            if word_of(error) == "user_not_found":
                return False
            if isinstance(cause := delivery(error), RetryAfter):
                raise cause from None
            return None
        except _BROKEN:
            return None
        return not answer["user"].get("deleted")


def of_channel(channel: Json) -> Access:
    """What several workspaces of one enterprise share stays among its members: that is no breach."""
    if channel.get("is_archived"):
        return Access.SHUT
    if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"):
        return Access.SHARED
    if not channel.get("is_private"):
        return Access.PUBLIC
    return Access.READY if channel.get("is_member", True) else Access.SHUT


def folded(name: str) -> str:
    """A circle's name as Slack takes a channel's: lower case, words and hyphens, at most 80 characters."""
    lower = unicodedata.normalize("NFC", name.lower())
    found = _NOT_NAMED.sub("-", lower).strip("-_")[:NAME_MAX].rstrip("-_")
    return found or FALLBACK


def numbered(name: str, number: int) -> str:
    ending = f"-{number}"
    return name[: NAME_MAX - len(ending)] + ending


def needs(error: SlackApiError) -> str:
    """The scope that a call lacked, as Slack names it."""
    data = getattr(error.response, "data", None)
    return str(data.get("needed") or "") if isinstance(data, dict) else ""


def _from(cursor: str) -> Json:
    return {"cursor": cursor} if cursor else {}


def _next(data: Any) -> str:
    return str((data.get("response_metadata") or {}).get("next_cursor") or "")
