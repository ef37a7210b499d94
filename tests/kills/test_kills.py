"""A real process is killed during the share flow, at points and moments drawn from fixed seeds.

Nothing that somebody saw accepted is lost, nothing appears twice, nothing is stuck, and the flow ends as it
ends when nobody dies.
"""

from __future__ import annotations

import pytest

from tests.kills import judge
from tests.kills.conftest import MakeWorld, Unkilled
from tests.kills.flow import share_flow
from tests.kills.world import World, plan_of

SEEDS, LONG_SEEDS = range(30), range(1_000, 1_200)


def check(world: World, unkilled: Unkilled) -> None:
    share_flow(world)
    ended = judge.final(world.url, world.messages)
    for table, rows in unkilled.final.items():
        assert ended[table] == rows, f"different: {table}"


@pytest.mark.parametrize("seed", [*SEEDS, *(pytest.param(s, marks=pytest.mark.soak) for s in LONG_SEEDS)])
def test_killed_anywhere(seed: int, world: MakeWorld, unkilled: Unkilled) -> None:
    plan = plan_of(seed, unkilled.counts, unkilled.asked)
    played = world(plan)
    check(played, unkilled)
    assert played.deaths or plan.in_act, "nobody died"
