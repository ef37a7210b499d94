"""Commands as Discord declares them: English names, French beside them, sent in one bulk upsert."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import discord

from adapters.discord import fields
from bot.command import Command, Registry, Surface
from bot.i18n import LANGUAGES, Voice, command_words
from bot.limits import LimitExceeded
from bot.vocabulary import Field, Kind

Payload = dict[str, Any]
Path = tuple[str, ...]

CHAT_INPUT, MESSAGE_MENU = 1, 3
SUBCOMMAND, SUBCOMMAND_GROUP = 1, 2
NAME_MAX, DESCRIPTION_MAX, COMMAND_MAX = 32, 100, 8_000
CHAT_MAX, MENUS_MAX, DEPTH_MAX = 100, 15, 3
_NAME = re.compile(r"[-_\w]{1,32}")
_STRING, _INTEGER, _BOOLEAN, _USER, _CHANNEL = 3, 4, 5, 6, 7
_OPTION_TYPES = {
    Kind.YES: _BOOLEAN,
    Kind.PERSON: _USER,
    Kind.PEOPLE: _USER,
    Kind.PLACE: _CHANNEL,
    Kind.NUMBER: _INTEGER,
}
_WHERE: Payload = {"contexts": [0, 1], "integration_types": [0]}  # servers and private messages with us


def declaration(commands: Registry) -> list[Payload]:
    """Everything Discord has to know of the commands; a verb on no surface is not in it.

    Raises:
        LimitExceeded: a name, a description or the whole is larger than Discord takes.
        MissingText: a word is not in the catalogue.
    """
    roots: dict[str, list[Command]] = {}
    for command in commands.values():
        if command.surface is Surface.SLASH:
            roots.setdefault(command.path[0], []).append(command)
    chat = [_node((root,), of, 0) | {"type": CHAT_INPUT} | _WHERE for root, of in roots.items()]
    menus = [_menu(c) for c in commands.values() if c.surface is Surface.MESSAGE]
    for count, limit in ((len(chat), CHAT_MAX), (len(menus), MENUS_MAX)):
        if count > limit:
            raise LimitExceeded(f"commands: {count}, limit {limit}")
    for payload in (*chat, *menus):
        if (size := _size(payload)) > COMMAND_MAX:
            raise LimitExceeded(f"command {payload['name']}: {size} characters, limit {COMMAND_MAX}")
    return chat + menus


def digest(wanted: Iterable[Payload]) -> str:
    """The same for the same declaration by the same library: another release may send it differently."""
    said = json.dumps([discord.__version__, *wanted], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def ids(answered: Iterable[Payload]) -> dict[str, str]:
    """From what Discord says it took: the id of the command, for all the words with which it can be sent."""
    return {
        " ".join(path): str(payload["id"])
        for payload in answered
        if payload["type"] == CHAT_INPUT
        for path in _ends(payload, ())
    }


def _ends(node: Payload, above: Path) -> Iterator[Path]:
    below = [o for o in node.get("options") or () if o["type"] in (SUBCOMMAND, SUBCOMMAND_GROUP)]
    path = (*above, str(node["name"]))
    if not below:
        yield path
    for option in below:
        yield from _ends(option, path)


def by_name(commands: Registry) -> Mapping[tuple[int, Path], Command]:
    """What Discord sends back, the type and the words of the name, to the command."""
    found: dict[tuple[int, Path], Command] = {}
    for command in commands.values():
        if command.surface is Surface.SLASH:
            found[CHAT_INPUT, command.path] = command
        elif command.surface is Surface.MESSAGE:
            found[MESSAGE_MENU, (_menu_name(command.path, "en"),)] = command
    return found


# --- the tree ----------------------------------------------------------------------------------------------


def _node(path: Path, of: list[Command], depth: int) -> Payload:
    """One word of a path with what lies below it."""
    if depth >= DEPTH_MAX:
        raise LimitExceeded(f"command {' '.join(path)}: more than {DEPTH_MAX} words")
    here = [c for c in of if c.path == path]
    if here and len(of) > 1:
        raise LimitExceeded(f"command {' '.join(path)}: cannot be run bare and have commands below it")
    node: Payload = {
        "name": _name(path[-1]),
        "name_localizations": _localised(path, lambda words: _name(words[-1])),
        **_described(f"command-{'-'.join(path)}.description"),
    }
    if here:
        options = [_option(f, required=f.required and not here[0].asks) for f in here[0].options]
        node["options"] = sorted(_distinct(options), key=lambda o: not o["required"])
        return node
    below: dict[Path, list[Command]] = {}
    for command in of:
        below.setdefault(command.path[: len(path) + 1], []).append(command)
    node["options"] = [
        _node(child, inside, depth + 1)
        | {"type": SUBCOMMAND if any(c.path == child for c in inside) else SUBCOMMAND_GROUP}
        for child, inside in below.items()
    ]
    return node


def _localised(path: Path, made: Any) -> dict[str, str]:
    return {lang: made(command_words(path, lang)) for lang in LANGUAGES if lang != "en"}


def _described(key: str) -> Payload:
    texts = {lang: Voice(lang)(key) for lang in LANGUAGES}
    for text in texts.values():
        _fits(key, text, DESCRIPTION_MAX)
    return {"description": texts.pop("en"), "description_localizations": texts}


def _menu(command: Command) -> Payload:
    names = {lang: _menu_name(command.path, lang) for lang in LANGUAGES}
    return {"type": MESSAGE_MENU, "name": names.pop("en"), "name_localizations": names, **_WHERE}


def _menu_name(path: Path, lang: str) -> str:
    name = " ".join(command_words(path, lang))
    _fits("message menu", name, NAME_MAX)
    return name[:1].upper() + name[1:]


# --- options -----------------------------------------------------------------------------------------------


def _option(field: Field, *, required: bool) -> Payload:
    voices = {lang: Voice(lang) for lang in LANGUAGES}
    texts = {lang: fields.hint_of(field, v) or fields.label_of(field, v) for lang, v in voices.items()}
    option: Payload = {
        "type": _OPTION_TYPES.get(field.kind, _STRING),
        "name": _name(field.name),
        "name_localizations": {
            lang: _word(fields.label_of(field, v)) for lang, v in voices.items() if lang != "en"
        },
        "description": texts.pop("en"),
        "description_localizations": texts,
        "required": required,
    }
    if field.choices:
        labels = {lang: dict(fields.choices_of(field, v)) for lang, v in voices.items()}
        option["choices"] = [
            {
                "name": labels["en"][choice],
                "name_localizations": {lang: of[choice] for lang, of in labels.items() if lang != "en"},
                "value": choice,
            }
            for choice in field.choices
        ]
    elif option["type"] == _STRING:
        option["max_length"] = field.limit
    if field.suggests or field.kind is Kind.PRACTICE:
        option["autocomplete"] = True
    if field.kind is Kind.PLACE:
        option["channel_types"] = [0]
    return option


def _distinct(options: list[Payload]) -> list[Payload]:
    """Two labels may shorten to one word: then both options keep their own names."""
    for lang in LANGUAGES:
        words = [o["name_localizations"].get(lang) for o in options]
        for option, word in zip(options, words, strict=True):
            if word is not None and words.count(word) > 1:
                del option["name_localizations"][lang]
    return options


def _word(label: str) -> str:
    """A label as an option's name: lower case, letters and figures, dashes between words."""
    text = unicodedata.normalize("NFC", label).lower()
    return "-".join(re.findall(r"\w+", text))[:NAME_MAX].strip("-")


def _name(word: str) -> str:
    if not _NAME.fullmatch(word) or word != word.lower():
        raise LimitExceeded(f"name {word!r}: Discord takes 1-32 lower-case letters, figures, dashes")
    return word


def _fits(what: str, text: str, limit: int) -> None:
    if not 0 < len(text) <= limit:
        raise LimitExceeded(f"{what}: {len(text)} characters, limit {limit}")


def _size(payload: Payload) -> int:
    """Characters as Discord counts them: names, descriptions and values, the longest language of each."""
    total = 0
    for key in ("name", "description"):
        texts: Iterable[str] = payload.get(f"{key}_localizations", {}).values()
        total += max(map(len, (payload.get(key, ""), *texts)))
    total += len(str(payload.get("value", "")))
    return total + sum(map(_size, (*payload.get("options", ()), *payload.get("choices", ()))))
