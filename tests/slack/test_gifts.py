"""What a press gives and a hand takes: files, dates, menus on messages, suggestions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from bot.card import Button, Card, File, Option, Plain, Quote, Text
from bot.i18n import Voice
from bot.vocabulary import Account, Form, FormKey, Place, Reply, Request
from tests.contract.drivers.slack import SlackDriver, SlackPerson
from tests.emulators.slack import ClientRefuses
from tests.slack.toy import CIRCLE, LEND, ToyDoor

LIST = File("Liste d’été.csv", "text/csv", "toys", "t-1")
NOTES = File("notes.md", "text/markdown", "toys", "notes")


@pytest.fixture
def door() -> ToyDoor:
    return ToyDoor()


@pytest.fixture
async def driver(door: ToyDoor) -> AsyncIterator[SlackDriver]:
    driver = SlackDriver()
    await driver.start(lambda: door)
    yield driver
    await driver.stop()


@pytest.fixture
def claire(driver: SlackDriver) -> SlackPerson:
    return driver.person("Claire Morel", administers=True)


# --- files ---------------------------------------------------------------------------------------------


async def test_files_come_into_the_persons_own_conversation(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    karim = driver.person("Karim", administers=True)
    door.files["notes"] = b"# Notes"
    door.answers["toy.show"] = Reply((LIST, NOTES))
    await claire.runs("toy show")
    assert claire.receives_file("Liste d’été.csv") == b"{}"
    assert claire.receives_file("notes.md") == b"# Notes"
    assert claire.texts("reply") == ["Chez toi, au nombre de 2"]
    assert not karim.texts()
    with pytest.raises(LookupError):
        karim.receives_file("notes.md")


async def test_a_card_says_where_its_file_is(door: ToyDoor, claire: SlackPerson) -> None:
    door.answers["toy.show"] = Reply(Card("Étagère", (Text((Plain("La liste :"),)), LIST)))
    await claire.runs("toy show")
    assert claire.receives_file(LIST.name) == b"{}"
    assert claire.texts("reply") == ["Étagère\nLa liste :\nListe d’été.csv\nChez toi, au nombre de 1"]


async def test_a_submitted_form_gives_a_file_too(door: ToyDoor, claire: SlackPerson) -> None:
    async def made(request: Request) -> Reply:
        return Reply((LIST,)) if request.form else Reply(Form("toy.lend", "Un jouet", LEND))

    door.answers["toy.lend"] = made
    await claire.runs("toy lend")
    await claire.submits()
    assert claire.receives_file(LIST.name) == b"{}"
    assert claire.sees("Chez toi", "reply")


async def test_a_file_that_is_refused_is_a_card(door: ToyDoor, claire: SlackPerson) -> None:
    door.files.clear()
    door.answers["toy.show"] = Reply((LIST,))
    await claire.runs("toy show")
    assert claire.texts() == ["Rien ici\nRien n’a changé\nMenu"]


@pytest.mark.parametrize(
    "step", ["conversations.open", "files.getUploadURLExternal", "upload", "files.completeUploadExternal"]
)
async def test_a_file_that_does_not_arrive_is_said(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson, step: str
) -> None:
    door.answers["toy.show"] = Reply((LIST,))
    driver.slack.faults.server_error(step)
    await claire.runs("toy show")
    assert claire.sees("Un souci de notre côté", "reply")
    assert not claire.sees("Chez toi")
    with pytest.raises(LookupError):
        claire.receives_file(LIST.name)


async def test_out_of_turn_a_file_is_only_named(driver: SlackDriver, claire: SlackPerson) -> None:
    place = Place("slack", driver.realm, driver.channel.id)
    await driver.sender.send(place, Card("Tous", (LIST,)), Voice(), "n1")
    assert claire.texts("place") == ["Tous\nListe d’été.csv"]


# --- dates ---------------------------------------------------------------------------------------------


async def test_a_date_is_picked_and_comes_as_an_instant(door: ToyDoor, claire: SlackPerson) -> None:
    await claire.runs("toy lend")
    await claire.submits(moment="2026-11-26T18:00+01:00")
    assert dict(door.asked[-1].values) == {"moment": "2026-11-26T17:00+00:00"}


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ("2026-11-26T17:00+00:00", "2026-11-26T17:00+00:00"),
        ("2026-11-26T18:00+01:00", "2026-11-26T17:00+00:00"),
        ("jeudi 18 h", "jeudi 18 h"),
        ("2026-11-26T17:00", "2026-11-26T17:00"),  # no offset: words, not an instant
    ],
)
async def test_a_known_date_is_in_the_picker_and_words_stay_words(
    door: ToyDoor, claire: SlackPerson, known: str, shown: str
) -> None:
    door.answers["toy.make"] = Reply(Form("toy.lend", "Un jouet", LEND, values={"moment": known}))
    await claire.runs("toy make")
    assert claire.form
    assert claire.form["values"]["moment"] == shown
    await claire.submits()
    assert door.asked[-1].values["moment"] == shown


# --- suggestions ---------------------------------------------------------------------------------------

TOYS = tuple(Option(f"t-{n}", f"Toupie {n}") for n in range(30))


async def test_what_is_typed_is_completed(driver: SlackDriver, door: ToyDoor, claire: SlackPerson) -> None:
    door.options = TOYS
    door.answers["toy.lend"] = Reply(Form("toy.lend", "Un jouet", LEND, "t-9", circle="c1", opening="o1"))
    await claire.runs("toy lend")
    found = await claire.user.suggest(None, "practice:lent", "Toup")
    assert len(found) == 25
    assert found[0] == "Toupie 0"
    request, field, typed = door.hints[0]
    assert (request.verb, request.subject, field, typed) == ("toy.lend", "t-9", "lent", "Toup")
    assert request.form == FormKey("t-9", 0, "c1", "o1")
    assert request.actor == Account("slack", driver.realm, claire.user.id)
    assert request.place == Place("slack", driver.realm, driver.channel.id)
    del door.answers["toy.lend"]
    await claire.submits(lent="Toupie 12")
    assert dict(door.asked[-1].values) == {"lent": "t-12"}


async def test_nothing_is_suggested_where_nothing_fits(door: ToyDoor, claire: SlackPerson) -> None:
    door.options = TOYS
    await claire.runs("toy lend")
    assert await claire.user.suggest(None, "practice:lent", "yoyo") == []
    assert await claire.user.suggest(None, "practice:lent", "boom") == []
    with pytest.raises(ClientRefuses):
        await claire.user.suggest(None, "practice:lent", "T")


async def test_a_suggestion_that_takes_too_long_is_none(door: ToyDoor) -> None:
    driver = SlackDriver(scale=0.1)
    await driver.start(lambda: door)
    try:
        claire = driver.person("Claire", administers=True)

        async def never(request: Request, field: str, typed: str) -> Sequence[Option]:
            await asyncio.Event().wait()
            return TOYS

        door.suggest = never  # type: ignore[method-assign]
        await claire.runs("toy lend")
        assert await claire.user.suggest(None, "practice:lent", "Toup") == []
    finally:
        await driver.stop()


async def test_what_was_typed_before_stands_in_the_list(door: ToyDoor, claire: SlackPerson) -> None:
    door.answers["toy.lend"] = Reply(Form("toy.lend", "Un jouet", LEND, values={"lent": "la toupie"}))
    await claire.runs("toy lend")
    assert claire.form
    assert claire.form["values"] == {"lent": "la toupie"}


# --- menus and shortcuts -------------------------------------------------------------------------------


async def test_a_menu_gives_words_place_and_author(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    karim = driver.person("Karim Benali", administers=True)
    long = "é" * 5_000
    said = await karim.user.posts(
        driver.channel,
        f"<@{claire.user.id}> et <@{claire.user.id}|claire> dans <#{driver.channel.id}|> et <#C1|autre>, "
        f"<!here>, <https://example.org/a|ici>, <mailto:a@b.fr|a@b.fr> &amp; &lt;toi&gt; <@U0GONE>\n{long}",
    )
    await claire.user.message_shortcut(said, "toy.from_it")
    values = dict(door.asked[-1].values)
    assert values["message"] == (
        "@Claire Morel et @claire dans #cercle et #autre, "
        f"<!here>, https://example.org/a, a@b.fr & <toi> <@U0GONE>\n{long}"
    )
    assert (values["by"], values["message_id"]) == (karim.ref, said.ts)
    assert str(values["link"]).endswith(f"/{driver.channel.id}/p{said.ts.replace('.', '')}")
    assert door.asked[-1].place == Place("slack", driver.realm, driver.channel.id)


async def test_a_menu_needs_no_answer_about_names(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    for method in ("users.info", "conversations.info", "chat.getPermalink"):
        driver.slack.faults.server_error(method, times=9)
    said = await claire.user.posts(driver.channel, f"<@U12> <#{driver.channel.id}|> bonjour")
    await claire.user.message_shortcut(said, "toy.from_it")
    assert dict(door.asked[-1].values) == {
        "message": f"<@U12> <#{driver.channel.id}|> bonjour",
        "by": claire.ref,
        "message_id": said.ts,
    }


async def test_a_menu_reads_a_card_of_the_bot_too(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    place = Place("slack", driver.realm, driver.channel.id)
    garde = Button("Garder", "toy.keep")
    card = Card("Une toupie", (Quote("Elle <tourne> & *vite*"),), (garde,), CIRCLE, "Un jouet")
    sent = await driver.sender.send(place, card, Voice(), "n1")
    said = driver.slack.workspace.messages[sent.address, sent.message]
    await claire.user.message_shortcut(said, "toy.from_it")
    values = dict(door.asked[-1].values)
    assert values["message"] == "Une toupie\nElle <tourne> & *vite*"
    assert values["by"] == f"{driver.realm}/{driver.slack.bot}"


async def test_what_people_write_comes_through_a_menu(
    driver: SlackDriver, door: ToyDoor, claire: SlackPerson
) -> None:
    karim = driver.person("Karim")
    await claire.uses_menu("toy from", "Une idée : a < b & c", by=karim)
    assert door.asked[-1].values["message"] == "Une idée : a < b & c"
    assert claire.sees("Vu toy.from_it", "reply")


async def test_a_global_shortcut_is_answered_where_nobody_else_sees(
    door: ToyDoor, claire: SlackPerson
) -> None:
    door.answers["toy.new"] = Reply(Card("Ton étagère", notice="Ton étagère"))
    await claire.user.shortcut("toy.new")
    assert claire.texts("dm") == ["Ton étagère"]
    assert door.asked[-1].place is None
