"""Catalogue lookup (Fluent) and dates (Babel): every word a member reads comes through a `Voice`.

A message may select on `$register` (tu, vous). Values put into a message are plain text; a value that is a
span (an instant, a command, a member's words) stays one, so that each surface can show it its own way.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from fluent.runtime import FluentBundle, FluentResource

from bot.card import CommandRef, Instant, InstantStyle, Link, Plain, Span, Strong, Words
from bot.vocabulary import Reply, Speech

LANGUAGES = ("fr", "en")
REGISTERS = ("tu", "vous")
_FIRST_MARK = 0xE000  # private use: stands for a span while Fluent formats the sentence


@cache
def _bundle(lang: str) -> FluentBundle:
    """`<lang>.ftl` and every `<part>-<lang>.ftl` beside it."""
    bundle = FluentBundle([lang], use_isolating=False)
    for file in sorted(files("bot.locales").iterdir(), key=lambda file: file.name):
        if file.name == f"{lang}.ftl" or file.name.endswith(f"-{lang}.ftl"):
            bundle.add_resource(FluentResource(file.read_text("utf-8")))
    return bundle


def keys(lang: str) -> Iterable[str]:
    """Every key of a catalogue, attributes as `key.attribute`."""
    bundle = _bundle(lang)
    for key, message in bundle._messages.items():
        if message.value is not None:
            yield key
        yield from (f"{key}.{name}" for name in message.attributes)


def language(*wishes: str | None) -> str:
    """The first of these that we speak; French otherwise. Takes "fr", "fr-FR", "en-US", None."""
    for wish in wishes:
        if wish and wish[:2].lower() in LANGUAGES:
            return wish[:2].lower()
    return LANGUAGES[0]


class MissingText(LookupError):
    """A key or a variable is not in the catalogue: our defect, found by tests."""


class Voice(Speech):
    """Speaks to one reader: language, tu or vous, zone."""

    __slots__ = ()

    def __call__(self, key: str, /, **args: object) -> str:
        """The sentence as plain text. Raises: MissingText."""
        name, _, attribute = key.partition(".")
        bundle = _bundle(self.lang)
        if not bundle.has_message(name):
            raise MissingText(key)
        message = bundle.get_message(name)
        pattern = message.attributes.get(attribute) if attribute else message.value
        if pattern is None:
            raise MissingText(key)
        known = {"register": self.register} | {
            k: v if isinstance(v, (int, float)) else str(v) for k, v in args.items()
        }
        text, errors = bundle.format_pattern(pattern, known)
        if errors:
            raise MissingText(f"{key}: {errors[0]}")
        return str(text)

    def has(self, key: str) -> bool:
        name, _, attribute = key.partition(".")
        bundle = _bundle(self.lang)
        return bundle.has_message(name) and (
            not attribute or attribute in bundle.get_message(name).attributes
        )

    def spans(self, key: str, /, **args: object) -> tuple[Span, ...]:
        """The sentence with its spans in place. Raises: MissingText."""
        held: list[Span] = []
        plain: dict[str, object] = {}
        for name, value in args.items():
            if isinstance(value, (Plain, Strong, Words, Instant, CommandRef, Link)):
                plain[name] = chr(_FIRST_MARK + len(held))
                held.append(value)
            else:
                plain[name] = value
        return tuple(_split(self(key, **plain), held))

    def instant(self, what: Instant) -> str:
        """An instant in words, in this reader's zone: "18 h 25" in French sentences, "6:25 pm" in English."""
        local = what.at.astimezone(ZoneInfo(self.zone))
        match what.style:
            case InstantStyle.TIME:
                return self._time(local)
            case InstantStyle.DATE:
                return self._date(local, "d MMMM", "d MMMM")
            case InstantStyle.DAY:
                return self._date(local, "EEEE d MMMM", "EEEE d MMMM")
            case InstantStyle.FULL:
                return self(
                    "instant-full",
                    day=self._date(local, "EEEE d MMMM", "EEEE d MMMM"),
                    time=self._time(local),
                )

    def moment(self, at: datetime, zone: str) -> str:
        """An instant with its year in a given zone: it can be typed back (`bot/moments.py`)."""
        local = at.astimezone(ZoneInfo(zone))
        day = self._date(local, "EEEE d MMMM y", "EEEE d MMMM y")
        return self("instant-full", day=day, time=self._time(local))

    def _date(self, local: datetime, fr: str, en: str) -> str:
        text = format_date(local.date(), fr if self.lang == "fr" else en, locale=self.lang)
        return text.replace("1 ", "1er ", 1) if self.lang == "fr" and local.day == 1 else text

    def _time(self, local: datetime) -> str:
        if self.lang == "fr":
            return f"{local.hour}\u00a0h" + (f"\u00a0{local.minute:02d}" if local.minute else "")
        form = "h:mm a" if local.minute else "h a"
        return format_time(local.time(), form, locale="en_US").lower().replace("\u202f", "\u00a0")


def _split(text: str, held: list[Span]) -> Iterable[Span]:
    start = 0
    for index, char in enumerate(text):
        number = ord(char) - _FIRST_MARK
        if 0 <= number < len(held):
            if index > start:
                yield Plain(text[start:index])
            yield held[number]
            start = index + 1
    if start < len(text):
        yield Plain(text[start:])


def voice_of(reply: Reply, fallback: Voice) -> Voice:
    """How the reader of a reply is spoken to."""
    said = reply.speech
    return Voice(said.lang, said.register, said.zone) if said else fallback


def plain(spans: Iterable[Span], voice: Voice) -> str:
    """Spans as text alone: for notifications, fallbacks and logs of tests."""
    parts = []
    for span in spans:
        match span:
            case Plain(text) | Strong(text) | Words(text):
                parts.append(text)
            case Link(url, text):
                parts.append(f"{text} ({url})")
            case Instant():
                parts.append(voice.instant(span))
            case CommandRef(path):
                parts.append("/" + " ".join(command_words(path, voice.lang)))
    return "".join(parts)


def command_words(path: tuple[str, ...], lang: str) -> tuple[str, ...]:
    """A command's path in words: ("practice", "share") -> ("pratique", "partager")."""
    return _words(_bundle(lang), path, lang)


@lru_cache(maxsize=1_000)  # a page names every command
def _words(bundle: FluentBundle, path: tuple[str, ...], lang: str) -> tuple[str, ...]:
    voice = Voice(lang)
    return tuple(voice(f"command-{'-'.join(path[: i + 1])}") for i in range(len(path)))
