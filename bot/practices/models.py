"""A practice (*fiche*): structured, versioned, and only ever projected into chat."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum


class PracticeKind(StrEnum):
    METHOD = "method"  # mieux coacher mes clients
    DEVELOPMENT = "development"  # développer mon activité
    WATCH = "watch"  # suivre le métier
    UNSET = "unset"  # je ne sais pas encore: checked as method


class Tried(StrEnum):
    NEVER = "never"  # makes it an idea to test
    ONCE = "once"
    FEW = "few"  # 2 to 5
    MANY = "many"  # 6 or more


class State(StrEnum):
    DRAFT = "draft"  # brouillon
    REVIEW = "review"  # en relecture
    SHARED = "shared"  # partagée
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"  # the author put it away: out of every list, and back on a press


@dataclass(frozen=True, slots=True)
class Content:
    """What the author wrote: one version's words. The last four are offered afterwards, never demanded."""

    title: str
    useful_for: str
    steps: str
    kind: PracticeKind
    tried: Tried
    duration: str = ""
    limits: str = ""
    support: str = ""
    attribution: str = ""

    @property
    def is_idea(self) -> bool:
        """An idea to test: its author never tried it."""
        return self.tried is Tried.NEVER


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice and its newest words.

    `version` is the row's fence and counts every change; `number` counts versions of the words.
    `due_at` is when it goes out if nobody has a remark; `unread` marks « pas encore relue ».
    `asides` are reasons given for a finding: finding digest -> reason, never the sentence.
    """

    circle: str
    id: str
    author: str
    author_name: str
    state: State
    content: Content
    number: int = 1
    version: int = 1
    tags: tuple[str, ...] = ()
    unread: bool = False
    waited: bool = False  # *Attendre un regard* was used, once
    sent_at: datetime | None = None  # *envoyer*
    due_at: datetime | None = None
    shared_at: datetime | None = None
    asides: dict[str, str] = field(default_factory=dict)
    lang: str = "fr"
    families: tuple[str, ...] = ()  # method families
    ref: str | None = None  # its id in the library it was imported from
    brought: str | None = None  # digest of its line there, as it last came in
    confirmed_at: datetime | None = None  # the author last said that it still holds

    def with_(self, **changes: object) -> Practice:
        return replace(self, **changes)  # type: ignore[arg-type]


class Verdict(StrEnum):
    ASKED = "asked"
    YES = "yes"
    MISSING = "missing"  # « Il manque… »
    ETHICS = "ethics"  # holds until the reader lifts it, or another takes it over
    PASSED = "passed"
    LIFTED = "lifted"
    CLOSED = "closed"  # of a round that ended when the practice went back to a draft


@dataclass(frozen=True, slots=True)
class Review:
    """One reader's look at one practice; `note` is what they say is missing, for the author alone."""

    circle: str
    practice: str
    reader: str
    reader_name: str
    verdict: Verdict
    note: str = ""
    asked_at: datetime | None = None
    answered_at: datetime | None = None
