"""What members do, once, for every surface. Buttons by verb, texts in French, as people see them."""

from __future__ import annotations

from typing import Any

from tests.contract.stage import Actor, Scenario, Stage

NN, NB = "\u202f", "\u00a0"
CHARTER = "Confidentialité. Bienveillance. Utilité. Réciprocité. Abondance."
MIRROR: dict[str, Any] = {
    "aim": "method",
    "title": "La question miroir",
    "useful_for": "Quand un dirigeant tourne en rond en séance, cela lui fait formuler sa décision.",
    "steps": "Reformuler sa dernière phrase en question, se taire, compter dix secondes. "
    "Ça coince si on parle trop tôt.",
    "tried": "few",
}


async def circle(stage: Stage, *names: str, readers: int = 1) -> tuple[Actor, ...]:
    """Sophie opens a circle and invites these people by name; all are in. Gives Sophie and them."""
    sophie = stage.person("Sophie Lenoir", administers=True)
    await sophie.runs("circle")
    await sophie.presses("circle.create")
    await sophie.submits(
        name="coachs-lyon",
        place=stage.driver.place,
        register="tu",
        objectives="Poser un cadre clair, trouver ses premiers clients.",
        charter=CHARTER,
    )
    sophie.sees("Votre cercle est prêt.")
    if readers != 1:
        await sophie.presses("circle.settings")
        await sophie.submits(readers=str(readers))
    people = [stage.person(name) for name in names]
    if people:
        await sophie.runs("circle")
        await sophie.presses("circle.steward")
        await sophie.presses("circle.inviting")
        await sophie.presses("circle.invite")
        await sophie.submits(people=tuple(p.ref for p in people))
        for person in people:
            person.sees("Sophie vous invite dans le cercle coachs-lyon", "dm")
            await person.presses("circle.accept")
            person.sees("Bienvenue.")
    return (sophie, *people)


async def write(author: Actor, **changes: Any) -> None:
    await author.runs("practice share")
    await author.submits(**{**MIRROR, **changes})


async def open_circle_and_invite(stage: Stage) -> None:
    """A circle in five fields; by name and by code; nothing before the charter is accepted."""
    sophie, claire = await circle(stage, "Claire Morel")
    thomas = stage.person("Thomas Roux")
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    await sophie.presses("circle.inviting")
    await sophie.presses("circle.newcode")
    code = code_seen(sophie)
    await thomas.runs("practice share")
    thomas.sees("réservé aux membres")
    await thomas.runs("circle")
    await thomas.presses("circle.code")
    await thomas.submits(code=code.upper())
    thomas.sees("Abondance.")
    await thomas.presses("circle.ask")
    thomas.sees("Sophie peut vous répondre")
    await thomas.presses("circle.invited")
    await thomas.presses("circle.accept")
    thomas.sees("Tu fais partie du cercle.")
    sophie.sees("Thomas Roux a lu la charte", "dm")
    await claire.runs("circle")
    assert not claire.can("circle.steward")


def code_seen(sophie: Actor) -> str:
    text = "\n".join(sophie.person.texts("reply"))
    start = text.rindex(f"Le code à donner{NB}:") + len("Le code à donner :")
    return text[start:].split()[0]


async def announce_circle(stage: Stage) -> None:
    """The place hears of the circle only after the steward saw what it would read; once."""
    sophie = stage.person("Sophie Lenoir", administers=True)
    await sophie.runs("circle")
    await sophie.presses("circle.create")
    await sophie.submits(
        name="coachs-lyon",
        place=stage.driver.place,
        register="vous",
        objectives="Progresser.",
        charter=CHARTER,
    )
    sophie.never_sees("est ouvert", "place")
    await sophie.presses("circle.announce")
    assert sophie.counts("Le cercle coachs-lyon est ouvert.") == 1


