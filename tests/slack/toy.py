"""A core of a few toy commands that uses every word of the vocabulary, and the catalogue it speaks from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from fluent.runtime import FluentBundle, FluentResource

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
from bot.errors import Refusal, TooLate
from bot.vocabulary import Account, Fact, Field, Form, Kind, Place, Reply, Request

FRENCH = """
command-toy = jouet
    .description = Un jouet
command-toy-make = fabriquer
    .description = Fabriquer un jouet
command-toy-show = étagère
    .description = Voir les jouets
command-tidy = ranger
    .description = Ranger
command-toy-from = En faire un jouet
    .description = Fabriquer un jouet de ce message
shortcut-toy-new = Fabriquer un jouet
    .description = Ouvre le formulaire
command-made = mot
command-made-up = inventé
    .description = Un mot nouveau
field-name = Nom
    .hint = En quelques mots
field-story = Histoire
field-colour = Couleur
field-colour-red = Rouge
field-colour-dark-green = Vert foncé
field-parts = Pièces
field-parts-wheel = Roue
field-parts-key = Clé
field-agreed = Je suis d’accord
field-owner = À qui
field-players = Avec qui
field-shelf = Étagère
field-count = Combien
field-moment = Quand
field-word = Mot
field-lent = Lequel
field-message = Message
command-toy-lend = prêter
    .description = Prêter un jouet
files-sent = Chez toi, au nombre de { $count }
error-not-found = Rien ici
    .safe = Rien n’a changé
form-submit = Envoyer
form-cancel = Fermer
instant-full = { $day } à { $time }
waiting = Un instant
button-open-form = Ouvrir
button-menu = Menu
error-defect = Un souci de notre côté, numéro { $code }
    .safe = Rien n’est perdu.
"""
ENGLISH = """
command-toy = toy
    .description = A toy
command-toy-make = make
    .description = Make a toy
command-toy-show = shelf
    .description = See the toys
command-tidy = tidy
    .description = Tidy up
command-toy-from = Make it a toy
    .description = Make a toy of this message
shortcut-toy-new = Make a toy
    .description = Opens the form
command-made = word
command-made-up = invented
    .description = A new word
field-name = Name
    .hint = In a few words
field-story = Story
field-colour = Colour
field-colour-red = Red
field-colour-dark-green = Dark green
field-parts = Parts
field-parts-wheel = Wheel
field-parts-key = Key
field-agreed = I agree
field-owner = Whose
field-players = With whom
field-shelf = Shelf
field-count = How many
field-moment = When
field-word = Word
field-lent = Which
field-message = Message
command-toy-lend = lend
    .description = Lend a toy
files-sent = With you, { $count } of them
error-not-found = Nothing here
    .safe = Nothing has changed
form-submit = Send
form-cancel = Close
instant-full = { $day } at { $time }
waiting = One moment
button-open-form = Open
button-menu = Menu
error-defect = A problem on our side, number { $code }
    .safe = Nothing is lost.
