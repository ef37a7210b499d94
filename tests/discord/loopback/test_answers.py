"""Whatever is pressed, picked, typed or sent, each is answered in their language; what nobody knows, too."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from adapters.discord import custom_ids, render
from bot.card import Button, Card, Option, Pick
from bot.i18n import MissingText, Voice, keys
from bot.registry import COMMANDS
from bot.vocabulary import FormKey
from tests.contract.drivers.loopback import Person
from tests.contract.scenarios import circle, write
from tests.contract.scenarios_exchanges import a_long_message_is_kept_whole
from tests.contract.stage import Stage
from tests.emulators.discord import Message, Turn, messages
from tests.emulators.discord.components import walk
from tests.emulators.discord.things import MODAL_SUBMIT


def sayings(lang: str) -> frozenset[str]:
    """Every text of a catalogue that takes no value."""
    found = set()
    for key in keys(lang):
        for register in ("tu", "vous"):
            try:
                found.add(Voice(lang, register)(key))
            except MissingText:
                break
    return frozenset(found)


FRENCH, ENGLISH = sayings("fr"), sayings("en")
OF_BOTH = FRENCH & ENGLISH


def said(turn: Turn, person: Person) -> set[str]:
    """Every line of the answer."""
    if turn.form is not None:
        return {turn.form.title, *shown(walk(turn.form.components))}
    answer = turn.messages[-1]  # a card that others see stays, and the answer follows it
    return {*person._read(answer).splitlines(), *shown(walk(answer.components))}


def shown(parts: Iterator[Any]) -> Iterator[str]:
    for part in parts:
        yield from (str(part[key]) for key in ("label", "description", "placeholder") if part.get(key))
        yield from (option["label"] for option in part.get("options", ()))


def on_screen(person: Person, card: Card) -> Message:
    """A message of ours, wherever it came from."""
    who = person.actor
    body = {"components": render.card(card, Voice()).to_components(), "flags": 1 << 15}
    made = messages.made(who.core, who.place, body, {})
    messages.put(who.core, who.place, made)
    return made


async def presses(person: Person, button: Button) -> Turn:
    message = on_screen(person, Card("a", buttons=(button,)))
    return await person.actor.press(message, custom_ids.of_button(button))


async def test_every_button_speaks_the_language_of_who_pressed_it(stage: Stage) -> None:
    """Two members, the same practice: no line of the one's catalogue is ever before the other."""
    john = stage.person("John Smith", lang="en-GB")
    _, karim = await circle(stage, "Karim Benali", readers=0)
    sophie = stage.people["Sophie Lenoir"]
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    await sophie.presses("circle.inviting")
    await sophie.presses("circle.invite")
    await sophie.submits(people=(john.ref,))
    await john.presses("circle.accept")
    await write(karim)
    await karim.presses("practice.send")
    async with stage.database.read() as tx:
        (found,) = await tx.circles.named("coachs-lyon")
    subject, wrong, right = found.prefix + "nothing", {}, 0
    for verb in [*COMMANDS, "gone.verb"]:
        for actor, theirs, others in ((karim, FRENCH, ENGLISH), (john, ENGLISH, FRENCH)):
            assert isinstance(actor.person, Person)
            turn = await presses(actor.person, Button("a", verb, subject))
            lines = said(turn, actor.person)
            if foreign := lines & (others - OF_BOTH):
                wrong[verb, actor.person.lang] = foreign
            right += bool(lines & (theirs - OF_BOTH))
    assert wrong == {}
    assert right > len(COMMANDS)  # most of what is shown is in the catalogues as it stands


@pytest.mark.parametrize(
    ("lang", "title"), [("fr", "Ce bouton n’est plus à jour."), ("en-US", "This button is out of date.")]
)
async def test_what_nobody_knows_is_answered_politely(
    stage: Stage, caplog: pytest.LogCaptureFixture, lang: str, title: str
) -> None:
    """Of an earlier release, of another program, or made up: said in words, and no defect of ours."""
    caplog.set_level(logging.INFO, "entrepairs")
    actor = stage.person("Alex", lang=lang)
    person = actor.person
    assert isinstance(person, Person)
    who, core = person.actor, person.actor.core
    old = on_screen(person, Card("a", (Pick("gone.list", "1-a", "a", (Option("1", "a"),)),)))
    strange = on_screen(person, Card("a", buttons=(Button("a", "gone.verb", "1-a"),)))
    for part in walk(strange.components):
        if "custom_id" in part:
            part["custom_id"] = "of another program"
    left = {"id": "1", "name": "left", "type": 1, "options": []}
    core.commands += [left, left | {"name": "Left", "type": 3}]
    form = "gone.form#" + FormKey().pack()
    turns = [
        await presses(person, Button("a", "gone.verb", "1-a")),
        await who.pick(old, "gone.list:1-a*", ["1"]),
        await who.press(strange, "of another program"),
        await who.slash("left"),
        await who.menu(who.says("Un silence"), "Left"),
        await who._acts(MODAL_SUBMIT, {"custom_id": form, "components": []}),
        await who._acts(MODAL_SUBMIT, {"custom_id": "of another program", "components": []}),
    ]
    assert [title in said(turn, person) for turn in turns] == [True] * len(turns)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_words_too_long_for_a_practice_are_refused_in_words_and_kept(stage: Stage) -> None:
    """Some people may write four thousand characters in a message; Discord refuses nothing of ours for it."""
    await a_long_message_is_kept_whole(stage)
