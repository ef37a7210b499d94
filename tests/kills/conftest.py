"""A circle on files to copy, the workers' nursery, and the flow as it goes when nobody dies."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.migrations import migrate
from tests.kills import judge
from tests.kills.flow import found_circle, share_flow
from tests.kills.process import Nursery, nursery
from tests.kills.world import Plan, World

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


@pytest.fixture(scope="session")
def circle(workers: Nursery) -> Iterator[Path]:
    """The two files with a circle of two, its processes ended."""
    with tempfile.TemporaryDirectory(prefix="k-") as made:
        asyncio.run(migrate(_url(Path(made))))
        world = World(workers, _url(Path(made)), Path(made))
        try:
            found_circle(world)
        finally:
            world.close()
        yield Path(made)


def _copied(circle: Path, folder: Path) -> None:
    for file in circle.glob("*.db*"):
        shutil.copy(file, folder)


@pytest.fixture
def world(workers: Nursery, circle: Path, folder: Path) -> Iterator[MakeWorld]:
    """`world(plan)`: the circle, and a process that dies as planned."""
    made: list[World] = []

    def make(plan: Plan) -> World:
        _copied(circle, folder)
        made.append(World(workers, _url(folder), folder, plan))
        return made[-1]

    yield make
    for one in made:
        one.close()


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
