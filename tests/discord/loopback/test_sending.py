"""Messages out of turn through rates, faults and broken lines: sent once, or said why not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.card import Card
from bot.errors import Closed, Delivery, Gone, RetryAfter, Shut, Unclear
from bot.i18n import Voice
from bot.ports import Sent
from bot.vocabulary import Account, Place
from tests.discord.loopback.conftest import Door, Running
from tests.discord.toy import EVERY_BLOCK
from tests.emulators.discord import Channel, DiscordServer, Person, texts

POST = "POST /channels/*/messages"
CARD, VOICE = Card("Bonjour"), Voice()
EVER = datetime(2000, 1, 1, tzinfo=UTC)


def account(person: Person) -> Account:
    return Account("discord", "", person.id)


async def send(bot: Running, to: Place | Account, nonce: str = "job-1") -> Sent:
    return await bot.outbound.send(to, CARD, VOICE, nonce)


async def test_every_block_is_taken_and_edited(
    server: DiscordServer, bot: Running, place: Place, circle: Channel, lea: Person
) -> None:
    sent = await bot.outbound.send(place, EVERY_BLOCK, VOICE, "job-1")
    await bot.outbound.edit(sent, CARD, VOICE)
    assert texts(circle.messages[sent.message]) == ["### Bonjour"]
    private = await send(bot, account(lea), "job-2")
    assert [one.id for one in lea.sees(lea.private)] == [private.message]
    assert server.refusals == []


# --- rates -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_it_waits_for_its_turn(
    server: DiscordServer, bot: Running, place: Place, circle: Channel, scope: Any
) -> None:
    server.faults.limit(POST, times=2, retry_after_s=0.05, scope=scope)
    began = asyncio.get_running_loop().time()
    sent = await send(bot, place)
    assert asyncio.get_running_loop().time() - began >= 0.1
    assert list(circle.messages) == [sent.message]
    assert [one.status for one in server.asked("POST", "/messages")] == [429, 429, 200]


@pytest.mark.parametrize(("retry_after_s", "via"), [(40.0, True), (40.0, False)])
async def test_a_long_wait_goes_back_to_the_jobs(
    server: DiscordServer, bot: Running, place: Place, circle: Channel, retry_after_s: float, via: bool
) -> None:
    """Discord's own, and one of whatever stands before it, which the library takes for a ban."""
    server.faults.limit(POST, retry_after_s=retry_after_s, via=via)
    with pytest.raises(RetryAfter) as later:
        await send(bot, place)
    assert later.value.seconds == retry_after_s
    assert circle.messages == {}
    await send(bot, place)


async def test_a_burst_waits_without_being_refused(
    server: DiscordServer, bot: Running, place: Place, circle: Channel
) -> None:
    await asyncio.gather(*(send(bot, place, f"job-{n}") for n in range(8)))
    assert sorted(str(one.nonce) for one in circle.messages.values()) == sorted(f"job-{n}" for n in range(8))
    assert server.refusals == []


# --- what is unclear ---------------------------------------------------------------------------------------


async def test_503_is_unclear_and_nothing_was_sent(
    server: DiscordServer, bot: Running, place: Place, circle: Channel
) -> None:
    server.faults.error(POST, 503)
    with pytest.raises(Unclear):
        await send(bot, place)
    assert circle.messages == {}
    assert await bot.outbound.find(place, "job-1", EVER) is None
    await send(bot, place)


async def test_one_500_is_tried_again(
    server: DiscordServer, bot: Running, place: Place, circle: Channel
) -> None:
    server.faults.error(POST, 500)
    sent = await send(bot, place)
    assert list(circle.messages) == [sent.message]


@pytest.mark.parametrize(("break_", "kept"), [("drop_before", 0), ("drop_after_commit", 1)])
async def test_a_broken_line_is_unclear_and_the_same_nonce_makes_one_message(
    server: DiscordServer, bot: Running, place: Place, circle: Channel, break_: str, kept: int
) -> None:
    getattr(server.faults, break_)(POST)
    with pytest.raises(Unclear):
        await send(bot, place)
    assert len(circle.messages) == kept
    found = await bot.outbound.find(place, "job-1", EVER)
    assert [found.message] if found else list(circle.messages) == []
    sent = await send(bot, place)
    assert list(circle.messages) == [sent.message]
    assert await bot.outbound.find(place, "job-1", EVER) == sent


