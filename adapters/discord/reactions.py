"""Emoji under our messages: each as a request while we listen, and all of them read again after every READY.

Discord gives a reaction no id and no time. Those of one message are therefore handled one after another, in
the order in which they came; a reading anew waits its turn among them, so that it never undoes a later one.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from weakref import WeakValueDictionary

import aiohttp
import discord
from discord import ReactionType

from bot.command import REACTED, UNREACTED, Door
from bot.vocabulary import Account, Place, Request

PLATFORM = "discord"
PAGE, PAGES_MAX = 100, 10  # of the people behind one emoji
PACE_S = 0.5  # between two messages read again: interactions and sends go first
AGAIN_S = 5.0
TRIES = 3
_SHADES = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")  # presentation and skin: the same emoji to us

log = logging.getLogger("entrepairs.discord")


class Reactions:
    """Only emoji that mean something pass; bots, custom emoji and private messages never do."""

    def __init__(self, client: discord.Client, door: Door, *, scale: float = 1.0) -> None:
        self._client = client
        self._door = door
        self._scale = scale
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def heard(self, raw: discord.RawReactionActionEvent, delivery: str) -> None:
        """One emoji put or taken away; `delivery` is the same for one dispatch received twice.

        Never raises: there is nobody to answer, and after the next READY what stands there is read again.
        """
        meaning = self._meaning(raw.emoji)
        itself = self._client.user is not None and raw.user_id == self._client.user.id
        if meaning is None or raw.guild_id is None or itself or (raw.member and raw.member.bot):
            return
        request = Request(
            event=f"{PLATFORM}:{delivery}",
            actor=Account(PLATFORM, "", str(raw.user_id), name=raw.member.display_name if raw.member else ""),
            verb=REACTED if raw.event_type == "REACTION_ADD" else UNREACTED,
            values={"message": str(raw.message_id), "emoji": meaning},
            place=Place(PLATFORM, str(raw.guild_id), str(raw.channel_id)),
        )
        try:
            async with self._turn(raw.message_id):
                await self._door.answer(request)
        except Exception as error:
            log.error("defect", exc_info=error, extra={"kind": request.verb, "platform": PLATFORM})

    async def reread(self) -> None:
        """What stands under each message that counts replaces what was noted of it. Never raises."""
        if not self._door.reactions:
            return
        try:
            messages = await self._door.reactable(PLATFORM)
            for number, (place, message) in enumerate(messages):
                if number:
                    await asyncio.sleep(PACE_S * self._scale)
                await self._again(place, message)
        except Exception as error:
            log.error("defect", exc_info=error, extra={"kind": "reread", "platform": PLATFORM})

    async def _again(self, place: Place, message: str) -> None:
        for _ in range(TRIES):
            try:
                async with self._turn(int(message)):
                    await self._door.reread(place, message, await self._found(place, message))
                return
            except (discord.Forbidden, discord.NotFound):
                return  # deleted, or no longer ours to see
            except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
                log.warning("not_read", exc_info=error, extra={"platform": PLATFORM})
                patience_s = error.retry_after if isinstance(error, discord.RateLimited) else AGAIN_S
            await asyncio.sleep(patience_s * self._scale)  # without the turn: others may react meanwhile

    async def _found(self, place: Place, message: str) -> Mapping[str, Sequence[Account]]:
        """Every meaning, with who stands behind it; several shades of one emoji are one."""
        channel = self._client.get_partial_messageable(int(place.id), guild_id=int(place.realm))
        shown = await channel.get_partial_message(int(message)).fetch()
        found: dict[str, dict[str, Account]] = {meaning: {} for meaning in self._door.reactions.values()}
        for reaction in shown.reactions:
            meaning = self._meaning(reaction.emoji)
            if meaning is None:
                continue
            for kind in (ReactionType.normal, ReactionType.burst):  # Discord tells one kind at a time
                if kind is ReactionType.normal or reaction.burst_count:
                    async for one in self._behind(place, message, str(reaction.emoji), kind):
                        found[meaning][one.user] = one
        return {meaning: tuple(people.values()) for meaning, people in found.items()}

    async def _behind(
        self, place: Place, message: str, emoji: str, kind: ReactionType
    ) -> AsyncIterator[Account]:
        """People behind one emoji, page by page: the library's way asks once more after the last page."""
        after: str | None = None
        for _ in range(PAGES_MAX):
            page = await self._client.http.get_reaction_users(
                int(place.id), int(message), emoji, PAGE, after=after, type=kind.value
            )
            for user in page:
                if not user.get("bot"):
                    name = user.get("global_name") or user["username"]
                    yield Account(PLATFORM, "", str(user["id"]), name)
            if len(page) < PAGE:
                return
            after = str(page[-1]["id"])

    def _meaning(self, emoji: discord.PartialEmoji | discord.Emoji | str) -> str | None:
        if not isinstance(emoji, str):
            if emoji.id is not None:
                return None
            emoji = emoji.name or ""
        return self._door.reactions.get(_SHADES.sub("", emoji))

    def _turn(self, message: int) -> asyncio.Lock:
        """Whose turn it is with one message: first come, first served."""
        return self._turns.setdefault(message, asyncio.Lock())
