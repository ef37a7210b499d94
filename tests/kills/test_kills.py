"""A real process is killed during the share flow, at points and moments drawn from fixed seeds.

Nothing that somebody saw accepted is lost, nothing appears twice, nothing is stuck, and the flow ends as it
ends when nobody dies.
"""

from __future__ import annotations

import pytest

from tests.kills.conftest import MakeWorld, Unkilled
from tests.kills.flow import check_flow
from tests.kills.world import plan_of

SEEDS, POSTGRES_SEEDS = range(30), range(3)
LONG = [pytest.param(seed, marks=pytest.mark.soak) for seed in range(1_000, 1_200)]
LONG_POSTGRES = [pytest.param(seed, marks=pytest.mark.soak) for seed in range(2_000, 2_030)]


@pytest.mark.parametrize("seed", [*SEEDS, *LONG])
def test_killed_anywhere(seed: int, world: MakeWorld, unkilled: Unkilled) -> None:
    plan = plan_of(seed, unkilled.counts, unkilled.asked)
    played = world(plan)
    check_flow(played, unkilled.final)
    assert played.deaths or plan.in_act, "nobody died"


@pytest.mark.postgres
@pytest.mark.parametrize("seed", [*POSTGRES_SEEDS, *LONG_POSTGRES])
def test_killed_on_postgres(seed: int, postgres_world: MakeWorld, unkilled: Unkilled) -> None:
    fewer = {**unkilled.counts, "statement": unkilled.counts["statement"] // 2}  # without BEGIN and PRAGMA
    plan = plan_of(seed, fewer, unkilled.asked)
    played = postgres_world(plan)
    check_flow(played, unkilled.final)
    assert played.deaths or plan.in_act, "nobody died"
