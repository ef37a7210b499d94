"""The connection: a client that reads nothing but interactions and reactions, and its supervision."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Mapping
from typing import Any, Protocol

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.declare import declaration, digest, ids
from adapters.discord.inbound import Inbound
from adapters.discord.reactions import Reactions
from bot.command import Door
from bot.declared import Told

PATIENCE_S = 30.0  # a longer wait for our turn goes back to the table of jobs
READY_S = 2.0
LAST_ANSWERS_S = 3.0  # an answer has 3 s, and the process 5 to end
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 300.0
STEADY_S = 600.0  # a connection that held this long starts the waits anew
BAD_TOKEN, BAD_INTENTS = 4004, (4013, 4014)
REFUSALS = (400, 403, 404)

log = logging.getLogger("entrepairs.discord")


class Refused(Exception):
    """Discord will not have us, and asking again changes nothing: one line for whoever installs."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


class Declarations(Protocol):
    """What each application was told last, where every process sees it."""

    async def last(self, application: str) -> Told | None: ...

    async def note(self, application: str, told: Told) -> None: ...


class Client(discord.Client):
    """Few handlers and no cache; the commands are synchronised once, before the connection opens.

    `command_ids`: the id of each command, as far as it is known, by the words with which it is typed.
    """

    def __init__(self, door: Door, declared: Declarations | None, scale: float, **options: Any) -> None:
        super().__init__(**options)
        self._door = door
        self._scale = scale
        self._declared = declared
        self._inbound = Inbound(door, scale=scale)
        self._reactions = Reactions(self, door, scale=scale)
        self._rereading: asyncio.Task[None] | None = None
        self.command_ids: Mapping[str, str] = {}

    async def login(self, token: str) -> None:
        """As often as it is closed: the library would keep its closed connector, and has lost its loop."""
        self.http.connector = discord.utils.MISSING
        if self.loop is discord.utils.MISSING:
            self.loop = asyncio.get_running_loop()
        await super().login(token)

    async def setup_hook(self) -> None:
        """Commands are declared only where they changed: Discord counts declarations, and shows them late.

        Where Discord refuses them, those of before go on being heard: one line for whoever installs, no end.
        """
        assert self.application_id is not None
        wanted, application = declaration(self._door.commands), str(self.application_id)
        told = await self._declared.last(application) if self._declared else None
        if told is not None:
            self.command_ids = told.ids
            if told.digest == digest(wanted):
                return
        try:
            answered: Any = await self.http.bulk_upsert_global_commands(self.application_id, wanted)
        except discord.HTTPException as error:
            if error.status not in REFUSALS:
                raise
            code = f"{error.status}:{error.code}"
            log.error("commands_refused", extra={"platform": "discord", "code": code})
            return
        self.command_ids = ids(answered)
        if self._declared:
            await self._declared.note(application, Told(digest(wanted), self.command_ids))

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        await self._inbound.on_interaction(interaction)

    # --- reactions -------------------------------------------------------------------------------------

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Called while the dispatch is being received: a reaction is given its number, for it has no id."""
        if self.is_closed():
            return  # the library's wait for all servers outlives the closing
        if event in ("raw_reaction_add", "raw_reaction_remove"):
            args = (*args, self._delivery())
        super().dispatch(event, *args, **kwargs)

    def _delivery(self) -> str:
        session, number = getattr(self.ws, "session_id", None), getattr(self.ws, "sequence", None)
        if session is None or number is None:
            return secrets.token_hex(16)
        return f"{session}:{number}"

    async def on_raw_reaction_add(self, raw: discord.RawReactionActionEvent, delivery: str) -> None:
        await self._reactions.heard(raw, delivery)

    async def on_raw_reaction_remove(self, raw: discord.RawReactionActionEvent, delivery: str) -> None:
        await self._reactions.heard(raw, delivery)

    async def on_ready(self) -> None:
        """After a new session, not after a resumed one: what happened meanwhile was never dispatched."""
        await self._stop_rereading()
        if not self.is_closed():
            self._rereading = asyncio.create_task(self._reactions.reread())

    async def close(self) -> None:
        """The answers under way end first: an act is heard by one connection, and by no later one."""
        await self._stop_rereading()
        await asyncio.sleep(0)  # what was heard just now begins
        await self._inbound.stop(LAST_ANSWERS_S * self._scale)
        await super().close()

    async def _stop_rereading(self) -> None:
        """Its connection to the database is given back before whoever stops us closes that."""
        rereading, self._rereading = self._rereading, None
        if rereading is not None:
            rereading.cancel()
            await asyncio.gather(rereading, return_exceptions=True)


def make_client(
    door: Door,
    *,
    api_url: str,
    gateway_url: str,
    declared: Declarations | None = None,
    scale: float = 1.0,
) -> Client:
    """An unstarted client. The addresses hold for the whole process: the library keeps one of each.

    Without `declared` the commands are sent at each start.
    """
    Route.BASE = api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
    return Client(
        door,
        declared,
        scale,
        intents=discord.Intents(guilds=True, guild_reactions=True),
        max_messages=None,
        chunk_guilds_at_startup=False,
        member_cache_flags=discord.MemberCacheFlags.none(),
        allowed_mentions=discord.AllowedMentions.none(),
        max_ratelimit_timeout=PATIENCE_S,
        guild_ready_timeout=READY_S * scale,
    )


async def run(client: discord.Client, token: str) -> None:
    """Stay connected until cancelled or closed, starting anew with longer and longer waits.

    A client that was closed by an earlier run is taken up again.

    Raises:
        Refused: the token is missing, or it or the intents are not accepted.
    """
    if not token.strip():
        raise Refused("DISCORD_TOKEN: is empty; copy the bot's token from Discord's developer portal")
    if client.is_closed():
        client.clear()
    wait = FIRST_WAIT_S
    loop = asyncio.get_running_loop()
    try:
        while True:
            began = loop.time()
            try:
                await client.start(token)
                return
            except Exception as error:
                _give_up(error)
                log.error("connection_lost", exc_info=error, extra={"platform": "discord"})
            await client.close()
            client.clear()
            wait = FIRST_WAIT_S if loop.time() - began > STEADY_S else wait
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT_S)
    finally:
        await client.close()


def _give_up(error: Exception) -> None:
    """Raises: Refused, where another try would end the same way."""
    code = error.code if isinstance(error, discord.ConnectionClosed) else None
    if isinstance(error, discord.LoginFailure) or code == BAD_TOKEN:
        raise Refused("DISCORD_TOKEN: Discord does not accept it; copy the bot's token again") from None
    if isinstance(error, discord.PrivilegedIntentsRequired) or code in BAD_INTENTS:
        raise Refused("DISCORD_TOKEN: Discord refuses this bot the events it asks for") from None
