"""What is shown: a card, its blocks, its sentences and its buttons, as plain data.

Every string is plain text: surfaces escape all of it, so nothing a member writes can become markup, a mention
or a link. A card with a member's words names its audience.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.limits import (
    BUTTON_LABEL_MAX,
    BUTTONS_MAX,
    CARD_COST_MAX,
    CARD_TITLE_MAX,
    CHOICE_LABEL_MAX,
    LINE_MAX,
    OPTIONS_MAX,
    ROWS_MAX,
    VERB,
    LimitExceeded,
    at_most,
    escaped,
    named,
    quoted,
    units,
    within,
)


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
        named("verb", VERB, self.verb)
        named("id", re.compile(r"[a-z0-9_.-]{0,48}"), self.subject)
        within(f"button {self.verb}", self.label, BUTTON_LABEL_MAX)


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
        within("option", self.label, CHOICE_LABEL_MAX)
        within("option value", self.value, BUTTON_LABEL_MAX)


@dataclass(frozen=True, slots=True)
class Pick:
    """A list to choose from; the choice arrives as `values["pick"]`, always a tuple."""

    verb: str
    subject: str
    prompt: str
    options: tuple[Option, ...]
    max: int = 1

    def __post_init__(self) -> None:
        named("verb", VERB, self.verb)
        within("pick prompt", self.prompt, LINE_MAX)
        at_most("pick options", len(self.options), OPTIONS_MAX)
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
        within("card title", _plain(self.title), CARD_TITLE_MAX)
        at_most("card buttons", len(self.buttons), BUTTONS_MAX)
        at_most("card rows", sum(isinstance(b, Row) for b in self.blocks), ROWS_MAX)
        ids = [(b.verb, b.subject) for b in self.all_buttons]
        if len(set(ids)) != len(ids):
            raise LimitExceeded("card: two buttons alike")
        if self.quotes and self.audience is None:
            raise LimitExceeded("a card with a member's words needs an audience")
        at_most("card cost", self.cost, CARD_COST_MAX)

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
            + sum(block_cost(b) for b in self.blocks)
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
        case Instant():
            return 40
        case CommandRef(path):
            return sum(units(word) + 1 for word in path) + 24  # a platform may put the command's id beside


def block_cost(block: Block) -> int:
    """Characters that a block takes at worst, when every member's character has to be escaped."""
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
