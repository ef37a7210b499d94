"""A practice is tried: what members do, and what its author hears of it. Times are those of the people."""

from __future__ import annotations

from tests.contract.scenarios import NB, NN, circle, write
from tests.contract.stage import Actor, Scenario, Stage

NEWS = f"Karim a essayé ta fiche{NB}: ça a marché."
QUESTION = f"La question miroir, de Claire{NB}: qu’est-ce que ça a donné{NN}?"


async def shared_by_claire(stage: Stage, **changes: str) -> tuple[Actor, Actor, Actor]:
    """A circle without readers; Claire's practice stands in its place. Gives Sophie, Claire and Karim."""
    sophie, claire, karim = await circle(stage, "Claire Morel", "Karim Benali", readers=0)
    await write(claire, **changes)
    await claire.presses("practice.send")
    sophie.sees("La question miroir", "place")
    return sophie, claire, karim


async def a_practice_is_tried(stage: Stage) -> None:
    """🧪, two weeks later one question of four equal answers, and the good news the same day."""
    sophie, claire, karim = await shared_by_claire(stage)
    await karim.presses("trial.trying")
    karim.sees(f"🧪 veut dire{NB}: je l’essaie.")
    karim.sees("Je te demanderai le 8 décembre ce que ça donne.")
    sophie.sees("🧪 Je l’essaie 1", "place")
    await stage.later(days=13)
    karim.never_sees(QUESTION)
    await stage.later(days=1)
    karim.sees(QUESTION, "dm")
    karim.sees(f"Claire verra ta réponse{NN}; je ne dis jamais qui n’a pas répondu.", "dm")
    await karim.presses("trial.answer", "Ça a marché")
    karim.sees(f"C’est noté{NB}: ça a marché.")
    claire.sees(NEWS, "dm")
    for other in (sophie, karim):
        other.never_sees("a essayé ta fiche")
    await stage.later(days=60)
    assert claire.counts("a essayé ta fiche", "dm") == 1
    assert karim.counts(QUESTION, "any") <= 1


async def a_line_with_the_answer(stage: Stage) -> None:
    """For the author; for the circle only where it is ticked; what names somebody is refused."""
    sophie, claire, karim = await shared_by_claire(stage)
    await karim.presses("trial.worked")
    claire.sees(NEWS, "dm")
    await karim.presses("trial.note")
    await karim.submits(trial_note="Une directrice a décidé en dix minutes.")
    karim.sees("Cette ligne reste entre Claire et toi.")
    claire.sees("a décidé en dix minutes", "dm")
    await sophie.presses("practice.read")
    sophie.never_sees("a décidé en dix minutes")
    await karim.presses("trial.note")
    await karim.submits(trial_note="Écrire à jean.duval@exemple.fr.")
    sophie.never_sees("jean.duval")
    claire.never_sees("jean.duval")
    if karim.can("draft.reopen"):
        await karim.presses("draft.reopen")  # where a form cannot show its faults itself
    await karim.submits(trial_note="Le silence fait tout.", trial_quote="yes")
    await sophie.presses("practice.read")
    sophie.sees(f"Karim{NB}: ça a marché. «{NB}Le silence fait tout.{NB}»")
    assert claire.counts("a essayé ta fiche", "dm") == 1


async def not_yet_asks_once_more(stage: Stage) -> None:
    """After thirty days, then it stops; the author hears of neither."""
    _, claire, karim = await shared_by_claire(stage)
    await karim.presses("trial.trying")
    await stage.later(days=14)
    await karim.presses("trial.answer", "Pas encore essayé")
    karim.sees("Rien n’est dit à personne.")
    await stage.later(days=29)
    assert karim.counts(QUESTION, "any") == 0
    await stage.later(days=1)
    assert karim.counts(QUESTION, "dm") == 1
    await karim.presses("trial.answer", "Pas encore essayé")
    karim.sees("je ne redemanderai plus")
    await stage.later(days=60)
    assert karim.counts(QUESTION, "any") == 0
    claire.never_sees("a essayé ta fiche")


