"""When a practice counts as tried, how a trial goes on, and what becomes news."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practices.models import Content, Practice, PracticeKind, State, Tried
from bot.trials import rules
from bot.trials.models import Meaning, Outcome, Tally, Trial, Vote

AT = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
NEW = Trial("lyon", "1-p", "karim", 1, AT)
OPEN = replace(NEW, ask_at=AT + timedelta(days=14))
PRACTICE = Practice(
    "lyon",
    "1-p",
    "claire",
    "Claire",
    State.SHARED,
    Content("Titre", "Quand…", "Faire", PracticeKind.METHOD, Tried.NEVER),
    shared_at=AT,
)


def pressed(member: str, meaning: Meaning) -> Vote:
    return Vote("1-p", member, meaning=meaning)


def answered(member: str, outcome: Outcome) -> Vote:
    return Vote("1-p", member, outcome=outcome)


# --- counted ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("votes", "counted"),
    [
        ([], Tally()),
        ([pressed("a", Meaning.USEFUL)], Tally(useful=1)),
        ([pressed("a", Meaning.USEFUL)] * 2, Tally(useful=1)),  # a button and an emoji, or two accounts
        ([pressed("a", Meaning.TRYING)], Tally(trying=1)),
        ([pressed("a", Meaning.WORKED)], Tally(worked=1, tried=1, better=1)),
        ([pressed("a", Meaning.WORKED), answered("a", Outcome.WORKED)], Tally(worked=1, tried=1, better=1)),
        ([answered("a", Outcome.WORKED)], Tally(tried=1, better=1)),
        ([answered("a", Outcome.MIXED)], Tally(tried=1)),
        ([answered("a", Outcome.NOT_YET), answered("b", Outcome.NOT_FOR_ME)], Tally()),
        ([pressed("claire", Meaning.WORKED), answered("claire", Outcome.WORKED)], Tally()),
    ],
)
def test_members_are_counted_once_and_the_author_never(votes: list[Vote], counted: Tally) -> None:
    assert rules.tally(votes, "claire") == counted


@pytest.mark.parametrize(
    ("tried", "better", "tested"), [(3, 2, True), (3, 1, False), (2, 2, False), (9, 9, True), (0, 0, False)]
)
def test_tested_is_three_who_tried_and_two_who_say_better(tried: int, better: int, tested: bool) -> None:
    assert rules.is_tested(Tally(tried=tried, better=better)) is tested


# --- what follows from what stands -----------------------------------------------------------------------


def settled(trial: Trial | None, *, trying: bool = False, worked: bool = False, day: int = 0) -> Trial | None:
    fresh = replace(NEW, started_at=AT + timedelta(days=day))
    return rules.settled(trial, fresh, trying=trying, worked=worked)


def test_trying_opens_a_trial_and_asks_after_fourteen_days() -> None:
    assert settled(None, trying=True) == OPEN
    assert settled(OPEN, trying=True, day=3) == OPEN  # once more changes nothing
    assert settled(OPEN, day=3) is None  # taken back
    assert settled(None) is None


def test_a_sprout_records_a_trial_of_that_instant() -> None:
    recorded = settled(None, worked=True)
    assert recorded is not None
    assert (recorded.outcome, recorded.by_emoji, recorded.ask_at) == (Outcome.WORKED, True, None)
    assert settled(recorded, worked=True, day=9) == recorded
    assert settled(recorded) is None  # it goes with its sprout
    on_the_way = settled(OPEN, trying=True, worked=True, day=3)
    assert on_the_way is not None
    assert on_the_way.answered_at == AT + timedelta(days=3)
    assert settled(on_the_way, trying=True, day=4) == OPEN  # still trying: asked on the day that was said
    late = settled(on_the_way, trying=True, day=40)
    assert late is not None
    assert late.ask_at == AT + timedelta(days=54)


@pytest.mark.parametrize("outcome", [Outcome.WORKED, Outcome.MIXED, Outcome.NOT_FOR_ME])
def test_an_answer_stays_whatever_is_pressed_or_removed(outcome: Outcome) -> None:
    said = rules.answered(OPEN, outcome, AT)
    for trying, worked in itertools.product((True, False), repeat=2):
        assert settled(said, trying=trying, worked=worked, day=5) == said


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=12))
def test_the_last_state_alone_decides_whether_there_is_a_trial(states: list[tuple[bool, bool]]) -> None:
    trial: Trial | None = None
    for day, (trying, worked) in enumerate(states):
        trial = settled(trial, trying=trying, worked=worked, day=day)
        assert (trial is not None) == (trying or worked)
        assert trial == settled(trial, trying=trying, worked=worked, day=day + 1)  # the same again: the same
        assert trial is None or (trial.outcome is Outcome.WORKED) == worked


# --- answers ---------------------------------------------------------------------------------------------


def test_not_yet_asks_once_more_after_thirty_days_then_stops() -> None:
    asked_at = AT + timedelta(days=14)
    once = rules.answered(OPEN, Outcome.NOT_YET, asked_at)
    assert once.ask_at == asked_at + timedelta(days=30)
    assert rules.answered(once, Outcome.NOT_YET, asked_at) == once  # the same press, twice
    twice = rules.answered(once, Outcome.NOT_YET, once.ask_at)
    assert twice.ask_at is None
    assert not rules.is_asked(twice, AT + timedelta(days=999))


@pytest.mark.parametrize(
    ("trial", "days", "asked"),
    [
        (None, 99, False),
        (OPEN, 13, False),
        (OPEN, 14, True),
        (replace(OPEN, outcome=Outcome.NOT_YET), 14, True),
        (replace(OPEN, outcome=Outcome.WORKED), 14, False),
        (NEW, 99, False),
        (rules.postponed(OPEN, AT), 29, False),
        (rules.postponed(OPEN, AT), 30, True),
    ],
)
def test_what_is_asked_when(trial: Trial | None, days: int, asked: bool) -> None:
    assert rules.is_asked(trial, AT + timedelta(days=days)) is asked


@pytest.mark.parametrize("before", [None, *Outcome])
@pytest.mark.parametrize("after", [None, *Outcome])
def test_silence_and_not_yet_are_never_news(before: Outcome | None, after: Outcome | None) -> None:
    told = rules.is_news(replace(NEW, outcome=before), replace(NEW, outcome=after))
    assert told == (after in (Outcome.WORKED, Outcome.MIXED, Outcome.NOT_FOR_ME) and after is not before)


# --- days ------------------------------------------------------------------------------------------------


def test_the_day_of_news_is_the_authors() -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert rules.local_day(late, "Europe/Paris") == date(2026, 11, 25)
    assert rules.opening_of(date(2026, 11, 25), "Europe/Paris", 510) == datetime(
        2026, 11, 25, 7, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "subject", ["", "1-p", "1-p.1", "1-p.20261399", "1-p.2026112a", ".20261124", "a.²0261124"]
)
def test_another_subject_is_no_day(subject: str) -> None:
    assert rules.news_day(subject) is None


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_a_day_comes_back_from_its_subject(day: date) -> None:
    assert rules.news_day(rules.news_subject("abc", day)) == day


@pytest.mark.parametrize("name", ["Inès", "Élodie", "Hugo", "Yves", "Œdipe"])
def test_an_elision_before_a_vowel(name: str) -> None:
    assert rules.elides(name)


@pytest.mark.parametrize("name", ["Claire", "Yann", "", "李"])
def test_no_elision_elsewhere(name: str) -> None:
    assert not rules.elides(name)


# --- the years -------------------------------------------------------------------------------------------


def test_a_practice_is_to_be_confirmed_every_twelve_months() -> None:
    year = timedelta(days=365)
    assert not rules.is_dated(PRACTICE, AT + year - timedelta(seconds=1))
    assert rules.is_dated(PRACTICE, AT + year)
    confirmed = replace(PRACTICE, confirmed_at=AT + year)
    assert not rules.is_dated(confirmed, AT + year * 2 - timedelta(days=1))
    assert rules.is_dated(confirmed, AT + year * 2)
    shared_again = replace(confirmed, shared_at=AT + year * 2)
    assert not rules.is_dated(shared_again, AT + year * 2)
    assert not rules.is_dated(replace(PRACTICE, state=State.ARCHIVED), AT + year * 9)


def test_an_idea_is_idle_until_somebody_tried_it() -> None:
    assert rules.is_idle(PRACTICE, Tally(useful=3, trying=2))
    assert not rules.is_idle(PRACTICE, Tally(tried=1))
    practised = replace(PRACTICE, content=replace(PRACTICE.content, tried=Tried.FEW))
    assert not rules.is_idle(practised, Tally())
    assert not rules.is_idle(replace(PRACTICE, state=State.DRAFT), Tally())
