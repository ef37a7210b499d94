"""The small language in which Slack's limits are written down: checks that can be put together.

A check takes a value, the place where it stands ("/blocks/0/text") and the list of findings to add to.
Findings name places and numbers, never what is written there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Findings = list[str]
Check = Callable[[Any, str, Findings], None]


def string(longest: int, shortest: int = 1, shape: str | None = None) -> Check:
    """A string of that many characters (code points), whole match of `shape` if given."""
    pattern = re.compile(shape, re.DOTALL) if shape else None

    def check(value: Any, where: str, out: Findings) -> None:
        if not isinstance(value, str):
            out.append(f"must be a string [{where}]")
        elif len(value) < shortest:
            out.append(f"must be at least {shortest} characters [{where}]")
        elif len(value) > longest:
            out.append(f"must be at most {longest} characters, has {len(value)} [{where}]")
        elif pattern and not pattern.fullmatch(value):
            out.append(f"has the wrong format [{where}]")

    return check


def integer(lowest: int, highest: int) -> Check:
    def check(value: Any, where: str, out: Findings) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            out.append(f"must be an integer [{where}]")
        elif not lowest <= value <= highest:
            out.append(f"must be between {lowest} and {highest} [{where}]")

    return check


def boolean(value: Any, where: str, out: Findings) -> None:
    if not isinstance(value, bool):
        out.append(f"must be a boolean [{where}]")


def anything(value: Any, where: str, out: Findings) -> None:
    """Whatever JSON says: checked elsewhere."""


def one_of(*words: str) -> Check:
    def check(value: Any, where: str, out: Findings) -> None:
        if value not in words:
            out.append(f"must be one of {', '.join(words)} [{where}]")

    return check


def array(item: Check, longest: int, shortest: int = 1) -> Check:
    def check(value: Any, where: str, out: Findings) -> None:
        if not isinstance(value, list):
            out.append(f"must be an array [{where}]")
            return
        if len(value) < shortest:
            out.append(f"no fewer than {shortest} items allowed [{where}]")
        if len(value) > longest:
            out.append(f"no more than {longest} items allowed, has {len(value)} [{where}]")
        for position, thing in enumerate(value):
            item(thing, f"{where}/{position}", out)

    return check


def record(
    required: Mapping[str, Check],
    optional: Mapping[str, Check] | None = None,
    rule: Check | None = None,
) -> Check:
    """An object with these fields and no other; `rule` then looks at the fields together."""
    known = {**required, **(optional or {})}

    def check(value: Any, where: str, out: Findings) -> None:
        if not isinstance(value, dict):
            out.append(f"must be an object [{where}]")
            return
        before = len(out)
        out.extend(f"missing required field: {name} [{where}]" for name in required if name not in value)
        for name, inner in value.items():
            if name not in known:
                out.append(f"no such field: {name} [{where}]")
            else:
                known[name](inner, f"{where}/{name}", out)
        if rule and len(out) == before:
            rule(value, where, out)

    return check


def typed(table: Mapping[str, Check], allowed: frozenset[str]) -> Check:
    """An object whose `type` is one of `allowed`, judged by that type's own check."""

    def check(value: Any, where: str, out: Findings) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in table:
            out.append(f"unsupported type: {kind} [{where}/type]")
        elif kind not in allowed:
            out.append(f"type not allowed here: {kind} [{where}/type]")
        else:
            table[kind](value, where, out)

    return check


def exactly_one(*names: str) -> Check:
    """A rule for `record`: one of these fields, and only one."""

    def check(value: Any, where: str, out: Findings) -> None:
        if sum(name in value for name in names) != 1:
            out.append(f"exactly one of {', '.join(names)} [{where}]")

    return check


def each(*rules: Check) -> Check:
    def check(value: Any, where: str, out: Findings) -> None:
        for rule in rules:
            rule(value, where, out)

    return check
