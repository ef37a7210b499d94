"""How many SQL statements each verb takes, at worst, whoever asks for whatever: counted, and kept small.

The table is printed (`-s`). A submission is counted whole: the draft's transaction and the handler's.
"""

from __future__ import annotations

import pytest

from bot.dispatch import Dispatcher
from bot.registry import COMMANDS
from bot.vocabulary import Form, Request
from tests.flows import world
from tests.storage.world import counting

# 15: after an act around a practice *Lire* is shown anew, with notes, counts, quotes and one's own trial
SHARE_MAX, OPENING_MAX, MAX = 8, 2, 15
# the stored text, then the newest version of the practice that it changes; a message, then what it shows
OPENINGS = {"draft.reopen": 3, "exchange.alert": 3, "library.label": 3}
# who may do the most; the others, who are refused sooner, run in the soak
WHO = ("author1", "lead1", *(pytest.param(who, marks=pytest.mark.soak) for who in ("both", "invited1")))


async def counted(database: world.Rehearsal, user: str, verbs: list[str]) -> dict[tuple[str, str], int]:
    """(verb, way) -> the most statements that one request of this person took."""
    found: dict[tuple[str, str], int] = {}
    dispatcher = Dispatcher(database, COMMANDS, scale=20)
    target = 2 if user == "both" else 1
    asks = world.Requests(user, target, f"circle{target}")
    for verb in verbs:
        for request in asks.of(verb):
            if request.form is not None and not dispatcher.commands[verb].fields:
                continue  # no such form exists
            with counting(database.engine) as said:
                reply = await world.rehearsed(database, dispatcher, request)
            way = _way(request, isinstance(reply.content, Form))
            statements = [s for s in said if not s.startswith(("PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK"))]
            found[verb, way] = max(found.get((verb, way), 0), len(statements))
    return found


def _way(request: Request, opened: bool) -> str:
    if request.form is not None:
        return "form"
    return "opening" if opened else "button"


@pytest.mark.parametrize("part", world.PARTS_OF_VERBS)
@pytest.mark.parametrize("user", WHO)
async def test_few_statements(user: str, part: int, rehearsal: world.Rehearsal) -> None:
    verbs = world.part_of_verbs(Dispatcher(rehearsal, COMMANDS).commands, part)
    table = await counted(rehearsal, user, verbs)
    for (verb, way), count in sorted(table.items()):
        print(f"{verb:<20} {way:<8} {count:>2}")
    if user == "author1" and "practice.share" in verbs:
        assert table["practice.share", "form"] > 0
    assert table.get(("practice.share", "form"), 0) <= SHARE_MAX
    openings = {verb: n for (verb, way), n in table.items() if way == "opening" and n > OPENING_MAX}
    assert {verb: n for verb, n in openings.items() if n > OPENINGS.get(verb, 0)} == {}
    assert {key: n for key, n in table.items() if n > MAX} == {}
    assert set(verbs) == {verb for verb, _ in table}


def test_every_verb_is_in_a_part() -> None:
    parts = [world.part_of_verbs(COMMANDS, part) for part in world.PARTS_OF_VERBS]
    assert sorted(verb for part in parts for verb in part) == sorted(COMMANDS)