async def a_circle_without_a_place(stage: Stage) -> None:
    """One is made where the surface makes places, else a person does; another can be given at any time."""
    sophie = stage.person("Sophie Lenoir", administers=True)
    await sophie.runs("circle")
    await sophie.presses("circle.create")
    await sophie.submits(
        name="coachs-lyon", place="", register="vous", objectives="Progresser.", charter=CHARTER
    )
    sophie.sees("Votre cercle est prêt.")
    made = sophie.person.sees("Le salon du cercle est prêt.", "dm")
    assert made != sophie.person.sees("Le salon reste à créer à la main.", "dm")
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    assert made != sophie.person.sees("Ce cercle n’a pas encore de salon.", "reply")
    await sophie.presses("circle.place")
    await sophie.submits(place=stage.driver.place)
    sophie.sees("Le salon du cercle est choisi.")
    await sophie.presses("circle.announce")
    assert sophie.counts("Le cercle coachs-lyon est ouvert.") == 1


async def share_with_no_reader(stage: Stage) -> None:
    """Three interactions and five fields; then *Annuler* within ten minutes."""
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim)
    karim.sees("Voici ce que verra le cercle.")
    karim.sees(f"Ton client se reconnaîtrait-il{NN}?")
    karim.never_sees("La question miroir", "place")
    await karim.presses("practice.send")
    karim.sees("Ta fiche est partagée.")
    sophie.sees("La question miroir", "place")
    sophie.never_sees("pas encore relue", "place")
    await karim.presses("practice.undo")
    sophie.never_sees("La question miroir", "place")
    await karim.presses("practice.send")
    assert sophie.counts("La question miroir") == 1


async def share_with_a_reader(stage: Stage) -> None:
    """The reader's yes publishes at once; the author knows."""
    _, claire, karim = await circle(stage, "Claire Morel", "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    karim.sees("Ta fiche part jeudi 26 novembre à 9" + NB + "h si personne n’a de remarque.")
    reader = await the_reader(stage, karim)
    reader.sees("trois minutes pour relire la fiche de Karim", "dm")
    await reader.presses("review.yes")
    reader.sees("Tu as répondu")
    assert claire.counts("La question miroir") == 1
    claire.never_sees("pas encore relue", "place")
    karim.sees("Ta fiche est partagée.", "dm")
    await claire.presses("practice.read")
    claire.sees("se taire, compter dix secondes")


async def the_reader(stage: Stage, author: Actor) -> Actor:
    """Whoever was asked to read."""
    for name in ("Sophie Lenoir", "Claire Morel", "Inès Garnier"):
        person = stage.person(name)
        if person.person.sees("trois minutes pour relire", "dm"):
            return person
    raise AssertionError("nobody was asked")


async def silence_publishes(stage: Stage) -> None:
    """One reminder after a working day; after two it goes out, marked; the mark goes when it is read."""
    sophie, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    await stage.later(days=1)
    assert sophie.counts("trois minutes pour relire", "dm") == 2
    sophie.never_sees("La question miroir", "place")
    await stage.later(days=1)
    sophie.sees("pas encore relue", "place")
    assert sophie.counts("La question miroir") == 1
    await sophie.presses("review.yes")
    sophie.never_sees("pas encore relue", "place")


async def something_is_missing(stage: Stage) -> None:
    """The reason goes to the author, who edits, then publishes."""
    sophie, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    await sophie.presses("review.missing")
    await sophie.submits(note="Combien de temps cela prend-il ?")
    karim.sees("Combien de temps cela prend-il", "dm")
    await karim.presses("practice.edit")
    assert karim.form["values"]["title"] == "La question miroir"
    await karim.submits(steps=MIRROR["steps"] + " Compter cinq minutes.")
    await karim.presses("practice.publish")
    sophie.sees("Compter cinq minutes.", "place")


async def a_question_of_ethics_holds(stage: Stage) -> None:
    """It holds past the deadline, until the reader lifts it."""
    sophie, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    await sophie.presses("review.ethics")
    await sophie.submits(note="Le client pourrait se sentir poussé.")
    karim.sees("question de déontologie", "dm")
    await stage.later(days=5)
    sophie.never_sees("La question miroir", "place")
    await sophie.presses("review.lift")
    sophie.sees("La question miroir", "place")


async def the_checks_coach(stage: Stage) -> None:
    """A vague answer gets advice; an identifier holds the sending, never the draft."""
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim, useful_for="Pour info.", steps="Écrire à jean.duval@exemple.fr pour avoir la grille.")
    karim.sees("jean.duval@exemple.fr")
    karim.sees("Un identifiant retient l’envoi")
    assert not karim.can("practice.send")
    await karim.presses("practice.edit")
    await karim.submits(useful_for=MIRROR["useful_for"], steps="Demander la grille à un pair.")
    assert karim.can("practice.send")
    await karim.presses("practice.send")
    sophie.sees("Demander la grille", "place")
    sophie.never_sees("jean.duval")


