"""The line-by-line door: one object in, one object out, and a bad line harms no other."""

from __future__ import annotations

import json

import pytest

from bot.checks.jsonl import answer_line


def advise(code: str, lang: str) -> str:
    return f"{lang}:{code}"


def answer(**asked: object) -> dict[str, object]:
    line = answer_line(json.dumps(asked), advise)
    assert line.isascii()
    assert "\n" not in line
    return json.loads(line)


def test_a_usefulness_finding_has_exactly_these_fields() -> None:
    got = answer(check="usefulness", text="pour info, un article", lang="fr", kind="method", title="Un titre")
    assert got["ok"] is False
    assert got["findings"][0] == {
        "code": "for_info",
        "quote": "pour info",
        "start": 0,
        "end": 9,
        "severity": "soft",
        "advice": "fr:for_info",
    }


def test_a_useful_answer_is_ok() -> None:
    got = answer(
        check="usefulness", text="Quand un codir se tait, deux minutes d’écriture aident chacun à parler."
    )
    assert got == {"ok": True, "findings": []}


def test_a_confidentiality_finding_may_carry_a_suggestion() -> None:
    got = answer(check="confidentiality", text="Écris à a.roy@exemple.fr", more=1)
    (finding,) = got["findings"]
    assert finding["severity"] == "hard"
    assert finding["suggestion"] == "[coordonnées retirées]"


def test_a_missing_language_is_guessed() -> None:
    got = answer(check="usefulness", text="FYI, the slides are online now")
    assert got["findings"][0]["advice"] == "en:for_info"


@pytest.mark.parametrize("text", ["", "a" * 40_000, "\ud800 \udfff", "\0\0", "e\u0301 \u200b"])
def test_any_string_is_answered(text: str) -> None:
    for check in ("usefulness", "confidentiality"):
        assert "error" not in answer(check=check, text=text)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "not json",
        "[]",
        "3",
        "null",
        "{}",
        '{"check":"usefulness"}',
        '{"check":"other","text":"a"}',
        '{"check":"usefulness","text":3}',
        '{"check":"usefulness","text":null}',
        '{"check":["usefulness"],"text":"a"}',
        '{"check":"usefulness","text":"a","lang":3}',
        '{"check":"usefulness","text":"a","lang":"de"}',
        '{"check":"usefulness","text":"a","title":[]}',
        '{"check":"confidentiality","text":"a","allowed":"x"}',
        '{"check":"usefulness","text":"a","kind":"x"}',
        "[" * 100_000,
        '{"check":"usefulness","text":"a"',
        '"text"',
    ],
)
def test_a_bad_line_gets_an_error_and_nothing_else(line: str) -> None:
    got = json.loads(answer_line(line, advise))
    assert list(got) == ["error"]
