"""What members do, through sockets, and what they are answered."""

from __future__ import annotations

import asyncio

from bot.card import Card, Option
from bot.vocabulary import Place, Reply, Request
from tests.discord.loopback.conftest import Running
from tests.discord.toy import EVERY_BLOCK, ToyDoor
from tests.emulators.discord import Channel, DiscordServer, Person, texts


async def test_a_form_is_opened_filled_and_answered_for_one_person(
    server: DiscordServer, bot: Running, circle: Channel, lea: Person, door: ToyDoor
) -> None:
    max_ = server.add_person("Max", circle)
    turn = await lea.slash("toy make")
    assert turn.form is not None
    filled = {"Nom du jouet": "toupie", "Histoire": "Elle *tourne*", "Couleur": "Rouge", "Avec qui": max_}
    turn = await lea.submit(turn.form, filled)
    assert turn.message is not None
    assert texts(turn.message)[-1] == "Fabriqué : toupie"
    assert (lea.sees(), max_.sees()) == ([turn.message], [])
    (made,) = door.toys.values()
    assert made.values == {
        "name": "toupie",
        "story": "Elle *tourne*",
        "colour": "red",
        "friend": f"/{max_.id}",
    }
    again = await lea.press(turn.message, "Repeindre")
    assert again.message is turn.message
    assert texts(turn.message) == ["### Repeint"]
    assert server.refusals == []


async def test_a_menu_a_list_and_a_file(
    server: DiscordServer, bot: Running, lea: Person, door: ToyDoor
) -> None:
    turn = await lea.menu(lea.says("Un silence"), "Keep this message")
    assert turn.form is not None
    turn = await lea.submit(turn.form)
    assert [request.values["story"] for request in door.toys.values()] == ["Un silence"]

    async def card(request: Request) -> Reply:
        return Reply(EVERY_BLOCK)

    door.extra["toy.shelf"] = card
    turn = await lea.slash("shelf")
    assert turn.message is not None
    assert turn.message.files == {"liste.csv": b"un;deux"}
    await lea.pick(turn.message, "toy.sort:k7-s*", ["Un", "Deux"])
    assert door.requests[-1].values == {"pick": ("a", "b")}
    question = await lea.press(turn.message, "Jeter")
    assert question.form is not None
    await lea.submit(question.form)
    assert door.requests[-1].verb == "toy.drop"
    assert server.refusals == []


async def test_where_somebody_acts_is_known(
    server: DiscordServer, bot: Running, circle: Channel, place: Place, lea: Person, door: ToyDoor
) -> None:
    """A thread counts as the channel in which it hangs; in private there is no place."""
    lea.user.permissions = 1 << 5  # may manage the server
    for where, expected in (
        (circle, place),
        (server.add_thread(circle, "Rencontre"), place),
        (lea.private, None),
    ):
        await lea.slash("shelf", place=where)
        request = door.requests[-1]
        assert (request.place, request.actor.name) == (expected, "Léa")
        assert request.actor.administers is (expected is not None)
    assert server.refusals == []


async def test_each_is_answered_in_their_language(
    server: DiscordServer, bot: Running, circle: Channel, lea: Person, door: ToyDoor
) -> None:
    john = server.add_person("John", circle, locale="en-GB")
    titles = []
    for person in (lea, john):
        turn = await person.slash("toy make")
        assert turn.form is not None
        titles.append(turn.form.components[0]["label"])
    assert titles == ["Nom du jouet", "Name of the toy"]


async def test_what_is_typed_is_completed(bot: Running, lea: Person, door: ToyDoor) -> None:
    door.options = (Option("k7-a", "Toupie"), Option("k7-b", "Balle"))
    turn = await lea.suggest("toy lend", "toy", "Tou")
    assert turn.choices == [{"name": "Toupie", "value": "k7-a"}]


async def test_a_slow_answer_is_waited_for_and_filled_in(bot: Running, lea: Person, door: ToyDoor) -> None:
    """What may open a form is acknowledged on the way once Discord's patience is nearly over."""
    filled = asyncio.Event()

    async def slow(request: Request) -> Reply:
        await filled.wait()
        return Reply(Card("Enfin"))

    door.extra["toy.make"] = slow
    acting = asyncio.create_task(lea.slash("toy make"))
    await lea.core.activity.until(lambda: any(one.loading for one in lea.sees()))
    filled.set()
    turn = await acting
    assert turn.message is not None
    assert (texts(turn.message), turn.message.only_for) == (["### Enfin"], lea.id)


async def test_an_act_delivered_twice_is_answered_once(
    server: DiscordServer, bot: Running, lea: Person, door: ToyDoor
) -> None:
    server.faults.deliver_twice = "same"
    turn = await lea.slash("shelf")
    await server.until(lambda: len(server.refusals) == 1)
    assert server.refusals[0].code == 40060
    assert len(lea.sees()) == 1
    assert len({request.event for request in door.requests}) == 1
    assert not turn.failed


async def test_an_answer_under_way_is_given_before_it_closes(
    server: DiscordServer, bot: Running, lea: Person, door: ToyDoor
) -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slow(request: Request) -> Reply:
        asked.set()
        await go_on.wait()
        return Reply(Card("Enfin"))

    door.extra["toy.shelf"] = slow
    acting = asyncio.create_task(lea.slash("shelf"))
    await asked.wait()
    bot.task.cancel()
    for _ in range(9):
        await asyncio.sleep(0)
    assert not bot.task.done()
    go_on.set()
    turn = await acting
    assert turn.message is not None
    assert texts(turn.message) == ["### Enfin"]
    await bot.stop()
    assert bot.client.is_closed()


async def test_an_answer_that_never_comes_does_not_keep_it_from_closing(
    bot: Running, lea: Person, door: ToyDoor
) -> None:
    asked, never = asyncio.Event(), asyncio.Event()

    async def stuck(request: Request) -> Reply:
        asked.set()
        await never.wait()
        return Reply(Card("Enfin"))

    door.extra["toy.shelf"] = stuck
    turn = await lea.slash("shelf", wait=False)
    await asked.wait()
    async with asyncio.timeout(3):
        await bot.stop()
    assert turn.message is not None
    assert turn.message.loading
