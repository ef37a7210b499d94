"""The good news: the same day, one message a day, and no answer is ever lost on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.card import Card
from bot.i18n import Voice
from bot.ports import Sent
from bot.vocabulary import Account, Place
from tests.contract.drivers.core import CoreDriver, RecordingSender
from tests.contract.scenarios import NB, circle, write
from tests.contract.stage import Actor, Stage

NAMES = ("Claire Morel", "Karim Benali", "Inès Garnier", "Thomas Roux")


class BusySender(RecordingSender):
    """Somebody acts while a message to Claire is on its way."""

    meanwhile: Callable[[], Awaitable[None]] | None = None

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        sent = await super().send(to, card, voice, nonce)
        act, self.meanwhile = self.meanwhile, None
        if act is not None:
            await act()
        return sent


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    opened = await Stage(CoreDriver(sender=BusySender()), sqlite_url).open()
    yield opened
    await opened.close()


async def shared(stage: Stage) -> tuple[Actor, ...]:
    """Claire's practice stands in the circle's place. Gives Sophie, then the others."""
    sophie, claire, *others = await circle(stage, *NAMES, readers=0)
    await write(claire)
    await claire.presses("practice.send")
    return (sophie, claire, *others)


def news(claire: Actor) -> list[str]:
    """Claire's messages about trials, oldest first."""
    return [text for text in claire.person.texts("dm") if "essayé" in text or "nouvelles" in text]


async def test_the_rest_of_a_day_is_one_message_the_next(stage: Stage) -> None:
    _, claire, karim, ines, thomas = await shared(stage)
    await karim.presses("trial.worked")
    assert len(news(claire)) == 1
    await ines.presses("trial.worked")
    await thomas.presses("trial.worked")
    assert len(news(claire)) == 1
    await stage.later(days=1)
    assert len(news(claire)) == 2
    assert "2 nouvelles de tes fiches." in news(claire)[1]
    for name in ("Inès", "Thomas"):
        line = f"{name} a essayé «{NB}La question miroir{NB}»{NB}: ça a marché."
        assert line in news(claire)[1]
    assert "Karim" not in news(claire)[1]


async def test_an_answer_on_the_way_is_in_the_message(stage: Stage) -> None:
    _, claire, karim, ines, _ = await shared(stage)
    sender = stage.driver.sender
    assert isinstance(sender, BusySender)
    await karim.person.presses("trial.worked")
    sender.meanwhile = lambda: ines.person.presses("trial.worked")
    await stage.settle()
    for _ in range(3):
        await stage.later(days=1)
    told = "\n".join(news(claire))
    assert told.count("Karim a essayé") == 1
    assert told.count("Inès a essayé") == 1


async def test_news_taken_back_is_not_told(stage: Stage) -> None:
    """Before it is sent: nothing; afterwards the message says so; the next answer is told anyhow."""
    _, claire, karim, ines, _ = await shared(stage)
    await karim.person.presses("trial.worked")
    await karim.person.presses("trial.undo")
    await stage.settle()
    assert news(claire) == []
    await ines.presses("trial.worked")
    await stage.later(days=1)
    assert len(news(claire)) == 1
    assert f"Inès a essayé ta fiche{NB}: ça a marché." in news(claire)[0]
    await ines.presses("trial.undo")
    assert news(claire) == []
    claire.sees("Cette nouvelle n’est plus d’actualité.", "dm")


async def test_an_answer_that_changes_is_told_again_and_once(stage: Stage) -> None:
    _, claire, karim, _, _ = await shared(stage)
    await karim.presses("trial.trying")
    await stage.later(days=14)
    await karim.presses("trial.answer", "Résultat mitigé")
    await karim.presses("trial.change")
    await karim.presses("trial.answer", "Résultat mitigé")
    assert len(news(claire)) == 1
    await karim.presses("trial.change")
    await karim.presses("trial.answer", "Ça a marché")
    claire.never_sees("résultat mitigé", "dm")  # what is no longer so is not said any more
    await stage.later(days=1)
    assert len(news(claire)) == 1
    assert f"Karim a essayé ta fiche{NB}: ça a marché." in news(claire)[0]


async def test_who_left_hears_nothing_and_a_withdrawn_practice_asks_nothing(stage: Stage) -> None:
    _, claire, karim, _, _ = await shared(stage)
    await karim.presses("trial.trying")
    await stage.later(minutes=11)
    await claire.runs("circle")
    await claire.presses("practice.own")
    await claire.presses("practice.preview")
    await claire.presses("practice.withdraw")
    await stage.later(days=60)
    karim.never_sees("qu’est-ce que ça a donné")


async def test_a_copy_of_the_question_follows_a_withdrawal(stage: Stage) -> None:
    """The question names the practice: it goes with it."""
    _, claire, karim, _, _ = await shared(stage)
    await karim.presses("trial.trying")
    await stage.later(days=14)
    karim.sees("qu’est-ce que ça a donné", "dm")
    await claire.runs("circle")
    await claire.presses("practice.own")
    await claire.presses("practice.preview")
    await claire.presses("practice.withdraw")
    karim.never_sees("La question miroir", "dm")


async def test_three_who_tried_make_it_tested(stage: Stage) -> None:
    sophie, _, karim, ines, thomas = await shared(stage)
    await karim.presses("trial.worked")
    await ines.presses("trial.worked")
    sophie.never_sees(", pratiquée 2 à 5 fois avant le partage · essayée", "place")
    await thomas.presses("trial.trying")
    await stage.later(days=14)
    await thomas.presses("trial.answer", "Résultat mitigé")
    sophie.sees("pratiquée 2 à 5 fois avant le partage · essayée", "place")
    await karim.presses("trial.undo")
    sophie.never_sees("avant le partage · essayée", "place")
