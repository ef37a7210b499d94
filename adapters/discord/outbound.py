"""Messages sent out of turn: private ones, and those in a circle's channel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import aiohttp
import discord

from adapters.discord import render
from adapters.discord.client import Client
from adapters.discord.pace import Pace
from adapters.discord.threads import ARCHIVED, Threads
from bot.card import Card
from bot.errors import Closed, Gone, Rejected, RetryAfter, Shut, Unclear
from bot.i18n import Voice
from bot.ports import Access, Sent
from bot.vocabulary import Account, Place, Thread

NONCE_MAX = 25
SEEN_MAX = 50  # messages looked at after an unclear send
DEFAULT_WAIT_S = 5.0
NO_PRIVATE_MESSAGES = (50007, 50278)  # closed by them; or no server in common
TOO_MANY_OPENED, OPENED_AGAIN_S = 40003, 60.0  # conversations opened too fast
LOCKED = 160005  # a locked thread is opened again by those alone who manage threads
_SPEAK = discord.Permissions(
    view_channel=True,
    send_messages=True,
    read_message_history=True,
    create_private_threads=True,
    send_messages_in_threads=True,
)
NOT_THERE = (10007, 10013)  # no such member; no such person at all


class Outbound:
    """Discord's outgoing side.

    A nonce seen again within some minutes makes no second message: discord.py asks Discord to enforce it.
    """

    platform = "discord"
    idempotent = True
    edit_every_s = 10.0
    announces_leaves = False  # that would take the members' intent, which reads far more than that

    def __init__(self, client: Client) -> None:
        self._client = client
        self._pace = Pace()
        self._threads = Threads(client, self._delivery)

    @property
    def connected(self) -> bool:
        """Whether Discord's events reach us now."""
        socket = self._client.ws
        return self._client.is_ready() and socket is not None and socket.open

    @property
    def _was_started(self) -> bool:
        """Whether the library can make a call at all: without a loop it has no connector."""
        return isinstance(self._client.loop, asyncio.AbstractEventLoop)

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        """Raises: Delivery."""
        if len(nonce) > NONCE_MAX:
            raise Rejected(f"nonce: {len(nonce)} characters, limit {NONCE_MAX}")
        view = render.card(card, voice, ids=self._client.command_ids)
        if isinstance(to, Thread):
            to = await self._threads.open(to) or to
        async with self._delivery():
            channel = await self._channel(to)
            message = await self._threads.awake(channel.id, lambda: channel.send(view=view, nonce=nonce))
        return Sent(to.realm, str(message.channel.id), str(message.id))

    async def edit(self, where: Sent, card: Card, voice: Voice) -> None:
        """Raises: Delivery."""
        view = render.card(card, voice, ids=self._client.command_ids)
        async with self._delivery():
            channel = self._client.get_partial_messageable(int(where.address))
            message = channel.get_partial_message(int(where.message))
            await self._threads.awake(channel.id, lambda: message.edit(view=view))

    async def find(self, to: Place | Account, nonce: str, since: datetime) -> Sent | None:
        """What an unclear send left there. Raises: Delivery."""
        threads = [place for _, place in self._threads.ours(to)] if isinstance(to, Thread) else []
        for one in (*threads, to):  # a thread by another name too: what it is about may have moved since
            if found := await self._found(one, nonce):
                return found
        return None

    async def _found(self, to: Place | Account, nonce: str) -> Sent | None:
        try:
            async with self._delivery():
                channel = await self._channel(to)
                async for message in channel.history(limit=SEEN_MAX):
                    if message.nonce is not None and str(message.nonce) == nonce:
                        return Sent(to.realm, str(message.channel.id), str(message.id))
        except (Gone, Shut):
            return None  # nobody may look
        return None

    async def stands(self, place: Place, account: Account) -> bool | None:
        """Only Discord's own word that it is nobody of that server counts as a leave. Raises: RetryAfter."""
        guild = self._client.get_guild(int(place.realm))
        if not self._was_started or (guild is not None and guild.unavailable):
            return None
        await self._pace.turn()
        try:
            await self._client.http.get_member(int(place.realm), int(account.user))
        except discord.RateLimited as error:
            raise RetryAfter(error.retry_after) from None
        except discord.HTTPException as error:
            if error.code in NOT_THERE:
                return False
            if error.status == 429:
                raise RetryAfter(_seconds(error)) from None
            return None
        except (TimeoutError, aiohttp.ClientError, OSError):
            return None
        return True

    async def access(self, place: Place) -> Access | None:
        """As the connection tells it: nobody is asked."""
        if not (place.realm.isdecimal() and place.id.isdecimal()):
            return Access.SHUT
        guild = self._client.get_guild(int(place.realm))
        if guild is None or guild.unavailable or guild.me is None:
            return None
        channel = guild.get_channel(int(place.id))
        if channel is None:
            return Access.SHUT
        if channel.permissions_for(guild.default_role).view_channel:
            return Access.PUBLIC
        ours = channel.permissions_for(guild.me)
        return Access.READY if ours.view_channel and ours.send_messages else Access.SHUT

    async def make_place(self, realm: str, name: str, steward: Account, *, again: bool) -> Place | None:
        """A text channel that nobody but the steward and we can read. Raises: Delivery."""
        assert self._client.user is not None
        name = "-".join(name.lower().split())  # as Discord would write it
        people = (self._client.user.id, int(steward.user))
        left = self._left_behind(int(realm), name, people) if again else None
        if left is not None:
            return Place(self.platform, realm, str(left.id))
        allowed, shut = str(_SPEAK.value), str(discord.Permissions(view_channel=True).value)
        overwrites: list[Any] = [{"id": realm, "type": 0, "allow": "0", "deny": shut}]
        overwrites += [{"id": str(who), "type": 1, "allow": allowed, "deny": "0"} for who in people]
        async with self._delivery():
            try:
                made = await self._client.http.create_channel(
                    int(realm), discord.ChannelType.text.value, name=name, permission_overwrites=overwrites
                )
            except discord.Forbidden:
                return None
        return Place(self.platform, realm, str(made["id"]))

    def _left_behind(self, realm: int, name: str, people: tuple[int, ...]) -> discord.TextChannel | None:
        """What an earlier try made: of that name, and open to just these people."""
        guild = self._client.get_guild(realm)
        for channel in guild.text_channels if guild else ():
            if channel.name == name and _open_to(channel) == set(people):
                return channel
        return None

    def _let_in(self, to: Place) -> set[int]:
        """Whom a channel is open to by name or by role, as the connection tells it."""
        guild = self._client.get_guild(int(to.realm))
        channel = guild.get_channel(int(to.id)) if guild else None
        return _open_to(channel) if channel else set()

    async def admit(self, to: Place, account: Account) -> bool:
        """Let a member see the channel; False where we may not. Raises: Delivery.

        Who is let in by name already keeps what they may do there.
        """
        if isinstance(to, Thread):
            return await self._threads.let_in(to, account)
        if int(account.user) in self._let_in(to):
            return True
        allowed = discord.Permissions(view_channel=True, read_message_history=True)
        async with self._delivery():
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

    @asynccontextmanager
    async def _delivery(self) -> AsyncIterator[None]:
        """In our turn; Discord's errors as ours, without their texts: those may quote what was sent."""
        if not self._was_started:
            raise RetryAfter(
                DEFAULT_WAIT_S
            )  # not connected yet, or between two connections: nothing was sent
        await self._pace.turn()
        try:
            yield
        except discord.RateLimited as error:
            raise RetryAfter(error.retry_after) from None
        except discord.HTTPException as error:
            raise _translated(error) from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Unclear(type(error).__name__) from None


def _open_to(channel: discord.abc.GuildChannel) -> set[int]:
    return {who.id for who, said in channel.overwrites.items() if said.view_channel}


def _translated(error: discord.HTTPException) -> Exception:
    said = f"{error.status} {error.code}"
    if error.code in NO_PRIVATE_MESSAGES:
        return Closed(said)
    if error.code == TOO_MANY_OPENED:
        return RetryAfter(OPENED_AGAIN_S)
    if error.status == 403 or error.code in (ARCHIVED, LOCKED):
        return Shut(said)
    if error.status == 404:
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
