"""How long sharing a practice takes, from the submitted form to the reply, beside the least it could cost.

Three contestants take turns, seven rounds long:

- ours: `Dispatcher.answer` on a submitted share form: words kept, both checks, the practice written, the
  preview composed. SQLite in a file, WAL, `synchronous=FULL`: two durable commits.
- rows: the same writes, recorded from ours, by plain sqlite3 in one thread with the same pragmas: the floor.
- bolt: slack-bolt's own default way with a command that does nothing, in process, its authorisation answered
  from memory: what a framework alone costs.

Prints the medians and writes them to `bench/out/share.json`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from sqlalchemy import event

from bot.card import Audience, Card
from bot.checks import check_confidentiality, check_usefulness
from bot.dispatch import Dispatcher
from bot.practices.models import State
from bot.registry import COMMANDS
from bot.vocabulary import Account, Form, FormKey, Reply, Request
from storage.engine import PRAGMAS, open_engine
from storage.migrations import migrate
from storage.transaction import SqlDatabase

ROUNDS, EACH, WARM = 7, 40, 10
OUT = Path(__file__).with_name("out")
AUTHOR = Account("bench", "realm", "karim", "Karim Benali", administers=True)
CHARTER = "Confidentialité. Bienveillance. Utilité. Réciprocité. Abondance."
PRACTICE = {
    "aim": "method",
    "title": "La question miroir en fin de séance",
    "useful_for": "Quand un dirigeant tourne en rond, cela permet de lui faire formuler sa décision.",
    "steps": "Reformuler sa dernière phrase en question, se taire, compter dix secondes. "
    "Ça coince si on parle trop tôt : le silence paraît long, et il travaille.",
    "tried": "few",
}
Statement = tuple[str, tuple[Any, ...]]


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Ours:
    """The product: one circle, one author, forms opened beforehand and submitted under the watch."""

    door: Dispatcher
    database: SqlDatabase
    events = itertools.count()

    @classmethod
    async def open(cls, folder: Path) -> Ours:
        url = f"sqlite+aiosqlite:///{folder / 'ours.db'}"
        await migrate(url)
        database = SqlDatabase(open_engine(url), WallClock())
        ours = cls(Dispatcher(database, COMMANDS), database)
        form = await ours.opens("circle.create")
        values = {"name": "mesure", "place": "realm/channel", "register": "tu"}
        reply = await ours.submits(form, values | {"objectives": "Mesurer.", "charter": CHARTER})
        assert isinstance(reply.content, Card)
        assert reply.content.buttons[0].verb == "circle.inviting", reply.content
        return ours

    async def opens(self, verb: str) -> Form:
        reply = await self.door.answer(Request(f"bench:{next(self.events)}", AUTHOR, verb))
        assert isinstance(reply.content, Form), reply.content
        return reply.content

    async def submits(self, form: Form, values: dict[str, str]) -> Reply:
        key = FormKey(form.subject, form.version, form.circle, form.opening)
        request = Request(f"bench:{next(self.events)}", AUTHOR, form.verb, form.subject, values, form=key)
        return await self.door.answer(request)

    async def share(self) -> float:
        form = await self.opens("practice.share")
        start = time.perf_counter()
        reply = await self.submits(form, PRACTICE)
        took = time.perf_counter() - start
        assert isinstance(reply.content, Card)
        assert any(button.verb == "practice.send" for button in reply.content.buttons)
        return took

    async def searched(self) -> dict[str, int]:
        """How many statements a search takes, the whole command, once something is shared."""
        said: list[str] = []

        def note(conn: Any, cursor: Any, sql: str, values: Any, context: Any, many: bool) -> None:
            if not sql.startswith(("BEGIN", "PRAGMA")):
                said.append(sql)

        async with self.database.write() as tx:
            membership = (await tx.members.standing(AUTHOR, None))[0]
            mine = await tx.practices.own(Audience(membership.circle.id, membership.member.id))
            await tx.practices.save(replace(mine[0], state=State.SHARED, shared_at=tx.now))
        found = {}
        event.listen(self.database.engine.sync_engine, "before_cursor_execute", note)
        for which, typed in (("found", "miroir"), ("misspelt", "mirroirr"), ("list of all", "")):
            said.clear()
            request = Request(f"bench:{next(self.events)}", AUTHOR, "library.search", values={"words": typed})
            reply = await self.door.answer(request)
            assert PRACTICE["title"] in str(reply.content), reply.content
            found[which] = len(said)
        event.remove(self.database.engine.sync_engine, "before_cursor_execute", note)
        return found

    async def recorded(self) -> list[list[Statement]]:
        """What one share writes, by transaction; and how many statements it takes in all."""
        written: list[list[Statement]] = []
        self.statements = 0

        def note(conn: Any, cursor: Any, sql: str, values: Any, context: Any, many: bool) -> None:
            if sql.startswith("BEGIN"):
                written.append([])
            elif sql.startswith(("INSERT", "UPDATE", "DELETE")):
                written[-1].append((sql, tuple(values)))
            self.statements += not sql.startswith(("BEGIN", "PRAGMA"))

        form = await self.opens("practice.share")
        event.listen(self.database.engine.sync_engine, "before_cursor_execute", note)
        await self.submits(form, PRACTICE)
        event.remove(self.database.engine.sync_engine, "before_cursor_execute", note)
        return written


class Rows:
    """The same writes with sqlite3 alone, each time with ids of their own."""

    def __init__(self, file: Path, written: list[list[Statement]]) -> None:
        self._db = sqlite3.connect(file, isolation_level=None)
        for pragma in PRAGMAS:
            self._db.execute(f"PRAGMA {pragma}")
        self._written = written
        values = [v for transaction in written for _, of in transaction for v in of if isinstance(v, str)]
        circle = self._db.execute("SELECT id FROM circles").fetchone()[0]
        author = self._db.execute("SELECT id FROM members").fetchone()[0]
        # what must differ from one time to the next: the event, the draft's id (the practice's too), its key
        self._fresh = [
            next(v for v in values if v.startswith("bench:")),
            next(v for v in values if v.startswith("1-") and v != author),
            next(v for v in values if len(v) == 64),
        ]
        assert circle not in self._fresh
        self._count = itertools.count()

    async def share(self) -> float:
        turn = next(self._count)
        fresh = {old: f"r{turn:07}" + old[8:] for old in self._fresh}
        start = time.perf_counter()
        for transaction in self._written:
            self._db.execute("BEGIN IMMEDIATE")
            for sql, values in transaction:
                told = [fresh.get(v, v) if isinstance(v, str) else v for v in values]
                self._db.execute(sql, told).fetchall()
            self._db.execute("COMMIT")
        return time.perf_counter() - start

    def shared(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM practices").fetchone()[0])

    def close(self) -> None:
        self._db.close()


class Bolt:
    """A command that only acknowledges, through bolt's middleware, listeners and runner as they come."""

    def __init__(self) -> None:
        async def authorize(
            enterprise_id: str | None, team_id: str | None, user_id: str | None
        ) -> AuthorizeResult:
            return AuthorizeResult(
                enterprise_id=enterprise_id, team_id=team_id, bot_user_id="U0", bot_token="xoxb-0"
            )

        app = AsyncApp(authorize=authorize, request_verification_enabled=False, signing_secret="none")

        @app.command("/noop")
        async def noop(ack: Callable[..., Awaitable[object]]) -> None:
            await ack()

        self._app = app
        self._body = {
            "command": "/noop",
            "text": "",
            "team_id": "T1",
            "user_id": "U1",
            "channel_id": "C1",
            "trigger_id": "1.2.3",
            "response_url": "http://127.0.0.1:9/never",
            "is_enterprise_install": "false",
        }

    async def share(self) -> float:
        start = time.perf_counter()
        answer = await self._app.async_dispatch(AsyncBoltRequest(body=self._body, mode="socket_mode"))
        took = time.perf_counter() - start
        assert answer.status == 200, answer.body
        return took


