"""The Web API: who may call what with which arguments, and Slack's own word for each mistake."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from .conftest import Api
from .slack import Channel, Message, SlackServer, User
from .slack.core import SCOPES
from .slack.methods import METHODS
from .slack_samples import BLOCKS, HOME, MODAL


@dataclass
class World:
    """One workspace to make mistakes in: names in braces in the tables below are filled from here."""

    slack: SlackServer
    circle: Channel
    said: Message
    names: dict[str, str]

    def filled(self, args: dict[str, Any]) -> dict[str, Any]:
        def fill(value: Any) -> Any:
            return self.names.get(value, value) if isinstance(value, str) else value

        return {name: fill(value) for name, value in args.items()}


@pytest.fixture
async def world(slack: SlackServer, claire: User, api: Api) -> World:
    karim = slack.add_user("Karim Benali")
    circle = slack.add_channel("coachs-lyon", members=[claire], bot=True)
    foreign = slack.add_channel("direction", members=[claire])
    public = slack.add_channel("general", private=False, members=[claire])
    archived = slack.add_channel("anciens", members=[claire], bot=True)
    archived.archived = True
    posted = await api("chat.postMessage", channel=circle.id, text="Une fiche", blocks=[BLOCKS["section"]])
    theirs = await claire.posts(circle, "Bonjour")
    old = await claire.posts(circle, "Archive")
    (said,) = [one for one in claire.messages(circle) if one.ts == posted["ts"]]
    hidden = await api("chat.postEphemeral", channel=circle.id, user=claire.id, text="Entre nous")
    names = {
        "{circle}": circle.id,
        "{foreign}": foreign.id,
        "{public}": public.id,
        "{archived}": archived.id,
        "{claire}": claire.id,
        "{karim}": karim.id,
        "{bot}": slack.bot,
        "{mine}": said.ts,
        "{theirs}": theirs.ts,
        "{old}": old.ts,
        "{hidden}": hidden["message_ts"],
        "{nine}": ",".join([claire.id] * 9),
        "{people}": f"{claire.id},{karim.id}",
        "{many}": ",".join([claire.id] * 101),
    }
    return World(slack, circle, said, names)


NOWHERE, NEVER = "C0NOWHERE", "1.000001"
MISTAKES: list[tuple[str, str, dict[str, Any]]] = [
    ("chat.postMessage", "channel_not_found", {"channel": NOWHERE, "text": "a"}),
    ("chat.postMessage", "channel_not_found", {"channel": "{foreign}", "text": "a"}),
    ("chat.postMessage", "channel_not_found", {"channel": "{bot}", "text": "a"}),
    ("chat.postMessage", "not_in_channel", {"channel": "{public}", "text": "a"}),
    ("chat.postMessage", "is_archived", {"channel": "{archived}", "text": "a"}),
    ("chat.postMessage", "no_text", {"channel": "{circle}"}),
    ("chat.postMessage", "no_text", {"channel": "{circle}", "text": ""}),
    ("chat.postMessage", "msg_too_long", {"channel": "{circle}", "text": "x" * 40_001}),
    ("chat.postMessage", "invalid_blocks", {"channel": "{circle}", "blocks": [{"type": "section"}]}),
    ("chat.postMessage", "invalid_blocks_format", {"channel": "{circle}", "blocks": "[{"}),
    (
        "chat.postMessage",
        "cannot_reply_to_message",
        {"channel": "{circle}", "text": "a", "thread_ts": "{hidden}"},
    ),
    ("chat.postMessage", "as_user_not_supported", {"channel": "{circle}", "text": "a", "as_user": True}),
    ("chat.postMessage", "missing_scope", {"channel": "{circle}", "text": "a", "username": "Claire"}),
    ("chat.postMessage", "invalid_arguments", {"channel": "{circle}", "text": 7}),
    ("chat.postMessage", "invalid_arguments", {"channel": "{circle}", "text": "a", "unfurl_links": "no"}),
    ("chat.postMessage", "invalid_arguments", {"text": "a"}),
    ("chat.postMessage", "invalid_arguments", {"channel": "{circle}", "text": "a", "colour": "red"}),
    ("chat.postEphemeral", "channel_not_found", {"channel": NOWHERE, "user": "{claire}", "text": "a"}),
    ("chat.postEphemeral", "not_in_channel", {"channel": "{public}", "user": "{claire}", "text": "a"}),
    ("chat.postEphemeral", "user_not_in_channel", {"channel": "{circle}", "user": "{karim}", "text": "a"}),
    ("chat.postEphemeral", "is_archived", {"channel": "{archived}", "user": "{claire}", "text": "a"}),
    ("chat.postEphemeral", "no_text", {"channel": "{circle}", "user": "{claire}"}),
    ("chat.update", "channel_not_found", {"channel": "{claire}", "ts": "{mine}", "text": "a"}),
    ("chat.update", "message_not_found", {"channel": "{circle}", "ts": NEVER, "text": "a"}),
    ("chat.update", "message_not_found", {"channel": "{circle}", "ts": "{hidden}", "text": "a"}),
    ("chat.update", "cant_update_message", {"channel": "{circle}", "ts": "{theirs}", "text": "a"}),
    ("chat.update", "msg_too_long", {"channel": "{circle}", "ts": "{mine}", "text": "x" * 4_001}),
    ("chat.update", "no_text", {"channel": "{circle}", "ts": "{mine}", "blocks": []}),
    ("chat.delete", "message_not_found", {"channel": "{circle}", "ts": NEVER}),
    ("chat.delete", "cant_delete_message", {"channel": "{circle}", "ts": "{theirs}"}),
    ("chat.delete", "channel_not_found", {"channel": NOWHERE, "ts": "{mine}"}),
    ("chat.getPermalink", "message_not_found", {"channel": "{circle}", "message_ts": NEVER}),
    ("chat.getPermalink", "channel_not_found", {"channel": NOWHERE, "message_ts": "{mine}"}),
    ("views.open", "invalid_trigger_id", {"view": MODAL}),
    ("views.open", "invalid_trigger_id", {"view": MODAL, "trigger_id": "1.2.3"}),
    ("views.push", "invalid_trigger_id", {"view": MODAL, "trigger_id": "1.2.3"}),
    ("views.update", "not_found", {"view": MODAL, "view_id": "V0NONE"}),
    ("views.update", "invalid_arguments", {"view": MODAL}),
    ("views.update", "invalid_arguments", {"view": MODAL, "view_id": "V1", "external_id": "x"}),
    ("views.publish", "user_not_found", {"view": HOME, "user_id": "U0NOBODY"}),
    ("views.publish", "invalid_arguments", {"view": MODAL, "user_id": "{claire}"}),
    ("views.publish", "invalid_arguments", {"view": "{", "user_id": "{claire}"}),
    ("views.publish", "hash_conflict", {"view": HOME, "user_id": "{claire}", "hash": "1.2"}),
    ("conversations.open", "users_list_not_supplied", {}),
    ("conversations.open", "user_not_found", {"users": "U0NOBODY"}),
    ("conversations.open", "too_many_users", {"users": "{nine}"}),
    ("conversations.open", "method_not_supported_for_channel_type", {"channel": "{circle}"}),
    ("conversations.create", "missing_scope", {"name": "cercle"}),
    ("conversations.create", "name_taken", {"name": "coachs-lyon", "is_private": True}),
    ("conversations.create", "invalid_name_required", {"name": "", "is_private": True}),
    ("conversations.create", "invalid_name_maxlength", {"name": "x" * 81, "is_private": True}),
    ("conversations.create", "invalid_name_specials", {"name": "Coachs Lyon", "is_private": True}),
    ("conversations.create", "invalid_name_punctuation", {"name": "---", "is_private": True}),
    ("conversations.invite", "channel_not_found", {"channel": "{foreign}", "users": "{karim}"}),
    ("conversations.invite", "missing_scope", {"channel": "{public}", "users": "{karim}"}),
    ("conversations.invite", "is_archived", {"channel": "{archived}", "users": "{karim}"}),
    ("conversations.invite", "already_in_channel", {"channel": "{circle}", "users": "{claire}"}),
    ("conversations.invite", "cant_invite_self", {"channel": "{circle}", "users": "{bot}"}),
    ("conversations.invite", "user_not_found", {"channel": "{circle}", "users": "U0NOBODY"}),
    ("conversations.invite", "no_user", {"channel": "{circle}", "users": ""}),
    ("conversations.invite", "invalid_arguments", {"channel": "{circle}", "users": "{many}"}),
    ("conversations.info", "channel_not_found", {"channel": "{foreign}"}),
    ("conversations.info", "missing_scope", {"channel": "{public}"}),
    ("conversations.list", "missing_scope", {}),
    ("conversations.list", "missing_scope", {"types": "private_channel,public_channel"}),
    ("conversations.list", "invalid_types", {"types": "private"}),
    ("conversations.list", "invalid_limit", {"types": "private_channel", "limit": 1000}),
    ("conversations.list", "invalid_cursor", {"types": "private_channel", "cursor": "é"}),
    ("conversations.members", "channel_not_found", {"channel": NOWHERE}),
    ("conversations.members", "invalid_limit", {"channel": "{circle}", "limit": 1001}),
    ("conversations.members", "invalid_cursor", {"channel": "{circle}", "cursor": "é"}),
    ("conversations.history", "missing_scope", {"channel": "{circle}"}),
    ("users.info", "user_not_found", {"user": "U0NOBODY"}),
    ("reactions.get", "no_item_specified", {"channel": "{circle}"}),
    ("reactions.get", "bad_timestamp", {"channel": "{circle}", "timestamp": "hier"}),
    ("reactions.get", "message_not_found", {"channel": "{circle}", "timestamp": NEVER}),
    ("reactions.add", "missing_scope", {"channel": "{circle}", "timestamp": "{mine}", "name": "seedling"}),
    ("reactions.remove", "unknown_method", {}),
    ("chat.shout", "unknown_method", {}),
]


@pytest.mark.parametrize(
    ("method", "word", "args"),
    [pytest.param(*mistake, id=f"{mistake[0]} {mistake[1]} {n}") for n, mistake in enumerate(MISTAKES)],
)
async def test_mistakes(world: World, api: Api, method: str, word: str, args: dict[str, Any]) -> None:
    before = len(world.slack.workspace.changes)
    answer = await api(method, **world.filled(args))
    assert (answer["ok"], answer["error"]) == (False, word)
    assert [change.act for change in world.slack.workspace.changes[before:]] == ["refused"]
    assert world.slack.refusals[-1].word == word


GOOD: list[tuple[str, dict[str, Any]]] = [
    ("auth.test", {}),
    ("chat.postMessage", {"channel": "{circle}", "text": "a", "thread_ts": "{mine}"}),
    ("chat.postMessage", {"channel": "{claire}", "text": "a"}),
    ("chat.postEphemeral", {"channel": "{circle}", "user": "{claire}", "text": "a"}),
    ("chat.update", {"channel": "{circle}", "ts": "{mine}", "text": "a", "blocks": []}),
    ("chat.delete", {"channel": "{circle}", "ts": "{mine}"}),
    ("chat.getPermalink", {"channel": "{circle}", "message_ts": "{mine}"}),
    ("views.publish", {"view": HOME, "user_id": "{claire}"}),
    ("conversations.open", {"users": "{claire}", "return_im": True}),
    ("conversations.open", {"users": "{people}"}),
    ("conversations.create", {"name": "cercle-été", "is_private": True}),
    ("conversations.invite", {"channel": "{circle}", "users": "{karim}"}),
    ("conversations.info", {"channel": "{circle}", "include_num_members": True}),
    ("conversations.list", {"types": "private_channel", "exclude_archived": True, "limit": 10}),
    ("conversations.members", {"channel": "{circle}"}),
    ("users.info", {"user": "{claire}", "include_locale": True}),
    ("reactions.get", {"channel": "{circle}", "timestamp": "{mine}", "full": True}),
]


@pytest.mark.parametrize(
    ("method", "args"), [pytest.param(*call, id=f"{call[0]} {n}") for n, call in enumerate(GOOD)]
)
@pytest.mark.parametrize("way", ["json", "form", "query", "get"])
async def test_arguments_come_in_every_way(
    world: World, api: Api, method: str, args: dict[str, Any], way: str
) -> None:
    filled = world.filled(args)
    flat = {name: value if isinstance(value, str) else json.dumps(value) for name, value in filled.items()}
    ways: dict[str, dict[str, Any]] = {
        "json": {"json": filled},
        "form": {"data": flat},
        "query": {"params": flat},
        "get": {"params": flat, "verb": "GET"},
    }
    assert (await api.call(method, **ways[way]))["ok"]


async def test_the_answers_say_what_slack_says(world: World, api: Api, claire: User) -> None:
    user = (await api("users.info", user=claire.id, include_locale=True))["user"]
    assert (user["tz"], user["locale"], user["is_admin"]) == ("Europe/Paris", "fr-FR", False)
    assert (await api("auth.test"))["user_id"] == world.slack.bot
    info = (await api("conversations.info", channel=world.circle.id, include_num_members=True))["channel"]
    assert (info["is_private"], info["is_ext_shared"], info["num_members"]) == (True, False, 2)
    await claire.reacts(world.said, "test_tube")
    found = await api("reactions.get", channel=world.circle.id, timestamp=world.said.ts)
    assert found["message"]["reactions"] == [{"name": "test_tube", "count": 1, "users": [claire.id]}]
    link = await api("chat.getPermalink", channel=world.circle.id, message_ts=world.said.ts)
    assert re.fullmatch(rf"https://\S+/archives/{world.circle.id}/p\d+", link["permalink"])


async def test_members_come_in_pages(world: World, api: Api) -> None:
    first = await api("conversations.members", channel=world.circle.id, limit=1)
    cursor = first["response_metadata"]["next_cursor"]
    second = await api("conversations.members", channel=world.circle.id, limit=1, cursor=cursor)
    assert second["response_metadata"]["next_cursor"] == ""
    assert {*first["members"], *second["members"]} == world.circle.members


async def test_only_private_channels_that_the_bot_is_in_are_listed(world: World, api: Api) -> None:
    found = await api("conversations.list", types="private_channel")
    assert [one["name"] for one in found["channels"]] == ["coachs-lyon", "anciens"]
    found = await api("conversations.list", types="private_channel", exclude_archived=True, limit=1)
    assert [one["id"] for one in found["channels"]] == [world.circle.id]
    assert found["response_metadata"]["next_cursor"] == ""


async def test_one_wrong_guest_refuses_all_unless_forced(world: World, api: Api) -> None:
    guests = f"{world.names['{karim}']},U0NOBODY"
    refused = await api("conversations.invite", channel=world.circle.id, users=guests)
    assert refused["errors"] == [{"user": "U0NOBODY", "ok": False, "error": "user_not_found"}]
    assert world.names["{karim}"] not in world.circle.members
    await api("conversations.invite", channel=world.circle.id, users=guests, force=True)
    assert world.names["{karim}"] in world.circle.members


async def test_metadata_stays_until_it_is_replaced(world: World, api: Api) -> None:
    place, metadata = world.circle.id, {"event_type": "job", "event_payload": {"id": "1"}}
    posted = await api("chat.postMessage", channel=place, text="a", metadata=metadata)
    kept = await api("chat.update", channel=place, ts=posted["ts"], text="b", blocks=[])
    assert kept["message"]["metadata"] == metadata
    gone = await api("chat.update", channel=place, ts=posted["ts"], text="b", blocks=[], metadata={})
    assert "metadata" not in gone["message"]


async def test_under_nothing_it_is_said_in_the_channel(world: World, api: Api) -> None:
    args = {"channel": "{circle}", "text": "a", "thread_ts": NEVER, "reply_broadcast": True}
    said = (await api("chat.postMessage", **world.filled(args)))["message"]
    assert "thread_ts" not in said
    assert said.get("subtype") != "thread_broadcast"


async def test_buttons_that_are_broadcast_are_complained_of(world: World, api: Api) -> None:
    button = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Oui"}}
    under = {"channel": "{circle}", "text": "a", "thread_ts": "{mine}"}
    with_button = world.filled(under) | {"blocks": [{"type": "actions", "elements": [button]}]}
    await api("chat.postMessage", **with_button)
    assert world.slack.forgive() == []
    await api("chat.postMessage", **with_button, reply_broadcast=True)
    (complaint,) = world.slack.forgive()
    assert "broadcast" in complaint


async def test_an_update_that_leaves_blocks_unsaid_is_complained_of(world: World, api: Api) -> None:
    await api("chat.update", channel=world.circle.id, ts=world.said.ts, text="b")
    (complaint,) = world.slack.forgive()
    assert "leaves out blocks" in complaint


READING = {"groups:history", "channels:history"}


async def test_a_history_is_read_by_pages_newest_first_with_its_scopes() -> None:
    metadata = {"event_type": "job", "event_payload": {"id": "1"}}
    for granted in (READING, READING | {"metadata.message:read"}):
        async with (
            SlackServer.running(scopes=SCOPES | granted) as slack,
            aiohttp.ClientSession() as session,
        ):
            api, claire = Api(slack, session), slack.add_user("Claire Morel")
            circle = slack.add_channel("coachs-lyon", members=[claire], bot=True)
            posted = [
                await api("chat.postMessage", channel=circle.id, text=text, metadata=metadata)
                for text in ("a", "b", "c")
            ]
            await api("chat.postEphemeral", channel=circle.id, user=claire.id, text="entre nous")
            under = {"channel": circle.id, "thread_ts": posted[0]["ts"]}
            await api("chat.postMessage", text="sous a", **under)  # a reply is read with its thread
            first = await api("conversations.history", channel=circle.id, limit=2, include_all_metadata=True)
            assert [one["text"] for one in first["messages"]] == ["c", "b"]
            assert ("metadata" in first["messages"][0]) is ("metadata.message:read" in granted)
            cursor = first["response_metadata"]["next_cursor"]
            second = await api("conversations.history", channel=circle.id, limit=2, cursor=cursor)
            assert ([one["text"] for one in second["messages"]], second["has_more"]) == (["a"], False)
            assert "metadata" not in second["messages"][0]  # it was not asked for
            after = posted[1]["ts"]
            for inclusive, texts in ((False, ["c"]), (True, ["c", "b"])):
                since = await api(
                    "conversations.history", channel=circle.id, oldest=after, inclusive=inclusive
                )
                assert [one["text"] for one in since["messages"]] == texts
            said = await api("chat.postMessage", text="sous a, et ici", reply_broadcast=True, **under)
            assert said["message"]["subtype"] == "thread_broadcast"
            latest = await api("conversations.history", channel=circle.id, limit=1)
            assert [one["text"] for one in latest["messages"]] == ["sous a, et ici"]
            wrong = {
                "invalid_ts_oldest": {"oldest": "hier"},
                "invalid_ts_latest": {"latest": "demain"},
                "invalid_cursor": {"cursor": "é"},
                "invalid_arguments": {"limit": 1000},
            }
            for word, args in wrong.items():
                assert (await api("conversations.history", channel=circle.id, **args))["error"] == word
            foreign = slack.add_channel("direction", members=[claire])
            assert (await api("conversations.history", channel=foreign.id))["error"] == "channel_not_found"
            public = slack.add_channel("general", private=False, members=[claire])
            elsewhere = await api("conversations.history", channel=public.id)
            assert elsewhere["error"] == "not_in_channel"
            assert slack.calls["conversations.history"] == 11


@pytest.mark.parametrize(
    ("token", "word"),
    [("", "not_authed"), ("xoxb-wrong", "invalid_auth"), ("{app}", "not_allowed_token_type")],
)
async def test_tokens(slack: SlackServer, api: Api, token: str, word: str) -> None:
    used = slack.app_token if token == "{app}" else token
    assert (await api.call("auth.test", token=used))["error"] == word


async def test_the_socket_needs_the_app_token_and_a_post(slack: SlackServer, api: Api) -> None:
    method = "apps.connections.open"
    assert (await api.call(method))["error"] == "not_allowed_token_type"
    assert (await api.call(method, token=slack.app_token, verb="GET"))["error"] == "insecure_request"
    assert (await api.call(method, token=slack.app_token))["url"].startswith("ws://127.0.0.1:")


async def test_an_uninstalled_app_has_no_token(slack: SlackServer, api: Api) -> None:
    await slack.uninstall()
    assert (await api("auth.test"))["error"] == "account_inactive"


@pytest.mark.parametrize("missing", sorted(SCOPES - {"commands", "files:write", "im:write", "mpim:write"}))
async def test_each_scope_is_needed(missing: str) -> None:
    async with SlackServer.running(scopes=SCOPES - {missing}) as slack, aiohttp.ClientSession() as session:
        api, claire = Api(slack, session), slack.add_user("Claire Morel")
        circle = slack.add_channel("coachs-lyon", members=[claire], bot=True)
        calls: dict[str, tuple[str, dict[str, Any]]] = {
            "chat:write": ("chat.postMessage", {"channel": circle.id, "text": "a"}),
            "groups:write": ("conversations.create", {"name": "cercle", "is_private": True}),
            "groups:read": ("conversations.info", {"channel": circle.id}),
            "users:read": ("users.info", {"user": claire.id}),
            "reactions:read": ("reactions.get", {"channel": circle.id, "timestamp": NEVER}),
        }
        method, args = calls[missing]
        answer = await api(method, **args)
        assert (answer["error"], missing in answer["needed"]) == ("missing_scope", True)
        assert missing not in answer["provided"]


async def test_direct_and_group_messages_need_their_scopes() -> None:
    async with (
        SlackServer.running(scopes=SCOPES - {"im:write", "mpim:write"}) as slack,
        aiohttp.ClientSession() as session,
    ):
        api, people = Api(slack, session), [slack.add_user(name).id for name in ("A", "B")]
        assert (await api("conversations.open", users=people[0]))["needed"] == "im:write"
        assert (await api("conversations.open", users=",".join(people)))["needed"] == "mpim:write"


@pytest.mark.parametrize(
    ("how", "word"),
    [
        ({"data": b"{", "headers": {"Content-Type": "application/json"}}, "invalid_json"),
        ({"json": [1]}, "json_not_object"),
        ({"data": b"a=1", "headers": {"Content-Type": "text/plain"}}, "invalid_post_type"),
    ],
)
async def test_bodies_that_say_nothing(slack: SlackServer, how: dict[str, Any], word: str) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}", **how.pop("headers", {})}
    async with (
        aiohttp.ClientSession() as session,
        session.post(slack.base_url + "auth.test", headers=headers, **how) as answer,
    ):
        assert (await answer.json())["error"] == word


# Words for mistakes that every method shares, or that the published list leaves out.
SHARED = {
    *("invalid_arguments", "missing_scope", "unknown_method", "as_user_not_supported", "user_not_found"),
    *("is_archived", "no_text", "msg_too_long"),
}


def published() -> dict[str, Any]:
    place = Path(os.environ.get("API_SPECS") or Path(__file__).parents[2] / ".." / "shared" / "specs")
    path = place / "slack-methods.json"
    if not path.exists():
        pytest.skip("slack-methods.json is not at hand: set API_SPECS to the folder that holds it")
    found: dict[str, Any] = json.loads(path.read_text())
    return found


@pytest.mark.parametrize("name", sorted(METHODS))
def test_arguments_and_scopes_are_the_published_ones(name: str) -> None:
    method, described = METHODS[name], published()[name]
    required = set(described["args"]["required"]) - {"token"}
    assert method.required == required
    assert method.optional == set(described["args"]["properties"]) - required - {"token"}
    scopes = set(described["scope"].get("bot", []))
    assert set(method.scopes) == scopes


@pytest.mark.parametrize("name", sorted(METHODS))
def test_error_words_are_published_ones(name: str) -> None:
    words = {word for method, word, _ in MISTAKES if method == name}
    assert words <= set(published()[name]["errors"]) | SHARED
