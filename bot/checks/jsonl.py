"""One line in, one line out: the two checks for scripts and for whoever measures them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bot.checks.confidentiality import check_confidentiality
from bot.checks.findings import Finding
from bot.checks.language import guess_lang
from bot.checks.usefulness import check_usefulness

Advise = Callable[[str, str], str]  # (code, language) -> one sentence of advice
Fields = tuple[str, str, str]  # title, what it is useful for, steps
Compare = Callable[[Fields, Fields], tuple[bool, float]]  # two practices -> (similar, score)


class BadLine(ValueError):
    """The line cannot be checked; the message says why and holds nothing of its text."""


def answer_line(line: str, advise: Advise, compare: Compare | None = None) -> str:
    """The answer to one JSON object, ASCII-escaped and without a newline; a bad line gets an `error`.

    Fields read: `check` ("usefulness" or "confidentiality"), `text`, and optionally `lang` ("fr" or "en"),
    `kind`, `title`, `steps`, `allowed` (a list of names). Other fields are ignored.

    With `compare`, `check` may also be "similar": then `a` and `b` are objects with `title`, `useful_for` and
    `steps`, each optional, and the answer is `similar` and `score`.
    """
    try:
        asked = _object(line)
        if compare is not None and asked.get("check") == "similar":
            answer = _compared(asked, compare)
        else:
            answer = _answer(asked, advise)
    except BadLine as bad:
        answer = {"error": str(bad)}
    return json.dumps(answer, ensure_ascii=True)


def _object(line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine("this line is not JSON") from None
    if not isinstance(asked, dict):
        raise BadLine("this line is not a JSON object")
    return asked


def _compared(asked: dict[str, Any], compare: Compare) -> dict[str, Any]:
    similar, score = compare(_fields(asked, "a"), _fields(asked, "b"))
    return {"similar": similar, "score": score}


def _fields(asked: dict[str, Any], name: str) -> Fields:
    practice = asked.get(name)
    if not isinstance(practice, dict):
        raise BadLine(f'"{name}" is missing or not an object')
    return (
        _optional(practice, "title") or "",
        _optional(practice, "useful_for") or "",
        _optional(practice, "steps") or "",
    )


def _answer(asked: dict[str, Any], advise: Advise) -> dict[str, Any]:
    check, text = asked.get("check"), asked.get("text")
    if check not in ("usefulness", "confidentiality"):
        raise BadLine('"check" must be "usefulness", "confidentiality" or "similar"')
    if not isinstance(text, str):
        raise BadLine('"text" is missing or not a string')
    lang = _optional(asked, "lang")
    if lang not in (None, "fr", "en"):
        raise BadLine('"lang" must be "fr" or "en"')
    kind = _optional(asked, "kind")
    if kind not in (None, "method", "development", "watch"):
        raise BadLine('"kind" must be "method", "development" or "watch"')
    title, steps = _optional(asked, "title"), _optional(asked, "steps")
    lang = lang or guess_lang(text)
    if check == "usefulness":
        findings = check_usefulness(text, lang=lang, kind=kind, title=title, steps=steps)
    else:
        findings = check_confidentiality(text, lang=lang, allowed=_names(asked))
    return {"ok": not findings, "findings": [_as_object(finding, lang, advise) for finding in findings]}


def _optional(asked: dict[str, Any], field: str) -> str | None:
    value = asked.get(field)
    if value is not None and not isinstance(value, str):
        raise BadLine(f'"{field}" must be a string')
    return value


def _names(asked: dict[str, Any]) -> list[str]:
    names = asked.get("allowed") or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadLine('"allowed" must be a list of strings')
    return names


def _as_object(finding: Finding, lang: str, advise: Advise) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "code": finding.code,
        "quote": finding.quote,
        "start": finding.start,
        "end": finding.end,
        "severity": finding.severity,
        "advice": advise(finding.code, lang),
    }
    if finding.suggestion is not None:
        shown["suggestion"] = finding.suggestion
    return shown
