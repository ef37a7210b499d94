"""Clocks that go wrong and days without a process, through the real features.

Nobody gets a burst, nobody is told twice, and of what was missed at most one late occurrence is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.jobs import Jobs
from bot.registry import JOBS
from tests.contract.drivers.core import CoreDriver, RecordingSender
from tests.contract.scenarios import circle, write
from tests.contract.scenarios_sessions import plan
from tests.contract.scenarios_trials import NEWS, QUESTION
from tests.contract.stage import Actor, Stage

Scene = Callable[[Stage], Awaitable[None]]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def sender(stage: Stage) -> RecordingSender:
    assert isinstance(stage.driver, CoreDriver)
    return stage.driver.sender


async def walk(stage: Stage, until: datetime) -> None:
    """As it goes when the process runs and the clock is right: each job at its own instant."""

    async def set_now(at: datetime) -> None:
        stage.clock.at = at

    await Jobs(stage.database, JOBS, {"core": sender(stage)}, stage.clock).walk(until, set_now)


async def down(stage: Stage, days: float) -> int:
    """Nothing runs for so long, then everything that is due does: how many messages came of it."""
    before = sender(stage).sends
    stage.clock.pass_(days=days)
    await stage.settle()
    return sender(stage).sends - before


async def wrong(stage: Stage, *offsets: timedelta) -> None:
    """An hour back, a day ahead, and right again: what is due runs at each."""
    right = stage.clock.at
    for offset in offsets or (-HOUR, HOUR, DAY, -HOUR, timedelta()):
        stage.clock.at = right + offset
        await stage.settle()


def private(stage: Stage) -> Counter[tuple[str, str]]:
    """How often each person got a message with this title."""
    return Counter((m.to or "", m.text.splitlines()[0]) for m in sender(stage).messages.values() if m.to)


async def a_trial(stage: Stage) -> tuple[Actor, Actor]:
    """Karim tries Claire's practice. Gives Claire and Karim."""
    _, claire, karim = await circle(stage, "Claire Morel", "Karim Benali", readers=0)
    await write(claire)
    await claire.presses("practice.send")
    await karim.presses("trial.trying")
    return claire, karim


async def a_session(stage: Stage) -> tuple[Actor, Actor]:
    """Thursday of the next week, 18:00; Karim comes and Sophie planned it."""
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await plan(stage, sophie)
    await karim.presses("session.yes", "Je viens")
    return sophie, karim


# --- the clock is wrong ----------------------------------------------------------------------------------


async def test_the_question_is_asked_once_whatever_the_clock_says(stage: Stage) -> None:
    claire, karim = await a_trial(stage)
    before = private(stage)
    await wrong(stage)
    assert karim.counts(QUESTION, "dm") == 0
    await walk(stage, stage.clock.at + timedelta(days=14))
    assert karim.counts(QUESTION, "dm") == 1
    await wrong(stage)
    assert karim.counts(QUESTION, "dm") == 1
    stage.clock.pass_(hours=-1)
    await karim.presses("trial.answer", "Ça a marché")
    await wrong(stage)
    assert claire.counts(NEWS, "dm") == 1
    assert max((private(stage) - before).values()) == 1


async def test_a_clock_a_day_ahead_asks_early_and_never_again(stage: Stage) -> None:
    _, karim = await a_trial(stage)
    await walk(stage, stage.clock.at + timedelta(days=13))
    await wrong(stage)
    assert karim.counts(QUESTION, "dm") == 1
    await walk(stage, stage.clock.at + timedelta(days=3))
    assert karim.counts(QUESTION, "dm") == 1


SAID_OF_A_SESSION = ("Demain à 18", "On commence dans une heure", "Qu’est-ce que tu vas essayer")


async def test_a_clock_an_hour_back_repeats_no_reminder(stage: Stage) -> None:
    _, karim = await a_session(stage)
    seen: Counter[str] = Counter()
    for _ in range(20):
        await walk(stage, stage.clock.at + DAY / 2)
        await wrong(stage, -HOUR, timedelta(), -HOUR, timedelta())
        seen |= Counter({text: karim.counts(text, "any") for text in SAID_OF_A_SESSION})
    assert seen == dict.fromkeys(SAID_OF_A_SESSION, 1)


