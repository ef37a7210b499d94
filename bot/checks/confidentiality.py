"""Could somebody be recognised? Hard identifiers in the whole text, soft hints within the text limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.checks.employers import employers
from bot.checks.findings import Finding, Severity, merge
from bot.checks.identifiers import identifiers
from bot.checks.language import guess_lang
from bot.checks.normalise import LIMIT, Reading, read
from bot.checks.particular import Telling, tellings, told
from bot.checks.passage import KNOWN, Hint, Passage, allowed_names
from bot.checks.people import initials, legal_forms, names, titled
from bot.checks.roles import roles
from bot.checks.sensitive import relatives, sensitive
from bot.checks.suggestions import instead
from bot.checks.unique import unique
from bot.checks.verbatim import verbatims
from bot.checks.words import split

RULES = (roles, employers, unique, names, verbatims, sensitive, relatives)
_DOUBT = 2.0  # how far below the limit a rule is no longer believed


def check_confidentiality(
    text: str, *, lang: str | None = None, allowed: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Passages by which a third person could be recognised, in reading order.

    `allowed` holds names of circle members, who may be named. Identifiers are looked for in the whole text,
    everything else in its first 2,900 code points (the limit of a text field). Pure and local: no text
    leaves the process. Source: the article's professional secrecy, « ne peuvent pas être partagées ».
    """
    return merge(_findings(text, lang, tuple(allowed)))


def _findings(text: str, lang: str | None, allowed: tuple[str, ...]) -> Iterator[Finding]:
    reading = read(text)
    lang = lang or guess_lang(text)
    members = allowed_names(allowed)

    def on(code: str, start: int, end: int, severity: Severity, put: str | None = None) -> Finding:
        if put:
            start, put = _fitted(reading, start, put)
        first, last = reading.span(start, end)
        return Finding(code, text[first:last], first, last, severity, put)

    for code, start, end in identifiers(reading):
        put = "contact" if code in ("email", "phone", "social") else "number"
        yield on(code, start, end, "hard", instead(put, lang))
    passage = Passage(reading, split(reading, KNOWN, LIMIT), lang, members)
    for code, start, end in titled(reading):
        if reading.low[start:end].split()[-1] not in members:
            yield on(code, start, end, "hard", instead("name", lang))
    for code, start, end in initials(reading, LIMIT):
        yield on(code, start, end, "soft", instead("name", lang))
    for code, start, end in legal_forms(reading, LIMIT):
        yield on(code, start, end, "soft", instead("company", lang))
    words = passage.words
    weighed = list(tellings(passage))
    hints = [hint for rule in RULES for hint in rule(passage) if _borne_out(hint, weighed)]
    noted = [(hint.first, hint.last) for hint in hints]
    for telling in weighed:
        if telling.beyond > 0 and not any(
            telling.first <= last and first < telling.last for first, last in noted
        ):
            hints.append(told(passage, telling))
    for hint in hints:
        start, end = words[hint.first].start, words[hint.last].end
        while end - start > 1 and reading.low[end - 1] in " ,;:":
            end -= 1
        yield on(hint.code, start, end, "soft", hint.suggestion)


def _borne_out(hint: Hint, weighed: Sequence[Telling]) -> bool:
    """A rule is heard unless everything around it speaks of nobody in particular."""
    return all(telling.beyond > -_DOUBT for telling in weighed if telling.first <= hint.first < telling.last)


def _fitted(reading: Reading, start: int, put: str) -> tuple[int, str]:
    """A suggestion that reads on from the words before it: « d’une », and a capital at a sentence's start."""
    low = reading.low
    if put.startswith("un"):
        for word, elided in (("de ", "d’"), ("que ", "qu’")):
            at = start - len(word)
            if low[max(0, at) : start] == word and (at <= 0 or not low[at - 1].isalnum()):
                start, put = at, elided + put
                break
    before = reading.plain[max(0, start - 4) : start].rstrip(" «")
    opens = start == 0 or before.endswith((".", "!", "?", "\n")) or reading.plain[max(0, start - 1)] == "\n"
    if opens and reading.plain[start].isupper() and put[0].islower():
        put = put[0].upper() + put[1:]
    return start, put
