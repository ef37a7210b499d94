"""The thread of a meeting on Slack hangs under the circle's card."""

from __future__ import annotations

from tests.contract.drivers.slack import SlackPerson
from tests.contract.scenarios import NB, circle
from tests.contract.scenarios_sessions import plan
from tests.contract.stage import Stage


async def test_the_hour_before_is_said_under_the_card_of_the_meeting(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await plan(stage, sophie)
    await karim.presses("session.yes")
    await stage.later(days=9, hours=7, minutes=30)  # Thursday 3 December, 17:00
    assert isinstance(karim.person, SlackPerson)
    *_, card, soon = karim.person._seen("place")
    assert "On commence dans une heure" + NB + ": le lien est ici." in soon.words
    assert "Codév" in card.words
    assert (soon.thread_ts, soon.broadcast) == (card.ts, True)
