"""Every word of the vocabulary as a payload, judged by our limits and by Discord's own description."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import discord
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import custom_ids, render
from adapters.discord.markup import escaped, quoted
from bot.card import Audience, Button, Card, Facts, Option, Pick, Plain, Quote, Row, Text, Words
from bot.i18n import Voice
from bot.limits import LimitExceeded
from bot.vocabulary import Field, Form, FormKey, Kind
from tests.discord import description, toy

pytestmark = pytest.mark.usefixtures("catalogue")
FR = Voice("fr")


def parts(payload: Any) -> Iterator[dict[str, Any]]:
    """Every component, nested ones too."""
    if isinstance(payload, list):
        for one in payload:
            yield from parts(one)
    elif isinstance(payload, dict):
        yield payload
        for key in ("components", "component", "accessory"):
            yield from parts(payload.get(key, []))


def message(card: Card) -> list[dict[str, Any]]:
    """The card's components, checked against every limit."""
    components = render.card(card, FR).to_components()
    found = list(parts(components))
    ids = [part["custom_id"] for part in found if "custom_id" in part]
    assert len(found) <= 40
    assert len(set(ids)) == len(ids)
    assert all(0 < len(i) <= 100 for i in ids)
    assert sum(len(part.get("content", "")) for part in found) <= 4_000
    assert all(part["content"] for part in found if part["type"] == 10)
    assert all(len(part["label"]) <= 80 for part in found if part["type"] == 2)
    description.check("MessageCreateRequest", {"components": components, "flags": 32768})
    return components


def modal(form: Form) -> dict[str, Any]:
    payload = dict(render.form(form, FR).to_dict())
    assert 1 <= len(payload["components"]) <= 5
    assert len(payload["custom_id"]) <= 100
    assert len(payload["title"]) <= 45
    description.check("ModalInteractionCallbackRequestData", payload)
    return payload


def contents(card: Card) -> list[str]:
    return [part["content"] for part in parts(message(card)) if part["type"] == 10]


def test_discords_own_description_judges() -> None:
    description.require()
    with pytest.raises(jsonschema.ValidationError):
        description.check("MessageCreateRequest", {"components": [{"type": 10, "content": ""}]})


# --- cards -------------------------------------------------------------------------------------------------


def test_every_block_has_its_component() -> None:
    types = [part["type"] for part in parts(message(toy.EVERY_BLOCK))]
    assert types == [17, 10, 10, 10, 10, 9, 10, 2, 10, 10, 1, 3, 10, 10, 1, 2, 2]


def test_members_words_are_shown_and_never_interpreted() -> None:
    title, sentence, quote, facts, *_ = contents(toy.EVERY_BLOCK)
    assert title == r"### Un \*titre\*"
    assert "@\u200beveryone \\<@123\\> \\*\\*gras\\*\\*" in sentence
    assert quote.split("\n") == [
        "> \\# Titre",
        "> \\- liste",
        "> 1\\. un",
        "> \\> cité https\\://example.org \\:tada\\:",
    ]
    assert facts.split("\n") == ["**Durée** 20 min", r"**Par** A\_n\_a"]


def test_our_own_spans_are_native() -> None:
    sentence = contents(toy.EVERY_BLOCK)[1]
    at = int(toy.MOMENT.timestamp())
    assert f"<t:{at}:t><t:{at}:D><t:{at}:D><t:{at}:F>**important**" in sentence
    assert "/jouet fabriquer" in sentence
    assert "[ici](https://example.org/a%28b%29)" in sentence


def test_a_command_is_named_in_the_readers_language() -> None:
    view = render.card(toy.EVERY_BLOCK, Voice("en"))
    assert any("/toy make" in part.get("content", "") for part in parts(view.to_components()))


def test_a_command_whose_id_is_known_is_typed_by_a_click() -> None:
    for known, said in (({"toy make": "77"}, "</toy make:77>"), ({"toy": "77"}, "/jouet fabriquer")):
        view = render.card(toy.EVERY_BLOCK, FR, ids=known)
        shown = [part.get("content", "") for part in parts(view.to_components())]
        assert any(said in one for one in shown)
        assert any("</" in one for one in shown) == said.startswith("<")


