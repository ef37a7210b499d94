"""A database that stalls for two and a half seconds: Discord, which waits three, is answered in time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import func, select

from adapters.discord import custom_ids, declare, render
from bot.card import Button, Card, Confirm, Option, Pick
from bot.command import Surface
from bot.i18n import Voice
from bot.registry import COMMANDS
from storage.schema import drafts, practices
from tests.contract.drivers.loopback import Driver, Person
from tests.contract.scenarios import MIRROR, circle, write
from tests.contract.stage import Stage
from tests.emulators.discord import Message, Turn, messages

SCALE = 2.0  # Discord's deadlines, ours and the stall: a busy machine is not the stall that is meant
STALL_S = 2.5 * SCALE
APART_S = 0.04  # acts begin one after the other, all of them within one stall: many wait at any time
SLASH = [c for c in COMMANDS.values() if c.surface is Surface.SLASH]
MENUS = [c for c in COMMANDS.values() if c.surface is Surface.MESSAGE]
Acts = Iterator[tuple[str, Callable[[], Awaitable[Turn]]]]


class Stalling:
    """Every transaction of a database begins late, while that is wanted."""

    def __init__(self, database: Any) -> None:
        self.stall_s = 0.0
        database.read, database.write = self._late(database.read), self._late(database.write)

    def _late(self, begin: Callable[[], AbstractAsyncContextManager[Any]]) -> Any:
        @asynccontextmanager
        async def late() -> AsyncIterator[Any]:
            await asyncio.sleep(self.stall_s)
            async with begin() as tx:
                yield tx

        return late


async def timed(stage: Stage, person: Person) -> None:
    """From here on deadlines are Discord's and ours: what came before was only the setting."""
    driver = stage.driver
    assert isinstance(driver, Driver)
    person.actor.core.scale = driver.scale = stage.scale = SCALE
    await stage._restart()


class Played:
    """Karim in Sophie's circle, with a practice of his, and a database that stalls from here on."""

    def __init__(self, stage: Stage, person: Person, subject: str, stalling: Stalling) -> None:
        self.stage, self.stalling, self.subject = stage, stalling, subject
        self.who, self.person = person.actor, person

    @property
    def door(self) -> Any:
        return self.stage.driver.door._door  # type: ignore[attr-defined]

    def button(self, button: Button) -> tuple[Message, str]:
        """A message of ours with that button alone."""
        return self._shown(Card("a", buttons=(button,))), custom_ids.of_button(button)

    def list(self, verb: str) -> tuple[Message, str]:
        pick = Pick(verb, self.subject, "a", (Option("1", "a"),))
        return self._shown(Card("a", (pick,))), custom_ids.of_pick(pick)

    def _shown(self, card: Card) -> Message:
        said = {"components": render.card(card, Voice()).to_components(), "flags": 1 << 15}
        made = messages.made(self.who.core, self.who.place, said, {})
        messages.put(self.who.core, self.who.place, made)
        return made


@pytest.fixture
async def played(stage: Stage) -> AsyncIterator[Played]:
    _, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim)
    await karim.presses("practice.send")
    async with stage.database.engine.connect() as connection:
        found = (await connection.execute(select(practices.c.id))).one()
    assert isinstance(karim.person, Person)
    await timed(stage, karim.person)
    played = Played(stage, karim.person, found.id, Stalling(stage.database))
    played.stalling.stall_s = STALL_S
    yield played
    await asyncio.gather(*stage.standing._asking.values(), *played.door._late)  # nobody waited for these


async def unanswered(acts: Mapping[str, Callable[[], Awaitable[Turn]]]) -> dict[str, str]:
    """What Discord told the person of: nothing in time, or nothing at all."""

    async def in_turn(place: int, act: Callable[[], Awaitable[Turn]]) -> Turn:
        await asyncio.sleep(place * APART_S)
        return await act()

    found: dict[str, str] = {}
    turns = await asyncio.gather(
        *(in_turn(place, act) for place, act in enumerate(acts.values())), return_exceptions=True
    )
    for name, turn in zip(acts, turns, strict=True):
        if isinstance(turn, BaseException):
            found[name] = repr(turn)
        elif turn.failed or not (turn.form or turn.message or turn.choices):
            found[name] = "failed" if turn.failed else "nothing"
    return found


