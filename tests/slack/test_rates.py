"""A busy Slack: refused a few times and no more, each channel in order, each message once, no answer lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from adapters.slack import pace, patience
from bot.card import Card
from bot.command import Job, JobContext
from bot.jobs import AT_ONCE, Jobs
from bot.vocabulary import Account, Notice, Place, ToAccount, ToCircle
from storage.engine import open_engine
from storage.migrations import migrate
from storage.transaction import SqlDatabase
from tests.contract.drivers.slack import SlackDriver, SlackPerson
from tests.emulators import clock as clocks
from tests.emulators.slack import Channel
from tests.slack.toy import ToyDoor
from tests.storage.rows import states
from tests.storage.world import AT, CHARTER, CIRCLE, HandClock, replace_circle

SCALE = 0.1
START = 1_800_000_000.0
POST, UPDATE, OPEN = "chat.postMessage", "chat.update", "conversations.open"
ABOUT = "conversations.info"


async def prompt(context: JobContext) -> Card | None:
    return Card(f"Question {context.job.subject}")


@dataclass
class World:
    """Circles with a channel each, and what is due in them."""

    driver: SlackDriver
    database: SqlDatabase
    clock: HandClock
    jobs: Jobs

    async def circle(self, number: int) -> Channel:
        channel = self.driver.slack.add_channel(f"cercle-{number}", bot=True)
        circle = replace(CIRCLE, id=f"c{number}", num=number + 1)
        place = Place("slack", self.driver.realm, channel.id)
        async with self.database.write() as tx:
            assert await tx.circles.create(circle, replace_circle(CHARTER, circle.id), place)
        return channel

    async def due(self, *notices: Notice) -> None:
        async with self.database.write() as tx:
            for notice in notices:
                await tx.jobs.add(notice)

    async def later(self, seconds: float) -> None:
        """Both clocks, and what is due by then."""
        self.clock.pass_(seconds=seconds)
        await self.driver.slack.skip(seconds * SCALE)
        await self.jobs.run_due()

    def texts(self, channel: str) -> list[str]:
        said = sorted(self.driver.slack.workspace.messages.items())
        return [message.text for (place, _), message in said if place == channel]

    @property
    def refused(self) -> Counter[str]:
        return Counter(one.method for one in self.driver.slack.refusals)


@pytest.fixture
async def world(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    await migrate(sqlite_url)
    clock = HandClock(AT)
    database = SqlDatabase(open_engine(sqlite_url), clock)
    driver = SlackDriver(scale=SCALE)
    await driver.start(ToyDoor)
    time = driver.slack.workspace.clock  # stands still but where somebody waits, and is ours and Slack's
    monkeypatch.setattr(clocks, "time", SimpleNamespace(time=lambda: START))

    async def sleep(seconds: float) -> None:
        time.skip(seconds)

    monkeypatch.setattr(pace, "monotonic", time.now)
    monkeypatch.setattr(pace, "asyncio", SimpleNamespace(sleep=sleep))
    driver.slack.faults.rates = True
    jobs = Jobs(database, {"say": Job("say", compose=prompt)}, {"slack": driver.sender}, clock)
    yield World(driver, database, clock, jobs)
    await driver.stop()
    await database.dispose()


async def test_two_hundred_circles_at_once(world: World) -> None:
    """And sixty people: each hears it once, and Slack has to say no a few times only."""
    channels = [await world.circle(number) for number in range(200)]
    people = [world.driver.slack.add_user(f"Personne {number}") for number in range(60)]
    await world.due(
        *(Notice("say", ToCircle(f"c{number}"), f"{number}-x", due_at=AT) for number in range(200)),
        *(
            Notice("say", ToAccount(Account("slack", world.driver.realm, user.id), "c0"), "0-y", due_at=AT)
            for user in people
        ),
    )
    await world.jobs.run_due()
    assert 0 < world.refused.total() <= 2 * AT_ONCE
    for _ in range(12):  # what each channel is may be asked fifty times a minute
        await world.later(seconds=30)
    assert [world.texts(channel.id) for channel in channels] == [
        [f"Question {number}-x"] for number in range(200)
    ]
    assert [len(user.dm_messages()) for user in people] == [1] * 60
    assert world.refused.total() <= 4 * AT_ONCE
    assert set(world.refused) <= {POST, OPEN, ABOUT}
    assert set(await states(world.database)) == {"done"}


async def test_a_channel_hears_what_is_due_in_order_and_a_second_apart(world: World) -> None:
    channel = await world.circle(0)
    await world.due(
        *(
            Notice("say", ToCircle("c0"), f"0-{n}", due_at=AT - timedelta(minutes=9 - n))
            for n in reversed(range(6))
        )
    )
    await world.jobs.run_due()
    assert world.texts(channel.id) == [f"Question 0-{n}" for n in range(6)]
    assert world.refused == {}


@pytest.mark.parametrize("trouble", ["rate_limit", "server_error"])
async def test_what_could_not_go_keeps_its_turn(world: World, trouble: str) -> None:
    """Not seen by whoever may not look: a person decides about it, and the others wait no longer."""
    channel = await world.circle(0)
    await world.due(
        *(Notice("say", ToCircle("c0"), f"0-{n}", due_at=AT - timedelta(minutes=9 - n)) for n in range(4))
    )
    getattr(world.driver.slack.faults, trouble)(POST)
    await world.jobs.run_due()
    assert world.texts(channel.id) == []
    for _ in range(4):
        await world.later(seconds=20)
    first = 1 if trouble == "server_error" else 0
    assert world.texts(channel.id) == [f"Question 0-{n}" for n in range(first, 4)]


@pytest.mark.parametrize("trouble", ["drop_after_commit", "hang_after_commit"])
async def test_a_broken_line_posts_nothing_twice(world: World, trouble: str) -> None:
    channel = await world.circle(0)
    getattr(world.driver.slack.faults, trouble)(POST)
    await world.due(Notice("say", ToCircle("c0"), "0-x", due_at=AT))
    await world.jobs.run_due()
    for _ in range(10):
        await world.later(seconds=60)
    assert world.texts(channel.id) == ["Question 0-x"]
    assert world.driver.slack.calls[POST] == 1


async def test_a_message_is_edited_once_in_ten_seconds(world: World) -> None:
    channel = await world.circle(0)
    await world.due(Notice("say", ToCircle("c0"), "0-x", due_at=AT))
    await world.jobs.run_due()
    for state in range(20):
        async with world.database.write() as tx:
            await tx.jobs.refresh("c0", "0-x", str(state))
        await world.later(seconds=1)
    await world.later(seconds=10)
    assert world.driver.slack.calls[UPDATE] <= 3
    assert world.texts(channel.id) == ["Question 0-x"]


async def test_a_conversation_is_opened_once(world: World) -> None:
    await world.circle(0)
    user = world.driver.slack.add_user("Claire")
    to = ToAccount(Account("slack", world.driver.realm, user.id), "c0")
    await world.due(*(Notice("say", to, f"0-{n}", due_at=AT) for n in range(3)))
    await world.jobs.run_due()
    assert len(user.dm_messages()) == 3
    assert world.driver.slack.calls[OPEN] == 1


# --- answers -----------------------------------------------------------------------------------------------


@pytest.fixture
async def door() -> ToyDoor:
    return ToyDoor()


@pytest.fixture
async def driver(door: ToyDoor) -> AsyncIterator[SlackDriver]:
    driver = SlackDriver(scale=5.0)  # a machine that is busy must not make an act late
    await driver.start(lambda: door)
    yield driver
    await driver.stop()


@pytest.fixture
def claire(driver: SlackDriver) -> SlackPerson:
    return driver.person("Claire Morel", administers=True)


@pytest.mark.parametrize("where", ["chat.postEphemeral", POST])
async def test_a_forms_answer_reaches_its_member_when_slack_is_busy(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson, where: str
) -> None:
    await claire.runs("toy make")
    driver.slack.faults.rate_limit(where, times=2, retry_after_s=0)
    if where == POST:
        driver.slack.faults.server_error("chat.postEphemeral")
    await claire.submits(name="Toupie", story="Elle tourne.", colour="red")
    assert claire.texts() == ["Toupie"]
    assert not driver.slack.faults.waiting


async def test_a_commands_answer_reaches_its_member_when_slack_is_busy(
    driver: SlackDriver, claire: SlackPerson
) -> None:
    driver.slack.faults.rate_limit("response_url", times=3, retry_after_s=0)
    await claire.runs("toy show")
    assert len(claire.texts("reply")) == 1
    assert not driver.slack.faults.waiting


async def test_a_form_that_a_busy_slack_does_not_open_is_a_button(
    driver: SlackDriver, claire: SlackPerson
) -> None:
    driver.slack.faults.rate_limit("views.open", retry_after_s=30)
    await claire.runs("toy make")
    assert claire.form is None
    assert claire.sees("Un instant")
    await claire.presses("toy.make")
    assert claire.form is not None


async def test_a_file_reaches_its_member_when_slack_is_busy(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    driver.slack.faults.rate_limit("conversations.open", retry_after_s=0)
    driver.slack.faults.rate_limit("files.completeUploadExternal", retry_after_s=0)
    await claire.runs("toy show")
    assert claire.receives_file("jouet.json") == b"{}"
    assert not driver.slack.faults.waiting


async def test_a_slack_that_is_busy_for_long_is_not_waited_for(
    driver: SlackDriver, claire: SlackPerson
) -> None:
    """The next way is taken: the member's own conversation with us."""
    driver.slack.faults.rate_limit("response_url", retry_after_s=3_600)
    await claire.runs("toy show")
    assert claire.sees("Chez toi, au nombre de 1", "dm")
    assert claire.texts("reply") == []


async def test_it_is_waited_for_as_long_as_slack_says_and_a_little_more(
    driver: SlackDriver, claire: SlackPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds / 5.0)

    monkeypatch.setattr(patience, "asyncio", SimpleNamespace(sleep=sleep))
    driver.slack.faults.rate_limit("response_url", times=3, retry_after_s=20)
    await claire.runs("toy show")
    assert len(waited) == 3
    assert all(20 <= seconds <= 25 for seconds in waited)
    assert len(set(waited)) == 3
