"""The process that is killed: the core and the playground's two sides on real files, asked line by line.

One JSON object a line over a Unix socket: `act` (what a page sends), `settle` (run what is due), `tidy`
(forget what is due to be forgotten), `import` (a library), `trace` (the points passed so far). Time comes
with each line. It ends when the socket does, or where it was told to die.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import asyncpg  # noqa: F401 (children find it imported)
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.playground.inbound import Inbound, Late, Opened, Posted
from adapters.playground.messages import Messages
from adapters.playground.models import Persona
from adapters.playground.outbound import PlaygroundSender
from bot.card import Card
from bot.dispatch import Dispatcher
from bot.i18n import Voice
from bot.jobs import Jobs
from bot.library.cli_import import Asked, import_library
from bot.ports import Sent
from bot.registry import COMMANDS, JOBS, REACTIONS, SUGGEST
from bot.vocabulary import Account, Place
from storage.engine import open_engine
from storage.transaction import SqlDatabase
from tests.kills import broken
from tests.support.clock import HandClock

CHANNEL = "coachs-lyon"
PEOPLE = (
    Persona("sophie", "Sophie Lenoir", administers=True),
    Persona("karim", "Karim Benali"),
    Persona("ines", "Inès Garnier"),  # in no circle
)
PATIENCE = 20.0  # the deadline's scale: a busy machine is not what is tried here


class Points:
    """Where a process may die: before or after its n-th statement, commit, send or answer."""

    def __init__(self, die: list[Any] | None) -> None:
        self._die = die
        self._counts: Counter[str] = Counter()
        self.passed: list[tuple[str, int, str]] = []

    @contextmanager
    def around(self, kind: str, label: str = "") -> Iterator[None]:
        number = self.begun(kind, label)
        yield
        self.done(kind, number)

    def begun(self, kind: str, label: str = "") -> int:
        self._counts[kind] += 1
        self.passed.append((kind, self._counts[kind], label))
        self._reach(kind, "before", self._counts[kind])
        return self._counts[kind]

    def done(self, kind: str, number: int) -> None:
        self._reach(kind, "after", number)

    def _reach(self, kind: str, side: str, number: int) -> None:
        if self._die == [kind, side, number]:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, engine: AsyncEngine) -> None:
        """Count this engine's statements and commits."""
        sync = engine.sync_engine
        commit = sync.dialect.do_commit

        def do_commit(connection: Any) -> None:
            with self.around("commit"):
                commit(connection)

        def before(connection: Any, *_: Any) -> None:
            connection.info["point"] = self.begun("statement")

        def after(connection: Any, *_: Any) -> None:
            self.done("statement", connection.info["point"])

        sync.dialect.do_commit = do_commit  # type: ignore[method-assign]
        event.listen(sync, "before_cursor_execute", before)
        event.listen(sync, "after_cursor_execute", after)


class WatchedSender:
    """The playground's sender, with a point around each thing that it does."""

    platform = PlaygroundSender.platform
    idempotent = PlaygroundSender.idempotent
    edit_every_s = PlaygroundSender.edit_every_s
    announces_leaves = PlaygroundSender.announces_leaves

    def __init__(self, real: PlaygroundSender, points: Points) -> None:
        self._real = real
        self._points = points

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        with self._points.around("send", "place" if isinstance(to, Place) else to.user):
            return await self._real.send(to, card, voice, nonce)

    async def edit(self, where: Sent, card: Card, voice: Voice) -> None:
        with self._points.around("send", "edit"):
            await self._real.edit(where, card, voice)

    async def find(self, to: Place | Account, nonce: str, since: datetime) -> Sent | None:
        return await self._real.find(to, nonce, since)

    async def admit(self, to: Place, account: Account) -> bool:
        with self._points.around("send", "admit"):
            return await self._real.admit(to, account)


class OneAtATime(Jobs):
    """Whoever asks for all that is due waits for what the loop is in the middle of: PostgreSQL lets them pass
    by the rows that the loop has locked, and they would look six times in a moment, and find nothing."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._turn = asyncio.Lock()

    async def run_due(self) -> int:
        async with self._turn:
            return await super().run_due()


class Worker:
    """What one line asks for."""

    def __init__(
        self, inbound: Inbound, jobs: Jobs, database: SqlDatabase, points: Points, clock: HandClock
    ) -> None:
        self._inbound = inbound
        self._database = database
        self._jobs = jobs
        self._points = points
        self._clock = clock

    async def do(self, asked: dict[str, Any]) -> dict[str, Any]:
        self._clock.at = datetime.fromisoformat(asked["now"])
        match asked["do"]:
            case "settle":
                return {"ran": await self._jobs.run_due()}
            case "tidy":
                await self._jobs.tidy()
                return {}
            case "import":
                with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()):
                    code = await import_library(self._database, Asked(CHANNEL, Path(asked["file"])))
                return {"code": code, "said": out.getvalue()}
            case "trace":
                return {"trace": self._points.passed}
            case _:
                persona = next(p for p in PEOPLE if p.id == asked["who"])
                return _told(await self._inbound.act(persona, asked["sent"]))


def _told(outcome: Opened | Posted | Late) -> dict[str, Any]:
    match outcome:
        case Opened(form):
            return {"form": {"verb": form.verb, "key": form.key.pack(), "values": dict(form.values)}}
        case Posted(message):
            return {"message": message}
        case Late():
            return {"late": True}


def _label(asked: dict[str, Any]) -> str:
    sent = asked.get("sent", {})
    return " ".join([asked["do"], asked.get("who", ""), sent.get("kind", ""), sent.get("verb", "")])


async def work(config: dict[str, Any]) -> None:
    """Serve one connection. `config`: url, messages, socket, die, broken, loop."""
    points, clock = Points(config["die"]), HandClock()
    broken.BREAKS[config["broken"]]()
    engine = open_engine(config["url"])
    points.watch(engine)
    database = SqlDatabase(engine, clock)
    messages = await Messages.open(Path(config["messages"]), clock)
    loop = None
    try:
        await messages.enrol(PEOPLE)
        await messages.open_channel(CHANNEL, CHANNEL)
        await messages.admit(CHANNEL, PEOPLE[0].id)
        sender = WatchedSender(PlaygroundSender(messages), points)
        jobs = OneAtATime(database, JOBS, {sender.platform: sender}, clock)
        door = Dispatcher(
            database, COMMANDS, scale=PATIENCE, wake=jobs.wake.set, reactions=REACTIONS, suggest=SUGGEST
        )
        worker = Worker(Inbound(door, messages), jobs, database, points, clock)
        if config["loop"]:  # as in a running Entrepairs: what is committed is sent while people go on
            loop = asyncio.create_task(jobs.run_forever())
        reader, writer = await asyncio.open_unix_connection(config["socket"])
        while line := await reader.readline():
            asked = json.loads(line)
            answer = json.dumps(await worker.do(asked)).encode() + b"\n"
            with points.around("answer", _label(asked)):
                writer.write(answer)
                await writer.drain()
    finally:
        if loop is not None:
            loop.cancel()
            await asyncio.gather(loop, return_exceptions=True)
        await messages.close()
        await database.dispose()
        # the connection ends with the process: whoever reads its end may touch the files


def nursery() -> None:
    """One line of configuration in, one child process out (its id): its imports are done already."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries them
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                asyncio.run(work(json.loads(line)))
                status = 0
            except Exception:
                traceback.print_exc()
            finally:
                os._exit(status)
        print(child, flush=True)


if __name__ == "__main__":
    nursery()
