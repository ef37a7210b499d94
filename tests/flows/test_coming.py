"""What platforms tell of a circle's place: nobody gains or loses a right by it, and the right people hear."""

from __future__ import annotations

import itertools
import random
from datetime import timedelta

import pytest

from bot.vocabulary import Account, Fact, Happened, Place
from tests.contract.drivers.core import CHANNEL
from tests.contract.scenarios import circle, write
from tests.contract.stage import Actor, Stage

OUTSIDE, UNINVITED = "plus dans le salon du cercle", "sans être du cercle"
EVENTS = itertools.count()


async def tell(stage: Stage, what: Happened, user: str = "", *, ago_s: float = 0, event: str = "") -> None:
    who = Account("core", "realm", user) if user else None
    at = stage.clock.now() - timedelta(seconds=ago_s)
    await stage.door().heard(Fact(event or f"core:fact:{next(EVENTS)}", what, CHANNEL, who, at))
    await stage.settle()


def count(actor: Actor, text: str) -> int:
    return sum(text in said for said in actor.person.texts("dm"))


async def test_whoever_leaves_the_place_stays_a_member_and_is_offered_the_way_back(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await tell(stage, Happened.CAME, "karim", ago_s=60)
    await tell(stage, Happened.WENT, "karim")
    karim.sees(OUTSIDE, "dm")
    assert count(sophie, OUTSIDE) == 0
    await write(karim)  # as a member
    await karim.presses("practice.send")
    sophie.sees("La question miroir", "place")
    await karim.presses("circle.reenter")
    karim.sees("La porte du salon s’ouvre.")


async def test_eleven_copies_of_a_leave_are_one(stage: Stage) -> None:
    _, karim = await circle(stage, "Karim Benali")
    at = stage.clock.now()
    for n in range(11):
        who = Account("core", "realm", "karim")
        await stage.door().heard(Fact(f"core:copy:{n}", Happened.WENT, CHANNEL, who, at))
    await stage.later(days=1)
    assert count(karim, OUTSIDE) == 1


async def test_the_same_event_is_heard_once(stage: Stage) -> None:
    sophie, _ = await circle(stage, "Karim Benali")
    for _ in range(3):
        await tell(stage, Happened.SHARED, event="core:same")
        stage.clock.pass_(days=1)
    assert count(sophie, "hors d’atteinte") == 1


@pytest.mark.parametrize("seed", range(6))
async def test_the_last_word_counts_in_whatever_order_it_comes(stage: Stage, seed: int) -> None:
    _, karim = await circle(stage, "Karim Benali")
    moves = [(Happened.CAME if n % 2 else Happened.WENT, 60 - n) for n in range(8)]  # in at last
    random.Random(seed).shuffle(moves)
    door, now = stage.door(), stage.clock.now()
    for what, ago in moves * 2:
        who = Account("core", "realm", "karim")
        at = now - timedelta(seconds=ago)
        await door.heard(Fact(f"core:fact:{next(EVENTS)}", what, CHANNEL, who, at))
    await stage.settle()
    karim.never_sees(OUTSIDE, "dm")


async def test_whoever_enters_uninvited_is_a_stranger_and_the_steward_knows(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    ines = stage.person("Inès Garnier")
    for _ in range(2):
        await tell(stage, Happened.CAME, "inès")
    assert (count(sophie, UNINVITED), count(karim, UNINVITED)) == (1, 0)
    await ines.runs("circle")
    ines.never_sees("coachs-lyon")
    ines.sees("Une invitation ou un code ouvre la porte.")
    assert all("Inès" not in text for text in sophie.person.texts("dm"))


async def test_a_member_who_enters_is_no_news(stage: Stage) -> None:
    sophie, _ = await circle(stage, "Karim Benali")
    await tell(stage, Happened.CAME, "karim")
    assert count(sophie, UNINVITED) == 0


async def test_after_a_gap_presence_is_read_anew(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    door = stage.door()
    people = {name: Account("core", "realm", name) for name in ("sophie", "karim", "inès")}
    at, places = await door.bound("core")
    assert list(places) == [CHANNEL]
    await door.attended(CHANNEL, [people["sophie"]], at)  # never told before: no news
    await stage.settle()
    assert count(karim, OUTSIDE) == 0
    stage.clock.pass_(minutes=1)
    await door.attended(CHANNEL, [people["sophie"], people["karim"]], stage.clock.now())
    stage.clock.pass_(minutes=1)
    await door.attended(CHANNEL, [people["sophie"], people["inès"]], stage.clock.now())
    await stage.settle()
    assert (count(karim, OUTSIDE), count(sophie, UNINVITED)) == (1, 1)


async def test_a_reading_never_undoes_a_later_word(stage: Stage) -> None:
    _, karim = await circle(stage, "Karim Benali")
    await tell(stage, Happened.CAME, "karim")
    await stage.door().attended(CHANNEL, [], stage.clock.now() - timedelta(seconds=5))
    await stage.settle()
    assert count(karim, OUTSIDE) == 0


@pytest.mark.parametrize(
    ("what", "ends", "said"),
    [
        (Happened.SHARED, Happened.UNSHARED, "partagé avec une autre organisation"),
        (Happened.CLOSED, Happened.OPENED, "n’a plus le droit d’écrire"),
    ],
)
async def test_the_steward_hears_once_what_became_of_the_place(
    stage: Stage, what: Happened, ends: Happened, said: str
) -> None:
    sophie, karim = await circle(stage, "Karim Benali")
    for _ in range(2):
        await tell(stage, what)
    assert (count(sophie, said), count(karim, said)) == (1, 0)
    await tell(stage, ends)


async def test_what_ended_before_it_was_said_is_not_said(stage: Stage) -> None:
    sophie, _ = await circle(stage, "Karim Benali")
    door, now = stage.door(), stage.clock.now()
    for what in (Happened.SHARED, Happened.UNSHARED):
        await door.heard(Fact(f"core:fact:{next(EVENTS)}", what, CHANNEL, None, now))
    await stage.settle()
    assert count(sophie, "hors d’atteinte") == 0


async def test_a_place_of_no_circle_is_nobodys(stage: Stage) -> None:
    sophie, _ = await circle(stage, "Karim Benali")
    nowhere = Place("core", "realm", "elsewhere")
    for what in set(Happened) - {Happened.ENDED, Happened.INSTALLED}:
        who = Account("core", "realm", "karim")
        await stage.door().heard(Fact(f"core:fact:{next(EVENTS)}", what, nowhere, who, stage.clock.now()))
    await stage.settle()
    assert count(sophie, "salon") == 0
