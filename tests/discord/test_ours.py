"""What is declared to Discord of our own commands: French everywhere, types, places, completion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from adapters.discord.declare import declaration
from bot.registry import COMMANDS
from tests.discord import description

OURS = declaration(COMMANDS)
STRING, SUBCOMMANDS, MENU = 3, (1, 2), 3


def nodes(payload: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Commands and options below, each with its path and whether it is an option."""
    here = (*path, payload["name"])
    yield " ".join(here), payload, bool(path) and payload["type"] not in SUBCOMMANDS
    for below in payload.get("options", ()):
        yield from nodes(below, here)


ALL = [node for payload in OURS for node in nodes(payload)]


@pytest.mark.parametrize("payload", OURS, ids=lambda p: str(p["name"]))
def test_each_says_where_it_is_offered(payload: dict[str, Any]) -> None:
    assert (payload["contexts"], payload["integration_types"]) == ([0, 1], [0])
    description.check("ApplicationCommandUpdateRequest", payload)


@pytest.mark.parametrize(("path", "node", "option"), ALL, ids=[path for path, _, _ in ALL])
def test_each_word_is_said_in_french_too(path: str, node: dict[str, Any], option: bool) -> None:
    assert node["name"].isascii()
    assert node["name_localizations"]["fr"]
    if "contexts" in node and node["type"] == MENU:
        assert "description" not in node  # a menu has none
    else:
        assert node["description"]
        assert node["description_localizations"]["fr"]
    for choice in node.get("choices", ()):
        assert choice["name_localizations"]["fr"]
    if option:
        assert isinstance(node["required"], bool)


def test_titles_and_tags_are_completed() -> None:
    completed = {path for path, node, _ in ALL if node.get("autocomplete")}
    assert completed == {"practice search tag", "practice tag practice"}
