"""People on Discord: they type, fill, press and pick, through an unmodified discord.py in a simulation."""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import discord
import simcord
from simcord.backend.models import EPHEMERAL_FLAG

from adapters.discord import Outbound, declare, files, make_client
from bot.card import File, Instant, InstantStyle
from bot.command import Door
from bot.i18n import Voice, command_words, language

DoorFactory = Callable[[], Door | Awaitable[Door]]
ADDRESSES = {"api_url": "http://127.0.0.1/api/v10", "gateway_url": "ws://127.0.0.1/"}
REPLY, DM, PLACE, ANY = "reply", "dm", "place", "any"
_BUTTON, _TEXT = 2, 10
_INSTANT = re.compile(r"<t:(\d+):([tDF])>")
_COMMAND = re.compile(r"</([^:>]+):(\d+)>")
_STYLES = {"t": InstantStyle.TIME, "D": InstantStyle.DATE, "F": InstantStyle.FULL}
_MARKUP = re.compile(r"^### |^> |(?<!\\)\*\*|\\(?=[^\w\s])", re.MULTILINE)


class Driver:
    """One server with one private channel, the circle's, which the people here can read and type in."""

    platform = "discord"

    def __init__(self, *, double: bool = False) -> None:
        self.double = double
        self._people: dict[str, Person] = {}

    async def start(self, door_factory: DoorFactory) -> None:
        self._door_factory = door_factory
        self._client = await self._made()
        self.env = simcord.Env(self._client, settle_timeout=20.0)  # on a machine that may be busy
        await self.env.start()
        self._deliver = self.env.backend.emit
        self.env.backend.emit = self._emit  # type: ignore[method-assign]
        self.guild = self.env.create_guild("Les pairs")
        self.reader = self.guild.create_role("coachs")
        self.channel = self.private_channel("cercle")
        await self.env.settle()

    def private_channel(self, name: str) -> Any:
        """A channel that the people here and the bot can read, and nobody else."""
        shut, open_ = (discord.PermissionOverwrite(view_channel=can) for can in (False, True))
        roles = {self.guild.default_role: shut, self.reader: open_, self.env.bot.user: open_}
        return self.guild.create_text_channel(name, overwrites=roles)

    async def stop(self) -> None:
        """Raises what the bot raised and nobody saw."""
        await self.env.shutdown()
        self.env.raise_errors()

    async def restart(self) -> None:
        """The bot's process dies; another comes up on the same state."""
        self._client = await self._made()
        await self.env.restart_bot(self._client)

    @property
    def sender(self) -> Outbound:
        return Outbound(self._client)

    @property
    def place(self) -> str:
        return f"{self.guild.id}/{self.channel.id}"

    def person(self, name: str, *, administers: bool = False, lang: str = "fr") -> Person:
        if name not in self._people:
            self._people[name] = Person(self, name, administers, lang)
        return self._people[name]

    def declared(self, name: str) -> Any:
        """The command of that first word, as this Discord has it."""
        return self.env.backend.find_command(name, None, type=1)

    def by_ref(self, ref: str) -> Person:
        return next(person for person in self._people.values() if person.ref == ref)

    async def _made(self) -> Any:
        door = self._door_factory()
        return make_client(await door if inspect.isawaitable(door) else door, **ADDRESSES, scale=0.1)

    def _emit(self, event: str, payload: Mapping[str, Any]) -> None:
        """In the reader's language, which the simulation does not know; twice where that is asked."""
        if event != "INTERACTION_CREATE":
            for _ in range(2 if self.double and event.startswith("MESSAGE_REACTION_") else 1):
                self._deliver(event, deepcopy(payload))
            return
        user = payload.get("user") or payload["member"]["user"]
        langs = [p.lang for p in self._people.values() if str(p.actor.id) == user["id"]]
        spoken = {**payload, "locale": "fr" if "fr" in langs else "en-US"}
        for _ in range(2 if self.double else 1):
            self._deliver(event, deepcopy(spoken))


