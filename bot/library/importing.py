"""An existing library as lines: read, validated, each fault named. Pure: lines in, values out.

A line is a JSON object, or a row of a CSV file with the same headings. Nothing here is cut silently, and no
fault holds a word of the file: it has a line number, a field name and figures.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from bot.checks.language import guess_lang
from bot.checks.normalise import fold
from bot.intake import clean
from bot.limits import LINE_MAX, TEXT_MAX, TITLE_MAX, units
from bot.practices.models import Content, PracticeKind, Tried
from bot.practices.rules import TAG_MAX, TAGS_MAX

HEADINGS = (
    *("id", "title", "useful_for", "steps", "worked", "did_not", "kind", "families", "tags", "lang"),
    "author",
)
BYTES_MAX = 200_000  # of one line: a practice at its largest takes a twentieth
REF_MAX = 64
READ_MAX = 40_000  # code points of one answer that intake reads
FAMILIES_MAX = 5
KINDS = {
    PracticeKind.METHOD: ["method", "methods", "methode", "posture", "methode/posture", "method/posture"],
    PracticeKind.DEVELOPMENT: ["development", "developpement", "business", "business-development"],
    PracticeKind.WATCH: ["watch", "veille"],
    PracticeKind.UNSET: ["unset"],
}
LANGS = {"fr": ["fr", "francais", "french"], "en": ["en", "anglais", "english"]}
OTHER = "autre"
_KIND = {name: kind for kind, names in KINDS.items() for name in names}
_LANG = {name: lang for lang, names in LANGS.items() for name in names}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line cannot come in. `why` is a code, `figures` what it counts; no words of the file."""

    line: int
    field: str  # a heading, or "" for the line itself
    why: str
    figures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One valid line. `digest` changes when anything that is kept of it does."""

    number: int
    ref: str
    content: Content
    tags: tuple[str, ...]
    families: tuple[str, ...]
    lang: str
    digest: str
    notes: tuple[str, ...] = ()  # what was taken otherwise than it was written: field names


@dataclass(slots=True)
class Seen:
    """What the lines before have in common with this one: ids, and headings that nothing is made of."""

    refs: dict[str, int] = field(default_factory=dict)
    ignored: set[str] = field(default_factory=set)


Labels = Mapping[str, tuple[str, str]]  # language -> (« Ce qui a marché : {} », « Ce qui coince : {} »)
Record = tuple[int, Mapping[str, Any] | Fault]


# --- bytes become records --------------------------------------------------------------------------------


def is_csv(name: str, head: bytes) -> bool:
    """By the file's ending; else by its first sign: a JSON object opens with a brace."""
    ending = name.lower().rpartition(".")[2]
    if ending in ("csv", "tsv"):
        return True
    if ending in ("jsonl", "ndjson", "json"):
        return False
    return not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"["))


def json_records(lines: Iterable[bytes]) -> Iterator[Record]:
    """(line number, object) for each line that is not blank; a bad one is its fault, and the next follows.

    A line longer than `BYTES_MAX` may come in cut: it is a fault at that length.
    """
    for number, raw in enumerate(lines, 1):
        raw = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if len(raw) > BYTES_MAX:
            yield number, Fault(number, "", "long", (BYTES_MAX,))
        elif raw.strip():
            yield number, _object(number, raw)


def _object(number: int, raw: bytes) -> Mapping[str, Any] | Fault:
    try:
        found = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return Fault(number, "", "encoding")
    except (ValueError, RecursionError):
        return Fault(number, "", "json")
    return found if isinstance(found, dict) else Fault(number, "", "object")


def csv_records(lines: Iterable[bytes]) -> Iterator[Record]:
    """(line number, row by heading). The first row names the headings; it decides between `;` and `,`.

    A row that spans lines has the number of its first. What cannot be told apart any more ends the reading:
    bytes that are no UTF-8, or a quote that never closes.
    """
    at = 0  # physical lines handed to the reader so far

    def texts() -> Iterator[str]:
        nonlocal at
        for at, raw in enumerate(lines, 1):
            if len(raw) > BYTES_MAX:
                raise _Unreadable("long")
            yield raw.decode("utf-8-sig" if at == 1 else "utf-8")

    source = texts()
    try:
        first = next(source, "")
        signs = re.sub(r'"[^"]*"', "", first)
        reader = csv.reader(_chained(first, source), delimiter=max(",;\t", key=signs.count), strict=True)
        headings = [name.strip().lower() for name in next(reader, [])]
        if "id" not in headings or "title" not in headings:
            yield 1, Fault(1, "", "headings")
            return
        while True:
            start = at + 1
            try:
                row = next(reader, None)
            except csv.Error as error:
                yield start, Fault(start, "", "quotes")
                if "limit" in str(error):  # the reader is lost: it swallowed what followed
                    return
                continue
            if row is None:
                return
            if not any(cell.strip() for cell in row):
                continue
            if any(row[len(headings) :]):
                yield start, Fault(start, "", "cells", (len(row), len(headings)))
            else:
                yield start, dict(zip(headings, row, strict=False))
    except UnicodeDecodeError:
        yield at, Fault(at, "", "encoding")
    except _Unreadable:
        yield at, Fault(at, "", "long", (BYTES_MAX,))
    except csv.Error:
        yield 1, Fault(1, "", "quotes")


