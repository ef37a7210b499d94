"""What people do on Slack, for the scenarios that every platform runs: real bolt, loopback Slack."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any, Literal

from adapters.slack import SlackApp, make_app
from adapters.slack.fields import read
from adapters.slack.pace import Pace
from adapters.slack.reactions import EMOJI
from adapters.slack.render import PICK, escape
from bot.command import Command, Door, Surface
from bot.i18n import Voice, command_words
from bot.ports import Sender
from bot.vocabulary import Kind
from tests.emulators.slack import Message, SlackServer, Turn, User, View
from tests.emulators.slack.blocks import interactive
from tests.emulators.slack.core import SCOPES
from tests.emulators.slack.errors import SlackComplains
from tests.emulators.slack.payloads import view as payload
from tests.emulators.slack.reading import words

Where = Literal["reply", "dm", "place", "any"]
DoorFactory = Callable[[], Door | Awaitable[Door]]
_NAMES = {emoji: name for name, emoji in EMOJI.items()} | {"👍": "thumbsup"}
HISTORIES = ("conversations.history", "conversations.replies")
BRISK = 0.1  # patience is long where a machine is busy; a channel's second need not be
LOCALES = {"fr": "fr-FR", "en": "en-US"}


class SlackDriver:
    """One workspace with one channel for the circle, in which the bot is. `lang`: the installation's."""

    platform = "slack"

    def __init__(self, scale: float = 1.0, lang: str = "fr", scopes: Iterable[str] = SCOPES) -> None:
        self._scale = scale
        self._scopes = scopes
        self.lang = lang
        self.slack: SlackServer
        self.door: Door
        self._app: SlackApp
        self._running: asyncio.Task[None]
        self._factory: DoorFactory

    async def start(self, door_factory: DoorFactory) -> None:
        self._factory = door_factory
        self.slack = await SlackServer.start(self._scale, self._scopes)
        self.slack.on_idle(self._idle)
        self.channel = self.slack.add_channel("cercle", bot=True)
        await self._connect()

    async def stop(self) -> None:
        await self._hang_up()
        await self.slack.stop()
        if "groups:history" not in self._scopes:
            read = [name for name in HISTORIES if self.slack.calls[name]]
            assert not read, f"no way through the product needs a history: {read}"

    async def restart(self) -> None:
        """The bot's process dies; another one comes up on the same state."""
        await self._hang_up()
        await self._connect()

    async def _connect(self) -> None:
        made = self._factory()
        self.door = await made if inspect.isawaitable(made) else made
        self._app = make_app(
            self.door,
            bot_token=self.slack.bot_token,
            app_token=self.slack.app_token,
            api_url=self.slack.base_url,
            scale=self._scale,
            pace=Pace(min(self._scale, BRISK)),
        )
        self._running = asyncio.create_task(self._app.run())
        await self.slack.connected()

    async def _hang_up(self) -> None:
        await self._app.close()
        await self._running
        await self.slack.disconnected()

    async def _idle(self) -> None:
        await self._app.idle()

    def person(self, name: str, *, administers: bool = False, lang: str = "fr") -> SlackPerson:
        """Somebody of the workspace; who administers it is in the circle's channel already."""
        user = self.slack.add_user(name, admin=administers, locale=LOCALES[lang])
        if administers:
            self.channel.members.add(user.id)
        return SlackPerson(self, user)

    @property
    def realm(self) -> str:
        return self.slack.workspace.team_id

    @property
    def place(self) -> str:
        return f"{self.realm}/{self.channel.id}"

    @property
    def sender(self) -> Sender:
        return self._app.sender

    @property
    def double(self) -> bool:
        return self.slack.faults.deliver_twice is not None

    @double.setter
    def double(self, on: bool) -> None:
        self.slack.faults.deliver_twice = "same" if on else None