def test_a_member_cannot_make_a_command_of_their_words() -> None:
    said = "</toy make:77>"
    for text in (escaped(said), quoted(said)):
        assert said not in text


def test_a_button_carries_its_verb_and_subject() -> None:
    found = {part["label"]: part for part in parts(message(toy.EVERY_BLOCK)) if part["type"] == 2}
    assert found["Repeindre"]["custom_id"] == "toy.paint:k7-toy"
    assert (found["Repeindre"]["style"], found["Jeter"]["style"]) == (1, 4)
    assert found["Lire"]["custom_id"] == "toy.read:k7-a"
    assert custom_ids.read("toy.paint:k7-toy") == custom_ids.Press("toy.paint", "k7-toy")
    assert custom_ids.read(found["Jeter"]["custom_id"]) == custom_ids.Press("toy.drop", "k7-toy", asks=True)


def test_a_pick_says_what_is_chosen() -> None:
    select = next(part for part in parts(message(toy.EVERY_BLOCK)) if part["type"] == 3)
    assert custom_ids.read(select["custom_id"]) == custom_ids.Press("toy.sort", "k7-s")
    assert [option.get("default", False) for option in select["options"]] == [True, False]
    assert (select["min_values"], select["max_values"]) == (0, 2)


def test_the_largest_card_fits() -> None:
    rows = tuple(
        Row((Words("*" * 100),), Button("Lire", "toy.read_all_of_it"[:14], f"k7-{n}")) for n in range(6)
    )
    buttons = tuple(Button("B" * 75, "toy.paint", f"{n}" * 48) for n in range(4))
    card = Card("T" * 150, (*rows, Quote("_" * 700)), buttons, Audience("k7"))
    assert card.cost > 3_000
    message(card)


def test_many_short_blocks_share_a_component() -> None:
    card = Card("Titre", tuple(Text((Plain(f"ligne {n}"),)) for n in range(60)))
    found = list(parts(message(card)))
    assert len(found) == 2
    assert "ligne 59" in found[1]["content"]


def test_a_card_at_its_ceiling_of_characters_fits() -> None:
    rows = tuple(("x", Words("*")) for _ in range(100))
    message(Card("Titre", (Facts(rows), Quote("~" * 1_300)), audience=Audience("k7")))


def test_what_is_empty_makes_no_component() -> None:
    assert contents(Card("Titre", (Quote(" \n"),), audience=Audience("k7"))) == ["### Titre"]


async def test_no_view_is_kept_by_the_library() -> None:
    assert render.card(toy.EVERY_BLOCK, FR).is_finished()
    assert render.form(Form("toy.make", "Un jouet", toy.MAKE_FIELDS), FR).is_finished()


@given(st.text(alphabet=st.sampled_from(list("*_~`|<>[]#:-+.)1@ \\\n/aé\u202e")), max_size=60))
def test_escaping_at_most_doubles_and_loses_no_letter(text: str) -> None:
    shown = escaped(text)
    assert len(shown) <= 2 * len(text)
    assert "\u202e" not in shown
    bare = shown.replace("\u200b", "")
    plain = "".join(
        ch for i, ch in enumerate(bare) if ch != "\\" or (len(bare[:i]) - len(bare[:i].rstrip("\\"))) % 2
    )
    assert plain.count("a") == text.count("a")
    for sign in "*_~`|<>[]":
        assert shown.count(f"\\{sign}") >= text.count(sign)


def test_every_line_of_a_quote_is_quoted() -> None:
    assert all(line.startswith("> ") for line in quoted("a\n\n>>> b").split("\n"))


# --- forms -------------------------------------------------------------------------------------------------


