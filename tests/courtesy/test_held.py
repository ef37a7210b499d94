"""What is held back in a circle that lives: where it waits, what lets it go, who is asked instead."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.command import Job, JobContext
from bot.jobs import Jobs
from bot.recurrence import Recurrence
from bot.registry import JOBS
from storage.schema import circles, jobs
from tests.contract.drivers.core import CoreDriver, RecordingSender
from tests.contract.scenarios import circle, write
from tests.contract.stage import Stage

SATURDAY = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    opened = await Stage(CoreDriver(), sqlite_url).open()
    yield opened
    await opened.close()


async def test_on_a_weekend_it_waits_in_to_do_and_goes_on_monday(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    stage.clock.at = SATURDAY
    await sophie.presses("review.missing")
    await sophie.submits(note="La durée manque.")
    karim.never_sees("La durée manque", "dm")
    await karim.runs("circle")
    await karim.presses("circle.todo")
    karim.sees("une remarque sur une fiche", "reply")
    stage.clock.at = SATURDAY + timedelta(days=1, hours=20, minutes=29)  # Monday, 08:29 in Paris
    await stage.settle()
    karim.never_sees("La durée manque", "dm")
    await stage.later(minutes=1)
    karim.sees("La durée manque", "dm")


async def test_a_second_request_of_the_day_waits_with_its_reason(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    for title in ("Une première", "Une seconde"):
        await write(karim, title=title)
        await karim.presses("practice.send")
    assert sum("Une seconde" in text for text in sophie.person.texts("dm")) == 0
    async with stage.database.read() as tx:
        (held,) = [row for row in await tx.jobs.upcoming(20) if row.held_reason]
    assert (held.kind, held.held_reason) == ("review.ask", "day")
    assert held.due_at == datetime(2026, 11, 25, 7, 30, tzinfo=UTC)
    await sophie.runs("circle")
    await sophie.presses("circle.todo")
    sophie.sees("Une seconde", "reply")
    await stage.later(hours=23, minutes=1)
    sophie.sees("Une seconde", "dm")
    sophie.sees("Trop de messages", "dm")


async def test_who_cannot_be_asked_within_four_open_hours_is_passed_over(stage: Stage) -> None:
    _, karim, _ = await circle(stage, "Karim Benali", "Ines Moreau")
    asked: list[str] = []
    for title in ("Une première", "Une seconde", "Une troisième"):
        await write(karim, title=title)
        await karim.presses("practice.send")
        async with stage.database.engine.connect() as connection:
            rows = await connection.execute(
                select(jobs.c.member, jobs.c.state).where(jobs.c.kind == "review.ask")
            )
            asked = [state for _, state in rows]
    # the third found both at their one of the day: the first was passed over, the last is held
    assert sorted(asked) == ["done", "done", "done", "due"]
    async with stage.database.read() as tx:
        (held,) = [row for row in await tx.jobs.upcoming(20) if row.held_reason]
    assert held.held_reason == "day"


async def test_other_settings_let_go_what_waited(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    await sophie.runs("circle")
    await sophie.presses("me.settings")
    await sophie.presses("me.edit")
    await sophie.submits(weekly="0")
    await write(karim)
    await karim.presses("practice.send")
    sophie.never_sees("La question miroir", "dm")
    await stage.later(days=1)
    sophie.never_sees("La question miroir", "dm")
    await sophie.runs("circle")
    await sophie.presses("me.settings")
    await sophie.presses("me.edit")
    await sophie.submits(weekly="2")
    sophie.sees("La question miroir", "dm")


async def test_a_steward_decides_about_what_may_not_have_arrived(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim)
    await karim.person.presses("practice.send")
    async with stage.database.write() as tx:
        for row in await tx.jobs.claim(32, 30, ("core",)):
            await tx.jobs.park(row, "uncertain", "unclear")
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    await sophie.presses("circle.lost")
    sophie.sees("une fiche partagée", "reply")
    sophie.never_sees("question miroir", "reply")
    await sophie.presses("circle.unsure")
    await sophie.presses("circle.resend")
    sophie.sees("Tout est arrivé.", "reply")
    sophie.sees("La question miroir", "place")


# --- edits, one in ten seconds ---------------------------------------------------------------------------


class PacedSender(RecordingSender):
    edit_every_s = 10.0

    def __init__(self) -> None:
        super().__init__()
        self.edits = 0

    async def edit(self, *args: object) -> None:
        self.edits += 1
        await super().edit(*args)  # type: ignore[arg-type]


async def test_a_message_is_edited_once_in_ten_seconds_and_shows_the_last_state(sqlite_url: str) -> None:
    sender = PacedSender()
    stage = await Stage(CoreDriver(sender=sender), sqlite_url).open()
    try:
        sophie, karim = await circle(stage, "Karim Benali", readers=0)
        await write(karim)
        await karim.presses("practice.send")
        await stage.later(minutes=1)
        sender.edits = 0
        for tag in ("posture", "silence", "zenitude"):
            await karim.person.presses("practice.tags")
            await karim.person.presses("practice.newtags")
            await karim.person.submits(tags=tag)
            await Jobs(stage.database, JOBS, {"core": sender}, stage.clock).run_due()
        place = sophie.counts("posture"), sophie.counts("zenitude")
        edits = sender.edits
        await stage.later(seconds=10)
        sophie.sees("zenitude", "place")
        assert place == (1, 0)
        assert edits * 2 == sender.edits
    finally:
        await stage.close()


# --- what recurs -----------------------------------------------------------------------------------------

DAILY = Recurrence(datetime(2026, 11, 24, 18), "Europe/Paris", "FREQ=DAILY")


async def test_what_recurs_has_one_successor_and_one_late_run(stage: Stage) -> None:
    await circle(stage)
    ran: list[datetime] = []

    async def act(context: JobContext) -> None:
        ran.append(context.now)
        await context.again(DAILY)

    async with stage.database.engine.connect() as connection:
        circle_id = await connection.scalar(select(circles.c.id))
    async with stage.database.write() as tx:
        await tx.jobs.later("daily", str(circle_id), "1-daily", DAILY.after(stage.clock.now()) or SATURDAY)
    runners = [Jobs(stage.database, {"daily": Job("daily", act=act)}, {}, stage.clock) for _ in range(3)]

    async def set_now(at: datetime) -> None:
        assert at > stage.clock.now()
        stage.clock.at = at

    await runners[0].walk(stage.clock.now() + timedelta(days=3), set_now)
    assert [at.hour for at in ran] == [17, 17, 17]
    stage.clock.pass_(days=30)
    for runner in runners:
        await runner.run_due()
    assert len(ran) == 4
    async with stage.database.read() as tx:
        (left,) = [row for row in await tx.jobs.upcoming(9) if row.kind == "daily"]
    assert left.due_at == DAILY.after(stage.clock.now())
    stage.clock.pass_(hours=-1)
    for runner in runners:
        await runner.run_due()
    assert len(ran) == 4
