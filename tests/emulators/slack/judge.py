"""The emulator's own judge: what it sends must fit the published types of Slack's events, strictly."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from slack_events.validation import get_adapter, payload_type_for

# Payloads that the published types do not describe.
_UNDESCRIBED = frozenset({"shortcut", "message_action", "block_suggestion"})


class WrongPayload(AssertionError):
    """This emulator is about to send something that Slack would not: a defect of the emulator."""


def judge(kind: str, payload: dict[str, Any]) -> None:
    """Raises WrongPayload unless every required field is there with the right type.

    `kind`: an event's type, "slash_command", or an interaction's type.
    """
    if kind in _UNDESCRIBED:
        return
    wanted = payload_type_for(kind, None)
    if wanted is None:
        raise WrongPayload(f"no published type for {kind}")
    try:
        # Slack really sends `enterprise: null` outside of an enterprise; the types leave that out.
        described = {name: value for name, value in payload.items() if (name, value) != ("enterprise", None)}
        get_adapter(wanted).validate_python(described)
    except ValidationError as wrong:
        places = sorted({".".join(map(str, error["loc"])) for error in wrong.errors()})
        raise WrongPayload(f"{kind}: {', '.join(places)}") from None
