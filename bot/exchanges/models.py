"""A note: what one member writes about a colleague's practice; threads vanish, notes stay with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoteKind(StrEnum):
    QUESTION = "question"  # from a reader to the author
    ANSWER = "answer"  # from the author to who asked
    THANKS = "thanks"  # from a reader to the author, perhaps without a word
    COMPLEMENT = "complement"  # signed, for whoever sees the practice


@dataclass(frozen=True, slots=True)
class Note:
    """Words around a practice. `reader` is whom they are for; None: whoever sees the practice.

    `author` is whose practice it is; `answers` is the question that an answer is for.
    """

    circle: str
    id: str
    practice: str
    kind: NoteKind
    writer: str
    words: str
    reader: str | None = None
    answers: str | None = None
    writer_name: str = ""
    author: str = ""
    written_at: datetime | None = None


class Worry(StrEnum):
    """What somebody is worried about in a practice; all but the last are about the person coached."""

    CONFIDENTIALITY = "confidentiality"  # somebody could be recognised
    HOLD = "hold"  # a hold over the person coached
    LIMITS = "limits"  # beyond what coaching is for
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Alert:
    """A worry about a practice, for its author and one other member, the `peer`.

    `reporter` is known to nobody but themselves; their name comes along where they signed.
    """

    circle: str
    id: str
    practice: str
    reporter: str
    worry: Worry
    words: str
    signed: bool
    peer: str | None = None  # None: the author alone could be told
    reporter_name: str = ""
    author: str = ""
    raised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Bond:
    """How one reader stands to one practice: whether they keep it, whether its author is still in."""

    kept: bool = False
    author_is_in: bool = True
