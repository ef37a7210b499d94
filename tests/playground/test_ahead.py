"""What is ahead is told in words, for every kind of message, and never what it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from adapters.playground.models import PLATFORM, REALM, Persona
from adapters.playground.strip import Horizon, Jump, happened, horizon
from bot.ahead import Coming, Meter
from bot.i18n import LANGUAGES, Voice
from bot.registry import JOBS
from bot.vocabulary import Account
from tests.contract.drivers.dom import parsed

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
PEOPLE = (Persona("claire", "Claire Morel"), Persona("karim", "Karim Benali"))
CLAIRE = Account(PLATFORM, REALM, "claire")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_message_has_a_sentence(lang: str) -> None:
    said = [kind for kind, job in JOBS.items() if job.compose is not None]
    missing = [kind for kind in said if not Voice(lang).has(f"ahead-{kind.replace('.', '-')}")]
    assert missing == []


@pytest.mark.parametrize(
    ("held", "told"),
    [
        ("hours", "hors horaires"),
        ("weekend", "week-end"),
        ("week", "assez de messages cette semaine"),
        ("away", "en pause"),
        ("day", "déjà un message aujourd’hui"),
        ("closed", "ne prend pas de messages privés"),
        ("something-new", "en attente"),
    ],
)
def test_a_held_one_says_why_with_a_shape(held: str, told: str) -> None:
    ahead = Horizon([Coming("review.ask", NOW + timedelta(days=1), CLAIRE, held)], None, NOW, "coachs-lyon")
    shown = parsed(horizon(ahead, PEOPLE[0], Voice("fr", "tu"), PEOPLE))
    (line,) = shown.all("li")
    assert told in line.all(of="held")[0].text
    assert line.all(of="h")
    assert "Claire reçoit une fiche à relire." in line.text
    assert "1 événement prévu, dont 1 en attente" in shown.text


def test_what_nobody_hears_of_is_left_out() -> None:
    ahead = Horizon([Coming("toy.tidy", NOW), Coming("toy.said", NOW, CLAIRE)], None, NOW, "c")
    shown = parsed(horizon(ahead, PEOPLE[1], Voice("en"), PEOPLE))
    assert [line.text for line in shown.all("li")] == ["nowClaire receives a message from Entrepairs."]


def test_the_meter() -> None:
    shown = parsed(horizon(Horizon([], Meter(1, 2), NOW, "c"), PEOPLE[1], Voice("fr", "tu"), PEOPLE))
    assert "1 message sur 2 cette semaine" in shown.text
    assert [("f" in li.attrs.get("class", "")) for li in shown.all("li")] == [True, False]


def test_what_a_jump_brought() -> None:
    jump = Jump(NOW, NOW + timedelta(days=14), ("claire", "karim", "claire"), 1)
    assert happened(jump, Voice("fr"), PEOPLE) == [
        "3 messages privés\u00a0: Claire, Karim",
        "1 carte dans le salon",
    ]
    assert happened(Jump(NOW, NOW, (), 0), Voice("en"), PEOPLE) == ["No message meanwhile."]
