"""French or English, by the small words that neither language can do without."""

from __future__ import annotations

import re
from typing import Literal

from bot.checks.normalise import LIMIT, fold
from bot.checks.words import listed

_FRENCH = listed("language", "french")
_ENGLISH = listed("language", "english")
_WORD = re.compile(r"[a-z]+")


def guess_lang(text: str) -> Literal["fr", "en"]:
    """The likelier language; French when nothing tells, because most circles are French."""
    french = english = 0
    for word in _WORD.findall(fold(text[: min(LIMIT, 1200)])):
        french += word in _FRENCH
        english += word in _ENGLISH
    if re.search(r"[àâçéèêëîïôùûœ]", text[:1200].lower()):
        french += 2
    return "en" if english > french else "fr"
