"""A transparent sum: what a text shows, feature by feature, times what each feature is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.checks.words import table


@dataclass(frozen=True, slots=True)
class Scale:
    """Worth of each feature, and the sum above which a remark is made."""

    worth: Mapping[str, float]
    limit: float

    def total(self, shown: Mapping[str, float]) -> float:
        """The sum for one text; an unknown feature counts nothing."""
        worth = self.worth
        return sum(worth.get(name, 0.0) * amount for name, amount in shown.items())

    def part(self, shown: Mapping[str, float], *names: str) -> float:
        """How much these features alone bring to the sum."""
        return sum(self.worth.get(name, 0.0) * shown.get(name, 0.0) for name in names)


@cache
def scale(check: str) -> Scale:
    """The scale of a check, read once from lexicon/weights.toml."""
    weights = table("weights")[check]
    return Scale(weights["worth"], weights["limit"])
