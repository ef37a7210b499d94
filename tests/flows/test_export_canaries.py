"""Files, counts and rows: what leaves by a side door says no more than the front door."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.card import File
from bot.dispatch import Dispatcher
from bot.errors import Refusal
from bot.jobs import Jobs
from bot.practices.models import Practice, State
from bot.registry import COMMANDS, FILES, JOBS, SUGGEST
from bot.vocabulary import Request
from storage.schema import jobs
from storage.transaction import SqlDatabase
from tests.contract.drivers.core import RecordingSender
from tests.flows import world

OUTSIDE = ("plain2", "steward2", "both", "invited1", "stranger", "former1")
WITHIN = ("steward1", "lead1", "author1", "reader1", "noting1", "passed1", "plain1")
NOWHERE = "jfhvwkrpd"  # stands in nothing, and is like nothing
HIDDEN = {  # word -> the state and the circle of the practice in which alone it stands
    "xylophone": (State.DRAFT, 1),
    "quetzalcoat": (State.REVIEW, 1),
    "bergamote": (State.WITHDRAWN, 1),
    "wombatique": (State.SHARED, 4),
}


def door(database: SqlDatabase) -> Dispatcher:
    return Dispatcher(database, COMMANDS, files=FILES, suggest=SUGGEST, scale=20)


@pytest.mark.parametrize("user", [*OUTSIDE, *WITHIN])
async def test_no_file_carries_a_canary_to_whom_it_is_not_for(user: str, database: SqlDatabase) -> None:
    """Each kind of file, about each thing of the first circle, asked for in every place."""
    opened, seen = door(database), set[str]()
    for kind in FILES:
        for subject in world.subjects(1) + world.around(1):
            for place in (None, world.place(1), world.place(2)):
                try:
                    made = await opened.made(File("f", "x", kind, subject), world.account(user), place)
                except Refusal:
                    continue
                seen |= world.canaries(made.decode())
    mine = world.allowed(user)
    # whoever sees a practice sees its complements
    mine |= {f"zq01{state}complement" for state in State if f"zq01{state}steps" in mine}
    assert seen - mine == set()
    if user in WITHIN:
        assert {"zq01sharedtitle", "zq01sharedcomplement", "zq01meetplannedspot"} <= seen
    else:
        assert seen == set()


@pytest.mark.parametrize("user", ["plain1", "plain2", "stranger", "former1"])
async def test_what_one_may_not_see_counts_as_not_there(user: str, database: SqlDatabase) -> None:
    """A search for hidden words answers letter by letter like one for nothing: titles, counts, filters."""
    async with database.write() as tx:
        for word, (state, number) in HIDDEN.items():
            said = replace(
                world.content(number, state), title=f"Le {word}", steps=f"Poser le {word}, attendre."
            )
            author, id_ = world.id_of(number, "author"), world.id_of(number, word)
            shared_at = tx.now if state is State.SHARED else None
            practice = Practice(
                f"circle{number}", id_, author, "", state, said, tags=(word,), shared_at=shared_at
            )
            await tx.practices.add(practice)
    opened = door(database)
    for verb, subject in SEARCHES:
        nothing = await _answered(opened, user, verb, subject, NOWHERE)
        for word in HIDDEN:
            assert await _answered(opened, user, verb, subject, word) == nothing
            assert await _answered(opened, user, verb, subject, word[:-3]) == nothing
    for word, field, verb in itertools.product(
        HIDDEN, ("practice", "tag"), ("library.tag", "library.search")
    ):
        for typed in (word[:1], word[:3], word):
            request = Request("", world.account(user), verb, place=world.place(1))
            offered = await opened.suggest(request, field, typed)
            assert word not in repr(offered)
    if user == "plain1":
        found = await _answered(opened, "plain4", *SEARCHES[0], "wombatique", number=4)
        assert found != await _answered(opened, "plain4", *SEARCHES[0], NOWHERE, number=4)  # it is there


SEARCHES = (("library.search", ""), ("library.list", "1-.0....{}"), ("library.list", "1-.0..{}.."))


async def _answered(
    opened: Dispatcher, user: str, verb: str, subject: str, word: str, number: int = 1
) -> str:
    values = {"words": word} if not subject else {}
    at = world.place(number)
    request = Request("", world.account(user), verb, subject.format(word), values, place=at)
    return repr((await opened.answer(request)).content).replace(word, "WORD")


@pytest.fixture
async def busy(database: SqlDatabase) -> SqlDatabase:
    """People inside have tried each verb that writes, on what there is."""
    event.listen(database.engine.sync_engine, "connect", _in_haste)
    opened = door(database)
    for user in ("author1", "plain1"):
        asks = world.Requests(user, 1, "circle1")
        for verb, command in COMMANDS.items():
            for request in () if command.reads else itertools.islice(asks.of(verb), 0, None, 2):
                await opened.answer(request)
    return database


def _in_haste(connection: Any, _: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")  # nothing here dies


async def test_rows_of_what_is_to_be_said_hold_no_word(busy: SqlDatabase) -> None:
    async with busy.engine.connect() as connection:
        found = [dict(row._mapping) for row in await connection.execute(select(jobs))]
    assert len({row["kind"] for row in found}) > 8
    assert world.canaries(repr(found)) == set()
    async with busy.read() as tx:
        coming = await tx.ahead.coming(1_000)
    assert len(coming) > 3
    assert world.canaries(repr(coming)) == set()
    sender = RecordingSender()
    await Jobs(busy, JOBS, {"core": sender}, world.clock()).run_due()
    async with busy.engine.connect() as connection:
        assert world.canaries(repr((await connection.execute(select(jobs))).all())) == set()
    for message in sender.messages.values():
        mine = world.allowed(message.to) if message.to else world.of_place(1) | world.of_place(2)
        assert world.canaries(message.card.notice) <= mine
