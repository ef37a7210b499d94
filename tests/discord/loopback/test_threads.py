"""The private thread of a meeting: opened once, for those who come, and never in the way of what is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.discord import threads
from bot.errors import RetryAfter, Unclear
from bot.vocabulary import Account, Place, Thread
from tests.contract.drivers.loopback import Driver, Person
from tests.contract.scenarios import NB, circle
from tests.contract.scenarios_sessions import plan
from tests.contract.stage import Actor, Stage
from tests.discord.loopback import conftest
from tests.discord.loopback.conftest import Running
from tests.discord.loopback.test_sending import CARD, EVER, VOICE, account
from tests.emulators.discord import Channel, DiscordServer, payloads
from tests.emulators.discord.things import PRIVATE_THREAD

SOON = "On commence dans une heure" + NB + ": le lien est ici."
OPEN = "POST /channels/*/threads"


# --- the sender ---------------------------------------------------------------------------------------------


@pytest.fixture
def thread(place: Place, lea: conftest.Person) -> Thread:
    return Thread(place.platform, place.realm, place.id, "Codév, jeudi à 18 h", people=(account(lea),))


async def send(bot: Running, thread: Thread) -> str:
    return (await bot.outbound.send(thread, CARD, VOICE, "job-1")).address


async def test_it_is_private_and_nobody_in_it_adds_others(
    server: DiscordServer, bot: Running, circle: Channel, thread: Thread, lea: conftest.Person
) -> None:
    address = await send(bot, thread)
    (opened,) = server.threads(circle)
    assert (opened.id, opened.kind, opened.invitable) == (address, PRIVATE_THREAD, False)
    assert opened.name == thread.title
    assert opened.members == {server.world.bot.id, lea.id}
    assert (len(opened.messages), len(circle.messages)) == (1, 0)


async def test_what_is_said_next_is_said_in_the_same(
    server: DiscordServer, bot: Running, circle: Channel, thread: Thread
) -> None:
    hugo = server.add_person("Hugo", circle)
    first = await send(bot, thread)
    await server.settled()
    later = replace(thread, people=(*thread.people, account(hugo)))
    sent = await bot.outbound.send(later, CARD, VOICE, "job-2")
    assert sent.address == first
    (opened,) = server.threads(circle)
    assert hugo.id in opened.members
    assert len(opened.messages) == 2


@pytest.mark.parametrize("break_", ["drop_before", "drop_after_commit"])
async def test_an_unclear_opening_makes_one_thread(
    server: DiscordServer, bot: Running, circle: Channel, thread: Thread, break_: str
) -> None:
    getattr(server.faults, break_)(OPEN)
    with pytest.raises(Unclear):
        await send(bot, thread)
    await server.settled()
    assert await bot.outbound.find(thread, "job-1", EVER) is None
    address = await send(bot, thread)
    assert [one.id for one in server.threads(circle)] == [address]
    assert await bot.outbound.find(thread, "job-1", EVER) is not None


async def test_a_deaf_connection_makes_no_second_thread(
    server: DiscordServer, bot: Running, circle: Channel, thread: Thread
) -> None:
    """The same broken line takes the answer and the news of what it was about."""
    server.faults.hold = True
    server.faults.drop_after_commit(OPEN)
    with pytest.raises(Unclear):
        await send(bot, thread)
    address = await send(bot, thread)
    assert [one.id for one in server.threads(circle)] == [address]
    server.release()


async def test_it_is_found_again_by_the_next_process(
    server: DiscordServer, bot: Running, circle: Channel, thread: Thread, door: conftest.Door
) -> None:
    first = await send(bot, thread)
    await bot.stop()
    other = Running(server, door)
    try:
        await other.ready()
        assert await other.outbound.find(thread, "job-1", EVER) is not None
        assert (await other.outbound.send(thread, CARD, VOICE, "job-2")).address == first
    finally:
        await other.stop()
    assert len(server.threads(circle)) == 1


async def test_who_sleeps_is_woken_to_let_somebody_in(
    server: DiscordServer, bot: Running, circle: Channel, thread: Thread
) -> None:
    address = await send(bot, thread)
    hugo = server.add_person("Hugo", circle)
    opened = server.world.channels[address]
    opened.archived = True
    assert await bot.outbound.admit(replace(thread, id=address), account(hugo))
    assert hugo.id in opened.members
    assert not opened.archived


async def test_many_are_let_in_by_and_by(
    server: DiscordServer,
    bot: Running,
    circle: Channel,
    thread: Thread,
    lea: conftest.Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing else is said meanwhile: at Discord's pace fifty may take longer than others can wait."""
    monkeypatch.setattr(threads, "LETTING_IN_S", 0.05)
    people = [lea, *(server.add_person(name, circle) for name in ("Hugo", "Inès"))]
    thread = replace(thread, people=tuple(map(account, people)))
    server.faults.slow("PUT /channels/*/thread-members/*", 0.1, times=len(people))
    for _ in people[1:]:
        with pytest.raises(RetryAfter):
            await send(bot, thread)
    address = await send(bot, thread)
    assert server.world.channels[address].members == {server.world.bot.id, *(one.id for one in people)}
    assert len([one for one in server.asked("PUT") if "/thread-members/" in one.path]) == len(people)


