"""Seats, steps before and after, the next free slot, and what may stand in a title or a spot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Voice
from bot.limits import THREAD_TITLE_MAX, units
from bot.moments import Moment, moment
from bot.sessions import cards, rules
from bot.sessions.models import Answer, Commitment, Outcome, Rsvp, Session, State
from bot.sessions.rules import Step
from tests.support.clock import TUESDAY

PARIS = "Europe/Paris"


def session(starts: str = "2026-12-03T18:00", zone: str = PARIS, **changes: object) -> Session:
    meant = moment(datetime.fromisoformat(starts), zone)
    made = Session("c", "1-s", "p", "P", "Codév", meant.at, meant.wall, zone, "ici", state=State.PLANNED)
    return made.with_(**changes)


def rsvp(member: str, minute: int, answer: Answer = Answer.YES) -> Rsvp:
    return Rsvp(member, member.title(), answer, TUESDAY + timedelta(minutes=minute))


ANSWERS = st.lists(
    st.builds(rsvp, st.sampled_from("abcdefghij"), st.integers(0, 50), st.sampled_from(Answer)),
    unique_by=lambda r: r.member,
)


@given(ANSWERS, st.integers(2, 6), st.randoms())
def test_seats_go_by_turn_whatever_the_order_of_reading(
    rsvps: list[Rsvp], seats: int, shuffled: object
) -> None:
    one = session(seats=seats)
    has, waits = rules.seated(one, rsvps), rules.waiting(one, rsvps)
    other = list(rsvps)
    shuffled.shuffle(other)  # type: ignore[attr-defined]
    assert rules.seated(one, other) == has
    assert {r.member for r in [*has, *waits]} == {r.member for r in rsvps if r.answer is Answer.YES}
    assert len(has) <= seats
    assert not waits or len(has) == seats
    assert all(first.answered_at <= later.answered_at for first in has for later in waits)
    for r in rsvps:
        left = [x for x in rsvps if x.member != r.member]
        moved = rules.moved_up(one, one, rsvps, left)
        assert moved == ([waits[0].member] if waits and r in has else [])


def test_full_is_asked_for_somebody() -> None:
    one, both = session(seats=2), [rsvp("a", 1), rsvp("b", 2)]
    assert rules.full(one, both, "c")
    assert not rules.full(one, both, "a")
    assert not rules.full(one, both[:1], "c")


@pytest.mark.parametrize(
    ("typed", "seats"),
    [
        ("", 8),
        ("2", 2),
        ("50", 50),
        ("1", None),
        ("51", None),
        ("0", None),
        ("x", None),
        ("٨", 8),
        ("9" * 99, None),
    ],
)
def test_seats_as_typed(typed: str, seats: int | None) -> None:
    assert rules.seats(typed) == seats


@pytest.mark.parametrize(
    ("starts", "zone", "week", "day", "soon"),
    [
        ("2026-12-03T18:00", PARIS, "11-26T17:00", "12-02T17:00", "12-03T16:00"),
        ("2026-10-26T09:00", PARIS, "10-19T07:00", "10-25T08:00", "10-26T07:00"),
        ("2027-03-29T09:00", PARIS, "03-22T08:00", "03-28T07:00", "03-29T06:00"),
        ("2027-03-29T02:30", PARIS, "03-22T01:30", "03-28T01:00", "03-28T23:30"),
        ("2026-12-03T18:00", "America/Martinique", "11-26T22:00", "12-02T22:00", "12-03T21:00"),
    ],
)
def test_steps_at_the_same_wall_hour(starts: str, zone: str, week: str, day: str, soon: str) -> None:
    one = session(starts, zone)
    steps = [rules.step_at(one, step).strftime("%m-%dT%H:%M") for step in (Step.WEEK, Step.DAY, Step.SOON)]
    assert steps == [week, day, soon]
    assert rules.step_at(one, Step.END) - one.starts_at == timedelta(minutes=90)


def test_each_step_in_its_turn_and_none_before_or_too_late() -> None:
    one = session()
    for step, following in zip([None, *Step], [*Step, None], strict=True):
        now = rules.step_at(one, step) if step else TUESDAY - timedelta(days=30)
        assert rules.next_step(one, now) is following
        if step:
            assert rules.due(one, step, now)
            assert not rules.due(one, step, now - timedelta(seconds=1))
    assert not rules.due(one, Step.WEEK, one.starts_at - timedelta(days=3))
    assert not rules.due(one, Step.DAY, one.starts_at - timedelta(hours=12))
    assert not rules.due(one, Step.SOON, one.starts_at)


def test_a_move_forward_the_same_day_is_not_said_early() -> None:
    moved = session("2026-12-03T20:00")
    assert not rules.due(moved, Step.DAY, rules.step_at(session(), Step.DAY))


@pytest.mark.parametrize(
    ("meant", "taken", "free"),
    [
        ("2026-11-23T18:00", [], "2026-11-30T18:00"),
        ("2026-11-23T18:00", ["2026-11-30T17:00"], "2026-12-07T18:00"),
        ("2026-11-23T18:00", ["2026-11-30T16:30", "2026-12-07T19:30"], "2026-11-30T18:00"),
        ("2020-03-02T09:00", [], "2026-11-30T09:00"),
        ("2026-11-24T09:00", [], "2026-12-01T09:00"),
    ],
)
def test_the_next_free_slot(meant: str, taken: list[str], free: str) -> None:
    past: Moment = moment(datetime.fromisoformat(meant), PARIS)
    found = rules.free_slot(past, [session(at) for at in taken], TUESDAY, 90)
    assert found == moment(datetime.fromisoformat(free), PARIS)


@pytest.mark.parametrize(
    ("title", "spot", "fields"),
    [
        ("Codév", "https://zoom.exemple.us/j/06123456789?pwd=abc", []),
        ("Codév", "https://teams.exemple.com/l/meetup-join/19%3ameeting_0612345678", []),
        ("Codév", "12 rue des Lilas, 69003 Lyon", []),
        ("Codév, jean@exemple.fr", "ici", ["title"]),
        ("Codév", "06 12 34 56 78", ["spot"]),
        ("Codév", "https://exemple.fr/jean@exemple.fr", ["spot"]),
        ("Appeler le 06 12 34 56 78", "jean@exemple.fr", ["title", "spot"]),
    ],
)
def test_a_call_s_link_names_nobody(title: str, spot: str, fields: list[str]) -> None:
    assert rules.names_somebody(title, spot, ()) == fields


@pytest.mark.parametrize(
    "spot", ["https://a b", "ftp://x", "http://", 'https://x"y', "voir https://x.fr", "javascript://x"]
)
def test_not_a_whole_link(spot: str) -> None:
    assert not rules.is_link(spot)
    assert rules.broken_link(spot)


@given(st.text(min_size=1, max_size=80), st.sampled_from(["fr", "en"]))
def test_a_thread_is_called_by_its_title_and_its_hour(title: str, lang: str) -> None:
    """Whatever is in the title, what is the same to the minute alone is called the same."""
    names = {
        cards.thread_title(session(at, title=title), Voice(lang))
        for at in ("2026-12-03T18:00", "2026-12-03T18:05", "2026-12-10T18:00")
    }
    assert len(names) == 3
    assert all(0 < units(name) <= THREAD_TITLE_MAX for name in names)


def test_not_yet_is_asked_again_once() -> None:
    said = rules.committed("c", "1-s", "m", "Me taire", TUESDAY)
    assert said.ask_at == TUESDAY + timedelta(days=14)
    assert rules.to_ask(said)
    again = rules.answered(said, Outcome.NOT_YET, TUESDAY)
    assert again.ask_at == TUESDAY + timedelta(days=30)
    assert rules.to_ask(again)
    last = rules.answered(again, Outcome.NOT_YET, TUESDAY + timedelta(days=30))
    assert not rules.to_ask(last)
    for outcome in set(Outcome) - {Outcome.NOT_YET}:
        assert not rules.to_ask(rules.answered(said, outcome, TUESDAY))


def test_nothing_is_asked_of_who_passed() -> None:
    assert rules.committed("c", "1-s", "m", "", TUESDAY).ask_at is None
    assert not rules.to_ask(Commitment("c", "1-s", "m", "", datetime(2026, 1, 1, tzinfo=UTC)))
    assert not rules.to_ask(None)


def test_not_yet_pressed_twice_is_said_once() -> None:
    """Two presses of one button: it is still asked about once more."""
    said = rules.committed("c", "1-s", "m", "Me taire", TUESDAY)
    once = rules.answered(said, Outcome.NOT_YET, TUESDAY)
    assert rules.answered(once, Outcome.NOT_YET, TUESDAY + timedelta(seconds=2)) == once
    other = rules.answered(said, Outcome.WORKED, TUESDAY)  # the wrong button, then the right one
    assert rules.to_ask(rules.answered(other, Outcome.NOT_YET, TUESDAY))
