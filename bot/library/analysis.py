"""Text becomes index tokens, and asked words become the same tokens: pure, and the same on both engines.

A word is folded (accents off, œ → oe, lower case) before it is stemmed, when indexing and when asking: people
type without accents. Each word gives its folded form, its French stem, its English stem, and its root: what
is left of a verb and of its noun (« recadrer », « recadrage »). A token is ASCII and starts with its circle's
number, so that no engine's tokeniser can take it apart and no circle's word is another's.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import snowballstemmer  # takes PyStemmer's C where it is installed, and is the same in Python elsewhere

from bot.practices.models import Practice

WORD_MAX = 40  # letters kept of one word
ASKED_MAX = 6  # words of a question that are looked up
READ_MAX = 2_000  # characters of a question that are read
PREFIX_FROM = 3  # letters
ROOT_FROM = 4
USUAL = 0x2E80  # signs before those of Chinese: what is known of them is kept

# text: signs, taken apart
_LIGATURES = str.maketrans({"\u0153": "oe", "\u0152": "oe", "\u00e6": "ae", "\u00c6": "ae"})
_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
_FRENCH = snowballstemmer.stemmer("french")
_ENGLISH = snowballstemmer.stemmer("english")
_SUFFIXES = tuple(
    sorted(
        (
            *("issements", "issement", "ements", "ement", "ments", "ment", "ations", "ation", "itions"),
            *("ition", "ateurs", "ateur", "atrices", "atrice", "euses", "euse", "eurs", "eur", "ages"),
            *("age", "ances", "ance", "ences", "ence", "antes", "ante", "ants", "ant", "elles", "elle"),
            *("els", "el", "ales", "ale", "aux", "al", "ives", "ive", "ifs", "if", "ieuses", "ieuse"),
            *("ieux", "aires", "aire", "iser", "ises", "ise", "ions", "ion", "ites", "ite", "ables"),
            *("able", "ings", "ing", "ed", "ers", "er", "ees", "ee", "es", "ez", "e", "s", "ir", "is", "it"),
            *(
                "ent",
                "ons",
                "eux",
                "ionnels",
                "ionnel",
                "ionnelles",
                "ionnelle",
                "uels",
                "uel",
                "uelles",
                "uelle",
            ),
        ),
        key=lambda suffix: -len(suffix),
    )
)


class _Plain(dict[int, str | None]):
    """What becomes of each sign of a decomposed text; looked up once where it is a usual one."""

    def __missing__(self, code: int) -> str | None:
        kind = unicodedata.category(chr(code))
        made = " " if kind in ("Cs", "Cc") else None if kind in ("Mn", "Cf") else chr(code)
        if code < USUAL:
            self[code] = made
        return made


_PLAIN = _Plain()


def fold(text: str) -> str:
    """Lower case, without accents, ligatures taken apart; lone surrogates and controls become spaces."""
    apart = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return apart.translate(_PLAIN).casefold().translate(_LIGATURES)


def words(text: str) -> list[str]:
    """Its folded words in order; « rendez-vous » also as « rendezvous », « e-mail » as « email »."""
    folded = fold(text)
    found = [word[:WORD_MAX] for word in _WORD.findall(folded)]
    joined = [re.sub(r"\W", "", whole)[:WORD_MAX] for whole in _COMPOUND.findall(folded)]
    return found + joined


@lru_cache(maxsize=50_000)
def forms(word: str) -> tuple[str, ...]:
    """A folded word, its French stem and its English stem, as a set in that order."""
    return tuple(dict.fromkeys((word, _FRENCH.stemWord(word), _ENGLISH.stemWord(word))))


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """What a verb and its noun have in common; "" where too little would be left."""
    left = word
    for _ in range(2):  # « contractuelles »: number and gender first, then the rest
        for suffix in _SUFFIXES:
            if left.endswith(suffix) and len(left) - len(suffix) >= ROOT_FROM:
                left = left[: -len(suffix)]
                break
    if left.endswith(("gu", "qu")):
        left = left[:-2] + ("g" if left.endswith("gu") else "c")
    return left if len(left) >= ROOT_FROM else ""


def ascii_of(word: str) -> str:
    """The word in ASCII, letter by letter: what engines call a letter differs, and changes."""
    if word.isascii() and word.isalnum():
        return word
    return "".join(c if c.isascii() else f"0{ord(c):x}0" for c in word if c.isalnum())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words that carry nothing when asked, and words that coaches use for one another."""

    stop: frozenset[str]
    near: dict[str, tuple[str, ...]]


