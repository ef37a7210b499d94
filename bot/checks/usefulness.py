"""« À quoi ça sert ? »: does an answer name a situation and what it brings?

Signs of substance and signs of emptiness are counted, weighed and summed (evidence.py, lexicon/weights.toml).
Up to the limit an answer passes, whatever else it says; beyond it the heaviest sign of emptiness is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from bot.checks.copying import copies
from bot.checks.evidence import features
from bot.checks.findings import Finding, quoted
from bot.checks.normalise import LIMIT, Reading, read
from bot.checks.score import scale
from bot.checks.vocabulary import (
    ASKS,
    EAR,
    FOR_INFO,
    KNOWN,
    LOFTY,
    PRAISE,
    SALE,
    SALE_STRONG,
    STOPWORD,
    STRAIN,
    TALK,
    lofty,
)
from bot.checks.words import Word, sentences, split

Kind = Literal["method", "development", "watch"]

_FULL = 10  # words of a sentence that can be an answer by itself
_CLEARLY = 1.5  # how far below the limit it must be
_SENTENCES = 8  # looked at
_CRY = 0.5  # weight from which an offer or a need to talk is named
_FEWEST = 6  # words below which nothing but the brevity is remarked

# code -> the features that speak for it, and the words that are quoted for it
_SIGNS: dict[str, tuple[tuple[str, ...], int]] = {
    "promotion": (("sale", "sale_strong"), SALE | SALE_STRONG),
    "need_to_talk": (("talk", "asks", "torn", "refuses"), TALK | ASKS | STRAIN | EAR),
    "for_info": (("for_info", "link"), FOR_INFO),
    "praise_only": (("praise", "feeling", "exclaims"), PRAISE),
    "vague": (("lofty", "hollow", "abstract"), LOFTY),
}
_ALONE = frozenset(("promotion", "need_to_talk"))  # another text is meant: its gaps are beside the point


def check_usefulness(
    text: str,
    *,
    lang: str | None = None,
    kind: str | None = None,
    title: str | None = None,
    steps: str | None = None,
) -> tuple[Finding, ...]:
    """Remarks on an answer to « À quoi ça sert ? », the most telling first; none when it can be acted on.

    `title` and `steps` are the other fields of the same form (an answer that only copies one is told so).
    `kind` is accepted for every caller's sake: the same evidence counts for all three. Never blocks.
    Source: « à quoi va servir le partage ».
    """
    del lang, kind  # both languages are read at once: coaches mix them
    reading = read(text)
    words = split(reading, KNOWN, LIMIT)
    return tuple(_findings(reading, words, title, steps))


def _findings(reading: Reading, words: list[Word], title: str | None, steps: str | None) -> Iterator[Finding]:
    links = [w for w in words if w.low.startswith(("http:", "https:", "www."))]
    spoken = [w for w in words if w.low[0].isalnum() and w not in links]
    if links and sum(not w.marks & STOPWORD for w in spoken) < 4:
        yield _on(reading, "link_only", links[0])
        return
    if copies(spoken, title, steps):
        yield _whole(reading, "copies_field")
        return
    shown = features(words)
    worth = scale("usefulness")
    if spoken and (worth.total(shown) <= worth.limit or _saved(words, shown)):
        return
    signs = list(_strongest(words, shown))
    for code, word in signs:
        yield _on(reading, code, word)
        if code in _ALONE:
            return
    if len(spoken) < _FEWEST:
        if not any(code in ("for_info", "praise_only") for code, _ in signs):
            yield _whole(reading, "too_short")
        return
    if not any(shown.get(name) for name in ("opener", "actor", "occasion", "problem")):
        yield _whole(reading, "no_situation")
    if not signs or not any(shown.get(name) for name in ("effect", "outcome", "settled")):
        yield _whole(reading, "no_effect")


def _saved(words: list[Word], shown: Mapping[str, float]) -> bool:
    """Whether one sentence alone is a good answer: fine words beside it do no harm, an offer does."""
    if any(shown.get(name) for name in ("talk", "sale", "sale_strong", "refuses", "asks")):
        return False
    worth = scale("usefulness")
    spans = list(sentences(words))
    return len(spans) > 1 and any(
        end - start >= _FULL and worth.total(features(words[start:end])) <= worth.limit - _CLEARLY
        for start, end in spans[:_SENTENCES]
    )


def _strongest(words: list[Word], shown: Mapping[str, float]) -> Iterator[tuple[str, Word]]:
    """Codes by the weight of their signs, each with the longest word that shows it; two at most."""
    worth = scale("usefulness")
    weighed = []
    for code, (names, mask) in _SIGNS.items():
        found = [w for w in words if w.marks & mask or (mask == LOFTY and lofty(w))]
        weight = worth.part(shown, *names)
        if found and weight > 0:
            weighed.append((weight, code, max(found, key=lambda w: w.end - w.start)))
    weighed.sort(key=lambda entry: -entry[0])
    for place, (weight, code, word) in enumerate(weighed[:2]):
        if code in _ALONE and (place or weight < _CRY):
            continue
        yield code, word
        if code in _ALONE:
            return


def _on(reading: Reading, code: str, word: Word) -> Finding:
    return quoted(reading.given, code, reading.span(word.start, word.end))


def _whole(reading: Reading, code: str) -> Finding:
    """A remark on the answer as a whole quotes its beginning, up to 60 characters."""
    text = reading.given
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if end - start > 60:
        cut = text.rfind(" ", start, start + 60)
        end = cut if cut > start else start + 60
    if end < start:
        start = end = 0
    return quoted(text, code, (start, end))
