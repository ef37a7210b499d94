"""Every rule of a declaration that Discord enforces, those that its description leaves out included."""

from __future__ import annotations

from typing import Any

import pytest

from .discord import DiscordServer
from .discord_peer import Rest
from .discord_samples import COMMAND, COMMANDS, MENU, Json, option
from .slack_samples import put
from .test_discord_messages import spoilt

LONG = "x"
SHARE = "0/options/0"
TITLE = f"{SHARE}/options/0"


def filled(count: int) -> list[Json]:
    """Options whose texts have 100 characters each, and choices beside."""
    choices = [{"name": f"{n:0100}", "value": f"{n:0100}"} for n in range(12)]
    return [option(f"o{n}", choices=choices) for n in range(count)]


WRONG: list[tuple[str, str, Any, str]] = [
    ("upper case", "0/name", "Practice", "0/name APPLICATION_COMMAND_INVALID_NAME"),
    ("a space", "0/name", "my practice", "0/name APPLICATION_COMMAND_INVALID_NAME"),
    ("a name of 33", "0/name", LONG * 33, "0/name BASE_TYPE_BAD_LENGTH"),
    ("no name", "0/name", None, "0/name BASE_TYPE_REQUIRED"),
    ("a full stop", "0/name", "a.b", "0/name APPLICATION_COMMAND_INVALID_NAME"),
    (
        "upper case in French",
        "0/name_localizations/fr",
        "Pratique",
        "0/name_localizations/fr APPLICATION_COMMAND_INVALID_NAME",
    ),
    (
        "an unknown locale",
        "0/name_localizations/fr-FR",
        "pratique",
        "0/name_localizations/fr-FR UNKNOWN_LOCALE",
    ),
    (
        "an unknown locale described",
        "0/description_localizations/en",
        "Practices",
        "0/description_localizations/en UNKNOWN_LOCALE",
    ),
    ("no description", "0/description", None, "0/description BASE_TYPE_REQUIRED"),
    ("an empty description", "0/description", "", "0/description BASE_TYPE_BAD_LENGTH"),
    ("a description of 101", "0/description", LONG * 101, "0/description BASE_TYPE_BAD_LENGTH"),
    (
        "a long French description",
        "0/description_localizations/fr",
        LONG * 101,
        "0/description_localizations/fr BASE_TYPE_BAD_LENGTH",
    ),
    ("an unknown key", "0/colour", "red", "0/colour UNKNOWN_FIELD"),
    ("an unknown type", "0/type", 9, "0/type BASE_TYPE_CHOICES"),
    (
        "a menu with a description",
        "1/description",
        "a",
        "1/description APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
    ),
    ("a menu with options", "1/options", [option()], "1/options APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS"),
    (
        "a menu of 33 in French",
        "1/name_localizations",
        {"fr": LONG * 33},
        "1/name_localizations/fr BASE_TYPE_BAD_LENGTH",
    ),
    ("a menu of 33", "1/name", LONG * 33, "1/name BASE_TYPE_BAD_LENGTH"),
    (
        "26 options",
        f"{SHARE}/options",
        [option(f"o{n}") for n in range(26)],
        f"{SHARE}/options BASE_TYPE_BAD_LENGTH",
    ),
    (
        "an option twice",
        f"{SHARE}/options/1/name",
        "title",
        f"{SHARE}/options APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
    ),
    (
        "required after optional",
        f"{SHARE}/options/2/required",
        True,
        f"{SHARE}/options/2 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    (
        "an option beside a sub-command",
        "0/options/1",
        option(),
        "0/options APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    (
        "a group in a group",
        "0/options/1/options/0/type",
        2,
        "0/options/1/options/0/type APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    ("an empty group", "0/options/1/options", [], "0/options/1/options BASE_TYPE_REQUIRED"),
    (
        "four words",
        "0/options/1/options/0/options",
        [{"type": 1, "name": "deep", "description": "Deep"}],
        "0/options/1/options/0/options/0/type APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    ("an unknown kind of option", f"{TITLE}/type", 12, f"{TITLE}/type BASE_TYPE_CHOICES"),
    ("an option in upper case", f"{TITLE}/name", "Title", f"{TITLE}/name APPLICATION_COMMAND_INVALID_NAME"),
    (
        "an option without description",
        f"{TITLE}/description",
        "",
        f"{TITLE}/description BASE_TYPE_BAD_LENGTH",
    ),
    ("an unknown key of an option", f"{TITLE}/colour", "red", f"{TITLE}/colour UNKNOWN_FIELD"),
    ("6001 at least", f"{TITLE}/min_length", 6001, f"{TITLE}/min_length NUMBER_TYPE_MAX"),
    ("6001 at most", f"{TITLE}/max_length", 6001, f"{TITLE}/max_length NUMBER_TYPE_MAX"),
    (
        "26 choices",
        f"{TITLE}/choices",
        [{"name": f"{n}", "value": f"{n}"} for n in range(26)],
        f"{TITLE}/choices BASE_TYPE_BAD_LENGTH",
    ),
    (
        "a choice twice",
        f"{TITLE}/choices",
        [{"name": "a", "value": "1"}, {"name": "a", "value": "2"}],
        f"{TITLE}/choices APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS",
    ),
    (
        "a choice of 101",
        f"{TITLE}/choices",
        [{"name": LONG * 101, "value": "1"}],
        f"{TITLE}/choices/0/name BASE_TYPE_BAD_LENGTH",
    ),
    (
        "a value of 101",
        f"{TITLE}/choices",
        [{"name": "a", "value": LONG * 101}],
        f"{TITLE}/choices/0/value BASE_TYPE_BAD_LENGTH",
    ),
    (
        "a choice of 101 in French",
        f"{TITLE}/choices",
        [{"name": "a", "value": "1", "name_localizations": {"fr": LONG * 101}}],
        f"{TITLE}/choices/0/name_localizations/fr BASE_TYPE_BAD_LENGTH",
    ),
    (
        "an unknown key of a choice",
        f"{TITLE}/choices",
        [{"name": "a", "value": "1", "colour": "red"}],
        f"{TITLE}/choices/0/colour UNKNOWN_FIELD",
    ),
    (
        "a choice in an unknown locale",
        f"{TITLE}/choices",
        [{"name": "a", "value": "1", "name_localizations": {"fr-CA": "a"}}],
        f"{TITLE}/choices/0/name_localizations/fr-CA UNKNOWN_LOCALE",
    ),
    (
        "choices and suggestions",
        f"{SHARE}/options/1/autocomplete",
        True,
        f"{SHARE}/options/1 APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES",
    ),
    (
        "choices of people",
        f"{SHARE}/options/1/type",
        6,
        f"{SHARE}/options/1/choices APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID",
    ),
    ("8000 characters", f"{SHARE}/options", filled(4), "0 APPLICATION_COMMAND_TOO_LARGE"),
]


@pytest.fixture
def path(discord: DiscordServer) -> str:
    return f"/applications/{discord.world.application}/commands"


async def test_what_fits_is_echoed_with_a_description(rest: Rest, discord: DiscordServer, path: str) -> None:
    status, said = await rest("PUT", path, COMMANDS)
    assert status == 200, said
    assert [(one["name"], one["description"]) for one in said] == [
        ("practice", "Practices"),
        (MENU["name"], ""),
    ]
    _, bare = await rest("GET", path)
    assert "name_localizations" not in bare[0]
    _, whole = await rest("GET", path, params={"with_localizations": "true"})
    assert whole[0]["name_localizations"] == {"fr": "pratique"}
    _, again = await rest("PUT", path, COMMANDS)
    assert [one["id"] for one in again] == [one["id"] for one in said]
    assert discord.refusals == []


@pytest.mark.parametrize(
    ("spot", "value", "why"), [pytest.param(spot, value, why, id=name) for name, spot, value, why in WRONG]
)
async def test_a_spoilt_declaration_is_refused(
    rest: Rest, discord: DiscordServer, path: str, spot: str, value: Any, why: str
) -> None:
    status, said = await rest("PUT", path, spoilt({"all": COMMANDS}, put(f"all/{spot}", value))["all"])
    assert (status, said["code"]) == (400, 50035)
    assert why in discord.refusals[-1].details
    assert discord.commands == []


@pytest.mark.parametrize(
    "commands",
    [
        [{"name": f"c{n}", "description": "a"} for n in range(101)],
        [MENU | {"name": f"Menu {n}"} for n in range(16)],
    ],
)
async def test_too_many_are_refused(rest: Rest, path: str, commands: list[Json]) -> None:
    status, said = await rest("PUT", path, commands)
    assert (status, said["code"]) == (400, 30032)
    assert (await rest("PUT", path, commands[1:]))[0] == 200


async def test_two_of_one_name_are_refused(rest: Rest, discord: DiscordServer, path: str) -> None:
    assert (await rest("PUT", path, [COMMAND, COMMAND]))[0] == 400
    assert discord.refusals[-1].details == (" APPLICATION_COMMANDS_DUPLICATE_NAME",)


async def test_they_are_declared_for_oneself(rest: Rest) -> None:
    status, said = await rest("PUT", "/applications/1/commands", COMMANDS)
    assert (status, said["code"]) == (403, 20012)
    status, said = await rest("GET", "/applications/1/commands")
    assert (status, said["code"]) == (403, 20012)


async def test_a_declaration_is_a_list(rest: Rest, path: str) -> None:
    status, said = await rest("PUT", path, COMMAND)
    assert (status, said["code"]) == (400, 50109)


async def test_a_declaration_is_a_list_of_objects(rest: Rest, discord: DiscordServer, path: str) -> None:
    status, said = await rest("PUT", path, [7])
    assert (status, said["code"]) == (400, 50035)
    assert "0 DICT_TYPE_CONVERT" in discord.refusals[-1].details


@pytest.mark.parametrize("kind", [5, 6, 7, 8, 9, 11])
async def test_an_option_that_has_no_choices_needs_none(rest: Rest, path: str, kind: int) -> None:
    command = {"name": "lend", "description": "Lend", "options": [option() | {"type": kind}]}
    status, said = await rest("PUT", path, [command])
    assert status == 200, said
