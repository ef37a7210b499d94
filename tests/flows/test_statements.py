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

SHARE_MAX, OPENING_MAX, MAX = 8, 2, 14
WHO = ("author1", "lead1", "both", "invited1")


async def counted(database: world.Rehearsal) -> dict[tuple[str, str], int]:
    """(verb, way) -> the most statements that one request took."""
    found: dict[tuple[str, str], int] = {}
    dispatcher = Dispatcher(database, COMMANDS, scale=20)
    for user in WHO:
        target = 2 if user == "both" else 1
        asks = world.Requests(user, target, f"circle{target}")
        for verb in dispatcher.commands:
            for request in asks.of(verb):
                if request.form is not None and not dispatcher.commands[verb].fields:
                    continue  # no such form exists
                with counting(database.engine) as said:
                    reply = await world.rehearsed(database, dispatcher, request)
                way = _way(request, isinstance(reply.content, Form))
                statements = [
                    s for s in said if not s.startswith(("PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK"))
                ]
                found[verb, way] = max(found.get((verb, way), 0), len(statements))
    return found


def _way(request: Request, opened: bool) -> str:
    if request.form is not None:
        return "form"
    return "opening" if opened else "button"


@pytest.fixture
async def table(rehearsal: world.Rehearsal) -> dict[tuple[str, str], int]:
    return await counted(rehearsal)


@pytest.mark.timeout(400)  # every verb, by four people, on everything
async def test_few_statements(table: dict[tuple[str, str], int]) -> None:
    for (verb, way), count in sorted(table.items()):
        print(f"{verb:<20} {way:<8} {count:>2}")
    assert table["practice.share", "form"] <= SHARE_MAX
    openings = {verb: n for (verb, way), n in table.items() if way == "opening" and n > OPENING_MAX}
    # the stored text, then the newest version of the practice that it changes
    assert openings == {"draft.reopen": 3} or openings == {}
    assert {key: n for key, n in table.items() if n > MAX} == {}
    assert set(COMMANDS) <= {verb for verb, _ in table}
