"""A circle on files to copy, the workers' nursery, and the flow as it goes when nobody dies."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from storage.migrations import migrate
from tests.kills import judge
from tests.kills.flow import found_circle
from tests.kills.process import Nursery, nursery
from tests.kills.used import FLOWS, Flow, shared
from tests.kills.world import Plan, World
from tests.support.clock import TUESDAY
from tests.support.postgres import PostgresServer

MakeWorld = Callable[[Plan], World]
MakeWorldOf = Callable[[Flow], MakeWorld]


@pytest.fixture(scope="session")
def workers() -> Iterator[Nursery]:
    with nursery() as opened:
        yield opened


def _url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'entrepairs.db'}"


@pytest.fixture
def folder() -> Iterator[Path]:
    """Short: a socket's path holds 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="k-") as made:
        yield Path(made)


def _founded(workers: Nursery, url: str, folder: Path) -> None:
    """A circle of two in this database; whoever wrote it has ended."""
    asyncio.run(migrate(url))
    world = World(workers, url, folder)
    try:
        found_circle(world)
    finally:
        world.close()


def _shared(workers: Nursery, url: str, folder: Path) -> datetime:
    """A practice is public in it; when that was so."""
    world = World(workers, url, folder, series="before")
    try:
        shared(world)
        return world.now
    finally:
        world.close()


def _copied(circle: Path, folder: Path) -> None:
    for file in circle.glob("*.db*"):
        shutil.copy(file, folder)


@pytest.fixture(scope="session")
def circle(workers: Nursery) -> Iterator[Path]:
    """The two files of a circle, to copy."""
    with tempfile.TemporaryDirectory(prefix="k-") as made:
        _founded(workers, _url(Path(made)), Path(made))
        yield Path(made)


@pytest.fixture(scope="session")
def postgres_circle(workers: Nursery, postgres_server: PostgresServer) -> Iterator[tuple[str, Path]]:
    """The database and the messages of a circle, to copy."""
    with tempfile.TemporaryDirectory(prefix="k-") as made:
        name = postgres_server.create_database()
        _founded(workers, postgres_server.url(name), Path(made))
        yield name, Path(made)


@pytest.fixture(scope="session")
def used(workers: Nursery, circle: Path) -> Iterator[Start]:
    """The same circle once a practice is shared."""
    with tempfile.TemporaryDirectory(prefix="k-") as made:
        _copied(circle, Path(made))
        yield Start(Path(made), _shared(workers, _url(Path(made)), Path(made)))


@pytest.fixture(scope="session")
def used_on_postgres(
    workers: Nursery, postgres_server: PostgresServer, postgres_circle: tuple[str, Path]
) -> Iterator[tuple[str, Start]]:
    template, messages = postgres_circle
    with tempfile.TemporaryDirectory(prefix="k-") as made:
        _copied(messages, Path(made))
        name = postgres_server.create_database(template)
        yield name, Start(Path(made), _shared(workers, postgres_server.url(name), Path(made)))


@dataclass(frozen=True, slots=True)
class Start:
    """Files to copy, and the instant at which they were left."""

    folder: Path
    now: datetime = TUESDAY


@pytest.fixture
def world_of(request: pytest.FixtureRequest, workers: Nursery, folder: Path) -> Iterator[MakeWorldOf]:
    """`world_of(flow)(plan)`: what the flow begins with, and a process that dies as planned."""
    with ExitStack() as stack:

        def of(flow: Flow) -> MakeWorld:
            start = _start(request, flow)
            _copied(start.folder, folder)

            def make(plan: Plan) -> World:
                made = World(workers, _url(folder), folder, plan, now=start.now, series=flow.name)
                stack.callback(made.close)
                return made

            return make

        yield of


def _start(request: pytest.FixtureRequest, flow: Flow) -> Start:
    found = request.getfixturevalue("used" if flow.shared else "circle")
    return found if isinstance(found, Start) else Start(found)


@pytest.fixture
def world(world_of: MakeWorldOf) -> MakeWorld:
    """`world(plan)`: the share flow's."""
    return world_of(FLOWS["share"])


@pytest.fixture
def postgres_world_of(
    request: pytest.FixtureRequest, workers: Nursery, postgres_server: PostgresServer, folder: Path
) -> Iterator[MakeWorldOf]:
    """The same, its database on PostgreSQL."""
    with ExitStack() as stack:

        def of(flow: Flow) -> MakeWorld:
            template, start = request.getfixturevalue(
                "used_on_postgres" if flow.shared else "postgres_circle"
            )
            start = start if isinstance(start, Start) else Start(start)
            _copied(start.folder, folder)
            name = postgres_server.create_database(template)
            stack.callback(postgres_server.drop_database, name)

            def make(plan: Plan) -> World:
                made = World(
                    workers, postgres_server.url(name), folder, plan, now=start.now, series=flow.name
                )
                stack.callback(made.close)
                return made

            return make

        yield of


@dataclass(frozen=True, slots=True)
class Unkilled:
    """How the flow ends, the points that it passes, and how often it asks."""

    final: dict[str, list[str]]
    trace: list[tuple[str, int, str]]
    asked: int

    @property
    def counts(self) -> dict[str, int]:
        return Counter(kind for kind, _, _ in self.trace)

    def point(self, kind: str, label: str) -> int:
        """The number of the first point of that kind and label."""
        return next(n for k, n, said in self.trace if k == kind and said.startswith(label))


@pytest.fixture(scope="session")
def unkilled_of(request: pytest.FixtureRequest, workers: Nursery) -> Callable[[Flow], Unkilled]:
    """Each flow once without a death, when it is first asked for."""
    known: dict[str, Unkilled] = {}

    def of(flow: Flow) -> Unkilled:
        if flow.name not in known:
            known[flow.name] = _unkilled(workers, _start(request, flow), flow)
        return known[flow.name]

    return of


def _unkilled(workers: Nursery, start: Start, flow: Flow) -> Unkilled:
    with tempfile.TemporaryDirectory(prefix="k-") as made:
        _copied(start.folder, Path(made))
        world = World(workers, _url(Path(made)), Path(made), now=start.now, series=flow.name)
        try:
            flow.play(world)
            assert world.deaths == 0
            return Unkilled(judge.final(world.url, world.messages), world.trace(), world.asked)
        finally:
            world.close()


@pytest.fixture(scope="session")
def unkilled(unkilled_of: Callable[[Flow], Unkilled]) -> Unkilled:
    return unkilled_of(FLOWS["share"])
