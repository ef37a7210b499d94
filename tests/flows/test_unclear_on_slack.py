"""A post of which Slack said nothing: looked for where that is granted, else its steward decides."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from adapters.slack.outbound import LOOKING
from bot.vocabulary import Account, Request
from storage.schema import jobs
from tests.contract.drivers.slack import SlackDriver
from tests.contract.scenarios import circle, write
from tests.contract.stage import Actor, Stage
from tests.emulators.slack.core import SCOPES
from tests.support.clock import HandClock

POST, HISTORY = "chat.postMessage", "conversations.history"
TITLE = "La question miroir"


def last_tuesday() -> HandClock:
    """A working hour before the emulator's own time, which is the real one."""
    now = datetime.now(UTC)
    days = (now.weekday() - 1) % 7 or 7
    return HandClock((now - timedelta(days=days)).replace(hour=8, minute=30))


@asynccontextmanager
async def opened(url: str, granted: Iterable[str] = ()) -> AsyncIterator[tuple[Stage, Actor, Actor]]:
    """A circle on Slack; its author has written, and not sent yet."""
    driver = SlackDriver(scale=1.0, scopes=SCOPES | set(granted))
    stage = await Stage(driver, url, clock=last_tuesday()).open()
    try:
        sophie, karim = await circle(stage, "Karim Benali", readers=0)
        await write(karim)
        yield stage, sophie, karim
    finally:
        await stage.close()


async def cards(stage: Stage) -> list[tuple[str, str | None]]:
    """State and message of the rows that post the practice in the channel."""
    async with stage.database.engine.connect() as connection:
        wanted = select(jobs.c.state, jobs.c.sent_ref).where(jobs.c.kind == "practice.card")
        return [(state, ref) for state, ref in await connection.execute(wanted.order_by(jobs.c.id))]


@pytest.mark.parametrize("trouble", ["drop_after_commit", "server_error"])
async def test_where_it_is_granted_the_post_is_looked_for_once_it_can_be_seen(
    trouble: str, sqlite_url: str
) -> None:
    """There or not, the channel has it once in the end, and it follows the practice from then on."""
    async with opened(sqlite_url, LOOKING) as (stage, sophie, karim):
        slack = stage.driver.slack  # type: ignore[attr-defined]
        getattr(slack.faults, trouble)(POST)
        await karim.presses("practice.send")
        assert sophie.counts(TITLE) == (1 if trouble == "drop_after_commit" else 0)
        await stage.later(seconds=15)
        assert slack.calls[HISTORY] == 0  # it may not be seen yet
        await stage.later(seconds=30)
        assert slack.calls[HISTORY] == 1
        assert sophie.counts(TITLE) == 1
        state, message = (await cards(stage))[0]
        assert state == "done"
        assert message is not None
        await karim.presses("practice.undo")
        await stage.later(seconds=30)
        sophie.never_sees(TITLE, "place")
        assert slack.calls[HISTORY] == 1


async def uncertain(stage: Stage, sophie: Actor, karim: Actor) -> None:
    """The post got through, nobody heard it, and nobody may look: the steward is told in private."""
    stage.driver.slack.faults.drop_after_commit(POST)  # type: ignore[attr-defined]
    await karim.presses("practice.send")
    await stage.later(minutes=1)
    assert await cards(stage) == [("uncertain", None)]
    assert sophie.counts(TITLE) == 1
    sophie.sees("Sans nouvelles depuis", "dm")
    sophie.never_sees(TITLE, "dm")
    karim.never_sees("Sans nouvelles depuis")


@pytest.mark.parametrize(
    ("verb", "copies"), [("circle.resend", 2), ("circle.arrived", 1), ("circle.drop", 1)]
)
async def test_else_the_steward_decides_once(verb: str, copies: int, sqlite_url: str) -> None:
    """A second press on the same card changes nothing, whatever it asks for."""
    async with opened(sqlite_url) as (stage, sophie, karim):
        await uncertain(stage, sophie, karim)
        (told,) = [one for one in sophie.person.user.dm_messages() if "Sans nouvelles" in one.words]
        await sophie.presses(verb)
        assert sophie.counts(TITLE) == copies
        sophie.sees("Tout est arrivé.")
        for again in ("circle.resend", "circle.arrived", "circle.drop"):
            name = next(
                element["action_id"]
                for block in told.blocks
                for element in block.get("elements", ())
                if element.get("action_id", "").partition(":")[0] == again
            )
            await sophie.person.user.press(told, name)
            await stage.settle()
            assert sophie.counts(TITLE) == copies
        assert [state for state, _ in await cards(stage)] == ["done"]
        slack = stage.driver.slack  # type: ignore[attr-defined]
        assert slack.calls[HISTORY] == 0


async def test_who_is_no_steward_decides_nothing(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (stage, sophie, karim):
        await uncertain(stage, sophie, karim)
        (told,) = [one for one in sophie.person.user.dm_messages() if "Sans nouvelles" in one.words]
        elements = [e for block in told.blocks for e in block.get("elements", ()) if "action_id" in e]
        name = next(e["action_id"] for e in elements if e["action_id"].startswith("circle.resend"))
        subject = name.partition(":")[2]
        actor = Account("slack", stage.driver.realm, karim.person.user.id)  # type: ignore[attr-defined]
        await stage.driver.door.answer(  # type: ignore[attr-defined]
            Request("slack:forged", actor, "circle.resend", subject, {}, "fr-FR")
        )
        await stage.settle()
        assert await cards(stage) == [("uncertain", None)]
        assert sophie.counts(TITLE) == 1
