"""Whether something happened: past tenses of both languages, by their endings."""

from __future__ import annotations

import re

from bot.checks import passage as p
from bot.checks.passage import Passage
from bot.checks.words import bag

_AUXILIARY = bag("a avait ait ont est etait s' fut has had was were vient m' n' l' lui me nous")
_PARTICIPLE = re.compile(r"[a-z'-]{2,}(?:e|ee|i|ie|u|ue|is|ise|it|ite|ert|erte|us|ait)$")
_SIMPLE_PAST = re.compile(r"[a-z-]{3,}(?:ait|aient|a|irent|erent|ut)$")
_NOT_PAST = bag(
    """
    fait parfait souhait trait lait extrait portrait attrait retrait sait plait cela voila deja agenda extra
    media data camera
    """
)
_ENGLISH_PAST = re.compile(r"[a-z-]{2,}ed$")
_IRREGULAR = bag(
    """
    was had told said left got lost came went sold won bought took made became began knew felt did broke
    fell ran sent kept quit hid stole wrote slept cried met gave found thought brought paid spoke froze
    caught threw stood sat held hit put cut let
    """
)


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
