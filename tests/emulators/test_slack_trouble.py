"""Faults on demand, quiet without sleeping, and the emulator judged itself."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from slack_events.payloads import EventCallbackEnvelope
from slack_events.validation import get_adapter
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from .conftest import Api
from .slack import ClientRefuses, SlackComplains, SlackServer, User
from .slack.judge import WrongPayload, judge
from .slack_peer import Peer
from .slack_samples import ELEMENTS


@pytest.fixture
def client(slack: SlackServer) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.base_url, timeout=1)


async def test_rate_limit(slack: SlackServer, claire: User, client: AsyncWebClient) -> None:
    slack.faults.rate_limit("chat.postMessage", times=2, retry_after_s=7)
    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel=claire.id, text="a")
        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] == "7"
        await client.auth_test()
    await client.chat_postMessage(channel=claire.id, text="a")
    assert len(claire.dm_messages()) == 1


async def test_server_error(slack: SlackServer, claire: User, client: AsyncWebClient) -> None:
    slack.faults.server_error("*")
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=claire.id, text="a")
    assert refused.value.response.status_code == 500
    assert claire.dm_messages() == []


async def test_hang_after_commit(slack: SlackServer, claire: User, client: AsyncWebClient) -> None:
    slack.faults.hang_after_commit("chat.postMessage")
    with pytest.raises(asyncio.TimeoutError):
        await client.chat_postMessage(channel=claire.id, text="a")
    await slack.settled()
    assert len(claire.dm_messages()) == 1


async def test_drop_after_commit(slack: SlackServer, claire: User, api: Api) -> None:
    slack.faults.drop_after_commit("chat.postMessage")
    with pytest.raises(aiohttp.ClientConnectionError):
        await api("chat.postMessage", channel=claire.id, text="a")
    assert len(claire.dm_messages()) == 1


async def test_settled_asks_the_program_and_looks_again(slack: SlackServer, claire: User, api: Api) -> None:
    work: list[str] = ["un", "deux"]

    async def idle() -> None:
        if work:
            await api("chat.postMessage", channel=claire.id, text=work.pop(0))

    slack.on_idle(idle)
    await slack.settled()
    assert [said.text for said in claire.dm_messages()] == ["un", "deux"]


async def test_a_stuck_wait_ends(slack: SlackServer) -> None:
    with pytest.raises(TimeoutError):
        await slack.until(lambda: False, patience_s=0.01)


async def test_every_event_fits_the_published_types(slack: SlackServer, claire: User, api: Api) -> None:
    circle = slack.add_channel("coachs-lyon", members=[claire], bot=True)
    async with Peer(slack) as peer:
        await api("views.publish", user_id=claire.id, view={"type": "home", "blocks": [{"type": "divider"}]})
        said = await claire.posts(circle, "Bonjour")
        await claire.reacts(said, "seedling")
        await claire.unreacts(said, "seedling")
        await claire.opens_home()
        await claire.leaves(circle)
        await claire.joins(circle)
        await slack.uninstall()
        kinds = [payload["event"]["type"] for payload in peer.payloads]
        assert len(kinds) == len(set(kinds)) == 6
        for payload in peer.payloads:
            get_adapter(EventCallbackEnvelope).validate_python(payload)


def test_the_judge_refuses_what_slack_would_not_send() -> None:
    with pytest.raises(WrongPayload, match="channel"):
        judge("app_home_opened", {"type": "app_home_opened", "user": "U1", "tab": "home", "event_ts": "1.0"})
    action = {"action_id": "a", "type": "button"}
    body = {"type": "block_actions", "user": {"id": "U1"}, "api_app_id": "A1", "trigger_id": "1"}
    with pytest.raises(WrongPayload, match="team"):
        judge("block_actions", {**body, "actions": [action]})
    judge("block_actions", {**body, "actions": [action], "team": {"id": "T1"}})
    with pytest.raises(WrongPayload, match="no published"):
        judge("telegram", {})


async def test_a_wrong_event_never_leaves(slack: SlackServer, claire: User) -> None:
    async with Peer(slack) as peer:
        with pytest.raises(WrongPayload, match="channel"):
            slack.tell("app_home_opened", user=claire.id)
        await slack.settled()
        assert peer.envelopes == []


async def test_events_need_scope_and_membership(claire: User) -> None:
    async with SlackServer.running(scopes={"chat:write"}) as slack, Peer(slack) as peer:
        claire = slack.add_user("Claire Morel")
        circle = slack.add_channel("coachs-lyon", members=[claire], bot=True)
        await claire.reacts(await claire.posts(circle, "Bonjour"), "seedling")
        assert peer.envelopes == []


async def test_the_app_hears_nothing_from_where_it_is_not(slack: SlackServer, claire: User) -> None:
    circle = slack.add_channel("direction", members=[claire])
    async with Peer(slack) as peer:
        said = await claire.posts(circle, "Bonjour")
        await claire.reacts(said, "seedling")
        assert peer.envelopes == []
        await slack.invites_app(circle)
        await claire.unreacts(said, "seedling")
        kinds = [payload["event"]["type"] for payload in peer.payloads]
        assert kinds == ["member_joined_channel", "reaction_removed"]


async def test_people_cannot_act_on_what_they_do_not_see(slack: SlackServer, claire: User, api: Api) -> None:
    karim = slack.add_user("Karim Benali")
    circle = slack.add_channel("coachs-lyon", members=[claire, karim], bot=True)
    blocks = [{"type": "actions", "elements": [{**ELEMENTS["button"], "action_id": "lire"}]}]
    await api("chat.postEphemeral", channel=circle.id, user=claire.id, text="a", blocks=blocks)
    (private,) = claire.messages(circle)
    assert karim.messages(circle) == []
    with pytest.raises(ClientRefuses, match="do not see"):
        await karim.press(private, "lire")
    with pytest.raises(ClientRefuses, match="nothing here"):
        await claire.press(private, "écrire")
    with pytest.raises(ClientRefuses, match="not a member"):
        await slack.add_user("Inès Roy").slash("/pratique", channel=circle)
    with pytest.raises(ClientRefuses, match="not the one on top"):
        claire.values()


async def test_an_emoji_is_added_once_and_taken_back_once(slack: SlackServer, claire: User) -> None:
    circle = slack.add_channel("coachs-lyon", members=[claire])
    said = await claire.posts(circle, "Bonjour")
    await claire.reacts(said, "seedling")
    with pytest.raises(ClientRefuses, match="already_reacted"):
        await claire.reacts(said, "seedling")
    await claire.unreacts(said, "seedling")
    with pytest.raises(ClientRefuses, match="no_reaction"):
        await claire.unreacts(said, "seedling")
    with pytest.raises(ClientRefuses, match="invalid_name"):
        await claire.reacts(said, "très bien")


async def test_a_turn_shows_what_that_person_sees(slack: SlackServer, claire: User, api: Api) -> None:
    karim = slack.add_user("Karim Benali")
    circle = slack.add_channel("coachs-lyon", members=[claire, karim], bot=True)
    work = [
        ("chat.postEphemeral", {"channel": circle.id, "user": karim.id, "text": "À Karim"}),
        ("chat.postMessage", {"channel": karim.id, "text": "À Karim aussi"}),
        ("chat.postEphemeral", {"channel": circle.id, "user": claire.id, "text": "À Claire"}),
        ("chat.postMessage", {"channel": circle.id, "text": "À tous"}),
        ("chat.postMessage", {"channel": circle.id}),
    ]

    async def idle() -> None:
        if work:
            method, args = work.pop(0)
            await api(method, **args)

    slack.on_idle(idle)
    async with Peer(slack):
        turn = await claire.slash("/pratique")
    assert [said.text for said in turn.ephemerals] == ["À Claire"]
    assert [said.text for said in turn.messages] == ["À tous"]
    assert [refusal.word for refusal in turn.refusals] == ["no_text"]
    assert len(turn.changes) == 5


async def test_only_declared_commands_can_be_typed(slack: SlackServer) -> None:
    slack.commands = frozenset({"/cercle"})
    claire = slack.add_user("Claire Morel")
    async with Peer(slack):
        assert (await claire.slash("/cercle")).acknowledged
        with pytest.raises(ClientRefuses, match="not a command"):
            await claire.slash("/pratique")


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {"options": "silence"},
        {"options": [{"text": {"type": "plain_text", "text": "x" * 76}, "value": "1"}]},
        {"options": [{"text": {"type": "plain_text", "text": "x"}, "value": str(n)} for n in range(101)]},
        {"options": [], "more": True},
    ],
)
async def test_wrong_suggestions(slack: SlackServer, claire: User, api: Api, answer: object) -> None:
    menu = {"type": "external_select", "action_id": "fiche", "min_query_length": 2}
    blocks = [{"type": "actions", "elements": [menu]}]
    await api("chat.postMessage", channel=claire.id, text="a", blocks=blocks)
    (said,) = claire.dm_messages()
    async with Peer(slack) as peer:
        peer.answer = answer
        with pytest.raises(SlackComplains, match="suggestion refused"):
            await claire.suggest(said, "fiche", "si")
        with pytest.raises(ClientRefuses, match="too few"):
            await claire.suggest(said, "fiche", "s")
        with pytest.raises(ClientRefuses, match="no such option"):
            await claire.select(said, "fiche", "1")


async def test_an_ephemerals_button_says_so_and_shows_no_message(
    slack: SlackServer, claire: User, api: Api
) -> None:
    circle = slack.add_channel("coachs-lyon", members=[claire], bot=True)
    blocks = [{"type": "actions", "elements": [{**ELEMENTS["button"], "action_id": "lire"}]}]
    await api("chat.postEphemeral", channel=circle.id, user=claire.id, text="a", blocks=blocks)
    async with Peer(slack) as peer:
        await claire.press(claire.messages(circle)[0], "Oui")
        (payload,) = peer.payloads
        assert payload["container"]["is_ephemeral"] is True
        assert "message" not in payload
        assert payload["actions"][0]["value"] == "1"


async def test_a_menu_in_a_message_keeps_its_choice(slack: SlackServer, claire: User, api: Api) -> None:
    menu = {**ELEMENTS["static_select"], "action_id": "menu"}
    more = {**ELEMENTS["overflow"], "action_id": "more"}
    blocks = [{"type": "actions", "block_id": "b", "elements": [menu, more]}]
    await api("chat.postMessage", channel=claire.id, text="a", blocks=blocks)
    async with Peer(slack) as peer:
        (said,) = claire.dm_messages()
        await claire.select(said, "menu", "Choix 2")
        await claire.select(said, "more", "v1")
        first, second = peer.payloads
        assert first["actions"][0]["selected_option"]["value"] == "v2"
        assert second["actions"][0]["selected_option"]["value"] == "v1"
        assert second["state"]["values"]["b"]["menu"]["selected_option"]["value"] == "v2"