async def test_a_clock_a_day_ahead_repeats_no_reminder(stage: Stage) -> None:
    """What it skipped is not said late: that clock could not know better."""
    _, karim = await a_session(stage)
    for _ in range(20):
        await walk(stage, stage.clock.at + DAY / 2)
        await wrong(stage)
        assert max(karim.counts(text, "any") for text in SAID_OF_A_SESSION) <= 1


async def test_a_year_goes_by_with_a_clock_that_jumps(stage: Stage) -> None:
    claire, karim = await a_trial(stage)
    await karim.presses("trial.worked")
    for _ in range(13):
        await walk(stage, stage.clock.at + timedelta(days=30))
        await wrong(stage)
    assert claire.counts("Ta fiche a un an.", "dm") == 1
    assert claire.counts(NEWS, "dm") == 1


# --- nothing runs for thirty days ------------------------------------------------------------------------


async def test_thirty_days_down_ask_about_a_trial_once(stage: Stage) -> None:
    """The question was due sixteen days ago, its nudge nine: one message, and no nudge on its heels."""
    _, karim = await a_trial(stage)
    assert await down(stage, days=30) == 1
    assert karim.counts(QUESTION, "dm") == 1
    karim.never_sees("Un seul rappel")
    await walk(stage, stage.clock.at + timedelta(days=6))
    karim.never_sees("Un seul rappel")
    await walk(stage, stage.clock.at + timedelta(days=60))
    assert karim.counts("Un seul rappel", "dm") == 1


async def test_thirty_days_down_say_nothing_of_a_session_that_is_over(stage: Stage) -> None:
    """Neither the day before nor the hour before, and what one will try is asked once at most."""
    _, karim = await a_session(stage)
    assert await down(stage, days=30) <= 1
    for late in ("Demain à 18", "dans une heure", "dans une semaine"):
        karim.never_sees(late)
    assert karim.counts("Qu’est-ce que tu vas essayer", "any") <= 1


async def test_down_over_the_day_before_says_the_hour_before_alone(stage: Stage) -> None:
    _, karim = await a_session(stage)
    stage.clock.at = datetime.fromisoformat("2026-12-03T17:20:00+01:00").astimezone(stage.clock.at.tzinfo)
    await stage.settle()
    karim.never_sees("Demain à 18", "dm")
    assert karim.counts("On commence dans une heure") == 1


async def test_years_down_bring_one_review_of_a_practice(stage: Stage) -> None:
    claire, karim = await a_trial(stage)
    await karim.presses("trial.worked")
    assert await down(stage, days=365 * 3) <= 1
    assert claire.counts("Ta fiche a un an.", "dm") == 1
    await walk(stage, stage.clock.at + timedelta(days=300))
    assert claire.counts("Ta fiche a un an.", "dm") == 1


async def test_thirty_days_down_are_no_burst_for_a_busy_member(stage: Stage) -> None:
    """Five trials and a session wait for Karim: two counted messages a week, one a day, oldest first."""
    sophie, claire, karim = await circle(stage, "Claire Morel", "Karim Benali", readers=0)
    for number in range(5):
        await write(claire, title=f"La question {number}")
        await claire.presses("practice.send")
        await karim.presses("trial.trying")
    await plan(stage, sophie)
    await karim.presses("session.yes", "Je viens")
    assert await down(stage, days=30) <= 3  # one counted, one of the session, one of its card
    counted = ("qu’est-ce que ça a donné",)
    asked = [m for m in sender(stage).messages.values() if m.to == "karim" and counted[0] in m.text]
    assert len(asked) == 1
    for _ in range(7):
        before = sum(counted[0] in text for text in karim.person.texts("dm"))
        await walk(stage, stage.clock.at + DAY)
        assert sum(counted[0] in text for text in karim.person.texts("dm")) <= before + 1
    assert sum(counted[0] in text for text in karim.person.texts("dm")) <= 3
