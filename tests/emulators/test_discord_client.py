"""What Discord's own client lets a person send of a form and of a command, and what it keeps back."""

from __future__ import annotations

from typing import Any

import pytest

from .clock import Clock
from .discord import ClientRefuses, Modal
from .discord.forms import sent
from .discord.people import _chosen
from .discord.state import World
from .discord_samples import Json, label, line, options, row

OPTIONAL = {"required": False}
PARAGRAPH = line() | {"style": 2, "value": ""}
BOXES: Json = {"type": 22, "custom_id": "b", "min_values": 2, "max_values": 3, "options": options(4)}
RADIO: Json = {"type": 21, "custom_id": "r", "options": options(2)}
PEOPLE: Json = {"type": 5, "custom_id": "u", "min_values": 1, "max_values": 2}


@pytest.fixture
def world() -> World:
    return World(Clock())


def submitted(world: World, widget: Json, *filled: Any) -> Any:
    """What is sent of the one widget of a form; as it was opened where nothing is filled."""
    form = Modal("f", "a", [label(widget, "Titre")], "1")
    data = sent(form, {"Titre": filled[0]} if filled else {}, world)
    entry = data["components"][0]["component"]
    return entry.get("values", entry.get("value"))


@pytest.mark.parametrize(
    ("widget", "filled", "value"),
    [
        (PARAGRAPH, ("a\nb",), "a\nb"),
        (line() | OPTIONAL, ("",), ""),
        (line() | OPTIONAL | {"min_length": 5}, ("",), ""),
        (line(), (), "Oui"),
        (BOXES | OPTIONAL, ([],), []),
        (BOXES | {"min_values": 0}, ([],), []),
        (BOXES, (["Choix 1", "v3"],), ["v1", "v3"]),
        (RADIO, ("Choix 1",), "v1"),
        (RADIO | OPTIONAL, ([],), None),
        (RADIO | {"options": [options(1)[0] | {"default": True}]}, (), "v0"),
        ({"type": 23, "custom_id": "s", "default": True}, (), True),
        ({"type": 23, "custom_id": "s"}, (), False),
        ({"type": 23, "custom_id": "s", "default": True}, (False,), False),
        (PEOPLE | OPTIONAL, ([],), []),
    ],
)
def test_what_fits_is_sent(world: World, widget: Json, filled: tuple[Any, ...], value: Any) -> None:
    assert submitted(world, widget, *filled) == value


@pytest.mark.parametrize(
    ("widget", "filled"),
    [
        (line(), ("a\nb",)),
        (line(), ("",)),
        (line(), ("x" * 81,)),
        (line() | {"min_length": 5}, ("abcd",)),
        (line(), (7,)),
        (PARAGRAPH, ()),
        (PARAGRAPH | {"max_length": 4000}, ("x" * 4001,)),
        (BOXES, (["v1"],)),
        (BOXES, ([],)),
        (BOXES | {"max_values": 3}, (["v0", "v1", "v2", "v3"],)),
        (BOXES, (["v9", "v1"],)),
        (BOXES | OPTIONAL, (["v1"],)),
        (RADIO, ("Choix 9",)),
        (RADIO, (["v0", "v1"],)),
        (RADIO, ([],)),
        (RADIO, ()),
        (PEOPLE, ([],)),
        (
            PEOPLE,
            (),
        ),
    ],
)
def test_what_does_not_fit_is_kept_back(world: World, widget: Json, filled: tuple[Any, ...]) -> None:
    with pytest.raises(ClientRefuses):
        submitted(world, widget, *filled)


def test_people_and_channels_go_with_what_they_are(world: World) -> None:
    lea, guild = world.add_user("lea", "Léa"), world.add_guild("Les pairs")
    there = world.add_channel(0, "cercle", guild)
    channels: Json = {"type": 8, "custom_id": "c"}
    form = Modal("f", "a", [label(PEOPLE, "Qui"), label(channels, "Où")], "1")
    data = sent(form, {"Qui": lea, "Où": there.id}, world)
    assert [one["component"]["values"] for one in data["components"]] == [[lea.id], [there.id]]
    assert (set(data["resolved"]["users"]), set(data["resolved"]["channels"])) == ({lea.id}, {there.id})
    known = PEOPLE | {"default_values": [{"id": lea.id, "type": "user"}]}
    assert submitted(world, known) == [lea.id]
    with pytest.raises(ClientRefuses):
        submitted(world, PEOPLE, [lea, lea, lea])


def test_a_field_may_stand_in_a_row_and_words_between(world: World) -> None:
    between: Json = {"type": 10, "content": "a"}
    form = Modal("f", "a", [row(line() | {"label": "Titre"}), between], "1")
    in_a_row, words = sent(form, {"t": "Un silence"}, world)["components"]
    assert in_a_row["components"][0]["value"] == "Un silence"
    assert words == {"type": 10, "id": 0}
    with pytest.raises(ClientRefuses):
        sent(form, {"Nom": "Un silence"}, world)


def declared(**more: Any) -> list[Json]:
    return [{"type": 3, "name": "word", **more}]


CHOICES = [{"name": "Method", "value": "m", "name_localizations": {"fr": "Méthode"}}]


@pytest.mark.parametrize(
    ("options", "given", "value"),
    [
        (declared(), "a", "a"),
        (declared(max_length=2), "ab", "ab"),
        (declared(choices=CHOICES), "Méthode", "m"),
        (declared(choices=CHOICES), "Method", "m"),
        (declared(choices=CHOICES), "m", "m"),
        ([{"type": 4, "name": "word"}], 7, 7),
        ([{"type": 5, "name": "word"}], True, True),
        ([{"type": 6, "name": "word"}], "12", "12"),
    ],
)
def test_what_is_typed_after_a_command_is_sent(options: list[Json], given: Any, value: Any) -> None:
    (said,) = _chosen(options, {"word": given})
    assert said == {"type": options[0]["type"], "name": "word", "value": value}


@pytest.mark.parametrize(
    ("options", "given"),
    [
        (declared(required=True), {}),
        (declared(), {"words": "a"}),
        (declared(), {"word": 7}),
        (declared(max_length=2), {"word": "abc"}),
        (declared(min_length=2), {"word": "a"}),
        (declared(), {"word": "x" * 6001}),
        (declared(choices=CHOICES), {"word": "other"}),
        ([{"type": 4, "name": "word"}], {"word": "7"}),
        ([{"type": 5, "name": "word"}], {"word": "yes"}),
    ],
)
def test_what_a_command_does_not_take_is_kept_back(options: list[Json], given: Json) -> None:
    with pytest.raises(ClientRefuses):
        _chosen(options, given)


def test_what_is_not_typed_yet_is_not_asked_for_while_it_is_completed() -> None:
    assert _chosen(declared(required=True), {}, partly=True) == []
