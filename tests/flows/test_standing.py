"""Whoever left the circle's server is a stranger within ten minutes of an act, within a day without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.circles.models import Membership
from bot.errors import RetryAfter
from bot.jobs import Jobs
from bot.registry import JOBS
from bot.standing import next_call
from bot.vocabulary import Account, Notice, Place, Request, ToMember
from storage.schema import jobs as rows
from tests.contract.drivers.core import CHANNEL, CoreDriver, CorePerson, RecordingSender
from tests.contract.scenarios import circle, write
from tests.contract.stage import Actor, Stage

STRANGER = "réservé aux membres"


class Town(RecordingSender):
    """A platform that says who is in a server only where it is asked."""

    announces_leaves = False

    def __init__(self) -> None:
        super().__init__()
        self.gone: set[str] = set()
        self.dark = False
        self.busy = False
        self.asked: list[str] = []
        self.admitted: list[str] = []

    async def stands(self, place: Place, account: Account) -> bool | None:
        self.asked.append(account.user)
        if self.busy:
            raise RetryAfter(60)
        return None if self.dark else account.user not in self.gone

    async def admit(self, to: Place, account: Account) -> bool:
        self.admitted.append(account.user)
        return True


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
async def stage(sqlite_url: str, town: Town) -> AsyncIterator[Stage]:
    opened = await Stage(CoreDriver(sender=town), sqlite_url).open()
    yield opened
    await opened.close()


def asks(actor: Actor, verb: str, *, outside: bool = True, **values: str) -> Request:
    person = actor.person
    assert isinstance(person, CorePerson)
    place = None if outside else CHANNEL
    return replace(person.request(verb), values=values, place=place)


async def answered(stage: Stage, actor: Actor, verb: str, *, outside: bool = True, **values: str) -> str:
    return repr(await stage.door().answer(asks(actor, verb, outside=outside, **values)))


async def test_a_leave_is_seen_within_ten_minutes_of_an_act(stage: Stage, town: Town) -> None:
    _, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim)
    await karim.presses("practice.send")
    await stage.later(minutes=11)
    assert STRANGER not in await answered(stage, karim, "library.list")
    asked = len(town.asked)
    town.gone.add("karim")
    stage.clock.pass_(minutes=9)
    assert STRANGER not in await answered(stage, karim, "library.list")
    assert len(town.asked) == asked
    stage.clock.pass_(minutes=1)
    for verb in ("library.list", "practice.own", "circle.charter", "circle.todo"):
        assert STRANGER in await answered(stage, karim, verb)
    assert len(town.asked) == asked + 1


async def test_suggestions_and_search_go_too(stage: Stage, town: Town) -> None:
    _, karim, ines = await circle(stage, "Karim Benali", "Inès Garnier", readers=0)
    await write(karim)
    await karim.presses("practice.send")
    await stage.later(minutes=11)
    door = stage.door()
    for gone in (False, True):
        if gone:
            town.gone.add("inès")
            stage.clock.pass_(minutes=11)
        offered = await door.suggest(asks(ines, "library.tag"), "practice", "miroir")
        found = await answered(stage, ines, "library.search", words="miroir")
        assert (bool(offered), "La question miroir" in found) == (not gone, not gone)


async def test_whoever_is_found_again_is_let_in_again(stage: Stage, town: Town) -> None:
    _, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim)  # a draft of theirs
    town.gone.add("karim")
    await stage.later(minutes=11)
    assert STRANGER in await answered(stage, karim, "practice.own")
    town.gone.clear()
    town.admitted.clear()
    await karim.runs("circle")  # from the server itself: nobody has to be asked
    await karim.presses("practice.own")
    karim.sees("La question miroir")
    assert town.admitted == ["karim"]


async def test_an_outage_is_no_leave(stage: Stage, town: Town) -> None:
    _, karim = await circle(stage, "Karim Benali")
    town.gone.add("karim")
    town.dark = True
    await stage.later(minutes=11)
    assert STRANGER not in await answered(stage, karim, "practice.own")
    town.dark, town.busy = False, True
    stage.clock.pass_(minutes=2)
    assert STRANGER not in await answered(stage, karim, "practice.own")
    town.busy = False
    assert STRANGER in await answered(stage, karim, "practice.own")


async def test_a_server_that_does_not_answer_keeps_nobody_waiting(
    stage: Stage, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    _, karim = await circle(stage, "Karim Benali")
    await stage.later(minutes=11)
    never = asyncio.Event()

    async def stands(place: Place, account: Account) -> bool:
        await never.wait()
        return False

    monkeypatch.setattr(town, "stands", stands)
    monkeypatch.setattr("bot.standing.PATIENCE_S", 0.001)
    assert STRANGER not in await answered(stage, karim, "practice.own")
    never.set()  # what is found too late holds for the next act
    await stage.standing.left(asks(karim, "practice.own").actor)
    assert STRANGER in await answered(stage, karim, "practice.own")


async def test_nothing_is_said_in_private_to_whoever_left(stage: Stage, town: Town) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    membership = (await _of(stage, karim))[0]
    town.gone.add("karim")
    await stage.later(minutes=11)
    sends = town.sends
    async with stage.database.write() as tx:
        to = ToMember(membership.circle.id, membership.member.id)
        await tx.jobs.add(Notice("circle.joined", to, membership.member.id, "again"))
    await stage.settle()
    assert town.sends == sends
    async with stage.database.engine.connect() as connection:
        found = (await connection.execute(rows.select().where(rows.c.key.endswith(":again")))).one()
    assert (found.state, found.held_reason) == ("done", "left")
    assert await _of(stage, karim) == []
    assert len(await _of(stage, sophie)) == 1


async def test_what_was_said_to_them_is_not_brought_up_to_date(stage: Stage, town: Town) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    before = sophie.person.texts("dm")
    assert any("trois minutes pour relire" in text for text in before)
    town.gone.add("sophie")
    await stage.later(minutes=11)
    await karim.presses("practice.edit")
    await karim.submits(title="Un autre titre")
    await karim.presses("practice.publish")
    assert sophie.person.texts("dm") == before
    karim.sees("Un autre titre", "place")


async def test_a_circle_is_called_over_once_a_day(stage: Stage, town: Town) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    await stage.later(minutes=11)
    jobs = Jobs(stage.database, JOBS, {"core": town}, stage.clock)
    town.asked.clear()
    town.gone.add("karim")
    for _ in range(3):
        await jobs.call()
    began = stage.clock.now()

    async def set_now(at: object) -> None:
        stage.clock.at = at  # type: ignore[assignment]

    await jobs.walk(began + timedelta(days=1), set_now)
    assert sorted(town.asked) == ["karim", "sophie"]
    assert (len(await _of(stage, karim)), len(await _of(stage, sophie))) == (0, 1)
    town.gone.clear()
    await jobs.walk(began + timedelta(days=3), set_now)
    assert len(town.asked) == 6
    assert len(await _of(stage, karim)) == 1


async def test_a_busy_server_puts_the_call_off(stage: Stage, town: Town) -> None:
    await circle(stage, "Karim Benali")
    jobs = Jobs(stage.database, JOBS, {"core": town}, stage.clock)
    await jobs.call()
    async with stage.database.read() as tx:
        due_at = await tx.jobs.next_due(stage.clock.now())
    assert due_at is not None
    stage.clock.at = due_at
    town.asked.clear()
    town.busy = True
    await jobs.run_due()
    assert len(town.asked) == 1
    async with stage.database.read() as tx:
        again_at = await tx.jobs.next_due(stage.clock.now())
    assert again_at is not None
    assert timedelta(seconds=60) <= again_at - due_at <= timedelta(seconds=90)


def test_circles_are_not_called_all_at_once() -> None:
    """Two hundred circles, from one instant on: within a day, and hardly two in the same minute."""
    now = datetime(2026, 11, 30, 9, tzinfo=UTC)
    place = Place("core", "realm", "channel")
    at = [next_call("member.call", f"circle{n}", place, now).due_at for n in range(200)]
    assert all(one and now < one <= now + timedelta(days=1) for one in at)
    assert max(Counter(at).values()) <= 4
    hours = Counter(one.hour for one in at if one)
    assert len(hours) == 24


async def _of(stage: Stage, actor: Actor) -> list[Membership]:
    async with stage.database.read() as tx:
        return list(await tx.members.standing(asks(actor, "circle.menu").actor, None))
