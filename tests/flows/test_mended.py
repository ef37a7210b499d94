"""Small promises: a mark that stays, a word that is true, a form sent twice."""

from __future__ import annotations

from storage.erasures import SqlErasures
from tests.contract.drivers.core import CoreDriver
from tests.contract.scenarios import MIRROR, circle, write
from tests.contract.stage import Stage


async def test_putting_away_and_bringing_back_is_no_look(stage: Stage) -> None:
    """« Pas encore relue » goes when somebody reads it, and not otherwise."""
    sophie, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    await karim.presses("practice.publish")
    sophie.sees("pas encore relue", "place")
    await stage.later(minutes=11)
    await karim.runs("circle")
    await karim.presses("practice.own")
    await karim.presses("practice.preview")
    await karim.presses("practice.archive")
    await karim.presses("practice.unarchive")
    sophie.sees("pas encore relue", "place")


async def test_a_message_that_became_a_practice_is_not_said_to_be_forgotten(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await sophie.uses_menu("propose", "Se taire, puis compter dix secondes.", karim)
    await karim.presses("draft.reopen")
    await karim.submits(aim="method", useful_for=MIRROR["useful_for"], tried="once")
    karim.sees("Voici ce que verra le cercle", "reply")
    await karim.presses("exchange.decline")
    karim.sees("C’est déjà réglé")
    karim.never_sees("Rien n’est gardé de ce message")


async def test_what_members_take_back_is_in_the_ledger_of_erasures(stage: Stage) -> None:
    """By the roads that members have: a draft dropped, a practice withdrawn, a message declined."""
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim)
    await karim.presses("practice.drop")
    await write(karim)
    await karim.presses("practice.send")
    await stage.later(minutes=11)
    await karim.runs("circle")
    await karim.presses("practice.own")
    await karim.presses("practice.preview")
    await karim.presses("practice.withdraw")
    await sophie.uses_menu("propose", "Se taire, puis compter dix secondes.", karim)
    await karim.presses("exchange.decline")
    async with stage.database.engine.connect() as connection:
        found = await SqlErasures(connection, stage.clock.now()).all()
    assert {line.kind for line in found} == {"practice.erased", "practice.withdrawn", "draft.erased"}


async def test_a_search_sent_twice_is_answered_twice(sqlite_url: str) -> None:
    stage = await Stage(CoreDriver(double=True), sqlite_url).open()
    try:
        (sophie,) = await circle(stage)
        await sophie.runs("practice search", words="hippopotame")
        await sophie.presses("library.look")
        await sophie.submits(words="girafe")
        assert "girafe" in sophie.person.texts("reply")[-1]
    finally:
        await stage.close()
