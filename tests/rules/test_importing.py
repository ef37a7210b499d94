"""Lines of a library: what is taken, what is at fault, and that no fault says a word of the file."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

import pytest

from bot.library.bringing import labels, survey
from bot.library.cli_import import WHY, _fault, cut_lines
from bot.library.importing import BYTES_MAX, Fault, Line, Seen, csv_records, is_csv, json_records, validated
from bot.practices.models import PracticeKind, Tried

GOOD: dict[str, Any] = {
    "id": "p1",
    "title": "Deux minutes de silence",
    "useful_for": "Quand un codir se tait, deux minutes d’écriture aident chacun à parler.",
    "steps": "Poser la question, faire écrire, faire lire.",
    "kind": "méthode",
    "lang": "fr",
}


def line(**changes: Any) -> Line | list[Fault]:
    return validated(7, {**GOOD, **changes}, Seen(), labels())


def good(**changes: Any) -> Line:
    found = line(**changes)
    assert isinstance(found, Line), found
    return found


def why(**changes: Any) -> list[tuple[str, str]]:
    found = line(**changes)
    assert isinstance(found, list), found
    assert {fault.line for fault in found} == {7}
    return [(fault.field, fault.why) for fault in found]


def jsonl(*lines: bytes) -> list[tuple[int, Any]]:
    return list(json_records(lines))


def table(text: str | bytes) -> list[tuple[int, Any]]:
    raw = text.encode() if isinstance(text, str) else text
    return list(csv_records(cut_lines(io.BytesIO(raw))))


def test_what_worked_and_what_did_not_join_the_steps_under_labels_of_the_line() -> None:
    assert good(worked="Les discrets parlent", did_not="Trop court").content.steps == (
        "Poser la question, faire écrire, faire lire.\n\n"
        "Ce qui a marché\u00a0: Les discrets parlent\n\nCe qui coince\u00a0: Trop court"
    )
    assert "What worked: They {talk}" in good(lang="en", worked="They {talk}").content.steps


def test_a_library_was_practised_and_keeps_its_authors() -> None:
    found = good(author="Claire Martin")
    assert found.content.tried is Tried.FEW
    assert found.content.attribution == "Claire Martin"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("method", PracticeKind.METHOD),
        ("Méthode", PracticeKind.METHOD),
        ("posture", PracticeKind.METHOD),
        ("méthode / posture", PracticeKind.METHOD),
        ("développement", PracticeKind.DEVELOPMENT),
        ("DEVELOPPEMENT", PracticeKind.DEVELOPMENT),
        ("watch", PracticeKind.WATCH),
        ("veille", PracticeKind.WATCH),
        ("", PracticeKind.UNSET),
        (None, PracticeKind.UNSET),
    ],
)
def test_kinds_are_taken_in_both_languages(written: str | None, kind: PracticeKind) -> None:
    assert good(kind=written).content.kind is kind


def test_families_are_those_of_the_list_and_another_is_a_tag() -> None:
    found = good(families=["Orienté Solution", "nvc", "Ennéagramme"], tags="Silence; #codir")
    assert found.families == ("orienté solution", "CNV", "autre")
    assert found.tags == ("silence", "codir", "ennéagramme")
    assert found.notes == ("families",)


def test_a_missing_language_is_guessed() -> None:
    assert good(lang="").lang == "fr"
    assert good(lang=None, useful_for="When the team is silent, it helps them to talk.").lang == "en"


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"id": ""}, [("id", "required")]),
        ({"id": True}, [("id", "text")]),
        ({"id": "x" * 65}, [("id", "too-long")]),
        ({"title": None}, [("title", "required")]),
        ({"title": "\u200b\x00 "}, [("title", "required")]),
        ({"title": "x" * 81}, [("title", "too-long")]),
        ({"title": "a\nb"}, [("title", "one-line")]),
        ({"useful_for": ["a"]}, [("useful_for", "text")]),
        ({"steps": ""}, [("steps", "required")]),
        ({"steps": "x" * 1_500, "worked": "y" * 1_500}, [("steps", "too-long")]),
        ({"kind": "secret"}, [("kind", "unknown")]),
        ({"lang": "de"}, [("lang", "unknown")]),
        ({"tags": list("abcdef")}, [("tags", "too-many")]),
        ({"tags": ["x" * 31]}, [("tags", "too-long")]),
        ({"tags": [1]}, [("tags", "list")]),
        ({"families": {"a": 1}}, [("families", "list")]),
        ({"author": "x" * 151}, [("author", "too-long")]),
        (
            {"title": "", "kind": "?", "lang": "xx"},
            [("title", "required"), ("kind", "unknown"), ("lang", "unknown")],
        ),
    ],
)
def test_every_fault_of_a_line_is_named(changes: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    assert why(**changes) == faults


def test_the_excess_is_said_in_figures() -> None:
    found = line(title="x" * 100)
    assert isinstance(found, list)
    assert _fault(found[0]) == "line 7, title: 20 characters too many (at most 80)"


def test_an_id_stands_once_in_a_file() -> None:
    found = survey([(1, GOOD), (4, GOOD)], (), {})
    assert [(f.line, f.field, f.why, f.figures) for f in found.faults] == [(4, "id", "twice", (1,))]


def test_a_bad_line_is_named_and_the_next_is_read() -> None:
    record = json.dumps(GOOD).encode()
    found = jsonl(
        b"\xef\xbb\xbf" + record + b"\r\n",
        b"\n",
        record[:40],
        b'["a"]',
        b'{"id": "\x00"}',
        '{"id": "é"}'.encode("latin-1"),
        b'{"id": ' + b"[" * 5_000 + b"}",
        b'{"id": "' + b"x" * BYTES_MAX + b'"}',
        record,
    )
    shown = [(n, r.why if isinstance(r, Fault) else "ok") for n, r in found]
    assert shown == [
        (1, "ok"),
        (3, "json"),
        (4, "object"),
        (5, "json"),
        (6, "encoding"),
        (7, "json"),
        (8, "long"),
        (9, "ok"),
    ]


def test_a_line_of_a_megabyte_is_cut_before_it_is_read() -> None:
    file = io.BytesIO(b"x" * 1_000_000 + b"\nshort\n")
    assert [len(cut) for cut in cut_lines(file)] == [BYTES_MAX + 1, 6]


def test_a_table_may_have_quotes_line_ends_and_either_sign() -> None:
    text = '\ufeffID;Title;steps\r\n1;"Bilan ""3 mots""";"a\nb; c"\r\n\r\n2;T;d\r\n'
    assert table(text) == [
        (2, {"id": "1", "title": 'Bilan "3 mots"', "steps": "a\nb; c"}),
        (5, {"id": "2", "title": "T", "steps": "d"}),
    ]
    assert table('id,title\n1,"a, b"\n') == [(2, {"id": "1", "title": "a, b"})]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("name;words\n1;2\n", [(1, "headings")]),
        ("", [(1, "headings")]),
        ("id;title\n1;a;b\n2;c\n", [(2, "cells")]),
        ('id;title\n1;"a\n2;b\n', [(2, "quotes")]),
        ('id;title\n1;"a"x\n2;b\n', [(2, "quotes")]),
        (b"id;title\n1;a\n2;\xe9\n3;b\n", [(3, "encoding")]),
        ("id;title\n1;a\n".encode("utf-16"), [(1, "encoding")]),
        ("id;title\n1;" + "x" * 300_000 + "\n", [(2, "long")]),
        ('id;title\n1;"' + ("x" * 1_000 + "\n") * 200, [(2, "quotes")]),
    ],
)
def test_a_bad_table_says_where(text: str | bytes, faults: list[tuple[int, str]]) -> None:
    assert [(n, r.why) for n, r in table(text) if isinstance(r, Fault)] == faults