def buttons(played: Played) -> Acts:
    for verb in COMMANDS:
        message, name = played.button(Button("a", verb, played.subject))
        yield verb, lambda m=message, n=name: played.who.press(m, n)  # type: ignore[misc]


def lists_and_questions(played: Played) -> Acts:
    """A question before a press is a form, and asks nobody."""
    sure = Confirm("a", "a", "a", "a")
    for verb in [c.verb for c in COMMANDS.values() if not c.fields][:16]:
        message, name = played.button(Button("a", verb, played.subject, confirm=sure))
        yield f"{verb}?", lambda m=message, n=name: played.who.press(m, n)  # type: ignore[misc]
        message, name = played.list(verb)
        yield f"{verb}*", lambda m=message, n=name: played.who.pick(m, n, ["1"])  # type: ignore[misc]


def commands_and_menus(played: Played) -> Acts:
    """With nothing typed; menus on somebody's message and on a card of ours."""
    who = played.who
    for command in SLASH:
        path = " ".join(command.path)
        yield path, lambda p=path: who.slash(p, needed(who, p))  # type: ignore[misc]
    card, _ = played.button(Button("a", "practice.read", played.subject))
    for command in MENUS:
        name = declare._menu_name(command.path, "en")
        for which, message in (("theirs", who.says("Un silence après la question.")), ("ours", card)):
            yield f"{name} {which}", lambda m=message, n=name: who.menu(m, n)  # type: ignore[misc]


async def test_every_act_is_answered(played: Played) -> None:
    acts = dict([*buttons(played), *lists_and_questions(played), *commands_and_menus(played)])
    assert len(acts) == len(COMMANDS) + 2 * 16 + len(SLASH) + 2 * len(MENUS)
    assert await unanswered(acts) == {}


def needed(who: Any, path: str) -> dict[str, Any]:
    """The least that Discord's own client asks for."""
    return {o["name"]: "miroir" for o in who._declared(path)[2] if o.get("required")}


async def test_what_is_typed_is_answered_with_nothing(played: Played) -> None:
    who = played.who
    asked = [
        (" ".join(command.path), option["name"])
        for command in SLASH
        for option in who._declared(" ".join(command.path))[2]
        if option.get("autocomplete")
    ]
    assert asked
    turns = await asyncio.gather(*(who.suggest(path, name, "mir") for path, name in asked))
    assert [(turn.failed, turn.choices) for turn in turns] == [(False, [])] * len(asked)


async def test_a_form_stays_open_and_sent_again_makes_one_draft(played: Played) -> None:
    """Nothing is answered before the words are kept; what was sent is kept, and found again."""
    who, stage = played.who, played.stage
    played.stalling.stall_s = 0.0
    turn = await who.slash("practice share")
    form = turn.form
    assert form is not None
    before = await counted(stage)
    played.stalling.stall_s = STALL_S
    filled = {name: played.person._filled(control, MIRROR[name]) for name, control in controls(form).items()}
    turn = await who.submit(form, filled | {"title": "La question boussole"})
    assert turn.failed
    assert who.forms == [form]
    played.stalling.stall_s = 0.0
    turn = await who.submit(form, filled | {"title": "La question boussole"})
    assert turn.message is not None
    assert "La question boussole" in played.person._read(turn.message)
    assert who.forms == []
    await asyncio.gather(*played.door._late)  # the first one goes on too
    assert await counted(stage) == [count + 1 for count in before]


def controls(form: Any) -> dict[str, Any]:
    return {one["component"]["custom_id"]: one["component"] for one in form.components if "component" in one}


async def counted(stage: Stage) -> list[int]:
    """Drafts and practices."""
    async with stage.database.engine.connect() as connection:
        return [
            await connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (drafts, practices)
        ]
