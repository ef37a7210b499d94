"""Finding a practice again, on every surface."""

from __future__ import annotations

from tests.contract.scenarios import NB, circle, write
from tests.contract.stage import Actor, Scenario, Stage


async def _shared(stage: Stage) -> tuple[Actor, Actor]:
    """Karim shared « La question miroir », tagged posture; and has a draft."""
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim, title="Le brouillon au miroir")
    await write(karim)
    await karim.presses("practice.send")
    await karim.presses("practice.tags")
    await karim.presses("practice.newtags")
    await karim.submits(tags="posture")
    return sophie, karim


async def search_and_read(stage: Stage) -> None:
    """Without accents, inflected, misspelt; with the reason; nothing that is not shared."""
    sophie, _ = await _shared(stage)
    await sophie.runs("practice search", words="questions")
    sophie.sees("Une fiche trouvée", "reply")
    sophie.sees("La question miroir · titre", "reply")
    await sophie.presses("practice.read")
    sophie.sees("compter dix secondes", "reply")
    await sophie.runs("practice search", words="dirigeant")
    sophie.sees("même mot dans la fiche", "reply")
    await sophie.runs("practice search", words="mirroir")
    sophie.sees(f"Recherche faite avec «{NB}miroir{NB}».", "reply")
    await sophie.runs("practice search", words="brouillon")
    sophie.sees(f"Rien encore sur «{NB}brouillon{NB}».", "reply")
    sophie.never_sees("Le brouillon au miroir")


async def browse_with_filters(stage: Stage) -> None:
    """From the menu: all of them, the filters, a form for words, the nearest tag where there is nothing."""
    sophie, karim = await _shared(stage)
    await sophie.runs("circle")
    await sophie.presses("library.search")
    sophie.sees("Une fiche partagée", "reply")
    await sophie.picks("library.filter", "kind.development")
    sophie.sees("Rien encore.", "reply")
    await sophie.presses("library.list")
    sophie.sees("La question miroir", "reply")
    await sophie.presses("library.look")
    await sophie.submits(words="se taire")
    sophie.sees("Une fiche trouvée", "reply")
    await karim.runs("practice search", tag="posture")
    karim.sees("La question miroir", "reply")


async def ask_the_circle(stage: Stage) -> None:
    """Nothing found: the question is seen before the circle reads it, and holds no client's name."""
    sophie, karim = await circle(stage, "Karim Benali")
    await karim.runs("practice search", words="silence")
    await karim.presses("library.ask")
    assert karim.form["values"]["words"] == "silence"
    await karim.submits(words="Joindre anne@exemple.fr, et le silence")
    if karim.can("draft.reopen"):
        await karim.presses("draft.reopen")  # where a form cannot show its faults itself
    await karim.submits(words="Tenir un silence au téléphone")
    karim.sees("Voici ce que lira le cercle.")
    sophie.never_sees("Tenir un silence")
    await karim.presses("library.reword")
    await karim.submits(words="Tenir un silence en visio")
    await karim.presses("library.post")
    sophie.sees("Karim Benali cherche une pratique à ce sujet.", "place")
    assert sophie.counts("Tenir un silence en visio") == 1
    sophie.never_sees("au téléphone")
    await karim.runs("practice search", words="patience")
    await karim.presses("library.ask")
    await karim.submits(words="Garder patience")
    await karim.presses("library.drop")
    sophie.never_sees("Garder patience")


async def tag_by_command(stage: Stage) -> None:
    """The practice is named by words of its title; its tags are picked as from its own card."""
    _, karim = await _shared(stage)
    await karim.runs("practice tag", practice="question miroir")
    await karim.presses("practice.newtags")
    await karim.submits(tags="posture, silence")
    await karim.runs("practice tag")
    karim.sees("Le brouillon au miroir", "reply")
    await karim.presses("practice.tags")


LIBRARY: tuple[Scenario, ...] = (search_and_read, browse_with_filters, ask_the_circle, tag_by_command)
LIBRARY_CORE: tuple[Scenario, ...] = (search_and_read,)
