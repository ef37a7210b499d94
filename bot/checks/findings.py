"""What a check says: a value that quotes the author's own words, never a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["soft", "hard"]

USEFULNESS_CODES = (
    "for_info",
    "no_situation",
    "no_effect",
    "vague",
    "too_short",
    "link_only",
    "praise_only",
    "promotion",
    "copies_field",
    "need_to_talk",
)
CONFIDENTIALITY_CODES = (
    "email",
    "phone",
    "company_id",
    "iban",
    "nir",
    "social",
    "titled_name",
    "name",
    "initials",
    "legal_form",
    "role_org",
    "role_place",
    "role_date",
    "unique",
    "verbatim",
    "sensitive",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on one passage; `quote == text[start:end]` in the text as given.

    `start` and `end` count code points. `suggestion`, where there is one, is what may stand in the
    passage's place; an empty string means that the passage may simply go.
    """

    code: str
    quote: str
    start: int
    end: int
    severity: Severity
    suggestion: str | None = None


def hard(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Only the findings that hold publication."""
    return tuple(finding for finding in findings if finding.severity == "hard")


def apply_suggestion(text: str, finding: Finding) -> str:
    """The text with one passage generalised; unchanged when there is nothing to put in its place.

    Raises ValueError when the finding was made on another text: replacing by stale offsets would
    damage words that nobody looked at.
    """
    if text[finding.start : finding.end] != finding.quote:
        raise ValueError("the finding belongs to another text")
    if finding.suggestion is None:
        return text
    before, after = text[: finding.start], text[finding.end :]
    if finding.suggestion == "" and before.endswith(" ") and not after[:1].isalnum():
        before = before[:-1]
    return before + finding.suggestion + after


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in reading order, no two on the same words: the hardest wins, then the longest."""
    kept: list[Finding] = []
    ranked = sorted(findings, key=lambda f: (f.severity != "hard", f.start - f.end, f.start))
    for finding in ranked:
        if all(_apart(finding, other) for other in kept):
            kept.append(finding)
        if len(kept) >= 60:  # a wall of identifiers needs no complete list, and merging stays linear
            break
    return tuple(sorted(kept, key=lambda f: (f.start, f.end)))


def _apart(one: Finding, other: Finding) -> bool:
    return one.end <= other.start or other.end <= one.start


def quoted(
    text: str, code: str, span: Sequence[int], severity: Severity = "soft", put: str | None = None
) -> Finding:
    """A finding on `text[span[0]:span[1]]`."""
    start, end = span
    return Finding(code, text[start:end], start, end, severity, put)
