"""A circle on files to copy, the workers' nursery, and the flow as it goes when nobody dies."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.migrations import migrate
from tests.kills import judge
from tests.kills.flow import found_circle, share_flow
from tests.kills.process import Nursery, nursery
from tests.kills.world import Plan, World
from tests.support.postgres import PostgresServer

MakeWorld = Callable[[Plan], World]


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


@pytest.fixture
def world(workers: Nursery, circle: Path, folder: Path) -> Iterator[MakeWorld]:
    """`world(plan)`: the circle, and a process that dies as planned."""
    _copied(circle, folder)
    with ExitStack() as stack:

        def make(plan: Plan) -> World:
            made = World(workers, _url(folder), folder, plan)
            stack.callback(made.close)
            return made

        yield make


@pytest.fixture
def postgres_world(
    workers: Nursery, postgres_server: PostgresServer, postgres_circle: tuple[str, Path], folder: Path
) -> Iterator[MakeWorld]:
    """The same, its database on PostgreSQL."""
    template, messages = postgres_circle
    _copied(messages, folder)
    name = postgres_server.create_database(template)
    with ExitStack() as stack:
        stack.callback(postgres_server.drop_database, name)

        def make(plan: Plan) -> World:
            made = World(workers, postgres_server.url(name), folder, plan)
            stack.callback(made.close)
            return made

        yield make


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
def unkilled(workers: Nursery, circle: Path) -> Unkilled:
    with tempfile.TemporaryDirectory(prefix="k-") as made:
        _copied(circle, Path(made))
        world = World(workers, _url(Path(made)), Path(made))
        try:
            share_flow(world)
            assert world.deaths == 0
            return Unkilled(judge.final(world.url, world.messages), world.trace(), world.asked)
        finally:
            world.close()
