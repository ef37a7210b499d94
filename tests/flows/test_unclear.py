"""A send whose outcome nobody heard: never repeated blindly, and what it left follows the thing it shows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.card import Card
from bot.errors import RetryAfter, Uncertain, Unclear
from bot.i18n import Voice
from bot.jobs import Jobs
from bot.ports import Sent, Transaction
from bot.registry import JOBS
from bot.vocabulary import Account, Place
from storage.schema import jobs
from tests.contract.drivers.core import CoreDriver, RecordingSender
from tests.contract.scenarios import circle, write
from tests.contract.stage import Stage


class MutteringSender(RecordingSender):
    """Sends to the place, and does not say so; whoever looks finds it."""

    def __init__(self) -> None:
        super().__init__()
        self.mutters = False
        self.busy = False

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        sent = await super().send(to, card, voice, nonce)
        if self.mutters and isinstance(to, Place):
            self.mutters = False
            raise Unclear("no answer")
        return sent

    async def find(self, to: Place | Account, nonce: str, since: datetime) -> Sent | None:
        if self.busy:
            self.busy = False
            raise RetryAfter(5.0)
        address = to.user if isinstance(to, Account) else to.id
        key = self.nonces.get(nonce)
        return Sent(to.realm, address, key) if key else None


@pytest.mark.parametrize("busy", [False, True])
@pytest.mark.parametrize("act", ["practice.undo", "practice.newtags"])
async def test_what_an_unclear_send_left_follows(act: str, busy: bool, sqlite_url: str) -> None:
    sender = MutteringSender()
    stage = await Stage(CoreDriver(sender=sender), sqlite_url).open()
    try:
        sophie, karim = await circle(stage, "Karim Benali", readers=0)
        await write(karim)
        sender.mutters = True
        await karim.presses("practice.send")
        assert sophie.counts("La question miroir") == 1
        if act == "practice.undo":
            await karim.presses("practice.undo")
        else:
            await karim.presses("practice.tags")
            await karim.presses("practice.newtags")
            await karim.submits(tags="posture")
        sender.busy = busy
        await stage.later(minutes=1)
        await stage.later(minutes=1)
        if act == "practice.undo":
            sophie.never_sees("La question miroir", "place")
        else:
            sophie.sees("posture", "place")
            assert sophie.counts("La question miroir") == 1
    finally:
        await stage.close()


class ForgetfulSender(RecordingSender):
    """A platform that takes the same message twice, and lets nobody look."""

    idempotent = False

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        return await super().send(to, card, voice, f"{nonce}-{self.sends}")

    async def find(self, to: Place | Account, nonce: str, since: datetime) -> Sent | None:
        raise Uncertain


async def test_a_send_that_could_not_be_recorded_is_not_repeated(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = ForgetfulSender()
    stage = await Stage(CoreDriver(sender=sender), sqlite_url).open()
    try:
        sophie, karim = await circle(stage, "Karim Benali", readers=0)
        await write(karim)
        await karim.person.presses("practice.send")
        sent, write_ = sender.sends, stage.database.write

        @asynccontextmanager
        async def full() -> AsyncIterator[Transaction]:
            async with write_() as tx:
                if sender.sends > sent:
                    monkeypatch.undo()
                    raise OSError("the disk is full")
                yield tx

        monkeypatch.setattr(stage.database, "write", full)
        await Jobs(stage.database, JOBS, {sender.platform: sender}, stage.clock).run_due()
        await stage.later(minutes=10)
        assert sophie.counts("La question miroir") == 1
        async with stage.database.engine.connect() as connection:
            state = await connection.scalar(select(jobs.c.state).where(jobs.c.kind == "practice.card"))
        assert state == "uncertain"
    finally:
        await stage.close()