def test_every_kind_has_its_widget() -> None:
    first = modal(
        Form("toy.make", "Un jouet", toy.MAKE_FIELDS, "k7-toy", circle="k7", version=3, opening="o1")
    )
    second = modal(Form("toy.settle", "Régler", toy.SETTLE_FIELDS))
    assert [c["component"]["type"] for c in first["components"]] == [4, 4, 21, 22, 5]
    assert [c["component"]["type"] for c in second["components"]] == [5, 8, 23, 4]
    assert first["components"][0]["label"] == "Nom du jouet"
    assert first["components"][0]["description"] == "Quelques mots"
    assert custom_ids.read(first["custom_id"]) == ("toy.make", FormKey("k7-toy", 3, "k7", "o1"))


def test_what_is_known_is_in_the_form() -> None:
    values = {
        "name": "Toupie",
        "story": "Elle tourne",
        "colour": "blue",
        "parts": ("wheel",),
        "friend": "/42",
    }
    form = Form("toy.make", "Un jouet", toy.MAKE_FIELDS, values=values, errors={"name": "Encore un mot"})
    name, story, colour, made_of, friend = (c["component"] for c in modal(form)["components"])
    assert (name["value"], story["value"]) == ("Toupie", "Elle tourne")
    assert [o["value"] for o in colour["options"] if o.get("default")] == ["blue"]
    assert [o["value"] for o in made_of["options"] if o.get("default")] == ["wheel"]
    assert [str(known["id"]) for known in friend["default_values"]] == ["42"]
    assert modal(form)["components"][0]["description"] == "Encore un mot"
    place = modal(Form("toy.settle", "Régler", toy.SETTLE_FIELDS, values={"where": "7/43", "sure": "yes"}))
    assert str(place["components"][1]["component"]["default_values"][0]["id"]) == "43"
    assert place["components"][2]["component"]["default"] is True


def test_words_kept_too_long_are_shown_whole() -> None:
    form = Form("toy.keep", "Un jouet", (replace(toy.STORY, limit=100),), values={"story": "x" * 3_000})
    story = modal(form)["components"][0]["component"]
    assert (len(story["value"]), story["max_length"]) == (3_000, 3_000)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_opens(kind: Kind) -> None:
    choices = ("red", "blue") if kind in (Kind.CHOICE, Kind.CHOICES) else ()
    form = Form("toy.keep", "Un jouet", (Field("colour", kind, choices=choices),))
    assert modal(form)["components"][0]["component"]["custom_id"] == "colour"


def test_faults_become_a_card_that_reopens_the_form() -> None:
    form = Form("toy.make", "Un jouet", toy.MAKE_FIELDS, errors={"name": "Trop court."}, draft="d1")
    card = render.faults(form, FR)
    assert contents(card) == ["### Quelques points à reprendre", "**Nom du jouet** Trop court."]
    button = next(part for part in parts(message(card)) if part["type"] == 2)
    assert (button["label"], button["custom_id"]) == ("Corriger", "draft.reopen:d1")


def test_a_confirmation_sends_the_press_itself() -> None:
    payload = dict(render.confirmation("toy.drop:k7-toy?", "Jeter").to_dict())
    description.check("ModalInteractionCallbackRequestData", payload)
    assert (payload["custom_id"], payload["title"]) == ("toy.drop:k7-toy", "Jeter")


def test_what_is_too_large_is_our_defect() -> None:
    key = "x" * 24
    with pytest.raises(LimitExceeded):
        render.form(
            Form("practice.share_practice", "T", (toy.NAME,), key, circle=key, version=10, opening=key), FR
        )
    options = tuple(Option(f"{n}", "x") for n in range(25))
    picks = tuple(Pick("toy.sort", f"k7-{n}", "Lequel ?", options) for n in range(20))
    with pytest.raises(LimitExceeded):
        render.card(Card("Titre", picks), FR)


def test_views_are_components_v2() -> None:
    assert isinstance(render.card(toy.EVERY_BLOCK, FR), discord.ui.LayoutView)
    assert render.card(toy.EVERY_BLOCK, FR).has_components_v2()
