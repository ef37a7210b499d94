"""The playground in the system's Chromium, with a toy core and five people."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright, expect

from adapters.playground.messages import Messages
from adapters.playground.models import PLATFORM, REALM, Persona, Room
from adapters.playground.outbound import PlaygroundSender
from adapters.web import make_app, serve
from bot.i18n import Voice
from bot.vocabulary import Place
from tests.playground.toy import ToyClock, ToyDoor, everything, speaking
from tests.support import chromium

CHANNEL = Place(PLATFORM, REALM, "coachs-lyon")
PEOPLE = (
    Persona("sophie", "Sophie Lenoir", "anime le cercle", administers=True),
    Persona("claire", "Claire Morel", "membre"),
    Persona("karim", "Karim Benali", "membre"),
    Persona("thomas", "Thomas Roux", "reçoit une invitation"),
    Persona("ines", "Inès Garnier", "membre"),
)
TU = Voice("fr", "tu")
PATIENCE_MS = 20_000  # for what is to appear, on a machine that may be busy
expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Playground:
    """The running server, which can be stopped and started anew on the same file and port."""

    path: Path
    door: ToyDoor
    clock: ToyClock
    browser: Browser
    port: int = 0
    runner: web.AppRunner | None = None
    messages: Messages | None = None
    faults: list[str] = field(default_factory=list)  # what the pages complained of
    asked: list[str] = field(default_factory=list)  # every address that they asked for
    pages: list[Page] = field(default_factory=list)

    @property
    def sender(self) -> PlaygroundSender:
        assert self.messages is not None
        return PlaygroundSender(self.messages)

    async def start(self) -> None:
        self.messages = await Messages.open(self.path, self.clock)
        app = make_app(self.door, self.messages, PEOPLE, ("jouet", "partager"))
        self.runner = await serve(app, port=self.port)
        self.port = self.runner.addresses[0][1]

    async def stop(self) -> None:
        assert self.runner is not None
        assert self.messages is not None
        await self.runner.cleanup()
        await self.messages.close()

    async def seed(self) -> None:
        """A channel of four people with a card and words in it, and a private message to Claire."""
        assert self.messages is not None
        await self.messages.open_channel("coachs-lyon", "coachs-lyon")
        for person in PEOPLE:
            if person.id != "thomas":
                await self.messages.admit("coachs-lyon", person.id)
        await self.messages.say(Room("coachs-lyon"), PEOPLE[0], "Deux minutes d’écriture.", nonce="h1")
        await self.sender.send(CHANNEL, everything(), TU, "n1")
        await self.sender.send(PEOPLE[1].account, everything(), TU, "n2")

    async def page(self, persona: str = "claire", size: tuple[int, int] = (1720, 1120)) -> Page:
        page = await self.browser.new_page(
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce"
        )
        page.set_default_timeout(PATIENCE_MS)
        self.pages.append(page)

        def heard(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                self.faults.append(message.text)

        def asked(request: Request) -> None:
            self.asked.append(request.url)

        page.on("console", heard)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", asked)
        await page.goto(f"http://127.0.0.1:{self.port}/?as={persona}")
        return page


@pytest.fixture(autouse=True)
def toy_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with speaking(monkeypatch):
        yield


@pytest.fixture
async def playground(chromium_path: Path, tmp_path: Path) -> AsyncIterator[Playground]:
    """Afterwards: no page complained, and none asked anybody else for anything."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(chromium_path), args=list(chromium.FLAGS)
        )
        playground = Playground(tmp_path / "messages.db", ToyDoor(), ToyClock(), browser)
        playground.door.register = "tu"
        await playground.start()
        await playground.seed()
        yield playground
        for page in playground.pages:
            await page.close()
        await playground.stop()
        await browser.close()
    assert playground.faults == []
    own = f"http://127.0.0.1:{playground.port}/"
    assert [url for url in playground.asked if not url.startswith(own)] == []
