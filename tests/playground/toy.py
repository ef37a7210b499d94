"""A made-up core for the playground's tests: a form with every kind of field, a card with every block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from fluent.runtime import FluentBundle, FluentResource

from bot import i18n
from bot.card import (
    Audience,
    Button,
    Card,
    Chart,
    CommandRef,
    Confirm,
    Facts,
    File,
    Instant,
    InstantStyle,
    Link,
    Option,
    Pick,
    Plain,
    Quote,
    Row,
    Strong,
    Style,
    Text,
    Words,
)
from bot.command import Command, Context, Registry, Surface
from bot.errors import TooLate
from bot.i18n import Voice
from bot.vocabulary import Account, Fact, Field, Form, Kind, Place, Reply, Request

NOW = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)
FIELDS = (
    Field("titre", Kind.LINE, limit=80),
    Field("texte", Kind.TEXT, limit=400),
    Field("essai", Kind.CHOICE, choices=("souvent", "une_fois", "jamais")),
    Field("themes", Kind.CHOICES, required=False, choices=("posture", "cadre", "question")),
    Field("pair", Kind.PERSON, required=False),
)
MORE = (
    Field("oui", Kind.YES, required=False),
    Field("pairs", Kind.PEOPLE, required=False),
    Field("salon", Kind.PLACE),
    Field("nombre", Kind.NUMBER),
    Field("moment", Kind.MOMENT, required=False),
)
KEEP = (Field("fiche", Kind.PRACTICE),)
TEXTS = {
    "fr": """
command-jouet = jouet
    .description = Montrer une carte
command-jouet-partager = partager
    .description = Remplir un formulaire
command-jouet-regler = régler
    .description = Un autre formulaire
command-jouet-voir = voir
    .description = Choisir ce que l’on voit
field-titre = Titre
    .hint = En une ligne
field-texte = Ce que cela change pour un client
    .hint = Quand…, cela permet de…
field-essai = L’avez-vous essayé\u202f?
field-essai-souvent = Oui, plusieurs fois
field-essai-une-fois = Oui, une fois
field-essai-jamais = Jamais
field-themes = Thèmes
field-themes-posture = Posture
field-themes-cadre = Cadre
field-themes-question = Questionnement
field-pair = Qui relit
field-oui = Me prévenir
field-pairs = Qui inviter
field-salon = Salon
field-nombre = Combien de places
field-moment = Quand
field-fiche = Quelle fiche
command-proposer = Proposer comme pratique
form-submit = Envoyer
form-cancel = Fermer
private-to-you = { $register ->
    [tu] Visible uniquement par toi
   *[vous] Visible uniquement par vous
 }
form-faults-title = Quelques points à reprendre
option-none = Aucun
instant-full = { $day } à { $time }
""",
    "en": """
command-jouet = toy
    .description = Show a card
command-jouet-partager = share
    .description = Fill in a form
command-jouet-regler = adjust
    .description = Another form
command-jouet-voir = view
    .description = Choose what is shown
field-titre = Title
    .hint = In one line
field-texte = What it changes for a client
    .hint = When…, this lets you…
field-essai = Have you tried it?
field-essai-souvent = Yes, several times
field-essai-une-fois = Yes, once
field-essai-jamais = Never
field-themes = Themes
field-themes-posture = Stance
field-themes-cadre = Boundaries
field-themes-question = Questioning
field-pair = Who reads it
field-oui = Tell me
field-pairs = Who to invite
field-salon = Channel
field-nombre = How many places
field-moment = When
field-fiche = Which card
command-proposer = Suggest as a practice
form-submit = Send
form-cancel = Close
private-to-you = Only visible to you
form-faults-title = A few things to fix
option-none = None
instant-full = { $day } at { $time }
""",
}


_ours = i18n._bundle.__wrapped__


@cache  # reading ours takes longer than most tests, and whoever remembers a sentence remembers its catalogue
def _both(lang: str) -> FluentBundle:
    bundle = _ours(lang)
    bundle.add_resource(FluentResource(TEXTS[lang]), allow_overrides=True)
    return bundle


@contextmanager
def speaking(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The catalogues with the toy's words beside the real ones."""
    with monkeypatch.context() as patched:
        patched.setattr(i18n, "_bundle", _both)
        yield


class ToyClock:
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


async def _unused(context: Context) -> Reply:
    raise AssertionError("the toy answers by itself")


COMMANDS = (
    Command("toy.card", _unused, surface=Surface.SLASH, path=("jouet",)),
    Command("toy.share", _unused, FIELDS, surface=Surface.SLASH, path=("jouet", "partager")),
    Command("toy.adjust", _unused, MORE, surface=Surface.SLASH, path=("jouet", "regler")),
    Command("toy.view", _unused, FIELDS[2:3], surface=Surface.SLASH, path=("jouet", "voir"), asks=False),
    Command("toy.file", _unused),
    Command("toy.next", _unused),
    Command("toy.keep", _unused, KEEP),
    Command("toy.propose", _unused, surface=Surface.MESSAGE, path=("proposer",)),
    Command("trial.reacted", _unused),
    Command("trial.unreacted", _unused),
)
SUMMER = Instant(datetime(2026, 12, 8, 9, 0, tzinfo=UTC), InstantStyle.DAY)


