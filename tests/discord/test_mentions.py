"""Commands that a click types: in answers, out of turn, and after a new start that declared nothing."""

from __future__ import annotations

import re

from adapters.discord import declare, render
from bot.circles.cards import help_
from bot.i18n import Voice
from bot.registry import COMMANDS
from bot.vocabulary import Account
from tests.contract.drivers.discord import Driver, Person, _parts
from tests.contract.stage import Stage

MENTION = re.compile(r"</([^:>]+):(\d+)>")


def mentioned(person: object) -> list[tuple[str, str]]:
    """Words and ids of the commands in the newest message on somebody's screen, as it was sent."""
    assert isinstance(person, Person)
    (newest, *_) = person.newest()
    shown = " ".join(part.get("content", "") for part in _parts(newest.components))
    return MENTION.findall(shown)


async def test_help_and_a_message_out_of_turn_name_commands_to_click(stage: Stage) -> None:
    driver = stage.driver
    assert isinstance(driver, Driver)
    ines = stage.person("Inès Morel")
    await ines.runs("circle", what="help")
    circle = driver.declared("circle")
    assert ("circle", str(circle["id"])) in mentioned(ines.person)
    await driver.restart()
    toy = Account("discord", "", ines.ref[1:])
    card = help_(None, [("practice", "share")], Voice())
    await driver.sender.send(toy, card, Voice(), "n1")
    assert mentioned(ines.person) == [("practice share", str(driver.declared("practice")["id"]))]
    ines.sees("/pratique partager", "dm")


def test_every_command_of_ours_can_be_clicked_and_its_card_stays_within_limits() -> None:
    """The tightest case: each named once, with ids of twenty figures."""
    wanted = declare.declaration(COMMANDS)
    ids = declare.ids([payload | {"id": "9" * 20} for payload in wanted])
    paths = [path for kind, path in declare.by_name(COMMANDS) if kind == declare.CHAT_INPUT]
    assert set(ids) == {" ".join(path) for path in paths}
    for lang in ("fr", "en"):
        card = help_(None, paths, Voice(lang))
        view = render.card(card, Voice(lang), ids=ids)
        shown = "\n".join(item.content for item in view.walk_children() if hasattr(item, "content"))
        assert [words for words, _ in MENTION.findall(shown)] == [" ".join(path) for path in paths]
        assert card.cost >= view.content_length()

        assert MENTION.findall(str(render.card(card, Voice(lang)).to_components())) == []
