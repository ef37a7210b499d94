"""Twice pressed, twice heard, killed on the way, all at once, thrown out: one effect, and one message."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import func, select

from adapters.discord import make_client, run
from adapters.discord.outbound import Outbound
from bot.card import Card
from bot.circles.models import CharterVersion, Circle, Register
from bot.command import Job, JobContext
from bot.jobs import Jobs
from bot.members.models import Status
from bot.registry import JOBS
from bot.vocabulary import Account, Notice, Place, ToAccount, ToCircle
from storage.engine import open_engine
from storage.migrations import migrate
from storage.schema import drafts, jobs, members, posts, practices
from storage.transaction import SqlDatabase
from tests.contract.drivers.loopback import Driver, Person
from tests.contract.scenarios import MIRROR, circle, write
from tests.contract.stage import Actor, Stage
from tests.discord.loopback.conftest import Door, Running
from tests.discord.loopback.test_stalled import controls
from tests.emulators.discord import DiscordServer, Message, texts
from tests.support.clock import HandClock

POST = "POST /channels/*/messages"


async def said(context: JobContext) -> Card | None:
    return Card("Bonjour", notice="Bonjour")


TOLD = {"test.told": Job("test.told", compose=said)}


def driver_of(stage: Stage) -> Driver:
    assert isinstance(stage.driver, Driver)
    return stage.driver


def person_of(actor: Actor) -> Person:
    assert isinstance(actor.person, Person)
    return actor.person


@asynccontextmanager
async def replica(stage: Stage) -> AsyncIterator[None]:
    """Another process on the same database, connected as well: as it is for a moment when one takes over."""
    driver = driver_of(stage)
    former, stage.database = stage.database, SqlDatabase(open_engine(stage.url), stage.clock)
    addresses = {"api_url": driver.server.api_url, "gateway_url": driver.server.gateway_url}
    client = make_client(stage.door(), scale=driver.scale, **addresses)
    ours, stage.database = stage.database, former
    running = asyncio.create_task(run(client, driver.server.token))
    await driver.server.until(lambda: len(driver.server._live) == 2)
    await client.wait_until_ready()
    driver.double = True  # one of the two comes too late with its answer, and Discord says so
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await ours.dispose()


def cards(stage: Stage) -> list[Message]:
    """What stands in the circle's place."""
    return [one for one in driver_of(stage).channel.messages.values() if one.only_for is None]


async def count(stage: Stage, table: Any, *where: Any) -> int:
    async with stage.database.engine.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(table).where(*where)) or 0


def button(person: Person, verb: str) -> tuple[Message, str]:
    for message in person.newest():
        for part in _buttons(message.components):
            if part.partition(":")[0] == verb:
                return message, part
    raise AssertionError(f"no button for {verb}")


def _buttons(parts: Any) -> list[str]:
    found = []
    for part in parts:
        found += [part["custom_id"]] if part["type"] == 2 and "custom_id" in part else []
        found += _buttons(part.get("components", ()))
        found += _buttons([part["accessory"]] if "accessory" in part else ())
    return found


# --- what people do --------------------------------------------------------------------------------------


async def test_two_clicks_have_one_effect(stage: Stage) -> None:
    _, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim)
    person = person_of(karim)
    message, name = button(person, "practice.send")
    turns = await asyncio.gather(*(person.actor.press(message, name) for _ in range(2)))
    assert [turn.failed for turn in turns] == [False, False]
    await stage.settle()
    assert len(cards(stage)) == 1
    assert await count(stage, jobs, jobs.c.kind == "practice.card", jobs.c.message.is_(None)) == 1


async def test_two_replicas_hear_one_click_and_one_form(stage: Stage) -> None:
    """The inbox and the draft's key are the database's: whoever comes second finds them."""
    _, karim = await circle(stage, "Karim Benali", readers=0)
    person = person_of(karim)
    async with replica(stage):
        turn = await person.actor.slash("practice share")
        assert turn.form is not None
        filled = {name: person._filled(one, MIRROR[name]) for name, one in controls(turn.form).items()}
        turn = await person.actor.submit(turn.form, filled)
        assert not turn.failed
        message, name = button(person, "practice.send")
        turn = await person.actor.press(message, name)
        assert not turn.failed
        await driver_of(stage).server.settled()
        assert await count(stage, practices) == 1
        assert await count(stage, drafts, drafts.c.verb == "practice.share") == 1
        await stage.settle()
        assert len(cards(stage)) == 1
        assert len(karim.person.texts("reply")) == len(set(karim.person.texts("reply")))
    codes = Counter(one.code for one in driver_of(stage).server.refusals)
    assert set(codes) <= {40060, 10062}
    assert codes.total() >= 2


