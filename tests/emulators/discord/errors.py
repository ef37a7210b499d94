"""What the emulator says when a program, or a test, does what Discord would not accept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Where = tuple[str | int, ...]
INVALID_FORM = 50035


class Refused(Exception):
    """A request that Discord answers with a status, a code of its own, and perhaps a tree of errors."""

    def __init__(self, status: int, code: int, message: str, tree: dict[str, Any] | None = None) -> None:
        super().__init__(status, code, message)
        self.status = status
        self.code = code
        self.message = message
        self.tree = tree

    @property
    def body(self) -> dict[str, Any]:
        said: dict[str, Any] = {"message": self.message, "code": self.code}
        return said | {"errors": self.tree} if self.tree else said


class ClientRefuses(AssertionError):
    """Discord's own client would not let this person do that: the test asks for the impossible."""


class DiscordComplains(AssertionError):
    """The program did something that Discord answers with a closed connection or with silence."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused request, kept for the test: which, and why (no content)."""

    method: str
    path: str
    status: int
    code: int
    details: tuple[str, ...] = ()


class Findings:
    """What is wrong with one payload, in the shape in which Discord tells it."""

    def __init__(self) -> None:
        self._found: list[tuple[Where, str, str]] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, where: Where, code: str, message: str) -> None:
        self._found.append((where, code, message))

    @property
    def tree(self) -> dict[str, Any]:
        """Nested by field and position, each leaf a list `_errors`."""
        root: dict[str, Any] = {}
        for where, code, message in self._found:
            node = root
            for step in where:
                node = node.setdefault(str(step), {})
            node.setdefault("_errors", []).append({"code": code, "message": message})
        return root

    def need_none(self) -> None:
        """Raises: Refused."""
        if self._found:
            raise Refused(400, INVALID_FORM, "Invalid Form Body", self.tree)


def details(tree: dict[str, Any] | None, where: str = "") -> tuple[str, ...]:
    """Each leaf of a tree of errors as one word: `components/0/custom_id BASE_TYPE_REQUIRED`."""
    found: list[str] = []
    for key, value in (tree or {}).items():
        if key == "_errors":
            found.extend(f"{where} {error['code']}" for error in value)
        else:
            found.extend(details(value, f"{where}/{key}" if where else key))
    return tuple(found)


def invalid(where: Where, code: str, message: str) -> Refused:
    """A refused form with one error in it."""
    findings = Findings()
    findings.add(where, code, message)
    return Refused(400, INVALID_FORM, "Invalid Form Body", findings.tree)
