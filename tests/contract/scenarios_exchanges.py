"""Around a practice: kept, asked about, thanked for, added to, taken along; messages that become one."""

from __future__ import annotations

from tests.contract.scenarios import MIRROR, NB, circle, write
from tests.contract.stage import Actor, Scenario, Stage

SAID = "Hier, un dirigeant tournait en rond. J’ai reformulé sa phrase en question, puis compté dix secondes."


async def shared(stage: Stage, *names: str) -> tuple[Actor, ...]:
    """Sophie's circle where Claire shares the mirror question; gives Sophie, Claire and the others."""
    people = await circle(stage, "Claire Morel", *names, readers=0)
    await write(people[1])
    await people[1].presses("practice.send")
    return people


async def keep_a_practice(stage: Stage) -> None:
    """*Garder* puts it under *À faire*, tells nobody, and goes again."""
    _, claire, karim = await shared(stage, "Karim Benali")
    await karim.presses("practice.read")
    karim.sees("Reformuler sa dernière phrase", "reply")
    await karim.presses("exchange.keep")
    karim.sees("C’est gardé.")
    await karim.runs("circle")
    await karim.presses("circle.todo")
    await karim.presses("exchange.kept")
    karim.sees("La question miroir · Claire", "reply")
    await karim.presses("practice.read")
    await karim.presses("exchange.unkeep")
    karim.sees("La fiche quitte tes Gardées.")
    await karim.runs("circle")
    await karim.presses("circle.todo")
    await karim.presses("exchange.kept")
    karim.sees("Rien n’est gardé pour l’instant.")
    claire.never_sees("Karim")


async def ask_and_answer(stage: Stage) -> None:
    """A question reaches the author in private; only who asked sees the answer."""
    sophie, claire, karim = await shared(stage, "Karim Benali")
    await karim.presses("practice.read")
    await karim.presses("exchange.ask", "Poser une question à Claire")
    await karim.submits(question="Et si le client se tait aussi ? Me joindre : karim@exemple.fr")
    if karim.can("draft.reopen"):
        await karim.presses("draft.reopen")  # where a form cannot show its faults itself
    assert karim.form["values"]["question"].startswith("Et si le client")
    claire.never_sees("Et si le client")
    await karim.submits(question="Et si le client se tait aussi ?")
    karim.sees("Ta question part. Claire te répondra en privé.")
    claire.sees(f"Karim te pose une question sur «{NB}La question miroir{NB}».", "dm")
    claire.sees("Et si le client se tait aussi ?", "dm")
    await claire.presses("exchange.answer")
    await claire.submits(answer="Alors compter encore dix secondes.")
    claire.sees(f"Ta réponse{NB}:")
    karim.sees(f"Claire te répond au sujet de «{NB}La question miroir{NB}».", "dm")
    karim.sees("Alors compter encore dix secondes.", "dm")
    await karim.presses("practice.read")
    await karim.presses("exchange.note")
    karim.sees("Alors compter encore dix secondes.", "reply")
    for words in ("Et si le client", "encore dix secondes"):
        sophie.never_sees(words)


async def thank_an_author(stage: Stage) -> None:
    """Once, with or without a word; the author alone hears of it."""
    sophie, claire, ines = await shared(stage, "Inès Garnier")
    await ines.presses("practice.read")
    await ines.presses("exchange.thank", "Remercier Claire")
    await ines.submits()
    ines.sees("C’est dit à Claire.")
    claire.sees(f"Inès te remercie pour ta fiche «{NB}La question miroir{NB}».", "dm")
    assert not ines.can("exchange.thank")
    sophie.never_sees("Inès te remercie")


async def add_to_a_practice(stage: Stage) -> None:
    """A signed line stays with the practice: the circle reads it; its writer or the author removes it."""
    sophie, claire, karim = await shared(stage, "Karim Benali")
    await karim.presses("practice.read")
    await karim.presses("exchange.complement")
    await karim.submits(complement="En visio, fermer les yeux\naide à se taire.")
    sophie.sees("Un complément, à lire avec la fiche.", "place")
    claire.sees(f"Karim complète ta fiche «{NB}La question miroir{NB}».", "dm")
    await sophie.presses("practice.read")
    sophie.sees(f"Karim Benali{NB}: En visio, fermer les yeux aide à se taire.", "reply")
    assert not sophie.can("exchange.remove")
    await claire.presses("practice.read")
    await claire.presses("exchange.complement")
    await claire.submits(complement="Marche aussi à deux.")
    sophie.sees("2 compléments, à lire avec la fiche.", "place")
    await karim.presses("practice.read")
    await karim.presses("exchange.remove")
    karim.sees("Le complément est retiré.")
    sophie.sees("Un complément, à lire avec la fiche.", "place")
    await sophie.presses("practice.read")
    sophie.sees(f"Claire Morel{NB}: Marche aussi à deux.", "reply")


