"""From `/cercle`, by buttons alone, every verb can be reached; what cannot is listed with its reason."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.card import Card, Pick
from bot.command import Command
from bot.vocabulary import Account, Notice, Request, ToCircle
from tests.contract.drivers.core import CoreDriver, CorePerson
from tests.contract.scenarios import MIRROR, circle, write
from tests.contract.stage import Actor, Stage

# answers that no button asks for
OTHERWISE = {
    "circle.home": "a page of its own, where the platform has one",
    "circle.nearest": "answers a typed word that is no command",
    "circle.created": "answers a circle's form that was delivered twice",
    "library.request": "answers a question to the circle that was delivered twice",
    "library.tag": "is typed; the same tags are on the practice's own card",
    "circle.welcome": "answers an acceptance that was delivered twice",
    "exchange.propose": "stands in the menu of a message",
    "exchange.alert": "stands in the menu of a card; its form is on *Lire* too",
    "library.label": "stands in the menu of a card; the same tags are on the practice's own card",
    "exchange.worried": "opens a worry about a practice, where it is held back",
    "exchange.proposed": "opens the message about one's own words, where it is held back",
    "review.noted": "opens what a reader said, where it is held back",
    "trial.news": "opens the good news, where they are held back",
    "exchange.decline": "stands on the private message that asks for one's own words",
    "review.seen": "stands on *Lire* of a practice that nobody has read yet",
    "trial.useful": "stands on the public card",
    "trial.worked": "stands on the public card",
    "trial.useful_said": "answers a press that was delivered twice",
    "trial.trying_said": "answers a press that was delivered twice",
    "trial.worked_said": "answers a press that was delivered twice",
    "trial.ok": "stands on the answer to a press on the public card",
    "trial.reacted": "an emoji under the public card",
    "trial.unreacted": "an emoji under the public card, removed",
    "circle.outside": "stands in *À faire* while the message of somebody who left the place is held",
    "circle.reenter": "stands on what somebody reads who left the circle's place",
    "circle.announce": "stands on the card that follows the circle's form, before anybody else is in",
    "session.ready": "stands on what the holder reads the day before",
}
# pressed although they write: in the walker's circumstances each only shows a card
SHOWING = {"practice.send"}
LONG = "Reformuler sa dernière phrase en question, puis se taire. " * 45


@dataclass
class Walk:
    """Presses every button that only shows something or opens a form; notes those that would act."""

    stage: Stage
    actor: Actor
    also: frozenset[str] = frozenset()
    seen: set[str] = field(default_factory=set)
    pressed: set[tuple[str, str]] = field(default_factory=set)

    async def from_menu(self) -> set[str]:
        todo = [("circle.menu", "")]
        while todo:
            verb, subject = todo.pop()
            self.seen.add(verb)
            if (verb, subject) in self.pressed or not self._shows(verb):
                continue
            self.pressed.add((verb, subject))
            assert isinstance(self.stage.driver, CoreDriver)
            reply = await self.stage.driver.door.answer(self._request(verb, subject))
            if isinstance(reply.content, Card):
                todo += asked(reply.content)
        return self.seen

    def _shows(self, verb: str) -> bool:
        command = self.stage.commands.get(verb)
        return verb in self.also or (isinstance(command, Command) and command.reads)

    def _request(self, verb: str, subject: str) -> Request:
        person: Any = self.actor.person
        assert isinstance(person, CorePerson)
        return person.request(verb, subject)


def asked(card: Card) -> Iterator[tuple[str, str]]:
    """What a card lets its reader ask for."""
    yield from ((button.verb, button.subject) for button in card.all_buttons)
    yield from ((block.verb, block.subject) for block in card.blocks if isinstance(block, Pick))


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    opened = await Stage(CoreDriver(), sqlite_url).open()
    yield opened
    await opened.close()


async def walks(stage: Stage) -> set[str]:
    """A circle lives; in each of its moments whoever is concerned opens `/cercle` and looks at everything."""
    seen: set[str] = set()

    async def look(actor: Actor, *also: str) -> None:
        seen.update(await Walk(stage, actor, frozenset(also)).from_menu())

    await look(stage.person("Rosa Diaz", administers=True))  # may create a circle
    sophie, karim = await circle(stage, "Karim Benali")
    thomas = stage.person("Thomas Roux")
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    await sophie.presses("circle.inviting")
    await sophie.presses("circle.newcode")
    await sophie.presses("circle.invite")
    await sophie.submits(people=(thomas.ref,))
    await look(sophie)
    await look(thomas)  # an invitation waits
    await write(
        karim, useful_for="Écrire à jean@exemple.fr.", steps="Nicolas Durand, la DRH de Duval SA. X.Y."
    )
    await look(karim)  # an identifier holds it; words could be replaced; more remarks than are shown
    await karim.presses("practice.edit")
    await karim.submits(useful_for=MIRROR["useful_for"], steps="Avec la DRH de Duval SA, se taire.")
    await look(karim, *SHOWING)  # a remark about somebody is open: sending asks for the reason
    await karim.presses("practice.edit")
    await karim.submits(useful_for="Besoin d’en parler : cet accompagnement me pèse.", steps="Se taire.")
    await look(karim)  # it may deserve a conversation
    await karim.presses("practice.edit")
    await karim.submits(useful_for=MIRROR["useful_for"], steps=LONG)
    await look(karim)
    await karim.presses("practice.send")
    await look(karim)  # a colleague reads it
    await look(sophie)
    await sophie.presses("review.ethics")
    await sophie.submits(note="Une question.")
    await look(sophie)
    await sophie.presses("review.lift")
    await karim.presses("practice.publish")
    await karim.presses("practice.tags")
    await karim.presses("practice.newtags")
    await karim.submits(tags="posture")
    await look(karim)  # ten minutes to take it back
    await sophie.runs("practice search", words="hippopotame")
    await sophie.presses("library.ask")
    await sophie.submits(words="Parler devant cent personnes")
    seen.update(verb for verb in ("library.post", "library.reword", "library.drop") if sophie.can(verb))
    await sophie.runs("practice search", words="hippopotame")
    seen.update(verb for verb in ("library.list",) if sophie.can(verb))  # the nearest tag
    await stage.later(minutes=11)
    await look(karim)
    await sophie.presses("trial.trying")
    await look(sophie)  # a trial is under way
    await sophie.runs("circle")
    await sophie.presses("circle.todo")
    await sophie.presses("trial.mine")
    await sophie.presses("trial.open")
    await sophie.presses("trial.answer", "Résultat mitigé")
    await look(sophie)
    await stage.later(days=365)
    await look(karim)  # it is a year old
    await karim.presses("practice.archive")
    await look(karim)  # an archived practice can come back
    await karim.presses("practice.unarchive")
    await sophie.presses("practice.read")
    while sophie.can("practice.page"):
        await sophie.presses("practice.page")
    await look(sophie)
    await sophie.presses("exchange.keep")
    await look(sophie)  # kept under *À faire*, and from there everything around a practice
    await sophie.presses("exchange.complement")
    await sophie.submits(complement="Aussi en visio.")
    await sophie.presses("exchange.ask")
    await sophie.submits(question="Et à deux ?")
    await look(sophie)
    await look(karim)  # a question waits
    await karim.runs("circle")
    await karim.presses("me.settings")
    await karim.presses("me.edit")
    await karim.submits(hours="tard le soir")
    await look(karim)  # a text was kept
    async with stage.database.write() as tx:
        door = await tx.members.standing(Account("core", "realm", "sophie"), None)
        await tx.jobs.later("review.remind", door[0].circle.id, "1-gone", stage.clock.now())
        (row,) = await tx.jobs.claim(32, 30, ())
        await tx.jobs.park(row, "dead", "attempts")
        circle_ = door[0].circle.id
        await tx.jobs.add(Notice("circle.opened", ToCircle(circle_), circle_))
        (row,) = await tx.jobs.claim(32, 30, ("core",))
        await tx.jobs.park(row, "dead", "shut")
    await look(sophie)  # something may not have arrived; the place lets nothing in
    await karim.runs("session plan")
    await karim.submits(title="Codév", moment="vendredi 3 décembre à 18h", spot="12 rue des Lilas", seats="2")
    await look(karim)  # a date to confirm
    await karim.presses("session.propose")
    await look(karim)
    await look(sophie)
    await sophie.presses("session.topic")
    await look(sophie)  # she brings the subject
    await karim.presses("session.yes")
    await sophie.runs("circle")  # his invitation is a year old
    await sophie.presses("circle.steward")
    await sophie.presses("circle.inviting")
    await sophie.presses("circle.invite")
    await sophie.submits(people=(thomas.ref,))
    await thomas.presses("circle.accept")
    await look(thomas)  # no place is left
    await stage.later(days=8)
    await stage.later(days=4)  # a Monday: nobody is asked on a weekend
    await look(karim)  # it is over: what will you try?
    await karim.presses("session.commit")
    await karim.submits(attempt="Me taire dix secondes")
    await stage.later(days=15)
    await look(karim)
    return seen


async def test_every_verb_is_reached_by_buttons(stage: Stage) -> None:
    assert isinstance(stage.driver, CoreDriver)
    verbs = set(stage.driver.door.commands)
    seen = await walks(stage)
    assert verbs - seen - set(OTHERWISE) == set()
    assert seen & set(OTHERWISE) == set(), "reached after all: take it off the list"
    assert set(OTHERWISE) <= verbs


async def test_an_identifier_that_names_no_client_holds_nothing_more(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim, steps="Me joindre : karim@exemple.fr, puis se taire.")
    assert not karim.can("practice.send")
    await karim.presses("practice.aside")
    await karim.picks("practice.clear", "myself")
    await karim.presses("practice.send")
    sophie.sees("karim@exemple.fr", "place")


async def test_a_feature_without_a_button_is_seen(stage: Stage) -> None:
    """A verb that no card offers is found missing."""

    async def hidden(context: Any) -> Any:
        raise AssertionError("never pressed")

    stage.commands["practice.hidden"] = Command("practice.hidden", hidden)
    await stage.driver.restart()
    assert isinstance(stage.driver, CoreDriver)
    seen = await Walk(stage, stage.person("Rosa Diaz")).from_menu()
    assert "practice.hidden" in set(stage.driver.door.commands) - seen - set(OTHERWISE)
