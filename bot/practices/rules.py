"""What is true of a practice, as pure functions: no clock, no input, no output."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.checks import (
    CONFIDENTIALITY_CODES,
    Finding,
    apply_suggestion,
    check_confidentiality,
    check_usefulness,
)
from bot.library import similar
from bot.limits import SUMMARY_MAX, quoted
from bot.practices.models import Content, Practice, PracticeKind, Review, State, Tried, Verdict

PUBLISH_HOUR = time(9, 0)
UNDO = timedelta(minutes=10)
SUMMARY_COST = 1_700  # escapes included, so that a card with findings still fits every platform
WORDS = ("title", "useful_for", "steps", "duration", "limits", "support", "attribution")
TAGS_MAX, TAG_MAX = 5, 30
SHOWN_FINDINGS = 3
HARD_REASONS = ("myself", "public_author")  # says why an identifier names no client
SOFT_REASONS = ("author", "place", "myself", "composite", "agreement")


# --- findings ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding, where it was made, and a digest that recognises it without its words."""

    field: str  # useful_for | title | steps
    finding: Finding
    digest: str

    @property
    def private(self) -> bool:
        """About somebody else, not about usefulness: a reason has to be given to keep it."""
        return self.finding.code in CONFIDENTIALITY_CODES


def remarks(content: Content, members: Iterable[str] = ()) -> tuple[Remark, ...]:
    """Every remark on a practice: hard ones first, then about people, then about usefulness."""
    kind = None if content.kind is PracticeKind.UNSET else content.kind.value
    allowed = tuple(members)
    found = [
        ("useful_for", f)
        for f in check_usefulness(content.useful_for, kind=kind, title=content.title, steps=content.steps)
    ]
    for field in WORDS:
        found += [(field, f) for f in check_confidentiality(getattr(content, field), allowed=allowed)]
    listed = {remark.digest: remark for remark in (Remark(field, f, digest(f)) for field, f in found)}
    return tuple(sorted(listed.values(), key=lambda r: (r.finding.severity != "hard", not r.private)))


def digest(finding: Finding) -> str:
    """The same words get the same digest; the words cannot be read from it."""
    return hashlib.sha256(f"{finding.code}:{finding.quote.casefold()}".encode()).hexdigest()[:8]


def open_remarks(practice: Practice, found: Sequence[Remark]) -> tuple[Remark, ...]:
    """Those about people that no reason was given for yet."""
    return tuple(r for r in found if r.private and r.digest not in practice.asides)


def held(practice: Practice, found: Sequence[Remark]) -> bool:
    """A hard identifier holds publication, never the draft."""
    return any(r.finding.severity == "hard" for r in open_remarks(practice, found))


def replaced(content: Content, remark: Remark) -> Content:
    """The content with a remark's words generalised."""
    text: str = getattr(content, remark.field)
    better: dict[str, Any] = {remark.field: apply_suggestion(text, remark.finding)}
    return replace(content, **better)


# --- the same, said before ---------------------------------------------------------------------------


def nearest(content: Content, candidates: Iterable[Practice]) -> Practice | None:
    """The practice of these that says the same in other words, if one does."""
    listed = list(candidates)
    texts = [(p.content.title, p.content.useful_for, p.content.steps) for p in listed]
    found = similar.nearest((content.title, content.useful_for, content.steps), texts)
    return None if found is None else listed[found]


# --- working days ------------------------------------------------------------------------------------


def opening(sent_at: datetime, zone: str, days: int) -> datetime:
    """09:00 of the n-th working day after that day, in the circle's zone (sent on Saturday, 2: Tuesday)."""
    local = sent_at.astimezone(ZoneInfo(zone))
    day: date = local.date()
    left = days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return datetime.combine(day, PUBLISH_HOUR, ZoneInfo(zone))


# --- states ------------------------------------------------------------------------------------------


def on_hold(reviews: Iterable[Review]) -> bool:
    """An open question of ethics holds until it is lifted."""
    return any(r.verdict is Verdict.ETHICS for r in reviews)


def all_said_yes(reviews: Sequence[Review]) -> bool:
    asked = [r for r in reviews if r.verdict not in (Verdict.PASSED, Verdict.CLOSED)]
    return bool(asked) and all(r.verdict in (Verdict.YES, Verdict.LIFTED) for r in asked)


def was_read(reviews: Iterable[Review]) -> bool:
    return any(r.verdict in (Verdict.YES, Verdict.MISSING, Verdict.ETHICS, Verdict.LIFTED) for r in reviews)


def shared(practice: Practice, now: datetime, *, unread: bool) -> Practice:
    return practice.with_(state=State.SHARED, shared_at=now, due_at=None, unread=unread)


def can_undo(practice: Practice, now: datetime) -> bool:
    return (
        practice.state is State.SHARED and practice.shared_at is not None and now - practice.shared_at <= UNDO
    )


# --- words -------------------------------------------------------------------------------------------


def aim(value: str) -> PracticeKind:
    return PracticeKind(value) if value in PracticeKind.__members__.values() else PracticeKind.UNSET


def tried(value: str) -> Tried:
    return Tried(value)


def shortened(text: str, cost: int, length: int) -> str:
    """The text, or its beginning up to a word, ending in an ellipsis: at most `cost` in a `Quote`."""
    if len(text) <= length and quoted(text) - 4 <= cost:
        return text
    low, high = 0, min(len(text), length - 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if quoted(text[:middle]) - 4 < cost else (low, middle - 1)
    cut = text[:low]
    space = cut.rfind(" ", max(0, low - 40))
    return (cut[:space] if space > 0 else cut).rstrip() + "…"  # text: a sign, the same in both languages


def summary(content: Content) -> tuple[str, str]:
    """(what it is for, how): at most 1,500 characters together."""
    first = shortened(content.useful_for, SUMMARY_COST // 2, SUMMARY_MAX // 2)
    rest = shortened(content.steps, SUMMARY_COST - quoted(first), SUMMARY_MAX - len(first))
    return first, rest


def pages(text: str) -> tuple[str, ...]:
    """The text in readable pages, cut at paragraphs or words where there are any."""
    found, rest = [], text
    while rest:
        head = shortened(rest, SUMMARY_COST, SUMMARY_MAX)
        if head == rest:
            found.append(rest)
            break
        size = max(1, len(head) - 1)
        found.append(rest[:size].rstrip())
        rest = rest[size:].lstrip()
    return tuple(found) or ("",)


def tag(text: str) -> str:
    """A tag as it is kept: lower case, no sign in front, at most 30 characters."""
    return " ".join(text.lower().split()).lstrip("# ")[:TAG_MAX].rstrip()


def tags(text: str) -> tuple[str, ...]:
    """Typed tags, separated by commas, at most five."""
    found = dict.fromkeys(filter(None, (tag(part) for part in text.replace(";", ",").split(","))))
    return tuple(found)[:TAGS_MAX]


def proposed_tags(content: Content, vocabulary: Sequence[str]) -> tuple[str, ...]:
    """Tags of the circle's own vocabulary whose words stand in the practice, most used first."""
    text = f"{content.title} {content.useful_for} {content.steps}".lower()
    words = set(re.findall(r"\w{3,}", text))
    return tuple(
        t for t in vocabulary if (t in text if " " in t else {t, f"{t}s", t.removesuffix("s")} & words)
    )[:TAGS_MAX]