# --- what dies on the way --------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_between_the_intent_and_its_record_it_is_said_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """Before Discord has it, or after and before we know: nothing is lost, and nothing said twice."""
    await circle(stage, "Karim Benali", readers=0)
    driver = driver_of(stage)
    async with stage.database.write() as tx:
        (found,) = await tx.circles.named("coachs-lyon")
        await tx.jobs.add(Notice("circle.opened", ToCircle(found.id), found.id))
    begun = asyncio.Event()
    if when == "after":
        driver.server.faults.hang_after_commit(POST)
    else:

        async def never(*_: object) -> None:
            begun.set()
            await asyncio.Event().wait()

        monkeypatch.setattr(Outbound, "send", never)
    dying = asyncio.create_task(Jobs(stage.database, JOBS, {"discord": driver.sender}, stage.clock).run_due())
    if when == "after":
        await driver.server.until(lambda: len(cards(stage)) == 1)
    else:
        await begun.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    monkeypatch.undo()
    assert await count(stage, jobs, jobs.c.kind == "circle.opened", jobs.c.state == "sending") == 1
    await stage._restart()
    await stage.later(seconds=31)  # the lease of what was claimed runs out
    assert [texts(one)[0] for one in cards(stage)] == ["### Le cercle coachs-lyon est ouvert."]
    assert await count(stage, jobs, jobs.c.kind == "circle.opened", jobs.c.state != "done") == 0
    assert await count(stage, posts, posts.c.kind == "circle.opened") == 1


# --- a server that is ours no more -------------------------------------------------------------------------


async def test_taken_out_of_the_server_it_tries_once_and_deletes_nothing(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    driver = driver_of(stage)
    await write(karim)
    driver.server.remove(driver.guild)
    begun = len(driver.server._core.asked)
    async with stage.database.write() as tx:
        (found,) = await tx.circles.named("coachs-lyon")
        await tx.jobs.add(Notice("circle.opened", ToCircle(found.id), found.id))
    await stage.settle()
    for _ in range(5):
        await stage.later(hours=5)
    asked = driver.server._core.asked[begun:]
    posted = [one for one in asked if one.path == f"/channels/{driver.channel.id}/messages"]
    assert [(one.method, one.status) for one in posted] == [("POST", 403)]
    assert await count(stage, jobs, jobs.c.kind == "circle.opened", jobs.c.state == "dead") == 1
    assert await count(stage, members, members.c.status != Status.ACTIVE) == 0
    assert await count(stage, practices) == 1
    driver.server.put_back(driver.guild)
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    await sophie.presses("circle.retry")
    assert sophie.counts("Le cercle coachs-lyon est ouvert.") == 1
    driver.server.refusals.clear()


# --- many at once ------------------------------------------------------------------------------------------


async def founded(database: SqlDatabase, count: int, places: Any) -> list[Circle]:
    """So many circles, each with a place of its own."""
    made = []
    for number in range(count):
        id_ = f"circle{number}"
        new = Circle(id_, 0, f"Cercle {number}", "fr", "Europe/Paris", Register.TU, "Progresser.")
        async with database.write() as tx:
            charter = CharterVersion(id_, 1, "Charte", "0", "major", tx.now, "m")
            kept = await tx.circles.create(new, charter, places(number))
        assert kept is not None
        made.append(kept)
    return made


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[SqlDatabase]:
    await migrate(sqlite_url)
    database = SqlDatabase(open_engine(sqlite_url), HandClock())
    yield database
    await database.dispose()


async def test_two_hundred_circles_are_told_at_the_pace_that_discord_takes(
    catalogue: None, database: SqlDatabase
) -> None:
    """All due in one instant. Discord's rates are the judge, at full size: fifty in a second."""
    async with DiscordServer.running(scale=1.0) as server:
        guild = server.add_guild("Les pairs")
        channels = [server.add_channel(guild, f"cercle-{number}") for number in range(200)]
        bot = await connected(server)
        try:
            places = [Place("discord", guild.id, channel.id) for channel in channels]
            for one in await founded(database, 200, places.__getitem__):
                async with database.write() as tx:
                    await tx.jobs.add(Notice("test.told", ToCircle(one.id), one.id))
            await Jobs(database, TOLD, {"discord": bot.outbound}, HandClock()).run_due()
        finally:
            await bot.stop()
        assert [len(channel.messages) for channel in channels] == [1] * 200
        assert server.refusals == []
        at = sorted(one.at for one in server.asked("POST", "/messages"))
        assert max(sum(start <= one < start + 1 for one in at) for start in at) <= 50


async def test_many_private_conversations_are_opened_no_faster_than_they_may(
    catalogue: None, database: SqlDatabase
) -> None:
    """Ten in ten seconds, here in one: the others wait for their turn, and none is refused."""
    async with DiscordServer.running(scale=0.1) as server:
        circle = server.add_channel(server.add_guild("Les pairs"), "cercle")
        people = [server.add_person(f"Personne {number}", circle) for number in range(40)]
        bot = await connected(server)
        try:
            place = Place("discord", str(circle.guild), circle.id)
            (one,) = await founded(database, 1, lambda _: place)
            async with database.write() as tx:
                for person in people:
                    to = ToAccount(Account("discord", "", person.id), one.id)
                    await tx.jobs.add(Notice("test.told", to, one.id))
            await Jobs(database, TOLD, {"discord": bot.outbound}, HandClock()).run_due()
        finally:
            await bot.stop()
        assert [len(person.sees(person.private)) for person in people] == [1] * 40
        assert server.refusals == []


async def connected(server: DiscordServer) -> Running:
    door = Door()
    door.stir = server.stir
    bot = Running(server, door)
    await bot.ready()
    return bot
