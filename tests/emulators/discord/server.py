"""The loopback Discord: one application with its bot, on a port of 127.0.0.1."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any, Self

from aiohttp import web

from ..activity import PATIENCE_S
from . import described, payloads
from .core import Asked, Core
from .errors import DiscordComplains, Refusal
from .faults import Faults
from .gateway import Gateway, Held
from .people import Person
from .restapi import BASE, RestApi
from .sessions import Session
from .state import World
from .things import FORUM, PRIVATE_THREAD, PUBLIC_THREAD, TEXT, Channel, Guild, Json, User


class DiscordServer:
    """A Discord to start, point an unmodified discord.py at, and act in as its members.

    `scale` shortens the protocol's deadlines and rates (0.1: a first answer within 0.3 s, five messages in
    half a second). `stop` raises DiscordComplains when the program did what Discord punishes with a closed
    connection or an unknown route, unless the test called `forgive`.
    """

    def __init__(self, core: Core, runner: web.AppRunner, gateway: Gateway) -> None:
        self._core = core
        self._runner = runner
        self.gateway = gateway

    @classmethod
    async def start(cls, scale: float = 1.0, privileged: int = 0) -> Self:
        described.ready()
        core = Core(scale, privileged)
        gateway = Gateway(core)
        application = web.Application(client_max_size=2**25)
        application.router.add_get("/gateway/", gateway.serve)
        application.router.add_get("/resume/", gateway.serve)
        application.add_routes(RestApi(core).routes())
        runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        core.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return cls(core, runner, gateway)

    @classmethod
    @asynccontextmanager
    async def running(cls, scale: float = 1.0, privileged: int = 0) -> AsyncIterator[Self]:
        """`start` and `stop` around a block."""
        server = await cls.start(scale, privileged)
        try:
            yield server
        except BaseException:
            server.forgive()  # the block's own error says more
            raise
        finally:
            await server.stop()

    async def stop(self) -> None:
        self._core.released.set()
        await self.gateway.close()
        await self._runner.cleanup()
        if complaints := self.forgive():
            raise DiscordComplains("; ".join(complaints))

    # --- settings for the program ----------------------------------------------------------------------

    @property
    def api_url(self) -> str:
        return self._core.address + BASE

    @property
    def gateway_url(self) -> str:
        return self._core.address.replace("http://", "ws://") + "/gateway/"

    @property
    def token(self) -> str:
        return self._core.token

    # --- who and where ---------------------------------------------------------------------------------

    @property
    def world(self) -> World:
        return self._core.world

    @property
    def commands(self) -> list[Json]:
        """What the application has declared."""
        return self._core.commands

    def add_guild(self, name: str) -> Guild:
        """A server with the bot in it; a bot that listens hears of it."""
        guild = self.world.add_guild(name)
        self._core.tell("GUILD_CREATE", payloads.guild(guild, self.world))
        return guild

    def add_channel(
        self, guild: Guild, name: str, *, forum: bool = False, private: bool = False, tags: Iterable[str] = ()
    ) -> Channel:
        """`private`: the bot may read it, and of the others whom somebody lets in."""
        channel = self.world.add_channel(FORUM if forum else TEXT, name, guild)
        channel.tags = [
            {"id": self.world.mint(), "name": tag, "moderated": False, "emoji_id": None, "emoji_name": None}
            for tag in tags
        ]
        if private:
            read = str(payloads.VIEW_CHANNEL)
            for who, kind, allow, deny in ((guild.id, 0, "0", read), (self.world.bot.id, 1, read, "0")):
                channel.overwrites[who] = {"id": who, "type": kind, "allow": allow, "deny": deny}
        self._core.tell("CHANNEL_CREATE", payloads.channel(channel), channel)
        return channel

    def add_thread(self, inside: Channel, name: str, *, private: bool = True) -> Channel:
        """A thread that somebody has opened, with the bot in it."""
        guild = self.world.guilds[str(inside.guild)]
        kind = PRIVATE_THREAD if private else PUBLIC_THREAD
        thread = self.world.add_channel(kind, name, guild, inside)
        thread.owner, thread.members = self.world.owner.id, {self.world.bot.id}
        self._core.tell("THREAD_CREATE", payloads.channel(thread), thread)
        return thread

    def let_in(self, channel: Channel, who: User) -> None:
        """Somebody opens the channel to this person by name."""
        read = str(payloads.VIEW_CHANNEL)
        channel.overwrites[who.id] = {"id": who.id, "type": 1, "allow": read, "deny": "0"}
        self._core.tell("CHANNEL_UPDATE", payloads.channel(channel), channel)

    def threads(self, inside: Channel) -> list[Channel]:
        """Those of a channel, the oldest first."""
        return [one for one in self.world.channels.values() if one.parent == inside.id]

    def add_person(self, shown: str, place: Channel, *, locale: str = "fr", bot: bool = False) -> Person:
        """A member of the server in which that channel is, who acts there unless told otherwise."""
        user = self.world.add_user(shown.lower().replace(" ", "."), shown, bot=bot, locale=locale)
        if place.guild is not None:
            self.world.guilds[place.guild].members[user.id] = user
            said = payloads.member(user) | {"guild_id": place.guild}
            self._core.tell("GUILD_MEMBER_ADD", said, place)
        return Person(self._core, user, place)

    def leaves(self, person: Person, guild: Guild) -> None:
        """Told only to those who may hear of members."""
        del guild.members[person.id]
        self._core.tell("GUILD_MEMBER_REMOVE", {"guild_id": guild.id, "user": payloads.user(person.user)})

    def remove(self, guild: Guild) -> None:
        """The bot is taken out of that server: it hears so, and sees nothing there any more."""
        del self.world.guilds[guild.id]
        for channel in guild.channels:
            self.world.channels[channel].closed = "access"
        self._core.tell("GUILD_DELETE", {"id": guild.id})

    def put_back(self, guild: Guild) -> None:
        """And in again."""
        self.world.guilds[guild.id] = guild
        for channel in guild.channels:
            self.world.channels[channel].closed = None
        self._core.tell("GUILD_CREATE", payloads.guild(guild, self.world))

    # --- what happens to the connection ----------------------------------------------------------------

    async def connected(self, patience_s: float = PATIENCE_S) -> Session:
        """Returns a session that is ready and has a link."""
        await self.until(lambda: bool(self._live), patience_s)
        return self._live[0]

    @property
    def _live(self) -> list[Session]:
        return [one for one in self.gateway.sessions.values() if one.ready and one.link is not None]

    def tell(self, kind: str, said: Json, place: Channel | None = None) -> None:
        """Any dispatch, for those that no act of a person here brings about, and for unheard-of ones."""
        self._core.tell(kind, said, place)

    def release(self, order: Callable[[list[Held]], Iterable[Held]] = list) -> None:
        """The dispatches that `faults.hold` held, in that order."""
        self.faults.hold = False
        self.gateway.release(order)

    # --- time, quiet, trouble --------------------------------------------------------------------------

    def on_idle(self, hook: Callable[[], Awaitable[object]]) -> None:
        """`hook` returns when the program has nothing left to do; `settled` asks it."""
        self._core.activity.idle_hooks.append(hook)

    async def settled(self, patience_s: float = PATIENCE_S) -> None:
        """No request in flight and the program idle by its own word."""
        await self._core.activity.settled(patience_s)

    async def until(self, happened: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
        """Returns when `happened()`, asked at every change. Never sleeps."""
        await self._core.activity.until(happened, patience_s)

    def stir(self) -> None:
        """Something happened where the server cannot see it: whoever waits looks again."""
        self._core.activity.stir()

    def skip(self, seconds: float) -> None:
        """Moves the clock: tokens and nonces age."""
        self._core.clock.skip(seconds)

    @property
    def faults(self) -> Faults:
        return self._core.faults

    def asked(self, method: str, ending: str = "") -> list[Asked]:
        """The requests of that method whose path ends so."""
        return [one for one in self._core.asked if one.method == method and one.path.endswith(ending)]

    @property
    def refusals(self) -> list[Refusal]:
        """Every refused request so far."""
        return self._core.refusals

    @property
    def complaints(self) -> list[str]:
        return self._core.complaints

    def forgive(self) -> list[str]:
        """Takes the complaints away and returns them."""
        taken = list(self._core.complaints)
        self._core.complaints.clear()
        return taken

    def __repr__(self) -> str:
        return f"<DiscordServer {self._core.address}>"


def texts(message: Any) -> list[str]:
    """Every text that a message shows, in reading order."""
    from .components import walk

    shown = [one["content"] for one in walk(message.components) if "content" in one]
    return [*([message.content] if message.content else []), *shown]
