"""One meeting, from its plan to what came of it, on every surface."""

from __future__ import annotations

from tests.contract.scenarios import NB, NN, circle, write
from tests.contract.stage import Actor, Scenario, Stage

CALL = "https://visio.exemple.fr/codev-du-jeudi"
PICKERS = ("slack", "playground")  # where a date is picked, not typed


def moment(stage: Stage, typed: str, picked: str) -> str:
    """What comes back from the field on this surface."""
    return picked if stage.driver.platform in PICKERS else typed


async def plan(stage: Stage, planner: Actor, **changes: str) -> None:
    """Proposed to the circle, after the date was echoed."""
    await planner.runs("session plan")
    said = moment(stage, "jeudi 3 décembre à 18h", "2026-12-03T18:00+01:00")
    await planner.submits(**{"title": "Codév", "moment": said, "spot": CALL, **changes})
    planner.sees("C’est bien jeudi 3 décembre 2026 à 18" + NB + f"h, heure de Paris{NN}?")
    await planner.presses("session.propose")


async def one_meeting(stage: Stage) -> None:
    """Planned, answered, remembered, and followed by what each tries; told to nobody else."""
    sophie, ines, karim = await circle(stage, "Inès Garnier", "Karim Benali", readers=0)
    await plan(stage, sophie)
    karim.sees("Codév", "place")
    assert karim.counts("Codév") == 1
    await ines.presses("session.topic")
    ines.sees("C’est noté" + NB + ": tu viens.")
    ines.sees("Tu apportes le sujet.")
    karim.sees("Inès", "place")
    await karim.presses("session.yes", "Je viens 1")
    karim.sees("Je viens 2", "place")
    await stage.later(days=8)  # Wednesday 2 December, 09:30
    sophie.never_sees("dans une semaine", "dm")  # planned nine days ahead, and asked meanwhile: once
    await stage.later(hours=9)
    ines.sees("Demain à 18" + NB + "h, c’est ton sujet.", "dm")
    karim.sees("Sujet apporté par Inès.", "dm")
    await ines.presses("session.ready")
    ines.sees("À demain.")
    await stage.later(hours=22, minutes=30)  # Thursday, 17:00
    karim.sees("On commence dans une heure" + NB + ": le lien est ici.", "place")
    await stage.later(hours=2, minutes=45)  # it ended at 19:30: still within hours
    karim.sees(f"Qu’est-ce que tu vas essayer{NN}?", "dm")
    sophie.never_sees("Qu’est-ce que tu vas essayer", "dm")
    await karim.presses("session.commit")
    await karim.submits(attempt="Me taire dix secondes")
    karim.sees("Me taire dix secondes")
    await ines.presses("session.skip")
    await stage.later(days=14, hours=16)  # Friday noon: asked within hours
    karim.sees("Tu voulais essayer" + NB + f": «{NB}Me taire dix secondes{NB}»", "dm")
    await karim.presses("session.outcome", "Ça a marché")
    karim.sees("Merci.")
    for other in (sophie, ines):
        other.never_sees("dix secondes")
    ines.never_sees("Tu voulais essayer")


async def a_topic_to_bring(stage: Stage) -> None:
    """A draft that needs a conversation: brought to the next session, and published nowhere."""
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim, useful_for="Besoin d’en parler : un client me met mal à l’aise en séance.")
    await karim.presses("session.bring")
    karim.sees("Aucune rencontre n’est prévue.")
    await plan(stage, sophie)
    await karim.runs("circle")
    await karim.presses("practice.own")
    await karim.presses("practice.preview")
    await karim.presses("session.bring")
    karim.sees("tu apportes le sujet")
    sophie.sees("Karim", "place")
    sophie.never_sees("mal à l’aise")


async def a_date_that_is_past(stage: Stage) -> None:
    """Refused with the next free slot; nothing is lost, and the circle sees nothing."""
    (sophie,) = await circle(stage)
    await sophie.runs("session plan")
    past = moment(stage, "lundi 23 novembre à 18h", "2026-11-23T18:00+01:00")
    await sophie.submits(title="Codév", moment=past, spot="12 rue des Lilas, Lyon")
    if sophie.can("draft.reopen"):
        await sophie.presses("draft.reopen")  # where a form cannot show its faults itself
    else:
        assert "lundi 30 novembre 2026 à 18" in sophie.form["errors"]["moment"]
    assert sophie.form["values"]["title"] == "Codév"
    ahead = moment(stage, "lundi 30 novembre à 18h", "2026-11-30T18:00+01:00")
    await sophie.submits(moment=ahead)
    sophie.sees("lundi 30 novembre 2026 à 18")
    sophie.never_sees("Codév", "place")
    await sophie.presses("session.edit", "Corriger")
    await sophie.submits(title="Codév du lundi")
    await sophie.presses("session.propose")
    sophie.sees("Codév du lundi", "place")
    await sophie.presses("session.cancel")
    sophie.never_sees("Codév du lundi", "place")
    sophie.sees("Cette rencontre est annulée.", "place")


SCENARIOS: tuple[Scenario, ...] = (one_meeting, a_topic_to_bring, a_date_that_is_past)
CORE: tuple[Scenario, ...] = (one_meeting,)
