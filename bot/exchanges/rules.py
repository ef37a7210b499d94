"""What is true of notes, of files and of messages that become practices: pure functions."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bot.exchanges.models import Note, NoteKind
from bot.limits import TITLE_MAX
from bot.members.models import Member
from bot.practices.rules import shortened

WORDS_MAX = 600  # of a question or an answer
COMPLEMENT_MAX = 300
SLUG_MAX = 60
LAPSE = timedelta(days=14)  # a message that its author left unanswered is forgotten


# --- notes -------------------------------------------------------------------------------------------


def once(prefix: str, *parts: object) -> str:
    """An id that is the same for the same parts: what is said once has one id. `prefix`: the circle's."""
    said = hashlib.sha256("|".join(map(str, parts)).encode()).digest()[:10]
    return prefix + base64.b32encode(said).decode().lower()


def thanks_id(prefix: str, practice: str, member: str, number: int) -> str:
    """One thanks for each member, practice and version of its words."""
    return once(prefix, NoteKind.THANKS, practice, member, number)


def answer_id(prefix: str, question: str) -> str:
    """One answer for each question."""
    return once(prefix, NoteKind.ANSWER, question)


def complements(notes: Sequence[Note]) -> tuple[Note, ...]:
    return tuple(n for n in notes if n.kind is NoteKind.COMPLEMENT)


def open_question(notes: Sequence[Note], member: str) -> Note | None:
    """The oldest question that waits for this member's answer."""
    answered = {n.answers for n in notes if n.kind is NoteKind.ANSWER}
    return next(
        (n for n in notes if n.kind is NoteKind.QUESTION and n.reader == member and n.id not in answered),
        None,
    )


def own_question(notes: Sequence[Note], member: str) -> Note | None:
    """The newest question that this member asked."""
    return next((n for n in reversed(notes) if n.kind is NoteKind.QUESTION and n.writer == member), None)


# --- an alert ----------------------------------------------------------------------------------------


def alert_id(prefix: str, practice: str, member: str, number: int, worry: str) -> str:
    """One alert for each member, practice, version of its words and worry."""
    return once(prefix, "alert", practice, member, number, worry)


def peer(members: Iterable[Member], author: str, reporter: str, alert: str, today: date) -> str | None:
    """Who hears of an alert beside the author: somebody who is there, and no steward, where that can be.

    Neither the author nor the reporter. Not always the same: the alert's id decides among equals.
    """

    def order(member: Member) -> tuple[bool, bool, str]:
        away = member.away_until is not None and member.away_until >= today
        return member.is_steward, away, once("", alert, member.id)

    others = (m for m in members if m.id not in (author, reporter))
    return min(((order(m), m.id) for m in others), default=(None, None))[1]


# --- a file ------------------------------------------------------------------------------------------


def slug(title: str, id_: str) -> str:
    """The title as the name of a file: ASCII, at most 60; the practice's id where nothing is left."""
    bare = title.casefold().replace("œ", "oe").replace("æ", "ae")  # text: two letters in one
    plain = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_MAX].rstrip("-") or id_


_SIGN = re.compile(r"([\\`*_\[\]<>|~])")
_START = re.compile(r"^([ \t]*)([#+=-]|\d+(?=[.)]))", re.MULTILINE)


def markdown(words: str) -> str:
    """A member's words as Markdown that reads as they were typed: no heading, list, link or image of it."""
    safe = _SIGN.sub(r"\\\1", words)
    return _START.sub(lambda m: m[1] + (m[2] + "\\" if m[2].isdigit() else "\\" + m[2]), safe)


# --- a message ---------------------------------------------------------------------------------------

_MARKS = re.compile(r"\*+|`+|~~|__")
_ENDS = re.compile(r"(?<=[.!?…])\s")  # text: where a sentence may end


def title_of(message: str) -> str:
    """A first title for a message: its first sentence, or the beginning of it, at most 80."""
    lines = (_MARKS.sub("", line).strip(" #>_-\t") for line in message.splitlines())
    first = " ".join(next(filter(None, lines), "").split())
    sentence = _ENDS.split(first, maxsplit=1)[0].rstrip(".") or first
    return shortened(sentence, TITLE_MAX, TITLE_MAX)