class SlackPerson:
    """A member at Slack's client. They type in the circle's channel once they are in it."""

    def __init__(self, driver: SlackDriver, user: User) -> None:
        self._driver = driver
        self.user = user
        self._errors: dict[str, str] = {}

    @property
    def ref(self) -> str:
        return f"{self._driver.realm}/{self.user.id}"

    # --- acts ------------------------------------------------------------------------------------------

    async def runs(self, path: str, **options: Any) -> None:
        """A slash command by its canonical path; one option can be typed."""
        command = self._command(tuple(path.split()))
        first, *rest = command_words(tuple(path.split()), self._driver.lang) if command else path.split()
        typed = [self._typed(command, name, value) for name, value in options.items()]
        await self.user.slash(f"/{first}", " ".join([*rest, *typed]), channel=self._here)

    async def submits(self, **values: Any) -> None:
        """Fills the open form and sends it. It stays open where it has errors or was not acknowledged."""
        view = self._view
        for name, value in values.items():
            if value and _element(view, name)["type"] == "external_select":
                await self.user.suggest(view, _element(view, name)["action_id"], str(value))
        entries = {name: _entry(view, name, value) for name, value in values.items()}
        labels = {block["label"]["text"]: block["block_id"] for block in _inputs(view)}
        turn: Turn = await self.user.submit(view, entries, tolerate=True)
        if turn.complaints:
            raise SlackComplains("; ".join(turn.complaints))
        self._errors = {labels[label]: text for label, text in turn.errors.items()}

    async def presses(self, verb: str, label: str | None = None) -> None:
        """The newest card with a button of that verb (and label)."""
        for said in reversed(self._seen("any")):
            for element in _elements(said):
                if element["type"] != "button" or element["value"].partition(":")[0] != verb:
                    continue
                if label in (None, element["text"]["text"]):
                    await self.user.press(said, element["action_id"])
                    return
        raise LookupError(f"no button {verb}")

    async def picks(self, verb: str, *values: str) -> None:
        for said in reversed(self._seen("any")):
            for element in _elements(said):
                if element["action_id"].startswith(f"{PICK}{verb}:"):
                    many = element["type"].startswith("multi_")
                    await self.user.select(said, element["action_id"], list(values) if many else values[0])
                    return
        raise LookupError(f"no list {verb}")

    async def reacts(self, emoji: str) -> None:
        """Under the newest card of the bot in the channel."""
        await self.user.reacts(self._seen("place")[-1], _NAMES[emoji])

    async def unreacts(self, emoji: str) -> None:
        await self.user.unreacts(self._seen("place")[-1], _NAMES[emoji])

    async def uses_menu(self, path: str, text: str, by: Any) -> None:
        """`by` is let into the channel to write there, as everybody who is heard there was."""
        for person in (by, self):
            self._driver.channel.members.add(person.user.id)
        await self._point(path, await by.user.posts(self._driver.channel, escape(text)))

    async def points(self, path: str) -> None:
        self._driver.channel.members.add(self.user.id)
        await self._point(path, self._seen("place")[-1])

    async def _point(self, path: str, said: Any) -> None:
        verb = next(
            command.verb
            for command in self._driver.door.commands.values()
            if command.path == tuple(path.split()) and command.surface is Surface.MESSAGE
        )
        await self.user.message_shortcut(said, verb)

    def receives_file(self, name: str) -> bytes:
        return self.user.file(name)

    # --- what they see ---------------------------------------------------------------------------------

    @property
    def form(self) -> dict[str, Any] | None:
        view = self.user.open_view
        if view is None:
            self._errors = {}
            return None
        shown = payload(self._driver.slack.workspace, view)
        return {
            "title": view.body["title"]["text"],
            "fields": [block["block_id"] for block in _inputs(view)],
            "values": read(shown["state"]["values"], self._driver.realm),
            "errors": self._errors or _opening_errors(view),
        }

    def texts(self, where: Where = "any") -> list[str]:
        return [words(said.blocks) if said.blocks else said.text for said in self._seen(where)]

    def sees(self, text: str, where: Where = "any") -> bool:
        return any(text in seen for seen in self.texts(where))

    def buttons(self) -> list[str]:
        """The verbs on the newest card that has buttons."""
        for said in reversed(self._seen("any")):
            verbs = [
                element["value"].partition(":")[0]
                for element in _elements(said)
                if element["type"] == "button"
            ]
            if verbs:
                return verbs
        return []

    # --- inside ----------------------------------------------------------------------------------------

    @property
    def _view(self) -> View:
        view = self.user.open_view
        assert view is not None, "no form is open"
        return view

    @property
    def _here(self) -> str | None:
        channel = self._driver.channel
        return channel.id if self.user.id in channel.members else None

    def _command(self, path: tuple[str, ...]) -> Command | None:
        return next((one for one in self._driver.door.commands.values() if one.path == path), None)

    def _typed(self, command: Command | None, name: str, value: str) -> str:
        """A choice by its label, as a person would write it."""
        for field in command.fields if command else ():
            if field.name == name and field.kind is Kind.CHOICE:
                return Voice(self._driver.lang)("-".join(["field", name, value]).replace("_", "-"))
        return value

    def _seen(self, where: Where) -> list[Message]:
        """Oldest first, over all places."""
        workspace = self._driver.slack.workspace
        bot, found = workspace.bot, []
        for place in workspace.channels.values():
            for said in workspace.seen_by(self.user.id, place.id):
                kind = "reply" if said.only_for else "dm" if place.kind == "im" else "place"
                if said.author == bot and where in ("any", kind):
                    found.append(said)
        return sorted(found, key=lambda said: said.ts)


def _inputs(view: View) -> list[dict[str, Any]]:
    return [block for block in view.blocks if block["type"] == "input"]


def _element(view: View, name: str) -> dict[str, Any]:
    return next(block["element"] for block in _inputs(view) if block["block_id"] == name)


def _elements(said: Message) -> Iterable[dict[str, Any]]:
    return [element for block in said.blocks for element in interactive(block)]


def _opening_errors(view: View) -> dict[str, str]:
    """The errors that a form opened with: each stands just above its field."""
    found = {}
    for above, block in zip(view.blocks, view.blocks[1:], strict=False):
        if above["type"] == "context" and block["type"] == "input":
            found[block["block_id"]] = words([above])
    return found


def _entry(view: View, name: str, value: Any) -> Any:
    """A field's value as a person at Slack's client gives it: people and places by id, boxes as a list."""
    element = _element(view, name)
    several = [value] if isinstance(value, str) else list(value)
    match element["type"]:
        case "checkboxes":
            return [one for one in several if one]
        case "multi_users_select":
            return [one.rpartition("/")[2] for one in several]
        case "datetimepicker" if value:
            return datetime.fromisoformat(value)
        case "users_select" | "conversations_select":
            return value.rpartition("/")[2] or None
        case _:
            return value or None
