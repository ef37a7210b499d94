"""French or English, by the small words that neither language can do without."""

from __future__ import annotations

import re
from typing import Literal

from bot.checks.normalise import LIMIT, fold
from bot.checks.words import bag

_FRENCH = bag(
    """
    le la les un une des du de et est pas que qui pour avec dans sur je tu il elle on nous vous ce cette
    son sa ses mon ma mes au aux ne se en par plus quand si ca cela mais ou donc a ai ont sont c j l d
    qu n jai cest
    """
)
_ENGLISH = bag(
    """
    the a an of and is are was were not that which who for with in on at i you he she it we they this
    his her their my our to be been has have had when if but or so as by from what how do does don t ll
    ve re
    may someone s met today me us your can will would after before more than
    """
)
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
