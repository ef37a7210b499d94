"""What people do in the playground, through its real server; each act delivered once, then twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.playground.models import PLATFORM, REALM
from bot.card import Card
from bot.errors import Gone
from bot.i18n import Voice
from bot.ports import Access, Sent
from bot.vocabulary import Account, Place, Request
from tests.contract.drivers.playground import CHANNEL, PlaygroundDriver
from tests.playground.toy import ToyDoor, everything

PLACE = Place(PLATFORM, REALM, CHANNEL)
EVER = datetime(2000, 1, 1, tzinfo=UTC)
CLAIRE = Account(PLATFORM, REALM, "claire")


def acts(door: ToyDoor) -> list[Request]:
    """The requests, a duplicate counted once."""
    return list({request.event: request for request in door.requests}.values())


async def test_a_command_is_answered_in_private(driver: PlaygroundDriver, door: ToyDoor) -> None:
    claire, karim = driver.person("Claire Morel", administers=True), driver.person("Karim Benali")
    await claire.runs("jouet")
    assert claire.sees("La question miroir", "reply")
    assert claire.sees("Visible uniquement par vous", "reply")
    assert len(claire.texts("reply")) == 1
    assert not karim.sees("La question miroir")
    (request,) = acts(door)
    assert request.place == PLACE
    assert (request.actor.user, request.actor.administers, request.locale) == ("claire", True, "fr")


async def test_a_form_is_filled_in_and_its_faults_come_back(driver: PlaygroundDriver, door: ToyDoor) -> None:
    claire = driver.person("Claire Morel")
    await claire.runs("jouet partager")
    form = claire.form
    assert form is not None
    assert form["fields"] == ("titre", "texte", "essai", "themes", "pair")
    await claire.submits(titre="Un titre & <b>", themes=("cadre", "question"))
    form = claire.form
    assert form is not None
    assert form["errors"] == {"texte": "Il manque texte.", "essai": "Il manque essai."}
    assert form["values"] == {"titre": "Un titre & <b>", "themes": ("cadre", "question")}
    await claire.submits(texte="Quand\nle client…", essai="une_fois")
    assert claire.form is None
    assert claire.sees("Un titre & <b>", "reply")
    last = acts(door)[-1]
    assert last.values == {
        "titre": "Un titre & <b>",
        "texte": "Quand\nle client…",
        "essai": "une_fois",
        "themes": ("cadre", "question"),
    }
    assert last.form is not None
    assert (last.form.circle, last.form.opening, last.place) == ("c1", "o1", None)


async def test_typed_options_and_every_other_field(driver: PlaygroundDriver, door: ToyDoor) -> None:
    sophie, karim = driver.person("Sophie Lenoir", administers=True), driver.person("Karim Benali")
    await sophie.runs("jouet voir", essai="jamais")
    assert acts(door)[-1].values == {"essai": "jamais"}
    await sophie.runs("jouet regler", nombre="3")
    assert sophie.form is not None
    assert sophie.form["values"] == {"nombre": "3"}
    await sophie.submits(salon=driver.place, oui="yes", pairs=(karim.ref,))
    assert acts(door)[-1].values == {
        "oui": "yes",
        "pairs": ("demo/karim",),
        "salon": driver.place,
        "nombre": "3",
    }


async def test_a_press_replaces_the_private_card_and_leaves_the_public_one(
    driver: PlaygroundDriver, door: ToyDoor
) -> None:
    claire = driver.person("Claire Morel", administers=True)
    await claire.runs("jouet")
    await claire.presses("toy.next", "Continuer")
    assert claire.sees("Suite 42", "reply")
    assert not claire.sees("La question miroir")
    assert claire.buttons() == ["toy.card"]
    await driver.sender.send(PLACE, everything(), Voice("fr", "tu"), "n1")
    await claire.presses("toy.next", "Lire")
    assert claire.sees("La question miroir", "place")
    assert claire.texts("reply")[-1].endswith("Suite r1\nEncore")
    await claire.picks("toy.pick", "a", "b")
    assert acts(door)[-1].values == {"pick": ("a", "b")}


async def test_words_to_the_bot_alone_are_answered(driver: PlaygroundDriver, door: ToyDoor) -> None:
    karim = driver.person("Karim Benali")
    await karim._act(None, kind="say", text="bonjour")
    assert karim.sees("bonjour", "place")
    assert karim.sees("Pas compris", "reply")
    assert len(karim.texts()) == 2


async def test_words_in_a_channel_are_for_all_in_it(driver: PlaygroundDriver, door: ToyDoor) -> None:
    claire, sophie = (driver.person(n, administers=True) for n in ("Claire Morel", "Sophie Lenoir"))
    karim = driver.person("Karim Benali")
    await claire._act(None, kind="say", text="<script>alert(1)</script> deux minutes de silence")
    assert sophie.sees("<script>alert(1)</script> deux minutes", "place")
    assert not karim.sees("silence")
    assert door.requests == []


async def test_what_is_sent_later(driver: PlaygroundDriver) -> None:
    claire, karim = driver.person("Claire Morel"), driver.person("Karim Benali")
    tu = Voice("fr", "tu")
    one = await driver.sender.send(CLAIRE, everything(), tu, "n1")
    assert await driver.sender.send(CLAIRE, everything(), tu, "n1") == one
    assert await driver.sender.find(CLAIRE, "n1", EVER) == one
    assert await driver.sender.find(PLACE, "n1", EVER) is None
    assert await driver.sender.find(CLAIRE, "n2", EVER) is None
    assert claire.sees("Visible uniquement par toi", "dm")
    assert karim.texts() == []
    assert karim.unread == {"claire": 1, "karim": 0}
    await driver.sender.edit(one, Card("Retirée", notice="Retirée"), tu)
    assert [t.split("\n")[-1] for t in claire.texts("dm")] == ["Retirée"]
    with pytest.raises(Gone):
        await driver.sender.edit(Sent(REALM, "claire", "99"), everything(), tu)
    with pytest.raises(Gone):
        await driver.sender.send(Account(PLATFORM, REALM, "nobody"), everything(), tu, "n3")
    with pytest.raises(Gone):
        await driver.sender.send(Place(PLATFORM, REALM, "nowhere"), everything(), tu, "n4")


async def test_a_channel_is_made_for_a_circle(driver: PlaygroundDriver) -> None:
    driver.person("Claire Morel")
    make = driver.sender.make_place
    first = await make(REALM, "Été à Lyon !", CLAIRE, again=False)
    assert first == Place(PLATFORM, REALM, "ete-a-lyon")
    assert await make(REALM, "Été à Lyon !", CLAIRE, again=True) == first
    assert await make(REALM, "Été à Lyon !", CLAIRE, again=False) == Place(PLATFORM, REALM, "ete-a-lyon-2")
    assert await driver.messages.names("ete-a-lyon") == ["Claire Morel"]
    assert await driver.sender.access(first) is Access.READY
    assert await driver.sender.access(Place(PLATFORM, REALM, "nowhere")) is None


async def test_a_channel_opens_to_whom_it_is_opened(driver: PlaygroundDriver, door: ToyDoor) -> None:
    claire = driver.person("Claire Morel")
    await driver.sender.send(PLACE, everything(), Voice(), "n1")
    assert not claire.sees("La question miroir")
    assert await driver.sender.admit(PLACE, CLAIRE)
    assert claire.sees("La question miroir", "place")
    await claire.runs("jouet")
    assert acts(door)[-1].place == PLACE


async def test_all_is_there_after_a_restart(driver: PlaygroundDriver, door: ToyDoor) -> None:
    claire = driver.person("Claire Morel")
    await claire.runs("jouet")
    before = claire.texts()
    await claire.runs("jouet partager")
    await driver.restart()
    assert claire.texts() == before
    await claire.submits(titre="Un", texte="Deux", essai="souvent")
    assert claire.sees("Un", "reply")


async def test_no_answer_in_time_keeps_the_form(driver: PlaygroundDriver, door: ToyDoor) -> None:
    claire = driver.person("Claire Morel")
    await claire.runs("jouet partager")
    door.late = 1 + driver.double
    await claire.submits(titre="Un", texte="Deux", essai="souvent")
    assert claire.form is not None
    assert claire.texts() == []
    await claire.submits(titre="Un", texte="Deux", essai="souvent")
    assert claire.form is None
    assert len(claire.texts("reply")) == 1


async def test_an_emoji_is_heard_where_it_means_something(driver: PlaygroundDriver, door: ToyDoor) -> None:
    """Put twice it is there once; courtesy is said to nobody; each act is after the one before it."""
    sophie, karim = driver.person("Sophie Lenoir", administers=True), driver.person("Karim Benali")
    await driver.sender.send(PLACE, everything(), Voice(), "n1")
    await sophie.reacts("🧪")
    await sophie.reacts("👍")
    await sophie.reacts("🧪")
    await sophie.unreacts("🧪")
    await sophie.unreacts("🌱")
    heard = acts(door)
    assert [r.verb for r in heard] == ["trial.reacted", "trial.unreacted"]
    assert [r.values["emoji"] for r in heard] == ["trying", "trying"]
    assert {r.values["message"] for r in heard} == {"1"}
    assert heard[0].place == PLACE
    assert heard[0].at is not None
    assert heard[1].at is not None
    assert heard[0].at < heard[1].at <= driver.messages.clock.now()
    await karim._act(None, kind="say", text="bonjour")
    with pytest.raises(AssertionError, match="400"):  # he is not in the channel
        await karim._act(f"in-{CHANNEL}", kind="react", message=1, emoji="🧪", on=True)


async def test_the_menu_of_a_message(driver: PlaygroundDriver, door: ToyDoor) -> None:
    claire, sophie = (driver.person(n, administers=True) for n in ("Claire Morel", "Sophie Lenoir"))
    await sophie.uses_menu("proposer", "Deux minutes de silence", by=claire)
    assert sophie.sees("Proposé : Deux minutes de silence", "reply")
    assert not claire.sees("Proposé")
    (asked,) = acts(door)
    assert (asked.verb, asked.place) == ("toy.propose", PLACE)
    assert asked.values == {
        "message": "Deux minutes de silence",
        "by": "demo/claire",
        "message_id": "1",
    }
    with pytest.raises(AssertionError, match="400"):
        await sophie._act(None, kind="menu", message=1, path=["rien"])


async def test_a_file_is_made_for_the_one_who_takes_it(driver: PlaygroundDriver, door: ToyDoor) -> None:
    claire, karim = driver.person("Claire Morel"), driver.person("Karim Benali")
    sent = await driver.sender.send(CLAIRE, everything(), Voice(), "n1")
    await claire.runs("jouet")
    assert claire.receives_file("bilan.csv") == b"toy f1 pour claire"
    await karim.runs("jouet")
    for wrong, status in (
        ({"as": "karim", "message": sent.message, "block": "7"}, 404),
        ({"as": "claire", "message": sent.message, "block": "0"}, 404),
        ({"as": "claire", "message": sent.message, "block": "99"}, 404),
        ({"as": "claire", "message": "x", "block": "7"}, 400),
        ({"as": "nobody", "message": "1", "block": "7"}, 400),
    ):
        async with driver.http.get("/file", params=wrong) as response:
            assert response.status == status, wrong


async def test_an_answer_that_is_a_file_is_a_card_with_a_link(driver: PlaygroundDriver) -> None:
    claire = driver.person("Claire Morel")
    sent = await driver.sender.send(CLAIRE, everything(), Voice(), "n1")
    await claire._act("dm", kind="press", message=int(sent.message), verb="toy.file", subject="f2")
    assert claire.sees("Voici le fichier", "reply")
    assert claire.receives_file("seul.ics") == b"toy f2 pour claire"


async def test_a_picked_moment_is_of_the_persons_zone(driver: PlaygroundDriver, door: ToyDoor) -> None:
    sophie = driver.person("Sophie Lenoir", administers=True)
    await sophie.runs("jouet regler", nombre="3")
    await sophie.submits(salon=driver.place, moment="2026-12-03T18:00")
    assert acts(door)[-1].values["moment"] == "2026-12-03T18:00:00+01:00"


async def test_what_is_typed_is_completed(driver: PlaygroundDriver, door: ToyDoor) -> None:
    sophie = driver.person("Sophie Lenoir", administers=True)
    await sophie.open()
    sent = {"as": "sophie", "room": "dm", "verb": "toy.keep", "field": "fiche", "typed": "miroir"}
    async with driver.http.post("/suggest", json=sent) as response:
        assert await response.json() == [{"value": "p1", "label": "La question miroir"}]
