"""response_url: five uses in thirty minutes, and what each answer does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from .conftest import Api
from .slack import Channel, Message, SlackServer, User
from .slack_peer import Peer
from .slack_samples import ELEMENTS, Json


@pytest.fixture
async def peer(slack: SlackServer) -> AsyncIterator[Peer]:
    async with Peer(slack) as peer:
        yield peer


@pytest.fixture
def circle(slack: SlackServer, claire: User) -> Channel:
    return slack.add_channel("coachs-lyon", members=[claire, slack.add_user("Karim Benali")], bot=True)


@pytest.fixture
async def card(circle: Channel, claire: User, peer: Peer, api: Api) -> Message:
    """A card with a button, just pressed."""
    blocks = [{"type": "actions", "elements": [{**ELEMENTS["button"], "action_id": "lire"}]}]
    await api("chat.postMessage", channel=circle.id, text="Une fiche", blocks=blocks)
    (said,) = claire.messages(circle)
    await claire.press(said, "lire")
    return said


async def respond(peer: Peer, api: Api, body: Any) -> tuple[int, Json]:
    url = [one["response_url"] for one in peer.payloads if "response_url" in one][-1]
    async with api.session.post(url, json=body) as answer:
        return answer.status, await answer.json()


async def test_five_uses(claire: User, peer: Peer, api: Api) -> None:
    await claire.slash("/pratique")
    for _ in range(5):
        assert await respond(peer, api, {"text": "a"}) == (200, {"ok": True})
    assert await respond(peer, api, {"text": "a"}) == (404, {"ok": False, "error": "used_url"})
    assert len(claire.dm_messages()) == 5


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 404)])
async def test_thirty_minutes(
    slack: SlackServer, claire: User, peer: Peer, api: Api, minutes: int, status: int
) -> None:
    await claire.slash("/pratique")
    await slack.skip(minutes * 60)
    assert (await respond(peer, api, {"text": "a"}))[0] == status


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({}, "no_text"),
        ([], "invalid_payload"),
        ({"text": "a", "colour": "red"}, "invalid_payload"),
        ({"text": "a", "response_type": "public"}, "invalid_payload"),
        ({"text": "a", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"delete_original": True}, "message_not_found"),
    ],
)
async def test_wrong_answers(claire: User, peer: Peer, api: Api, body: Any, word: str) -> None:
    await claire.slash("/pratique")
    assert await respond(peer, api, body) == (400, {"ok": False, "error": word})
    assert claire.dm_messages() == []


async def test_an_answer_is_private_unless_it_says_otherwise(
    slack: SlackServer, circle: Channel, claire: User, peer: Peer, api: Api
) -> None:
    (karim,) = circle.members - {claire.id, slack.bot}
    await claire.slash("/pratique", channel=circle)
    await respond(peer, api, {"text": "Entre nous"})
    await respond(peer, api, {"text": "À tous", "response_type": "in_channel"})
    assert [said.text for said in claire.messages(circle)] == ["Entre nous", "À tous"]
    assert [said.text for said in slack.workspace.seen_by(karim, circle.id)] == ["À tous"]


async def test_it_answers_where_the_app_is_not(
    slack: SlackServer, claire: User, peer: Peer, api: Api
) -> None:
    elsewhere = slack.add_channel("direction", members=[claire])
    await claire.slash("/pratique", channel=elsewhere)
    await respond(peer, api, {"text": "Ici aussi"})
    assert [said.text for said in claire.messages(elsewhere)] == ["Ici aussi"]


async def test_replace_and_delete(claire: User, circle: Channel, card: Message, peer: Peer, api: Api) -> None:
    await respond(peer, api, {"text": "Lue", "replace_original": True})
    assert [(said.ts, said.text, said.buttons) for said in claire.messages(circle)] == [(card.ts, "Lue", [])]
    await respond(peer, api, {"delete_original": True})
    assert claire.messages(circle) == []
    assert (await respond(peer, api, {"text": "Lue", "replace_original": True}))[1]["error"] == (
        "message_not_found"
    )


async def test_a_new_message_beside_the_card(
    claire: User, circle: Channel, card: Message, peer: Peer, api: Api
) -> None:
    await respond(peer, api, {"text": "Voici", "replace_original": False})
    assert [said.text for said in claire.messages(circle)] == ["Une fiche", "Voici"]


async def test_silence_about_replacing_is_complained_of(
    slack: SlackServer, card: Message, peer: Peer, api: Api
) -> None:
    await respond(peer, api, {"text": "Voici"})
    (complaint,) = slack.forgive()
    assert "replace_original" in complaint


async def test_a_commands_answer_cannot_be_replaced(
    slack: SlackServer, claire: User, peer: Peer, api: Api
) -> None:
    await claire.slash("/pratique")
    await respond(peer, api, {"text": "Un"})
    await respond(peer, api, {"text": "Deux", "replace_original": True})
    assert [said.text for said in claire.dm_messages()] == ["Un", "Deux"]
    assert len(slack.forgive()) == 1
