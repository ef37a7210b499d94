"""People on the loopback Discord: the same screens as in the simulation, over real sockets and strict."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Mapping
from typing import Any

from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord import Outbound, files, make_client, run
from bot.card import File
from bot.i18n import command_words
from bot.vocabulary import Reply, Request
from tests.contract.drivers import discord as simulated
from tests.contract.drivers.discord import ANY, DM, PLACE, REPLY, DoorFactory
from tests.emulators.discord import DiscordServer, Message, Modal, Turn
from tests.emulators.discord.declaring import BOOLEAN, CHANNEL, INTEGER, USER

PATIENCE, SCALE = 1.0, 0.3  # Discord's deadlines and rates, and ours


class Heard:
    """The door, telling when it has answered."""

    def __init__(self, door: Any, server: DiscordServer) -> None:
        self._door, self._server = door, server
        self.answered = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._door, name)

    async def answer(self, request: Request) -> Reply:
        try:
            reply: Reply = await self._door.answer(request)
            return reply
        finally:
            self.answered += 1
            self._server.stir()


class Driver:
    """One server with one channel, the circle's, on 127.0.0.1."""

    platform = "discord"

    def __init__(self, *, double: bool = False) -> None:
        self.double = double
        self.scale = SCALE
        self._people: dict[str, Person] = {}
        self._kept = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY  # the library has one of each

    async def start(self, door_factory: DoorFactory) -> None:
        self._door_factory = door_factory
        self.server = await DiscordServer.start(scale=PATIENCE)
        self.guild = self.server.add_guild("Les pairs")
        self.channel = self.server.add_channel(self.guild, "cercle", private=True)
        if self.double:
            self.server.faults.deliver_twice = "same"
        await self._up()

    async def _up(self) -> None:
        door = self._door_factory()
        self.door = Heard(await door if inspect.isawaitable(door) else door, self.server)
        addresses = {"api_url": self.server.api_url, "gateway_url": self.server.gateway_url}
        self._client = make_client(self.door, scale=self.scale, **addresses)
        self._running = asyncio.create_task(run(self._client, self.server.token))
        await self.server.connected()
        async with asyncio.timeout(10):
            await self._client.wait_until_ready()

    async def _down(self) -> None:
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)

    async def stop(self) -> None:
        """Raises what Discord refused: nothing of ours may be."""
        await self._down()
        await self.server.stop()
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = self._kept
        late = (10062, 40060) if self.double else ()
        assert [one for one in self.server.refusals if one.code not in late] == []

    async def restart(self) -> None:
        await self._down()
        await self._up()

    @property
    def sender(self) -> Outbound:
        return Outbound(self._client)

    @property
    def place(self) -> str:
        return f"{self.guild.id}/{self.channel.id}"

    def declared(self, name: str) -> Any:
        return next((one for one in self.server.commands if one["name"] == name), None)

    def person(self, name: str, *, administers: bool = False, lang: str = "fr") -> Person:
        if name not in self._people:
            self._people[name] = Person(self, name, administers, lang)
        return self._people[name]