async def an_identifier_added_later(stage: Stage) -> None:
    """What comes in after publication is held too: the copy loses its content, nothing else is lost."""
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim)
    await karim.presses("practice.send")
    await karim.presses("practice.more")
    await karim.submits(limits="Demander avant à jean.duval@exemple.fr.")
    karim.sees("Un identifiant retient l’envoi")
    sophie.never_sees("question miroir")
    sophie.sees("Cette fiche n’est plus partagée.", "place")


async def kept_for_supervision(stage: Stage) -> None:
    """The draft is erased; nothing was published."""
    sophie, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await karim.presses("practice.drop")
    karim.sees("Le brouillon est effacé, rien n’a été publié.")
    await karim.runs("circle")
    await karim.presses("practice.own")
    karim.sees("Tes fiches seront ici.")
    sophie.never_sees("La question miroir")


async def edit_tag_and_withdraw(stage: Stage) -> None:
    """An edit makes a version and reaches the copy; tags show; a withdrawal leaves no content."""
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim)
    await karim.presses("practice.send")
    await karim.presses("practice.tags")
    await karim.presses("practice.newtags")
    await karim.submits(tags="posture, Questionnement")
    sophie.sees("posture, questionnement", "place")
    await stage.later(minutes=11)
    await karim.runs("circle")
    await karim.presses("practice.own")
    await karim.presses("practice.preview")
    await karim.presses("practice.edit")
    await karim.submits(title="La question miroir, en trois temps")
    sophie.sees("en trois temps", "place")
    assert sophie.counts("La question miroir") == 1
    await karim.runs("circle")
    await karim.presses("practice.own")
    await karim.presses("practice.preview")
    await karim.presses("practice.withdraw")
    sophie.never_sees("question miroir")
    sophie.sees("Cette fiche n’est plus partagée.", "place")


async def my_settings(stage: Stage) -> None:
    """Language, zone, hours, number of messages, pause; what is unclear is refused and kept."""
    _, ines = await circle(stage, "Inès Garnier")
    await ines.runs("circle")
    await ines.presses("me.settings")
    await ines.presses("me.edit")
    await ines.submits(hours="tard le soir", weekly="1")
    if ines.can("draft.reopen"):
        await ines.presses("draft.reopen")  # where a form cannot show its faults itself
    else:
        assert "hours" in ines.form["errors"]
    assert ines.form["values"]["weekly"] == "1"
    await ines.submits(hours="9h-18h30", my_lang="en")
    ines.sees("09:00-18:30")
    await ines.runs("circle")
    ines.sees("My settings")


SCENARIOS: tuple[Scenario, ...] = (
    open_circle_and_invite,
    announce_circle,
    a_circle_without_a_place,
    share_with_no_reader,
    share_with_a_reader,
    silence_publishes,
    something_is_missing,
    a_question_of_ethics_holds,
    the_checks_coach,
    an_identifier_added_later,
    kept_for_supervision,
    edit_tag_and_withdraw,
    my_settings,
)
CORE: tuple[Scenario, ...] = (open_circle_and_invite, share_with_a_reader, edit_tag_and_withdraw)
