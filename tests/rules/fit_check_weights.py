"""How the weights of the two checks were obtained: a small logistic regression with signs fixed beforehand.

Run `python -m tests.rules.fit_check_weights usefulness` (or confidentiality): it prints, for every writer of
a tuning corpus, the figures on that writer's texts with weights learnt from the others, then the weights
learnt from all. Nothing here runs in the product.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from bot.checks import (
    check_confidentiality,
    check_usefulness,
    evidence,
    particular,
    telling,
    usefulness,
    vocabulary,
)
from bot.checks.normalise import LIMIT, read
from bot.checks.passage import KNOWN, Passage
from bot.checks.score import Scale
from bot.checks.words import split

TUNING = Path(__file__).parent.parent / "corpora" / "tuning"
Row = tuple[dict[str, float], int]  # what a text shows, and 1 when it should get a remark


def writer(path: Path) -> str:
    """The person who wrote a file: one letter for strangers, "own" for the rules' author."""
    last = path.stem.rsplit("-", 1)[-1]
    return last if len(last) == 1 else "own"


def fit(rows: list[Row], signs: dict[str, int], ridge: float = 1.0, rounds: int = 220) -> dict[str, float]:
    """Weights by projected gradient; a weight never leaves the side that its sign allows."""
    names = sorted({name for shown, _ in rows for name in shown})
    weight = dict.fromkeys(names, 0.0)
    bias = 0.0
    size = len(rows)
    square = {n: sum(s.get(n, 0.0) ** 2 for s, _ in rows) / size + ridge / size for n in names}
    for turn in range(rounds):
        slope, tilt = dict.fromkeys(names, 0.0), 0.0
        for shown, label in rows:
            z = bias + sum(weight[n] * v for n, v in shown.items())
            miss = 1 / (1 + math.exp(-max(-30, min(30, z)))) - label
            tilt += miss
            for n, v in shown.items():
                slope[n] += miss * v
        rate = 1.2 if turn < rounds * 0.7 else 0.5
        bias -= rate * tilt / size / 0.5
        for n in names:
            gradient = (slope[n] + ridge * weight[n]) / size
            weight[n] -= rate * gradient / max(0.03, square[n]) / 2
            sign = signs.get(n, 0)
            if sign and weight[n] * sign < 0:
                weight[n] = 0.0
    weight[""] = bias
    return weight


def value(shown: dict[str, float], weight: dict[str, float]) -> float:
    return weight[""] + sum(weight.get(n, 0.0) * v for n, v in shown.items())


def load(check: str) -> dict[str, list[dict[str, Any]]]:
    """The tuning lines of a check by who wrote them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(TUNING.glob(f"{check}*.jsonl")):
        lines = [json.loads(text) for text in path.read_text("utf-8").splitlines() if text.strip()]
        found.setdefault(writer(path), []).extend(lines)
    return found


def weighs(line: dict[str, Any]) -> bool:
    """Whether a line is for the sum to judge: identifiers, copies and bare links have rules of their own."""
    return not line.get("hard") and not set(line["expect"]) & {"copies_field", "link_only"}


def shown_by(check: str) -> tuple[Callable[[dict[str, Any]], dict[str, float]], dict[str, int]]:
    """The product's own reading of a line, and the side that each feature must stay on."""
    if check == "usefulness":
        signs = dict.fromkeys(evidence.SUBSTANCE, -1) | dict.fromkeys(evidence.EMPTINESS, 1)
        return lambda line: evidence.features(split(read(line["text"]), vocabulary.KNOWN, LIMIT)), signs

    def person(line: dict[str, Any]) -> dict[str, float]:
        reading = read(line["text"])
        told = Passage(reading, split(reading, KNOWN, LIMIT), line["lang"], frozenset())
        return telling.features(told, 0, len(told.words))

    return person, dict.fromkeys(telling.RISK, 1) | dict.fromkeys(telling.CALM, -1)


RIDGE = {"usefulness": 2.0, "confidentiality": 3.0}
SHARE = {"usefulness": 0.955, "confidentiality": 0.96}  # of strangers' good texts that must pass


def whole(check: str, lines: list[dict[str, Any]], worth: Scale) -> tuple[float, float]:
    """Shares of good texts that pass and of others that are caught by the whole check on another scale."""
    passed: dict[bool, list[bool]] = {True: [], False: []}
    module = usefulness if check == "usefulness" else particular
    with mock.patch.object(module, "scale", return_value=worth):
        for line in lines:
            if check == "usefulness":
                found = check_usefulness(line["text"], title=line.get("title"))
            else:
                found = check_confidentiality(line["text"], lang=line["lang"])
            passed[not line["expect"]].append(not found)
    return sum(passed[True]) / len(passed[True]), 1 - sum(passed[False]) / len(passed[False])


def learn(check: str, data: dict[str, list[Row]]) -> Scale:
    """Weights from all these writers; the limit from each one's good texts under the others' weights."""
    _, signs = shown_by(check)
    apart: list[float] = []
    for out, rows in data.items():
        others = [row for who, known in data.items() if who != out for row in known]
        if others:
            weight = fit(others, signs, RIDGE[check])
            apart += [value(shown, weight) - weight[""] for shown, label in rows if not label]
    weight = fit([row for rows in data.values() for row in rows], signs, RIDGE[check])
    weight.pop("")
    limit = sorted(apart)[math.ceil(SHARE[check] * len(apart)) - 1]
    return Scale({n: round(w, 2) for n, w in weight.items() if abs(w) >= 0.005}, round(limit, 2))


def main(check: str) -> None:
    """Print the cross-validated figures and the section of weights.toml."""
    show, _ = shown_by(check)
    lines = load(check)
    rows = {
        who: [(show(line), int(bool(line["expect"]))) for line in written if weighs(line)]
        for who, written in lines.items()
    }
    for out in lines:
        others = {who: known for who, known in rows.items() if who != out}
        passes, caught = whole(check, lines[out], learn(check, others))
        print(f"# {out}: {len(lines[out])} texts, passes {passes:.1%}, caught {caught:.1%}")
    learnt = learn(check, rows)
    print(f"[{check}]\nlimit = {learnt.limit}\n[{check}.worth]")
    for name in sorted(learnt.worth, key=lambda name: learnt.worth[name]):
        print(f"{name} = {learnt.worth[name]}")


if __name__ == "__main__":
    main(sys.argv[1])
