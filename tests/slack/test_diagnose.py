"""The doctor asks a Slack on loopback: tokens, scopes, clock, and what each circle's channel is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack import diagnose
from bot.operations.findings import Finding, Level
from bot.settings import load
from bot.vocabulary import Place
from tests.emulators.slack import Channel, SlackServer
from tests.emulators.slack.core import SCOPES


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer.running() as server:
        yield server


@pytest.fixture
def channel(slack: SlackServer) -> Channel:
    return slack.add_channel("cercle", bot=True)


async def found(
    slack: SlackServer,
    channel: Channel | None = None,
    *,
    bot: str = "",
    app: str = "",
    url: str = "",
    later: timedelta = timedelta(),
) -> dict[str, list[Finding]]:
    tokens = {"SLACK_BOT_TOKEN": bot or slack.bot_token, "SLACK_APP_TOKEN": app or slack.app_token}
    settings = load({**tokens, "SLACK_API_URL": url or slack.base_url})
    id_ = channel.id if channel else "C0NOWHERE"
    bound = [("c1", Place("slack", "T1", id_)), ("c2", Place("discord", "1", "2"))]
    by_check: dict[str, list[Finding]] = {}
    async for one in diagnose(settings, bound, datetime.now(UTC) + later):
        assert not any(token in repr(one) for token in tokens.values())
        by_check.setdefault(one.check, []).append(one)
    return by_check


async def test_all_is_well(slack: SlackServer, channel: Channel) -> None:
    said = await found(slack, channel)
    assert {one.level for each in said.values() for one in each} == {Level.OK}
    assert set(said) == {"slack.token", "slack.scopes", "slack.socket", "slack.circle.c1"}
    assert not slack.links
    assert slack.refusals == []


async def test_over_http_there_is_no_token_to_ask_about(slack: SlackServer) -> None:
    road = {"SLACK_SIGNING_SECRET": slack.signing_secret, "HTTP_LISTEN": "127.0.0.1:3000"}
    settings = load({**road, "SLACK_BOT_TOKEN": slack.bot_token, "SLACK_API_URL": slack.base_url})
    said = [one async for one in diagnose(settings, (), datetime.now(UTC))]
    assert [(one.check, one.level) for one in said][-1] == ("slack.http", Level.OK)
    assert slack.signing_secret not in repr(said)


@pytest.mark.parametrize(
    ("missing", "level"), [("groups:write", Level.BROKEN), ("mpim:write", Level.WARNING)]
)
async def test_a_missing_scope_is_named(missing: str, level: Level) -> None:
    async with SlackServer.running(scopes=SCOPES - {missing}) as slack:
        (one,) = (await found(slack, slack.add_channel("cercle", bot=True)))["slack.scopes"]
    assert (one.level, missing in one.what, missing in one.next) == (level, True, True)


async def test_a_scope_too_many_is_named_and_optional_ones_are_not() -> None:
    async with SlackServer.running(scopes=SCOPES | {"admin", "groups:history"}) as slack:
        said = (await found(slack, slack.add_channel("cercle", bot=True)))["slack.scopes"]
    assert [(one.level, "admin" in one.what) for one in said] == [(Level.WARNING, True), (Level.OK, False)]


@pytest.mark.parametrize(
    ("how", "level", "what"),
    [
        ("archived", Level.BROKEN, "archived"),
        ("ext_shared", Level.WARNING, "another organisation"),
        ("pending_shared", Level.WARNING, "another organisation"),
    ],
)
async def test_what_a_channel_has_become_is_told(
    slack: SlackServer, channel: Channel, how: str, level: Level, what: str
) -> None:
    setattr(channel, how, True)
    (one,) = (await found(slack, channel))["slack.circle.c1"]
    assert (one.level, what in one.what) == (level, True)


async def test_a_public_channel_is_told_and_one_out_of_sight(slack: SlackServer, channel: Channel) -> None:
    channel.kind = "public"
    (one,) = (await found(slack, channel))["slack.circle.c1"]
    assert (one.level, "everyone in the workspace" in one.what) == (Level.WARNING, True)
    channel.kind = "private"
    channel.members.clear()
    (one,) = (await found(slack, channel))["slack.circle.c1"]
    assert (one.level, "out of the bot's sight" in one.what) == (Level.BROKEN, True)
    (one,) = (await found(slack))["slack.circle.c1"]
    assert one.level is Level.BROKEN


async def test_refused_tokens_are_broken(slack: SlackServer, channel: Channel) -> None:
    said = await found(slack, channel, bot="xoxb-wrong")
    assert {check: each[0].level for check, each in said.items()} == {"slack.token": Level.BROKEN}
    said = await found(slack, channel, app="xapp-wrong")
    assert said["slack.socket"][0].level is Level.BROKEN
    assert said["slack.circle.c1"][0].level is Level.OK
    await slack.uninstall()
    said = await found(slack, channel)
    assert "account_inactive" in said["slack.token"][0].what


async def test_a_clock_that_is_off_is_told(slack: SlackServer, channel: Channel) -> None:
    (one,) = (await found(slack, channel, later=timedelta(minutes=3)))["slack.clock"]
    assert one.level is Level.WARNING
    assert "apart" in one.what


async def test_a_slack_in_trouble_is_a_warning(slack: SlackServer, channel: Channel) -> None:
    slack.faults.server_error("auth.test")
    (one,) = (await found(slack, channel))["slack"]
    assert (one.level, "not reached from here (500)" in one.what) == (Level.WARNING, True)
    slack.faults.rate_limit("conversations.info")
    (one,) = (await found(slack, channel))["slack"]
    assert (one.level, "ratelimited" in one.what) == (Level.WARNING, True)
    (one,) = (await found(slack, channel, url="http://127.0.0.1:1/api/"))["slack"]
    assert one.level is Level.WARNING


async def test_without_a_token_nothing_is_asked() -> None:
    assert [one async for one in diagnose(load({}), (), datetime.now(UTC))] == []
