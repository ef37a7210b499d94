"""When a practice counts as tried, how a trial goes on, and when its author hears of it: pure functions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.practices.models import Practice, State
from bot.trials.models import TOLD, Meaning, Outcome, Tally, Trial, Vote

ASK_AFTER = timedelta(days=14)
A_MONTH = timedelta(days=30)  # *dans un mois*, and after *pas encore essayé*
NUDGE_AFTER = timedelta(days=7)
IDLE_AFTER = timedelta(days=90)
REVIEW_AFTER = timedelta(days=365)
TRIED_MIN, BETTER_MIN = 3, 2
LINES = 6  # of a message that groups several answers


# --- what is counted -------------------------------------------------------------------------------------


def tally(votes: Iterable[Vote], author: str) -> Tally:
    """Members by what they say; the author's own never count.

    *Tried*: answered *ça a marché* or *résultat mitigé*, or pressed 🌱. *Better*: *ça a marché*, or 🌱.
    """
    pressed: dict[Meaning, set[str]] = {meaning: set() for meaning in Meaning}
    answered: dict[Outcome, set[str]] = {outcome: set() for outcome in Outcome}
    for vote in votes:
        if vote.member == author:
            continue
        if vote.meaning is not None:
            pressed[vote.meaning].add(vote.member)
        if vote.outcome is not None:
            answered[vote.outcome].add(vote.member)
    better = pressed[Meaning.WORKED] | answered[Outcome.WORKED]
    return Tally(
        useful=len(pressed[Meaning.USEFUL]),
        trying=len(pressed[Meaning.TRYING]),
        worked=len(pressed[Meaning.WORKED]),
        tried=len(better | answered[Outcome.MIXED]),
        better=len(better),
    )


def is_tested(counted: Tally) -> bool:
    """*Essayée*: at least three other members tried it, at least two say better."""
    return counted.tried >= TRIED_MIN and counted.better >= BETTER_MIN


# --- a trial ---------------------------------------------------------------------------------------------


def settled(before: Trial | None, fresh: Trial, *, trying: bool, worked: bool) -> Trial | None:
    """The trial that follows from what stands: 🧪 opens one, 🌱 records one of that instant.

    An answer to the follow-up stays, whatever is pressed or removed afterwards. The same state always gives
    the same trial, so duplicates and disorder change nothing. `fresh` starts now.
    """
    if worked and (before is None or before.is_open):
        return replace(
            before or fresh, outcome=Outcome.WORKED, by_emoji=True, answered_at=fresh.started_at, ask_at=None
        )
    if before is not None and before.by_emoji and not worked:
        return _reopened(before, fresh.started_at) if trying else None
    if before is None:
        return replace(fresh, ask_at=fresh.started_at + ASK_AFTER) if trying else None
    return None if before.is_open and not trying else before


def _reopened(trial: Trial, now: datetime) -> Trial:
    due_at = trial.started_at + ASK_AFTER
    return replace(
        trial,
        outcome=None,
        by_emoji=False,
        answered_at=None,
        news_on=None,
        ask_at=due_at if due_at > now else now + ASK_AFTER,
    )


def answered(trial: Trial, outcome: Outcome, now: datetime) -> Trial:
    """What came of it. *Pas encore essayé* asks once more after 30 days, then stops."""
    if outcome is not Outcome.NOT_YET:
        return replace(trial, outcome=outcome, by_emoji=False, answered_at=now, ask_at=None)
    if trial.outcome is Outcome.NOT_YET and trial.ask_at is not None and trial.ask_at > now:
        return trial  # the same press, twice
    ask_at = now + A_MONTH if trial.asked == 0 else None
    return replace(
        trial, outcome=outcome, by_emoji=False, answered_at=now, ask_at=ask_at, asked=trial.asked + 1
    )


def postponed(trial: Trial, now: datetime) -> Trial:
    """*Dans un mois*."""
    return replace(trial, ask_at=now + A_MONTH)


def is_asked(trial: Trial | None, now: datetime) -> bool:
    """Whether the follow-up is to be asked now."""
    return trial is not None and trial.is_open and trial.ask_at is not None and trial.ask_at <= now


# --- the author ------------------------------------------------------------------------------------------


def is_news(before: Trial | None, after: Trial) -> bool:
    """Whether the author hears of it: never *pas encore essayé*, never twice the same."""
    told = before.outcome if before else None
    return after.outcome in TOLD and after.outcome is not told


def local_day(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def opening_of(day: date, zone: str, opens_min: int) -> datetime:
    """When a member's hours begin on that day; `opens_min` counts from midnight."""
    wall = time(opens_min // 60, opens_min % 60)
    return datetime.combine(day, wall, ZoneInfo(zone))


def news_subject(author: str, day: date) -> str:
    return f"{author}.{day:%Y%m%d}"


def news_day(subject: str) -> date | None:
    """The day that a message to an author is about; None where the subject is another thing."""
    author, dot, digits = subject.rpartition(".")
    if not (author and dot and len(digits) == 8 and digits.isascii() and digits.isdecimal()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def elides(name: str) -> bool:
    """Whether French says « d’ » before this first name: Inès, Hélène, Yves; not Yann, not Claire."""
    plain = unicodedata.normalize("NFD", name.lower())
    vowels = tuple("aeiouhœ")  # text: letters
    return plain[:1] in vowels or (plain[:1] == "y" and plain[1:2] not in tuple("aeiou"))


# --- the years of a practice -----------------------------------------------------------------------------


def review_at(practice: Practice) -> datetime | None:
    """When it is to be confirmed next: twelve months after it was shared or last confirmed."""
    since = max(filter(None, (practice.shared_at, practice.confirmed_at)), default=None)
    return since + REVIEW_AFTER if practice.state is State.SHARED and since else None


def is_dated(practice: Practice, now: datetime) -> bool:
    """*À revoir*."""
    due_at = review_at(practice)
    return due_at is not None and due_at <= now


def is_idle(practice: Practice, counted: Tally) -> bool:
    """An idea to test that nobody tried yet."""
    return practice.state is State.SHARED and practice.content.is_idea and counted.tried == 0
