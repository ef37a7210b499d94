"""The Web API methods that this Slack knows: their arguments, their scopes, and how arguments are read.

Slack itself ignores an argument it does not know; here it is an error, because it is always a mistake.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from .errors import Refused


@dataclass(frozen=True, slots=True)
class Method:
    """One method. `scopes`: any one of them suffices; empty means that none is asked here."""

    required: frozenset[str]
    optional: frozenset[str]
    scopes: tuple[str, ...] = ()
    app_token: bool = False


def _method(required: str, optional: str = "", *scopes: str, app_token: bool = False) -> Method:
    return Method(frozenset(required.split()), frozenset(optional.split()), scopes, app_token)


_READ_PLACES = ("channels:read", "groups:read", "im:read", "mpim:read")
_WRITE_PLACES = ("channels:manage", "groups:write", "im:write", "mpim:write")

METHODS: dict[str, Method] = {
    "auth.test": _method(""),
    "apps.connections.open": _method("", app_token=True),
    "chat.postMessage": _method(
        "channel",
        "as_user attachments blocks current_draft_last_updated_ts icon_emoji icon_url link_names"
        " markdown_text metadata mrkdwn parse reply_broadcast text thread_ts unfurl_links"
        " unfurl_media username",
        "chat:write",
    ),
    "chat.update": _method(
        "channel ts",
        "as_user attachments blocks file_ids link_names markdown_text metadata parse reply_broadcast text"
        " unfurled_attachments",
        "chat:write",
    ),
    "chat.delete": _method("channel ts", "as_user", "chat:write"),
    "chat.postEphemeral": _method(
        "channel user",
        "as_user attachments blocks icon_emoji icon_url link_names markdown_text metadata parse text"
        " thread_ts username",
        "chat:write",
    ),
    "chat.getPermalink": _method("channel message_ts"),
    "views.open": _method("view", "interactivity_pointer trigger_id"),
    "views.push": _method("view", "interactivity_pointer trigger_id"),
    "views.update": _method("view", "external_id hash view_id"),
    "views.publish": _method("user_id view", "hash interactivity_pointer"),
    "conversations.open": _method("", "channel prevent_creation return_im users", *_WRITE_PLACES),
    "conversations.create": _method("name", "is_private team_id", "channels:write", *_WRITE_PLACES),
    "conversations.invite": _method(
        "channel users", "force", "channels:write.invites", "groups:write.invites", *_WRITE_PLACES
    ),
    "conversations.info": _method("channel", "include_locale include_num_members", *_READ_PLACES),
    "conversations.list": _method("", "cursor exclude_archived limit team_id types", *_READ_PLACES),
    "conversations.members": _method("channel", "cursor limit", *_READ_PLACES),
    "conversations.history": _method(
        "channel",
        "cursor include_all_metadata inclusive latest limit oldest",
        *("channels:history", "groups:history", "im:history", "mpim:history"),
    ),
    "users.info": _method("user", "include_locale", "users:read"),
    "files.getUploadURLExternal": _method("filename length", "alt_txt snippet_type", "files:write"),
    "files.completeUploadExternal": _method(
        "files",
        "blocks channel_id channels icon_emoji icon_url initial_comment thread_ts username",
        "files:write",
    ),
    "reactions.get": _method("", "channel file file_comment full timestamp", "reactions:read"),
    "reactions.add": _method("channel name timestamp", "", "reactions:write"),
}

_JSON = frozenset({"blocks", "attachments", "metadata", "view", "file_ids", "files", "unfurled_attachments"})
_BOOLEANS = frozenset(
    {
        *("as_user", "exclude_archived", "force", "full", "include_all_metadata", "include_locale"),
        *("include_num_members", "inclusive", "is_private", "link_names"),
        *("mrkdwn", "prevent_creation", "reply_broadcast", "return_im", "unfurl_links", "unfurl_media"),
    }
)
_INTEGERS = frozenset({"length", "limit"})


async def read_arguments(request: web.Request) -> dict[str, Any]:
    """Arguments from query string, form and JSON body, whatever the verb; JSON wins over form over query."""
    given: dict[str, Any] = dict(request.query)
    kind = request.content_type
    if kind == "application/json":
        body = await request.read()
        try:
            parsed = json.loads(body) if body else {}
        except ValueError:
            raise Refused("invalid_json") from None
        if not isinstance(parsed, dict):
            raise Refused("json_not_object")
        given.update(parsed)
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        given.update(
            {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        )
    elif request.can_read_body:
        raise Refused("invalid_post_type")
    return {name: _decoded(name, value) for name, value in given.items()}


def _decoded(name: str, value: Any) -> Any:
    if name in _JSON and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            word = "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
            raise Refused(word, [f"is not valid JSON [/{name}]"]) from None
    if name in _BOOLEANS and isinstance(value, str):
        if value.lower() not in ("true", "false", "1", "0"):
            raise Refused("invalid_arguments", [f"must be a boolean [/{name}]"])
        return value.lower() in ("true", "1")
    if name in _INTEGERS and isinstance(value, str):
        if not value.isdecimal():
            raise Refused("invalid_limit" if name == "limit" else "invalid_arguments")
        return int(value)
    return value


def need_arguments(method: Method, given: Mapping[str, Any]) -> None:
    """Exactly the arguments that the method has, with the right simple types."""
    names = {name for name, value in given.items() if value is not None}
    findings = [f"missing required field: {name}" for name in sorted(method.required - names)]
    findings += [f"no such argument: {name}" for name in sorted(names - method.required - method.optional)]
    for name in sorted(names):
        value = given[name]
        if name in _BOOLEANS and not isinstance(value, bool):
            findings.append(f"must be a boolean [/{name}]")
        elif name not in _JSON | _BOOLEANS | _INTEGERS and not isinstance(value, str):
            findings.append(f"must be a string [/{name}]")
    if findings:
        raise Refused("invalid_arguments", findings)
