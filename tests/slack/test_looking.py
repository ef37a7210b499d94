"""What an unclear send left in a channel: looked for where the workspace granted that, and nowhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack import make_app
from adapters.slack.outbound import LOOKING
from bot.card import Card
from bot.errors import Gone, RetryAfter, Uncertain, Unclear
from bot.i18n import Voice
from bot.ports import Sender
from bot.vocabulary import Account, Place
from tests.emulators.slack import Channel, Message, SlackServer, User
from tests.emulators.slack.core import SCOPES
from tests.slack.toy import ToyDoor

CARD, VOICE = Card("Une toupie"), Voice()
HISTORY = "conversations.history"


class World:
    """A channel with one person in it, and what was granted to us in that workspace."""

    def __init__(self, slack: SlackServer) -> None:
        self.slack = slack
        self.claire: User = slack.add_user("Claire")
        self.channel: Channel = slack.add_channel("cercle", members=[self.claire], bot=True)
        self.place = Place("slack", slack.workspace.team_id, self.channel.id)
        self.sender: Sender = make_app(
            ToyDoor(), bot_token=slack.bot_token, app_token=slack.app_token, api_url=slack.base_url
        ).sender

    @property
    def looked(self) -> int:
        return self.slack.calls[HISTORY]

    def account(self) -> Account:
        """Claire's."""
        return Account("slack", self.place.realm, self.claire.id)

    def chatter(self, count: int) -> None:
        """So many messages of hers."""
        for _ in range(count):
            ts = self.slack.workspace.mint_ts()
            self.slack.workspace.post(Message(self.channel.id, ts, self.claire.id, "Bonjour"))


@asynccontextmanager
async def world(granted: Iterable[str] = LOOKING) -> AsyncIterator[World]:
    async with SlackServer.running(scopes=SCOPES | set(granted)) as slack:
        yield World(slack)


def ago(**time: float) -> datetime:
    return datetime.now(UTC) - timedelta(**time)


async def test_what_was_sent_is_found_by_its_nonce() -> None:
    async with world() as w:
        sent = await w.sender.send(w.place, CARD, VOICE, "ep-1")
        await w.sender.send(w.place, CARD, VOICE, "ep-2")
        assert await w.sender.find(w.place, "ep-1", ago(minutes=1)) == sent
        assert await w.sender.find(w.place, "ep-3", ago(minutes=1)) is None
        assert w.looked == 2


@pytest.mark.parametrize("granted", [(), ("groups:history",), ("metadata.message:read",)])
async def test_where_nobody_may_look_a_person_decides(granted: tuple[str, ...]) -> None:
    async with world(granted) as w:
        await w.sender.send(w.place, CARD, VOICE, "ep-1")
        with pytest.raises(Uncertain):
            await w.sender.find(w.place, "ep-1", ago(minutes=1))
        assert w.looked == 0
        assert w.slack.refusals == []


async def test_a_persons_conversation_is_never_read() -> None:
    async with world([*LOOKING, "im:history"]) as w:
        to = w.account()
        await w.sender.send(to, CARD, VOICE, "ep-1")
        with pytest.raises(Uncertain):
            await w.sender.find(to, "ep-1", ago(minutes=1))
        assert w.looked == 0


async def test_nobody_else_can_pass_for_what_we_sent() -> None:
    async with world() as w:
        await w.sender.send(w.place, CARD, VOICE, "ep-1")
        (ours,) = w.claire.messages(w.place.id)
        w.slack.workspace.remove(ours)
        w.slack.workspace.post(replace(ours, author=w.claire.id))
        assert await w.sender.find(w.place, "ep-1", ago(minutes=1)) is None


async def test_a_busy_channel_is_looked_through_page_by_page() -> None:
    async with world() as w:
        w.chatter(3)
        sent = await w.sender.send(w.place, CARD, VOICE, "ep-1")
        w.chatter(230)
        assert await w.sender.find(w.place, "ep-1", ago(minutes=1)) == sent
        assert w.looked == 3
        w.chatter(1_000)
        with pytest.raises(Uncertain):
            await w.sender.find(w.place, "ep-1", ago(minutes=1))
        assert w.looked == 13


async def test_only_what_came_since_is_looked_at() -> None:
    async with world() as w:
        w.chatter(200)
        await w.slack.skip(3_600)
        sent = await w.sender.send(w.place, CARD, VOICE, "ep-1")
        assert await w.sender.find(w.place, "ep-1", ago(minutes=-59)) == sent
        assert w.looked == 1


async def test_a_look_that_does_not_succeed_is_no_answer() -> None:
    async with world() as w:
        with pytest.raises(Gone):
            await w.sender.find(replace(w.place, id="C0NOWHERE"), "ep-1", ago(minutes=1))
        for method in ("auth.test", HISTORY):
            w.slack.faults.server_error(method)
            with pytest.raises(Unclear):
                await w.sender.find(w.place, "ep-1", ago(minutes=1))
        for method in ("auth.test", HISTORY):
            w.slack.faults.rate_limit(method, retry_after_s=7)
            with pytest.raises(RetryAfter) as again:
                await w.sender.find(w.place, "ep-1", ago(minutes=1))
            assert again.value.seconds == 7