class Person(simulated.Person):
    """What they see is read as in the simulation; what they do goes through sockets."""

    def __init__(self, driver: Any, name: str, administers: bool, lang: str) -> None:
        self._driver = driver
        self.name, self.lang = name, lang
        self.actor = driver.server.add_person(name, driver.channel, locale=lang)
        self.actor.user.permissions = 1 << 5 if administers else 0
        if administers:  # whoever makes a circle of a channel reads it
            driver.server.let_in(driver.channel, self.actor.user)
        self._open: Modal | None = None

    # --- what they do ----------------------------------------------------------------------------------

    async def runs(self, path: str, **options: Any) -> None:
        _, _, declared = self.actor._declared(path)
        types = {one["name"]: one["type"] for one in declared}
        typed = {name: self._typed(types[name], value) for name, value in options.items()}
        self._did(None, await self.actor.slash(path, typed, place=self._driver.channel))

    async def submits(self, **values: Any) -> None:
        assert self._open is not None, "no form is open"
        form, self._open = self._open, None
        controls = {one["custom_id"]: one for one in simulated._controls(_shown(form))}
        filled = {name: self._filled(controls[name], value) for name, value in values.items()}
        self._did(None, await self.actor.submit(form, filled))

    async def presses(self, verb: str, label: str | None = None) -> None:
        for message in self.newest():
            for part in simulated._parts(message.components):
                if part["type"] != simulated._BUTTON or not simulated._is(part, verb, label):
                    continue
                turn = await self.actor.press(message, part["custom_id"])
                if turn.form and "#" not in turn.form.custom_id:
                    turn = await self.actor.submit(turn.form)
                self._did(None, turn)
                return
        raise AssertionError(f"no button for {verb!r}, {label!r}: {self.buttons()}")

    async def picks(self, verb: str, *values: str) -> None:
        for message in self.newest():
            for part in simulated._parts(message.components):
                if part["type"] == 3 and part["custom_id"].partition(":")[0] == verb:
                    self._did(None, await self.actor.pick(message, part["custom_id"], values))
                    return
        raise AssertionError(f"no list for {verb!r}")

    async def reacts(self, emoji: str) -> None:
        await self._heard(self.actor.reacts, emoji)

    async def unreacts(self, emoji: str) -> None:
        await self._heard(self.actor.unreacts, emoji)

    async def _heard(self, act: Any, emoji: str) -> None:
        door = self._driver.door
        wanted = door.answered + int(emoji in door.reactions)
        act(self._newest_card(), emoji)
        await self._driver.server.until(lambda: door.answered >= wanted)

    async def uses_menu(self, path: str, text: str, by: Any) -> None:
        await self._point(path, by.actor.says(text, self._driver.channel))

    async def _point(self, path: str, said: Message) -> None:
        name = " ".join(command_words(tuple(path.split()), "en"))
        self._did(None, await self.actor.menu(said, name[:1].upper() + name[1:]))

    def receives_file(self, name: str) -> bytes:
        for message in self.newest():
            for wanted in files.named((File(name, "", "", ""),)).values():
                if wanted in message.files:
                    return bytes(message.files[wanted])
        raise LookupError(f"no file {name}")

    # --- the screen ------------------------------------------------------------------------------------

    @property
    def form(self) -> dict[str, Any] | None:
        if self._open is None:
            return None
        modal = _shown(self._open)
        fields = tuple(control["custom_id"] for control in simulated._controls(modal))
        values = dict(simulated._prefilled(modal))
        return {"title": modal["title"], "fields": fields, "values": values, "errors": {}}

    def newest(self, where: str = ANY) -> list[Any]:
        seen = [*self.actor.sees(self._driver.channel), *self.actor.sees(self.actor.private)]
        for thread in self._driver.server.threads(self._driver.channel):
            seen += self.actor.sees(thread) if self.actor.id in thread.members else []
        there = [one for one in seen if where in (ANY, self._place_of(one))]
        return sorted(there, key=lambda one: int(one.id), reverse=True)

    def _place_of(self, message: Message) -> str:
        if message.only_for is not None:
            return REPLY
        return DM if message.channel == self.actor.private.id else PLACE

    def _newest_card(self) -> Message:
        bot = self._driver.server.world.bot
        return next(one for one in self.newest(PLACE) if one.author is bot)

    def _did(self, who: Any, turn: Turn) -> None:
        assert not turn.failed, "nobody answered in time"
        self._open = turn.form

    def _filled(self, control: Mapping[str, Any], value: Any) -> Any:
        match control["type"]:
            case 5 | 8:
                several = [value] if isinstance(value, str) else value
                return [one.rpartition("/")[2] for one in several if one]
            case 22:
                return [value] if isinstance(value, str) else value
            case 23:
                return bool(value)
        return value

    def _typed(self, option: int, value: Any) -> Any:
        if option in (USER, CHANNEL):
            return value.rpartition("/")[2]
        return {INTEGER: int, BOOLEAN: bool}.get(option, str)(value)


def _shown(form: Modal) -> dict[str, Any]:
    return {"title": form.title, "components": form.components}
