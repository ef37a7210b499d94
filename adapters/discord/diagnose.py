"""What the doctor asks of Discord, over its REST alone: no gateway, nothing is changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import discord

from adapters.discord.permissions import NEEDS, application_id, in_channel
from bot.operations.findings import Finding, broken, fine, warning
from bot.settings import Settings
from bot.vocabulary import Place

CALL_S = 5.0
APART = timedelta(seconds=60)
FEW_STARTS = 10
_AGENT = f"DiscordBot (entrepairs, {discord.__version__})"


class _Away(Exception):
    """Discord cannot be reached now, or does not answer."""


class _No(Exception):
    """Discord refuses this call."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


async def diagnose(
    settings: Settings, bound: Sequence[tuple[str, Place]], now: datetime
) -> AsyncIterator[Finding]:
    """The token, what it is for, and the channel of each circle: (circle's id, place)."""
    if settings.discord_token is None:
        return
    token = settings.discord_token.get_secret_value()
    known = application_id(token)
    if known is None:
        yield broken(
            "discord.token",
            "DISCORD_TOKEN has not the shape of a bot's token",
            "Discord will refuse it",
            "copy it again: Developer Portal, your application, Bot, Reset Token",
        )
        return
    timeout = aiohttp.ClientTimeout(total=CALL_S * settings.deadline_scale)
    headers = {"Authorization": f"Bot {token}", "User-Agent": _AGENT}
    async with aiohttp.ClientSession(timeout=timeout, headers=headers) as session:
        rest = _Rest(session, settings.discord_api_url)
        try:
            async for finding in _asked(rest, now):
                yield finding
            for circle, place in bound:
                if place.platform == "discord":
                    async for finding in _circle(rest, circle, place):
                        yield finding
        except _No as refused:
            yield _refused(refused)
        except _Away as away:
            yield warning(
                "discord",
                f"not reached from here ({away}): token and permissions are not checked",
                "run keeps trying, and answers nobody until then",
                "see that this machine reaches DISCORD_API_URL (network, proxy, firewall), then ask again",
            )


async def _asked(rest: _Rest, now: datetime) -> AsyncIterator[Finding]:
    await rest.get("/users/@me")
    yield fine("discord.token", "Discord takes it")
    yield fine("discord.intents", "guilds and guild reactions are asked for; neither is privileged")
    if rest.date is not None and abs(rest.date - now) > APART:
        yield warning(
            "discord.clock",
            f"this machine and Discord are {int(abs(rest.date - now).total_seconds())} s apart",
            "reminders come at the wrong time",
            "set this machine's clock: timedatectl set-ntp true",
        )
    left = (await rest.get("/gateway/bot"))["session_start_limit"]["remaining"]
    if int(left) < FEW_STARTS:
        yield warning(
            "discord.starts",
            f"{left} connections are left today",
            "Discord resets the token of a bot that connects too often",
            "leave run alone, and look in its log why it starts so often",
        )


async def _circle(rest: _Rest, circle: str, place: Place) -> AsyncIterator[Finding]:
    check = f"discord.circle.{circle}"
    try:
        channel = await rest.get(f"/channels/{place.id}")
        roles = {
            str(role["id"]): int(role["permissions"])
            for role in await rest.get(f"/guilds/{place.realm}/roles")
        }
        me = str((await rest.get("/users/@me"))["id"])
        own = await rest.get(f"/guilds/{place.realm}/members/{me}")
    except _No as refused:
        if refused.status == 401:
            raise
        yield broken(
            check,
            f"its channel {place.id} is out of the bot's sight ({refused.status})",
            "nothing of the circle can be shown",
            "add the bot to the channel with the permissions of entrepairs invite discord",
        )
        return
    may = in_channel(channel, roles, [str(role) for role in own["roles"]], me)
    missing = [need for need in NEEDS if not need.server_wide and not getattr(may, need.name)]
    for need in missing:
        yield (broken if need.essential else warning)(
            check,
            f"“{need.shown}” is missing in channel {place.id}",
            need.without,
            f"edit the channel, Permissions, the bot: allow “{need.shown}”",
        )
    if in_channel(channel, roles, (), None).view_channel:
        yield warning(
            check,
            f"everyone in the server can read channel {place.id}",
            "what members share is for their circle",
            "edit the channel: Private Channel on",
        )
    elif not missing:
        yield fine(check, "its channel is private, and the bot has what it needs there")


def _refused(refused: _No) -> Finding:
    if refused.status == 401:
        return broken(
            "discord.token",
            "Discord does not take DISCORD_TOKEN",
            "run ends at once",
            "copy it again: Developer Portal, your application, Bot, Reset Token",
        )
    return warning(
        "discord",
        f"Discord refused a question ({refused.status})",
        "the rest was not checked",
        "ask again in a few minutes",
    )


class _Rest:
    """`date` is Discord's clock at the last answer."""

    def __init__(self, session: aiohttp.ClientSession, api_url: str) -> None:
        self._session = session
        self._api_url = api_url
        self.date: datetime | None = None

    async def get(self, path: str) -> Any:
        """Raises: _No, where Discord refuses; _Away, where it does not answer."""
        try:
            async with self._session.get(self._api_url + path) as answer:
                self.date = _date(answer.headers)
                if answer.status >= 500:
                    raise _Away(str(answer.status))
                if answer.status >= 400:
                    raise _No(answer.status)
                return await answer.json()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise _Away(type(error).__name__) from None


def _date(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(headers["Date"])
    except (KeyError, ValueError):
        return None
