"""Each wall stands in the code as it is, and falls on a planted violation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture import walls
from tests.architecture.planted import PLANTED
from tests.architecture.tree import Wall, plant, sources

WALLS = list(dict.fromkeys(wall for wall, *_ in PLANTED))


@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: wall.__name__)
def test_the_wall_stands(wall: Wall) -> None:
    assert [str(breach) for breach in wall(sources())] == []


@pytest.mark.parametrize(("wall", "path", "broken", "sound"), PLANTED)
def test_the_wall_falls_on_a_planted_violation(
    wall: Wall, path: str, broken: str, sound: str, tmp_path: Path
) -> None:
    file = plant(tmp_path, path, broken)
    breaches = list(wall(sources(tmp_path)))
    assert [breach.path for breach in breaches] == [path]
    file.write_text(sound, encoding="utf-8")
    assert list(wall(sources(tmp_path))) == []


def test_a_second_builder_of_a_client_is_one_too_many(tmp_path: Path) -> None:
    plant(tmp_path, "adapters/slack/connect.py", "x = AsyncWebClient(token)")
    assert list(walls.one_place_builds_clients(sources(tmp_path))) == []
    plant(tmp_path, "adapters/slack/outbound.py", "x = AsyncWebClient(token)")
    (breach,) = walls.one_place_builds_clients(sources(tmp_path))
    assert breach.path == "adapters/slack/outbound.py"


def test_the_trees_that_the_walls_read_are_there() -> None:
    """An empty list of sources would let every wall stand."""
    assert {source.path.partition("/")[0] for source in sources()} == {"bot", "adapters", "storage"}
