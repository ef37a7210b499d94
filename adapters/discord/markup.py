"""Our words in Discord's markup, and nobody else's: what a member wrote is shown as it was written.

A backslash goes before every sign that could begin markup, a mention, a link or an emoji name; signs that
turn the direction of reading are dropped. At worst a text doubles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.card import CommandRef, Instant, InstantStyle, Link, Plain, Span, Strong, Words
from bot.i18n import Voice, command_words

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ANYWHERE = r"[\\*_~`|<>\[\]]"
_COLON = r":(?=\S|\Z)"  # an address, or the name of an emoji
_AT_LINE_START = r"^[ \t]*(?:[#\-+]|\d+(?=[.)]))"
_SIGNS = re.compile(f"{_ANYWHERE}|{_COLON}|{_AT_LINE_START}", re.MULTILINE)
_EVERYONE = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"[\s<>()]")
_STYLES = {InstantStyle.TIME: "t", InstantStyle.DATE: "D", InstantStyle.DAY: "D", InstantStyle.FULL: "F"}


def escaped(text: str) -> str:
    """Any text, so that a reader sees exactly these letters."""
    text = _EVERYONE.sub("@\u200b", _BIDI.sub("", text))
    return _SIGNS.sub(_behind_backslash, text)


def _behind_backslash(found: re.Match[str]) -> str:
    sign = found[0]
    if sign[-1].isdigit():
        return sign + "\\"  # "1." begins a list: the sign to disarm is the dot that follows
    return f"{sign[:-1]}\\{sign[-1]}"


def one_line(text: str) -> str:
    """Its lines on one; no-break spaces stay what they are."""
    return escaped(" ".join(filter(None, (line.strip(" \t") for line in text.splitlines()))))


def quoted(words: str) -> str:
    """A member's words as a block of its own."""
    return "\n".join(f"> {escaped(line)}" for line in words.split("\n"))


def rendered(spans: Iterable[Span], voice: Voice, ids: Mapping[str, str]) -> str:
    """One of our sentences, instants in each reader's own time, commands that a click types where it can.

    `ids`: of the commands, by their words; one that is not there is named in plain text.
    """
    return "".join(_span(span, voice, ids) for span in spans)


def _span(span: Span, voice: Voice, ids: Mapping[str, str]) -> str:
    match span:
        case Plain(text):
            return escaped(text)
        case Strong(text):
            return f"**{one_line(text)}**"
        case Words(text):
            return one_line(text)
        case Instant(at, style):
            return f"<t:{int(at.timestamp())}:{_STYLES[style]}>"
        case CommandRef(path):
            words = " ".join(path)  # Discord knows it by these, and shows them in the reader's language
            if words in ids:
                return f"</{words}:{ids[words]}>"
            return escaped("/" + " ".join(command_words(path, voice.lang)))
        case Link(url, text):
            address = _IN_ADDRESS.sub(lambda sign: f"%{ord(sign[0]):02X}", url)
            return f"[{one_line(text)}]({address})"
