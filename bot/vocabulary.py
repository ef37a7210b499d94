"""The words in which the core and the surfaces speak: plain data, limits enforced where it is declared.

A surface turns native events into a `Request` and renders a `Reply`; it never learns what a practice is.
Every string here is plain text: surfaces escape all of it, so nothing a member writes can become markup,
a mention or a link. Limits are the tightest that any platform sets, in UTF-16 units where one counts so.
**Source**: the platforms' published limits; see docs/architecture.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

TITLE_MAX = 80  # a practice's title
LINE_MAX = 150
TEXT_MAX = 2_900  # Slack takes 3,000; some platforms count UTF-16
SUMMARY_MAX = 1_500  # a public card quotes at most this much
CIRCLE_NAME_MAX = 24  # shown as a form's title
FIELDS_MAX, CHOICES_MAX = 5, 10
BUTTONS_MAX, ROWS_MAX, OPTIONS_MAX = 4, 6, 25
FORM_TITLE_MAX, FIELD_LABEL_MAX, FIELD_HINT_MAX = 24, 45, 100
BUTTON_LABEL_MAX, CHOICE_LABEL_MAX, CARD_TITLE_MAX = 75, 75, 150
CARD_COST_MAX = 3_900  # Discord: 4,000 characters in a message, escapes included

VERB = re.compile(r"[a-z]{2,12}\.[a-z_]{2,14}")
NAME = re.compile(r"[a-z][a-z_]{0,23}")
_MARKUP = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
ID = re.compile(r"[a-z0-9_-]{0,24}")


class LimitExceeded(ValueError):
    """A declaration is larger than a platform takes: our defect, found by tests, never cut silently."""


def units(text: str) -> int:
    """Length in UTF-16 units, the strictest way a platform counts."""
    return len(text) + sum(ch > "\uffff" for ch in text)


def escaped(text: str) -> int:
    """UTF-16 units once every sign that could be markup has been escaped."""
    return units(text) + sum(_MARKUP.count(char) for char in text)


def quoted(words: str) -> int:
    """What a `Quote` of these words costs: escapes, and a mark before every line."""
    return escaped(words) + 4 * words.count("\n") + 4


def _within(what: str, text: str, limit: int) -> None:
    if not 0 < units(text) <= limit:
        raise LimitExceeded(f"{what}: {units(text)} units, limit {limit}")


def _at_most(what: str, count: int, limit: int) -> None:
    if count > limit:
        raise LimitExceeded(f"{what}: {count}, limit {limit}")


def _named(what: str, pattern: re.Pattern[str], text: str) -> None:
    if not pattern.fullmatch(text):
        raise LimitExceeded(f"{what}: not of the form {pattern.pattern}")


# --- fields, commands' options and forms -------------------------------------------------------------


class Kind(StrEnum):
    """What a field takes; each surface has one native widget for each."""

    LINE = "line"  # up to 150 characters
    TEXT = "text"  # several lines, up to 2,900
    CHOICE = "choice"  # one of 2-10
    CHOICES = "choices"  # any of 1-10
    YES = "yes"
    PERSON = "person"
    PEOPLE = "people"
    PLACE = "place"
    CIRCLE = "circle"
    PRACTICE = "practice"
    MESSAGE = "message"
    MOMENT = "moment"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked: a slash option and a form field are the same.

    Label, hint and choice labels come from the catalogue: `field-<name>`, `field-<name>.hint`,
    `field-<name>-<choice>`. `values` given with a form use the field's name; a multiple one is a tuple.
    """

    name: str
    kind: Kind
    required: bool = True
    limit: int = 0  # code points; 0 takes the kind's own
    choices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _named("field name", NAME, self.name)
        ceiling = TEXT_MAX if self.kind is Kind.TEXT else LINE_MAX
        if not 0 <= self.limit <= ceiling:
            raise LimitExceeded(f"field {self.name}: limit {self.limit}, ceiling {ceiling}")
        if self.limit == 0:
            object.__setattr__(self, "limit", ceiling)
        if self.kind in (Kind.CHOICE, Kind.CHOICES):
            _at_most(f"field {self.name}: choices", len(self.choices), CHOICES_MAX)
            if len(self.choices) < (2 if self.kind is Kind.CHOICE else 1):
                raise LimitExceeded(f"field {self.name}: too few choices")


