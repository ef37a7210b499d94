"""Whose trials a reader hears of, and what is counted of a practice: on every engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.practices.models import State
from bot.trials.models import Endorsement, Meaning, Outcome, Tally, Trial
from storage.transaction import SqlDatabase
from storage.visible import tried
from tests.storage.test_members import leave
from tests.storage.world import AT, counting, found_circle, practice, put, reader

SHARED = "1-balance"


def trial(member: str, outcome: Outcome | None, *, public: bool = False, of: str = SHARED) -> Trial:
    ask_at = None if outcome else AT + timedelta(days=14)
    return Trial("lyon", of, member, 1, AT, ask_at, 0, outcome, f"ligne de {member}", public)


async def tell(database: SqlDatabase, *trials: Trial) -> None:
    await found_circle(database)
    await put(database, replace(practice(SHARED, State.SHARED), shared_at=AT))
    async with database.write() as tx:
        for one in trials:
            await tx.trials.save(one)


async def heard(database: SqlDatabase, who: str | None) -> set[str]:
    """The members whose trials the gate lets this reader read."""
    async with database.engine.connect() as connection:
        return {row.member for row in await connection.execute(tried(reader(who)))}


@pytest.mark.parametrize(
    ("outcome", "public", "author", "other"),
    [
        (Outcome.WORKED, False, True, False),
        (Outcome.MIXED, True, True, True),
        (Outcome.NOT_FOR_ME, False, True, False),
        (Outcome.NOT_YET, True, False, False),  # said to nobody, whatever is ticked
        (None, False, False, False),  # a silence neither
    ],
)
async def test_an_answer_is_for_the_author_and_a_line_for_the_circle_where_ticked(
    database: SqlDatabase, outcome: Outcome | None, public: bool, author: bool, other: bool
) -> None:
    await tell(database, trial("hugo", outcome, public=public))
    assert await heard(database, "hugo") == {"hugo"}
    assert await heard(database, "claire") == ({"hugo"} if author else set())
    assert await heard(database, "ines") == ({"hugo"} if other else set())
    assert await heard(database, None) == ({"hugo"} if other else set())
    assert await heard(database, "nobody") == set()


async def test_a_trial_goes_with_its_practice_and_its_reader(database: SqlDatabase) -> None:
    await tell(database, trial("hugo", Outcome.WORKED, public=True))
    await leave(database, "ines")
    assert await heard(database, "ines") == set()
    async with database.write() as tx:
        found = await tx.practices.get(reader("claire"), SHARED)
        assert found is not None
        await tx.practices.save(found.with_(state=State.WITHDRAWN))
    assert await heard(database, "hugo") == set()
    assert await heard(database, None) == set()


async def test_a_trial_comes_back_as_it_was_kept(database: SqlDatabase) -> None:
    kept = replace(
        trial("hugo", Outcome.MIXED, public=True), asked=1, by_emoji=True, answered_at=AT, news_on=AT.date()
    )
    await tell(database, trial("hugo", None), kept)
    async with database.write() as tx:
        assert await tx.trials.get(reader("hugo"), SHARED) == kept
        assert await tx.trials.get(reader("ines"), SHARED) is None
        assert [e.trial for e in await tx.trials.news(reader("claire"), AT.date())] == [kept]
        assert list(await tx.trials.news(reader("hugo"), AT.date())) == []
        (quote,) = await tx.trials.quotes(reader("ines"), SHARED)
        assert (quote.name, quote.author_name, quote.title) == ("Hugo Blanc", "Claire Roux", "La balance")
        assert list(await tx.trials.open(reader("hugo"))) == []
        assert [e.trial for e in await tx.trials.mine(reader("hugo"))] == [kept]
        await tx.trials.remove(kept)
        assert await tx.trials.get(reader("hugo"), SHARED) is None


async def test_several_practices_are_counted_in_one_statement(database: SqlDatabase) -> None:
    await tell(database, trial("hugo", Outcome.WORKED), trial("ines", Outcome.MIXED))
    await put(database, practice("1-other", State.SHARED, author="hugo"))
    async with database.write() as tx:
        for meaning, source in ((Meaning.USEFUL, "button"), (Meaning.USEFUL, "slack:T1:UHUGO")):
            said = Endorsement("lyon", SHARED, "hugo", meaning, source, True, 1, AT)
            assert await tx.trials.move(said, ordered=True)
            assert not await tx.trials.move(said, ordered=True)
        with counting(database.engine) as sent:
            found = await tx.trials.tallies("lyon", {SHARED: "claire", "1-other": "hugo"})
        assert len(sent) == 1
    assert found == {SHARED: Tally(useful=1, tried=2, better=1), "1-other": Tally()}
