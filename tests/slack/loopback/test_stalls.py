"""A database that says nothing for two and a half seconds: every act is acknowledged within Slack's three."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.card import Button, Card
from bot.command import Surface
from bot.i18n import Voice, command_words
from bot.registry import COMMANDS
from bot.vocabulary import Account
from storage.engine import open_engine
from storage.transaction import SqlDatabase
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.slack_http import HttpSlackDriver
from tests.contract.scenarios import MIRROR, circle
from tests.contract.stage import Stage
from tests.emulators.slack import Turn, User

SCALE = 2.0  # Slack waits six seconds, the database is away for five: a busy machine is not judged
STALL_S = 2.5


class Stalling(SqlDatabase):
    """From `stall` on nobody gets a connection, for so long."""

    answers: asyncio.Event | None = None

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        if self.answers is not None:
            await self.answers.wait()
        async with super()._connected() as connection:
            yield connection

    def stall(self) -> None:
        self.answers = asyncio.Event()
        asyncio.get_running_loop().call_later(STALL_S * SCALE, self.answers.set)


class StalledStage(Stage):
    def _connect(self) -> None:
        super()._connect()
        self.database = self.standing._database = Stalling(open_engine(self.url), self.clock)  # type: ignore[assignment]

    def stall(self) -> None:
        assert isinstance(self.database, Stalling)
        self.database.stall()


@pytest.fixture(params=["socket", "http"])
async def stage(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[StalledStage]:
    driver = (SlackDriver if request.param == "socket" else HttpSlackDriver)(scale=SCALE)
    stage = StalledStage(driver, sqlite_url, scale=SCALE)
    await stage.open()
    yield stage
    await stage.close()


async def acts(driver: SlackDriver) -> AsyncIterator[tuple[str, Awaitable[Turn]]]:
    """Every command, shortcut, menu and button there is, each by somebody of their own."""
    for number, command in enumerate(COMMANDS.values()):
        user: User = driver.person(f"Personne {number}", administers=True).user
        match command.surface:
            case Surface.SLASH:
                first, *rest = command_words(command.path, "fr")
                yield command.verb, user.slash(f"/{first}", " ".join(rest), channel=driver.channel)
            case Surface.MESSAGE:
                said = await user.posts(driver.channel, "Un silence")
                yield command.verb, user.message_shortcut(said, command.verb)
        if command.shortcut:
            yield command.verb, user.shortcut(command.verb)
        presser: User = driver.person(f"Autre {number}").user
        button = Button("Aller", command.verb, "1f-0123456789abcdef")
        to = Account("slack", driver.realm, presser.id)
        await driver.sender.send(to, Card("Un bouton", buttons=(button,)), Voice(), f"n{number}")
        said = presser.dm_messages()[-1]
        (name,) = _buttons(said.blocks)
        yield f"button {command.verb}", presser.press(said, name)


def _buttons(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        for element in block.get("elements", ()):
            if element["type"] == "button":
                yield element["action_id"]


async def test_every_act_is_acknowledged_in_time(stage: StalledStage) -> None:
    driver = stage.driver
    assert isinstance(driver, SlackDriver)
    named = [one async for one in acts(driver)]
    assert len(named) > len(COMMANDS)
    stage.stall()
    turns = await asyncio.gather(*(act for _, act in named))  # raises where one is not
    slowest = max(zip(turns, named, strict=True), key=lambda one: one[0].latency_s)
    assert slowest[0].latency_s < 3.0 * SCALE, slowest[1][0]
    assert [turn for turn in turns if not turn.acknowledged] == []


async def test_a_form_stays_unanswered_and_sent_again_makes_one(stage: StalledStage) -> None:
    _, claire = await circle(stage, "Claire Morel")
    await claire.runs("practice share")
    stage.stall()
    await claire.person.submits(**MIRROR)
    assert claire.person.form is not None
    assert claire.person.form["values"]["title"] == "La question miroir"
    assert claire.person.form["errors"] == {}
    assert not claire.person.sees("La question miroir")
    await claire.person.submits()
    assert claire.person.form is None
    claire.sees("La question miroir")
    async with stage.database.engine.connect() as connection:
        counted = await connection.execute(text("select count(*) from practices"))
        assert counted.scalar_one() == 1