Value = str | tuple[str, ...]
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Form:
    """At most five fields, opened with what is already known and sent back to `verb`.

    `circle`, `version` and `opening` travel with it and are re-checked on return; `draft` names the stored
    submission that this form reopens. `errors` maps a field's name to a sentence.
    """

    verb: str
    title: str
    fields: tuple[Field, ...]
    subject: str = ""
    values: Values = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    circle: str = ""
    version: int = 0
    opening: str = ""
    draft: str = ""

    def __post_init__(self) -> None:
        _named("verb", VERB, self.verb)
        _within(f"form {self.verb}: title", self.title, FORM_TITLE_MAX)
        _at_most(f"form {self.verb}: fields", len(self.fields), FIELDS_MAX)
        for name in (self.subject, self.circle, self.opening, self.draft):
            _named("id", ID, name)

    @property
    def key(self) -> FormKey:
        return FormKey(self.subject, self.version, self.circle, self.opening)


@dataclass(frozen=True, slots=True)
class FormKey:
    """What a form carries back besides the words; `pack` is what fits a platform's 100 characters."""

    subject: str = ""
    version: int = 0
    circle: str = ""
    opening: str = ""

    def pack(self) -> str:
        return "|".join((self.subject, str(self.version), self.circle, self.opening))

    @classmethod
    def unpack(cls, text: str) -> FormKey:
        subject, version, circle, opening = text.split("|")
        return cls(subject, int(version), circle, opening)


# --- cards -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plain:
    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A member's words inside one of our sentences: an audience must be named."""

    text: str


class InstantStyle(StrEnum):
    TIME = "time"  # 18:25
    DATE = "date"  # 8 décembre
    DAY = "day"  # vendredi 27 novembre
    FULL = "full"  # vendredi 27 novembre à 09:00


@dataclass(frozen=True, slots=True)
class Instant:
    """An instant (UTC), shown in each reader's own time."""

    at: datetime
    style: InstantStyle = InstantStyle.FULL

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise LimitExceeded("an instant needs a zone")


@dataclass(frozen=True, slots=True)
class CommandRef:
    """A command the reader can run, by its canonical path: ("circle",) or ("practice", "share")."""

    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    text: str

    def __post_init__(self) -> None:
        if not self.url.startswith(("https://", "http://")):
            raise LimitExceeded("a link is http or https")


Span = Plain | Strong | Words | Instant | CommandRef | Link


@dataclass(frozen=True, slots=True)
class Text:
    """One of our sentences."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A member's words as a block: never interpreted as markup, mention or link."""

    words: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values, in order; a value that is `Words` is a member's."""

    rows: tuple[tuple[str, str | Words], ...]


class Style(StrEnum):
    PLAIN = "plain"
    MAIN = "main"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Confirm:
    """Asked before a press counts, natively where the platform can."""

    title: str
    text: str
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Button:
    """Carries `verb:subject` and nothing else; its label makes sense alone."""

    label: str
    verb: str
    subject: str = ""
    style: Style = Style.PLAIN
    confirm: Confirm | None = None

    def __post_init__(self) -> None:
        _named("verb", VERB, self.verb)
        _named("id", re.compile(r"[a-z0-9_.-]{0,48}"), self.subject)
        _within(f"button {self.verb}", self.label, BUTTON_LABEL_MAX)


@dataclass(frozen=True, slots=True)
class Row:
    """A hit or a finding, with one button beside it."""

    spans: tuple[Span, ...]
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    chosen: bool = False

    def __post_init__(self) -> None:
        _within("option", self.label, CHOICE_LABEL_MAX)
        _within("option value", self.value, BUTTON_LABEL_MAX)


@dataclass(frozen=True, slots=True)
class Pick:
    """A list to choose from; the choice arrives as `values["pick"]`, always a tuple."""

    verb: str
    subject: str
    prompt: str
    options: tuple[Option, ...]
    max: int = 1

    def __post_init__(self) -> None:
        _named("verb", VERB, self.verb)
        _within("pick prompt", self.prompt, LINE_MAX)
        _at_most("pick options", len(self.options), OPTIONS_MAX)
        if not 1 <= self.max <= len(self.options):
            raise LimitExceeded("pick: max")