def test_the_format_is_told_by_the_ending_then_by_the_first_sign() -> None:
    assert is_csv("a.CSV", b"{")
    assert not is_csv("a.jsonl", b"id;title")
    assert is_csv("library", b"id;title")
    assert not is_csv("library", b'\xef\xbb\xbf {"id"')


def test_both_checks_speak_and_an_identifier_holds() -> None:
    records: Iterable[tuple[int, Any]] = [
        (1, {**GOOD, "steps": "Écrire à a.roy@exemple.fr"}),
        (2, {**GOOD, "id": "p2", "useful_for": "pour info"}),
        (3, {**GOOD, "id": "p3", "author": "Madame Claire Martin"}),
    ]
    found = survey(records, (), {})
    assert [plan.held for plan in found.planned] == [True, False, False]
    assert [(a.line, a.field, a.hard) for a in found.advice if a.hard] == [(1, "steps", True)]
    assert (2, "for_info") in [(a.line, a.code) for a in found.advice]


def test_what_came_in_before_is_not_checked_again() -> None:
    told = {**GOOD, "steps": "Écrire à a.roy@exemple.fr"}
    first = survey([(1, told)], (), {})
    assert first.advice
    assert survey([(1, told)], (), {"p1": first.planned[0].digest}).advice == []


def test_no_fault_says_a_word_of_the_file() -> None:
    """Canaries in every field and every kind of damage: what is printed has a number, a heading, figures."""
    secret = "CANARI"
    damaged = [
        dict.fromkeys((*GOOD, "author", "worked", "tags", "families"), f"{secret}\n" * 3000),
        {name: [secret] for name in GOOD},
        {**GOOD, secret: secret, "kind": secret, "lang": secret, "tags": [secret * 9]},
    ]
    lines = [json.dumps(record).encode() for record in damaged] + [b"CANARI", b'{"CANARI": "CANARI']
    found = survey(json_records(lines), (), {})
    said = [_fault(fault) for fault in found.faults]
    assert len(said) > 10
    assert secret not in "".join(said)
    assert {fault.why for fault in found.faults} <= set(WHY)


def test_ten_thousand_lines_are_read_one_by_one() -> None:
    def lines() -> Iterable[bytes]:
        for number in range(10_000):
            yield json.dumps({**GOOD, "id": f"x{number}", "title": ""}).encode()

    found = survey(json_records(lines()), (), {})
    assert len(found.faults) == 10_000