async def test_given_up_after_its_time_and_sent_again_it_is_one_message(
    server: DiscordServer, bot: Running, place: Place, circle: Channel, lea: Person
) -> None:
    """The answer never comes: the table of jobs gives the send up after ten seconds."""
    for to, where in ((place, circle), (account(lea), lea.private)):
        server.faults.hang_after_commit(POST)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await send(bot, to)
        assert len(where.messages) == 1
        sent = await send(bot, to)
        assert list(where.messages) == [sent.message]


# --- what cannot be ----------------------------------------------------------------------------------------


def closed_dms(circle: Channel, lea: Person) -> None:
    lea.user.takes_dms = False


def hidden(circle: Channel, lea: Person) -> None:
    circle.closed = "access"


def mute(circle: Channel, lea: Person) -> None:
    circle.closed = "write"


@pytest.mark.parametrize(
    ("when", "private", "expected"),
    [(closed_dms, True, Closed), (hidden, False, Shut), (mute, False, Shut)],
)
async def test_refusals_are_ours(
    bot: Running,
    place: Place,
    circle: Channel,
    lea: Person,
    when: Callable[[Channel, Person], None],
    private: bool,
    expected: type[Delivery],
) -> None:
    when(circle, lea)
    with pytest.raises(expected):
        await send(bot, account(lea) if private else place)
    assert circle.messages == {}


async def test_what_was_archived_is_opened_again(bot: Running, place: Place, circle: Channel) -> None:
    circle.archived = True
    await send(bot, place)
    assert not circle.archived
    assert len(circle.messages) == 1


@pytest.mark.parametrize("way", ["send", "edit"])
async def test_what_was_locked_is_left_alone(
    server: DiscordServer, bot: Running, place: Place, circle: Channel, way: str
) -> None:
    """Only who manages threads opens it again, which we do not ask for: one try to do so, and no more."""
    thread = server.add_thread(circle, "Rencontre")
    there = Place("discord", place.realm, thread.id)
    sent = await send(bot, there)
    thread.archived = thread.locked = True
    begun = len(server._core.asked)
    acts = {"send": lambda: send(bot, there, "job-2"), "edit": lambda: bot.outbound.edit(sent, CARD, VOICE)}
    with pytest.raises(Shut):
        await acts[way]()
    method = {"send": "POST", "edit": "PATCH"}[way]
    assert [one.method for one in server._core.asked[begun:]] == [method, "PATCH"]
    assert [one.code for one in server.refusals] == [50083, 50013]
    assert (len(thread.messages), thread.archived) == (1, True)


async def test_what_is_not_there_is_gone(bot: Running, place: Place, circle: Channel, lea: Person) -> None:
    sent = await send(bot, place)
    circle.messages.clear()
    for impossible in (
        bot.outbound.edit(sent, CARD, VOICE),
        send(bot, Place("discord", place.realm, "1"), "job-2"),
        send(bot, Account("discord", "", "1"), "job-3"),
    ):
        with pytest.raises(Gone):
            await impossible


async def test_a_member_is_let_in(bot: Running, place: Place, circle: Channel, lea: Person) -> None:
    assert await bot.outbound.admit(place, account(lea)) is True
    assert circle.overwrites[lea.id] == {
        "id": lea.id,
        "type": 1,
        "allow": str(1 << 10 | 1 << 16),
        "deny": "0",
    }
    circle.closed = "write"
    assert await bot.outbound.admit(place, account(lea)) is False


async def test_without_a_connection_it_comes_back_later(
    server: DiscordServer, door: Door, place: Place, circle: Channel
) -> None:
    """Before the first one, and between two: nothing was sent, and it is nobody's defect."""
    bot = Running(server, door)
    acts = (lambda: send(bot, place), lambda: bot.outbound.find(place, "job-1", EVER))
    for act in acts:
        with pytest.raises(RetryAfter):
            await act()
    await bot.ready()
    await send(bot, place)
    await bot.stop()
    for act in acts:
        with pytest.raises(RetryAfter):
            await act()
    assert len(circle.messages) == 1
