"""The menus of a card: a worry told in private, tags changed where they stand."""

from __future__ import annotations

from tests.contract.scenarios import NB
from tests.contract.scenarios_exchanges import SAID, shared
from tests.contract.stage import Scenario, Stage

WHY = "Le secteur et la ville suffisent pour deviner qui c’est."
NO_CARD = "Ce message ne montre pas de fiche partagée dans ce cercle."


async def alert_in_private(stage: Stage) -> None:
    """The author and one other hear of it, not the steward; nobody hears from whom."""
    sophie, claire, karim, ines = await shared(stage, "Karim Benali", "Inès Garnier")
    await karim.points("alert")
    assert tuple(karim.form["fields"]) == ("worry", "detail", "signed")
    await karim.submits(worry="confidentiality", detail=WHY)
    karim.sees("C’est transmis, en privé.")
    karim.sees("Claire et une autre personne du cercle le lisent. Rien n’est masqué.")
    karim.sees("Ton nom n’est pas dit.")
    title = f"«{NB}La question miroir{NB}»"
    claire.sees(f"Quelque chose préoccupe un pair dans ta fiche {title}.", "dm")
    ines.sees(f"Quelque chose préoccupe un pair dans {title}, la fiche de Claire.", "dm")
    for told in (claire, ines):
        told.sees("On pourrait y reconnaître quelqu’un.", "dm")
        told.sees(WHY, "dm")
        told.never_sees("Karim")
    sophie.never_sees("préoccupe un pair")
    sophie.never_sees(WHY)
    await claire.presses("practice.undo")
    for told in (claire, ines):
        told.never_sees(WHY, "dm")


async def alert_with_ones_name(stage: Stage) -> None:
    """From *Lire*, signed; where nobody else is there it is the steward who reads it beside the author."""
    sophie, claire, karim = await shared(stage, "Karim Benali")
    await karim.presses("practice.read")
    await karim.presses("exchange.worry")
    await karim.submits(worry="hold", detail="Me joindre : karim@exemple.fr", signed="yes")
    if karim.can("draft.reopen"):
        await karim.presses("draft.reopen")  # where a form cannot show its faults itself
    await karim.submits(worry="hold", detail="", signed="yes")
    karim.sees("Ton nom est dit.")
    for told in (claire, sophie):
        told.sees("La personne accompagnée pourrait s’y trouver sous emprise.", "dm")
        told.sees(f"Signé{NB}: Karim Benali", "dm")
        told.never_sees("karim@exemple.fr")
    await sophie.presses("exchange.around")
    sophie.sees("Reformuler sa dernière phrase")


async def menus_of_what_is_no_card(stage: Stage) -> None:
    """One's own card, a plain message, a stranger, a card that was taken back: nothing is sent or changed."""
    sophie, claire, karim = await shared(stage, "Karim Benali")
    await claire.points("alert")
    claire.sees("C’est ta fiche.", "reply")
    rosa = stage.person("Rosa Diaz")
    for path in ("alert", "tag"):
        await rosa.points(path)
        assert rosa.person.form is None
        await karim.uses_menu(path, SAID, claire)
        karim.sees(NO_CARD, "reply")
    await claire.presses("practice.undo")
    for path in ("alert", "tag"):
        await sophie.points(path)
        sophie.sees(NO_CARD, "reply")
    for person in (sophie, claire):
        person.never_sees("préoccupe un pair")


async def tag_a_card_by_its_menu(stage: Stage) -> None:
    """Its author and the steward find the tags filled; whoever else is told whose they are."""
    sophie, claire, karim = await shared(stage, "Karim Benali")
    await claire.points("tag")
    assert tuple(claire.form["fields"]) == ("tags",)
    await claire.submits(tags="Posture, #silence")
    karim.sees("posture, silence", "place")
    await sophie.points("tag")
    assert sophie.form["values"]["tags"] == "posture, silence"
    await sophie.submits(tags="posture, écoute")
    karim.sees("posture, écoute", "place")
    await karim.points("tag")
    karim.sees("Les étiquettes sont à qui a écrit la fiche, et à qui est responsable du cercle.", "reply")


MENUS: tuple[Scenario, ...] = (
    alert_in_private,
    alert_with_ones_name,
    menus_of_what_is_no_card,
    tag_a_card_by_its_menu,
)
MENUS_CORE: tuple[Scenario, ...] = (alert_in_private,)
