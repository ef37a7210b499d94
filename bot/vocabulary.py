"""The words in which the core and the surfaces speak: what is asked, what comes in, what goes out.

A surface turns native events into a `Request` and renders a `Reply`; it never learns what a practice is. What
is shown is in `bot/card.py`, how large it may be in `bot/limits.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.card import Card, File
from bot.limits import (
    CHOICES_MAX,
    FIELDS_MAX,
    FORM_TITLE_MAX,
    ID,
    LINE_MAX,
    NAME,
    TEXT_MAX,
    THREAD_TITLE_MAX,
    VERB,
    LimitExceeded,
    at_most,
    named,
    within,
)

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
    `field-<name>-<choice>`. A field that `suggests` is completed while it is typed, where a surface can; one
    for a practice always is. `values` given with a form use the field's name; a multiple one is a tuple.
    """

    name: str
    kind: Kind
    required: bool = True
    limit: int = 0  # code points; 0 takes the kind's own
    choices: tuple[str, ...] = ()
    suggests: bool = False

    def __post_init__(self) -> None:
        named("field name", NAME, self.name)
        ceiling = TEXT_MAX if self.kind is Kind.TEXT else LINE_MAX
        if not 0 <= self.limit <= ceiling:
            raise LimitExceeded(f"field {self.name}: limit {self.limit}, ceiling {ceiling}")
        if self.limit == 0:
            object.__setattr__(self, "limit", ceiling)
        if self.kind in (Kind.CHOICE, Kind.CHOICES):
            at_most(f"field {self.name}: choices", len(self.choices), CHOICES_MAX)
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
        named("verb", VERB, self.verb)
        within(f"form {self.verb}: title", self.title, FORM_TITLE_MAX)
        at_most(f"form {self.verb}: fields", len(self.fields), FIELDS_MAX)
        for name in (self.subject, self.circle, self.opening, self.draft):
            named("id", ID, name)

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
class Thread(Place):
    """A conversation of its own, about one thing, in the place of that id.

    `under` is our message that it hangs from, where a platform hangs them ("": there is none any more);
    `people` are let in one by one, where a platform asks for names.
    """

    title: str
    under: str = ""
    people: tuple[Account, ...] = ()

    def __post_init__(self) -> None:
        within("thread: title", self.title, THREAD_TITLE_MAX)


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
    at: datetime | None = None  # when the platform says that it happened, where it says so


class Happened(StrEnum):
    """What a platform tells of its own accord."""

    CAME = "came"  # somebody is in the place
    WENT = "went"
    SHARED = "shared"  # people of another organisation read it from now on
    UNSHARED = "unshared"
    CLOSED = "closed"  # we are not in it any more, or nobody writes there
    OPENED = "opened"
    ENDED = "ended"  # the server or workspace took us out; its place has no id
    INSTALLED = "installed"  # it has us: told at each start


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a platform says has happened. It is nobody's request: no person can bring one in, and no
    one reads an answer."""

    event: str  # the platform's own id of it, prefixed with the platform; "": it may be heard again
    what: Happened
    place: Place
    who: Account | None = None
    at: datetime | None = None


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
    """The circle's places; or that one alone."""

    circle: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class ToRealm:
    """A server or workspace, for a circle that has no place there yet."""

    circle: str
    platform: str
    realm: str


@dataclass(frozen=True, slots=True)
class ToAccount:
    """Somebody who is no member yet: an invitation."""

    account: Account
    circle: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something said out of turn: ids only, composed when it is sent, in the reader's language."""

    kind: str
    to: ToMember | ToCircle | ToRealm | ToAccount
    subject: str
    state: str = ""  # makes the key unique where the same thing may be said again
    due_at: datetime | None = None  # none: now
