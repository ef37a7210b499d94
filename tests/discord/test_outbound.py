"""Messages out of turn, and Discord's refusals as ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import aiohttp
import discord
import pytest

from adapters.discord.pace import Pace
from bot.card import Card
from bot.errors import Closed, Delivery, Gone, Rejected, RetryAfter, Shut, Unclear
from bot.i18n import Voice
from bot.ports import Sent
from bot.vocabulary import Account, Place
from tests.contract.drivers.discord import Driver
from tests.discord.toy import EVERY_BLOCK, ToyDoor

VOICE = Voice()
CARD = Card("Bonjour")
EVER = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture
async def driver(door: ToyDoor) -> AsyncIterator[Driver]:
    driver = Driver()
    await driver.start(lambda: door)
    yield driver
    await driver.stop()


def place(driver: Driver) -> Place:
    guild, _, channel = driver.place.partition("/")
    return Place("discord", guild, channel)


async def test_a_card_in_the_channel_can_be_edited(driver: Driver) -> None:
    lea = driver.person("Léa")
    sent = await driver.sender.send(place(driver), EVERY_BLOCK, VOICE, "job-1")
    assert (sent.realm, sent.address) == (place(driver).realm, place(driver).id)
    assert lea.sees("Un *titre*", "place")
    await driver.restart()
    await driver.sender.edit(sent, CARD, VOICE)
    assert lea.texts("place") == ["Bonjour"]


async def test_the_nonce_is_enforced(driver: Driver) -> None:
    await driver.sender.send(place(driver), CARD, VOICE, "job-1")
    posted = [r for r in driver.env.http_requests if r.method == "POST" and r.path.endswith("/messages")]
    assert (posted[-1].json["nonce"], posted[-1].json["enforce_nonce"]) == ("job-1", True)
    assert posted[-1].json["allowed_mentions"]["parse"] == []
    with pytest.raises(Rejected):
        await driver.sender.send(place(driver), CARD, VOICE, "x" * 26)


async def test_what_cannot_be_found_is_none(driver: Driver) -> None:
    assert await driver.sender.find(place(driver), "job-1", EVER) is None
    driver.env.inject_error("GET", "/channels/*/messages", status=403, code=50001)
    assert await driver.sender.find(place(driver), "job-1", EVER) is None


async def test_a_member_is_let_in(driver: Driver) -> None:
    closed = discord.PermissionOverwrite(view_channel=False)
    inner = driver.guild.create_text_channel("dedans", overwrites={driver.guild.default_role: closed})
    await driver.env.settle()
    lea = driver.person("Léa")
    there = Place("discord", str(driver.guild.id), str(inner.id))
    account = Account("discord", "", lea.ref[1:])
    with pytest.raises(Exception, match="cannot read"):
        inner.history(viewer=lea.actor)
    _let_the_bot_manage(driver)
    assert await driver.sender.admit(there, account) is True
    assert inner.history(viewer=lea.actor) == []
    before = len(driver.env.http_requests)
    assert await driver.sender.admit(there, account) is True  # let in already: nothing is asked, or changed
    assert len(driver.env.http_requests) == before
    driver.env.inject_error("PUT", "/channels/*/permissions/*", status=403, code=50013)
    tom = Account("discord", "", driver.person("Tom").ref[1:])
    assert await driver.sender.admit(there, tom) is False


def _let_the_bot_manage(driver: Driver) -> None:
    backend = driver.env.backend
    role = driver.guild.create_role("bot", permissions=discord.Permissions(administrator=True))
    backend.add_member_role(driver.guild.id, backend.bot_user.id, role.id)


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (403, 50007, Closed),
        (403, 50278, Closed),
        (403, 50001, Shut),
        (403, 50013, Shut),
        (400, 160005, Shut),
        (403, 40003, RetryAfter),
        (404, 10003, Gone),
        (429, 0, RetryAfter),
        (500, 0, Unclear),
        (503, 0, Unclear),
        (401, 0, Unclear),
        (400, 50035, Rejected),
    ],
)
async def test_refusals_are_ours(driver: Driver, status: int, code: int, expected: type[Delivery]) -> None:
    lea = Account("discord", "", driver.person("Léa").ref[1:])
    words = "the words of a member"
    for to in (lea, place(driver)):
        driver.env.inject_error("POST", "/channels/*/messages", status=status, code=code, message=words)
        with pytest.raises(expected) as refused:
            await driver.sender.send(to, CARD, VOICE, "job-1")
        assert words not in str(refused.value)
        assert refused.value.__cause__ is None


async def test_a_thread_that_was_archived_is_opened_again_once(driver: Driver) -> None:
    _let_the_bot_manage(driver)
    thread = driver.env.backend.create_thread(driver.channel.id, "rencontre", driver.env.bot.user.id)
    await driver.env.settle()
    there = Place("discord", place(driver).realm, str(thread.id))
    sent = await driver.sender.send(there, CARD, VOICE, "job-1")
    posts, edits = ("POST", f"/channels/{thread.id}/messages"), ("PATCH", f"/channels/{thread.id}/messages/*")
    for method, path in (posts, edits):
        driver.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
        driver.env.inject_error(method, path, status=400, code=50083)
        before = len(driver.env.http_requests)
        if method == "POST":
            await driver.sender.send(there, CARD, VOICE, "job-2")
        else:
            await driver.sender.edit(sent, CARD, VOICE)
        assert [r.method for r in driver.env.http_requests[before:]] == [method, "PATCH", method]
        assert driver.env.backend.channels[thread.id].thread_metadata.archived is False
    driver.env.inject_error("POST", posts[1], status=400, code=50083, times=2)
    with pytest.raises(Shut):  # it will not be opened: one more try, and no other
        await driver.sender.send(there, CARD, VOICE, "job-3")


async def test_two_hundred_at_once_go_one_after_the_other() -> None:
    """Faster than Discord takes them, each would be refused, and ten thousand refusals are a ban."""
    pace, other = Pace(), Pace()
    waits = [pace.wait_s(now=100.0) for _ in range(200)]
    assert waits == sorted(waits)
    assert waits[0] == 0
    for start in range(150):  # in whatever second one looks
        assert sum(waits[start] <= wait < waits[start] + 1 for wait in waits) <= 41
    assert sum(other.wait_s(now=float(at)) for at in range(10)) == 0  # nobody waits where nobody else is


async def test_a_message_that_is_gone_is_said_so(driver: Driver) -> None:
    with pytest.raises(Gone):
        await driver.sender.edit(Sent("", place(driver).id, "123"), CARD, VOICE)


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (TimeoutError, Unclear),
        (aiohttp.ServerDisconnectedError, Unclear),
        (ConnectionResetError, Unclear),
        (lambda: discord.RateLimited(60.0), RetryAfter),
    ],
)
async def test_a_broken_line_leaves_it_unclear(
    driver: Driver,
    monkeypatch: pytest.MonkeyPatch,
    broken: Callable[[], Exception],
    expected: type[Delivery],
) -> None:
    async def request(*args: object, **kwargs: object) -> None:
        await asyncio.sleep(0)
        raise broken()

    monkeypatch.setattr(driver.env.bot.http, "request", request)
    with pytest.raises(expected):
        await driver.sender.send(place(driver), CARD, VOICE, "job-1")
