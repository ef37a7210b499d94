"""What the usefulness lexicons know of a word, as bit masks."""

from __future__ import annotations

from bot.checks.words import Word, lexicon

KNOWN = lexicon("usefulness", "evidence", "people")
_m = KNOWN.mask
OPENER, OCCASION, PROBLEM = _m("opener"), _m("occasion"), _m("problem")
ACTOR = _m("actor", "role", "client", "kin")
CARRIER, VAGUE, STOPWORD, THING = _m("carrier"), _m("vague"), _m("stopword"), _m("thing")
FOR_INFO, PRAISE, SALE, SALE_STRONG = _m("for_info"), _m("praise"), _m("sale"), _m("sale_strong")
LESSON, TALK, LOFTY, PURPOSE = _m("lesson"), _m("talk"), _m("lofty"), _m("purpose")
DESCRIBES, NEGATION, STRAIN = _m("describes"), _m("negation"), _m("strain")
OWN, WRITER, ASKS, EAR = _m("own"), _m("i"), _m("asks"), _m("ear")


def concrete(word: Word) -> bool:
    """A word that stands for something: no small word, no praise, no vague verb, no name of a tool."""
    if not word.low[0].isalnum() or len(word.low) < 2:
        return False
    return not word.marks & (VAGUE | STOPWORD | FOR_INFO | PRAISE | SALE | THING)


def lofty(word: Word) -> bool:
    """A fine word that nobody could check, or a ready-made turn like « gagner en clarté »."""
    return bool(word.marks & LOFTY or (word.marks & VAGUE and " " in word.low))