"""


def bundle(lang: str) -> FluentBundle:
    made = FluentBundle([lang], use_isolating=False)
    made.add_resource(FluentResource(FRENCH if lang == "fr" else ENGLISH))
    return made


NASTY = "<!channel> <@U00000001> *gras* _i_ `x` https://example.org/ :tada: & <b> [a](b)"
WHEN = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
CIRCLE = Audience("c1")

MAKE = (
    Field("name", Kind.LINE, limit=80),
    Field("story", Kind.TEXT, required=False),
    Field("colour", Kind.CHOICE, choices=("red", "dark_green")),
    Field("parts", Kind.CHOICES, required=False, choices=("wheel", "key")),
    Field("agreed", Kind.YES, required=False),
)
GIVE = (
    Field("owner", Kind.PERSON),
    Field("players", Kind.PEOPLE, required=False),
    Field("shelf", Kind.PLACE, required=False),
    Field("count", Kind.NUMBER, required=False),
    Field("moment", Kind.MOMENT, required=False),
)
LEND = (Field("lent", Kind.PRACTICE, required=False), Field("moment", Kind.MOMENT, required=False))
FROM = (Field("message", Kind.MESSAGE),)
TIDY = (Field("colour", Kind.CHOICE, required=False, choices=("red", "dark_green")),)


def everything() -> Card:
    """Every block, every span, every button, with words that try to be markup everywhere."""
    return Card(
        Words(NASTY),
        (
            Text(
                (
                    Plain("Bonjour "),
                    Strong("fort"),
                    Words(NASTY),
                    Instant(WHEN),
                    Instant(WHEN, InstantStyle.TIME),
                    CommandRef(("toy", "make")),
                    Link("https://example.org/", "un lien"),
                )
            ),
            Quote(f"{NASTY}\nligne 2"),
            Facts((("Couleur", "rouge"), ("Nom", Words(NASTY)))),
            Row((Plain("Un jouet "), Words(NASTY)), Button("Lire un", "toy.read", "t-1")),
            Row((Plain("Sans bouton"),)),
            Pick("toy.choose", "t-1", "Lequel ?", (Option("a", "Un"), Option("b", "Deux", chosen=True))),
            Pick("toy.tag", "t-1", "Lesquels ?", (Option("a", "Un"), Option("b", "Deux")), max=2),
            Chart("Courbe", (("a", 1.0), ("b", 2.0)), "La seconde est deux fois la première."),
            File("jouet.json", "application/json", "export", "t-1"),
        ),
        (
            Button("Garder", "toy.keep", "t-1", Style.MAIN),
            Button(
                "Jeter", "toy.drop", "t-1", Style.DANGER, Confirm("Jeter ?", "Pour de bon ?", "Oui", "Non")
            ),
            Button("Changer", "toy.make", "t-1"),
        ),
        audience=CIRCLE,
        notice="Un jouet & <toi>",
    )


async def _unused(context: Context) -> Reply:
    raise AssertionError("the toy door answers by itself")


def command(
    verb: str, *path: str, fields: tuple[Field, ...] = (), surface: Surface = Surface.SLASH
) -> Command:
    return Command(verb, _unused, fields, surface if path else Surface.NONE, path)


COMMANDS: Registry = {
    one.verb: one
    for one in (
        command("toy.make", "toy", "make", fields=MAKE),
        command("toy.show", "toy", "show"),
        command("toy.tidy", "tidy", fields=TIDY),
        command("toy.give", fields=GIVE),
        command("toy.lend", "toy", "lend", fields=LEND),
        command("toy.from_it", "toy", "from", fields=FROM, surface=Surface.MESSAGE),
        Command("toy.new", _unused, MAKE, shortcut=True),
        *(command(f"toy.{verb}") for verb in ("read", "choose", "tag", "keep", "drop", "boom")),
    )
}

MEANINGS = {"💡": "shiny", "🧪": "spun"}
Answer = Callable[[Request], Awaitable[Reply]]


@dataclass
class ToyDoor:
    """Keeps what it was asked. `late`: how many submissions are answered too late; `answers` by verb."""

    commands: Registry = field(default_factory=lambda: dict(COMMANDS))
    asked: list[Request] = field(default_factory=list)
    answers: dict[str, Reply | Answer] = field(default_factory=dict)
    late: int = 0
    reactions: Mapping[str, str] = field(default_factory=lambda: dict(MEANINGS))
    posts: list[tuple[Place, str]] = field(default_factory=list)
    standing: list[tuple[Place, str, Mapping[str, Sequence[Account]]]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=lambda: {"t-1": b"{}"})
    options: tuple[Option, ...] = ()
    told: list[Fact] = field(default_factory=list)
    hints: list[tuple[Request, str, str]] = field(default_factory=list)

    async def answer(self, request: Request) -> Reply:
        self.asked.append(request)
        if request.verb in self.answers:
            said = self.answers[request.verb]
            return said if isinstance(said, Reply) else await said(request)
        if request.verb == "toy.boom":
            raise RuntimeError("boom")
        if request.form is not None:
            return self._submitted(request)
        known = self.commands.get(request.verb)
        if known and known.opens and not known.complete(request.values):
            return Reply(
                Form(request.verb, "Un jouet", known.fields, request.subject, request.values, opening="o1")
            )
        if request.verb == "toy.show":
            return Reply(everything())
        if request.verb in ("toy.keep", "toy.choose", "toy.tag"):
            picked = ", ".join(request.values.get("pick", ()))
            return Reply(Card(f"Fait {request.verb} {picked}".strip(), notice="Fait"), replaces=True)
        return Reply(Card(f"Vu {request.verb}", notice="Vu"))

    async def suggest(self, request: Request, field: str, typed: str) -> Sequence[Option]:
        self.hints.append((request, field, typed))
        if typed == "boom":
            raise RuntimeError("the words of a member")
        return [option for option in self.options if typed in option.label]

    async def made(self, file: File, actor: Account, place: Place | None = None) -> bytes:
        if file.subject not in self.files:
            raise Refusal("error-not-found")
        return self.files[file.subject]

    async def reactable(self, platform: str) -> Sequence[tuple[Place, str]]:
        return self.posts

    async def reread(self, place: Place, message: str, found: Mapping[str, Sequence[Account]]) -> None:
        self.standing.append((place, message, found))

    async def heard(self, fact: Fact) -> None:
        if fact.event:  # not the start
            self.told.append(fact)

    async def bound(self, platform: str) -> tuple[datetime, Sequence[Place]]:
        return datetime(2026, 11, 30, tzinfo=UTC), ()

    async def attended(self, place: Place, there: Sequence[Account], at: datetime) -> None: ...

    def _submitted(self, request: Request) -> Reply:
        if self.late:
            self.late -= 1
            raise TooLate
        if request.values.get("name") == "?":
            fields = self.commands[request.verb].fields
            form = Form(request.verb, "Un jouet", fields, values=request.values)
            return Reply(replace(form, errors={"name": "Un nom, en quelques mots."}))
        title = Words(str(request.values.get("name", "donné")))
        return Reply(Card(title, audience=CIRCLE, notice="Ton jouet est là."))