@dataclass(frozen=True, slots=True)
class Chart:
    """Series as data and the sentence that says the same."""

    title: str
    series: tuple[tuple[str, float], ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class File:
    """A file made at send time, never stored; `kind` names the maker, `subject` what it is made of."""

    name: str
    media_type: str
    kind: str
    subject: str


Block = Text | Quote | Facts | Row | Pick | Chart | File


@dataclass(frozen=True, slots=True)
class Audience:
    """Who a card may be shown to: one member, or the whole circle."""

    circle: str
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A title, blocks and at most four buttons; members' words only with an audience.

    `notice` is what a lock screen may show: it stands alone and quotes nobody.
    """

    title: str | Words
    blocks: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    audience: Audience | None = None
    notice: str = ""

    def __post_init__(self) -> None:
        _within("card title", _plain(self.title), CARD_TITLE_MAX)
        _at_most("card buttons", len(self.buttons), BUTTONS_MAX)
        _at_most("card rows", sum(isinstance(b, Row) for b in self.blocks), ROWS_MAX)
        ids = [(b.verb, b.subject) for b in self.all_buttons]
        if len(set(ids)) != len(ids):
            raise LimitExceeded("card: two buttons alike")
        if self.quotes and self.audience is None:
            raise LimitExceeded("a card with a member's words needs an audience")
        _at_most("card cost", self.cost, CARD_COST_MAX)

    @property
    def all_buttons(self) -> tuple[Button, ...]:
        return (*(b.button for b in self.blocks if isinstance(b, Row) and b.button), *self.buttons)

    @property
    def quotes(self) -> bool:
        """Whether any member's words are in it."""
        return isinstance(self.title, Words) or any(_has_words(b) for b in self.blocks)

    @property
    def cost(self) -> int:
        """Characters at worst, when every member's character has to be escaped."""
        return (
            _cost(self.title)
            + sum(_block_cost(b) for b in self.blocks)
            + sum(units(b.label) for b in self.buttons)
        )


def _plain(value: str | Words) -> str:
    return value.text if isinstance(value, Words) else value


def _cost(value: str | Span) -> int:
    match value:
        case str():
            return units(value)
        case Words(text):
            return escaped(text)
        case Plain(text) | Strong(text):
            return units(text) + 8
        case Link(url, text):
            return units(url) + units(text) + 4
        case Instant() | CommandRef():
            return 40


def _block_cost(block: Block) -> int:
    match block:
        case Text(spans):
            return sum(map(_cost, spans))
        case Quote(words):
            return quoted(words)
        case Facts(rows):
            return sum(units(label) + _cost(value) + 6 for label, value in rows)
        case Row(spans, button):
            return sum(map(_cost, spans)) + (units(button.label) if button else 0)
        case Pick(prompt=prompt):
            return units(prompt)
        case Chart(title=title, sentence=sentence):
            return units(title) + units(sentence)
        case File(name=name):
            return units(name)


def _has_words(block: Block) -> bool:
    match block:
        case Quote():
            return True
        case Text(spans) | Row(spans):
            return any(isinstance(s, Words) for s in spans)
        case Facts(rows):
            return any(isinstance(v, Words) for _, v in rows)
        case _:
            return False


# --- in and out --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Account:
    """Who the platform says is speaking: signed by it, never taken from a payload's text."""

    platform: str
    realm: str  # Slack: team or enterprise; Discord: "" (one identity everywhere)
    user: str
    name: str = field(default="", compare=False)
    administers: bool = field(default=False, compare=False)  # the server or workspace
    zone: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A channel on a platform."""

    platform: str
    realm: str  # Discord: the guild; Slack: the team
    id: str


@dataclass(frozen=True, slots=True)
class Request:
    """One act of one person, whatever the widget: the only way in."""

    event: str  # the platform's own id of this act, prefixed with the platform
    actor: Account
    verb: str
    subject: str = ""
    values: Values = field(default_factory=dict)
    locale: str = "fr"
    place: Place | None = None
    form: FormKey | None = None  # a submitted form's key


@dataclass(frozen=True, slots=True)
class Speech:
    """How one reader is spoken to: language, tu or vous, zone."""

    lang: str = "fr"
    register: str = "vous"
    zone: str = "Europe/Paris"


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a request, always private to the actor. `replaces`: put it where the button was.

    `speech` is how this actor is spoken to: what a surface adds (labels, dates) follows it.
    """

    content: Card | Form | tuple[File, ...]
    replaces: bool = False
    speech: Speech | None = None


@dataclass(frozen=True, slots=True)
class ToMember:
    circle: str
    member: str


@dataclass(frozen=True, slots=True)
class ToCircle:
    circle: str


@dataclass(frozen=True, slots=True)
class ToAccount:
    """Somebody who is no member yet: an invitation."""

    account: Account
    circle: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something said out of turn: ids only, composed when it is sent, in the reader's language."""

    kind: str
    to: ToMember | ToCircle | ToAccount
    subject: str
    state: str = ""  # makes the key unique where the same thing may be said again
    due_at: datetime | None = None  # none: now
