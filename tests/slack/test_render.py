"""Every word of the vocabulary as a payload that Slack takes, and members' words that stay words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from adapters.slack import render
from bot.card import Button, Card, Confirm, Instant, Plain, Quote, Style, Text, Words
from bot.i18n import Voice
from bot.limits import LimitExceeded
from bot.vocabulary import Field, Form, Kind
from tests.emulators.slack.surfaces import check_view, need_blocks
from tests.slack.toy import CIRCLE, COMMANDS, GIVE, MAKE, NASTY, WHEN, everything

VOICE = Voice("fr", "vous", "Europe/Paris")


def objects(thing: Any) -> Iterator[dict[str, Any]]:
    """Every object inside, itself included."""
    if isinstance(thing, dict):
        yield thing
        for inner in thing.values():
            yield from objects(inner)
    elif isinstance(thing, list):
        for inner in thing:
            yield from objects(inner)


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_block_is_one_that_slack_takes(lang: str, shared: bool) -> None:
    said = render.message(everything(), Voice(lang), shared=shared)
    assert need_blocks(said["blocks"]) == said["blocks"]


def test_nothing_is_markup() -> None:
    """Members' words stand whole, and never where Slack would read them as markup."""
    said = render.message(everything(), VOICE)
    whole = [one for one in objects(said["blocks"]) if NASTY in str(one.get("text", ""))]
    assert len(whole) >= 4
    assert not [one for one in objects(said["blocks"]) if one.get("type") == "mrkdwn"]
    assert not [one for one in objects(said["blocks"]) if one.get("type") in ("user", "broadcast", "emoji")]
    assert {one["emoji"] for one in objects(said["blocks"]) if one.get("type") == "plain_text"} == {False}


def test_the_fallback_is_the_notice_escaped() -> None:
    said = render.message(everything(), VOICE)
    assert said["text"] == "Un jouet &amp; &lt;toi&gt;"


def test_a_fallback_never_quotes() -> None:
    card = Card(Words("Secret de Claire"), audience=CIRCLE)
    assert "Claire" not in render.notice(card)
    assert render.notice(Card("Menu")) == "Menu"


def test_a_button_carries_its_verb_and_subject() -> None:
    made = render.button(Button("Garder", "toy.keep", "t-1", Style.MAIN))
    assert (made["value"], made["action_id"], made["style"]) == ("toy.keep:t-1", "toy.keep:t-1", "primary")


def test_a_danger_asks_first() -> None:
    confirm = Confirm("Jeter ?", "Pour de bon ?", "Oui", "Non")
    made = render.button(Button("Jeter", "toy.drop", "", Style.DANGER, confirm))
    assert made["style"] == "danger"
    assert {name: part["text"] for name, part in made["confirm"].items()} == {
        "title": "Jeter ?",
        "text": "Pour de bon ?",
        "confirm": "Oui",
        "deny": "Non",
    }


@pytest.mark.parametrize("part", ["title", "text", "yes", "no"])
def test_a_confirmation_is_never_cut(part: str) -> None:
    confirm = replace(Confirm("Jeter ?", "Sûr ?", "Oui", "Non"), **{part: "x" * 301})
    with pytest.raises(LimitExceeded):
        render.button(Button("Jeter", "toy.drop", confirm=confirm))


def test_an_instant_is_each_readers_own_where_many_read() -> None:
    card = Card("Rencontre", (Text((Instant(WHEN),)),))
    (mine,) = render.blocks(card, VOICE)[1]["elements"][0]["elements"]
    (ours,) = render.blocks(card, VOICE, shared=True)[1]["elements"][0]["elements"]
    assert mine == {"type": "text", "text": "vendredi 27 novembre à 9\u00a0h"}
    assert ours["type"] == "date"
    assert ours["timestamp"] == int(WHEN.timestamp())
    assert ours["fallback"] == mine["text"]


def test_a_quote_keeps_its_lines() -> None:
    block = render.blocks(Card("x", (Quote("un\n\ndeux"),), audience=CIRCLE), VOICE)[1]
    assert block["elements"] == [
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "un\n\ndeux"}]}
    ]


def test_menus_and_buttons_never_share_a_name() -> None:
    names = [one["action_id"] for one in objects(render.blocks(everything(), VOICE)) if "action_id" in one]
    assert len(names) == len(set(names)) == 6