async def silence_is_told_to_nobody(stage: Stage) -> None:
    """One nudge, seven days after the question; nobody hears of it; it can still be answered."""
    sophie, claire, karim = await shared_by_claire(stage)
    await karim.presses("trial.trying")
    await stage.later(days=14)
    await stage.later(days=6)
    karim.never_sees("Un seul rappel")
    await stage.later(days=1)
    karim.sees("Un seul rappel, celui-ci.", "dm")
    await stage.later(days=100)
    assert karim.counts(QUESTION, "dm") == 2
    claire.never_sees("Karim a essayé")
    sophie.never_sees("Karim a essayé")
    await karim.runs("circle")
    await karim.presses("circle.todo")
    karim.sees("La question miroir (Claire)")
    await karim.presses("trial.open")
    await karim.presses("trial.answer", "Résultat mitigé")
    claire.sees(f"Karim a essayé ta fiche{NB}: résultat mitigé.", "dm")


async def undone_and_put_off(stage: Stage) -> None:
    """[Annuler] takes it back; [Dans un mois] asks a month later; an author's own never counts."""
    sophie, claire, karim = await shared_by_claire(stage)
    await karim.presses("trial.trying")
    await karim.presses("trial.undo")
    karim.sees("C’est annulé.")
    sophie.never_sees("🧪 Je l’essaie 1", "place")
    await karim.presses("trial.trying")
    await karim.presses("trial.month")
    karim.sees("Je te demanderai le 24 décembre ce que ça donne.")
    await karim.presses("trial.ok")
    await stage.later(days=29)
    karim.never_sees(QUESTION)
    await stage.later(days=1)
    karim.sees(QUESTION, "dm")
    await claire.presses("trial.worked")
    claire.sees("tes propres signes ne comptent pas")
    sophie.never_sees("🌱 Ça a marché 1", "place")
    await karim.presses("trial.useful")
    sophie.sees("💡 Utile 1", "place")
    await sophie.presses("trial.useful")
    sophie.sees("💡 Utile 2", "place")


async def put_away_and_brought_back(stage: Stage) -> None:
    """An idea that nobody tries, then a year: its author keeps it, archives it, brings it back."""
    sophie, claire, karim = await shared_by_claire(stage, tried="never")
    await stage.later(days=90)
    claire.sees("Ton idée attend depuis trois mois un premier essai.", "dm")
    sophie.never_sees("attend depuis trois mois")
    await claire.presses("practice.confirm", "La garder")
    claire.sees(f"C’est noté{NB}: la fiche reste.")
    await stage.later(days=364)
    claire.never_sees("Ta fiche a un an.")
    await stage.later(days=1)
    claire.sees("Ta fiche a un an.", "dm")
    sophie.sees("à revoir", "place")
    await claire.presses("practice.confirm", "Toujours valable")
    sophie.never_sees("à revoir", "place")
    await claire.runs("circle")
    await claire.presses("practice.own")
    await claire.presses("practice.preview")
    await claire.presses("practice.withdraw")
    sophie.never_sees("question miroir")
    karim.never_sees("Ta fiche a un an.")


async def archived_and_back(stage: Stage) -> None:
    sophie, claire, _ = await shared_by_claire(stage)
    await stage.later(days=365)
    await claire.presses("practice.archive")
    claire.sees("Cette fiche est archivée.")
    sophie.never_sees("question miroir")
    await claire.runs("circle")
    await claire.presses("practice.own")
    claire.sees("archivée")
    await claire.presses("practice.preview")
    await claire.presses("practice.unarchive")
    assert sophie.counts("La question miroir") == 1


TRIALS: tuple[Scenario, ...] = (
    a_practice_is_tried,
    a_line_with_the_answer,
    not_yet_asks_once_more,
    silence_is_told_to_nobody,
    undone_and_put_off,
    put_away_and_brought_back,
    archived_and_back,
)
TRIALS_CORE: tuple[Scenario, ...] = (a_practice_is_tried,)
