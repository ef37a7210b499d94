"""The loopback Slack counts as Slack does: by method in a minute, by channel in a second, and says when."""

from __future__ import annotations

import aiohttp
import pytest

from .conftest import Api
from .slack import SlackServer, User


async def refused(slack: SlackServer, method: str, **args: object) -> int:
    """The seconds to wait; 0 where it was taken."""
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(slack.base_url + method, json=args, headers=headers) as answer,
    ):
        if answer.status != 429:
            assert (await answer.json())["ok"]
            return 0
        assert (await answer.json())["error"] == "ratelimited"
        return int(answer.headers["Retry-After"])


async def test_a_channel_takes_a_message_a_second(slack: SlackServer, claire: User) -> None:
    one, other = (slack.add_channel(name, members=[claire], bot=True).id for name in ("a", "b"))
    slack.faults.rates = True
    assert await refused(slack, "chat.postMessage", channel=one, text="1") == 0
    assert await refused(slack, "chat.postMessage", channel=one, text="2") == 1
    assert await refused(slack, "chat.postMessage", channel=other, text="1") == 0
    await slack.skip(1)
    assert await refused(slack, "chat.postMessage", channel=one, text="2") == 0
    assert [said.text for said in claire.messages(one)] == ["1", "2"]
    assert [refusal.word for refusal in slack.refusals] == ["ratelimited"]


@pytest.mark.parametrize(("method", "limit"), [("conversations.open", 50), ("users.info", 100)])
async def test_a_method_has_its_minute(
    slack: SlackServer, claire: User, api: Api, method: str, limit: int
) -> None:
    slack.faults.rates = True
    args = {"users": claire.id} if method == "conversations.open" else {"user": claire.id}
    for _ in range(limit):
        assert (await api(method, **args))["ok"]
    wait_s = await refused(slack, method, **args)
    assert 50 <= wait_s <= 60
    assert (await api("auth.test"))["ok"]  # each method for itself
    await slack.skip(wait_s)
    assert await refused(slack, method, **args) == 0


async def test_a_workspace_takes_so_many_messages_a_minute(slack: SlackServer, api: Api) -> None:
    slack.faults.rates = True
    for number in range(200):
        place = slack.add_channel(f"c{number}", bot=True)
        assert (await api("chat.postMessage", channel=place.id, text="a"))["ok"]
    last = slack.add_channel("last", bot=True)
    assert await refused(slack, "chat.postMessage", channel=last.id, text="a") > 30
    assert slack.workspace.messages.keys().isdisjoint((last.id, ts) for _, ts in slack.workspace.messages)
