"""What is asked of a circle's library, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    """Why a practice is among the hits: the best place in which an asked word stands."""

    TITLE = "title"
    TAG = "tag"
    WORD = "word"  # in what it is for, or how
    NEAR = "near"  # only words of the same family, or that start alike
    ALL = "all"  # nothing was asked: it is on the list


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for: folded words, and what they want to see of it.

    `tag` and `family` are slugs (`analysis.slug`); `kinds` are those of practices; `tried` asks for what
    the circle tried and found good, `unread` for what the reader never opened.
    """

    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tag: str = ""
    family: str = ""
    tried: bool = False
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One practice that was found; `ref` is its id in the library it was imported from."""

    id: str
    ref: str | None
    title: str
    author_name: str
    reason: Reason
    tried: bool = False
    shared_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits and how many there are in all.

    `meant` are the words that were looked up instead, where what was typed stood nowhere; `every` says
    whether each hit holds all of the words.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    every: bool = True
    meant: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Asking:
    """What a member looks for and nobody has shared; `asked` once the circle may read it."""

    circle: str
    id: str
    member: str
    member_name: str
    words: str
    asked: bool = False
