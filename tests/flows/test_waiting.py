"""What could not be said waits in *À faire*: it says what it is, opens, and leaves once it is past."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.card import Card
from bot.errors import Closed
from bot.i18n import LANGUAGES, Voice
from bot.ports import Sent
from bot.registry import COMMANDS, JOBS
from bot.vocabulary import Account, Place
from tests.contract.drivers.core import CoreDriver, RecordingSender
from tests.contract.scenarios import circle, write
from tests.contract.scenarios_sessions import plan
from tests.contract.scenarios_trials import NEWS, shared_by_claire
from tests.contract.stage import Actor, Stage

IN_THE_PLACE = {"practice.card", "session.card", "session.soon", "circle.opened", "library.request"}
TO_STRANGERS = {"circle.invitation"}  # they find it under `/cercle`


class ShutSender(RecordingSender):
    """Somebody takes no private messages."""

    def __init__(self) -> None:
        super().__init__()
        self.shut: set[str] = set()

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        if isinstance(to, Account) and to.user in self.shut:
            raise Closed
        return await super().send(to, card, voice, nonce)


@pytest.fixture
def sender() -> ShutSender:
    return ShutSender()


@pytest.fixture
async def stage(sqlite_url: str, sender: ShutSender) -> AsyncIterator[Stage]:
    opened = await Stage(CoreDriver(sender=sender), sqlite_url).open()
    yield opened
    await opened.close()


async def todo(actor: Actor) -> str:
    """*À faire* as it is now."""
    await actor.runs("circle")
    await actor.presses("circle.todo")
    return actor.person.texts("reply")[-1]


@pytest.mark.parametrize("kind", sorted(k for k, job in JOBS.items() if job.compose))
def test_whatever_is_said_to_a_member_can_be_opened_while_it_is_held(kind: str) -> None:
    if kind in IN_THE_PLACE | TO_STRANGERS:
        assert not JOBS[kind].shows
    else:
        shows = COMMANDS[JOBS[kind].shows]
        assert shows.reads
        assert not shows.fields


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_has_its_words(lang: str) -> None:
    missing = [kind for kind in JOBS if not Voice(lang).has(f"upcoming-{kind.replace('.', '-')}")]
    assert missing == []


async def test_a_question_its_answer_thanks_and_a_complement_are_read_there(
    stage: Stage, sender: ShutSender
) -> None:
    _, claire, karim = await shared_by_claire(stage)
    sender.shut = {"claire", "karim"}
    await karim.presses("practice.read")
    await karim.presses("exchange.ask")
    await karim.submits(question="Et à deux, comment faire ?")
    claire.never_sees("Et à deux")
    assert "une question sur une fiche" in await todo(claire)
    await claire.presses("exchange.note")
    claire.sees("Et à deux, comment faire", "reply")
    await claire.presses("exchange.answer")
    await claire.submits(answer="Chacun son tour.")
    assert "une réponse à une question" in await todo(karim)
    await karim.presses("exchange.note")
    karim.sees("Chacun son tour.", "reply")
    await karim.presses("exchange.around")
    await karim.presses("exchange.thank")
    await karim.submits(thanks="Un grand merci.")
    await karim.presses("exchange.complement")
    await karim.submits(complement="Aussi en visio.")
    waits = await todo(claire)
    assert "un merci" in waits
    assert "un complément à une fiche" in waits
    for words in ("Un grand merci.", "Aussi en visio."):
        await claire.runs("circle")
        await claire.presses("circle.todo")
        await open_each(stage, claire)
        claire.sees(words, "reply")


async def open_each(stage: Stage, actor: Actor) -> None:
    """Every held message of the list that is shown."""
    person = actor.person
    assert hasattr(person, "messages")
    for block in person.messages("reply")[-1].card.blocks:
        if getattr(block, "button", None) is not None:
            await person.ask(person.request(block.button.verb, block.button.subject))


async def test_the_good_news_is_read_there(stage: Stage, sender: ShutSender) -> None:
    sophie, claire, karim = await shared_by_claire(stage)
    sender.shut = {"claire"}
    await karim.presses("trial.worked")
    assert "ce qu’une fiche a donné" in await todo(claire)
    await claire.presses("trial.news")
    claire.sees(NEWS, "reply")
    subject = await held(stage, "trial.news")
    for other in (sophie, karim):
        person = other.person
        await person.ask(person.request("trial.news", subject))  # type: ignore[attr-defined]
        other.never_sees("a essayé ta fiche")


async def test_a_trial_is_one_row_and_leaves_once_it_is_answered(stage: Stage, sender: ShutSender) -> None:
    _, _, karim = await shared_by_claire(stage)
    await karim.presses("trial.trying")
    sender.shut = {"karim"}
    await stage.later(days=14)
    assert (await todo(karim)).count("La question miroir") == 1
    assert "En attente" not in await todo(karim)
    assert "Pas remis" not in await todo(karim)
    await karim.presses("trial.open")
    await karim.presses("trial.answer", "Ça a marché")
    assert "Pas remis" not in await todo(karim)


async def test_a_reader_who_answered_is_not_asked_any_more(stage: Stage) -> None:
    """The request was held back; it was answered from *À faire*, and another reader is still to answer."""
    sophie, karim, ines = await circle(stage, "Karim Benali", "Ines Moreau", readers=2)
    await write(karim, title="Une première")
    await karim.presses("practice.send")
    await write(karim, title="Une seconde")
    await karim.presses("practice.send")
    sophie.never_sees("Une seconde", "dm")
    await sophie.runs("circle")
    await sophie.presses("circle.todo")
    person = sophie.person
    row = next(
        b
        for b in person.messages("reply")[-1].card.blocks  # type: ignore[attr-defined]
        if any("Une seconde" in getattr(s, "text", "") for s in getattr(b, "spans", ()))
    )
    await person.ask(person.request(row.button.verb, row.button.subject))  # type: ignore[attr-defined]
    await sophie.presses("review.missing")
    await sophie.submits(note="La durée manque.")
    assert "Une seconde" not in await todo(sophie)
    assert "une relecture à faire" not in await todo(sophie)
    await stage.later(hours=23, minutes=1)
    sophie.never_sees("Une seconde", "dm")
    ines.sees("Une première", "dm")


async def test_a_session_is_opened_there(stage: Stage, sender: ShutSender) -> None:
    sophie, ines = await circle(stage, "Inès Garnier", readers=0)
    await plan(stage, sophie)
    await ines.presses("session.yes")
    sender.shut = {"inès"}
    await stage.later(days=8, hours=9)
    assert "le rappel d’une rencontre" in await todo(ines)
    await ines.presses("session.open")
    ines.sees("tu viens", "reply")
    await stage.later(days=2)
    assert "le rappel d’une rencontre" not in await todo(ines)


async def test_a_message_of_ones_own_is_decided_there(stage: Stage, sender: ShutSender) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    sender.shut = {"karim"}
    await sophie.uses_menu("propose", "Se taire, puis compter dix secondes.", karim)
    assert "une proposition de fiche" in await todo(karim)
    await karim.presses("exchange.proposed")
    karim.sees("Sophie pense que ton message ferait une bonne fiche", "reply")
    await karim.presses("exchange.decline")
    assert "une proposition de fiche" not in await todo(karim)


async def test_a_follow_up_that_was_answered_meanwhile_is_no_longer_held(stage: Stage) -> None:
    """Also where the member gets no counted message at all."""
    _, _, karim = await shared_by_claire(stage)
    await karim.runs("circle")
    await karim.presses("me.settings")
    await karim.presses("me.edit")
    await karim.submits(weekly="0")
    await karim.presses("trial.trying")
    await stage.later(days=14)
    await todo(karim)
    await karim.presses("trial.open")
    await karim.presses("trial.answer", "Ça a marché")
    async with stage.database.read() as tx:
        assert [row for row in await tx.jobs.upcoming(20) if row.kind == "trial.ask"] == []


async def test_what_a_reader_said_is_read_there_also_once_it_is_shared(
    stage: Stage, sender: ShutSender
) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    sender.shut = {"karim"}
    await sophie.presses("review.missing")
    await sophie.submits(note="La durée manque.")
    await karim.presses("practice.publish")
    assert "une remarque sur une fiche" in await todo(karim)
    await karim.presses("review.noted")
    karim.sees("La durée manque.", "reply")
    await sophie.person.ask(sophie.person.request("review.noted", await held(stage, "review.noted")))  # type: ignore[attr-defined]
    assert "La durée manque." not in sophie.person.texts("reply")[-1]


async def held(stage: Stage, kind: str) -> str:
    """The subject of the one message of that kind that waits."""
    async with stage.database.read() as tx:
        (row,) = [row for row in await tx.jobs.upcoming(20) if row.kind == kind]
    return row.subject