async def test_without_the_permission_it_is_said_in_the_channel(
    server: DiscordServer, circle: Channel, door: conftest.Door, place: Place, lea: conftest.Person
) -> None:
    """Refused beforehand, by what the connection says: Discord bans who asks in vain too often."""
    server.world.guilds[place.realm].makes_threads = False
    bot = Running(server, door)
    try:
        await bot.ready()
        thread = Thread(place.platform, place.realm, place.id, "Codév", people=(account(lea),))
        assert await send(bot, thread) == circle.id
    finally:
        await bot.stop()
    assert server.threads(circle) == []
    assert server.refusals == []


async def test_a_permission_taken_away_just_now_is_no_obstacle(
    server: DiscordServer, bot: Running, circle: Channel, thread: Thread
) -> None:
    server.world.guilds[thread.realm].makes_threads = False
    assert await send(bot, thread) == circle.id
    assert len(circle.messages) == 1


async def test_who_cannot_come_in_keeps_nobody_out(
    server: DiscordServer, bot: Running, circle: Channel, thread: Thread, lea: conftest.Person
) -> None:
    """Somebody who left the server, and somebody who may not see the channel."""
    gone = server.add_person("Hugo", circle)
    del server.world.guilds[thread.realm].members[gone.id]
    people = (Account("discord", "", gone.id), *thread.people)
    address = await send(bot, replace(thread, people=people))
    assert server.world.channels[address].members == {server.world.bot.id, lea.id}


@pytest.mark.parametrize("who", ["nobody", "only who left"])
async def test_with_nobody_in_it_it_is_said_in_the_channel(
    server: DiscordServer, bot: Running, circle: Channel, thread: Thread, lea: conftest.Person, who: str
) -> None:
    del server.world.guilds[thread.realm].members[lea.id]
    people = () if who == "nobody" else thread.people
    assert await send(bot, replace(thread, people=people)) == circle.id


async def test_what_had_to_be_said_in_the_channel_lets_nobody_into_a_thread(
    server: DiscordServer, bot: Running, circle: Channel, thread: Thread, lea: conftest.Person
) -> None:
    """An edit names its people too, wherever its message stands: that must not be in the way of the edit."""
    assert await bot.outbound.admit(thread, account(lea))
    assert server.refusals == []


async def test_a_thread_that_is_refused_is_no_obstacle(
    server: DiscordServer, bot: Running, circle: Channel, thread: Thread
) -> None:
    """Not every channel takes private ones, and some servers refuse words in a name."""
    server.faults.error(OPEN, 400)
    assert await send(bot, thread) == circle.id


@pytest.mark.parametrize("when", ["an outage", "before it says so"])
async def test_nothing_is_said_while_the_connection_does_not_tell(
    server: DiscordServer, bot: Running, circle: Channel, thread: Thread, when: str
) -> None:
    """What an earlier try opened is not known then, nor what we may: the channel would hear it as well."""
    server.faults.drop_after_commit("POST /channels/*/messages")
    with pytest.raises(Unclear):
        await send(bot, thread)
    guild = bot.client.get_guild(int(thread.realm))
    assert guild is not None
    if when == "an outage":
        guild.unavailable = True
    else:
        bot.client._connection._guilds.clear()
        bot.client._ready.clear()
    with pytest.raises(RetryAfter):
        await bot.outbound.find(thread, "job-1", EVER)
    with pytest.raises(RetryAfter):
        await send(bot, thread)
    assert circle.messages == {}


