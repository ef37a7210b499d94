"""Messages sent out of turn: private ones, and those in a circle's channel."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from adapters.discord import render
from bot.card import Card
from bot.errors import Closed, Gone, Rejected, RetryAfter, Unclear
from bot.i18n import Voice
from bot.ports import Sent
from bot.vocabulary import Account, Place

NONCE_MAX = 25
SEEN_MAX = 50  # messages looked at after an unclear send
DEFAULT_WAIT_S = 5.0
NO_PRIVATE_MESSAGES = 50007


class Outbound:
    """Discord's outgoing side.

    A nonce seen again within some minutes makes no second message: discord.py asks Discord to enforce it.
    """

    platform = "discord"
    idempotent = True
    edit_every_s = 10.0

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    @property
    def connected(self) -> bool:
        """Whether Discord's events reach us now."""
        socket = self._client.ws
        return self._client.is_ready() and socket is not None and socket.open

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        """Raises: Delivery."""
        if len(nonce) > NONCE_MAX:
            raise Rejected(f"nonce: {len(nonce)} characters, limit {NONCE_MAX}")
        view = render.card(card, voice)
        with _delivery(self._client):
            channel = await self._channel(to)
            message = await channel.send(view=view, nonce=nonce)
        return Sent(to.realm, str(message.channel.id), str(message.id))

    async def edit(self, where: Sent, card: Card, voice: Voice) -> None:
        """Raises: Delivery."""
        view = render.card(card, voice)
        with _delivery(self._client):
            channel = self._client.get_partial_messageable(int(where.address))
            await channel.get_partial_message(int(where.message)).edit(view=view)

    async def find(self, to: Place | Account, nonce: str) -> Sent | None:
        """What an unclear send left there. Raises: Delivery."""
        try:
            with _delivery(self._client):
                channel = await self._channel(to)
                async for message in channel.history(limit=SEEN_MAX):
                    if message.nonce is not None and str(message.nonce) == nonce:
                        return Sent(to.realm, str(message.channel.id), str(message.id))
        except Gone:
            return None  # nobody may look
        return None

    async def admit(self, to: Place, account: Account) -> bool:
        """Let a member see the channel; False where we may not. Raises: Delivery."""
        allowed = discord.Permissions(view_channel=True, read_message_history=True)
        with _delivery(self._client):
            try:
                await self._client.http.edit_channel_permissions(
                    int(to.id), int(account.user), str(allowed.value), "0", 1
                )
            except discord.Forbidden:
                return False
        return True

    async def _channel(self, to: Place | Account) -> discord.PartialMessageable | discord.DMChannel:
        if isinstance(to, Account):
            return await self._client.create_dm(discord.Object(int(to.user)))
        return self._client.get_partial_messageable(int(to.id), guild_id=int(to.realm))


@contextmanager
def _delivery(client: discord.Client) -> Iterator[None]:
    """Discord's errors as ours, without their texts: those may quote what was sent."""
    if not isinstance(client.loop, asyncio.AbstractEventLoop):
        raise RetryAfter(DEFAULT_WAIT_S)  # not connected yet, or between two connections: nothing was sent
    try:
        yield
    except discord.RateLimited as error:
        raise RetryAfter(error.retry_after) from None
    except discord.HTTPException as error:
        raise _translated(error) from None
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise Unclear(type(error).__name__) from None


def _translated(error: discord.HTTPException) -> Exception:
    said = f"{error.status} {error.code}"
    if error.code == NO_PRIVATE_MESSAGES:
        return Closed(said)
    if error.status in (403, 404):
        return Gone(said)
    if error.status == 429:
        return RetryAfter(_seconds(error))
    if error.status == 401 or error.status >= 500:
        return Unclear(said)
    return Rejected(said)


def _seconds(error: discord.HTTPException) -> float:
    try:
        return float(error.response.headers.get("Retry-After", DEFAULT_WAIT_S))
    except ValueError:
        return DEFAULT_WAIT_S
