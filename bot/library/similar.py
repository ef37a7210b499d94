"""Whether two practices are one practice in other words: advice for an author, never a block.

Two people who describe the same practice seldom use the same words, and two different practices of one
situation often do (« noter de 0 à 10, puis descendre », « puis monter »). So words are compared by what they
stand for (`kindred.toml`: « rédiger » and « coucher sur papier »), rare ones weigh more than those that every
practice holds, and what is *done* weighs more than the situation it is done in, which look-alikes share.

The same frame around other steps (a title that says the same words, the same words at all) speaks against
likeness: whoever tells a practice anew finds words of their own, whoever varies one keeps them.

**Source**: the weights were learnt by `tests/rules/fit_similar.py` on 46 practices in four styles, each with
a re-wording and a look-alike. With weights from the other three styles, 52 % of the re-worded pairs and 9 %
of the look-alikes are called similar. One hand wrote them all, so expect less of strangers' texts.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import snowballstemmer

from bot.checks.normalise import fold

THRESHOLD = 0.6  # from this score on a pair is called similar
WORDS_MAX = 250  # of a field: a practice at its largest has some 500, and says what it is before
_FRENCH = snowballstemmer.stemmer("french")
_ENGLISH = snowballstemmer.stemmer("english")
_TOKEN = re.compile(r"[a-z0-9]+(?:-[a-z]+)*")
TELLING = 0.9
LIKELY = 12  # of the candidates are compared in full
ORDER_MAX = 120  # words whose order is looked at
Text = tuple[str, str, str]  # title, what it is useful for, steps
_KIN = 0.8  # a word of the same group is worth this much of the same word

WEIGHTS: Mapping[str, float] = {
    "bias": -4.5,
    "title": -1.24,
    "title_in": 2.01,
    "title_in_steps": 1.39,
    "use": -0.64,
    "steps": 1.39,
    "steps_in": 1.69,
    "steps_in_least": 1.38,
    "telling": 1.0,
    "telling_in": 1.86,
    "same_words": -1.92,
    "order": 0.95,
    "all": 1.28,
    "other_numbers": -0.36,
}


@dataclass(frozen=True, slots=True)
class Words:
    """One practice as it is compared."""

    title: tuple[Term, ...]
    use: tuple[Term, ...]
    steps: tuple[Term, ...]
    numbers: frozenset[str]

    @property
    def all(self) -> tuple[Term, ...]:
        return self.title + self.use + self.steps


@dataclass(frozen=True, slots=True)
class Term:
    """A word: its stem, the groups it may stand for, and how much it tells."""

    stem: str
    kin: frozenset[int]
    weight: float


@dataclass(frozen=True, slots=True)
class _Lexicon:
    starts: Mapping[str, frozenset[int]]  # folded beginning -> groups
    whole: Mapping[str, frozenset[int]]  # folded word -> groups
    numbers: Mapping[str, str]
    common: Mapping[str, float]  # stem -> weight below 1
    stop: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    read = tomllib.loads((files("bot.library") / "kindred.toml").read_text("utf-8"))
    starts: dict[str, set[int]] = {}
    whole: dict[str, set[int]] = {}
    for number, group in enumerate(read["groups"]):
        for word in group.split():
            exact = word.endswith(".") or len(word) <= 3
            (whole if exact else starts).setdefault(word.rstrip("."), set()).add(number)
    common = {w: float(weight) for weight, line in read["common"].items() for w in line.split()}
    return _Lexicon(
        {w: frozenset(g) for w, g in starts.items()},
        {w: frozenset(g) for w, g in whole.items()},
        {word: str(number) for word, number in read["numbers"].items()},
        common,
        frozenset(read["stop"]["words"].split()),
    )


@lru_cache(maxsize=20_000)
def term(word: str) -> Term | None:
    """A folded word as it is compared; None for one that tells nothing."""
    lexicon = _lexicon()
    if word in lexicon.stop or (len(word) < 2 and not word.isdigit()):
        return None
    word = lexicon.numbers.get(word, word)
    kin = set(lexicon.whole.get(word, ()))
    for size in range(4, len(word) + 1):
        kin |= lexicon.starts.get(word[:size], frozenset())
    stem = _FRENCH.stemWord(_ENGLISH.stemWord(word)) or word
    return Term(stem, frozenset(kin), lexicon.common.get(stem, 1.0))


def terms(text: str) -> tuple[Term, ...]:
    found = (term(word) for word in _TOKEN.findall(fold(text).replace("'", " "))[:WORDS_MAX])
    return tuple(t for t in found if t is not None)


def words(title: str, useful_for: str, steps: str) -> Words:
    parts = terms(title), terms(useful_for), terms(steps)
    numbers = frozenset(t.stem for part in parts for t in part if t.stem.isdigit())
    return Words(*parts, numbers)


def covered(ours: Sequence[Term], theirs: Sequence[Term]) -> float:
    """How much of what one says the other says too, by weight: 0..1."""
    stems = {t.stem for t in theirs}
    kin = {group for t in theirs for group in t.kin}
    total = said = 0.0
    for t in {t.stem: t for t in ours}.values():
        total += t.weight
        said += t.weight * (1.0 if t.stem in stems else _KIN if t.kin & kin else 0.0)
    return said / total if total else 0.0


def both(one: Sequence[Term], other: Sequence[Term]) -> float:
    """Coverage in both directions, as a geometric mean."""
    return math.sqrt(covered(one, other) * covered(other, one))


def in_order(one: Sequence[Term], other: Sequence[Term]) -> float:
    """How much of both is said in the same order: the heaviest common subsequence, 0..1."""
    row = [0.0] * (len(other) + 1)
    for a in one:
        above = row[:]
        for j, b in enumerate(other, 1):
            same = 1.0 if a.stem == b.stem else _KIN if a.kin & b.kin else 0.0
            gain = above[j - 1] + same * math.sqrt(a.weight * b.weight) if same else 0.0
            row[j] = max(above[j], row[j - 1], gain)
    total = math.sqrt(sum(t.weight for t in one) * sum(t.weight for t in other))
    return row[-1] / total if total else 0.0


def features(a: Words, b: Words) -> dict[str, float]:
    """What two practices have in common, each 0..1. `in`: one's field in the other's whole text."""
    telling_a, telling_b = _telling(a.steps), _telling(b.steps)
    stems_a, stems_b = {t.stem for t in a.steps}, {t.stem for t in b.steps}
    steps_a, steps_b = covered(a.steps, b.all), covered(b.steps, a.all)
    return {
        "bias": 1.0,
        "title": both(a.title, b.title),
        "title_in": (covered(a.title, b.all) + covered(b.title, a.all)) / 2,
        "title_in_steps": (covered(a.title, b.steps) + covered(b.title, a.steps)) / 2,
        "use": both(a.use, b.use),
        "steps": both(a.steps, b.steps),
        "steps_in": (steps_a + steps_b) / 2,
        "steps_in_least": min(steps_a, steps_b),
        "telling": both(telling_a, telling_b),
        "telling_in": (covered(telling_a, b.all) + covered(telling_b, a.all)) / 2,
        "same_words": len(stems_a & stems_b) / max(1, min(len(stems_a), len(stems_b))),
        "order": in_order(a.steps[:ORDER_MAX], b.steps[:ORDER_MAX]),
        "all": both(a.all, b.all),
        "other_numbers": float(bool(a.numbers and b.numbers and not a.numbers & b.numbers)),
    }


def _telling(found: Sequence[Term]) -> list[Term]:
    """Without the words that many practices hold."""
    return [t for t in found if t.weight >= TELLING]


def score(a: Words, b: Words) -> float:
    """How likely two practices are one in other words: 0..1, from `THRESHOLD` on called similar."""
    found = features(a, b)
    return 1 / (1 + math.exp(-sum(WEIGHTS.get(name, 0.0) * value for name, value in found.items())))


def nearest(mine: Text, others: Sequence[Text]) -> int | None:
    """Which of these says the same in other words, if one does; only the likeliest are compared in full."""
    ours = words(*mine)
    likely = sorted(
        ((both(ours.all, theirs.all), -at, theirs) for at, theirs in enumerate(words(*o) for o in others)),
        key=lambda found: found[:2],
        reverse=True,
    )[:LIKELY]
    best = max(((score(ours, theirs), at) for _, at, theirs in likely), default=(0.0, 0))
    return -best[1] if best[0] >= THRESHOLD else None


def compare(a: Text, b: Text) -> tuple[bool, float]:
    """Whether two practices (title, what it is useful for, steps) are one in other words, and the score."""
    found = score(words(*a), words(*b))
    return found >= THRESHOLD, round(found, 2)
