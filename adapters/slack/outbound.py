"""What is said out of turn: posted, edited, and people let in."""

from __future__ import annotations

from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render
from bot.card import Card
from bot.errors import Closed, Delivery, Gone, Rejected, RetryAfter, Shut, Unclear
from bot.i18n import Voice
from bot.ports import Access, Sent
from bot.vocabulary import Account, Place

EVENT_TYPE = "entrepairs"
_GONE = frozenset(
    {
        *("channel_not_found", "is_inactive", "message_not_found"),
        *("user_not_found", "user_not_visible", "edit_window_closed", "cant_update_message"),
        *("account_inactive", "token_revoked", "team_not_found"),
    }
)
_SHUT = frozenset({"is_archived", "not_in_channel"})
_CLOSED = frozenset(
    {"cannot_dm_bot", "user_disabled", "messages_tab_disabled", "restricted_action_non_threadable_channel"}
)
_UNCLEAR = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
_BY_HAND = (
    _GONE
    | _SHUT
    | {
        *("cant_invite", "cant_invite_self", "no_permission", "restricted_action", "user_is_restricted"),
        *("user_is_ultra_restricted", "ura_max_channels", "missing_scope", "user_team_not_in_channel"),
        *("method_not_supported_for_channel_type", "org_user_not_in_team", "user_disabled"),
    }
)


class SlackSender:
    """Slack takes no key against a second send: the nonce travels as metadata, an opaque id."""

    platform = "slack"
    idempotent = False
    edit_every_s = 10.0
    announces_leaves = True  # by its events; they are not heard yet

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        channel = to.id if isinstance(to, Place) else await self._direct(to)
        answer = await self._call(
            "chat.postMessage",
            channel=channel,
            **render.message(card, voice, shared=isinstance(to, Place)),
            metadata={"event_type": EVENT_TYPE, "event_payload": {"job": nonce}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return Sent(to.realm, answer["channel"], answer["ts"])

    async def edit(self, where: Sent, card: Card, voice: Voice) -> None:
        shared = not where.address.startswith("D")
        said = render.message(card, voice, shared=shared)
        await self._call("chat.update", channel=where.address, ts=where.message, **said)

    async def find(self, to: Place | Account, nonce: str) -> Sent | None:
        """Nothing: a channel's history is not ours to read."""
        return None

    async def stands(self, place: Place, account: Account) -> bool | None:
        """Nobody is asked: a workspace says by itself who leaves it."""
        return None

    async def access(self, place: Place) -> Access | None:
        """Not told: what a channel is takes a scope of its own."""
        return None

    async def make_place(self, realm: str, name: str, steward: Account, *, again: bool) -> Place | None:
        """None: a person makes the channel, and adds us."""
        return None

    async def admit(self, to: Place, account: Account) -> bool:
        try:
            await self._client.conversations_invite(channel=to.id, users=account.user)
        except SlackApiError as error:
            word = _word(error)
            if word == "already_in_channel":
                return True
            if word in _BY_HAND:
                return False
            raise delivery(error) from None
        except (TimeoutError, aiohttp.ClientError):
            raise Unclear("no answer") from None
        return True

    async def _direct(self, account: Account) -> str:
        answer = await self._call("conversations.open", users=account.user)
        return str(answer["channel"]["id"])

    async def _call(self, method: str, **arguments: Any) -> dict[str, Any]:
        try:
            answer = await self._client.api_call(method, json=arguments)
        except SlackApiError as error:
            raise delivery(error) from None
        except (TimeoutError, aiohttp.ClientError):
            raise Unclear("no answer") from None
        assert isinstance(answer.data, dict)
        return answer.data


def delivery(error: SlackApiError) -> Delivery:
    """Slack's refusal in our five words, with nothing of what was said in it."""
    response, word = error.response, _word(error)
    status = int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)
    if status == 429 or word in ("ratelimited", "rate_limited"):
        return RetryAfter(float(response.headers.get("Retry-After") or 30))
    if status >= 500 or word in _UNCLEAR:
        return Unclear(f"status {status}")
    if word in _GONE:
        return Gone(word)
    if word in _SHUT:
        return Shut(word)
    if word in _CLOSED:
        return Closed(word)
    return Rejected(word or f"status {status}")


def _word(error: SlackApiError) -> str:
    """Slack's word for it; "" where the answer was none of Slack's."""
    data = getattr(error.response, "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""
