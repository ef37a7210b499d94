"""The playground, driven as its page drives it: the real server over HTTP, its acts and its event stream."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from adapters.playground.messages import Messages
from adapters.playground.models import REALM, Persona
from adapters.playground.outbound import PlaygroundSender
from adapters.web import make_app, serve
from bot.card import Card
from bot.i18n import Voice, command_words
from bot.ports import Access, Clock, Sent
from bot.vocabulary import Account, Place, Value
from tests.contract.driver import DoorFactory, OpenForm, Person, Where
from tests.contract.drivers.dom import Element, field_values, parsed

CHANNEL = "coachs-lyon"
PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as a page shows it."""

    id: int
    seq: int
    kind: str  # public, said, reply or dm
    room: str
    element: Element

    @property
    def text(self) -> str:
        return self.element.text

    @property
    def buttons(self) -> list[Element]:
        return [b for b in self.element.all("button") if "data-verb" in b.attrs]


class PlaygroundDriver:
    """Starts the server on a free port; each person is one open page."""

    platform = "playground"
    place = f"{REALM}/{CHANNEL}"

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.double = False
        self.sender = _Followed(self)
        self._path = folder / "messages.db"
        self._clock = clock
        self._factory: DoorFactory | None = None
        self._runner: web.AppRunner | None = None
        self._messages: Messages | None = None
        self._people: dict[str, PlaygroundPerson] = {}
        self.took: dict[str, bytes] = {}
        self._http: aiohttp.ClientSession | None = None

    @property
    def messages(self) -> Messages:
        assert self._messages is not None, "start first"
        return self._messages

    @property
    def http(self) -> aiohttp.ClientSession:
        assert self._http is not None, "start first"
        return self._http

    async def start(self, door_factory: DoorFactory) -> None:
        self._factory = door_factory
        self._messages = await Messages.open(self._path, self._clock)
        await self._messages.open_channel(CHANNEL, CHANNEL)
        self._runner = await serve(make_app(door_factory(), self._messages, ()), port=0)
        host, port = self._runner.addresses[0][:2]
        self._http = aiohttp.ClientSession(
            f"http://{host}:{port}",
            headers={"Origin": f"http://{host}:{port}"},
            cookie_jar=aiohttp.CookieJar(unsafe=True),
        )
        await self.settle()

    async def stop(self) -> None:
        for person in self._people.values():
            await person.close()
        if self._http:
            await self._http.close()
        if self._runner:
            await self._runner.cleanup()
        if self._messages:
            await self._messages.close()
        self._http = self._runner = self._messages = None

    async def restart(self) -> None:
        assert self._factory is not None, "start first"
        await self.stop()
        await self.start(self._factory)

    def person(self, name: str, *, administers: bool = False, lang: str = "fr") -> PlaygroundPerson:
        id = re.sub(r"[^a-z]", "", name.split()[0].casefold()) or f"p{len(self._people)}"
        if id not in self._people:
            persona = Persona(id, name, administers=administers, lang=lang)
            self._people[id] = PlaygroundPerson(self, persona)
        return self._people[id]

    async def enrol(self, persona: Persona) -> None:
        await self.messages.enrol([persona])
        if persona.administers:
            await self.messages.admit(CHANNEL, persona.id)

    async def reopen(self) -> None:
        """Wait until every page shows the channels that its person is in now."""
        for person in self._people.values():
            await person.open()
            async with asyncio.timeout(PATIENCE_S):
                await person.stands_in([c.id for c in await self.messages.channels(person.persona.id)])

    async def settle(self) -> None:
        """Wait until every open page shows all that was written."""
        for person in self._people.values():
            await person.open()
        latest = await self.messages.latest()
        async with asyncio.timeout(PATIENCE_S):
            for person in self._people.values():
                await person.reached(latest)


