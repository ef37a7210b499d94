"""How long a slash command takes over a loopback Slack: Socket Mode, and the unmodified bolt on our side.

Contestants take turns, seven rounds long, each with a link of its own to the same server:

- default: a bolt app as its documentation shows it, fifty commands registered, that acknowledges, no more.
- bare: the same with `process_before_response`, and one command: the least that acknowledges.
- noop: our app before a core that answers a card at once, fifty commands declared.
- open, share: the product on a SQLite file (WAL, `synchronous=FULL`): `/pratique partager` until its form is
  open and that is acknowledged; the form sent, until both checks are done and two commits durable.

What is timed is what Slack waits for: from its envelope until the acknowledgement is written to the socket.
When the server reads it is not ours: it is the tests' own (`tests/emulators/slack`), in our one thread. Its
part in opening a form is in the figure. Beside the times, how often `auth.test` was called for a command.
Prints the medians and writes them to `bench/out/over_slack.json`.
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
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the judge is among the tests

from aiohttp import ClientWebSocketResponse
from fluent.runtime import FluentResource
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import make_app
from bot import i18n
from bot.card import Card, Option
from bot.command import Command, Context, Door, Surface
from bot.dispatch import Dispatcher
from bot.registry import COMMANDS
from bot.vocabulary import Account, Fact, Place, Reply, Request
from storage.engine import open_engine
from storage.migrations import migrate
from storage.transaction import SqlDatabase
from tests.emulators.slack import SlackServer, User, surfaces
from tests.emulators.slack.socketmode import SocketMode

ROUNDS, EACH, WARM, MANY = 7, 60, 20, 50
AIM_TENTH, AIM_BARE, AIM_SHARE = 0.1, 1.5, 1.0
SCALE = 10.0  # a machine that is busy must not make an act late
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
Act = Callable[[], Awaitable[Sequence[float]]]  # the seconds of each acknowledgement
NAMES = [f"noop-{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(MANY)]


surfaces._sdk_blocks = lambda blocks: []  # its second opinion takes milliseconds, which are nobody's here
surfaces._sdk_view = lambda view: []


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


# --- the contestants -------------------------------------------------------------------------------------


class Ready:
    """A core that answers at once, with fifty commands."""

    reactions: Mapping[str, str] = {}

    def __init__(self) -> None:
        self.commands = {
            f"noop.{name[-2:]}": Command(f"noop.{name[-2:]}", _unused, surface=Surface.SLASH, path=(name,))
            for name in NAMES
        }
        for lang in i18n.LANGUAGES:
            said = "\n".join(f"command-{name} = {name}\n    .description = {name}" for name in NAMES)
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

    async def heard(self, fact: Fact) -> None: ...

    async def bound(self, platform: str) -> tuple[datetime, Sequence[Place]]:
        return datetime.now(UTC), ()

    async def attended(self, place: Place, there: Sequence[Account], at: datetime) -> None: ...


async def _unused(context: Context) -> Reply:
    raise AssertionError("the core above answers")


@asynccontextmanager
async def ours(server: SlackServer, door: Door) -> AsyncIterator[None]:
    app = make_app(
        door, bot_token=server.bot_token, app_token=server.app_token, api_url=server.base_url, scale=SCALE
    )
    server._core.activity.idle_hooks[:] = [app.idle]
    running = asyncio.create_task(app.run())
    await server.connected()
    try:
        yield
    finally:
        await app.close()
        await running
        await server.disconnected()


@asynccontextmanager
async def bolt(server: SlackServer, names: Sequence[str], *, before: bool) -> AsyncIterator[None]:
    client = AsyncWebClient(token=server.bot_token, base_url=server.base_url)
    app = AsyncApp(client=client, process_before_response=before)
    for name in names:
        app.command(f"/{name}")(_acknowledge)
    server._core.activity.idle_hooks.clear()
    handler = AsyncSocketModeHandler(app, server.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await server.connected()
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
        await server.disconnected()


async def _acknowledge(ack: Callable[[], Awaitable[object]]) -> None:
    await ack()


class Watch:
    """From an envelope to its acknowledgement, each in turn, the same for everybody."""

    def __init__(self) -> None:
        self._began = 0.0
        self._took: list[float] = []
        send, answer = SocketMode.send, ClientWebSocketResponse.send_str  # everybody's, ours and the SDK's

        def sent(this: SocketMode, *args: Any, **about: Any) -> Any:
            self._began = time.perf_counter()
            return send(this, *args, **about)

        async def answered(this: ClientWebSocketResponse, *args: Any, **about: Any) -> None:
            await answer(this, *args, **about)
            self._took.append(time.perf_counter() - self._began)

        SocketMode.send = sent  # type: ignore[method-assign]
        ClientWebSocketResponse.send_str = answered  # type: ignore[method-assign]

    def read(self) -> list[float]:
        """The seconds of every acknowledgement since the last reading."""
        took, self._took = self._took, []
        return took


# --- the acts --------------------------------------------------------------------------------------------


async def found_circle(server: SlackServer, person: User, channel: Any) -> None:
    """As a steward does it: the form of `/cercle`, filled and sent."""
    await person.slash("/cercle", channel=channel)
    card = list(server.workspace.seen_by(person.id, channel.id))[-1]
    await person.press(card, _button(card, "circle.create"))
    assert person.open_view is not None
    values = {"name": "mesure", "place": channel.id, "register": "tu", "objectives": "Mesurer."}
    await person.submit(person.open_view, values | {"charter": CHARTER})


def _button(said: Any, verb: str) -> str:
    from tests.emulators.slack.blocks import interactive

    return next(
        str(element["action_id"])
        for block in said.blocks
        for element in interactive(block)
        if str(element.get("value", "")).partition(":")[0] == verb
    )


def types(server: SlackServer, watch: Watch, person: User, name: str) -> Act:
    async def act() -> Sequence[float]:
        await person.slash(f"/{name}")
        server.workspace.messages.clear()
        server.workspace.changes.clear()
        return watch.read()

    return act


def shares(server: SlackServer, watch: Watch, person: User, channel: Any) -> Act:
    async def act() -> Sequence[float]:
        await person.slash("/pratique", "partager", channel=channel)
        view = person.open_view
        assert view is not None
        sent = await person.submit(view, PRACTICE)
        assert sent.errors == {}
        assert sent.ephemerals
        server.workspace.messages.clear()
        server.workspace.changes.clear()
        return watch.read()

    return act


# --- the measurement -------------------------------------------------------------------------------------


async def measure(folder: Path) -> dict[str, Any]:
    url = f"sqlite+aiosqlite:///{folder / 'over_slack.db'}"
    await migrate(url)
    database = SqlDatabase(open_engine(url), WallClock())
    rounds: dict[str, list[float]] = {}
    asked: dict[str, int] = {}
    try:
        async with SlackServer.running(SCALE) as server:
            karim = server.add_user("Karim Benali", admin=True)
            channel = server.add_channel("cercle", members=[karim], bot=True)
            watch = Watch()
            product, ready = Dispatcher(database, COMMANDS), Ready()
            async with ours(server, product):
                await found_circle(server, karim, channel)
            contestants: dict[str, tuple[Callable[[], Any], Act, tuple[str, ...]]] = {
                "default": (
                    lambda: bolt(server, NAMES, before=False),
                    types(server, watch, karim, NAMES[0]),
                    ("default",),
                ),
                "bare": (
                    lambda: bolt(server, NAMES[:1], before=True),
                    types(server, watch, karim, NAMES[0]),
                    ("bare",),
                ),
                "noop": (lambda: ours(server, ready), types(server, watch, karim, NAMES[0]), ("noop",)),
                "share": (
                    lambda: ours(server, product),
                    shares(server, watch, karim, channel),
                    ("open", "share"),
                ),
            }
            for _ in range(ROUNDS):
                for name, (connected, act, parts) in contestants.items():
                    async with connected():
                        for _ in range(WARM):
                            await act()
                        watch.read()
                        before = server.calls["auth.test"]
                        took = [await act() for _ in range(EACH)]
                        asked[name] = asked.get(name, 0) + server.calls["auth.test"] - before
                    for number, part in enumerate(parts):
                        rounds.setdefault(part, []).append(median(one[number] for one in took) * 1_000)
    finally:
        await database.dispose()
    medians = {name: median(of) for name, of in rounds.items()}

    def ratio(of: Sequence[str], to: str) -> float:
        """Round by round: what the machine did besides, it did to both."""
        sums = [sum(parts) for parts in zip(*(rounds[one] for one in of), strict=True)]
        return round(median(a / b for a, b in zip(sums, rounds[to], strict=True)), 3)

    return {
        "median_ms": {name: round(of, 3) for name, of in medians.items()},
        "rounds_ms": {name: [round(v, 3) for v in of] for name, of in rounds.items()},
        "noop_to_default": ratio(["noop"], "default"),
        "noop_to_bare": ratio(["noop"], "bare"),
        "open_to_default": ratio(["open"], "default"),
        "share_to_default": ratio(["share"], "default"),
        "whole_share_to_default": ratio(["open", "share"], "default"),
        "auth_test_per_command": {name: count / (ROUNDS * EACH) for name, count in asked.items()},
        "rounds": ROUNDS,
        "each": EACH,
        "commands": MANY,
        "python": platform.python_version(),
        "slack-bolt": version("slack-bolt"),
        "slack-sdk": version("slack-sdk"),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=OUT) as folder:  # on the project's disk: memory would flatter
        found = asyncio.run(measure(Path(folder)))
    (OUT / "over_slack.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    told = {
        "default": f"slack-bolt {found['slack-bolt']} as it comes, {MANY} commands, one acknowledged",
        "bare": "the same with process_before_response, 1 command",
        "noop": f"our app before an idle core, {MANY} commands",
        "open": "/pratique partager, its form open",
        "share": "that form sent: both checks, two durable commits",
    }
    for name, line in told.items():
        best = min(found["rounds_ms"][name])
        sys.stdout.write(f"{found['median_ms'][name]:8.3f} ms, best round {best:7.3f} ms: {line}\n")
    sys.stdout.write(f"Our no-op takes {found['noop_to_default']} times the default; aim {AIM_TENTH}\n")
    sys.stdout.write(f"Our no-op takes {found['noop_to_bare']} times the bare; aim {AIM_BARE}\n")
    sys.stdout.write(
        f"The form opens in {found['open_to_default']}, is taken in {found['share_to_default']}, both in "
        f"{found['whole_share_to_default']} times the default's no-op; aim below {AIM_SHARE:g}\n"
    )
    sys.stdout.write(f"auth.test for each command: {found['auth_test_per_command']}; aim 0 of ours\n")
    sys.stdout.write(f"Medians of {ROUNDS} interleaved rounds of {EACH}, at a load of {found['load']}.\n")


if __name__ == "__main__":
    main()
