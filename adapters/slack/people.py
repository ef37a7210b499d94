"""Who is acting, by Slack's own word: name, administrator or not, language and zone."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import monotonic
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.vocabulary import Account

SLACKBOT = "USLACKBOT"  # Slack says of it that it is no bot
KEPT_S = 600.0
PATIENCE_S = 0.8  # a form has to open within three seconds: better a stranger than too late


@dataclass(frozen=True, slots=True)
class Person:
    account: Account
    locale: str  # "fr-FR"; "" where Slack did not say
    bot: bool = False


class People:
    """Asks `users.info`, and remembers each answer for ten minutes."""

    def __init__(self, client: AsyncWebClient, scale: float) -> None:
        self._client = client
        self._scale = scale
        self._kept: dict[tuple[str, str], tuple[float, Person]] = {}

    async def person(self, realm: str, user: str, name: str = "", patience_s: float = PATIENCE_S) -> Person:
        """Where Slack does not answer in time, the person without rights, language or zone."""
        found = self._kept.get((realm, user))
        if found and monotonic() - found[0] < KEPT_S:
            return found[1]
        try:
            async with asyncio.timeout(patience_s * self._scale):
                answer = await self._client.users_info(user=user, include_locale=True)
        except (SlackApiError, aiohttp.ClientError, TimeoutError):
            return found[1] if found else Person(Account("slack", realm, user, name), "")
        person = _person(realm, user, answer["user"])
        self._kept[realm, user] = (monotonic(), person)
        return person


def _person(realm: str, user: str, said: dict[str, Any]) -> Person:
    profile = said.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or said.get("real_name") or ""
    administers = bool(said.get("is_admin") or said.get("is_owner")) and not _is_foreign(realm, said)
    account = Account("slack", realm, user, name, administers, said.get("tz") or None)
    return Person(account, said.get("locale") or "", bool(said.get("is_bot")) or user == SLACKBOT)


def _is_foreign(realm: str, said: dict[str, Any]) -> bool:
    """Of another workspace or enterprise, by a channel that both share: what they administer is theirs."""
    if said.get("is_stranger"):
        return True
    homes = {said.get("team_id"), (said.get("enterprise_user") or {}).get("enterprise_id")} - {None, ""}
    return bool(homes) and realm not in homes
