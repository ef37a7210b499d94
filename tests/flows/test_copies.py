"""Every copy ends in the last state, also when the thing changes while its first copy is on the way."""

from __future__ import annotations

from bot.card import Card
from bot.i18n import Voice
from bot.ports import Sent
from bot.vocabulary import Account, Place
from tests.contract.drivers.core import CoreDriver, RecordingSender
from tests.contract.scenarios import circle, write
from tests.contract.stage import Actor, Stage


class SlowSender(RecordingSender):
    """Somebody acts while a message is on its way."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: Actor | None = None

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        sent = await super().send(to, card, voice, nonce)
        author, self.meanwhile = self.meanwhile, None
        if author is not None and isinstance(to, Place):
            await author.person.presses("practice.newtags")
            await author.person.submits(tags="posture")
        return sent


async def test_a_change_while_the_card_is_on_its_way_reaches_it(sqlite_url: str) -> None:
    sender = SlowSender()
    stage = await Stage(CoreDriver(sender=sender), sqlite_url).open()
    try:
        sophie, karim = await circle(stage, "Karim Benali", readers=0)
        await write(karim)
        await karim.person.presses("practice.send")
        await karim.person.presses("practice.tags")
        sender.meanwhile = karim
        await stage.settle()
        sophie.sees("posture", "place")
        assert sophie.counts("La question miroir") == 1
    finally:
        await stage.close()
