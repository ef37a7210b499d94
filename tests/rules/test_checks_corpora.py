"""Both checks against texts: our tuning half, and a half that the rules' author never opened."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.checks import check_confidentiality, check_usefulness

CORPORA = Path(__file__).parent.parent / "corpora"

# shares that must hold: (clean texts that pass without remark, others that get one)
FLOORS = {
    ("usefulness", "tuning"): (0.97, 0.92),
    ("confidentiality", "tuning"): (0.97, 0.92),
    ("usefulness", "heldout"): (0.97, 0.82),
    ("confidentiality", "heldout"): (0.95, 0.80),
}
HARD_FLOOR = 0.95


@dataclass(frozen=True, slots=True)
class Score:
    """Shares over one corpus, and what went wrong by line id (never by text)."""

    clean: int
    passed: int
    other: int
    caught: int
    right_code: int
    overlapping: int
    hard: int
    hard_caught: int
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"clean passes {self.passed}/{self.clean} ({self.passed / self.clean:.1%}), "
            f"caught {self.caught}/{self.other} ({self.caught / self.other:.1%}), "
            f"code {self.right_code}/{self.caught}, span {self.overlapping}, "
            f"hard {self.hard_caught}/{self.hard}"
        )


def lines(check: str, half: str) -> list[dict[str, Any]]:
    found = sorted((CORPORA / half).glob(f"{check}*.jsonl"))
    return [
        json.loads(line) for path in found for line in path.read_text("utf-8").splitlines() if line.strip()
    ]


def score(check: str, half: str) -> Score:
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for line in lines(check, half):
        text, expected = line["text"], set(line["expect"])
        if check == "usefulness":
            findings = check_usefulness(
                text, lang=line["lang"], kind=line.get("kind"), title=line.get("title")
            )
        else:
            findings = check_confidentiality(text, lang=line["lang"])
        for finding in findings:
            assert text[finding.start : finding.end] == finding.quote
        if not expected:
            counts["clean"] += 1
            counts["passed"] += not findings
        else:
            counts["other"] += 1
            counts["caught"] += bool(findings)
            codes = {finding.code for finding in findings}
            counts["right_code"] += bool(codes & (expected | set(line.get("suits", ()))))
            span = line.get("span")
            if span:
                start = text.index(span)
                counts["overlapping"] += any(f.start < start + len(span) and start < f.end for f in findings)
            if line.get("hard"):
                counts["hard"] += 1
                counts["hard_caught"] += any(finding.severity == "hard" for finding in findings)
        if bool(findings) != bool(expected):
            wrong.append(line.get("id", "?"))
    names = ("clean", "passed", "other", "caught", "right_code", "overlapping", "hard", "hard_caught")
    return Score(*(counts[name] for name in names), tuple(wrong))


@pytest.mark.parametrize("half", ["tuning", "heldout"])
@pytest.mark.parametrize("check", ["usefulness", "confidentiality"])
def test_the_checks_keep_their_figures(check: str, half: str, capsys: pytest.CaptureFixture[str]) -> None:
    if not lines(check, half):
        pytest.fail(f"no {half} corpus for {check}")
    got = score(check, half)
    with capsys.disabled():
        print(f"\n{check} on the {half} half: {got}")
    passes, caught = FLOORS[check, half]
    assert got.passed / got.clean >= passes, got
    assert got.caught / got.other >= caught, got
    if check == "confidentiality" and half == "tuning":
        assert got.hard_caught / max(1, got.hard) >= HARD_FLOOR, got


def test_the_tuning_half_is_large_and_balanced() -> None:
    for check in ("usefulness", "confidentiality"):
        found = lines(check, "tuning")
        clean = sum(1 for line in found if not line["expect"])
        assert len(found) >= 370
        assert 0.4 <= clean / len(found) <= 0.6
        for line in found:
            if line.get("span"):
                assert line["span"] in line["text"], line["id"]