async def take_a_practice_along(stage: Stage) -> None:
    """One practice as a Markdown file, until it is withdrawn."""
    _, claire, karim = await shared(stage, "Karim Benali")
    await karim.presses("practice.read")
    await karim.presses("exchange.complement")
    await karim.submits(complement="Aussi en visio.")
    await karim.presses("exchange.markdown")
    text = karim.receives_file("la-question-miroir.md").decode()
    assert text.startswith("# La question miroir\n")
    assert MIRROR["useful_for"] in text
    assert MIRROR["steps"] in text
    assert f"- Karim Benali{NB}: Aussi en visio.\n" in text
    await claire.presses("practice.undo")
    assert not karim.can("exchange.markdown") or await refused(karim)


async def refused(actor: Actor) -> bool:
    await actor.presses("exchange.markdown")
    actor.sees("Cette page n’est pas disponible ici.")
    return True


async def my_message_becomes_a_practice(stage: Stage) -> None:
    """By its menu, with two fields left to fill; one that is too long is kept whole."""
    sophie, claire = await circle(stage, "Claire Morel", readers=0)
    await claire.uses_menu("propose", SAID, claire)
    values = claire.form["values"]
    assert values["steps"] == SAID
    assert values["title"] == "Hier, un dirigeant tournait en rond"
    assert {name for name in claire.form["fields"] if not values.get(name)} == {"useful_for", "tried"}
    await claire.submits(useful_for=MIRROR["useful_for"], tried="once")
    claire.sees("Voici ce que verra le cercle.")
    await claire.presses("practice.send")
    sophie.sees("J’ai reformulé sa phrase en question", "place")


async def a_long_message_is_kept_whole(stage: Stage) -> None:
    _, claire = await circle(stage, "Claire Morel", readers=0)
    await claire.uses_menu("propose", SAID + " Puis se taire." * 190 + " Fin du message.", claire)
    claire.sees("Le message est plus long qu’une fiche. Il est gardé en entier.")
    claire.sees("Fin du message.")
    await claire.presses("draft.reopen")
    assert str(claire.form["values"]["steps"]).startswith(SAID)
    await claire.submits(useful_for=MIRROR["useful_for"], tried="once", steps=SAID)
    claire.sees("Voici ce que verra le cercle.")
    await claire.runs("circle")
    await claire.presses("circle.todo")
    claire.never_sees("Un texte est gardé", "reply")


async def a_peers_message_with_their_yes(stage: Stage) -> None:
    """The author is asked in private; nothing is a practice before they say so."""
    sophie, claire, karim = await circle(stage, "Claire Morel", "Karim Benali", readers=0)
    await claire.uses_menu("propose", SAID, karim)
    claire.sees("C’est noté. Karim décide.")
    karim.sees("Claire pense que ton message ferait une bonne fiche.", "dm")
    await karim.presses("draft.reopen", "En faire une fiche")
    assert karim.form["values"]["steps"] == SAID
    await karim.submits(useful_for=MIRROR["useful_for"], tried="few")
    karim.sees("Voici ce que verra le cercle.")
    await karim.presses("practice.send")
    sophie.sees("de la part de Karim Benali", "place")


async def a_peers_message_with_their_no(stage: Stage) -> None:
    """A no erases the words, and nobody learns of it."""
    _, claire, karim = await circle(stage, "Claire Morel", "Karim Benali", readers=0)
    await claire.uses_menu("propose", SAID, karim)
    before = claire.person.texts()
    await karim.presses("exchange.decline")
    karim.sees("Rien n’est gardé de ce message, et personne n’en saura rien.")
    await karim.runs("circle")
    await karim.presses("circle.todo")
    karim.sees("Rien à faire.")
    assert claire.person.texts() == before
    rosa = stage.person("Rosa Diaz")
    await claire.uses_menu("propose", SAID, rosa)
    claire.sees("Ce message vient de quelqu’un qui n’est pas du cercle.")


EXCHANGES: tuple[Scenario, ...] = (
    keep_a_practice,
    ask_and_answer,
    thank_an_author,
    add_to_a_practice,
)
EXCHANGES_CORE: tuple[Scenario, ...] = (ask_and_answer,)
# those that need a message menu or a file from the surface
MENUS_AND_FILES: tuple[Scenario, ...] = (
    take_a_practice_along,
    my_message_becomes_a_practice,
    a_peers_message_with_their_yes,
    a_peers_message_with_their_no,
)
# longer than what most people can write in one message on Discord
LONG_MESSAGES: tuple[Scenario, ...] = (a_long_message_is_kept_whole,)
