"""The connection through weather: drops, lost sessions, refusals, dispatches that nobody can read."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from adapters.discord import Refused, make_client, run
from bot.card import Card
from bot.command import REACTED
from bot.i18n import Voice
from bot.vocabulary import Place
from tests.discord.loopback.conftest import PATIENCE, SCALE, Running
from tests.discord.toy import ToyDoor
from tests.emulators.discord import Channel, DiscordServer, Message, Person, texts

BULB = "💡"
BACK_S = 10 * PATIENCE


async def posted(bot: Running, place: Place, circle: Channel) -> Message:
    sent = await bot.outbound.send(place, Card("Une toupie"), Voice(), "job-1")
    return circle.messages[sent.message]


async def heard(server: DiscordServer, door: ToyDoor, count: int = 1) -> list[str]:
    """The events of the reactions that reached the core, once there are that many."""
    await server.until(lambda: len(reactions(door)) >= count)
    return [request.event for request in reactions(door)]


def reactions(door: ToyDoor) -> list[Any]:
    return [request for request in door.requests if request.verb == REACTED]


async def answers(server: DiscordServer, lea: Person) -> None:
    """The bot serves: an act is answered."""
    turn = await lea.slash("shelf")
    assert turn.message is not None
    assert texts(turn.message) == ["### Fait : toy.shelf"]


async def test_it_asks_for_servers_and_reactions_alone(server: DiscordServer, bot: Running) -> None:
    (identified,) = server.gateway.identified
    assert identified["intents"] == 1025
    assert "presence" not in identified
    (declared,) = server.asked("PUT", "/commands")
    assert declared.status == 200


async def test_after_a_drop_what_was_missed_is_replayed_once(
    server: DiscordServer, bot: Running, place: Place, circle: Channel, lea: Person, door: ToyDoor
) -> None:
    message = await posted(bot, place, circle)
    lea.reacts(message, BULB)
    await heard(server, door)
    server.gateway.cut()
    lea.unreacts(message, BULB)
    lea.reacts(message, BULB)
    session = await server.connected()
    events = await heard(server, door, 2)
    assert session.resumed == 1
    (resumed,) = server.gateway.resumed
    assert resumed["path"] == "/resume/"
    assert len(set(events)) == len(events) == 2
    assert len(server.gateway.identified) == 1
    assert door.standing == []
    await answers(server, lea)


async def test_what_is_replayed_twice_has_one_event(
    server: DiscordServer, bot: Running, place: Place, circle: Channel, lea: Person, door: ToyDoor
) -> None:
    """The inbox knows an event by its id: what comes again under its number has no second effect."""
    message = await posted(bot, place, circle)
    server.faults.deliver_twice = "same"
    lea.reacts(message, BULB)
    events = await heard(server, door, 2)
    assert len(set(events)) == 1


@pytest.mark.parametrize("how", ["op 7", "op 9, resumable"])
async def test_asked_to_reconnect_it_resumes(
    server: DiscordServer, bot: Running, lea: Person, how: str
) -> None:
    if how == "op 7":
        server.gateway.ask_to_reconnect()
    else:
        server.gateway.invalidate(resumable=True)
    await server.until(lambda: bool(server.gateway.resumed))
    await server.connected()
    assert len(server.gateway.identified) == 1
    await answers(server, lea)


@pytest.mark.parametrize("code", [1001, 4000, 4009, 1000])
async def test_a_closed_connection_comes_back(
    server: DiscordServer, bot: Running, lea: Person, code: int
) -> None:
    """Resumed where that can be, else begun anew."""
    server.gateway.hang_up(code)
    await server.until(lambda: bool(server.gateway.resumed))
    await server.connected()
    assert len(server.gateway.identified) == (1 if code == 4000 else 2)
    await answers(server, lea)


async def test_after_a_lost_session_what_stands_there_is_read_again(
    server: DiscordServer, bot: Running, place: Place, circle: Channel, lea: Person, door: ToyDoor
) -> None:
    message = await posted(bot, place, circle)
    door.posts = [(place, message.id)]
    server.gateway.invalidate()
    lea.reacts(message, BULB)
    await server.until(lambda: len(server.gateway.identified) == 2)
    await server.until(lambda: door.standing)
    ((where, read, found),) = door.standing
    assert (where, read) == (place, message.id)
    assert [account.user for account in found["shiny"]] == [lea.id]
    assert reactions(door) == []
    await answers(server, lea)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (4004, "copy the bot's token again"),
        (4013, "refuses this bot the events"),
        (4014, "refuses this bot the events it asks for"),
    ],
)
async def test_a_refused_connection_is_one_line(
    server: DiscordServer, running: Running, code: int, said: str
) -> None:
    server.gateway.refuses = code
    async with asyncio.timeout(10):
        with pytest.raises(Refused, match=said) as refused:
            await running.task
    assert "\n" not in refused.value.line
    assert server.token not in refused.value.line
    assert len(server.gateway.identified) == 1
    assert running.client.is_closed()


@pytest.mark.parametrize("call", ["GET /users/@me", "GET /applications/*/commands", "PUT /applications/*"])
async def test_a_discord_that_is_down_at_the_start_is_waited_for(
    server: DiscordServer, running: Running, lea: Person, call: str
) -> None:
    server.faults.error(call, 503, times=2)
    await running.ready()
    await answers(server, lea)


async def test_another_token_is_refused_before_anything_opens(
    server: DiscordServer, circle: Channel, door: ToyDoor
) -> None:
    bot = make_client(door, api_url=server.api_url, gateway_url=server.gateway_url, scale=SCALE)
    with pytest.raises(Refused, match="DISCORD_TOKEN"):
        await run(bot, "another")
    assert server.gateway.identified == []


@pytest.mark.parametrize(
    ("kind", "missing"), [("INTERACTION_CREATE", "token"), ("MESSAGE_REACTION_ADD", "channel_id")]
)
async def test_a_dispatch_that_lacks_a_key_ends_nothing(
    server: DiscordServer,
    bot: Running,
    place: Place,
    circle: Channel,
    lea: Person,
    door: ToyDoor,
    kind: str,
    missing: str,
) -> None:
    """The library raises out of its own loop: the client is built anew, and answers soon."""
    message = await posted(bot, place, circle)
    door.posts = [(place, message.id)]
    began = asyncio.get_running_loop().time()
    server.faults.lose[kind] = missing
    if kind == "INTERACTION_CREATE":
        button = await lea.slash("shelf", wait=False)
        assert button.interaction.kind is None
    else:
        lea.reacts(message, BULB)
    await server.until(lambda: len(server.gateway.identified) == 2)
    await server.connected()
    await answers(server, lea)
    assert asyncio.get_running_loop().time() - began < BACK_S
    await server.until(lambda: door.standing)
    lea.unreacts(message, BULB)
    lea.reacts(message, BULB)
    await heard(server, door)


async def test_an_unheard_of_dispatch_is_ignored(server: DiscordServer, bot: Running, lea: Person) -> None:
    server.tell("SOMETHING_NEW", {"colour": "green"})
    server.tell("INTERACTION_CREATE_AGAIN", {})
    await answers(server, lea)
    assert len(server.gateway.identified) == 1
    assert server.gateway.resumed == []


async def test_dispatches_in_another_order_are_all_heard(
    server: DiscordServer, bot: Running, place: Place, circle: Channel, lea: Person, door: ToyDoor
) -> None:
    message = await posted(bot, place, circle)
    max_ = server.add_person("Max", circle)
    server.faults.hold = True
    for person in (lea, max_):
        person.reacts(message, BULB)
    server.release(lambda held: held[::-1])
    await heard(server, door, 2)
    assert [request.actor.user for request in reactions(door)] == [max_.id, lea.id]


async def test_a_gateway_that_answers_no_heartbeat_is_left(
    server: DiscordServer, running: Running, lea: Person
) -> None:
    running.client._connection.heartbeat_timeout = 0.5  # the library's minute
    await running.ready()
    server.faults.deaf = True
    await server.until(lambda: bool(server.gateway.resumed))
    server.faults.deaf = False
    await server.connected()
    await answers(server, lea)
