"""A circle's place on Discord: chosen or made, private, opened to members, and given again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.errors import RetryAfter
from bot.i18n import Voice
from bot.jobs import Jobs
from bot.members.models import Role
from bot.ports import Access
from bot.registry import JOBS
from bot.vocabulary import Account, Place
from tests.contract.drivers.discord import Driver, Person
from tests.contract.scenarios import CHARTER, circle, write
from tests.contract.stage import Actor, Stage

NN, NB = "\u202f", "\u00a0"


def driver_of(stage: Stage) -> Driver:
    assert isinstance(stage.driver, Driver)
    return stage.driver


def allow(driver: Driver, **permissions: bool) -> Any:
    """The bot may do this in the server; gives the role by which it may."""
    backend = driver.env.backend
    role = driver.guild.create_role("bot", permissions=discord.Permissions(**permissions))
    backend.add_member_role(driver.guild.id, backend.bot_user.id, role.id)
    return role


async def founds(stage: Stage, place: str, channel: Any = None) -> Actor:
    sophie = stage.person("Sophie Lenoir", administers=True)
    await sophie.runs("circle")
    await sophie.presses("circle.create")
    with choosing(driver_of(stage), channel or driver_of(stage).channel):
        await sophie.submits(
            name="Coachs Lyon", place=place, register="tu", objectives="Progresser.", charter=CHARTER
        )
    return sophie


@contextmanager
def choosing(driver: Driver, channel: Any) -> Iterator[None]:
    """That channel is the one that is picked in a form, wherever the form was opened."""
    there, driver.channel = driver.channel, channel
    yield
    driver.channel = there


async def places_of(stage: Stage) -> list[Place]:
    async with stage.database.read() as tx:
        (found,) = await tx.circles.named("Coachs Lyon")
        return list(await tx.circles.places(found.id))


# --- made ------------------------------------------------------------------------------------------------


async def test_a_private_channel_is_made_for_the_circle(stage: Stage) -> None:
    driver = driver_of(stage)
    allow(driver, administrator=True)
    sophie = await founds(stage, "")
    sophie.sees("Votre cercle est prêt.")
    sophie.sees("Le salon du cercle est prêt.", "dm")
    (made,) = await places_of(stage)
    channel = driver.env.backend.channels[int(made.id)]
    assert (channel.name.lower(), channel.guild_id) == ("coachs-lyon", driver.guild.id)
    said = {o.target_id: (o.allow, o.deny) for o in channel.overwrites}
    view = discord.Permissions(view_channel=True).value
    assert said[driver.guild.id] == (0, view)
    assert isinstance(sophie.person, Person)
    for who in (driver.env.bot.user.id, sophie.person.actor.id):
        allowed = discord.Permissions(said[who][0])
        assert allowed.view_channel
        assert allowed.send_messages
        assert allowed.create_private_threads
        assert allowed.send_messages_in_threads
    assert len(said) == 3


async def test_a_member_gets_in_by_accepting_and_reads_who_else_can(stage: Stage) -> None:
    driver = driver_of(stage)
    allow(driver, administrator=True)
    sophie = await founds(stage, "")
    karim = stage.person("Karim Benali")
    await sophie.presses("circle.inviting")
    await sophie.presses("circle.invite")
    await sophie.submits(people=(karim.ref,))
    channel = driver.guild.channels["coachs-lyon"]
    assert isinstance(karim.person, Person)
    with pytest.raises(Exception, match="cannot read"):
        channel.history(viewer=karim.person.actor)
    await karim.presses("circle.accept")
    assert channel.history(viewer=karim.person.actor) == []
    karim.sees("L’administration du serveur peut lire les salons privés")
    await sophie.presses("circle.announce")
    (said,) = channel.history(viewer=karim.person.actor)
    assert "peut lire les salons privés" in str(said.components)


async def test_without_the_permission_the_circle_is_kept(stage: Stage) -> None:
    driver = driver_of(stage)
    driver.env.inject_error("POST", "/guilds/*/channels", status=403, code=50013)
    sophie = await founds(stage, "")
    sophie.sees("Le salon reste à créer à la main.", "dm")
    sophie.sees(f"Rien n’est perdu{NB}: le cercle existe", "dm")
    assert await places_of(stage) == []
    assert (
        sum(
            r.method == "POST" and r.path == f"/guilds/{driver.guild.id}/channels"
            for r in driver.env.http_requests
        )
        == 1
    )
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    sophie.sees("Ce cercle n’a pas encore de salon.", "reply")
    await sophie.presses("circle.place")
    await sophie.submits(place=driver.place)
    sophie.sees("Le salon du cercle est choisi.")
    assert await places_of(stage) == [Place("discord", str(driver.guild.id), str(driver.channel.id))]


async def test_a_circle_without_a_place_announces_nothing(stage: Stage) -> None:
    driver_of(stage).env.inject_error("POST", "/guilds/*/channels", status=403, code=50013)
    sophie = await founds(stage, "")
    await sophie.presses("circle.announce")
    sophie.sees("Ce cercle n’a pas encore de salon.", "reply")


async def test_a_second_try_finds_what_the_first_one_made(stage: Stage) -> None:
    driver = driver_of(stage)
    allow(driver, administrator=True)
    sophie = stage.person("Sophie Lenoir", administers=True)
    steward = Account("discord", "", sophie.ref[1:])
    realm = str(driver.guild.id)
    first = await driver.sender.make_place(realm, "Coachs Lyon", steward, again=False)
    await driver.env.settle()
    assert await driver.sender.make_place(realm, "Coachs Lyon", steward, again=True) == first
    assert await driver.sender.make_place(realm, "Coachs Lyon", steward, again=False) != first
    driver.env.inject_error("POST", "/guilds/*/channels", status=429)
    with pytest.raises(RetryAfter):
        await driver.sender.make_place(realm, "Coachs Lyon", steward, again=False)


async def test_a_place_chosen_meanwhile_is_not_replaced(stage: Stage) -> None:
    driver = driver_of(stage)
    made = f"/guilds/{driver.guild.id}/channels"
    driver.env.inject_error("POST", made, status=429, times=None)
    sophie = await founds(stage, "")
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    await sophie.presses("circle.place")
    await sophie.submits(place=driver.place)
    driver.env.backend.faults.clear()
    await stage.later(days=1)
    assert await places_of(stage) == [Place("discord", str(driver.guild.id), str(driver.channel.id))]
    assert list(driver.guild.channels) == ["cercle"]


# --- chosen ----------------------------------------------------------------------------------------------


async def test_a_channel_that_everybody_reads_is_refused_until_it_is_private(stage: Stage) -> None:
    driver = driver_of(stage)
    public = driver.guild.create_text_channel("general")
    await driver.env.settle()
    sophie = await founds(stage, driver.place, public)
    sophie.sees("Tout le serveur peut lire ce salon.")
    async with stage.database.read() as tx:
        assert await tx.circles.named("Coachs Lyon") == []
    await sophie.presses("draft.reopen")
    assert sophie.form["values"]["objectives"] == "Progresser."  # nothing of it was lost
    await sophie.submits(place=driver.place)
    sophie.sees("Votre cercle est prêt.")


async def test_what_a_channel_is_to_us(stage: Stage) -> None:
    driver = driver_of(stage)
    shut = discord.PermissionOverwrite(view_channel=False)
    public = driver.guild.create_text_channel("general")
    closed = driver.guild.create_text_channel("bureau", overwrites={driver.guild.default_role: shut})
    await driver.env.settle()
    realm = str(driver.guild.id)
    for channel, access in (
        (driver.channel, Access.READY),
        (public, Access.PUBLIC),
        (closed, Access.SHUT),
    ):
        assert await driver.sender.access(Place("discord", realm, str(channel.id))) is access
    assert await driver.sender.access(Place("discord", realm, "1")) is Access.SHUT
    assert await driver.sender.access(Place("discord", "1", "1")) is None
    for access in (Access.PUBLIC, Access.SHUT):
        assert Voice("fr").has(f"fault-place-{access}")


# --- given again -----------------------------------------------------------------------------------------


async def test_another_place_takes_what_was_waiting(stage: Stage) -> None:
    driver = driver_of(stage)
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim)
    await karim.presses("practice.send")
    sophie.sees("La question miroir", "place")
    old, new = driver.channel, driver.private_channel("autre")
    await driver.env.settle()
    driver.env.backend.delete_channel(old.id)
    driver.channel = new
    await driver.env.settle()
    before = len(driver.env.http_requests)
    await write(karim, title="Se taire")
    await karim.presses("practice.send")
    tries = [r for r in driver.env.http_requests[before:] if r.path == f"/channels/{old.id}/messages"]
    assert len(tries) == 1
    sophie.sees("Le salon du cercle est hors d’atteinte.", "dm")
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    sophie.sees("Le salon du cercle n’existe plus.", "reply")
    await sophie.presses("circle.place")
    await sophie.submits(place=driver.place)
    sophie.sees("Le salon du cercle est choisi.")
    sophie.sees("Se taire", "place")
    sophie.never_sees("La question miroir", "place")  # what came before stays where it was
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    assert "n’existe plus" not in sophie.person.texts("reply")[-1]


async def test_a_place_that_lets_us_in_again_takes_what_was_waiting(stage: Stage) -> None:
    """The role by which the bot could write is deleted, and given back."""
    driver = driver_of(stage)
    backend = driver.env.backend
    role = driver.guild.create_role("invitée")
    backend.add_member_role(driver.guild.id, backend.bot_user.id, role.id)
    shut, open_ = (discord.PermissionOverwrite(view_channel=can) for can in (False, True))
    everyone = driver.guild.default_role
    driver.channel = driver.guild.create_text_channel(
        "role", overwrites={everyone: shut, driver.reader: open_, role: open_}
    )
    await driver.restart()
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    backend.delete_role(driver.guild.id, role.id)
    before = len(driver.env.http_requests)
    await write(karim)
    await karim.presses("practice.send")
    posts = [r for r in driver.env.http_requests[before:] if r.method == "POST"]
    assert sum(r.path == f"/channels/{driver.channel.id}/messages" for r in posts) == 1
    await stage.later(days=1)
    sophie.sees("n’a plus le droit d’écrire dans le salon", "dm")
    allow(driver, administrator=True)
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    await sophie.presses("circle.retry")
    assert sophie.counts("La question miroir") == 1


async def test_nobody_but_a_steward_moves_a_circle(stage: Stage) -> None:
    driver = driver_of(stage)
    sophie, _ = await circle(stage, "Karim Benali")
    async with stage.database.read() as tx:
        (found,) = await tx.circles.named("coachs-lyon")
        before = await tx.circles.places(found.id)
    other = driver.private_channel("autre")
    await driver.env.settle()
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    await sophie.presses("circle.place")
    async with stage.database.write() as tx:
        (one,) = [m for m in await tx.members.active(found.id) if m.member.is_steward]
        await tx.members.save(replace(one.member, role=Role.MEMBER))
    with choosing(driver, other):
        await sophie.submits(place=driver.place)
    async with stage.database.read() as tx:
        assert await tx.circles.places(found.id) == before


async def test_a_crash_while_a_place_is_made_makes_no_second_one(stage: Stage) -> None:
    driver = driver_of(stage)
    allow(driver, administrator=True)
    sophie = stage.person("Sophie Lenoir", administers=True)
    await sophie.person.runs("circle")
    await sophie.person.presses("circle.create")
    await sophie.person.submits(
        name="Coachs Lyon", place="", register="tu", objectives="Progresser.", charter=CHARTER
    )
    await driver.sender.make_place(
        str(driver.guild.id), "Coachs Lyon", Account("discord", "", sophie.ref[1:]), again=False
    )
    await driver.env.settle()
    jobs = Jobs(stage.database, JOBS, {"discord": driver.sender}, stage.clock)
    async with stage.database.write() as tx:  # the intent is committed, and the process dies
        (row,) = [r for r in await tx.jobs.claim(32, 30, ("discord",)) if r.kind == "circle.house"]
        await tx.jobs.intend(row)
    stage.clock.pass_(minutes=1)
    await jobs.run_due()
    assert [name for name in driver.guild.channels if "lyon" in name.lower()] == ["coachs-lyon"]
    assert len(await places_of(stage)) == 1
