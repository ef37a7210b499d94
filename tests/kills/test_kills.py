"""A real process is killed during each flow, at points and moments drawn from fixed seeds.

Nothing that somebody saw accepted is lost, nothing appears twice, nobody outside sees anything, nothing is
stuck, and the flow ends as it ends when nobody dies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.kills.conftest import MakeWorldOf, Unkilled
from tests.kills.flow import check_flow
from tests.kills.used import FLOWS, Flow
from tests.kills.world import Plan, plan_of

SEEDS = {"share": 10, "trial": 5, "exchange": 5, "session": 5, "import": 5}
LONG, LONG_POSTGRES = 200, 30
UnkilledOf = Callable[[Flow], Unkilled]


def kills(few: int | None, many: int, first: int) -> Iterator[Any]:
    """(flow, seed): a few for each flow in every run, many by `make soak`."""
    for name in FLOWS:
        for seed in range(SEEDS[name] if few is None else few):
            yield pytest.param(name, seed, id=f"{name}-{seed}")
        for seed in range(first, first + many):
            yield pytest.param(name, seed, id=f"{name}-{seed}", marks=pytest.mark.soak)


def died_in(name: str, plan: Plan, world_of: MakeWorldOf, unkilled: Unkilled) -> None:
    played = world_of(FLOWS[name])(plan)
    check_flow(played, unkilled.final, FLOWS[name].play)
    played.look()
    assert played.deaths or plan.in_act, "nobody died"


@pytest.mark.parametrize(("name", "seed"), list(kills(None, LONG, 1_000)))
def test_killed_anywhere(name: str, seed: int, world_of: MakeWorldOf, unkilled_of: UnkilledOf) -> None:
    unkilled = unkilled_of(FLOWS[name])
    died_in(name, plan_of(seed, unkilled.counts, unkilled.asked), world_of, unkilled)


@pytest.mark.postgres
@pytest.mark.parametrize(("name", "seed"), list(kills(1, LONG_POSTGRES, 2_000)))
def test_killed_on_postgres(
    name: str, seed: int, postgres_world_of: MakeWorldOf, unkilled_of: UnkilledOf
) -> None:
    unkilled = unkilled_of(FLOWS[name])
    fewer = {**unkilled.counts, "statement": unkilled.counts["statement"] // 2}  # without BEGIN and PRAGMA
    died_in(name, plan_of(seed, fewer, unkilled.asked), postgres_world_of, unkilled)
