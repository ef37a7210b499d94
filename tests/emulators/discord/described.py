"""Discord's own description of its API as a second judge of every body, where it is at hand."""

from __future__ import annotations

from typing import Any

from tests.discord import description

from .calls import Route
from .errors import Findings


def ready() -> None:
    """Reads the description now, so that no first answer waits for it."""
    description.faults("GET", "/users/@me", None)


def need(route: Route, body: Any) -> None:
    """Raises: Refused, where the description does not allow this body for this route."""
    findings = Findings()
    for where, message in description.faults(route.method, route.path, body):
        findings.add(where, "NOT_AS_DESCRIBED", message)
    findings.need_none()
