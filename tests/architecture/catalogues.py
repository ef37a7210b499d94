"""What is asked of `bot/locales`: both languages say the same things, in good typography and short sentences.

**Source**: STORYBOARD "Friendliness, in numbers": French mean of at most 12 words a sentence, 20 at most;
typographic ’ and « », U+00A0 before « : » and inside « », U+202F before ; ? !, … as one character.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from tests.architecture.tree import ROOT, Breach, Source, calls, dotted

LANGUAGES = ("fr", "en")
VALUE = "\ufffc"  # stands for a value put into a sentence
READER = {"register"}  # given to every message: one language may select on it and the other not
WORDS_MAX, FRENCH_MEAN_MAX = 20, 12.0
_VARIANTS_MAX = 64


@dataclass(frozen=True, slots=True)
class Text:
    """One message or attribute: every way it can read, and the variables that it takes."""

    key: str
    line: int
    readings: tuple[str, ...]
    variables: frozenset[str]


@dataclass(frozen=True, slots=True)
class Catalogue:
    path: str
    texts: Mapping[str, Text]
    breaches: tuple[Breach, ...] = field(default=())
    referred: frozenset[str] = frozenset()  # keys that other messages of the catalogue include


def read(root: Path, lang: str) -> Catalogue | None:
    """The catalogue of a language, all its files as one; None where it is not written yet."""
    path = f"bot/locales/{lang}.ftl"
    if not (root / path).exists():
        return None
    parts = sorted((root / "bot/locales").glob(f"*-{lang}.ftl"))  # beside it: the playground's own chrome
    source = "\n".join(file.read_text(encoding="utf-8") for file in (root / path, *parts))
    texts: dict[str, Text] = {}
    breaches: list[Breach] = []
    referred: set[str] = set()
    for entry in FluentParser(with_spans=True).parse(source).body:
        line = source.count("\n", 0, entry.span.start if entry.span else 0) + 1
        if isinstance(entry, ftl.Junk):
            breaches.append(Breach(path, line, "is not Fluent"))
        if not isinstance(entry, ftl.Message):
            continue
        named = [(entry.id.name, entry.value)] if entry.value else []
        named += [(f"{entry.id.name}.{a.id.name}", a.value) for a in entry.attributes]
        for key, pattern in named:
            if key in texts:
                breaches.append(Breach(path, line, f"{key} is there twice"))
            texts[key] = Text(key, line, tuple(_readings(pattern)), frozenset(_variables(pattern)))
            referred |= _referred(pattern)
    return Catalogue(path, texts, tuple(breaches), frozenset(referred))


def _readings(pattern: ftl.Pattern) -> Iterator[str]:
    """Each way the pattern can read, with `VALUE` where something is put in."""
    choices = [list(_of_element(element)) for element in pattern.elements]
    for parts in itertools.islice(itertools.product(*choices), _VARIANTS_MAX):
        yield "".join(parts)


def _of_element(element: ftl.TextElement | ftl.Placeable) -> Iterator[str]:
    if isinstance(element, ftl.TextElement):
        yield element.value
        return
    inside = element.expression
    while isinstance(inside, ftl.Placeable):
        inside = inside.expression
    if isinstance(inside, ftl.SelectExpression):
        for variant in inside.variants:
            yield from _readings(variant.value)
    elif isinstance(inside, ftl.StringLiteral):
        yield str(inside.parse()["value"])
    else:
        yield VALUE


def _walk(node: object) -> Iterator[ftl.BaseNode]:
    if isinstance(node, ftl.BaseNode):
        yield node
        for value in vars(node).values():
            yield from _walk(value)
    elif isinstance(node, list):
        for item in node:
            yield from _walk(item)


def _variables(pattern: ftl.Pattern) -> set[str]:
    return {node.id.name for node in _walk(pattern) if isinstance(node, ftl.VariableReference)}


def _referred(pattern: ftl.Pattern) -> set[str]:
    return {
        node.id.name + (f".{node.attribute.name}" if node.attribute else "")
        for node in _walk(pattern)
        if isinstance(node, ftl.MessageReference)
    }


# --- both languages say the same -------------------------------------------------------------------------


def same_in_both(fr: Catalogue, en: Catalogue) -> Iterator[Breach]:
    """The same keys, and in each the same variables."""
    yield from (*fr.breaches, *en.breaches)
    for here, there in ((fr, en), (en, fr)):
        for key in here.texts.keys() - there.texts.keys():
            yield Breach(here.path, here.texts[key].line, f"{key} is not in {there.path}")
    for key in fr.texts.keys() & en.texts.keys():
        if fr.texts[key].variables - READER != en.texts[key].variables - READER:
            yield Breach(fr.path, fr.texts[key].line, f"{key} takes other values than in {en.path}")


# --- typography ------------------------------------------------------------------------------------------

_BOTH = [
    (re.compile("[\"']"), "a straight quote"),
    (re.compile(r"\.\.\."), "three dots for …"),
    (re.compile("[·‧•](?=\\w)"), "a point médian"),
    (re.compile(r"  "), "two spaces"),
    (re.compile(r"\s$"), "a space at the end"),
]
_FRENCH = [
    (re.compile("(?<![\u202f?!])[;?!]"), "no U+202F before ; ? !"),
    (re.compile("(?<!\u00a0)(?<!\\d):|(?<=\\d):(?!\\d)"), "no U+00A0 before :"),
    (re.compile("«(?!\u00a0)"), "no U+00A0 after «"),
    (re.compile("(?<!\u00a0)»"), "no U+00A0 before »"),
    (re.compile("[“”]"), "English quotes"),
    (re.compile("[ \u00a0\u202f][.,…](?!\\w)"), "a space before a stop"),
]
_ENGLISH = [
    (re.compile("[ \u00a0\u202f][;:?!.,…](?!\\w)"), "a space before a stop"),
    (re.compile("[«»]"), "French quotes"),
]
_NOT_PROSE = re.compile(r"https?://\S+|:[a-z0-9_+-]+:|/[a-z]+(?:[ -][a-zà-ÿ]+)*(?=\s|$)")


def typography(catalogue: Catalogue, lang: str) -> Iterator[Breach]:
    """French as printed, English with its own quotes; addresses and :emoji: names are not prose."""
    rules = _BOTH + (_FRENCH if lang == "fr" else _ENGLISH)
    for text in catalogue.texts.values():
        for reading in text.readings:
            prose = _NOT_PROSE.sub(VALUE, reading)
            for pattern, why in rules:
                if pattern.search(prose):
                    yield Breach(catalogue.path, text.line, f"{text.key} has {why}: {reading[:60]!r}")


# --- length ----------------------------------------------------------------------------------------------

_STOP = re.compile("[.?!…]+[\u00a0 ]?[»”)]*(?=\\s|$)|\n+")


def sentences(reading: str) -> list[int]:
    """The lengths of the sentences, in words; a value counts as one, a lone mark as none."""
    counts = (
        sum(1 for word in sentence.split() if re.search(rf"\w|{VALUE}", word))
        for sentence in _STOP.split(reading)
    )
    return [count for count in counts if count]


def lengths(catalogue: Catalogue, lang: str) -> Iterator[Breach]:
    """No sentence over 20 words; the French mean at most 12."""
    all_counts: list[int] = []
    for text in catalogue.texts.values():
        for reading in text.readings:
            counts = sentences(reading)
            all_counts += counts
            if counts and max(counts) > WORDS_MAX:
                yield Breach(catalogue.path, text.line, f"{text.key} has a sentence of {max(counts)} words")
    if lang == "fr" and all_counts and sum(all_counts) / len(all_counts) > FRENCH_MEAN_MAX:
        yield Breach(catalogue.path, 1, f"a mean of {sum(all_counts) / len(all_counts):.1f} words a sentence")


# --- keys and code ---------------------------------------------------------------------------------------

# Keys that code puts together: a head in an f-string (`f"form-{verb}"`) counts by itself, these are found
# in another way and named here.
PREFIXES: tuple[str, ...] = ("field-", "finding-", "command-", "error-")
_KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9_]+)*(?:\.[a-z_]+)?")
_HEAD = re.compile(r"[a-z][a-z0-9]*-(?:[a-z0-9_]+-)*")
_SPEAKERS = re.compile(r"(?:.*\.)?(?:_?voice|say)(?:\.(?:spans|has))?")


def every_key_is_used(tree: Sequence[Source], catalogue: Catalogue) -> Iterator[Breach]:
    """A key that no code names is dead text."""
    literal, heads = set(catalogue.referred) | _in_templates(), set(PREFIXES)
    for source in tree:
        for node in ast.walk(source.module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literal.add(node.value)
            if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                head = str(node.values[0].value)
                if _HEAD.fullmatch(head):
                    heads.add(head)
    for key, text in catalogue.texts.items():
        name = key.partition(".")[0]
        if key not in literal and name not in literal and not name.startswith(tuple(heads)):
            yield Breach(catalogue.path, text.line, f"{key} is used nowhere")


def _in_templates() -> set[str]:
    """Keys that the playground's page names: `{{key}}`."""
    pages = (ROOT / "adapters/playground/static").glob("*.html")
    named = re.compile(r"\{\{([a-z][a-z0-9-]*)\}\}")
    return {key for page in pages for key in named.findall(page.read_text("utf-8"))}


def every_used_key_is_there(tree: Sequence[Source], catalogue: Catalogue) -> Iterator[Breach]:
    """A key that code asks a voice for by name is in the catalogue."""
    for source in tree:
        for call in calls(source.module):
            if not call.args or not _SPEAKERS.fullmatch(dotted(call.func)):
                continue
            for key in _literals(call.args[0]):
                if _KEY.fullmatch(key) and key not in catalogue.texts:
                    yield source.breach(call, f"{key} is not in {catalogue.path}")


def _literals(argument: ast.expr) -> Iterator[str]:
    """The strings that an argument can be: itself, or either branch of a condition."""
    if isinstance(argument, ast.IfExp):
        yield from _literals(argument.body)
        yield from _literals(argument.orelse)
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
