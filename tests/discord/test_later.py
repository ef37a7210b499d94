"""What is said later ends in a clear state, after as many tries as that takes and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fnmatch import fnmatch

import discord
import pytest
from simcord.backend.models import EPHEMERAL_FLAG
from sqlalchemy import select

from bot.card import Card
from bot.command import Job, JobContext
from bot.jobs import Jobs
from bot.registry import JOBS
from bot.vocabulary import Account, Notice, ToAccount, ToCircle, ToMember
from storage.schema import jobs as rows
from storage.schema import posts
from tests.contract.drivers.discord import Driver
from tests.contract.scenarios import circle, write
from tests.contract.stage import Actor, Stage

MESSAGES = "/channels/*/messages"


def driver_of(stage: Stage) -> Driver:
    assert isinstance(stage.driver, Driver)
    return stage.driver


class Tries:
    """Counts what is asked of Discord from here on."""

    def __init__(self, stage: Stage) -> None:
        self._env = driver_of(stage).env
        self._start = len(self._env.http_requests)

    def of(self, method: str, path: str = MESSAGES) -> int:
        asked = self._env.http_requests[self._start :]
        return sum(r.method == method and fnmatch(r.path, path) for r in asked)


async def a_day(stage: Stage) -> None:
    """Everything that could be tried again has its chance."""
    jobs = Jobs(stage.database, JOBS, {"discord": driver_of(stage).sender}, stage.clock)

    async def set_now(at: object) -> None:
        stage.clock.at = at  # type: ignore[assignment]

    await jobs.walk(stage.clock.now() + timedelta(days=1), set_now)


async def state_of(stage: Stage, key: str) -> tuple[str, str | None]:
    """The state of the one row whose key starts so, and its reason."""
    async with stage.database.engine.connect() as connection:
        found = await connection.execute(
            select(rows.c.state, rows.c.held_reason).where(rows.c.key.startswith(key))
        )
        state, reason = found.one()
    return state, reason


async def announced(stage: Stage) -> tuple[Actor, Actor]:
    """A circle, with its opening still to be said in its place."""
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    async with stage.database.write() as tx:
        (found,) = await tx.circles.named("coachs-lyon")
        await tx.jobs.add(Notice("circle.opened", ToCircle(found.id), found.id))
    return sophie, karim


@pytest.mark.parametrize(
    ("status", "code", "state"),
    [
        (403, 50013, ("dead", "shut")),  # a permission is missing
        (403, 50001, ("dead", "shut")),  # the server is ours no more
        (404, 10003, ("dead", "gone")),  # the channel was deleted
        (404, 10004, ("dead", "gone")),  # the server was deleted
        (400, 50035, ("dead", "rejected")),
    ],
)
async def test_what_a_place_will_not_take_is_tried_once(
    stage: Stage, status: int, code: int, state: tuple[str, str]
) -> None:
    sophie, _ = await announced(stage)
    driver = driver_of(stage)
    driver.env.inject_error(
        "POST", f"/channels/{driver.channel.id}/messages", status=status, code=code, times=None
    )
    tries = Tries(stage)
    await a_day(stage)
    assert tries.of("POST", f"/channels/{driver.channel.id}/messages") == 1
    assert await state_of(stage, "circle.opened:") == state
    told = "Le salon du cercle est hors d’atteinte."
    assert sophie.counts(told, "dm") == (state[1] != "rejected")


async def test_a_channel_that_was_deleted_is_told_once_a_day(stage: Stage) -> None:
    sophie, karim = await announced(stage)
    driver = driver_of(stage)
    gone = f"/channels/{driver.channel.id}/messages"
    driver.env.inject_error("POST", gone, status=404, code=10003, times=None)
    tries = Tries(stage)
    for title in ("Un", "Deux", "Trois"):
        await write(karim, title=title)
        await karim.presses("practice.send")
    assert tries.of("POST", gone) == 4  # three practices and the opening: each once
    assert sophie.counts("hors d’atteinte", "dm") == 1


async def test_a_busy_server_is_waited_for(stage: Stage) -> None:
    """Never before it said, later each time, and given up at last."""
    await announced(stage)
    driver = driver_of(stage)
    place = f"/channels/{driver.channel.id}/messages"
    driver.env.inject_error("POST", place, status=429, times=2)
    tries = Tries(stage)
    began = stage.clock.now()
    await a_day(stage)
    assert tries.of("POST", place) == 3
    assert await state_of(stage, "circle.opened:") == ("done", None)
    assert stage.clock.now() - began == timedelta(days=1)


async def test_a_server_that_stays_busy_is_given_up(stage: Stage) -> None:
    await announced(stage)
    driver = driver_of(stage)
    place = f"/channels/{driver.channel.id}/messages"
    driver.env.inject_error("POST", place, status=429, times=None)
    tries = Tries(stage)
    await a_day(stage)
    assert tries.of("POST", place) == 12
    assert await state_of(stage, "circle.opened:") == ("dead", "attempts")


async def test_those_that_wait_do_not_come_back_together(stage: Stage) -> None:
    await circle(stage)
    async with stage.database.write() as tx:
        (found,) = await tx.circles.named("coachs-lyon")
        for number in range(50):
            to = ToAccount(Account("discord", "", f"{10**17 + number}"), found.id)
            await tx.jobs.add(Notice("say", to, found.id, f"{number}"))
    driver = driver_of(stage)
    driver.env.inject_error("POST", "/users/@me/channels", status=429, times=None)

    async def hello(context: JobContext) -> Card | None:
        return Card("Bonjour")

    kinds = {**JOBS, "say": Job("say", compose=hello)}
    jobs = Jobs(stage.database, kinds, {"discord": driver.sender}, stage.clock)
    now = stage.clock.now()
    await jobs.run_due()
    async with stage.database.engine.connect() as connection:
        found_at = list(
            await connection.scalars(select(rows.c.due_at).where(rows.c.kind == "say", rows.c.failures == 1))
        )
    assert len(found_at) == 50
    assert len(set(found_at)) > 25
    assert all(timedelta(seconds=5) <= at - now <= timedelta(seconds=6.25) for at in found_at)


async def test_what_a_busy_channel_does_not_take_is_asked_once_and_keeps_its_order(stage: Stage) -> None:
    """The others wait behind it: fifty refusals would help nobody."""
    _, karim = await circle(stage, "Karim Benali")
    async with stage.database.write() as tx:
        (found,) = await tx.circles.named("coachs-lyon")
        for number in range(50):
            await tx.jobs.add(Notice("circle.opened", ToCircle(found.id), found.id, f"{number}"))
    driver = driver_of(stage)
    driver.env.inject_error("POST", f"/channels/{driver.channel.id}/messages", status=429, times=None)
    now = stage.clock.now()
    await Jobs(stage.database, JOBS, {"discord": driver.sender}, stage.clock).run_due()
    async with stage.database.engine.connect() as connection:
        waiting = select(rows.c.id, rows.c.failures, rows.c.due_at).where(rows.c.kind == "circle.opened")
        found_rows = (await connection.execute(waiting.where(rows.c.state == "due"))).all()
    first, *others = sorted(found_rows, key=lambda row: (row.due_at, row.id))
    assert first.failures == 1
    assert first.due_at >= now + timedelta(seconds=5)
    assert [(row.failures, row.due_at > first.due_at) for row in others] == [(0, True)] * 49
    assert first.id == min(row.id for row in found_rows)
    karim.never_sees("est ouvert", "place")


async def test_closed_private_messages_wait_in_what_is_to_do(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    driver = driver_of(stage)
    dm = driver.env.backend.dm_channels[int(sophie.ref[1:])]
    driver.env.inject_error("POST", f"/channels/{dm}/messages", status=403, code=50007, times=None)
    tries = Tries(stage)
    async with stage.database.read() as tx:
        (found,) = await tx.circles.named("coachs-lyon")
        members = {one.member.name: one.member.id for one in await tx.members.active(found.id)}
    async with stage.database.write() as tx:
        to = ToMember(found.id, members["Sophie Lenoir"])
        await tx.jobs.add(Notice("circle.joined", to, members["Karim Benali"], "again"))
    await stage.settle()
    await a_day(stage)
    assert tries.of("POST", f"/channels/{dm}/messages") == 1
    await sophie.runs("circle")
    await sophie.presses("circle.todo")
    sophie.sees("une arrivée dans le cercle", "reply")
    karim.never_sees("une arrivée")


async def test_a_card_that_was_deleted_by_hand_is_forgotten(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim)
    await karim.presses("practice.send")
    driver = driver_of(stage)
    backend = driver.env.backend
    there = backend.messages[driver.channel.id].values()
    (message,) = [m for m in there if "miroir" in str(m.components) and not m.flags & EPHEMERAL_FLAG]
    backend.delete_message(driver.channel.id, message.id)
    await driver.env.settle()
    await stage.later(seconds=15)
    tries = Tries(stage)
    await karim.presses("practice.tags")
    await karim.presses("practice.newtags")
    await karim.submits(tags="posture")
    await a_day(stage)
    assert (tries.of("PATCH", f"{MESSAGES}/*"), sophie.counts("La question miroir")) == (1, 0)
    async with stage.database.engine.connect() as connection:
        known = list(await connection.scalars(select(posts.c.message).where(posts.c.kind == "practice.card")))
    assert known == []


async def test_a_copy_that_cannot_be_edited_is_kept_in_mind(stage: Stage) -> None:
    """The permission comes back, and the copy is shown as it should be."""
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim)
    await karim.presses("practice.send")
    driver = driver_of(stage)
    edit = f"/channels/{driver.channel.id}/messages/*"
    await stage.later(seconds=15)
    driver.env.inject_error("PATCH", edit, status=403, code=50001)
    tries = Tries(stage)
    await karim.presses("practice.undo")
    await a_day(stage)
    assert tries.of("PATCH", edit) == 1
    sophie.sees("La question miroir", "place")
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    await sophie.presses("circle.retry")
    sophie.never_sees("La question miroir", "place")


async def test_the_role_that_let_us_in_is_deleted(stage: Stage) -> None:
    driver = driver_of(stage)
    backend = driver.env.backend
    await announced(stage)
    role = driver.guild.create_role("passe")
    backend.add_member_role(driver.guild.id, backend.bot_user.id, role.id)
    shut, open_ = (discord.PermissionOverwrite(view_channel=can) for can in (False, True))
    there = driver.guild.create_text_channel(
        "autre", overwrites={driver.guild.default_role: shut, role: open_}
    )
    await driver.env.settle()
    async with stage.database.write() as tx:
        (found,) = await tx.circles.named("coachs-lyon")
        (place,) = await tx.circles.places(found.id)
        await tx.circles.settle(found.id, replace(place, id=str(there.id)))
        await tx.jobs.readdress(found.id, replace(place, id=str(there.id)))
    backend.delete_role(driver.guild.id, role.id)
    tries = Tries(stage)
    await a_day(stage)
    assert tries.of("POST", f"/channels/{there.id}/messages") == 1
    assert await state_of(stage, "circle.opened:") == ("dead", "shut")
