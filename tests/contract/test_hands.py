"""What hands do besides pressing, on every surface: an emoji, a menu on a message, a file received.

A made-up feature behind the real way in: what it is told, what it gives, and what a failure costs.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from bot.card import Button, Card, File, Plain, Text
from bot.command import REACTED, UNREACTED, Command, Context, Surface, Who
from bot.dispatch import Dispatcher
from bot.errors import NotAllowed
from bot.i18n import Voice
from bot.ports import Transaction
from bot.registry import COMMANDS
from bot.vocabulary import Account, Field, Kind, Place, Reply, Request
from tests.contract.driver import Driver
from tests.contract.drivers.core import CHANNEL, CoreDriver
from tests.contract.drivers.discord import Driver as DiscordDriver
from tests.contract.drivers.slack import SlackDriver
from tests.contract.scenarios import circle
from tests.contract.stage import Stage

BULB = "💡"
LIST = File("liste.md", "text/markdown", "list", "l-1")
SECRET = File("secret.md", "text/markdown", "secret", "l-1")
MENU = ("practice", "share")  # borrowed from the catalogue: its words are those of the menu


@dataclass
class Feature:
    """Keeps what it is told. `breaks`: how many emoji fail before one is kept."""

    told: list[Request] = field(default_factory=list)
    breaks: int = 0
    meanings: Mapping[str, str] = field(default_factory=lambda: {BULB: "shiny"})

    async def reactable(self, tx: Transaction, platform: str) -> Sequence[tuple[Place, str]]:
        return ()

    async def reread(
        self, tx: Transaction, place: Place, message: str, found: Mapping[str, Sequence[Account]]
    ) -> None:
        raise AssertionError("nothing can be read again")

    async def emoji(self, context: Context) -> Reply:
        if self.breaks:
            self.breaks -= 1
            raise RuntimeError("boom")
        self.told.append(context.request)
        return Reply(Card("Lu par personne"))

    async def pointed(self, context: Context) -> Reply:
        self.told.append(context.request)
        return Reply(Card("Vu", buttons=(Button("Recevoir", "toy.list"), Button("Savoir", "toy.secret"))))

    async def list(self, context: Context) -> Reply:
        return Reply((LIST,))

    async def secret(self, context: Context) -> Reply:
        return Reply(Card("Voilà", (Text((Plain("Regarde :"),)), SECRET)))

    @property
    def commands(self) -> Iterator[Command]:
        yield Command(REACTED, self.emoji, who=Who.ANYONE)
        yield Command(UNREACTED, self.emoji, who=Who.ANYONE)
        fields = (Field("message", Kind.MESSAGE),)
        yield Command("toy.pointed", self.pointed, fields, Surface.MESSAGE, MENU, Who.ANYONE)
        yield Command("toy.list", self.list, who=Who.ANYONE, reads=True)
        yield Command("toy.secret", self.secret, who=Who.ANYONE, reads=True)


async def listed(context: Context) -> bytes:
    return f"# Liste pour {context.request.actor.user}".encode()


async def refused(context: Context) -> bytes:
    raise NotAllowed


@dataclass
class Handy(Stage):
    feature: Feature = field(default_factory=Feature)

    def door(self) -> Dispatcher:
        return Dispatcher(
            self.database,
            {**COMMANDS, **{command.verb: command for command in self.feature.commands}},
            files={"list": listed, "secret": refused},
            reactions=self.feature,
            scale=self.scale,
        )

    async def card(self) -> None:
        """A card in the circle's place."""
        realm, _, channel = self.driver.place.partition("/")
        await self.driver.sender.send(
            Place(self.driver.platform, realm, channel), Card("Fiche"), Voice(), "n"
        )


def driver_of(surface: str) -> Driver:
    match surface:
        case "core":
            return CoreDriver()
        case "discord":
            return DiscordDriver()
        case _:
            return SlackDriver(scale=10.0)


@pytest.fixture(params=["core", "discord", "slack"])
async def stage(request: pytest.FixtureRequest, sqlite_url: str) -> AsyncIterator[Handy]:
    stage = Handy(driver_of(request.param), sqlite_url)
    await stage.open()
    yield stage
    await stage.close()


async def test_an_emoji_is_told_with_its_message_and_its_meaning(stage: Handy) -> None:
    sophie = stage.person("Sophie Martin", administers=True)
    await stage.card()
    await sophie.reacts("👍")
    assert stage.feature.told == []
    await sophie.reacts(BULB)
    await sophie.unreacts(BULB)
    assert [request.verb for request in stage.feature.told] == [REACTED, UNREACTED]
    for request in stage.feature.told:
        assert request.values["emoji"] == "shiny"
        assert request.values["message"]
        assert request.place is not None
        assert f"{request.place.realm}/{request.place.id}" == stage.driver.place
    sophie.never_sees("Lu par personne")


async def test_an_emoji_delivered_twice_counts_once_where_it_has_an_id(stage: Handy) -> None:
    """Discord gives it none but its place in the session, which the simulation does not count."""
    sophie = stage.person("Sophie Martin", administers=True)
    await stage.card()
    stage.driver.double = True
    await sophie.reacts(BULB)
    assert len(stage.feature.told) == (2 if stage.driver.platform == "discord" else 1)


async def test_a_menu_gives_words_and_their_author(stage: Handy) -> None:
    sophie = stage.person("Sophie Martin", administers=True)
    karim = stage.person("Karim Benali", administers=True)
    words = "Quand un dirigeant tourne en rond…\n" + "se taire. " * 180
    await sophie.uses_menu("practice share", words, by=karim)
    (request,) = stage.feature.told
    assert request.values["message"] == words.strip()
    assert request.values["by"] == karim.ref
    assert request.values["message_id"]
    sophie.sees("Vu", "reply")
    karim.never_sees("Vu")


async def test_a_file_is_made_for_who_asks(stage: Handy) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    await sophie.uses_menu("practice share", "Une idée", by=karim)
    await sophie.presses("toy.list")
    user = sophie.ref.rpartition("/")[2]
    assert sophie.receives_file("liste.md") == f"# Liste pour {user}".encode()
    with pytest.raises(LookupError):
        karim.receives_file("liste.md")


async def test_a_file_that_is_refused_is_not_given(stage: Handy) -> None:
    sophie, _ = await circle(stage, "Karim Benali")
    rosa = stage.person("Rosa Diaz", administers=True)
    for who, verb, reason in ((sophie, "toy.secret", "not-found"), (rosa, "toy.list", "not-member")):
        await who.uses_menu("practice share", "Une idée", by=who)
        await who.presses(verb)
        who.never_sees("Voilà")
        who.sees(Voice("fr", "tu")(f"error-{reason}"), "reply")
        for file in (SECRET, LIST):
            with pytest.raises(LookupError):
                who.receives_file(file.name)


async def test_an_emoji_that_fails_is_raised_to_who_can_send_it_again(sqlite_url: str) -> None:
    """Its answer is read by nobody: a card that says so would be lost, and the emoji with it."""
    stage = Handy(CoreDriver(), sqlite_url, feature=Feature(breaks=1))
    await stage.open()
    try:
        actor = Account("core", "realm", "sophie")
        request = Request("core:1", actor, REACTED, values={"message": "m0", "emoji": "shiny"}, place=CHANNEL)
        with pytest.raises(RuntimeError):
            await stage.door().answer(request)
        await stage.door().answer(request)
        assert len(stage.feature.told) == 1
        await stage.door().answer(request)
        assert len(stage.feature.told) == 1
    finally:
        await stage.close()
