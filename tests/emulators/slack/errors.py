"""What the emulator says when a program, or a test, does what Slack would not accept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class Refused(Exception):
    """A Web API call that Slack answers with `ok: false`; `word` is Slack's error word."""

    def __init__(self, word: str, details: Sequence[str] = (), **fields: object) -> None:
        super().__init__(word, *details)
        self.word = word
        self.details = tuple(details)
        self.fields = fields


class ClientRefuses(AssertionError):
    """Slack's own client would not let this person do that: the test asks for the impossible."""


class NotAcknowledged(AssertionError):
    """The program answered too late, or not at all."""


class SlackComplains(AssertionError):
    """The program did something that Slack swallows silently or answers unpredictably."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused call, kept for the test: the method, Slack's word, and the fields at fault (no content)."""

    method: str
    word: str
    details: tuple[str, ...] = ()
