"""A core of a few toy commands, and the catalogue they speak from: what a surface needs, without storage."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

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
from bot.command import Command, Context, Surface
from bot.errors import Refusal, TooLate
from bot.vocabulary import Account, Fact, Field, Form, Kind, Place, Reply, Request

CATALOGUE = {
    "fr": """
command-toy = jouet
    .description = Les jouets du cercle
command-toy-make = fabriquer
    .description = Fabriquer un jouet
command-toy-find = chercher
    .description = Chercher un jouet
command-shelf = étagère
    .description = Voir l’étagère
command-invented = inventée
    .description = Une commande inventée
command-keep = garder ce message
    .description = Garder ce message
field-name = Nom du jouet
    .hint = Quelques mots
field-story = Histoire
field-colour = Couleur
field-colour-red = Rouge
field-colour-blue = Bleu
field-parts = Pièces
field-parts-wheel = Roue
field-parts-string = Ficelle
field-friend = Avec qui
field-friends = Avec quelles personnes
field-where = Où
field-sure = C’est sûr
field-count = Combien
form-faults-title = Quelques points à reprendre
button-correct = Corriger
button-open-form = Ouvrir
button-menu = Menu
instant-full = { $day } à { $time }
files-here = Voici, au nombre de { $count }
error-not-found = Rien ici
    .safe = Rien n’a changé
field-toy = Jouet
command-toy-lend = prêter
    .description = Prêter un jouet
error-defect = Un accroc ({ $code })
    .safe = Rien n’est perdu
""",
    "en": """
command-toy = toy
    .description = The circle's toys
command-toy-make = make
    .description = Make a toy
command-toy-find = find
    .description = Find a toy
command-shelf = shelf
    .description = See the shelf
command-invented = invented
    .description = An invented command
command-keep = keep this message
    .description = Keep this message
field-name = Name of the toy
    .hint = A few words
field-story = Story
field-colour = Colour
field-colour-red = Red
field-colour-blue = Blue
field-parts = Parts
field-parts-wheel = Wheel
field-parts-string = String
field-friend = With whom
field-friends = With which people
field-where = Where
field-sure = Sure
field-count = How many
form-faults-title = A few points to take up again
button-correct = Correct
button-open-form = Open
button-menu = Menu
instant-full = { $day } at { $time }
files-here = Here, { $count } of them
error-not-found = Nothing here
    .safe = Nothing has changed
field-toy = Toy
command-toy-lend = lend
    .description = Lend a toy
error-defect = A snag ({ $code })
    .safe = Nothing is lost
""",
}


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy catalogue in place of ours."""
    bundles = {}
    for lang, text in CATALOGUE.items():
        bundles[lang] = FluentBundle([lang], use_isolating=False)
        bundles[lang].add_resource(FluentResource(text))
    monkeypatch.setattr(i18n, "_bundle", bundles.__getitem__)


NAME = Field("name", Kind.LINE, limit=80)
STORY = Field("story", Kind.TEXT)
COLOUR = Field("colour", Kind.CHOICE, choices=("red", "blue"))
PARTS = Field("parts", Kind.CHOICES, required=False, choices=("wheel", "string"))
FRIEND = Field("friend", Kind.PERSON, required=False)
FRIENDS = Field("friends", Kind.PEOPLE, required=False)
WHERE = Field("where", Kind.PLACE)
SURE = Field("sure", Kind.YES, required=False)
COUNT = Field("count", Kind.NUMBER, required=False)
TOY = Field("toy", Kind.PRACTICE, required=False)

MAKE_FIELDS = (NAME, STORY, COLOUR, PARTS, FRIEND)
SETTLE_FIELDS = (FRIENDS, WHERE, SURE, COUNT)
MOMENT = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
FORM_TITLE = "Un jouet"


async def _unused(context: Context) -> Reply:
    raise AssertionError("the toy door answers by itself")


def command(verb: str, *path: str, surface: Surface = Surface.NONE, **more: object) -> Command:
    return Command(verb, _unused, surface=surface, path=path, **more)  # type: ignore[arg-type]


COMMANDS = (
    command("toy.make", "toy", "make", surface=Surface.SLASH, fields=MAKE_FIELDS),
    command("toy.find", "toy", "find", surface=Surface.SLASH, fields=(replace(NAME, required=False), COLOUR)),
    command("toy.lend", "toy", "lend", surface=Surface.SLASH, fields=(TOY, COLOUR)),
    command("toy.settle", fields=SETTLE_FIELDS),
    command("toy.shelf", "shelf", surface=Surface.SLASH),
    command("toy.keep", "keep", surface=Surface.MESSAGE, fields=(Field("message", Kind.MESSAGE),)),
    command("toy.paint"),
    command("toy.drop"),
    command("toy.sort"),
    command("toy.crash"),
    command("toy.late"),
    command("draft.reopen", reopens=True),
)

MEANINGS = {"💡": "shiny", "🧪": "spun"}
Handler = Callable[[Request], Awaitable[Reply]]


