"""The one line that closes a run: what was not tried here, and how to have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

ALWAYS = "the long products run with make soak"


def closing_line(reasons: Iterable[str]) -> str:
    """Count equal reasons, most frequent first: "Skipped: 12 x no Chromium: apt-get install it; ..."."""
    counted = Counter(" ".join(reason.removeprefix("Skipped: ").split()) for reason in reasons)
    parts = [f"{count} x {reason}" for reason, count in counted.most_common()]
    return f"Skipped: {'; '.join(parts) or 'nothing'}. Besides, {ALWAYS}."
