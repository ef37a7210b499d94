"""Private threads in a circle's channel: opened once, found again, and people let in by name."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import TypeVar

import discord

from adapters.discord.client import Client
from bot.errors import RetryAfter
from bot.vocabulary import Account, Place, Thread

PRIVATE = discord.ChannelType.private_thread
ARCHIVED, NOT_A_THREAD = 50083, 50024
UNTOLD_S = 5.0  # then the connection may tell again what there is in a server
LETTING_IN_S = 10.0  # at one go: other messages wait meanwhile
REMEMBERED = 10_000

Said = TypeVar("Said")


class Threads:
    """Nobody but us adds people to these threads, and none of their names is written anywhere.

    Nothing has to outlive the process: a thread of ours is known by its channel and its name, as the
    connection tells it, and Discord is asked before one is opened; whom this process let in is not let in
    again. `delivery` makes Discord's errors ours.
    """

    def __init__(self, client: Client, delivery: Callable[[], AbstractAsyncContextManager[None]]) -> None:
        self._client = client
        self._delivery = delivery
        self._inside: set[tuple[str, str]] = set()  # thread, person

    def ours(self, thread: Thread) -> Iterator[tuple[str, Place]]:
        """The threads that we opened in its channel and that are awake, by their names.

        Raises: RetryAfter, where the connection does not tell just now.
        """
        guild = self._told(thread)
        for one in guild.threads if guild else ():
            mine = self._client.user is not None and one.owner_id == self._client.user.id
            if mine and (one.type, str(one.parent_id)) == (PRIVATE, thread.id):
                yield one.name, Place(thread.platform, thread.realm, str(one.id))

    def _told(self, place: Place) -> discord.Guild | None:
        """The server as the connection tells it; None: we are not in it. Raises: RetryAfter."""
        guild = self._client.get_guild(int(place.realm))
        if guild.unavailable if guild else not self._client.is_ready():
            raise RetryAfter(UNTOLD_S)
        return guild

    def _opened(self, thread: Thread) -> Place | None:
        """The one that an earlier message or an earlier try opened, whatever Discord made of its spaces."""
        wanted = thread.title.split()
        return next((place for name, place in self.ours(thread) if name.split() == wanted), None)

    async def open(self, thread: Thread) -> Place | None:
        """Where to speak to its people, who are in it now.

        None: there is nobody to let in, or we may not; what is for them has to be said in the channel.
        Raises: Delivery.
        """
        if not thread.people:
            return None
        place = self._opened(thread) or await self._made(thread)
        if place is None:
            return None
        loop, let_in = asyncio.get_running_loop(), False
        until = loop.time() + LETTING_IN_S
        for account in thread.people:
            if loop.time() > until:
                raise RetryAfter(0)  # nothing was sent, and whoever is in stays in
            let_in = await self.let_in(place, account) or let_in
        return place if let_in else None

    async def _made(self, thread: Thread) -> Place | None:
        """None where Discord will have none there: not in such a channel, not by that name, not one more."""
        if not self._may(thread):
            return None
        if left := await self._left(thread):
            return left
        async with self._delivery():
            try:
                made = await self._client.http.start_thread_without_message(
                    int(thread.id),
                    name=thread.title,
                    auto_archive_duration=1440,  # it sleeps after a day without a word; what was said stays
                    type=12,  # private
                    invitable=False,
                )
            except discord.HTTPException as error:
                if error.status in (400, 403):
                    return None
                raise
        return Place(thread.platform, thread.realm, str(made["id"]))

    async def _left(self, thread: Thread) -> Place | None:
        """What an earlier try opened, and the connection has not told yet. Raises: Delivery."""
        assert self._client.user is not None
        async with self._delivery():
            awake = await self._client.http.get_active_threads(int(thread.realm))
        wanted = (PRIVATE.value, thread.id, str(self._client.user.id), thread.title.split())
        for one in awake["threads"]:
            if (one["type"], str(one["parent_id"]), str(one["owner_id"]), one["name"].split()) == wanted:
                return Place(thread.platform, thread.realm, str(one["id"]))
        return None

    def _may(self, thread: Thread) -> bool:
        guild = self._told(thread)
        channel = guild.get_channel(int(thread.id)) if guild else None
        if guild is None or channel is None or guild.me is None:
            return False
        ours = channel.permissions_for(guild.me)
        return ours.create_private_threads and ours.send_messages_in_threads

    async def let_in(self, place: Place, account: Account) -> bool:
        """Whether they are in: not who cannot see the channel, or left the server. Raises: Delivery.

        Where it is the channel itself, for want of a thread, nobody has to be let in.
        """
        thread, whose = int(place.id), (place.id, account.user)
        guild = self._client.get_guild(int(place.realm))
        if whose in self._inside or (guild is not None and guild.get_channel(thread) is not None):
            return True
        async with self._delivery():
            try:
                await self.awake(
                    thread, lambda: self._client.http.add_user_to_thread(thread, int(account.user))
                )
            except discord.HTTPException as error:
                if error.status in (403, 404) or error.code == NOT_A_THREAD:
                    return False
                raise
        if len(self._inside) >= REMEMBERED:
            self._inside.clear()
        self._inside.add(whose)
        return True

    async def awake(self, channel: int, act: Callable[[], Awaitable[Said]]) -> Said:
        """Done in a thread that was archived meanwhile, too: it is opened again, for one more try."""
        try:
            return await act()
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
        await self._client.http.edit_channel(channel, archived=False)
        return await act()
