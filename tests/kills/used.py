"""The flows of a practice that is used: tried, talked about, met over, brought in and found."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.kills import judge
from tests.kills.flow import private, public, publish, share_flow, write
from tests.kills.judge import OUTSIDER, Shown, Trouble
from tests.kills.world import Person, World

TITLE = "La question miroir"
CALL = "https://visio.exemple.fr/salle-du-jeudi"


def told(viewer: str, words: str) -> Callable[[list[Shown]], bool]:
    """Somebody got one private message with these words."""
    return lambda messages: sum(m.viewer == viewer and not m.answer and words in m.raw for m in messages) == 1


def seen_once(world: World, viewer: str, words: str) -> None:
    world.until(f"{viewer} is told: {words}", told(viewer, words))


def outside(world: World) -> None:
    """Somebody who is in no circle looks for what they can get."""
    ines = Person(world, OUTSIDER)
    ines.runs("practice", "search", room="dm", words="miroir")
    ines.runs("session", "agenda", room="dm")
    for message in ines.seen():
        if message.viewer == OUTSIDER and any(word in message.raw for word in (TITLE, "Codév", CALL)):
            raise Trouble(f"leaked: {message.card.title!r} to {OUTSIDER}")


def shared(world: World) -> None:
    """What the other flows begin with: Karim's practice stands in the circle's place."""
    write(world)
    publish(world)
    world.finish()
    world.accepted.clear()


def trial_flow(world: World) -> None:
    """🧪 as an emoji, the question two weeks later, the answer, a line, and the news to its author."""
    sophie = Person(world, "sophie")
    line = "Une directrice a décidé en dix minutes."
    world.secrets[line] = ("sophie", "karim")
    sophie.reacts("🧪", TITLE)
    world.until("the card counts it", public("essaie 1"))
    world.pass_(days=14)
    seen_once(world, "sophie", "ce que ça a donné")
    sophie.presses("trial.answer", "Ça a marché")
    seen_once(world, "karim", "a essayé ta fiche")
    sophie.submits(sophie.presses("trial.note"), trial_note=line)
    world.until("Karim reads the line", told("karim", line))
    outside(world)
    world.finish()  # what a dead process held is done now, and not two months later
    world.pass_(days=60)
    world.finish()


def exchange_flow(world: World) -> None:
    """A question, its answer, a complement; only the two ends read the first two."""
    sophie, karim = Person(world, "sophie"), Person(world, "karim")
    question, answer = "Et si le client se tait aussi ?", "Alors compter encore dix secondes."
    world.secrets |= {question: ("sophie", "karim"), answer: ("sophie", "karim")}
    sophie.presses("practice.read")
    sophie.submits(sophie.presses("exchange.ask"), question=question)
    world.until("Karim is asked", private("karim", "exchange.answer"))
    karim.submits(karim.presses("exchange.answer"), answer=answer)
    seen_once(world, "sophie", answer)
    sophie.presses("practice.read")
    sophie.submits(sophie.presses("exchange.complement"), complement="En visio, fermer les yeux aide.")
    world.until("the card says so", public("Un complément"))
    seen_once(world, "karim", "complète ta fiche")
    outside(world)
    world.finish()


def session_flow(world: World) -> None:
    """Planned, echoed, answered; the day before, the hour before, and what one will try afterwards."""
    sophie, karim = Person(world, "sophie"), Person(world, "karim")
    attempt = "Me taire dix secondes"
    world.secrets[attempt] = ("karim",)
    planned = {"title": "Codév du jeudi", "moment": "2026-12-03T18:00", "spot": CALL}
    sophie.submits(sophie.runs("session", "plan"), **planned)
    sophie.presses("session.propose")
    world.until("the card is public", public("Codév du jeudi"))
    karim.presses("session.yes", "Je viens")
    world.until("the card counts them", public("Je viens 1"))
    _at(world, 2, 18)
    seen_once(world, "karim", "Demain à 18")
    _at(world, 3, 17)
    world.until("an hour before", public("On commence dans une heure"))
    _at(world, 3, 20, 30)
    world.until("Karim is asked", private("karim", "session.commit"))
    karim.submits(karim.presses("session.commit"), attempt=attempt)
    _at(world, 18, 10)
    seen_once(world, "karim", attempt)
    karim.presses("session.outcome", "Ça a marché")
    outside(world)
    world.finish()


def _at(world: World, day: int, hour: int, minute: int = 1) -> None:
    """December, on the wall in Paris."""
    wanted = world.now.replace(month=12, day=day, hour=hour - 1, minute=minute)
    world.now = max(world.now, wanted)


LIBRARY = 12


def import_flow(world: World) -> None:
    """A library comes in, whole or not at all, and once; members find it, and nobody else does."""
    file = world.folder / "library.jsonl"
    file.write_text("".join(json.dumps(_line(n)) + "\n" for n in range(LIBRARY)), encoding="utf-8")
    world.library = LIBRARY
    if world.imports(file)["code"] != 0 or judge.check_whole(world.url, LIBRARY) != LIBRARY:
        raise Trouble("missing: the library")
    if "12 the same" not in world.imports(file)["said"]:
        raise Trouble("twice: the library came in again")
    sophie, ines = Person(world, "sophie"), Person(world, OUTSIDER)
    for words, count in (("bilans", LIBRARY), ("bilna", LIBRARY), ("miroir", 1)):
        sophie.runs("practice", "search", words=words)
        said = "Une fiche" if count == 1 else f"{count} fiches"
        if not any(m.answer and said in m.raw for m in sophie.seen()):
            raise Trouble(f"missing: {said} for {words}")
    ines.runs("practice", "search", room="dm", words="bilan")
    if any(m.viewer == OUTSIDER and "bilan numéro" in m.raw for m in ines.seen()):
        raise Trouble("leaked: the library to somebody outside")
    world.finish()


def _line(number: int) -> dict[str, Any]:
    steps = f"Demander trois mots au groupe, les noter, puis les relire ({number})."
    useful_for = "Quand la séance finit, trois mots aident à retenir ce qui compte."
    words = {"title": f"Le bilan numéro {number}", "useful_for": useful_for, "steps": steps}
    return {"id": f"line-{number}", **words, "kind": "method", "tags": ["fin"], "lang": "fr"}


@dataclass(frozen=True, slots=True)
class Flow:
    """A story, and whether it begins with a practice that is shared already."""

    name: str
    play: Callable[[World], None]
    shared: bool = True


FLOWS = {
    flow.name: flow
    for flow in (
        Flow("share", share_flow, shared=False),
        Flow("trial", trial_flow),
        Flow("exchange", exchange_flow),
        Flow("session", session_flow),
        Flow("import", import_flow),
    )
}
