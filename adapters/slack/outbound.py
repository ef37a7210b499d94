"""What is said out of turn: posted, edited, and people let in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render
from adapters.slack.pace import POST, Pace
from adapters.slack.places import Places
from adapters.slack.refusals import BY_HAND, delivery, word_of
from bot.card import Card
from bot.errors import Closed, Rejected, RetryAfter, Uncertain, Unclear
from bot.i18n import Voice
from bot.ports import Access, Sent
from bot.vocabulary import Account, Place, Thread

EVENT_TYPE = "entrepairs"
LOOKING = frozenset({"groups:history", "metadata.message:read"})  # optional: what it takes to look for a post
SKEW = timedelta(minutes=5)  # Slack's clock and ours
PAGES_MAX = 10
_NO_THREAD = frozenset(
    {"cannot_reply_to_message", "restricted_action_non_threadable_channel", "restricted_action_thread_locked"}
)


class SlackSender:
    """Slack takes no key against a second send: the nonce travels as metadata, an opaque id."""

    platform = "slack"
    idempotent = False
    edit_every_s = 10.0
    announces_leaves = False  # an account that is closed is told by no event that we ask for

    def __init__(self, client: AsyncWebClient, places: Places, pace: Pace) -> None:
        self._client = client
        self._places = places
        self._pace = pace
        self._conversations: dict[str, str] = {}  # with a person: opened once in a process

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        if isinstance(to, Place):
            await self._places.need(to)
        said = {
            "channel": to.id if isinstance(to, Place) else await self._direct(to),
            **render.message(card, voice, shared=isinstance(to, Place)),
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"job": nonce}},
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if isinstance(to, Thread) and to.under:
            answer = await self._reply(to.under, said)
        else:
            answer = await self._call(POST, **said)
        return Sent(to.realm, answer["channel"], answer["ts"])

    async def _reply(self, under: str, said: dict[str, Any]) -> dict[str, Any]:
        """Under that message, and in the channel too: nobody follows a thread in which they have not written.

        In the channel alone, where that message is there no more or takes no replies.
        """
        try:
            return await self._call(POST, **said, thread_ts=under, reply_broadcast=True)
        except (Rejected, Closed) as error:
            if str(error) not in _NO_THREAD:
                raise
        return await self._call(POST, **said)

    async def edit(self, where: Sent, card: Card, voice: Voice) -> None:
        shared = not where.address.startswith("D")
        if shared:
            await self._places.need(Place(self.platform, where.realm, where.address))
        said = render.message(card, voice, shared=shared)
        await self._call("chat.update", channel=where.address, ts=where.message, **said)

    async def find(self, to: Place | Account, nonce: str, since: datetime) -> Sent | None:
        """The one place where a history is read: a channel's, where the workspace granted that; no person's.

        Raises: Delivery; Uncertain, where we may not look, or there is too much to look through.
        """
        if not isinstance(to, Place):
            raise Uncertain("a person's conversation is not read")
        ours = await self._looking()
        about = {
            "channel": to.id,
            "oldest": f"{(since - SKEW).timestamp():.6f}",
            "include_all_metadata": True,
        }
        for _ in range(PAGES_MAX):
            answer = await self._call("conversations.history", **about)
            for said in answer["messages"]:
                if said.get("bot_id") == ours and _nonce(said) == nonce:
                    return Sent(to.realm, to.id, str(said["ts"]))
            if not answer.get("has_more"):
                return None
            about["cursor"] = answer["response_metadata"]["next_cursor"]
        raise Uncertain("too many messages since")

    async def _looking(self) -> str:
        """Our own `bot_id`, once Slack says that we were granted what looking takes. Raises: Delivery."""
        try:
            answer = await self._client.auth_test()
        except SlackApiError as error:
            raise delivery(error) from None
        except (TimeoutError, aiohttp.ClientError):
            raise Unclear("no answer") from None
        granted = {name.lower(): value for name, value in answer.headers.items()}.get("x-oauth-scopes") or ""
        if not LOOKING.issubset(scope.strip() for scope in granted.split(",")):
            raise Uncertain("nobody may look")
        return str(answer["bot_id"])

    async def stands(self, place: Place, account: Account) -> bool | None:
        """Whether the account is open still. Raises: RetryAfter."""
        return await self._places.stands(account)

    async def access(self, place: Place) -> Access | None:
        """As Slack says just now. Raises: RetryAfter."""
        return await self._places.access(place)

    async def make_place(self, realm: str, name: str, steward: Account, *, again: bool) -> Place | None:
        """A private channel, with its steward in it where they may be invited. Raises: Delivery."""
        place = await self._places.make(realm, name, again=again)
        if place is not None:
            await self.admit(place, steward)
        return place

    async def admit(self, to: Place, account: Account) -> bool:
        if isinstance(to, Thread):
            return True  # whoever is in the channel reads its threads
        try:
            await self._client.conversations_invite(channel=to.id, users=account.user)
        except SlackApiError as error:
            word = word_of(error)
            if word == "already_in_channel":
                return True
            if word in BY_HAND:
                return False
            raise delivery(error) from None
        except (TimeoutError, aiohttp.ClientError):
            raise Unclear("no answer") from None
        return True

    async def _direct(self, account: Account) -> str:
        whose = f"{account.realm}/{account.user}"
        if whose not in self._conversations:
            answer = await self._call("conversations.open", users=account.user)
            self._conversations[whose] = str(answer["channel"]["id"])
        return self._conversations[whose]

    async def _call(self, method: str, **arguments: Any) -> dict[str, Any]:
        channel = str(arguments.get("channel") or "")
        await self._pace.turn(method, channel)
        try:
            answer = await self._client.api_call(method, json=arguments)
        except SlackApiError as error:
            cause = delivery(error)
            if isinstance(cause, RetryAfter):
                self._pace.refused(method, cause.seconds)
            raise cause from None
        except (TimeoutError, aiohttp.ClientError):
            raise Unclear("no answer") from None
        finally:
            self._pace.answered(method, channel)
        assert isinstance(answer.data, dict)
        return answer.data


def _nonce(said: Mapping[str, Any]) -> str:
    """The job that a message of ours was sent for; "" where it does not say."""
    metadata = said.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return ""
    return str((metadata.get("event_payload") or {}).get("job") or "")
