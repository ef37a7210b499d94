"""What the doctor finds: what, why, and the exact next step. No secret is in any of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"  # it works; something will not, or is not as it should be
    BROKEN = "broken"  # it does not work


EXIT = {Level.OK: 0, Level.WARNING: 1, Level.BROKEN: 2}
_MARKS = {Level.OK: "ok      ", Level.WARNING: "warning ", Level.BROKEN: "BROKEN  "}


@dataclass(frozen=True, slots=True)
class Finding:
    """`check` is a stable word for machines; `why` and `next` are empty where all is well."""

    check: str
    level: Level
    what: str
    why: str = ""
    next: str = ""

    def __post_init__(self) -> None:
        if self.level is not Level.OK and not (self.why and self.next):
            raise ValueError("a finding says why it matters and what to do")


def fine(check: str, what: str) -> Finding:
    return Finding(check, Level.OK, what)


def warning(check: str, what: str, why: str, next: str) -> Finding:
    return Finding(check, Level.WARNING, what, why, next)


def broken(check: str, what: str, why: str, next: str) -> Finding:
    return Finding(check, Level.BROKEN, what, why, next)


def exit_code(found: Sequence[Finding]) -> int:
    """0 all is well, 1 with warnings, 2 where something is broken."""
    return max((EXIT[one.level] for one in found), default=0)


def as_lines(found: Iterable[Finding]) -> Iterable[str]:
    for one in found:
        yield f"{_MARKS[one.level]}{one.check}: {one.what}"
        if one.level is not Level.OK:
            yield f"          why: {one.why}"
            yield f"          next: {one.next}"


def as_json(found: Sequence[Finding]) -> str:
    """One object: `exit` and `findings`."""
    return json.dumps(
        {"exit": exit_code(found), "findings": [asdict(one) for one in found]}, ensure_ascii=False, indent=2
    )
