"""The small language in which Discord's limits are written down.

Each check takes a value, the place where it stands and the findings to add to. Findings name places and
numbers, never what is written there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .errors import Findings, Where

Json = dict[str, Any]

REQUIRED, LENGTH, CHOICES = "BASE_TYPE_REQUIRED", "BASE_TYPE_BAD_LENGTH", "BASE_TYPE_CHOICES"


def text(
    value: Any, where: Where, out: Findings, longest: int, shortest: int = 1, *, needed: bool = True
) -> bool:
    """A string of that many characters; where it is not needed it may be missing. Tells whether it fits."""
    if value is None:
        if needed:
            out.add(where, REQUIRED, "This field is required")
        return not needed
    if not isinstance(value, str):
        out.add(where, "STRING_TYPE_CONVERT", "Could not interpret as a string.")
        return False
    if not shortest <= len(value) <= longest:
        out.add(where, LENGTH, f"Must be between {shortest} and {longest} in length.")
        return False
    return True


def whole(
    value: Any, where: Where, out: Findings, lowest: int, highest: int, *, needed: bool = False
) -> bool:
    """A whole number within bounds."""
    if value is None:
        if needed:
            out.add(where, REQUIRED, "This field is required")
        return not needed
    if isinstance(value, bool) or not isinstance(value, int):
        out.add(where, "NUMBER_TYPE_COERCE", "Value is not an int.")
        return False
    if value < lowest:
        out.add(where, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {lowest}.")
    elif value > highest:
        out.add(where, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {highest}.")
    else:
        return True
    return False


def several(value: Any, where: Where, out: Findings, most: int, fewest: int = 0) -> list[Any]:
    """The elements of a list of that many; an empty list where it is none."""
    if value is None and not fewest:
        return []
    if not isinstance(value, list):
        out.add(where, REQUIRED if value is None else "LIST_TYPE_CONVERT", "Only iterables may be used here.")
        return []
    if not fewest <= len(value) <= most:
        out.add(where, LENGTH, f"Must be between {fewest} and {most} in length.")
    return value


def one_of(value: Any, where: Where, out: Findings, allowed: Iterable[Any]) -> bool:
    if value is None:
        out.add(where, REQUIRED, "This field is required")
        return False
    if isinstance(value, bool) or value not in allowed:
        out.add(where, CHOICES, f"Value must be one of {set(allowed)}.")
        return False
    return True


def known(value: Mapping[str, Any], where: Where, out: Findings, allowed: Iterable[str]) -> None:
    """No key but these: Discord ignores the others silently, and they are always a mistake."""
    for key in sorted(set(value) - set(allowed)):
        out.add((*where, key), "UNKNOWN_FIELD", "There is no such field.")


def distinct(values: Iterable[Any], where: Where, out: Findings, code: str, message: str) -> None:
    seen: set[Any] = set()
    for value in values:
        if value in seen:
            out.add(where, code, message)
            return
        seen.add(value)


def is_id(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and str(value).isdecimal()
