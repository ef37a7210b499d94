"""How large anything may be that a surface shows: the tightest of what any platform takes.

Lengths are counted in UTF-16 units where a platform counts so. **Source**: the platforms' published limits;
see docs/architecture.md.
"""

from __future__ import annotations

import re

TITLE_MAX = 80  # a practice's title
LINE_MAX = 150
TEXT_MAX = 2_900  # Slack takes 3,000; some platforms count UTF-16
SUMMARY_MAX = 1_500  # a public card quotes at most this much
CIRCLE_NAME_MAX = 24  # shown as a form's title
FIELDS_MAX, CHOICES_MAX = 5, 10
BUTTONS_MAX, ROWS_MAX, OPTIONS_MAX = 4, 6, 25
FORM_TITLE_MAX, FIELD_LABEL_MAX, FIELD_HINT_MAX = 24, 45, 100
BUTTON_LABEL_MAX, CHOICE_LABEL_MAX, CARD_TITLE_MAX = 75, 75, 150
THREAD_TITLE_MAX = 100
CARD_COST_MAX = 3_900  # Discord: 4,000 characters in a message, escapes included

VERB = re.compile(r"[a-z]{2,12}\.[a-z_]{2,14}")
NAME = re.compile(r"[a-z][a-z_]{0,23}")
_MARKUP = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
ID = re.compile(r"[a-z0-9_-]{0,24}")


class LimitExceeded(ValueError):
    """A declaration is larger than a platform takes: our defect, found by tests, never cut silently."""


def units(text: str) -> int:
    """Length in UTF-16 units, the strictest way a platform counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def escaped(text: str) -> int:
    """UTF-16 units once every sign that could be markup has been escaped."""
    return units(text) + sum(_MARKUP.count(char) for char in text)


def quoted(words: str) -> int:
    """What a `Quote` of these words costs: escapes, and a mark before every line."""
    return escaped(words) + 4 * words.count("\n") + 4


def within(what: str, text: str, limit: int) -> None:
    if not 0 < units(text) <= limit:
        raise LimitExceeded(f"{what}: {units(text)} units, limit {limit}")


def at_most(what: str, count: int, limit: int) -> None:
    if count > limit:
        raise LimitExceeded(f"{what}: {count}, limit {limit}")


def named(what: str, pattern: re.Pattern[str], text: str) -> None:
    if not pattern.fullmatch(text):
        raise LimitExceeded(f"{what}: not of the form {pattern.pattern}")
