"""Notes, files and first titles, as pure functions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exchanges import markdown, rules
from bot.exchanges.models import Note, NoteKind
from bot.i18n import Voice
from bot.limits import ID, TITLE_MAX, units
from bot.members.models import Member, Role
from bot.practices.models import Content, Practice, PracticeKind, State, Tried

CONTENT = Content(
    "La question miroir",
    "Quand un dirigeant tourne en rond.",
    "1. Se taire\n# Compter\n![x](https://exemple.fr/x.png) <b>",
    PracticeKind.METHOD,
    Tried.FEW,
    duration="dix minutes",
    support="https://exemple.fr/a_b",
    attribution="Une *école*",
)
PRACTICE = Practice(
    "circle1",
    "1-a",
    "1-claire",
    "Claire Morel",
    State.SHARED,
    CONTENT,
    tags=("posture", "questions"),
    shared_at=datetime(2026, 11, 24, 23, 30, tzinfo=UTC),
)


def note(
    id_: str, kind: NoteKind, writer: str, reader: str | None = None, answers: str | None = None
) -> Note:
    return Note(
        "circle1", id_, "1-a", kind, writer, f"mots de {id_}", reader, answers, "Karim Benali", "1-claire"
    )


# --- ids ---------------------------------------------------------------------------------------------------


def test_thanks_are_one_for_each_member_practice_and_version() -> None:
    same = {rules.thanks_id("1-", "1-a", "1-karim", 2) for _ in range(3)}
    others = [("1-", "1-b", "1-karim", 2), ("1-", "1-a", "1-ines", 2), ("1-", "1-a", "1-karim", 3)]
    assert len(same | {rules.thanks_id(*other) for other in others}) == 4
    assert rules.answer_id("1-", "1-q") != rules.answer_id("1-", "1-r")


@given(st.text(max_size=30), st.text(max_size=30), st.integers(0, 999))
def test_ids_fit_a_button_and_a_column(practice: str, member: str, number: int) -> None:
    assert ID.fullmatch(rules.thanks_id("fffff-", practice, member, number))


# --- which question ----------------------------------------------------------------------------------------

ASKED = note("q1", NoteKind.QUESTION, "1-karim", "1-claire")
LATER = note("q2", NoteKind.QUESTION, "1-ines", "1-claire")
ANSWERED = note("a1", NoteKind.ANSWER, "1-claire", "1-karim", "q1")
ADDED = note("c1", NoteKind.COMPLEMENT, "1-karim")


def test_the_oldest_unanswered_question_waits_for_the_author_alone() -> None:
    assert rules.open_question([ASKED, LATER], "1-claire") == ASKED
    assert rules.open_question([ASKED, LATER, ANSWERED], "1-claire") == LATER
    assert rules.open_question([ASKED, ANSWERED, ADDED], "1-claire") is None
    assert rules.open_question([ASKED, LATER], "1-karim") is None


def test_the_newest_question_is_ones_own() -> None:
    again = note("q3", NoteKind.QUESTION, "1-karim", "1-claire")
    assert rules.own_question([ASKED, ANSWERED, again, LATER], "1-karim") == again
    assert rules.own_question([ASKED], "1-ines") is None
    assert rules.complements([ASKED, ADDED, ANSWERED]) == (ADDED,)


# --- a file ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("La question miroir", "la-question-miroir"),
        ("Œuvrer à l’écoute : « 3 idées » !", "oeuvrer-a-lecoute-3-idees"),
        ("مرحبا", "1-a"),
        ("\U0001f600", "1-a"),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 80, "x" * 60),
        ("a " * 40, ("a-" * 30)[:-1]),
    ],
)
def test_a_file_is_named_after_the_title(title: str, slug: str) -> None:
    assert rules.slug(title, "1-a") == slug


@given(st.text(max_size=80))
def test_a_files_name_is_plain_ascii(title: str) -> None:
    made = rules.slug(title, "1-a")
    assert 0 < len(made) <= rules.SLUG_MAX
    assert made.isascii()
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_practice_as_markdown(lang: str) -> None:
    voice = Voice(lang, "tu", "Europe/Paris")
    text = markdown.page(PRACTICE, [ADDED], voice)
    lines = text.splitlines()
    assert lines[0] == "# La question miroir"
    assert [line for line in lines if line.startswith("# ")] == lines[:1]
    for words in (
        "1\\. Se taire",
        "\\# Compter",
        "!\\[x\\](https://exemple.fr/x.png) \\<b\\>",
        "Une \\*école\\*",
    ):
        assert words in text
    assert "https://exemple.fr/a_b" in lines
    day = {"fr": "25 novembre 2026", "en": "25 November 2026"}[lang]  # in the reader's zone
    assert day in text
    assert voice("field-aim-method") in text
    assert voice("practice-tried-few") in text
    assert "posture, questions" in lines
    assert lines[-1] == "- " + voice("complement-line", name="Karim Benali", words="mots de c1")
    assert voice("practice-limits") not in text  # what is empty is left out


def test_an_idea_without_more_is_short() -> None:
    bare = replace(
        PRACTICE,
        content=Content("T", "U", "S", PracticeKind.UNSET, Tried.NEVER),
        tags=(),
        shared_at=None,
    )
    text = markdown.page(bare, [], Voice("fr"))
    assert "idée à tester" in text
    assert text.count("## ") == 2


@given(st.text(alphabet="ab*_`[]<>#-+=1.) \n\\|~!", max_size=60))
def test_members_words_open_nothing_in_markdown(words: str) -> None:
    for line in rules.markdown(words).split("\n"):
        assert not line.lstrip().startswith(("#", "-", "+", "=", "*", ">", "`", "~", "|"))
        bare = line.replace("\\\\", "")
        assert all(bare[i - 1] == "\\" for i, sign in enumerate(bare) if sign in "*_`[]<>" and i)


# --- a message ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "title"),
    [
        ("Hier, j’ai reformulé. Puis compté.", "Hier, j’ai reformulé"),
        ("\n\n  **Se taire** : dix secondes\nLa suite", "Se taire : dix secondes"),
        ("Et si on se taisait ? Essayez.", "Et si on se taisait ?"),
        ("mot " * 50, " ".join(["mot"] * 19) + "…"),
        ("...", "..."),
        ("***", ""),
    ],
)
def test_a_message_has_a_first_title(message: str, title: str) -> None:
    assert rules.title_of(message) == title


@given(st.text(max_size=300))
def test_a_first_title_fits_its_field(message: str) -> None:
    title = rules.title_of(message)
    assert len(title) <= TITLE_MAX
    assert units(title) <= TITLE_MAX
    assert "\n" not in title


# --- an alert ------------------------------------------------------------------------------------------


def member(id_: str, role: Role = Role.MEMBER, away_until: date | None = None) -> Member:
    return Member("circle1", id_, id_, role, away_until=away_until)


DAY = date(2026, 11, 24)


def test_the_peer_is_no_steward_where_somebody_else_is_there() -> None:
    steward, away = member("s", Role.STEWARD), member("w", away_until=DAY)
    listed = [steward, member("a"), member("r"), member("p"), away]
    assert {rules.peer(listed, "a", "r", f"1-{n}", DAY) for n in range(20)} == {"p"}
    assert rules.peer([steward, member("a"), member("r"), away], "a", "r", "1-x", DAY) == "w"
    assert rules.peer([steward, member("a"), member("r")], "a", "r", "1-x", DAY) == "s"
    assert rules.peer([member("a"), member("r")], "a", "r", "1-x", DAY) is None


def test_among_equals_it_is_not_always_the_same() -> None:
    listed = [member(name) for name in "arpq"]
    assert {rules.peer(listed, "a", "r", f"1-{n}", DAY) for n in range(20)} == {"p", "q"}
    assert rules.peer(listed, "a", "r", "1-0", DAY) == rules.peer(listed[::-1], "a", "r", "1-0", DAY)


def test_the_same_worry_about_the_same_words_is_one_alert() -> None:
    one = rules.alert_id("1-", "1-a", "m", 1, "hold")
    assert one == rules.alert_id("1-", "1-a", "m", 1, "hold")
    others = {
        rules.alert_id("1-", "1-a", *rest) for rest in (("n", 1, "hold"), ("m", 2, "hold"), ("m", 1, "other"))
    }
    assert len(others - {one}) == 3
    assert ID.fullmatch(one)
