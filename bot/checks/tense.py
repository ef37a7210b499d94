"""Whether something happened: past tenses of both languages, by their endings."""

from __future__ import annotations

import re

from bot.checks import passage as p
from bot.checks.passage import Passage
from bot.checks.words import listed

_AUXILIARY = listed("tense", "auxiliary")
_PARTICIPLE = re.compile(r"[a-z'-]{2,}(?:e|ee|i|ie|u|ue|is|ise|it|ite|ert|erte|us|ait)$")
_SIMPLE_PAST = re.compile(r"[a-z-]{3,}(?:ait|aient|a|irent|erent|ut)$")
_NOT_PAST = listed("tense", "not_past")
_ENGLISH_PAST = re.compile(r"[a-z-]{2,}ed$")
_IRREGULAR = listed("tense", "irregular")


def past_after(passage: Passage, i: int, end: int) -> bool:
    """Whether a past tense stands in the four words from `i` on, before any punctuation."""
    words = passage.words
    for j in range(i, min(end, i + 4)):
        low = words[j].low
        if low in _IRREGULAR or _ENGLISH_PAST.match(low):
            return True
        if passage.lang == "fr" and _SIMPLE_PAST.match(low) and not words[j].marks & p.PLACE:
            if low in _NOT_PAST:
                continue
            return True
        if low in _AUXILIARY and any(
            _PARTICIPLE.match(words[k].low) and not words[k].marks & (p.DEFINITE | p.PREPOSITION)
            for k in range(j + 1, min(end, j + 4))
        ):
            return True
        if not low[0].isalnum():
            return False
    return False
