"""How long a command takes over a loopback Discord: real sockets, the unmodified discord.py on our side.

Contestants take turns, seven rounds long, each with a connection of its own to the same server:

- share: the product on a SQLite file (WAL, `synchronous=FULL`): `/practice share`, its form, the form sent,
  both checks, two durable commits, the preview on the screen.
- command: the product's `/circle` of somebody without a circle: one read, a card.
- bare: a discord.py client that answers a command with one word, and does nothing else.
- one, fifty: our client before a core that answers a card at once, with so many commands declared.

The server is the tests' own (`tests/emulators/discord`); its part is in every figure. Prints the medians and
writes them to `bench/out/over_discord.json`.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the judge is among the tests
os.environ["API_SPECS"] = os.devnull  # its second opinion takes milliseconds, which are nobody's here

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from fluent.runtime import FluentResource

from adapters.discord import make_client, run
from bot import i18n
from bot.card import Card, Option
from bot.command import Command, Context, Surface
from bot.dispatch import Dispatcher
from bot.registry import COMMANDS
from bot.vocabulary import Account, Place, Reply, Request
from storage.engine import open_engine
from storage.migrations import migrate
from storage.transaction import SqlDatabase
from tests.emulators.discord import DiscordServer, Person

ROUNDS, EACH, WARM = 7, 60, 20
AIM_SHARE, AIM_FIFTY = 6.0, 1.1
READY_S = 0.05
OUT = Path(__file__).with_name("out")
CHARTER = "Confidentialité. Bienveillance. Utilité. Réciprocité. Abondance."
PRACTICE = {
    "aim": "method",
    "title": "La question miroir en fin de séance",
    "useful_for": "Quand un dirigeant tourne en rond, cela permet de lui faire formuler sa décision.",
    "steps": "Reformuler sa dernière phrase en question, se taire, compter dix secondes. "
    "Ça coince si on parle trop tôt : le silence paraît long, et il travaille.",
    "tried": "few",
}
Act = Callable[[], Awaitable[None]]


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


# --- the contestants -------------------------------------------------------------------------------------


class Bare(discord.Client):
    """The least that answers."""

    async def setup_hook(self) -> None:
        assert self.application_id is not None
        command = {"type": 1, "name": "noop", "description": "Nothing"}
        await self.http.bulk_upsert_global_commands(self.application_id, [command])

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("ok", ephemeral=True)


class Ready:
    """A core that answers at once."""

    def __init__(self, count: int) -> None:
        paths = [(f"noop-{chr(97 + number // 26)}{chr(97 + number % 26)}",) for number in range(count)]
        self.commands = {
            f"noop.{path[0][-2:]}": Command(f"noop.{path[0][-2:]}", _unused, surface=Surface.SLASH, path=path)
            for path in paths
        }
        for lang in i18n.LANGUAGES:
            said = "\n".join(f"command-{n} = {n}\n    .description = {n}" for (n,) in paths)
            i18n._bundle(lang).add_resource(FluentResource(said + "\n"), allow_overrides=True)

    async def answer(self, request: Request) -> Reply:
        return Reply(Card("ok"))

    async def made(self, file: Any, actor: Account, place: Place | None) -> bytes:
        raise AssertionError

    async def suggest(self, request: Request, field: str, typed: str) -> Sequence[Option]:
        return ()

    async def reactable(self, platform: str) -> Sequence[Any]:
        return ()

    async def reread(self, place: Place, message: str, found: Mapping[str, Sequence[Account]]) -> None: ...


async def _unused(context: Context) -> Reply:
    raise AssertionError("the core above answers")


def _ours(server: DiscordServer, door: Any) -> discord.Client:
    client = make_client(door, api_url=server.api_url, gateway_url=server.gateway_url)
    client._connection.guild_ready_timeout = READY_S  # the two seconds are not what is measured
    return client


def _bare(server: DiscordServer) -> discord.Client:
    Route.BASE = server.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway_url)
    return Bare(intents=discord.Intents(guilds=True), guild_ready_timeout=READY_S)


@asynccontextmanager
async def connected(server: DiscordServer, client: discord.Client) -> AsyncIterator[None]:
    running = asyncio.create_task(run(client, server.token))
    await server.connected()
    await client.wait_until_ready()
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await server.until(lambda: not server._live)


# --- the acts --------------------------------------------------------------------------------------------


async def found_circle(person: Person) -> None:
    """As a steward does it: the form of `/circle`, filled and sent."""
    turn = await person.slash("circle")
    assert turn.message is not None
    turn = await person.press(turn.message, _button(turn.message, "circle.create"))
    values = {"name": "mesure", "place": person.place, "register": "tu", "objectives": "Mesurer."}
    await person.submit(turn.form, values | {"charter": CHARTER})


def _button(message: Any, verb: str) -> str:
    from tests.emulators.discord.components import walk

    return next(
        str(part["custom_id"])
        for part in walk(message.components)
        if str(part.get("custom_id", "")).partition(":")[0] == verb
    )


async def share(person: Person) -> None:
    turn = await person.slash("practice share")
    assert turn.form is not None
    turn = await person.submit(turn.form, PRACTICE)
    assert turn.message is not None
    assert _button(turn.message, "practice.send")


async def types(person: Person, command: str) -> None:
    turn = await person.slash(command)
    assert turn.message is not None


# --- the measurement -------------------------------------------------------------------------------------


async def measure(folder: Path) -> dict[str, Any]:
    url = f"sqlite+aiosqlite:///{folder / 'over_discord.db'}"
    await migrate(url)
    database = SqlDatabase(open_engine(url), WallClock())
    rounds: dict[str, list[float]] = {}
    try:
        async with DiscordServer.running() as server:
            circle = server.add_channel(server.add_guild("Mesure"), "cercle")
            karim, passing = server.add_person("Karim Benali", circle), server.add_person("Inès", circle)
            karim.user.permissions = discord.Permissions(manage_guild=True).value
            product, one, fifty = Dispatcher(database, COMMANDS), Ready(1), Ready(50)
            async with connected(server, _ours(server, product)):
                await found_circle(karim)
            contestants: dict[str, tuple[Callable[[], discord.Client], Act]] = {
                "share": (lambda: _ours(server, product), lambda: share(karim)),
                "command": (lambda: _ours(server, product), lambda: types(passing, "circle")),
                "bare": (lambda: _bare(server), lambda: types(karim, "noop")),
                "one": (lambda: _ours(server, one), lambda: types(karim, "noop-aa")),
                "fifty": (lambda: _ours(server, fifty), lambda: types(karim, "noop-aa")),
            }
            for _ in range(ROUNDS):
                for name, (client, act) in contestants.items():
                    async with connected(server, client()):
                        for _ in range(WARM):
                            await act()
                        took = []
                        for _ in range(EACH):
                            start = time.perf_counter()
                            await act()
                            took.append(time.perf_counter() - start)
                    rounds.setdefault(name, []).append(median(took) * 1_000)
    finally:
        await database.dispose()
    medians = {name: median(of) for name, of in rounds.items()}
    return {
        "median_ms": {name: round(of, 3) for name, of in medians.items()},
        "rounds_ms": {name: [round(v, 3) for v in of] for name, of in rounds.items()},
        "share_to_bare": round(medians["share"] / medians["bare"], 2),
        "fifty_to_one": round(median(f / o for f, o in zip(rounds["fifty"], rounds["one"], strict=True)), 3),
        "rounds": ROUNDS,
        "each": EACH,
        "python": platform.python_version(),
        "discord.py": version("discord.py"),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=OUT) as folder:  # on the project's disk: memory would flatter
        found = asyncio.run(measure(Path(folder)))
    (OUT / "over_discord.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    told = {
        "share": "/practice share, its form, the form sent, the preview",
        "command": "/circle, a card",
        "bare": f"discord.py {found['discord.py']} alone, a command answered with one word",
        "one": "our client before an idle core, 1 command declared",
        "fifty": "the same with 50",
    }
    for name, line in told.items():
        best = min(found["rounds_ms"][name])
        sys.stdout.write(f"{found['median_ms'][name]:8.2f} ms, best round {best:6.2f} ms: {line}\n")
    sys.stdout.write(
        f"The whole share takes {found['share_to_bare']} times bare discord.py; aim {AIM_SHARE:g}\n"
    )
    sys.stdout.write(f"50 commands take {found['fifty_to_one']} times 1, round by round; aim {AIM_FIFTY}\n")
    sys.stdout.write(f"Medians of {ROUNDS} interleaved rounds of {EACH}, at a load of {found['load']}.\n")


if __name__ == "__main__":
    main()
