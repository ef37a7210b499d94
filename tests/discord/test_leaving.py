"""Whoever leaves the server loses everything there is to see, and finds it again with the server."""

from __future__ import annotations

import pytest

from bot.errors import RetryAfter
from bot.jobs import Jobs
from bot.registry import JOBS
from bot.vocabulary import Account, Notice, Place, ToMember
from tests.contract.drivers.discord import Driver, Person
from tests.contract.scenarios import circle, write
from tests.contract.stage import Actor, Stage

STRANGER = "réservé aux membres"


def driver_of(stage: Stage) -> Driver:
    assert isinstance(stage.driver, Driver)
    return stage.driver


def user_of(actor: Actor) -> int:
    assert isinstance(actor.person, Person)
    return int(actor.person.actor.id)


async def leaves(stage: Stage, actor: Actor) -> None:
    driver = driver_of(stage)
    driver.env.backend.remove_member(driver.guild.id, user_of(actor))
    await driver.env.settle()


def asked(stage: Stage) -> int:
    """How often Discord was asked whether somebody is in the server."""
    requests = driver_of(stage).env.http_requests
    return sum(r.method == "GET" and "/guilds/" in r.path and "/members/" in r.path for r in requests)


def told(stage: Stage) -> int:
    """How many messages were posted."""
    requests = driver_of(stage).env.http_requests
    return sum(r.method == "POST" and r.path.endswith("/messages") for r in requests)


async def test_the_buttons_of_old_cards_say_nothing_any_more(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    sophie.sees("trois minutes pour relire", "dm")
    await stage.later(minutes=11)
    before = asked(stage)
    await leaves(stage, sophie)
    await sophie.presses("review.yes")
    sophie.sees(STRANGER)
    assert asked(stage) == before + 1
    await sophie.presses("review.yes")
    assert asked(stage) == before + 1
    karim.never_sees("partagée", "dm")


async def test_nothing_more_is_said_in_private(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    async with stage.database.read() as tx:
        (membership,) = await tx.members.standing(Account("discord", "", str(user_of(karim))), None)
    await leaves(stage, karim)
    await stage.later(minutes=11)
    before = told(stage)
    async with stage.database.write() as tx:
        to = ToMember(membership.circle.id, membership.member.id)
        await tx.jobs.add(Notice("circle.joined", to, membership.member.id, "again"))
    await stage.settle()
    assert told(stage) == before
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    sophie.never_sees("Karim Benali", "reply")


async def test_whoever_comes_back_is_found_again(stage: Stage) -> None:
    _, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await leaves(stage, karim)
    await stage.later(minutes=11)
    await stage.standing.left(Account("discord", "", str(user_of(karim))))
    driver = driver_of(stage)
    assert isinstance(karim.person, Person)
    karim.person.actor = driver.guild.add_member(karim.person.actor.user)
    await driver.env.settle()
    await karim.runs("circle")
    await karim.presses("practice.own")
    karim.sees("La question miroir")


async def test_a_day_without_an_act_is_enough(stage: Stage) -> None:
    _, karim = await circle(stage, "Karim Benali")
    await leaves(stage, karim)
    jobs = Jobs(stage.database, JOBS, {"discord": driver_of(stage).sender}, stage.clock)
    await jobs.call()
    before = asked(stage)
    stage.clock.pass_(days=1)
    await jobs.run_due()
    assert asked(stage) == before + 2  # Sophie too
    async with stage.database.read() as tx:
        assert await tx.members.standing(Account("discord", "", str(user_of(karim))), None) == []


async def test_only_a_word_of_discord_counts_as_a_leave(stage: Stage) -> None:
    driver = driver_of(stage)
    karim = stage.person("Karim Benali")
    account, place = Account("discord", "", str(user_of(karim))), Place("discord", str(driver.guild.id), "")
    stands = driver.sender.stands
    assert await stands(place, account) is True
    for status, code in ((403, 50001), (404, 10004), (404, 0), (401, 0)):
        driver.env.inject_error("GET", "/guilds/*/members/*", status=status, code=code)
        assert await stands(place, account) is None
    driver.env.inject_error("GET", "/guilds/*/members/*", status=429)
    with pytest.raises(RetryAfter):
        await stands(place, account)
    driver.env.inject_error("GET", "/guilds/*/members/*", status=404, code=10013)
    assert await stands(place, account) is False
    await leaves(stage, karim)
    assert await stands(place, account) is False
    guild = driver.env.bot.get_guild(driver.guild.id)
    assert guild is not None
    guild.unavailable = True  # an outage: nobody is asked, nobody left
    assert await stands(place, account) is None