def checked() -> float:
    """Both checks on the same words: their part of ours."""
    start = time.perf_counter()
    check_usefulness(PRACTICE["useful_for"], title=PRACTICE["title"], steps=PRACTICE["steps"])
    for field in ("title", "useful_for", "steps"):
        check_confidentiality(PRACTICE[field])
    return time.perf_counter() - start


async def measure(folder: Path) -> dict[str, Any]:
    ours = await Ours.open(folder)
    written = await ours.recorded()
    (folder / "rows.db").write_bytes(await _copy(folder / "ours.db"))
    rows, bolt = Rows(folder / "rows.db", written), Bolt()

    async def checks() -> float:
        return checked()

    runs: dict[str, Callable[[], Awaitable[float]]] = {
        "ours": ours.share,
        "rows": rows.share,
        "bolt": bolt.share,
        "checks": checks,
    }
    rounds: dict[str, list[float]] = {name: [] for name in runs}
    spread: dict[str, list[float]] = {name: [] for name in runs}
    try:
        for run in runs.values():
            for _ in range(WARM):
                await run()
        for _ in range(ROUNDS):
            for name, run in runs.items():
                took = sorted([await run() for _ in range(EACH)])
                rounds[name].append(median(took) * 1_000)
                spread[name] += took
        searched = await ours.searched()
        assert rows.shared() == 1 + WARM + ROUNDS * EACH  # nothing was passed over as a duplicate
    finally:
        rows.close()
        await ours.database.dispose()
    return {
        "median_ms": {name: round(median(of), 3) for name, of in rounds.items()},
        "p95_ms": {name: round(sorted(of)[int(len(of) * 0.95)] * 1_000, 3) for name, of in spread.items()},
        "rounds_ms": {name: [round(v, 3) for v in of] for name, of in rounds.items()},
        "statements": ours.statements,
        "search_statements": searched,
        "writes": [len(transaction) for transaction in written],
        "rounds": ROUNDS,
        "each": EACH,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "slack_bolt": version("slack-bolt"),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }


async def _copy(file: Path) -> bytes:
    """The database as it stands, its log included."""
    source, target = sqlite3.connect(file), sqlite3.connect(":memory:")
    try:
        source.backup(target)
        return target.serialize()
    finally:
        source.close()
        target.close()


def main() -> None:
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=OUT) as folder:  # on the project's disk: memory would flatter
        found = asyncio.run(measure(Path(folder)))
    (OUT / "share.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    told = {
        "ours": f"share, submit to reply ({found['statements']} statements, {len(found['writes'])} commits)",
        "rows": f"the same {sum(found['writes'])} writes by plain sqlite3",
        "bolt": f"slack-bolt {found['slack_bolt']}, default, a command that does nothing",
        "checks": "(both checks alone, within ours)",
    }
    for name, line in told.items():
        best = min(found["rounds_ms"][name])
        sys.stdout.write(f"{found['median_ms'][name]:8.2f} ms, best round {best:6.2f} ms: {line}\n")
    searched = ", ".join(f"{which} {count}" for which, count in found["search_statements"].items())
    sys.stdout.write(f"SQL statements: share {found['statements']}, aim 8; search ({searched}), aim 3\n")
    sys.stdout.write(f"Medians of {ROUNDS} interleaved rounds of {EACH}, at a load of {found['load']}.\n")
    sys.stdout.write("All of it: bench/out/share.json\n")


if __name__ == "__main__":
    main()