def everything(words: str = "« Il a trouvé sa décision. »", circle: str = "c1") -> Card:
    """A card with every block, span and style."""
    return Card(
        Words("La question miroir"),
        (
            Text((Plain("Je te demanderai "), Instant(SUMMER.at), Plain(", "), Strong("promis"), Plain("."))),
            Quote(words),
            Facts((("À quoi ça sert", Words(words)), ("Étape", "2 sur 6"))),
            Row((Plain("Une ligne de "), Words("Karim")), Button("Lire", "toy.next", "r1")),
            Pick("toy.pick", "p1", "Étiquettes", (Option("a", "posture"), Option("b", "cadre", True)), max=2),
            Text(
                (CommandRef(("jouet", "partager")), Plain(" ou "), Link("https://example.org/a?b=c&d", "ici"))
            ),
            Chart(
                "Trois essais",
                (("Partagées", 3.0), ("Essayées", 1.5)),
                "Trois partagées, une et demie essayée.",
            ),
            File("bilan.csv", "text/csv", "toy", "f1"),
        ),
        (
            Button("Continuer", "toy.next", "42", Style.MAIN),
            Button(
                "Effacer",
                "toy.drop",
                "42",
                Style.DANGER,
                Confirm("Effacer\u202f?", "Pour de bon.", "Oui", "Non"),
            ),
        ),
        Audience(circle, "m1"),
        notice="Une carte",
    )


class ToyDoor:
    """Remembers events and what was sent; `late` submissions get no answer the first time."""

    def __init__(self) -> None:
        self.commands: Registry = {c.verb: c for c in COMMANDS}
        self.requests: list[Request] = []
        self.seen: set[str] = set()
        self.late = 0
        self.breaks = False
        self.register = "vous"
        self.reactions = {"💡": "useful", "🧪": "trying", "🌱": "worked"}

    async def made(self, file: File, actor: Account, place: Place | None = None) -> bytes:
        return f"{file.kind} {file.subject} pour {actor.user}".encode()

    async def heard(self, fact: Fact) -> None: ...

    async def bound(self, platform: str) -> tuple[datetime, Sequence[Place]]:
        return datetime(2026, 11, 30, tzinfo=UTC), ()

    async def attended(self, place: Place, there: Sequence[Account], at: datetime) -> None: ...

    async def reactable(self, platform: str) -> Sequence[tuple[Place, str]]:
        return ()

    async def reread(self, place: Place, message: str, found: Mapping[str, Sequence[Account]]) -> None:
        raise AssertionError("the playground hears every reaction")

    async def suggest(self, request: Request, field: str, typed: str) -> Sequence[Option]:
        titles = {"p1": "La question miroir", "p2": "Le bilan à trois mois"}
        return [Option(id, title) for id, title in titles.items() if typed.lower() in title.lower()]

    async def answer(self, request: Request) -> Reply:
        return replace(self._answer(request), speech=Voice(request.locale, self.register))

    def _answer(self, request: Request) -> Reply:
        self.requests.append(request)
        if self.breaks:
            raise RuntimeError("broken")
        if request.event in self.seen:  # a form that was taken is not taken twice
            return Reply(Card("Déjà fait", notice="Déjà fait"))
        command = self.commands.get(request.verb)
        if request.form is not None:
            return self._submitted(request)
        if command is not None and command.opens:
            return Reply(self._form(request, dict(request.values)))
        if request.verb == "toy.next":
            words = f"Suite {request.subject}"
            return Reply(Card(words, buttons=(Button("Encore", "toy.card"),), notice=words), replaces=True)
        if request.verb == "circle.nearest":
            return Reply(Card(f"Pas compris : {len(request.values['text'])} signes", notice="Pas compris"))
        if request.verb == "toy.pick":
            return Reply(Card("Choisi : " + ", ".join(request.values["pick"]), notice="Choisi"))
        if request.verb == "toy.propose":
            return Reply(Card(f"Proposé : {request.values['message']}"[:80], notice="Proposé"))
        if request.verb == "toy.file":
            return Reply((File("seul.ics", "text/calendar", "toy", "f2"),))
        if request.verb == "toy.drop":
            return Reply(Card("Effacé", notice="Effacé"))
        return Reply(everything())

    def _form(self, request: Request, values: dict[str, Any], **more: Any) -> Form:
        fields = self.commands[request.verb].fields
        title = "Partager une pratique"
        return Form(request.verb, title, fields, values=values, circle="c1", opening="o1", **more)

    def _submitted(self, request: Request) -> Reply:
        if self.late:
            self.late -= 1
            raise TooLate
        missing = {
            f.name: f"Il manque {f.name}."
            for f in self.commands[request.verb].fields
            if f.required and not request.values.get(f.name)
        }
        if missing:
            return Reply(self._form(request, dict(request.values), errors=missing))
        self.seen.add(request.event)
        first = str(next(iter(request.values.values())))
        title = Words(first[:60])
        sent = Button("Envoyer au cercle", "toy.card", style=Style.MAIN)
        return Reply(Card(title, buttons=(sent,), audience=Audience("c1", "m1"), notice="Reçu"))
