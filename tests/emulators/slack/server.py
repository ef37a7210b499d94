"""The loopback Slack: one workspace, one installed app, on a port of 127.0.0.1."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, Self

from aiohttp import web

from ..activity import PATIENCE_S
from . import places
from .core import SCOPES, Core
from .delivery import Delivery
from .errors import Refusal, SlackComplains
from .faults import Faults
from .people import User
from .signedhttp import Posted, SignedHttp
from .socketmode import SocketMode
from .state import Workspace
from .things import Channel, Profile
from .transport import Events
from .webapi import WebApi


class SlackServer:
    """A Slack to start, point an unmodified bolt app at, and act in as its members.

    `scale` shortens the protocol's deadlines (0.1: an acknowledgement within 0.3 s). `stop` raises
    SlackComplains when the program did something that Slack would swallow, unless the test called `forgive`.
    """

    def __init__(self, core: Core, runner: web.AppRunner, sockets: SocketMode) -> None:
        self._core = core
        self._runner = runner
        self._sockets = sockets
        self._http = SignedHttp(core)
        self._events = Events(core, sockets)
        sockets.on_link = self._events.send_due
        self._delivery = Delivery(core, self._events)
        self.commands: frozenset[str] | None = None

    @classmethod
    async def start(cls, scale: float = 1.0, scopes: Iterable[str] = SCOPES) -> Self:
        core = Core(scale, frozenset(scopes))
        sockets = SocketMode(core)
        application = web.Application(client_max_size=2**22)
        application.add_routes(WebApi(core, sockets.new_address).routes())
        application.router.add_get("/link/", sockets.serve)
        runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        core.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return cls(core, runner, sockets)

    @classmethod
    @asynccontextmanager
    async def running(cls, scale: float = 1.0, scopes: Iterable[str] = SCOPES) -> AsyncIterator[Self]:
        """`start` and `stop` around a block."""
        server = await cls.start(scale, scopes)
        try:
            yield server
        except BaseException:
            server.forgive()  # the block's own error says more
            raise
        finally:
            await server.stop()

    async def stop(self) -> None:
        self._core.released.set()
        self.release_greetings()
        self.thaw_links()
        await self._sockets.close()
        await self._http.close()
        await self._events.close()
        await self._runner.cleanup()
        if complaints := self.forgive():
            raise SlackComplains("; ".join(complaints))

    # settings for the program

    @property
    def base_url(self) -> str:
        """For `AsyncWebClient(base_url=…)`."""
        return f"{self._core.address}/api/"

    @property
    def bot_token(self) -> str:
        return self._core.bot_token

    @property
    def app_token(self) -> str:
        return self._core.app_token

    @property
    def signing_secret(self) -> str:
        return self._core.signing_secret

    async def set_request_urls(self, *urls: str) -> None:
        """From now on everything travels as signed requests, to these addresses in turn.

        Each has to answer a challenge first. Raises SlackComplains; aiohttp's errors where nobody listens.
        """
        await self._http.use(urls)
        self._events.transport = self._http

    async def checks_certificate(self, url: str) -> int:
        """Slack's `ssl_check`; gives the status that answered."""
        return await self._http.check_certificate(url)

    @property
    def posted(self) -> list[Posted]:
        """Every signed request so far but challenges, as it left."""
        return self._http.posted

    @property
    def calls(self) -> Counter[str]:
        """How often each Web API method was called, refused or not."""
        return self._core.calls

    @property
    def bot(self) -> str:
        """The app's own user id."""
        return self._core.workspace.bot

    # who and where

    @property
    def workspace(self) -> Workspace:
        return self._core.workspace

    def add_user(
        self,
        real_name: str,
        *,
        admin: bool = False,
        tz: str = "Europe/Paris",
        locale: str = "fr-FR",
        bot: bool = False,
        guest: bool = False,
        team: str = "",
    ) -> User:
        """`team`: another workspace, from which somebody comes by a shared channel."""
        name = real_name.lower().replace(" ", ".")
        profile = Profile(self.workspace.mint("U"), name, real_name, tz, locale, admin, bot)
        profile = replace(profile, is_guest=guest, team_id=team or profile.team_id)
        self.workspace.people[profile.id] = profile
        return User(self._core, self._delivery, profile, self.commands)

    def add_channel(
        self, name: str, *, private: bool = True, members: Iterable[User] = (), bot: bool = False
    ) -> Channel:
        """A channel; the bot is in it only when `bot` says so or it is invited."""
        people = {user.id for user in members} | ({self.bot} if bot else set())
        return self.workspace.add_channel(name, "private" if private else "public", people, self.bot)

    def channel(self, name: str) -> Channel:
        """The channel of that name or id. Raises KeyError."""
        for channel in self.workspace.channels.values():
            if name in (channel.id, channel.name):
                return channel
        raise KeyError(name)

    # what happens to the app

    async def connected(self, links: int = 1, patience_s: float = PATIENCE_S) -> None:
        """Returns when that many Socket Mode links are open and greeted."""
        await self._core.activity.until(lambda: len(self._sockets.ready) >= links, patience_s)

    async def disconnected(self, patience_s: float = PATIENCE_S) -> None:
        """Returns when no Socket Mode link is open."""
        await self._core.activity.until(lambda: not self._sockets.links, patience_s)

    @property
    def links(self) -> int:
        return len(self._sockets.ready)

    @property
    def under_way(self) -> int:
        """What was sent and neither acknowledged nor given up."""
        return self._events.transport.under_way

    async def refresh_links(self, reason: str = "refresh_requested") -> None:
        """Sends `disconnect` on every link: the program opens a new one."""
        await self._sockets.refresh(reason)

    def cut_links(self) -> None:
        """Breaks every link abruptly."""
        self._sockets.cut()

    def freeze_links(self) -> None:
        """Every link goes deaf, and neither side is told; `thaw_links` lets them notice."""
        self._sockets.freeze()

    def thaw_links(self) -> None:
        self._sockets.thaw()

    def hold_greetings(self) -> None:
        """New links wait for their hello until `release_greetings`."""
        self._sockets.greeting.clear()

    def release_greetings(self) -> None:
        self._sockets.greeting.set()

    def turn_away(self, links: int) -> None:
        """The next links, so many, are told `too_many_websockets` in place of a hello."""
        self._sockets.turned_away = links

    @property
    def remained(self) -> list[int]:
        """For each link that ended: how many were in use then."""
        return self._sockets.remained

    async def invites_app(self, channel: Channel) -> None:
        """Somebody adds the app to a channel."""
        places.enter(self._core, channel, self.bot)
        await self.settled()

    async def removes_app(self, channel: Channel) -> None:
        """Somebody takes the app out of a channel."""
        places.drop(self._core, channel)
        await self.settled()

    async def archives(self, channel: Channel, by: User, *, again: bool = False) -> None:
        """Somebody closes a channel; `again`: opens it again."""
        places.archive(self._core, channel, by.id, again=again)
        await self.settled()

    async def shares(self, channel: Channel, team: str = "T0ELSEWHERE") -> None:
        """A channel becomes one with another workspace."""
        places.share(self._core, channel, team)
        await self.settled()

    async def unshares(self, channel: Channel, team: str = "T0ELSEWHERE") -> None:
        places.unshare(self._core, channel, team)
        await self.settled()

    def deactivates(self, user: User) -> None:
        """Whoever administers the workspace closes somebody's account; Slack tells this app nothing."""
        people = self.workspace.people
        people[user.id] = replace(people[user.id], deleted=True)
        for channel in self.workspace.channels.values():
            channel.members.discard(user.id)

    def tell(self, kind: str, channel: Channel | None = None, **fields: object) -> None:
        """Sends an event of that kind, for those that no act of a person here brings about."""
        self._core.tell(kind, channel, **fields)

    async def uninstall(self) -> None:
        """The app is removed from the workspace: it hears of it, and its token is worth nothing."""
        self._core.uninstalled = True
        self._core.tell("app_uninstalled")
        await self.settled()

    async def revokes(self) -> None:
        """Somebody revokes the bot's token: it hears of that, and the token is worth nothing."""
        self._core.uninstalled = True
        self._core.tell("tokens_revoked", tokens={"bot": [self.bot]})
        await self.settled()

    def installs_again(self) -> None:
        """The app is installed in the workspace once more; channels have to add it anew."""
        self._core.uninstalled = False
        self._core.bot_token = f"xoxb-{secrets.token_hex(12)}"
        for channel in self.workspace.channels.values():
            if channel.kind != "im":
                channel.members.discard(self.bot)

    # time, quiet, trouble

    def on_idle(self, hook: Callable[[], Awaitable[object]]) -> None:
        """`hook` returns when the program has nothing left to do; `settled` asks it."""
        self._core.activity.idle_hooks.append(hook)

    async def settled(self, patience_s: float = PATIENCE_S) -> None:
        """No request in flight, all envelopes acknowledged or given up, the program idle. Never sleeps."""
        await self._core.activity.settled(patience_s)

    async def until(self, happened: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
        """Returns when `happened()`, asked at every change. For programs in another process."""
        await self._core.activity.until(happened, patience_s)

    async def skip(self, seconds: float) -> None:
        """Moves the clock: triggers and response urls age, due redeliveries go out."""
        self._core.clock.skip(seconds)
        self._events.send_due()
        await self.settled()

    async def release_events(
        self, order: Callable[[list[tuple[Any, int]]], Iterable[tuple[Any, int]]] = list
    ) -> None:
        """The events that `faults.hold_events` held, each a payload and its attempt, sent in that order."""
        self.faults.hold_events = False
        self._delivery.release(order)
        await self.settled()

    @property
    def faults(self) -> Faults:
        return self._core.faults

    @property
    def refusals(self) -> list[Refusal]:
        """Every refused call so far."""
        return self._core.refusals

    @property
    def home_enabled(self) -> bool:
        """Whether the app's settings have the Home tab on."""
        return self._core.home_enabled

    @home_enabled.setter
    def home_enabled(self, on: bool) -> None:
        self._core.home_enabled = on

    @property
    def complaints(self) -> list[str]:
        return self._core.complaints

    def forgive(self) -> list[str]:
        """Takes the complaints away and returns them."""
        taken = list(self._core.complaints)
        self._core.complaints.clear()
        return taken
