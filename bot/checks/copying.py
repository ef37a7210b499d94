"""Whether an answer only says again what another field of the form says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.checks.normalise import LIMIT, fold, read
from bot.checks.vocabulary import CARRIER, KNOWN, PRAISE, STOPWORD, THING
from bot.checks.words import Word, split

_ALIKE = 88  # percent of the same letters in the same order


def copies(spoken: Sequence[Word], *fields: str | None) -> bool:
    """True when the answer is one of `fields` but for a word or two (praise and « outil » add nothing)."""
    said = {w.low for w in spoken if not w.marks & STOPWORD}
    text = " ".join(w.low for w in spoken)
    for other in fields:
        if not other or not text:
            continue
        theirs = {
            w.low for w in split(read(other), KNOWN, LIMIT) if w.low[0].isalnum() and not w.marks & STOPWORD
        }
        if fuzz.ratio(text, " ".join(re.findall(r"[\w'+-]+", fold(other)))) >= _ALIKE:
            return True
        shared = said & theirs
        new = {w for w in said - theirs if not KNOWN.lookup(w)[0] & (THING | PRAISE | CARRIER)}
        if shared and len(new) <= min(2, len(shared)) and len(shared) >= min(2, len(theirs)):
            return True
    return False
