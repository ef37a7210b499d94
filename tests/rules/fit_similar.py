"""How the weights of `bot/library/similar.py` were obtained: a logistic regression with some signs fixed.

Run `python -m tests.rules.fit_similar`: it prints, for every style of the pairs, the figures on it with
weights learnt from the others, then the weights learnt from all. Nothing here runs in the product.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from bot.library import similar

PAIRS = Path(__file__).parent.parent / "corpora" / "similar"
Case = tuple[dict[str, float], int]


def triples(path: Path) -> list[dict[str, Any]]:
    """A practice, the same in other words, and a look-alike that is another: `a`, `b`, `c`."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def words(practice: dict[str, str]) -> similar.Words:
    return similar.words(practice["title"], practice["useful_for"], practice["steps"])


def cases(found: Sequence[dict[str, Any]]) -> tuple[list[Case], list[Case], list[Case]]:
    """(re-worded and look-alike pairs, pairs with nothing in common, pairs that were re-worded in part)."""
    hard: list[Case] = []
    far: list[Case] = []
    part = [
        (similar.features(words(t["a"]), words({**t["b"], **{n: t["a"][n] for n in names}})), 1)
        for t in found
        for names in (("title",), ("title", "useful_for"), ("steps",), ("useful_for",))
    ]
    said = [{part: words(triple[part]) for part in "abc"} for triple in found]
    for triple in said:
        a, b, c = triple["a"], triple["b"], triple["c"]
        hard += [(similar.features(a, b), 1), (similar.features(a, c), 0), (similar.features(b, c), 0)]
    far += [(similar.features(x["a"], y["b"]), 0) for x, y in combinations(said, 2)]
    return hard, far, part


def learnt(data: Sequence[tuple[dict[str, float], int, float]], free: Sequence[str]) -> dict[str, float]:
    """Weights by projected gradient descent; only those named `free` may be negative."""
    names = list(data[0][0])
    weights = dict.fromkeys(names, 0.0)
    total = sum(weight for *_, weight in data)
    for _ in range(4000):
        slope = {name: 0.004 * value for name, value in weights.items() if name != "bias"} | {"bias": 0.0}
        for found, truth, weight in data:
            p = chance(weights, found)
            for name in names:
                slope[name] += weight * (p - truth) * found[name] / total
        for name in names:
            weights[name] -= 2.0 * slope[name]
            if name not in free:
                weights[name] = max(0.0, weights[name])
    return weights


def chance(weights: dict[str, float], found: dict[str, float]) -> float:
    z = sum(weights[name] * value for name, value in found.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


FREE = ("bias", "title", "use", "same_words", "other_numbers")  # look-alikes share frame and wording


def weighted(styles: Sequence[tuple[list[Case], ...]]) -> list[tuple[dict[str, float], int, float]]:
    hard, far, part = ([case for style in styles for case in style[kind]] for kind in range(3))
    return [
        *((found, truth, 1.0) for found, truth in hard),
        *((found, truth, 0.3 * len(hard) / len(far)) for found, truth in far),
        *((found, truth, 0.05) for found, truth in part),
    ]


def figures(weights: dict[str, float], hard: Sequence[Case], at: float) -> tuple[float, float]:
    same = [chance(weights, f) >= at for f, y in hard if y]
    other = [chance(weights, f) >= at for f, y in hard if not y]
    return sum(same) / len(same), sum(other) / len(other)


def main() -> None:
    styles = {path.stem: cases(triples(path)) for path in sorted(PAIRS.glob("*.jsonl"))}
    held: list[tuple[float, int]] = []
    parts: list[float] = []
    for style, (hard, _, part) in styles.items():
        weights = learnt(weighted([v for k, v in styles.items() if k != style]), FREE)
        held += [(chance(weights, f), y) for f, y in hard]
        parts += [chance(weights, f) for f, _ in part]
        shown = {at: figures(weights, hard, at) for at in (0.4, 0.5, 0.6)}
        print(style, {k: (round(a, 2), round(b, 2)) for k, (a, b) in shown.items()})
    for at in (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7):
        same = [p >= at for p, y in held if y]
        other = [p >= at for p, y in held if not y]
        in_part = sum(p >= at for p in parts) / len(parts)
        print("held out", at, *(round(sum(x) / len(x), 3) for x in (same, other)), round(in_part, 3))
    weights = learnt(weighted(list(styles.values())), FREE)
    print({k: round(v, 2) for k, v in weights.items()})
    hard = [c for h, _, _ in styles.values() for c in h]
    if "-v" in sys.argv:
        for name in hard[0][0]:
            same = [f[name] for f, y in hard if y]
            other = [f[name] for f, y in hard if not y]
            print(f"{name:14} same {sum(same) / len(same):.2f} other {sum(other) / len(other):.2f}")


if __name__ == "__main__":
    main()