def test_more_blocks_than_slack_takes_is_our_defect() -> None:
    with pytest.raises(LimitExceeded):
        render.blocks(Card("x", tuple(Text((Plain("."),)) for _ in range(50))), VOICE)


def test_a_card_at_its_largest_is_taken() -> None:
    card = Card("x", (Quote("<" * 1_900),), audience=CIRCLE, notice="x")
    said = render.message(card, VOICE)
    assert need_blocks(said["blocks"])


def test_a_text_longer_than_slack_takes_is_our_defect() -> None:
    with pytest.raises(LimitExceeded):
        render.blocks(Card("x", (Text((Plain("x" * 3_001),)),)), VOICE)


# --- forms -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("fields", [MAKE, GIVE])
def test_every_field_is_one_that_slack_takes(fields: tuple[Field, ...], lang: str) -> None:
    made = render.view(Form("toy.make", "Un jouet", fields), Voice(lang), "C1")
    assert check_view(made, "modal") == []


FILLED: dict[str, str | tuple[str, ...]] = {
    "name": "Toupie",
    "story": NASTY,
    "colour": "dark_green",
    "parts": ("wheel", "key"),
    "agreed": "yes",
    "owner": "T1/U00000001",
    "players": ("T1/U00000001", "T1/U00000002"),
    "shelf": "T1/C00000001",
    "count": "3",
    "moment": "demain",
}


@pytest.mark.parametrize("fields", [MAKE, GIVE])
def test_what_is_known_is_filled_in(fields: tuple[Field, ...]) -> None:
    made = render.view(Form("toy.make", "Un jouet", fields, values=FILLED), VOICE)
    assert check_view(made, "modal") == []
    for block in made["blocks"]:
        assert any(name.startswith("initial_") for name in block["element"]), block["block_id"]


def test_a_form_names_its_fields_and_asks_only_what_it_must() -> None:
    made = render.view(Form("toy.make", "Un jouet", MAKE), VOICE)
    assert [block["block_id"] for block in made["blocks"]] == [one.name for one in MAKE]
    assert [block["optional"] for block in made["blocks"]] == [False, True, False, True, True]
    assert made["blocks"][0]["hint"]["text"] == "En quelques mots"
    assert made["blocks"][0]["element"]["max_length"] == 80


def test_a_form_carries_its_key_and_its_place() -> None:
    form = Form("toy.make", "Un jouet", MAKE, "t-1", circle="c1", version=3, opening="o1")
    made = render.view(form, VOICE, "C0000009")
    assert render.unpack(made["private_metadata"]) == (form.key, "C0000009")
    assert len(made["private_metadata"]) < 3_000
    assert made["callback_id"] == "toy.make"


@pytest.mark.parametrize("length", [81, 3_000, 3_001, 9_000])
def test_a_text_that_is_too_long_already_is_shown_all_the_same(length: int) -> None:
    made = render.view(Form("toy.make", "Un jouet", MAKE[:1], values={"name": "x" * length}), VOICE)
    assert check_view(made, "modal") == []
    assert len(made["blocks"][0]["element"]["initial_value"]) == min(length, 3_000)


def test_a_form_that_opens_with_faults_says_them_above_the_field() -> None:
    form = Form("toy.make", "Un jouet", MAKE, errors={"colour": "Une couleur, svp."})
    made = render.view(form, VOICE)
    assert check_view(made, "modal") == []
    kinds = [block["type"] for block in made["blocks"]]
    assert kinds == ["input", "input", "context", "input", "input", "input"]
    assert made["blocks"][2]["elements"][0]["text"] == "Une couleur, svp."


def test_inline_errors_stand_at_fields_that_are_there() -> None:
    form = Form("toy.make", "Un jouet", MAKE, errors={"colour": "Une couleur.", "other": "Autre chose."})
    assert render.inline_errors(form) == {"colour": "Une couleur.", "name": "Autre chose."}


def test_every_declared_form_renders() -> None:
    for command in COMMANDS.values():
        if command.opens:
            made = render.view(Form(command.verb, "Un jouet", command.fields), VOICE)
            assert json.loads(json.dumps(made)) == made


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.CHOICE, Kind.CHOICES)])
def test_every_kind_has_a_widget(kind: Kind) -> None:
    made = render.view(Form("toy.make", "Un jouet", (Field("name", kind),)), VOICE)
    assert check_view(made, "modal") == []