class Person:
    """Somebody in the server, with what is on their screen."""

    def __init__(self, driver: Driver, name: str, administers: bool, lang: str) -> None:
        self._driver = driver
        self.name = name
        self.lang = lang
        user = driver.env.create_user(name.lower(), global_name=name)
        roles = [driver.reader]
        if administers:
            allowed = discord.Permissions(manage_guild=True)
            roles.append(driver.guild.create_role("responsable", permissions=allowed))
        self.actor = driver.guild.add_member(user, roles=roles)
        self._open: tuple[Any, Any] | None = None  # who opened it: in the server, or in private

    @property
    def ref(self) -> str:
        return f"/{self.actor.id}"

    # --- what they do ----------------------------------------------------------------------------------

    async def runs(self, path: str, **options: Any) -> None:
        root, *below = path.split()
        node = self._driver.env.backend.find_command(root, None, type=1)
        for word in below:
            node = next(o for o in (node or {}).get("options", ()) if o["name"] == word)
        types = {o["name"]: o["type"] for o in (node or {}).get("options", ())}
        typed = {name: self._typed(types.get(name, 3), value) for name, value in options.items()}
        self._did(self.actor, await self.actor.slash(self._driver.channel, path, **typed))

    async def submits(self, **values: Any) -> None:
        """The form as it was opened, with these values put in."""
        assert self._open is not None, "no form is open"
        who, shown = self._open
        self._open = None
        filled = dict(_prefilled(shown.modal)) | values
        controls = {c["custom_id"]: c for c in _controls(shown.modal)}
        ready = {
            name: self._filled(controls[name], v) for name, v in filled.items() if v not in ("", (), None)
        }
        self._did(who, await who.submit_modal(shown, ready))

    async def presses(self, verb: str, label: str | None = None) -> None:
        """The newest visible button of that verb or label; a question before it is answered by yes."""
        for message in self.newest():
            for part in _parts(message.components):
                if part["type"] != _BUTTON or not _is(part, verb, label):
                    continue
                who = self._who(message)
                shown = simcord.ResponseMessage(self._driver.env, message)
                result = await who.click(shown, custom_id=part["custom_id"])
                if result.modal and "#" not in result.modal["custom_id"]:
                    result = await who.submit_modal(result, {})
                self._did(who, result)
                return
        raise AssertionError(f"no button for {verb!r}, {label!r}: {self.buttons()}")

    async def picks(self, verb: str, *values: str) -> None:
        for message in self.newest():
            for part in _parts(message.components):
                if part["type"] == 3 and part["custom_id"].partition(":")[0] == verb:
                    who = self._who(message)
                    named = {o["label"]: o["value"] for o in part["options"]}
                    chosen = [named.get(value, value) for value in values]
                    shown = simcord.ResponseMessage(self._driver.env, message)
                    self._did(who, await who.select(shown, chosen, custom_id=part["custom_id"]))
                    return
        raise AssertionError(f"no list for {verb!r}")

    async def reacts(self, emoji: str) -> None:
        """Under the newest card of the bot in the channel."""
        await self.actor.react(self._newest_card(), emoji)

    async def unreacts(self, emoji: str) -> None:
        await self.actor.unreact(self._newest_card(), emoji)

    async def uses_menu(self, path: str, text: str, by: Any) -> None:
        """A menu is named by its words with a capital, in English for the simulation."""
        await self._point(path, await by.actor.send(self._driver.channel, text))

    async def points(self, path: str) -> None:
        await self._point(path, self._newest_card())

    async def _point(self, path: str, said: Any) -> None:
        name = " ".join(command_words(tuple(path.split()), "en"))
        shown = await self.actor.context_menu(self._driver.channel, name[:1].upper() + name[1:], said)
        self._did(self.actor, shown)

    def receives_file(self, name: str) -> bytes:
        wanted = files.named((File(name, "", "", ""),))
        for message in self.newest():
            for attachment in message.attachments:
                if attachment["filename"] in wanted.values():
                    content = self._driver.env.backend.cdn.get(attachment["url"])
                    assert content is not None
                    return bytes(content)
        raise LookupError(f"no file {name}")

    def _newest_card(self) -> Any:
        bot = self._driver.env.backend.bot_user.id
        newest = next(m for m in self.newest(PLACE) if m.author_id == bot)
        return simcord.ResponseMessage(self._driver.env, newest)

    # --- what they see ---------------------------------------------------------------------------------

    @property
    def form(self) -> dict[str, Any] | None:
        """Discord shows no faults in a form: they come as a card with a button that opens it again."""
        if self._open is None:
            return None
        modal = self._open[1].modal
        fields = tuple(control["custom_id"] for control in _controls(modal))
        return {"title": modal["title"], "fields": fields, "values": dict(_prefilled(modal)), "errors": {}}

    def sees(self, text: str, where: str = ANY) -> bool:
        return any(text in shown for shown in self.texts(where))

    def texts(self, where: str = ANY) -> list[str]:
        return [self._read(message) for message in reversed(self.newest(where))]

    def buttons(self) -> list[str]:
        """The verbs on the newest card of each place."""
        newest = [messages[0] for where in (REPLY, DM, PLACE) if (messages := self.newest(where))]
        parts = [part for message in newest for part in _parts(message.components)]
        return [p["custom_id"].partition(":")[0] for p in parts if p["type"] == _BUTTON and "custom_id" in p]

    # --- the screen ------------------------------------------------------------------------------------

    def newest(self, where: str = ANY) -> list[Any]:
        backend = self._driver.env.backend
        dm = backend.dm_channels.get(self.actor.id)
        threads = [
            one.id
            for one in backend.channels.values()
            if one.parent_id == self._driver.channel.id and self.actor.id in one.thread_members
        ]
        channels = [self._driver.channel.id, *threads] + ([dm] if dm else [])
        found = [m for c in channels for m in backend.messages.get(c, {}).values()]
        seen = [m for m in found if m.visible_to(self.actor.id) and where in (ANY, self._where(m, dm))]
        return sorted(seen, key=lambda m: m.id, reverse=True)

    @staticmethod
    def _where(message: Any, dm: int | None) -> str:
        if message.flags & EPHEMERAL_FLAG:
            return REPLY
        return DM if message.channel_id == dm else PLACE

    def _read(self, message: Any) -> str:
        lines = [message.content] if message.content else []
        for part in _parts(message.components):
            lines += [part["content"]] if part["type"] == _TEXT else []
            lines += [part["label"]] if part["type"] == _BUTTON else []
            lines += [option["label"] for option in part.get("options", ())]
        text = _COMMAND.sub(self._command, _INSTANT.sub(self._instant, "\n".join(lines)))
        return _MARKUP.sub("", text).replace("\u200b", "")

    def _instant(self, found: re.Match[str]) -> str:
        at = datetime.fromtimestamp(int(found[1]), UTC)
        return Voice(language(self.lang)).instant(Instant(at, _STYLES[found[2]]))

    def _command(self, found: re.Match[str]) -> str:
        """A command that a click types, in the reader's language; none of another id, or without its end."""
        path = tuple(found[1].split())
        declared = self._driver.declared(path[0])
        assert declared is not None, found[0]
        assert str(declared["id"]) == found[2], found[0]
        assert found[1] in declare.ids([declared]), found[0]
        return "/" + " ".join(command_words(path, language(self.lang)))

    def _who(self, message: Any) -> Any:
        return self.actor if message.channel_id == self._driver.channel.id else self.actor.user

    def _did(self, who: Any, result: Any) -> None:
        self._open = (who, result) if result.modal else self._open if not result.acknowledged else None

    def _filled(self, control: Mapping[str, Any], value: Any) -> Any:
        several = (
            [value] if isinstance(value, str) else list(value) if isinstance(value, tuple | list) else []
        )
        match control["type"]:
            case 5:
                return [self._driver.by_ref(ref).actor for ref in several]
            case 8:
                return [self._driver.channel for _ in several]
            case 22:
                return several
            case 23:
                return bool(value)
        return value

    def _typed(self, option: int, value: Any) -> Any:
        match option:
            case 4:
                return int(value)
            case 5:
                return bool(value)
            case 6:
                return self._driver.by_ref(value).actor
            case 7:
                return self._driver.channel
        return value


def _is(button: Mapping[str, Any], verb: str, label: str | None) -> bool:
    if label is not None and button["label"] != label:
        return False
    return verb in (button.get("custom_id", "").partition(":")[0], button["label"])


def _parts(components: Any) -> Iterator[Any]:
    for part in components:
        yield part
        yield from _parts(part.get("components", ()))
        if "accessory" in part:
            yield from _parts([part["accessory"]])


def _controls(modal: Mapping[str, Any]) -> list[Any]:
    return [label["component"] for label in modal["components"] if "component" in label]


def _prefilled(modal: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for control in _controls(modal):
        match control["type"]:
            case 4 if control.get("value"):
                yield control["custom_id"], control["value"]
            case 5 if control.get("default_values"):
                yield control["custom_id"], tuple(f"/{known['id']}" for known in control["default_values"])
            case 21 | 22:
                chosen = tuple(o["value"] for o in control["options"] if o.get("default"))
                if chosen:
                    yield control["custom_id"], chosen[0] if control["type"] == 21 else chosen
            case 23 if control.get("default"):
                yield control["custom_id"], "yes"
