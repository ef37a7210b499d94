"""The share flow, from the first form to the withdrawal, as two people live it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adapters.playground.models import REALM
from tests.kills import judge
from tests.kills.judge import Shown, Trouble
from tests.kills.world import CHANNEL, Person, World

PRACTICE: dict[str, Any] = {
    "aim": "method",
    "title": "La question miroir",
    "useful_for": "Quand un dirigeant tourne en rond, cela permet de lui faire formuler sa décision.",
    "steps": "Reformuler sa phrase en question, se taire dix secondes. Ça coince si on parle trop tôt.",
    "tried": "few",
}
BETTER = "La question miroir, en trois temps"


def found_circle(world: World) -> None:
    """Sophie's circle, with Karim in it."""
    sophie, karim = Person(world, "sophie"), Person(world, "karim")
    sophie.runs("circle")
    form = sophie.presses("circle.create")
    sophie.submits(
        form,
        name=CHANNEL,
        place=f"{REALM}/{CHANNEL}",
        register="tu",
        objectives="Progresser.",
        charter="Confidentialité. Bienveillance.",
    )
    sophie.runs("circle")
    sophie.presses("circle.steward")
    sophie.presses("circle.inviting")
    sophie.submits(sophie.presses("circle.invite"), people=[f"{REALM}/karim"])
    world.settle()
    karim.presses("circle.accept")
    world.settle()
    world.accepted.clear()


def public(title: str, count: int = 1) -> Callable[[list[Shown]], bool]:
    """The channel shows that many cards with these words."""
    return lambda messages: sum(m.viewer is None and title in m.raw for m in messages) == count


def private(viewer: str, verb: str) -> Callable[[list[Shown]], bool]:
    """Somebody got a message with that button."""
    return lambda messages: any(m.viewer == viewer and not m.answer and m.has(verb) for m in messages)


def write(world: World) -> None:
    """Karim's practice is sent, and Sophie is asked to read it."""
    karim = Person(world, "karim")
    karim.submits(karim.runs("practice", "share"), **PRACTICE)
    karim.presses("practice.send")
    world.until("Sophie is asked", private("sophie", "review.yes"))


def publish(world: World) -> None:
    Person(world, "sophie").presses("review.yes")
    world.until("the card is public", public("La question miroir"))
    world.until("Karim is told", private("karim", "practice.tags"))


def edit(world: World, **words: str) -> None:
    karim = Person(world, "karim")
    karim.runs("circle")
    karim.presses("practice.own")
    karim.presses("practice.preview")
    karim.submits(karim.presses("practice.edit"), **words)


def withdraw(world: World) -> None:
    karim = Person(world, "karim")
    karim.runs("circle")
    karim.presses("practice.own")
    karim.presses("practice.preview")
    karim.presses("practice.withdraw")


def share_flow(world: World) -> None:
    """Form, preview, sent, read, public, looked at, tagged, edited, withdrawn."""
    karim, sophie = Person(world, "karim"), Person(world, "sophie")
    write(world)
    publish(world)
    sophie.presses("practice.read")
    karim.presses("practice.tags")
    karim.submits(karim.presses("practice.newtags"), tags="posture, questionnement")
    world.until("the card has its tags", public("posture, questionnement"))
    world.pass_(minutes=11)
    edit(world, title=BETTER)
    world.until("the card is the new one", public("en trois temps"))
    world.until("no card is the old one", public('miroir"', 0))
    withdraw(world)
    world.until("no card shows it", public("question miroir", 0))
    world.finish()
    if not any(m.viewer is None for m in sophie.seen()):
        raise Trouble("missing: the card that was withdrawn")


def check_flow(
    world: World, unkilled: dict[str, list[str]], play: Callable[[World], None] = share_flow
) -> None:
    """It goes as it should, and ends as it ends when nobody dies. Raises: Trouble."""
    play(world)
    ended = judge.final(world.url, world.messages)
    for table, rows in unkilled.items():
        if ended[table] != rows:
            gone, come = set(rows) - set(ended[table]), set(ended[table]) - set(rows)
            raise Trouble(f"different: {table}: {gone} became {come}")
