"""What is true of circles: names, zones, codes, charters. Pure functions."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from zoneinfo import available_timezones

from rapidfuzz import fuzz

from bot.intake import clean
from bot.limits import CIRCLE_NAME_MAX

CODE_DAYS = 14
CODE_USES = 14  # the size of a circle
INVITATION_DAYS = 60
PEOPLE_AT_ONCE = 10
NEAREST_MAX = 3
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # no l, o, 0, 1: they are read aloud


def code_from(seed: str) -> str:
    """Eight signs that can be read aloud, in two groups, from a random id (40 bits).

    Made from the invitation's own id, so that the steward can be shown it again; storage keeps a digest.
    """
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:5], "big")
    signs = [_ALPHABET[(number >> (5 * i)) & 31] for i in range(8)]
    return "".join(signs[:4]) + "-" + "".join(signs[4:])


def same_code(text: str) -> str:
    """A typed code as it was given: case, spaces and dashes do not matter."""
    signs = re.sub(r"[\s\-–—.]", "", text.lower())
    return f"{signs[:4]}-{signs[4:]}"


def is_zone(text: str) -> bool:
    return text in available_timezones()


def is_name(text: str) -> bool:
    """A circle's name fits a form's title."""
    return 0 < len(text) <= CIRCLE_NAME_MAX and "\n" not in text


def page(subject: str) -> int:
    """The page that a button asks for behind the dot of its subject; the first where there is none."""
    asked = subject.partition(".")[2]
    return int(asked) if asked.isdecimal() and len(asked) < 4 else 0


def member_name(*wishes: str) -> str:
    """The first of these that shows anything, as a name on one line: what a platform says is cleaned too."""
    return next(filter(None, (" ".join(clean(wish).split())[:80] for wish in wishes)), "?")


def charter_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def nearest(text: str, commands: Mapping[str, Iterable[str]]) -> list[str]:
    """The commands of whose wordings one is nearest to what was typed, best first, at most three.

    A wording is compared with as many words as it has itself: what follows is no part of the command.
    """
    typed = folded(text).split()

    def near(key: str) -> float:
        wordings = [folded(words) for words in commands[key]]
        return max(fuzz.ratio(words, " ".join(typed[: len(words.split())])) for words in wordings)

    return sorted(commands, key=near, reverse=True)[:NEAREST_MAX]


def folded(text: str) -> str:
    """Without accents and case: typed in a hurry."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in bare if not unicodedata.combining(char))
