"""The harness can fail: with one protection taken away, it says which promise was broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.kills.conftest import MakeWorld, MakeWorldOf, Unkilled
from tests.kills.flow import check_flow
from tests.kills.judge import Trouble
from tests.kills.used import FLOWS, Flow
from tests.kills.world import Plan

SHARES = "act karim submit practice.share"
GUARDS = (
    ("answer first", "answer", "after", SHARES, "lost"),
    ("finish first", "send", "before", "place", "missing"),
    ("no nonce", "send", "after", "place", "twice"),
    ("no draft key", "answer", "before", SHARES, "twice"),
    ("endless lease", "send", "before", "place", "missing"),
    ("never looks", "send", "after", "sophie", "different: messages"),
)


@pytest.mark.parametrize(("broken", "kind", "side", "label", "said"), GUARDS, ids=[g[0] for g in GUARDS])
def test_a_broken_process_is_noticed(
    broken: str, kind: str, side: str, label: str, said: str, world: MakeWorld, unkilled: Unkilled
) -> None:
    die = (kind, side, unkilled.point(kind, label))
    with pytest.raises(Trouble, match=f"^{said}"):
        check_flow(world(Plan([die], at_once=True, broken=broken)), unkilled.final)


@pytest.mark.parametrize(("broken", "kind", "side", "label", "said"), GUARDS, ids=[g[0] for g in GUARDS])
def test_the_same_death_does_no_harm_unbroken(
    broken: str, kind: str, side: str, label: str, said: str, world: MakeWorld, unkilled: Unkilled
) -> None:
    played = world(Plan([(kind, side, unkilled.point(kind, label))], at_once=True))
    check_flow(played, unkilled.final)
    assert played.deaths == 1


# --- the other flows -------------------------------------------------------------------------------------

OTHERS = (
    ("import", "piecemeal", "statement", "after", "", "half"),
    ("session", "no nonce", "send", "after", "karim", "twice"),
    ("session", "finish first", "send", "before", "karim", "missing"),
    ("exchange", "no nonce", "send", "after", "karim", "twice"),
    ("trial", "finish first", "send", "before", "sophie", "missing"),
)


@pytest.mark.parametrize(("name", "broken", "kind", "side", "label", "said"), OTHERS)
def test_a_broken_process_is_noticed_in_each_flow(
    name: str,
    broken: str,
    kind: str,
    side: str,
    label: str,
    said: str,
    world_of: MakeWorldOf,
    unkilled_of: Callable[[Flow], Unkilled],
) -> None:
    flow = FLOWS[name]
    unkilled = unkilled_of(flow)
    # a library's rows are many: it dies behind one of the later ones
    number = unkilled.counts["statement"] // 2 if name == "import" else unkilled.point(kind, label)
    with pytest.raises(Trouble, match=f"^{said}"):
        check_flow(world_of(flow)(Plan([(kind, side, number)], broken=broken)), unkilled.final, flow.play)
