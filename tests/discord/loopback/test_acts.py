"""What members do, through sockets, and what they are answered."""

from __future__ import annotations

from tests.discord.loopback.conftest import Running
from tests.discord.toy import ToyDoor
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