class PlaygroundPerson:
    """One person's page."""

    def __init__(self, driver: PlaygroundDriver, persona: Persona) -> None:
        self.name = persona.name
        self.unread: dict[str, int] = {}
        self._driver = driver
        self.persona = persona
        self._shown: dict[int, Shown] = {}
        self._form: tuple[Element, str] | None = None  # the panel, and its room
        self._reader: asyncio.Task[None] | None = None
        self._seq = -1
        self._moved = asyncio.Event()
        self._channel: str | None = None

    @property
    def ref(self) -> str:
        return f"{REALM}/{self.persona.id}"

    # --- the page --------------------------------------------------------------------------------------

    async def open(self) -> None:
        """Load the page and follow its stream, as a reload does; an open form stays."""
        if self._reader is not None:
            return
        await self._driver.enrol(self.persona)
        await self._load()
        ready = asyncio.Event()
        self._reader = asyncio.create_task(self._follow(ready))
        await ready.wait()

    async def close(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
            self._reader = None

    async def _load(self) -> None:
        async with self._driver.http.get("/", params={"as": self.persona.id}) as response:
            assert response.status == 200, response.status
            page = parsed(await response.text())
        (app,) = page.all(of="app")
        self._channel = app.attrs.get("data-in")
        self._shown.clear()
        for section in (*page.all(of="chan"), *page.all(of="dm")):
            for item in section.all(of="item"):
                self._show(section.attrs["data-room"], item)
        self._seq = int(app.attrs["data-seq"])

    def _show(self, room: str, item: Element) -> None:
        a = item.attrs
        id = int(a["data-id"])
        self._shown[id] = Shown(id, int(a["data-seq"]), a["data-kind"], room, item.all("article")[0])

    async def _follow(self, ready: asyncio.Event) -> None:
        query = {"as": self.persona.id, "since": str(self._seq)}
        timeout = aiohttp.ClientTimeout(total=None)
        async with self._driver.http.get("/events", params=query, timeout=timeout) as response:
            assert response.status == 200, response.status
            ready.set()
            event, data = "", ""
            async for raw in response.content:
                line = raw.decode().rstrip("\n")
                name, _, value = line.partition(": ")
                if name == "event":
                    event = value
                elif name == "data":
                    data = value
                elif not line and event:
                    await self._heard(event, json.loads(data))
                    event = ""

    async def _heard(self, event: str, data: dict[str, Any]) -> None:
        if event == "item":
            self._show(data["room"], parsed(data["html"]).all(of="item")[0])
        elif event == "stale":
            await self._load()
            self._moved.set()
        elif event == "now":
            self._seq = max(self._seq, data["seq"])
            self.unread = data["unread"]
            self._moved.set()

    async def reached(self, seq: int) -> None:
        while self._seq < seq:
            self._moved.clear()
            await self._moved.wait()

    async def stands_in(self, channels: list[str]) -> None:
        while self._channel not in channels and (channels or self._channel):
            self._moved.clear()
            await self._moved.wait()

    # --- acts ------------------------------------------------------------------------------------------

    async def runs(self, path: str, **options: Value) -> None:
        words = tuple(path.split())
        if options:
            await self._act(None, kind="run", path=list(words), values=_sendable(options))
        else:
            typed = " ".join(command_words(words, self.persona.lang))
            await self._act(None, kind="say", text=f"/{typed}")

    async def submits(self, **values: Value) -> None:
        assert self._form is not None, f"{self.name} has no form open"
        panel, room = self._form
        filled = field_values(panel)
        unknown = values.keys() - filled.keys()
        assert not unknown, f"the form has no {unknown}"
        verb, key = panel.attrs["data-verb"], panel.attrs["data-key"]
        sent = _sendable({**filled, **values})
        await self._act(room, kind="submit", verb=verb, key=key, values=sent)

    async def presses(self, verb: str, label: str | None = None) -> None:
        for shown in self._newest():
            for button in shown.buttons:
                a = button.attrs
                if a["data-verb"] == verb and (label is None or button.text == label):
                    await self._act(
                        shown.room, kind="press", message=shown.id, verb=verb, subject=a["data-subject"]
                    )
                    return
        raise AssertionError(f"{self.name} sees no button {verb} {label or ''}: {self.buttons()}")

    async def picks(self, verb: str, *values: str) -> None:
        for shown in self._newest():
            for pick in shown.element.all("form", data_verb=verb):
                offered = {i.attrs["value"] for i in pick.all("input")}
                assert set(values) <= offered, f"{values} are not all in {offered}"
                await self._act(
                    shown.room,
                    kind="pick",
                    message=shown.id,
                    verb=verb,
                    subject=pick.attrs["data-subject"],
                    values={"pick": list(values)},
                )
                return
        raise AssertionError(f"{self.name} sees no list {verb}")

    async def reacts(self, emoji: str) -> None:
        """Put an emoji under the newest card of the channel."""
        await self._react(emoji, on=True)

    async def unreacts(self, emoji: str) -> None:
        await self._react(emoji, on=False)

    async def _react(self, emoji: str, *, on: bool) -> None:
        card = next((s for s in self._newest() if s.kind == "public"), None)
        assert card is not None, f"{self.name} sees no card in the channel"
        await self._act(card.room, kind="react", message=card.id, emoji=emoji, on=on)

    async def uses_menu(self, path: str, text: str, by: Person | None = None) -> None:
        """A command of the menu of a message that says this; it is written first, by `by` or oneself."""
        writer = by or self
        assert isinstance(writer, PlaygroundPerson)
        theirs = [s for s in self._newest() if s.kind == "said" and text in s.text]
        if not any(writer.name in s.text for s in theirs):
            # a channel may hold people who are in no circle
            await self._driver.messages.admit(CHANNEL, writer.persona.id)
            await self._driver.reopen()
            await writer._act(None, kind="say", text=text)
            theirs = [s for s in self._newest() if s.kind == "said" and text in s.text]
        said = next((s for s in theirs if writer.name in s.text), None)
        assert said is not None, f"{self.name} sees no message {text!r}"
        await self._act(said.room, kind="menu", message=said.id, path=path.split())

    async def points(self, path: str) -> None:
        """A command of the menu of the newest card of the channel."""
        await self._driver.messages.admit(CHANNEL, self.persona.id)
        await self._driver.reopen()
        card = next((s for s in self._newest() if s.kind == "public"), None)
        assert card is not None, f"{self.name} sees no card in the channel"
        assert list(card.element.all("button", data_menu=path)), f"{path} is not offered"
        await self._act(card.room, kind="menu", message=card.id, path=path.split())

    def receives_file(self, name: str) -> bytes:
        """The bytes of the newest file of that name that is offered, taken."""
        for shown in self._newest():
            for link in shown.element.all("a"):
                if link.attrs.get("download") == name:
                    return self._driver.took[link.attrs["href"]]
        raise AssertionError(f"{self.name} is offered no {name}")

    @property
    def _room(self) -> str:
        return f"in-{self._channel}" if self._channel else "dm"

    async def _act(self, room: str | None, **sent: Any) -> None:
        await self._driver.settle()
        room = room or self._room
        act = {"as": self.persona.id, "room": room, "event": secrets.token_hex(8), **sent}
        for _ in range(1 + self._driver.double):  # the page that lost its answer asks again, and reads that
            async with self._driver.http.post("/act", json=act) as response:
                status, told = response.status, response.content_type == "application/json"
                answer = await response.json() if told else {}
        if status == 504:
            return  # no answer: the form stays open
        assert status == 200, f"{status} {answer}"
        if "form" in answer:
            self._form = parsed(answer["form"]).all("form")[0], room
        elif sent["kind"] == "submit":
            self._form = None
        if answer.get("item"):
            self._show(answer["item"]["room"], parsed(answer["item"]["html"]).all(of="item")[0])
        await self._driver.settle()
        await self._take_files()

    async def _take_files(self) -> None:
        """Click on what is newly offered: it is made at that moment, for this person."""
        for shown in self._newest():
            for link in shown.element.all("a"):
                if "download" in link.attrs and link.attrs["href"] not in self._driver.took:
                    async with self._driver.http.get(link.attrs["href"]) as response:
                        assert response.status == 200, response.status
                        self._driver.took[link.attrs["href"]] = await response.read()

    # --- what is seen ----------------------------------------------------------------------------------

    @property
    def form(self) -> OpenForm | None:
        if self._form is None:
            return None
        panel, _ = self._form
        fields = panel.all(of="field")
        faults = {f.attrs["data-field"]: f.all(of="fault") for f in fields}
        return OpenForm(
            title=panel.all("h3")[0].text,
            fields=tuple(faults),
            values={k: v for k, v in field_values(panel).items() if v},
            errors={name: found[0].text for name, found in faults.items() if found},
        )

    def sees(self, text: str, where: Where = "any") -> bool:
        return any(text in seen for seen in self.texts(where))

    def texts(self, where: Where = "any") -> list[str]:
        return [s.text for s in self._in(where)]

    def buttons(self) -> list[str]:
        newest: list[Shown] = []
        for where in ("reply", "dm", "place"):
            newest += [s for s in self._in(where) if s.buttons or s.kind == "reply"][-1:]
        return [b.attrs["data-verb"] for s in newest for b in s.buttons]

    def _in(self, where: Where) -> Sequence[Shown]:
        kinds = {"reply": ("reply",), "dm": ("dm",), "place": ("public", "said")}
        shown = sorted(self._shown.values(), key=lambda s: (s.seq, s.id))
        return [s for s in shown if where == "any" or s.kind in kinds[where]]

    def _newest(self) -> Sequence[Shown]:
        return self._in("any")[::-1]


class _Followed:
    """The real sender; returns when every open page shows what it sent."""

    platform = PlaygroundSender.platform
    idempotent = PlaygroundSender.idempotent
    edit_every_s = PlaygroundSender.edit_every_s
    announces_leaves = PlaygroundSender.announces_leaves

    def __init__(self, driver: PlaygroundDriver) -> None:
        self._driver = driver

    @property
    def _real(self) -> PlaygroundSender:
        return PlaygroundSender(self._driver.messages)

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        await self._driver.settle()
        sent = await self._real.send(to, card, voice, nonce)
        await self._driver.settle()
        return sent

    async def edit(self, where: Sent, card: Card, voice: Voice) -> None:
        await self._real.edit(where, card, voice)
        await self._driver.settle()

    async def find(self, to: Place | Account, nonce: str, since: datetime) -> Sent | None:
        return await self._real.find(to, nonce, since)

    async def stands(self, place: Place, account: Account) -> bool | None:
        return await self._real.stands(place, account)

    async def access(self, place: Place) -> Access | None:
        return await self._real.access(place)

    async def make_place(self, realm: str, name: str, steward: Account, *, again: bool) -> Place | None:
        made = await self._real.make_place(realm, name, steward, again=again)
        await self._driver.reopen()
        return made

    async def admit(self, to: Place, account: Account) -> bool:
        done = await self._real.admit(to, account)
        await self._driver.reopen()
        return done


def _sendable(values: dict[str, Value]) -> dict[str, str | list[str]]:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}
