"""conversations.history: what all of a place see, newest first, by pages; whoever asks is written down."""

from __future__ import annotations

import base64
import re
from typing import Any

from . import payloads
from .core import Core
from .errors import Refused
from .things import Message

Args = dict[str, Any]
Json = dict[str, Any]
EVERY, MOST = 100, 999
METADATA = "metadata.message:read"
_SCOPES = {
    "public": "channels:history",
    "private": "groups:history",
    "im": "im:history",
    "mpim": "mpim:history",
}


def read(core: Core, args: Args) -> Json:
    place = core.workspace.place(args["channel"])
    core.need_scope([_SCOPES[place.kind]])
    if core.workspace.bot not in place.members:
        raise Refused("not_in_channel")
    limit = args.get("limit") or EVERY
    if not 1 <= limit <= MOST:
        raise Refused("invalid_arguments", [f"must be between 1 and {MOST} [/limit]"])
    found = [
        said
        for said in _between(core, args)
        if said.channel == place.id and not said.only_for and (said.broadcast or not _replies(said))
    ]
    found.sort(key=lambda said: said.ts, reverse=True)
    start = _start(args.get("cursor"))
    page, more = found[start : start + limit], start + limit < len(found)
    messages = [payloads.message(core.workspace, said) for said in page]
    if not (args.get("include_all_metadata") and METADATA in core.scopes):
        for said in messages:
            said.pop("metadata", None)
    body: Json = {"messages": messages, "has_more": more, "pin_count": 0}
    body |= {"channel_actions_ts": None, "channel_actions_count": 0}
    if more:
        cursor = base64.b64encode(str(start + limit).encode()).decode()
        body["response_metadata"] = {"next_cursor": cursor}
    return body


def _replies(said: Message) -> bool:
    """Under another message: a thread is read by another method."""
    return said.thread_ts not in (None, said.ts)


def _between(core: Core, args: Args) -> list[Message]:
    """Those between `oldest` and `latest`, both left out unless `inclusive`."""
    oldest, latest = _instant(args, "oldest"), _instant(args, "latest")
    found = []
    for (_, ts), said in core.workspace.messages.items():
        edge = bool(args.get("inclusive")) and float(ts) in (oldest, latest)
        after = oldest is None or float(ts) > oldest
        before = latest is None or float(ts) < latest
        if edge or (after and before):
            found.append(said)
    return found


def _instant(args: Args, name: str) -> float | None:
    said = args.get(name)
    if said is None:
        return None
    if not re.fullmatch(r"\d+(\.\d+)?", said):
        raise Refused(f"invalid_ts_{name}")
    return float(said)


def _start(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True))
    except ValueError:
        raise Refused("invalid_cursor") from None
