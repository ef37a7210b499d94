"""Files as Discord takes them: attachments, which a card shows by name."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence

import discord

from bot.card import Card, File
from bot.vocabulary import Form

NAME_MAX = 100
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def of(content: Card | Form | tuple[File, ...]) -> tuple[File, ...]:
    """The files of a reply, each once, in order."""
    if isinstance(content, Form):
        return ()
    found = content.blocks if isinstance(content, Card) else content
    return tuple(dict.fromkeys(one for one in found if isinstance(one, File)))


def named(files: Sequence[File]) -> Mapping[File, str]:
    """Each with a name of its own that Discord keeps as it is: it rewrites others, and then finds no file."""
    names: dict[File, str] = {}
    for file in files:
        bare = unicodedata.normalize("NFKD", file.name).encode("ascii", "ignore").decode()
        name = _UNSAFE.sub("-", bare).strip("-.")[-NAME_MAX:] or "file"
        names[file] = f"{len(names) + 1}-{name}" if name in names.values() else name
    return names


def attached(made: Mapping[File, bytes]) -> list[discord.File]:
    names = named(tuple(made))
    return [discord.File(io.BytesIO(content), filename=names[file]) for file, content in made.items()]