class _Unreadable(ValueError):
    """A line is longer than a practice can be."""


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from rest


# --- records become lines --------------------------------------------------------------------------------


def validated(number: int, record: Mapping[str, Any], seen: Seen, labels: Labels) -> Line | list[Fault]:
    """A line as it will be kept, or every reason why it cannot be. Remembers its id in `seen`."""
    faults: list[Fault] = []
    seen.ignored.update(name for name in record if name not in HEADINGS)

    def fail(name: str, why: str, *figures: int) -> None:
        faults.append(Fault(number, name, why, figures))

    def text(name: str, limit: int, *, required: bool = False, one_line: bool = False) -> str:
        value = record.get(name)
        if name == "id" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is not None and not isinstance(value, str):
            fail(name, "text")
            return ""
        words = clean(value or "")
        if not words and required:
            fail(name, "required")
        unread = len(value or "") - READ_MAX  # beyond it nothing is cleaned
        excess = max(len(words) - limit + max(0, unread), units(words) - max(limit, 2 * limit - 100))
        if excess > 0:
            fail(name, "too-long", excess, limit)
        elif one_line and "\n" in words:
            fail(name, "one-line")
        return words

    def listed(name: str) -> list[str]:
        value = record.get(name)
        if isinstance(value, str):
            value = re.split(r"[,;|\n]", value)
        if value is not None and not (
            isinstance(value, list) and all(isinstance(part, str) for part in value)
        ):
            fail(name, "list")
            return []
        return [words for part in value or () if (words := " ".join(clean(part).split()).lstrip("# "))]

    ref = text("id", REF_MAX, required=True, one_line=True)
    if ref and (before := seen.refs.setdefault(ref, number)) != number:
        fail("id", "twice", before)
    title = text("title", TITLE_MAX, required=True, one_line=True)
    useful_for = text("useful_for", TEXT_MAX, required=True)
    steps, worked, did_not = (text(name, TEXT_MAX) for name in ("steps", "worked", "did_not"))
    author = text("author", LINE_MAX, one_line=True)
    wished_kind, wished_lang = text("kind", LINE_MAX), text("lang", LINE_MAX)
    kind = _KIND.get(_spelled(wished_kind)) if wished_kind else PracticeKind.UNSET
    if kind is None:
        fail("kind", "unknown")
    lang: str | None = guess_lang(f"{useful_for} {steps}")
    if wished_lang:
        lang = _LANG.get(_spelled(wished_lang).partition("-")[0])
    if lang is None:
        fail("lang", "unknown")
    tags = tuple(dict.fromkeys(tag.lower() for tag in listed("tags")))
    if len(tags) > TAGS_MAX:
        fail("tags", "too-many", len(tags), TAGS_MAX)
    for tag in tags:
        if len(tag) > TAG_MAX:
            fail("tags", "too-long", len(tag) - TAG_MAX, TAG_MAX)
    wished = listed("families")
    known = _families()
    strange = [name.lower() for name in wished if _spelled(name) not in known]
    families = tuple(dict.fromkeys(known.get(_spelled(name), OTHER) for name in wished))
    if len(families) > FAMILIES_MAX:
        fail("families", "too-many", len(families), FAMILIES_MAX)
    joined = _joined(steps, worked, did_not, labels[lang or "fr"])
    if not joined:
        fail("steps", "required")
    elif len(joined) > TEXT_MAX and not any(f.field in ("steps", "worked", "did_not") for f in faults):
        fail("steps", "too-long", len(joined) - TEXT_MAX, TEXT_MAX)
    if faults or kind is None or lang is None:
        return faults
    # Few: the library comes from practice, so « jamais » would be wrong, and how often nobody counted
    content = Content(title, useful_for, joined, kind, Tried.FEW, attribution=author)
    tags = tuple(dict.fromkeys([*tags, *(name for name in strange if len(name) <= TAG_MAX)]))[:TAGS_MAX]
    notes = ("families",) if strange else ()
    return Line(number, ref, content, tags, families, lang, _digest(content, tags, families, lang), notes)


def _spelled(word: str) -> str:
    """« Orienté solution » as it is looked up: folded, its words joined."""
    return re.sub(r"-*/-*", "/", "-".join(re.findall(r"[^\W_]+|/", fold(word))))


@cache
def _families() -> dict[str, str]:
    """How a family is spelled -> the name that is kept."""
    listed = tomllib.loads((files("bot.library") / "families.toml").read_text("utf-8"))
    return {_spelled(name): kept for kept, names in listed.items() for name in (kept, *names)}


def _joined(steps: str, worked: str, did_not: str, labels: tuple[str, str]) -> str:
    parts = [steps]
    parts += [label.format(words) for label, words in zip(labels, (worked, did_not), strict=True) if words]
    return "\n\n".join(part for part in parts if part)


def _digest(content: Content, tags: tuple[str, ...], families: tuple[str, ...], lang: str) -> str:
    kept = [content.title, content.useful_for, content.steps, content.kind, content.attribution]
    return hashlib.sha256(json.dumps([kept, tags, families, lang]).encode()).hexdigest()[:32]
