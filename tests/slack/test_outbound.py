"""The sender against the loopback Slack: what it posts, and each of Slack's refusals in our five words."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack import make_app
from adapters.slack.refusals import delivery
from bot.card import Card, Quote
from bot.errors import Closed, Delivery, Gone, Rejected, RetryAfter, Shut, Unclear
from bot.i18n import Voice
from bot.ports import Sender, Sent
from bot.vocabulary import Account, Place
from tests.emulators.slack import Channel, SlackServer, User
from tests.slack.toy import CIRCLE, NASTY, ToyDoor, everything

VOICE = Voice("fr")
CARD = Card("Un jouet", (Quote(NASTY),), audience=CIRCLE, notice="Un jouet & toi")


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer.running() as server:
        yield server


@pytest.fixture
def claire(slack: SlackServer) -> User:
    return slack.add_user("Claire")


@pytest.fixture
def channel(slack: SlackServer, claire: User) -> Channel:
    return slack.add_channel("cercle", members=[claire], bot=True)


@pytest.fixture
def sender(slack: SlackServer) -> Sender:
    return make_app(
        ToyDoor(), bot_token=slack.bot_token, app_token=slack.app_token, api_url=slack.base_url, scale=0.1
    ).sender


@pytest.fixture
def place(slack: SlackServer, channel: Channel) -> Place:
    return Place("slack", slack.workspace.team_id, channel.id)


def account(slack: SlackServer, user: str) -> Account:
    return Account("slack", slack.workspace.team_id, user)


async def test_a_message_to_a_place(sender: Sender, place: Place, claire: User) -> None:
    sent = await sender.send(place, CARD, VOICE, "j-1")
    (said,) = claire.messages(place.id)
    assert sent == Sent(place.realm, place.id, said.ts)
    assert NASTY in said.words
    assert said.text == "Un jouet &amp; toi"
    assert said.metadata == {"event_type": "entrepairs", "event_payload": {"job": "j-1"}}


async def test_a_message_to_a_person(slack: SlackServer, sender: Sender, claire: User) -> None:
    sent = await sender.send(account(slack, claire.id), CARD, VOICE, "j-1")
    (said,) = claire.dm_messages()
    assert (sent.address, sent.message) == (claire.dm.id, said.ts)


async def test_every_word_travels(slack: SlackServer, sender: Sender, place: Place, claire: User) -> None:
    await sender.send(place, everything(), VOICE, "j-1")
    await sender.send(account(slack, claire.id), everything(), VOICE, "j-2")
    assert slack.refusals == []


async def test_a_message_is_edited_in_place(sender: Sender, place: Place, claire: User) -> None:
    sent = await sender.send(place, CARD, VOICE, "j-1")
    await sender.edit(sent, Card("Retiré", notice="Retiré"), VOICE)
    (said,) = claire.messages(place.id)
    assert (said.words, said.text, said.edited) == ("Retiré", "Retiré", True)


async def test_a_member_is_let_in(slack: SlackServer, sender: Sender, place: Place, channel: Channel) -> None:
    karim = slack.add_user("Karim")
    assert await sender.admit(place, account(slack, karim.id))
    assert karim.id in channel.members
    assert await sender.admit(place, account(slack, karim.id))


async def test_who_cannot_be_let_in_is_for_a_person_to_do(
    slack: SlackServer, sender: Sender, place: Place
) -> None:
    assert not await sender.admit(place, account(slack, slack.bot))
    assert not await sender.admit(place, account(slack, "U0NOBODY"))
    elsewhere = slack.add_channel("public", private=False)
    assert not await sender.admit(
        Place("slack", place.realm, elsewhere.id), account(slack, slack.add_user("Jo").id)
    )


async def test_a_busy_slack_says_when(slack: SlackServer, sender: Sender, place: Place, claire: User) -> None:
    slack.faults.rate_limit("chat.postMessage", retry_after_s=7)
    with pytest.raises(RetryAfter) as again:
        await sender.send(place, CARD, VOICE, "j-1")
    assert again.value.seconds == 7
    slack.faults.rate_limit("conversations.invite", retry_after_s=3)
    with pytest.raises(RetryAfter):
        await sender.admit(place, account(slack, claire.id))


@pytest.mark.parametrize("trouble", ["server_error", "drop_after_commit", "hang_after_commit"])
async def test_a_broken_line_is_unclear_and_posts_once(
    slack: SlackServer, sender: Sender, place: Place, claire: User, trouble: str
) -> None:
    getattr(slack.faults, trouble)("chat.postMessage")
    with pytest.raises(Unclear):
        await sender.send(place, CARD, VOICE, "j-1")
    assert len(claire.messages(place.id)) == (0 if trouble == "server_error" else 1)


async def test_what_is_gone(slack: SlackServer, sender: Sender, place: Place, channel: Channel) -> None:
    sent = await sender.send(place, CARD, VOICE, "j-1")
    with pytest.raises(Gone):
        await sender.edit(Sent(sent.realm, sent.address, "1.000001"), CARD, VOICE)
    with pytest.raises(Shut):  # gone, or we were taken out of it: Slack says the same
        await sender.send(Place("slack", place.realm, "C0NOWHERE"), CARD, VOICE, "j-2")
    channel.archived = True
    with pytest.raises(Shut):
        await sender.send(place, CARD, VOICE, "j-3")


async def test_an_unknown_person_is_gone(slack: SlackServer, sender: Sender) -> None:
    with pytest.raises(Gone):
        await sender.send(account(slack, "U0NOBODY"), CARD, VOICE, "j-1")


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("cannot_dm_bot", Closed),
        ("user_disabled", Closed),
        ("is_archived", Shut),
        ("not_in_channel", Shut),
        ("channel_not_found", Gone),
        ("invalid_blocks", Rejected),
        ("msg_blocks_too_long", Rejected),
        ("a_word_to_come", Rejected),
        ("internal_error", Unclear),
        ("ratelimited", RetryAfter),
    ],
)
def test_slacks_words_in_ours(word: str, ours: type[Delivery]) -> None:
    class Response:
        status_code = 200
        headers: dict[str, str] = {}
        data = {"ok": False, "error": word, "response_metadata": {"messages": ["[ERROR] secret"]}}

    made = delivery(SlackApiError("secret", Response()))  # type: ignore[no-untyped-call]
    assert type(made) is ours
    assert "secret" not in str(made)
