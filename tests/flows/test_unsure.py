"""A message that may not have arrived is not silent: the steward is told how many, and no words."""

from __future__ import annotations

from bot.card import Card
from bot.errors import Rejected
from bot.i18n import Voice
from bot.ports import Sent
from bot.vocabulary import Account, Place
from tests.contract.drivers.core import CoreDriver, RecordingSender
from tests.contract.scenarios import circle, write
from tests.contract.stage import Stage


class RefusingSender(RecordingSender):
    """The place takes nothing."""

    refuses = False

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        if self.refuses and isinstance(to, Place):
            raise Rejected
        return await super().send(to, card, voice, nonce)


async def test_the_steward_is_told_what_may_not_have_arrived(sqlite_url: str) -> None:
    sender = RefusingSender()
    stage = await Stage(CoreDriver(sender=sender), sqlite_url).open()
    try:
        sophie, karim = await circle(stage, "Karim Benali", readers=0)
        sender.refuses = True
        await write(karim)
        await karim.presses("practice.send")
        await sophie.runs("circle")
        await sophie.presses("circle.steward")
        sophie.sees("Un message n’est peut-être pas arrivé")
        sophie.never_sees("question miroir")
    finally:
        await stage.close()