async def test_an_unclear_message_is_found_wherever_it_was_said(
    server: DiscordServer, bot: Running, circle: Channel, thread: Thread
) -> None:
    """In the channel, though a thread was opened in vain; in the thread, by whatever name."""
    hugo = server.add_person("Hugo", circle)
    del server.world.guilds[thread.realm].members[hugo.id]
    assert await send(bot, replace(thread, people=(account(hugo),))) == circle.id
    await server.settled()
    assert await bot.outbound.find(thread, "job-1", EVER) is not None
    sent = await bot.outbound.send(thread, CARD, VOICE, "job-2")
    moved = replace(thread, title="Codév, vendredi à 18 h")
    assert await bot.outbound.find(moved, "job-2", EVER) == sent


async def test_spaces_of_another_kind_make_no_other_thread(
    server: DiscordServer, bot: Running, circle: Channel, thread: Thread
) -> None:
    """Whatever Discord makes of a name's spaces."""
    thread = replace(thread, title=f"Codév  du{NB}soir, jeudi à 18{NB}h")
    first = await send(bot, thread)
    opened = server.world.channels[first]
    opened.name = "Codév du soir, jeudi à 18 h"
    told = bot.client.wait_for("thread_update", timeout=10)
    server.tell("THREAD_UPDATE", payloads.channel(opened), opened)
    await told
    assert (await bot.outbound.send(thread, CARD, VOICE, "job-2")).address == first


async def test_who_is_in_is_not_let_in_again(
    server: DiscordServer, bot: Running, circle: Channel, thread: Thread, lea: conftest.Person
) -> None:
    """Each answer would cost a request for everybody, and bring back who went by themselves."""
    hugo = server.add_person("Hugo", circle)
    inside = replace(thread, id=await send(bot, thread))
    server.world.channels[inside.id].members.discard(lea.id)
    for person in (lea, hugo):
        assert await bot.outbound.admit(inside, account(person))
    assert server.world.channels[inside.id].members == {server.world.bot.id, hugo.id}
    assert len([one for one in server.asked("PUT") if "/thread-members/" in one.path]) == 2


# --- a meeting ----------------------------------------------------------------------------------------------


def driver(stage: Stage) -> Driver:
    assert isinstance(stage.driver, Driver)
    return stage.driver


def inside(stage: Stage) -> list[set[str]]:
    """Who is in each thread of the circle's channel, besides us."""
    server = driver(stage).server
    return [one.members - {server.world.bot.id} for one in server.threads(driver(stage).channel)]


def who(*actors: Actor) -> set[str]:
    found = set()
    for actor in actors:
        assert isinstance(actor.person, Person)
        found.add(actor.person.actor.id)
    return found


async def test_the_thread_is_for_those_who_come_or_may_come(stage: Stage) -> None:
    sophie, ines, karim, lea, hugo = await circle(
        stage, "Inès Garnier", "Karim Benali", "Léa Roche", "Hugo Blanc", readers=0
    )
    await plan(stage, sophie)
    await ines.presses("session.topic")
    await karim.presses("session.maybe")
    await lea.presses("session.no")
    await stage.later(days=9, hours=7, minutes=30)  # Thursday 3 December, 17:00
    assert inside(stage) == [who(sophie, ines, karim)]
    for actor in (sophie, ines, karim):
        actor.sees(SOON, "place")
    for actor in (lea, hugo):
        actor.never_sees("dans une heure")
    await hugo.presses("session.yes")  # in the last hour
    await stage.later(minutes=1)
    assert inside(stage) == [who(sophie, ines, karim, hugo)]
    hugo.sees(SOON, "place")


async def test_two_meetings_have_two_threads(stage: Stage) -> None:
    sophie, _ = await circle(stage, "Karim Benali", readers=0)
    await plan(stage, sophie)
    await plan(stage, sophie, title="Triade")
    await stage.later(days=9, hours=7, minutes=30)
    assert inside(stage) == [who(sophie)] * 2
