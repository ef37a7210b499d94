"""What a typed line means."""

from __future__ import annotations

import pytest

from adapters.playground.declare import entries, understood
from bot.i18n import Voice
from tests.playground.toy import ToyDoor


@pytest.mark.parametrize(
    ("line", "verb", "values"),
    [
        ("/jouet", "toy.card", {}),
        ("/JOUET  partager", "toy.share", {}),
        ("/toy share", "toy.share", {}),
        ("/jouet share", "toy.share", {}),
        ("/jouet régler", "toy.adjust", {}),
        ("/jouet regler", "toy.adjust", {}),
        ("/jouet partager Jamais", "toy.share", {"essai": "jamais"}),
        ("/jouet partager oui, une fois", "toy.share", {"essai": "une_fois"}),
        ("/jouet partager deux minutes de Silence", "toy.share", {"titre": "deux minutes de Silence"}),
        ("/jouet voir never", "toy.view", {"essai": "jamais"}),
        ("/jouet voir ailleurs", "toy.view", {"essai": "ailleurs"}),
        ("/jouet xyz", "circle.nearest", {"text": "jouet xyz"}),
        ("/rien", "circle.nearest", {"text": "rien"}),
        ("/", "circle.nearest", {"text": ""}),
    ],
)
def test_a_line_is_understood(line: str, verb: str, values: dict[str, str]) -> None:
    typed = understood(line, ToyDoor().commands)
    assert (typed.verb, typed.values) == (verb, values)


def test_the_list_is_in_the_readers_language_and_knows_the_other() -> None:
    french = entries(ToyDoor().commands, Voice("fr"))
    assert [e.typed for e in french] == ["/jouet", "/jouet partager", "/jouet régler", "/jouet voir"]
    assert french[1].also == ("/toy share",)
    assert entries(ToyDoor().commands, Voice("en"))[1].description == "Fill in a form"
