"""What is declared to Discord: our limits, its own description, and French beside English."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.discord.declare import by_name, declaration, digest
from bot.command import Command, Surface
from bot.limits import LimitExceeded
from bot.vocabulary import Field, Kind
from tests.discord import description, toy

pytestmark = pytest.mark.usefixtures("catalogue")
ALL = {c.verb: c for c in toy.COMMANDS}


def slash(verb: str, *path: str, fields: tuple[Field, ...] = (), asks: bool = True) -> Command:
    return toy.command(verb, *path, surface=Surface.SLASH, fields=fields, asks=asks)


def declared(*commands: Command) -> list[dict[str, object]]:
    return declaration({c.verb: c for c in commands})


def test_the_declaration_is_as_described() -> None:
    payload = declaration(ALL)
    assert [(c["type"], c["name"]) for c in payload] == [(1, "toy"), (1, "shelf"), (3, "Keep this message")]
    for command in payload:
        assert (command["contexts"], command["integration_types"]) == ([0, 1], [0])
        description.check("ApplicationCommandUpdateRequest", command)


def test_names_and_descriptions_are_in_french_too() -> None:
    toys, shelf, keep = declaration(ALL)
    make, find, _ = toys["options"]
    assert toys["name_localizations"] == {"fr": "jouet"}
    assert (make["name"], make["name_localizations"]) == ("make", {"fr": "fabriquer"})
    assert make["description"] == "Make a toy"
    assert make["description_localizations"] == {"fr": "Fabriquer un jouet"}
    assert shelf["name_localizations"] == {"fr": "étagère"}
    assert keep["name_localizations"] == {"fr": "Garder ce message"}
    assert find["options"][0]["name_localizations"] == {"fr": "nom-du-jouet"}
    assert find["options"][1]["choices"][0] == {
        "name": "Red",
        "name_localizations": {"fr": "Rouge"},
        "value": "red",
    }


def test_a_long_text_means_no_options() -> None:
    make, find, _ = declaration(ALL)[0]["options"]
    assert make["options"] == []
    assert [(o["name"], o["type"], o["required"]) for o in find["options"]] == [
        ("name", 3, False),
        ("colour", 3, False),
    ]


def test_every_kind_of_option_is_as_described() -> None:
    (command,) = declared(slash("toy.settle", "shelf", fields=(*toy.SETTLE_FIELDS, toy.FRIEND)))
    assert [o["type"] for o in command["options"]] == [6, 7, 5, 4, 6]  # type: ignore[attr-defined]
    description.check("ApplicationCommandUpdateRequest", command)


def test_what_never_asks_requires_first() -> None:
    fields = (toy.COUNT, toy.COLOUR)
    (command,) = declared(slash("toy.find", "shelf", fields=fields, asks=False))
    assert [(o["name"], o["required"]) for o in command["options"]] == [  # type: ignore[attr-defined]
        ("colour", True),
        ("count", False),
    ]


def test_two_labels_alike_keep_the_names_apart() -> None:
    twice = (toy.NAME, replace(toy.NAME, name="colour"))
    (command,) = declared(slash("toy.find", "shelf", fields=twice))
    names = [o["name_localizations"].get("fr") for o in command["options"]]  # type: ignore[attr-defined]
    assert names == ["nom-du-jouet", "couleur"]


def test_a_practice_is_suggested_while_it_is_typed() -> None:
    _, _, lend = declaration(ALL)[0]["options"]
    assert [(o["name"], o.get("autocomplete", False)) for o in lend["options"]] == [
        ("toy", True),
        ("colour", False),
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"name_localizations": None},
        {"contexts": [0]},
        {"options": []},
        {"description_localizations": {"fr": "Autre chose"}},
    ],
)
def test_every_difference_counts(changed: dict[str, object]) -> None:
    known = declaration(ALL)
    assert digest(known) == digest(declaration(ALL))
    assert digest([known[0] | changed, *known[1:]]) != digest(known)
    assert digest(known[1:]) != digest(known)


def test_another_release_of_the_library_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(declaration(ALL))
    monkeypatch.setattr("discord.__version__", "9.9.9")
    assert digest(declaration(ALL)) != before


def test_what_comes_back_finds_its_command() -> None:
    found = by_name(ALL)
    assert found[1, ("toy", "make")].verb == "toy.make"
    assert found[3, ("Keep this message",)].verb == "toy.keep"
    assert len(found) == 5


def test_a_command_cannot_be_a_group_too() -> None:
    with pytest.raises(LimitExceeded, match="bare"):
        declared(slash("toy.all", "toy"), slash("toy.make", "toy", "make"))


def test_a_name_that_discord_refuses_is_our_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LimitExceeded, match="name"):
        declared(slash("toy.all", "Shelf"))


def test_a_hundred_commands_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.declare.CHAT_MAX", 1)
    with pytest.raises(LimitExceeded, match="limit 1"):
        declaration(ALL)


def test_a_command_has_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.declare.COMMAND_MAX", 100)
    with pytest.raises(LimitExceeded, match="characters"):
        declaration(ALL)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_can_be_declared(kind: Kind) -> None:
    choices = ("red", "blue") if kind in (Kind.CHOICE, Kind.CHOICES) else ()
    (command,) = declared(slash("toy.find", "shelf", fields=(Field("colour", kind, choices=choices),)))
    description.check("ApplicationCommandUpdateRequest", command)
