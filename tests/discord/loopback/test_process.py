"""`entrepairs run` itself, in a process of its own, on the loopback Discord."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.emulators.discord import Channel, DiscordServer, Message, Person, texts
from tests.emulators.discord.components import walk
from tests.support.program import Running, running

SCALE = 1.0
CHARTER = "Confidentialité. Bienveillance. Utilité. Réciprocité. Abondance."


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer.running(scale=SCALE) as server:
        yield server


SAID = ("Léa", "Max Durand", "coachs-lyon", "Un cadre clair.", "Confidentialité", "Un silence")


@asynccontextmanager
async def started(server: DiscordServer, folder: Path) -> AsyncIterator[Running]:
    """The program, telling all that it ever tells: not what people are called, nor what they have said."""
    settings = {
        "DATABASE_URL": f"sqlite:///{folder / 'circle.db'}",
        "DISCORD_TOKEN": server.token,
        "DISCORD_API_URL": server.api_url,
        "DISCORD_GATEWAY_URL": server.gateway_url,
        "DEADLINE_SCALE": str(SCALE),
        "LOG_LEVEL": "DEBUG",
    }
    async with running(folder, settings, (server.token,)) as run:
        yield run
    read = run.said.encode().decode("unicode_escape")  # its lines are ASCII
    assert [word for word in SAID if word in read] == []


def shown(message: Message | None, verb: str) -> str:
    """The button or list of that verb. Raises StopIteration where there is none."""
    assert message is not None
    return next(
        one["custom_id"] for one in walk(message.components) if one.get("custom_id", "").startswith(verb)
    )


async def opened(lea: Person, circle: Channel) -> Message:
    """A circle; gives the card that says so."""
    lea.user.permissions = 1 << 5
    turn = await lea.slash("circle")
    turn = await lea.press(turn.message, shown(turn.message, "circle.create"))  # type: ignore[arg-type]
    assert turn.form is not None
    filled = {"name": "coachs-lyon", "place": circle, "register": "tu", "objectives": "Un cadre clair."}
    turn = await lea.submit(turn.form, filled | {"charter": CHARTER})
    assert turn.message is not None
    return turn.message


async def test_it_serves_through_a_stop_and_a_start(
    server: DiscordServer, circle: Channel, lea: Person, tmp_path: Path
) -> None:
    """What it declares and shows is what Discord takes; a card outlives the process that made it."""
    async with started(server, tmp_path) as run:
        await server.connected()
        card = await opened(lea, circle)
        assert "Votre cercle est prêt." in texts(card)[0]
        menu = await lea.slash("circle")
        assert await run.stops() == 0
    async with started(server, tmp_path) as run:
        await server.until(lambda: len(server.gateway.identified) == 2)
        await server.connected()
        turn = await lea.press(menu.message, shown(menu.message, "circle.steward"))  # type: ignore[arg-type]
        assert not turn.failed
        assert await run.stops() == 0
    assert [one.status for one in server.asked("PUT", "/commands")] == [200]
    assert server.refusals == []


async def test_a_refused_connection_ends_it_with_one_line(
    server: DiscordServer, circle: Channel, lea: Person, tmp_path: Path
) -> None:
    server.gateway.refuses = 4004
    async with started(server, tmp_path) as run:
        assert await run.ends(within_s=30) != 0
    (line,) = [one for one in run.said.splitlines() if not one.startswith("{")]  # beside the log
    assert line.startswith("DISCORD_TOKEN: ")
    assert "Traceback" not in run.said


async def test_what_was_asked_before_sigterm_is_answered(
    server: DiscordServer, circle: Channel, lea: Person, tmp_path: Path
) -> None:
    """The signal comes while the database is held by somebody else: the answer is given, then it ends."""
    async with started(server, tmp_path) as run:
        await server.connected()
        card = await opened(lea, circle)
        other = sqlite3.connect(tmp_path / "circle.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        turn = await lea.press(card, shown(card, "circle.announce"), wait=False)
        await server.until(lambda: turn.interaction.kind is not None)
        assert turn.interaction.more == 0
        run.process.terminate()
        other.execute("ROLLBACK")
        other.close()
        assert await run.ends() == 0
        assert turn.interaction.more == 1
        assert shown(turn.messages[-1], "circle.")
    assert server.refusals == []


async def test_nothing_that_goes_wrong_is_logged_with_words(
    server: DiscordServer, circle: Channel, lea: Person, tmp_path: Path
) -> None:
    """Down to the last line that the libraries tell: forms, names, refusals, a dispatch that breaks them."""
    max_ = server.add_person("Max Durand", circle)
    async with started(server, tmp_path) as run:
        await server.connected()
        await opened(lea, circle)
        await max_.slash("circle")
        await max_.menu(max_.says("Un silence"), "Suggest as a practice")
        server.faults.error("PATCH /webhooks/*", 500)
        await max_.slash("circle")
        server.faults.lose["INTERACTION_CREATE"] = "token"
        await max_.slash("circle", wait=False)
        await server.until(lambda: len(server.gateway.identified) == 2)
        await server.connected()
        assert await run.stops() == 0
    assert '"connection_lost"' in run.said
    assert '"library"' in run.said
