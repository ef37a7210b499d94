"""Rules of reading that only show when acts cross: edits under review, rounds, nobody left, nobody asked."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.contract.drivers.core import CoreDriver
from tests.contract.scenarios import MIRROR, circle, write
from tests.contract.stage import Stage

ADDRESS = "Écrire à jean.duval@exemple.fr pour la grille."


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    stage = await Stage(CoreDriver(), sqlite_url).open()
    yield stage
    await stage.close()


async def test_an_identifier_added_in_review_is_said_and_holds_no_longer_than_it_stays(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    await karim.presses("practice.edit")
    await karim.submits(steps=ADDRESS)
    karim.sees("Un identifiant retient l’envoi")
    await stage.later(days=5)
    sophie.never_sees("La question miroir", "place")
    await karim.presses("practice.edit")
    await karim.submits(steps=MIRROR["steps"])
    await stage.later(days=4)
    sophie.sees("La question miroir", "place")


async def test_a_yes_given_while_it_was_held_counts(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    await karim.presses("practice.edit")
    await karim.submits(steps=ADDRESS)
    await sophie.presses("review.yes")
    sophie.never_sees("La question miroir", "place")
    await karim.presses("practice.edit")
    await karim.submits(steps=MIRROR["steps"])
    sophie.sees("La question miroir", "place")


async def test_a_tag_names_no_client(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim)
    await karim.presses("practice.send")
    await karim.presses("practice.tags")
    await karim.presses("practice.newtags")
    await karim.submits(tags="posture, jean.duval@exemple.fr")
    sophie.never_sees("jean.duval")
    assert "tags" in karim.form["errors"]


async def test_undone_and_sent_again_is_a_new_round(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    await karim.presses("practice.publish")
    await karim.presses("practice.undo")
    await karim.presses("practice.send")
    karim.sees("La fiche est en relecture.")
    await sophie.runs("circle")  # a second request on one day waits there
    await sophie.presses("circle.todo")
    await sophie.presses("review.open")
    await sophie.presses("review.yes")
    assert sophie.counts("La question miroir") == 1
    sophie.never_sees("pas encore relue", "place")


async def test_passing_with_nobody_left_publishes_with_the_mark(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    await sophie.presses("review.pass")
    sophie.never_sees("Un autre pair la lira")
    sophie.sees("pas encore relue", "place")


async def test_passing_asks_another_reader(stage: Stage) -> None:
    sophie, claire, karim = await circle(stage, "Claire Morel", "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    first, second = (sophie, claire) if sophie.person.sees("trois minutes", "dm") else (claire, sophie)
    await first.presses("review.pass")
    second.sees("trois minutes pour relire la fiche de Karim", "dm")
    await second.presses("review.yes")
    sophie.sees("La question miroir", "place")


async def test_any_look_takes_the_mark_away_where_nobody_could_be_asked(stage: Stage) -> None:
    (sophie,) = await circle(stage)
    await write(sophie)
    await sophie.presses("practice.send")
    sophie.sees("pas encore relue", "place")
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    await sophie.presses("circle.inviting")
    await sophie.presses("circle.invite")
    claire = stage.person("Claire Morel")
    await sophie.submits(people=(claire.ref,))
    await claire.presses("circle.accept")
    await claire.presses("practice.read")
    await claire.presses("review.seen")
    sophie.never_sees("pas encore relue", "place")


async def test_a_late_reader_still_answers_after_the_author_tagged_it(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    await stage.later(days=2)
    await karim.presses("practice.tags")
    await karim.presses("practice.newtags")
    await karim.submits(tags="posture")
    await sophie.presses("review.yes")
    sophie.never_sees("pas encore relue", "place")


async def test_waiting_for_a_look_adds_two_working_days_once(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    await karim.presses("practice.wait")
    karim.sees("lundi 30 novembre")
    sophie.sees("lundi 30 novembre", "dm")
    assert not karim.can("practice.wait")
    await stage.later(days=3)
    sophie.never_sees("La question miroir", "place")
    await stage.later(days=3)
    sophie.sees("pas encore relue", "place")


async def test_a_remark_about_somebody_asks_for_the_reason(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim, steps="La DRH de Duval SA l’utilise en comité. Deux colonnes, un silence, on choisit.")
    await karim.presses("practice.send")
    karim.sees("Une remarque reste ouverte.")
    sophie.never_sees("La question miroir", "place")
    await karim.picks("practice.because", "composite")
    sophie.sees("La question miroir", "place")


async def test_a_generalisation_is_one_tap(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim, steps="La DRH de Duval SA l’utilise en comité. Deux colonnes, un silence, on choisit.")
    await karim.presses("practice.replace")
    assert "Duval" not in karim.person.texts("reply")[-1]
    await karim.presses("practice.send")
    sophie.sees("La question miroir", "place")


async def test_every_practice_stays_within_reach_of_its_author(stage: Stage) -> None:
    _, karim = await circle(stage, "Karim Benali", readers=0)
    for number in range(8):
        await write(karim, title=f"Fiche numéro {number}")
        await stage.later(minutes=1)
    await karim.runs("circle")
    await karim.presses("practice.own")
    karim.never_sees("Fiche numéro 0 ·")
    await karim.presses("practice.own", "Page suivante")
    karim.sees("Fiche numéro 0 ·")


async def test_an_erased_draft_leaves_no_words(stage: Stage) -> None:
    _, karim = await circle(stage, "Karim Benali")
    await karim.runs("practice share")
    await karim.submits(**{**MIRROR, "title": "Le cas Duval " * 10})
    await karim.submits(title="Le cas")
    await karim.presses("practice.drop")
    await karim.runs("circle")
    await karim.presses("circle.todo")
    karim.sees("Rien à faire.")