@cache
def lexicon() -> Lexicon:
    read = tomllib.loads((files("bot.library") / "lexicon.toml").read_text("utf-8"))
    near: dict[str, set[str]] = {}
    for group in read["near"]:
        folded = [part for word in group for part in words(word)]
        for word in folded:
            for form in forms(word):
                near.setdefault(form, set()).update(folded)
    stop = frozenset(fold(word) for line in read["stop"].values() for word in line.split())
    return Lexicon(stop, {word: tuple(sorted(others)) for word, others in near.items()})


# --- what is asked -------------------------------------------------------------------------------------


def asked(text: str) -> tuple[str, ...]:
    """The words to look up: folded, each once, at most six; stop words only where there is nothing else."""
    found = [word[:WORD_MAX] for word in _WORD.findall(fold(text[:READ_MAX]))]
    telling = [word for word in found if word not in lexicon().stop and not _is_letter(word)]
    return tuple(dict.fromkeys(telling or found))[:ASKED_MAX]


def _is_letter(word: str) -> bool:
    return len(word) == 1 and not word.isdecimal()


@dataclass(frozen=True, slots=True)
class Terms:
    """One asked word as tokens: those that are the word itself, and those that are near it."""

    same: tuple[str, ...]
    near: tuple[str, ...]
    prefix: str = ""  # a token that others may start with


def terms(circle: int, word: str) -> Terms:
    """What one asked word looks up in one circle."""
    same = tuple(_token(circle, form) for form in forms(word))
    others = {
        form for key in forms(word) for other in lexicon().near.get(key, ()) for form in forms(other)
    } - set(forms(word))
    near = [_token(circle, form) for form in sorted(others)]
    if stem := root(word):
        near.append(_root_token(circle, stem))
    return Terms(same, tuple(near), _token(circle, word) if len(word) >= PREFIX_FROM else "")


# --- what is indexed -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """A practice as the index holds it: one set of tokens for each place of a match, and its plain words.

    `key` finds the practice itself, its tags and families; `digest` changes when any of it does.
    """

    key: tuple[str, ...]
    title: tuple[str, ...]
    tags: tuple[str, ...]
    aim: tuple[str, ...]
    text: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def digest(self) -> str:
        parts = "|".join(" ".join(part) for part in (self.key, self.title, self.tags, self.aim, self.text))
        return hashlib.sha256(parts.encode()).hexdigest()[:32]


IDEA = "idée à tester"  # text: what the status is called, to be found by


def entry(circle: int, practice: Practice) -> Entry:
    """What is kept of a shared practice so that it can be found."""
    content = practice.content
    labels = [*practice.tags, *practice.families, *((IDEA,) if content.is_idea else ())]
    parts = (
        words(content.title),
        [word for label in labels for word in words(label)],
        words(content.useful_for),
        [
            word
            for text in (content.steps, content.limits, content.duration, content.attribution)
            for word in words(text)
        ],
    )
    key = [practice_key(circle, practice.id)]
    key += [tag_key(circle, tag) for tag in practice.tags]
    key += [family_key(circle, family) for family in practice.families]
    title, tags, aim, text = (_tokens(circle, part) for part in parts)
    every = sorted({word for part in parts for word in part if not word.isdecimal()})
    return Entry(tuple(sorted(set(key))), title, tags, aim, text, tuple(every))


def practice_key(circle: int, practice: str) -> str:
    return f"c{circle}__p_{practice.replace('-', '_')}"


def tag_key(circle: int, tag: str) -> str:
    return f"c{circle}__t_{slug(tag)}"


def family_key(circle: int, family: str) -> str:
    return f"c{circle}__f_{slug(family)}"


def slug(text: str) -> str:
    """A tag or family as one token, and as a part of a button's subject."""
    return "_".join(ascii_of(word) for word in _WORD.findall(fold(text)))[:30]


def _tokens(circle: int, found: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({f"c{circle}_{ending}" for word in set(found) for ending in _endings(word)}))


@lru_cache(maxsize=50_000)
def _endings(word: str) -> tuple[str, ...]:
    """The tokens of a word, but for their circle."""
    stem = root(word)
    return (*(ascii_of(form) for form in forms(word)), *((f"{ascii_of(stem)}_",) if stem else ()))


def _token(circle: int, form: str) -> str:
    return f"c{circle}_{ascii_of(form)}"


def _root_token(circle: int, stem: str) -> str:
    return f"c{circle}_{ascii_of(stem)}_"
