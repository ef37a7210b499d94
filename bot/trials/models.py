"""What colleagues make of a practice: endorsements, trials, and how many there are of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

BUTTON = "button"  # the source of an endorsement that was pressed; an emoji's is its account


class Meaning(StrEnum):
    """*Retour*: three meanings, each with an emoji and a labelled button."""

    USEFUL = "useful"  # 💡
    TRYING = "trying"  # 🧪: schedules the follow-up
    WORKED = "worked"  # 🌱: it worked for me


class Outcome(StrEnum):
    WORKED = "worked"
    MIXED = "mixed"
    NOT_YET = "not_yet"
    NOT_FOR_ME = "not_for_me"


TOLD = (Outcome.WORKED, Outcome.MIXED, Outcome.NOT_FOR_ME)  # what an author hears of


@dataclass(frozen=True, slots=True)
class Endorsement:
    """One meaning of one member by one way (a button, or one account's emoji).

    It is never deleted: `standing` False remembers a removal, so that a late addition loses to it. `number`
    is the version of the words that it was given to.
    """

    circle: str
    practice: str
    member: str
    meaning: Meaning
    source: str
    standing: bool
    number: int
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """One member tries one practice. `ask_at`: when the follow-up is due; none, when nothing will be asked.

    `asked` counts how often *pas encore essayé* was said; `by_emoji`: 🌱 alone said so, and it goes with it;
    `news_on` is the day of the message by which the author is told.
    """

    circle: str
    practice: str
    member: str
    number: int
    started_at: datetime
    ask_at: datetime | None = None
    asked: int = 0
    outcome: Outcome | None = None
    note: str = ""
    public: bool = False
    by_emoji: bool = False
    answered_at: datetime | None = None
    news_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still has to say what came of it."""
        return self.outcome in (None, Outcome.NOT_YET)

    @property
    def subject(self) -> str:
        """What its messages are filed under."""
        return f"{self.practice}.{self.member}"


@dataclass(frozen=True, slots=True)
class Effect:
    """A trial as its reader may see it: whose, and of which practice."""

    trial: Trial
    name: str
    title: str
    author: str
    author_name: str


@dataclass(frozen=True, slots=True)
class Vote:
    """What one member says of one practice: a meaning that stands, or an outcome."""

    practice: str
    member: str
    meaning: Meaning | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many members; never who."""

    useful: int = 0
    trying: int = 0
    worked: int = 0
    tried: int = 0
    better: int = 0

    def of(self, meaning: Meaning) -> int:
        return {Meaning.USEFUL: self.useful, Meaning.TRYING: self.trying, Meaning.WORKED: self.worked}[
            meaning
        ]


NOTHING = Tally()