@dataclass
class ToyDoor:
    """Remembers every request; what is made stays over a restart, as a database would keep it."""

    commands: Mapping[str, Command] = field(default_factory=lambda: {c.verb: c for c in COMMANDS})
    requests: list[Request] = field(default_factory=list)
    toys: dict[str, Request] = field(default_factory=dict)
    drafts: dict[str, Request] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    extra: dict[str, Handler] = field(default_factory=dict)
    reactions: Mapping[str, str] = field(default_factory=lambda: dict(MEANINGS))
    posts: list[tuple[Place, str]] = field(default_factory=list)
    standing: list[tuple[Place, str, Mapping[str, Sequence[Account]]]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=lambda: {"k7": b"un;deux"})
    options: tuple[Option, ...] = ()
    hints: list[tuple[Request, str, str]] = field(default_factory=list)

    async def answer(self, request: Request) -> Reply:
        self.requests.append(request)
        if request.verb in self.extra:
            return await self.extra[request.verb](request)
        if request.form is not None:
            return self._submitted(request)
        match request.verb:
            case "toy.make":
                return Reply(self.form({}))
            case "toy.settle":
                return Reply(Form("toy.settle", FORM_TITLE, SETTLE_FIELDS))
            case "toy.keep":
                story = {"story": request.values["message"]}
                return Reply(Form("toy.make", FORM_TITLE, (STORY,), values=story))
            case "draft.reopen":
                return Reply(self.form(self.drafts[request.subject].values))
            case "toy.paint":
                return Reply(Card("Repeint", notice="Repeint"), replaces=True)
            case "toy.crash":
                raise RuntimeError("the words of a member")
            case "toy.late":
                raise TooLate
        return Reply(Card(f"Fait : {request.verb}", notice="Fait"))

    async def suggest(self, request: Request, field: str, typed: str) -> Sequence[Option]:
        self.hints.append((request, field, typed))
        if typed == "boom":
            raise RuntimeError("the words of a member")
        return [option for option in self.options if typed in option.label]

    async def made(self, file: File, actor: Account, place: Place | None = None) -> bytes:
        if file.subject not in self.files:
            raise Refusal("error-not-found")
        return self.files[file.subject]

    async def heard(self, fact: Fact) -> None: ...

    async def bound(self, platform: str) -> tuple[datetime, Sequence[Place]]:
        return datetime(2026, 11, 30, tzinfo=UTC), ()

    async def attended(self, place: Place, there: Sequence[Account], at: datetime) -> None: ...

    async def reactable(self, platform: str) -> Sequence[tuple[Place, str]]:
        return self.posts

    async def reread(self, place: Place, message: str, found: Mapping[str, Sequence[Account]]) -> None:
        self.standing.append((place, message, found))

    def form(self, values: Mapping[str, str | tuple[str, ...]]) -> Form:
        return Form(
            "toy.make", FORM_TITLE, MAKE_FIELDS, "k7-toy", values, circle="k7", version=3, opening="o1"
        )

    def _submitted(self, request: Request) -> Reply:
        if request.values.get("name") == "faux":
            self.drafts["d1"] = request
            faults = {"name": "Un autre nom, peut-être ?"}
            return Reply(replace(self.form(request.values), errors=faults, draft="d1"))
        self.toys[request.event] = request
        name = str(request.values.get("name", ""))
        buttons = (
            Button("Repeindre", "toy.paint", "k7-toy", Style.MAIN),
            Button("Jeter", "toy.drop", "k7-toy", Style.DANGER, SURE_TO_DROP),
        )
        made = Text((Plain("Fabriqué : "), Words(name)))
        return Reply(Card("C’est fait", (made,), buttons, Audience("k7", "m1"), "C’est fait"))


SURE_TO_DROP = Confirm("Jeter ?", "On ne le reverra pas.", "Jeter", "Garder")

EVERY_BLOCK = Card(
    Words("Un *titre*"),
    blocks=(
        Text(
            (
                Plain("Le "),
                *(Instant(MOMENT, style) for style in InstantStyle),
                Strong("important"),
                Words("@everyone <@123> **gras**"),
                CommandRef(("toy", "make")),
                Link("https://example.org/a(b)", "ici"),
            )
        ),
        Quote("# Titre\n- liste\n1. un\n> cité https://example.org :tada:"),
        Facts((("Durée", "20 min"), ("Par", Words("A_n_a")))),
        Row((Words("Un jouet"),), Button("Lire", "toy.read", "k7-a")),
        Row((Plain("Sans bouton"),)),
        Pick("toy.sort", "k7-s", "Lesquels ?", (Option("a", "Un", True), Option("b", "Deux")), 2),
        Chart("Par mois", (("oct.", 3.0), ("nov.", 5.0)), "Cinq en novembre."),
        File("liste.csv", "text/csv", "toys", "k7"),
    ),
    buttons=(
        Button("Repeindre", "toy.paint", "k7-toy", Style.MAIN),
        Button("Jeter", "toy.drop", "k7-toy", Style.DANGER, SURE_TO_DROP),
    ),
    audience=Audience("k7"),
    notice="Un jouet",
)
