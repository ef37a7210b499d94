"""Commands as the playground's slash list, and what is typed after a slash as a request's verb and values."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.command import Command, Registry, Surface
from bot.i18n import LANGUAGES, Voice, command_words
from bot.vocabulary import Kind, Value

NEAREST = "circle.nearest"  # answers words that are no command with the nearest one


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the slash list; `also` is the same command in the other languages."""

    typed: str
    description: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What a line means: a verb and the values that were typed with it."""

    verb: str
    values: dict[str, Value]


def slash_commands(commands: Registry) -> list[Command]:
    return [command for command in commands.values() if command.surface is Surface.SLASH]


def entries(commands: Registry, voice: Voice) -> list[Entry]:
    """The slash list in one language, in the order of declaration."""
    return [
        Entry(
            typed=_line(command.path, voice.lang),
            description=voice(f"command-{'-'.join(command.path)}.description"),
            also=tuple(_line(command.path, lang) for lang in LANGUAGES if lang != voice.lang),
        )
        for command in slash_commands(commands)
    ]


def understood(line: str, commands: Registry) -> Typed:
    """The longest command that the words begin with, in any language, accents and case aside.

    What follows fills the first choice field whose choice it names, else it is the first field's value.
    """
    words = line.strip().removeprefix("/").split()
    folded = [fold(word) for word in words]
    best: Command | None = None
    length = 0
    for command in slash_commands(commands):
        spelt = _spelt(command.path)
        if len(spelt) > length and _begins(folded, spelt):
            best, length = command, len(spelt)
    groups: set[str] = set().union(*(_spelt(c.path)[0] for c in slash_commands(commands) if len(c.path) > 1))
    rest = " ".join(words[length:])
    if best is None or (rest and length == 1 and not best.fields and folded[0] in groups):
        return Typed(NEAREST, {"text": " ".join(words)})
    return Typed(best.verb, _trailing(best, rest))


def _trailing(command: Command, rest: str) -> dict[str, Value]:
    if not rest or not command.fields:
        return {}
    for field in command.fields:
        if field.kind is not Kind.CHOICE:
            continue
        for choice in field.choices:
            if fold(rest) in {fold(choice), *_labels(field.name, choice)}:
                return {field.name: choice}
        break
    return {command.fields[0].name: rest}


def _labels(name: str, choice: str) -> Iterable[str]:
    for lang in LANGUAGES:
        voice, key = Voice(lang), f"field-{name}-{choice}".replace("_", "-")
        if voice.has(key):
            yield fold(voice(key))


def _line(path: tuple[str, ...], lang: str) -> str:
    return "/" + " ".join(command_words(path, lang))


def _spelt(path: tuple[str, ...]) -> list[set[str]]:
    """For each word of a path, its spellings: canonical, and in each language. People mix them."""
    lines = (path, *(command_words(path, lang) for lang in LANGUAGES))
    return [{fold(word) for word in words} for words in zip(*lines, strict=True)]


def _begins(words: list[str], spelt: list[set[str]]) -> bool:
    return len(words) >= len(spelt) and all(word in known for word, known in zip(words, spelt, strict=False))


def fold(text: str) -> str:
    """Without accents, case or hyphens: how words are compared."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(ch for ch in bare if not unicodedata.combining(ch)).replace("-", " ").replace("_", " ")
