"""Slack takes the app out of a workspace: what it holds of channels goes, and no token was ever kept."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from storage.schema import metadata
from tests.contract.drivers.slack import SlackDriver
from tests.contract.scenarios import circle, write
from tests.contract.stage import Actor, Stage
from tests.emulators.slack import SlackServer
from tests.slack.product.hands import driver_of
from tests.slack.toy import ToyDoor


async def used(stage: Stage) -> tuple[Actor, Actor]:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim)
    await karim.presses("practice.send")
    sophie.sees("La question miroir", "place")
    return sophie, karim


async def frozen(stage: Stage) -> bool:
    async with stage.database.read() as tx:
        (found,) = await tx.circles.named("coachs-lyon")
        return await tx.circles.is_frozen(found.id)


async def everything(stage: Stage) -> str:
    async with stage.database.engine.connect() as connection:
        return repr([(await connection.execute(select(table))).all() for table in metadata.sorted_tables])


@pytest.mark.parametrize("how", ["uninstall", "revokes"])
async def test_an_end_purges_at_once_and_a_new_installation_brings_it_back(stage: Stage, how: str) -> None:
    driver = driver_of(stage)
    driver.double = True
    sophie, _ = await used(stage)
    workspace = driver.slack.workspace
    ids = {*workspace.channels, *(ts for _, ts in workspace.messages)}
    assert driver.channel.id in await everything(stage)
    await getattr(driver.slack, how)()
    assert await frozen(stage)
    left = await everything(stage)
    assert [one for one in ids if one in left] == []
    said, tried = len(workspace.messages), len(driver.slack.refusals)
    await stage.later(days=20)
    assert len(workspace.messages) == said
    assert len(driver.slack.refusals) == tried  # nothing was even asked
    driver.double = False
    driver.slack.installs_again()
    await driver.restart()  # with the new token
    assert not await frozen(stage)
    await stage.settle()
    sophie.sees("Le cercle est de retour.", "dm")
    await driver.slack.invites_app(driver.channel)
    await sophie.presses("circle.place")
    await sophie.submits(place=driver.place)
    sophie.sees("Le salon du cercle est choisi.")


async def test_a_persons_own_token_is_nothing_to_us(stage: Stage) -> None:
    driver = driver_of(stage)
    await used(stage)
    for tokens in ({"oauth": ["U0SOMEBODY"]}, {"bot": ["U0OTHERBOT"]}, {}):
        driver.slack.tell("tokens_revoked", tokens=tokens)
        await driver.slack.settled()
        assert not await frozen(stage)


async def test_an_end_that_fails_is_delivered_again() -> None:
    door, failed = ToyDoor(), []
    before = door.heard

    async def once_broken(fact: object) -> None:
        await before(fact)  # type: ignore[arg-type]
        if fact.event and not failed:  # type: ignore[attr-defined]
            failed.append(fact)
            raise RuntimeError("boom")

    door.heard = once_broken  # type: ignore[method-assign]
    driver = SlackDriver(scale=0.2)
    await driver.start(lambda: door)
    try:
        await driver.slack.uninstall()
        await driver.slack.skip(61)
        driver.slack.forgive()
    finally:
        await driver.stop()
    ends = [fact for fact in door.told if fact.event]
    assert len(ends) >= 2
    assert len({fact.event for fact in ends}) == 1


async def test_a_token_is_kept_nowhere(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """After a whole story, with trouble in it: not in the file, its log of writes, a dump, nor in a line."""
    caplog.set_level(logging.DEBUG)
    driver = driver_of(stage)
    tokens = [driver.slack.bot_token, driver.slack.app_token]
    _, karim = await used(stage)
    for trouble in ("server_error", "rate_limit"):
        getattr(driver.slack.faults, trouble)("chat.postMessage")
    await write(karim, title="Se taire")
    await karim.presses("practice.send")
    await stage.later(minutes=10)
    await driver.restart()
    await driver.slack.uninstall()
    await stage.later(days=2)
    driver.slack.installs_again()
    tokens.append(driver.slack.bot_token)
    await driver.restart()
    await stage.settle()
    file = Path(str(make_url(stage.url).database))
    kept = b"".join(one.read_bytes() for one in sorted(file.parent.glob(f"{file.name}*")))
    with closing(sqlite3.connect(file)) as database:
        dump = "\n".join(database.iterdump())
    assert len(kept) > 50_000
    assert "coachs-lyon" in dump
    lines = "\n".join(f"{r.getMessage()} {r.__dict__} {r.exc_text}" for r in caplog.records)
    assert "entrepairs" in lines
    for token in tokens:
        assert token.encode() not in kept
        assert token not in dump
        assert token not in "\n".join(line for line in lines.splitlines() if "entrepairs." in line)


async def test_a_token_that_was_revoked_is_refused_by_the_judge() -> None:
    async with SlackServer.running() as slack:
        old = slack.bot_token
        await slack.revokes()
        slack.installs_again()
        assert slack.bot_token != old
