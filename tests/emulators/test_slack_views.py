"""Modals and the Home tab: the stack, versions, what stays typed, and what a form's answer may say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from .conftest import Api
from .slack import ClientRefuses, SlackComplains, SlackServer, User
from .slack_peer import Peer
from .slack_samples import ELEMENTS, HOME, MODAL, Json, mrkdwn, plain


def form(label: str = "Titre", **more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "a"}
    block = {"type": "input", "block_id": "b", "label": plain(label), "element": element}
    base = {key: value for key, value in MODAL.items() if key != "external_id"}
    return {**base, "blocks": [block], **more}


@pytest.fixture
async def peer(slack: SlackServer) -> AsyncIterator[Peer]:
    async with Peer(slack) as peer:
        yield peer


@pytest.fixture
async def opened(claire: User, peer: Peer, api: Api) -> Json:
    """Claire has run a command and a form is open."""
    return await open_form(claire, peer, api, form())


async def open_form(claire: User, peer: Peer, api: Api, view: Json) -> Json:
    await claire.slash("/pratique")
    answer = await api("views.open", trigger_id=peer.trigger, view=view)
    assert answer["ok"], answer
    shown: Json = answer["view"]
    return shown


async def test_a_trigger_opens_one_view(claire: User, peer: Peer, api: Api, opened: Json) -> None:
    again = await api("views.open", trigger_id=peer.trigger, view=form())
    assert again["error"] == "exchanged_trigger_id"
    assert [view.id for view in claire.views] == [opened["id"]]


async def test_a_refused_view_leaves_the_trigger_good(claire: User, peer: Peer, api: Api) -> None:
    await claire.slash("/pratique")
    assert (await api("views.open", trigger_id=peer.trigger, view={}))["error"] == "invalid_arguments"
    assert (await api("views.open", trigger_id=peer.trigger, view=form()))["ok"]


@pytest.mark.parametrize(("after", "word"), [(0.5, None), (1.5, "expired_trigger_id")])
async def test_a_trigger_lives_three_scaled_seconds(after: float, word: str | None) -> None:

    async with (
        SlackServer.running(scale=1.0) as slack,
        Peer(slack) as peer,
        aiohttp.ClientSession() as session,
    ):
        await slack.add_user("Claire Morel").slash("/pratique")
        await slack.skip(3 * after)
        answer = await Api(slack, session)("views.open", trigger_id=peer.trigger, view=form())
        assert answer.get("error") == word


async def test_three_views_are_stacked_and_no_fourth(
    claire: User, peer: Peer, api: Api, opened: Json
) -> None:
    for _ in range(2):
        peer.answer = {"response_action": "push", "view": form()}
        await claire.submit(None, {"Titre": "a"})
    assert [view.previous_id for view in claire.views] == [None, *[view.id for view in claire.views][:2]]
    assert {view.root_id for view in claire.views} == {opened["id"]}
    with pytest.raises(SlackComplains, match="push_limit_reached"):
        await claire.submit(None, {"Titre": "a"})
    peer.answer = None
    await claire.submit()
    assert len(claire.views) == 2
    peer.answer = {"response_action": "clear"}
    await claire.submit()
    assert claire.views == []


async def test_views_push_needs_a_trigger_from_the_modal(claire: User, peer: Peer, api: Api) -> None:
    await claire.slash("/pratique")
    assert (await api("views.push", trigger_id=peer.trigger, view=form()))["error"] == "not_found"
    button = {"type": "actions", "elements": [{**ELEMENTS["button"], "action_id": "more"}]}
    await api("views.open", trigger_id=peer.trigger, view=form(blocks=[button]))
    await claire.press(None, "more")
    assert (await api("views.push", trigger_id=peer.trigger, view=form()))["ok"]
    assert len(claire.views) == 2


async def test_views_open_from_a_modal_is_complained_of(
    claire: User, peer: Peer, api: Api, opened: Json
) -> None:
    await claire.submit(None, {"Titre": "a"})
    assert (await api("views.open", trigger_id=peer.trigger, view=form()))["ok"]
    assert claire.open_view is None
    claire_slack_complaints = api.slack.forgive()
    assert len(claire_slack_complaints) == 1


async def test_an_update_keeps_what_was_typed_where_the_ids_are_the_same(
    claire: User, api: Api, opened: Json
) -> None:
    claire.fill(None, {"Titre": "Un silence"})
    await api("views.update", view_id=opened["id"], view=form("Votre titre"))
    assert claire.values() == {"Votre titre": "Un silence"}
    other = form("Titre")
    other["blocks"][0]["block_id"] = "c"
    await api("views.update", view_id=opened["id"], view=other)
    assert claire.values() == {"Titre": None}


async def test_an_update_of_an_older_version_is_refused(claire: User, api: Api, opened: Json) -> None:
    first = await api("views.update", view_id=opened["id"], hash=opened["hash"], view=form("Un"))
    assert first["ok"]
    second = await api("views.update", view_id=opened["id"], hash=opened["hash"], view=form("Deux"))
    assert second["error"] == "hash_conflict"
    await claire.closes()
    gone = await api("views.update", view_id=opened["id"], view=form("Trois"))
    assert gone["error"] == "not_found"


async def test_an_external_id_names_one_view(claire: User, peer: Peer, api: Api, slack: SlackServer) -> None:
    await open_form(claire, peer, api, form(external_id="x"))
    await slack.add_user("Karim").slash("/pratique")
    taken = await api("views.open", trigger_id=peer.trigger, view=form(external_id="x"))
    assert taken["error"] == "duplicate_external_id"
    assert (await api("views.update", external_id="x", view=form(external_id="x")))["ok"]


WRONG_ANSWERS: list[tuple[str, Any]] = [
    ("an unknown action", {"response_action": "shout"}),
    ("errors on no field", {"response_action": "errors", "errors": {}}),
    ("errors on an unknown block", {"response_action": "errors", "errors": {"z": "Non"}}),
    ("an error without text", {"response_action": "errors", "errors": {"b": ""}}),
    ("errors left out", {"response_action": "errors"}),
    ("errors without an action", {"errors": {"b": "Non"}}),
    ("a view that is wrong", {"response_action": "update", "view": {}}),
    ("a home as a modal", {"response_action": "push", "view": HOME}),
    ("clear with a view", {"response_action": "clear", "view": form()}),
]


@pytest.mark.parametrize("answer", [pytest.param(answer, id=name) for name, answer in WRONG_ANSWERS])
async def test_wrong_answers_to_a_form(claire: User, peer: Peer, opened: Json, answer: Any) -> None:
    peer.answer = answer
    turn = await claire.submit(None, {"Titre": "a"}, tolerate=True)
    assert len(turn.complaints) == 1
    assert [view.id for view in claire.views] == [opened["id"]]


async def test_a_form_shows_errors_or_becomes_another(claire: User, peer: Peer, opened: Json) -> None:
    peer.answer = {"response_action": "errors", "errors": {"b": "Plus court."}}
    assert (await claire.submit(None, {"Titre": "a"})).errors == {"Titre": "Plus court."}
    peer.answer = {"response_action": "update", "view": form("Encore")}
    turn = await claire.submit()
    assert [view.labels for view in turn.views] == [["Encore"]]
    assert claire.values() == {"Encore": "a"}


async def test_the_client_holds_back_what_slack_would_not_send(claire: User, peer: Peer, api: Api) -> None:
    short = {"type": "plain_text_input", "action_id": "a", "max_length": 5, "min_length": 2}
    radio = {**ELEMENTS["radio_buttons"], "action_id": "r"}
    blocks = [
        {"type": "input", "block_id": "b", "label": plain("Titre"), "element": short},
        {"type": "input", "block_id": "c", "label": plain("Choix"), "element": radio, "optional": True},
    ]
    await open_form(claire, peer, api, form(blocks=blocks))
    for values in (
        {},
        {"Titre": ""},
        {"Titre": "trop long"},
        {"Titre": "a"},
        {"Titre": "a\nb"},
        {"Titre": 7},
    ):
        with pytest.raises(ClientRefuses):
            await claire.submit(None, values)
    for value in ("Choix 9", "v9"):
        with pytest.raises(ClientRefuses):
            claire.fill(None, {"Choix": value})
    with pytest.raises(ClientRefuses):
        claire.fill(None, {"Résumé": "a"})
    with pytest.raises(ClientRefuses, match="covers"):
        await claire.slash("/pratique")
    await claire.submit(None, {"Titre": "assez", "Choix": "Choix 2"})
    state = peer.payloads[-1]["view"]["state"]["values"]
    assert state["b"] == {"a": {"type": "plain_text_input", "value": "assez"}}
    assert state["c"]["r"]["selected_option"]["value"] == "v2"


ENTRIES: list[tuple[str, Any, Any]] = [
    ("static_select", "Choix 2", "selected_option"),
    ("multi_static_select", ["Choix 0", "v2"], "selected_options"),
    ("users_select", "{claire}", "selected_user"),
    ("multi_users_select", ["{claire}"], "selected_users"),
    ("conversations_select", "{dm}", "selected_conversation"),
    ("multi_conversations_select", ["{dm}"], "selected_conversations"),
    ("radio_buttons", "v2", "selected_option"),
    ("checkboxes", ["v0", "v2"], "selected_options"),
    ("datepicker", "2026-12-01", "selected_date"),
    ("timepicker", "18:30", "selected_time"),
    ("datetimepicker", 1795716000, "selected_date_time"),
]


@pytest.mark.parametrize(("kind", "value", "slot"), ENTRIES, ids=[kind for kind, _, _ in ENTRIES])
async def test_every_kind_of_field_can_be_filled(
    claire: User, peer: Peer, api: Api, kind: str, value: Any, slot: str
) -> None:
    names = {"{claire}": claire.id, "{dm}": claire.dm.id}
    given = names.get(value, value) if isinstance(value, str) else value
    given = [names.get(one, one) for one in given] if isinstance(given, list) else given
    left_out = ("initial_", "default_", "filter")
    bare = {key: inner for key, inner in ELEMENTS[kind].items() if not key.startswith(left_out)}
    field = {"type": "input", "block_id": "b", "label": plain("Champ"), "element": bare}
    await open_form(claire, peer, api, form(blocks=[field]))
    with pytest.raises(ClientRefuses, match="required"):
        await claire.submit()
    await claire.submit(None, {"Champ": given})
    held = peer.payloads[-1]["view"]["state"]["values"]["b"]["a"]
    assert held["type"] == kind
    found = held[slot]
    values = [
        one["value"] if isinstance(one, dict) else one
        for one in (found if isinstance(found, list) else [found])
    ]
    assert len(values) == (len(given) if isinstance(given, list) else 1)
    if "option" not in slot:
        assert found == given


async def test_a_menu_of_places_begins_here_and_offers_what_it_filters(
    slack: SlackServer, claire: User, peer: Peer, api: Api
) -> None:
    circle = slack.add_channel("coachs-lyon", members=[claire])
    foreign = slack.add_channel("direction")
    menu: Json = {"type": "conversations_select", "action_id": "a", "filter": {"include": ["private"]}}
    field = {"type": "input", "block_id": "b", "label": plain("Salon"), "element": menu}
    menu["default_to_current_conversation"] = True
    await claire.slash("/cercle", channel=circle)
    await api("views.open", trigger_id=peer.trigger, view=form(blocks=[field]))
    assert claire.values() == {"Salon": circle.id}
    for elsewhere in (claire.dm, foreign, "C0NOWHERE"):
        with pytest.raises(ClientRefuses, match="does not offer"):
            claire.fill(None, {"Salon": elsewhere})
    circle.ext_shared = True
    claire.fill(None, {"Salon": circle})
    await claire.closes()
    menu["filter"]["exclude_external_shared_channels"] = True
    await claire.slash("/cercle")
    await api("views.open", trigger_id=peer.trigger, view=form(blocks=[field]))
    assert claire.values() == {"Salon": None}
    with pytest.raises(ClientRefuses, match="does not offer"):
        claire.fill(None, {"Salon": circle})


async def test_closing_is_told_where_it_was_asked(claire: User, peer: Peer, api: Api, opened: Json) -> None:
    claire.fill(None, {"Titre": "Un silence"})
    await claire.closes()
    assert peer.payloads[-1]["type"] == "view_closed"
    assert peer.payloads[-1]["view"]["state"]["values"]["b"]["a"]["value"] is None
    await open_form(claire, peer, api, form(notify_on_close=False))
    await claire.closes()
    assert [one["type"] for one in peer.payloads if "type" in one] == ["view_closed"]


@pytest.mark.parametrize("how", ["everything", "clear_on_close"])
async def test_closing_all_at_once(claire: User, peer: Peer, api: Api, how: str) -> None:
    await open_form(claire, peer, api, form())
    peer.answer = {"response_action": "push", "view": form(clear_on_close=how == "clear_on_close")}
    await claire.submit(None, {"Titre": "a"})
    assert len(claire.views) == 2
    await claire.closes(everything=how == "everything")
    assert claire.views == []
    assert peer.payloads[-1]["is_cleared"] is True


async def test_the_home_tab_may_be_off(slack: SlackServer, claire: User, api: Api) -> None:
    slack.home_enabled = False
    assert (await api("views.publish", user_id=claire.id, view=HOME))["error"] == "not_enabled"
    assert claire.home is None
    slack.home_enabled = True
    assert (await api("views.publish", user_id=claire.id, view=HOME))["ok"]


async def test_both_tabs_are_told_of(claire: User, peer: Peer, api: Api) -> None:
    await api("views.publish", user_id=claire.id, view=HOME)
    for tab in ("home", "messages"):
        await claire.opens_home(tab=tab)
        event = peer.payloads[-1]["event"]
        assert event["tab"] == tab
        assert ("view" in event) == (tab == "home")


async def test_the_home_has_one_id_and_many_versions(claire: User, peer: Peer, api: Api) -> None:
    first = (await api("views.publish", user_id=claire.id, view=HOME))["view"]
    again = {**HOME, "blocks": [{"type": "section", "text": mrkdwn("Rien à faire")}]}
    second = (await api("views.publish", user_id=claire.id, view=again, hash=first["hash"]))["view"]
    assert second["id"] == first["id"]
    assert claire.home is not None
    assert claire.home.words == "Rien à faire"
    late = await api("views.publish", user_id=claire.id, view=HOME, hash=first["hash"])
    assert late["error"] == "hash_conflict"
    await api("views.publish", user_id=claire.id, view=HOME)
    await claire.press(claire.home, "Oui")
    assert peer.payloads[-1]["view"]["type"] == "home"
