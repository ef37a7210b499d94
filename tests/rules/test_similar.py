"""Practices in other words, and look-alikes that are others."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from bot.checks.jsonl import answer_line
from bot.library import similar

PAIRS = Path(__file__).parent.parent / "corpora" / "similar"
TRIPLES = [
    json.loads(line)
    for file in sorted(PAIRS.glob("*.jsonl"))
    for line in file.read_text("utf-8").splitlines()
]


def text(practice: dict[str, str]) -> tuple[str, str, str]:
    return practice["title"], practice["useful_for"], practice["steps"]


def share(pairs: list[tuple[Any, Any]]) -> float:
    return sum(similar.compare(text(a), text(b))[0] for a, b in pairs) / len(pairs)


def test_most_that_were_reworded_and_few_that_look_alike() -> None:
    """On the pairs that the weights were learnt from; `fit_similar` prints the figures on styles left out."""
    assert share([(t["a"], t["b"]) for t in TRIPLES]) >= 0.5
    assert share([(t[x], t["c"]) for t in TRIPLES for x in "ab"]) <= 0.1


def test_practices_of_other_subjects_are_not_similar() -> None:
    chosen = TRIPLES[::4]
    assert share([(x["a"], y["b"]) for x, y in combinations(chosen, 2)]) <= 0.02


def test_a_practice_is_similar_to_itself_and_to_itself_without_accents() -> None:
    for triple in TRIPLES[::5]:
        a = text(triple["a"])
        assert similar.compare(a, a)[1] > 0.9
        bare = tuple(part.upper().replace("É", "E").replace("È", "E") for part in a)
        assert similar.compare(a, (bare[0], bare[1], bare[2]))[0]


def test_the_score_is_the_same_both_ways() -> None:
    for triple in TRIPLES[::6]:
        a, b = text(triple["a"]), text(triple["b"])
        assert similar.compare(a, b) == similar.compare(b, a)


@pytest.mark.parametrize("words", ["", " ", "\x00\ud800", "a" * 50_000, "deux " * 20_000, "le la les"])
def test_any_text_has_a_score(words: str) -> None:
    for other in ("", words, "Poser la question"):
        assert 0 <= similar.compare((words, words, words), (other, other, other))[1] <= 1


def test_the_nearest_is_found_among_others() -> None:
    told = [t for t in TRIPLES if similar.compare(text(t["a"]), text(t["b"]))[0]]
    others = [text(t["a"]) for t in TRIPLES]
    found = [similar.nearest(text(t["b"]), others) for t in told[:8]]
    right = [at == TRIPLES.index(t) for at, t in zip(found, told[:8], strict=True)]
    assert sum(right) >= 7, found  # two of the practices are kin
    assert similar.nearest(("", "", ""), others) is None
    assert similar.nearest(others[0], []) is None


def asked(**line: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        answer_line(json.dumps(line), lambda code, lang: code, similar.compare)
    )
    return found


def test_the_line_by_line_door_compares_two_practices() -> None:
    a = TRIPLES[0]["a"]
    got = asked(check="similar", a=a, b=a)
    assert got["similar"] is True
    assert 0.9 < got["score"] <= 1
    assert asked(check="similar", a={}, b={"title": None}) == {
        "similar": False,
        "score": pytest.approx(0, abs=0.1),
    }


@pytest.mark.parametrize("pair", [{}, {"a": {}}, {"a": "x", "b": "y"}, {"a": {"title": 1}, "b": {}}])
def test_a_bad_pair_gets_an_error(pair: dict[str, object]) -> None:
    assert list(asked(check="similar", **pair)) == ["error"]
