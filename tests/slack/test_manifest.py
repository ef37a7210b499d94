"""`entrepairs manifest slack`: what is printed is what Slack takes, and what the code hears."""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner, Result

from adapters.slack import declare, make_app
from adapters.slack.inbound import route, shortcut
from bot import i18n
from bot.__main__ import entrepairs
from bot.command import Surface
from bot.registry import COMMANDS
from tests.emulators.slack.core import SCOPES
from tests.emulators.slack.methods import METHODS
from tests.slack.toy import ToyDoor

ROOT = Path(__file__).parents[2]
SPECS = Path(os.environ.get("API_SPECS") or ROOT.parent / "shared" / "specs")
PUBLIC = "https://entrepairs.example"
OPTIONAL = {"conversations.history"}  # its scopes are asked for by nobody: `SlackSender.find` looks for them
UPLOAD = "files_upload_v2"  # slack_sdk's own, of these two
UPLOADS = ("files.getUploadURLExternal", "files.completeUploadExternal")
OF_EVENTS = {"reaction_added": "reactions:read", "reaction_removed": "reactions:read"}


@pytest.fixture(autouse=True)
def toy_words() -> None:
    """Here the catalogue is the product's own."""
    i18n._bundle.cache_clear()


def printed(*arguments: str) -> Result:
    return CliRunner().invoke(entrepairs, ["manifest", "slack", *arguments])


def made(*arguments: str) -> dict[str, Any]:
    said = printed(*arguments)
    assert said.exit_code == 0, said.output
    found: dict[str, Any] = json.loads(said.stdout)
    return found


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("http", [(), ("--http", PUBLIC)], ids=["socket", "http"])
def test_slack_takes_what_is_printed(lang: str, http: tuple[str, ...]) -> None:
    schema = SPECS / "slack-manifest.schema.json"
    if not schema.exists():
        pytest.skip("Slack's manifest schema is not at hand (API_SPECS=folder)")
    jsonschema.validate(made("--lang", lang, *http), json.loads(schema.read_text(encoding="utf-8")))


def test_french_is_first_and_english_is_whole() -> None:
    french, english = made()["features"], made("--lang", "en")["features"]
    assert [one["command"] for one in french["slash_commands"]] == ["/pratique", "/cercle", "/rencontre"]
    assert [one["command"] for one in english["slash_commands"]] == ["/practice", "/circle", "/session"]
    assert {one["name"]: one["type"] for one in french["shortcuts"]} == {
        "Partager une pratique": "global",
        "Chercher une pratique": "global",
        "Proposer comme pratique": "message",
        "Alerter en privé": "message",
        "Étiqueter la fiche": "message",
    }
    assert {one["name"]: one["callback_id"] for one in english["shortcuts"]} == {
        "Share a practice": "practice.share",
        "Search for a practice": "library.look",
        "Suggest as a practice": "exchange.propose",
        "Raise a private concern": "exchange.alert",
        "Tag this card": "library.label",
    }


def test_without_an_address_it_is_socket_mode() -> None:
    settings = made()["settings"]
    assert settings["socket_mode_enabled"] is True
    assert "request_url" not in json.dumps(settings)
    assert not [one for one in made()["features"]["slash_commands"] if "url" in one]


@pytest.mark.parametrize("public", [PUBLIC, f"{PUBLIC}/", "http://127.0.0.1:8082"])
def test_with_an_address_every_road_leads_there(public: str) -> None:
    said = made("--http", public)
    url = f"{public.rstrip('/')}/slack/events"
    settings = said["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == url
    assert settings["interactivity"] == {
        "is_enabled": True,
        "request_url": url,
        "message_menu_options_url": url,
    }
    assert {one["url"] for one in said["features"]["slash_commands"]} == {url}


@pytest.mark.parametrize(
    "public",
    [
        "http://entrepairs.example",
        "entrepairs.example",
        "",
        "https://",
        f"{PUBLIC}?a=b",
        "https://a:b@c.example",
    ],
)
def test_a_bad_address_is_one_line(public: str) -> None:
    said = printed("--http", public)
    assert said.exit_code == 2
    assert said.stdout == ""
    assert said.stderr.startswith("--http ")
    assert said.stderr.count("\n") == 1
    assert "https://" in said.stderr


# --- it says what the code does, and the code does what it says --------------------------------------------


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_command_is_heard_and_every_heard_one_is_declared(lang: str) -> None:
    declared = {one["command"] for one in made("--lang", lang)["features"]["slash_commands"]}
    heard = set()
    for command in COMMANDS.values():
        if command.surface is Surface.SLASH:
            words = i18n.command_words(command.path, lang)
            assert route(COMMANDS, " ".join(words))[0] == command.verb
            heard.add(f"/{words[0]}")
    assert declared == heard


def test_every_shortcut_is_a_verb_and_every_such_verb_is_a_shortcut() -> None:
    said = made()["features"]["shortcuts"]
    verbs = {c.verb for c in COMMANDS.values() if c.shortcut or c.surface is Surface.MESSAGE}
    assert {one["callback_id"] for one in said} == verbs
    assert len(said) == len(verbs) == 5
    for one in said:
        body = {
            "user": {"id": "U1"},
            "team": {"id": "T1"},
            "trigger_id": "1",
            "callback_id": one["callback_id"],
        }
        assert shortcut(body).verb in COMMANDS


def test_every_event_is_heard_and_every_heard_one_is_asked_for() -> None:
    app = make_app(ToyDoor(), bot_token="xoxb-1", app_token="xapp-1", api_url="http://127.0.0.1:1/")
    asked = set(made()["settings"]["event_subscriptions"]["bot_events"])
    assert set(app.events) == asked


def test_every_scope_is_used_and_every_used_one_is_asked_for() -> None:
    asked = set(made()["oauth_config"]["scopes"]["bot"])
    assert asked == SCOPES  # what the loopback Slack grants, and no more
    called = set(methods_called())
    assert called >= {"chat.postMessage", "views.open", "users.info", "conversations.invite"}
    needed = {"commands"}
    for name in called - OPTIONAL:
        scopes = set(METHODS[name].scopes)
        assert not scopes or scopes & asked, name
        needed |= scopes & asked
    needed |= {OF_EVENTS[name] for name in declare.EVENTS if name in OF_EVENTS}
    assert asked - needed == set()


def methods_called() -> Iterator[str]:
    """The Web API methods that the adapter names: by the client's own methods, or in words."""
    dotted = {name.replace(".", "_").lower(): name for name in METHODS}
    for file in sorted((ROOT / "adapters" / "slack").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if (name := node.func.attr.lower()) in dotted:
                    yield dotted[name]
                if name == UPLOAD:
                    yield from UPLOADS
            if isinstance(node, ast.Constant) and node.value in METHODS:
                yield str(node.value)


def test_the_documents_say_what_each_scope_is_for() -> None:
    told = set(
        re.findall(r"^\| `([a-z:]+)` \|", (ROOT / "docs" / "slack.md").read_text("utf-8"), re.MULTILINE)
    )
    assert set(declare.SCOPES) <= told
