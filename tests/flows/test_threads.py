"""Who is let into the thread of a meeting, and what it says once the meeting is another one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, update

from bot.card import Card
from bot.errors import Shut
from bot.i18n import Voice
from bot.ports import Sent
from bot.vocabulary import Account, Place, Thread
from storage.engine import WRITE
from storage.schema import accounts, members
from tests.contract.drivers.core import CoreDriver, RecordingSender
from tests.contract.scenarios import circle
from tests.contract.scenarios_sessions import plan
from tests.contract.stage import Actor, Stage
from tests.storage.world import counting

SOON = "On commence dans une heure"
AN_HOUR_BEFORE = {"days": 9, "hours": 7, "minutes": 30}  # Thursday 3 December, 17:00
PEOPLE = ("Inès Garnier", "Karim Benali", "Léa Roche", "Hugo Blanc", "Anne Vidal", "Zoé Morin")


class ThreadedSender(RecordingSender):
    """Each thread has an address of its own; somebody may act while its first message is on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: dict[str, list[str]] = {}
        self.meanwhile: Actor | None = None
        self.locked = False

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        sent = await super().send(to, card, voice, nonce)
        if not isinstance(to, Thread):
            return sent
        thread = f"{to.id}/{to.title}"
        self.inside.setdefault(thread, []).extend(one.user for one in to.people)
        actor, self.meanwhile = self.meanwhile, None
        if actor is not None:
            await actor.person.presses("session.yes")
        return Sent(to.realm, thread, sent.message)

    async def edit(self, where: Sent, card: Card, voice: Voice) -> None:
        if self.locked and where.address in self.inside:
            raise Shut("locked")
        await super().edit(where, card, voice)

    async def admit(self, to: Place, account: Account) -> bool:
        if isinstance(to, Thread):
            self.inside[to.id].append(account.user)
        return True


@pytest.fixture
def sender() -> ThreadedSender:
    return ThreadedSender()


@pytest.fixture
async def stage(sqlite_url: str, sender: ThreadedSender) -> AsyncIterator[Stage]:
    opened = await Stage(CoreDriver(sender=sender), sqlite_url).open()
    yield opened
    await opened.close()


async def test_who_answers_while_it_is_on_its_way_is_let_in(stage: Stage, sender: ThreadedSender) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await plan(stage, sophie)
    sender.meanwhile = karim
    await stage.later(**AN_HOUR_BEFORE)
    (inside,) = sender.inside.values()
    assert set(inside) == {"sophie", "karim"}


async def test_nobody_is_let_in_to_read_that_it_is_cancelled(stage: Stage, sender: ThreadedSender) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await plan(stage, sophie)
    await karim.presses("session.yes")
    await stage.later(**AN_HOUR_BEFORE)
    (inside,) = sender.inside.values()
    inside.clear()
    await sophie.presses("session.cancel")
    karim.never_sees(SOON)
    assert inside == []


async def test_who_is_to_be_let_in_is_one_question(stage: Stage, sender: ThreadedSender) -> None:
    """However many come: once to say it, once to see whether it changed meanwhile."""
    sophie, *others = await circle(stage, *PEOPLE, readers=0)
    await plan(stage, sophie)
    for actor in others:
        await actor.presses("session.yes")
    with counting(stage.database.engine) as said:
        await stage.later(**AN_HOUR_BEFORE)
    (inside,) = sender.inside.values()
    assert len(set(inside)) == 7
    assert len([one for one in said if "FROM accounts" in one]) <= 2


async def test_a_meeting_that_is_moved_away_does_not_begin_in_an_hour(
    stage: Stage, sender: ThreadedSender
) -> None:
    """What was said is taken back; who comes to the new date is not let into what was said before."""
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await plan(stage, sophie)
    await stage.later(**AN_HOUR_BEFORE)
    sophie.sees(SOON, "place")
    await sophie.presses("session.edit", "Modifier")
    await sophie.submits(moment="jeudi 10 décembre à 18h")
    sophie.never_sees(SOON)
    sophie.sees("Cette rencontre a été déplacée.", "place")
    await stage.later(days=7)
    assert sophie.counts(SOON, "place") == 1
    await karim.presses("session.yes")
    first, second = sender.inside.values()
    assert (first, set(second)) == (["sophie"], {"sophie", "karim"})


async def test_a_little_later_it_is_the_same_meeting(stage: Stage, sender: ThreadedSender) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await plan(stage, sophie)
    await stage.later(**AN_HOUR_BEFORE)
    await stage.later(minutes=15)
    await sophie.presses("session.edit", "Modifier")
    await sophie.submits(moment="jeudi 3 décembre à 18h10")
    await karim.presses("session.yes")
    (inside,) = sender.inside.values()
    assert set(inside) == {"sophie", "karim"}
    assert sophie.counts(SOON, "place") == 1


async def test_a_thread_that_somebody_locked_is_no_place_out_of_reach(
    stage: Stage, sender: ThreadedSender
) -> None:
    """Its stewards hear of the circle's place, and are offered another one: of that alone."""
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await plan(stage, sophie)
    await stage.later(**AN_HOUR_BEFORE)
    sender.locked = True
    await karim.presses("session.yes")
    await stage.later(minutes=5)
    sophie.never_sees("hors d’atteinte")


async def test_who_waits_is_let_in_with_their_seat_and_who_left_is_not(
    stage: Stage, sender: ThreadedSender
) -> None:
    sophie, ines, karim, lea, hugo = await circle(stage, *PEOPLE[:4], readers=0)
    await plan(stage, sophie, seats="2", holder=hugo.ref)
    for actor in (ines, karim):
        await actor.presses("session.yes")
    await hugo.presses("session.maybe")
    await lea.presses("session.yes")
    await lea.presses("session.wait")
    left = select(accounts.c.member).where(accounts.c.user == "hugo")
    async with stage.database.engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            gone = update(members).where(members.c.id.in_(left)).values(status="suspended")
            await connection.execute(gone)
    await stage.later(**AN_HOUR_BEFORE)
    (inside,) = sender.inside.values()
    assert sorted(inside) == ["inès", "karim", "sophie"]
    await karim.presses("session.no")
    assert (inside.count("léa"), inside.count("karim"), inside.count("hugo")) == (1, 1, 0)
