"""An act that we fail to read: acknowledged all the same, and the member is told.

An event is not: nobody waits for it, and unacknowledged it comes again.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from adapters.slack.answering import Answering
from adapters.slack.inbound import Ask, realm_of

Json = Mapping[str, Any]

log = logging.getLogger("entrepairs.slack")


async def acknowledged(error: Exception, body: Json, answering: Answering) -> BoltResponse | None:
    """What Slack is told in place of an error; None leaves it as it is."""
    kind = str(body.get("type") or "command")
    if kind == "event_callback":
        log.error("defect", exc_info=error, extra={"kind": "event", "platform": "slack"})
        return None
    if isinstance(error, BoltUnhandledRequestError):
        if kind == "view_submission":
            return None  # too late for it: the form stays open with its words
        log.warning("unheard", extra={"kind": kind, "platform": "slack"})
        return BoltResponse(status=200, body="")
    if kind == "block_suggestion":
        log.error("defect", exc_info=error, extra={"kind": kind, "platform": "slack"})
        return _json({"options": []})
    ask = _whose(body, kind)
    if ask is None:
        log.error("defect", exc_info=error, extra={"kind": kind, "platform": "slack"})
        return BoltResponse(status=200, body="")
    if kind == "view_submission" and (field := _first_field(body)):
        return _json({"response_action": "errors", "errors": {field: await answering.excuse(ask, error)}})
    answering.apologise(ask, error)
    return BoltResponse(status=200, body="")


def _whose(body: Json, kind: str) -> Ask | None:
    """As much of it as can be read."""
    user = body.get("user")
    who = str(user.get("id") or "") if isinstance(user, Mapping) else str(body.get("user_id") or "")
    if not who:
        return None
    channel = body.get("channel")
    place = channel.get("id") if isinstance(channel, Mapping) else body.get("channel_id")
    return Ask(
        event="",
        realm=realm_of(body),
        user=who,
        name="",
        verb=kind,
        place=str(place or ""),
        response_url=str(body.get("response_url") or ""),
        on_message="message" in body or "container" in body,
    )


def _first_field(body: Json) -> str:
    """A form that says its fault at no field would be closed, and its words gone."""
    blocks = (body.get("view") or {}).get("blocks") or ()
    return next((str(block["block_id"]) for block in blocks if block.get("type") == "input"), "")


def _json(said: Json) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(said), headers={"content-type": ["application/json"]})
