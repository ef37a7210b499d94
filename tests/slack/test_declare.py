"""The manifest, against Slack's own schema, and the words that are understood after a slash."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from adapters.slack import declare
from adapters.slack.inbound import NEAREST, fold, route, unescaped
from bot.command import Command, Surface
from bot.limits import LimitExceeded
from bot.vocabulary import Field, Kind
from tests.slack.toy import COMMANDS, TIDY, command

SPECS = Path(os.environ.get("API_SPECS") or Path(__file__).parents[3] / "shared" / "specs")


def made(lang: str = "fr") -> dict[str, Any]:
    return declare.manifest(COMMANDS, lang, "Jouets")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_slack_takes_the_manifest(lang: str) -> None:
    schema = SPECS / "slack-manifest.schema.json"
    if not schema.exists():
        pytest.skip("Slack's manifest schema is not at hand (API_SPECS=folder)")
    jsonschema.validate(made(lang), json.loads(schema.read_text(encoding="utf-8")))


def test_one_slash_command_for_each_first_word() -> None:
    said = made()["features"]["slash_commands"]
    assert [(one["command"], one["usage_hint"]) for one in said] == [
        ("/jouet", "[fabriquer | étagère | prêter]"),
        ("/ranger", "[Rouge | Vert foncé]"),
    ]
    assert [one["command"] for one in made("en")["features"]["slash_commands"]] == ["/toy", "/tidy"]


def test_shortcuts_carry_their_verb() -> None:
    said = made()["features"]["shortcuts"]
    assert [(one["name"], one["type"], one["callback_id"]) for one in said] == [
        ("En faire un jouet", "message", "toy.from_it"),
        ("Fabriquer un jouet", "global", "toy.new"),
    ]


def test_it_asks_for_no_history() -> None:
    assert not [scope for scope in made()["oauth_config"]["scopes"]["bot"] if "history" in scope]
    assert made()["settings"]["socket_mode_enabled"]


def test_a_word_too_long_is_our_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.slack.declare.SHORTCUTS_MAX", 1)
    with pytest.raises(LimitExceeded):
        made()


# --- words after a slash -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "verb", "values"),
    [
        ("jouet fabriquer", "toy.make", {}),
        ("JOUET Fabriquer", "toy.make", {}),
        ("toy make", "toy.make", {}),
        ("jouet make", NEAREST, {"text": "jouet make"}),
        ("jouet fabriquer rouge", "toy.make", {"colour": "red"}),
        ("jouet fabriquer vert fonce", "toy.make", {"colour": "dark_green"}),
        ("jouet fabriquer dark green", "toy.make", {"colour": "dark_green"}),
        ("jouet fabriquer Une toupie", "toy.make", {"name": "Une toupie"}),
        ("jouet étagère", "toy.show", {}),
        ("jouet etagere", "toy.show", {}),
        ("jouet", NEAREST, {"text": "jouet"}),
        ("jouet fabrique", NEAREST, {"text": "jouet fabrique"}),
        ("ranger", "toy.tidy", {}),
        ("ranger rouge", "toy.tidy", {"colour": "red"}),
        ("ranger bleu", "toy.tidy", {"colour": "bleu"}),
        ("tidy Dark  Green", "toy.tidy", {"colour": "dark_green"}),
        ("", NEAREST, {"text": ""}),
    ],
)
def test_words_are_understood(typed: str, verb: str, values: dict[str, str]) -> None:
    assert route(COMMANDS, typed) == (verb, values)


def test_the_longest_path_wins() -> None:
    commands: dict[str, Command] = {
        one.verb: one
        for one in (
            command("toy.all", "toy", fields=(Field("name", Kind.LINE),)),
            command("toy.make", "toy", "make"),
        )
    }
    assert route(commands, "jouet fabriquer") == ("toy.make", {})
    assert route(commands, "jouet dehors") == ("toy.all", {"name": "dehors"})


def test_menus_are_no_slash_commands() -> None:
    commands = {"toy.tidy": command("toy.tidy", "tidy", fields=TIDY, surface=Surface.MESSAGE)}
    assert route(commands, "ranger")[0] == NEAREST


def test_folding() -> None:
    assert fold("ÉTIQUETER") == fold("etiqueter")
    assert fold("d’accord") == "d'accord"


def test_what_slack_escaped_is_read_as_it_was_typed() -> None:
    assert unescaped("a &lt;b&gt; &amp;lt; <https://example.org/|ici>") == "a <b> &lt; https://example.org/"
