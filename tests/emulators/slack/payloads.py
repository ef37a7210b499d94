"""The JSON that Slack sends and returns: people, places, messages, views, and the frame around an act."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from .core import Core
from .fields import values_of
from .state import Workspace
from .things import Channel, Message, Profile, View

Json = dict[str, Any]
VERIFICATION = "verification-token-of-the-loopback"


def person(profile: Profile, now: float, locale: bool) -> Json:
    here = datetime.datetime.fromtimestamp(now, ZoneInfo(profile.tz))
    offset = here.utcoffset()
    body: Json = {
        "id": profile.id,
        "team_id": profile.team_id,
        "name": profile.name,
        "deleted": profile.deleted,
        "real_name": profile.real_name,
        "tz": profile.tz,
        "tz_label": here.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {
            "real_name": profile.real_name,
            "real_name_normalized": profile.real_name,
            "display_name": "",
            "display_name_normalized": "",
            "first_name": profile.real_name.split(" ")[0],
        },
        "is_admin": profile.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": profile.is_guest,
        "is_ultra_restricted": False,
        "is_bot": profile.is_bot,
        "is_stranger": profile.team_id != "T0ENTREPAIRS",
        "is_app_user": False,
        "updated": int(now),
    }
    return {**body, "locale": profile.locale} if locale else body


def place(workspace: Workspace, channel: Channel) -> Json:
    body: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
    }
    if channel.kind == "im":
        others = channel.members - {workspace.bot}
        return {**body, "user": min(others or channel.members), "is_open": True}
    return {
        **body,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.is_private,
        "is_general": False,
        "is_shared": channel.ext_shared,
        "is_ext_shared": channel.ext_shared,
        "is_pending_ext_shared": channel.pending_shared,
        "is_member": workspace.bot in channel.members,
        "creator": channel.creator,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def message(workspace: Workspace, said: Message) -> Json:
    body: Json = {
        "type": "message",
        "user": said.author,
        "ts": said.ts,
        "text": said.text,
        "team": workspace.team_id,
    }
    if said.author == workspace.bot:
        body |= {"bot_id": workspace.bot_id, "app_id": workspace.app_id}
    if said.blocks:
        body["blocks"] = said.blocks
    if said.attachments:
        body["attachments"] = said.attachments
    if said.metadata:
        body["metadata"] = said.metadata
    if said.thread_ts:
        body["thread_ts"] = said.thread_ts
    if said.broadcast:
        body["subtype"] = "thread_broadcast"
    if said.files:
        body["files"] = [
            {"id": one.id, "name": one.name, "title": one.title, "size": one.length} for one in said.files
        ]
    if said.edited:
        body["edited"] = {"user": said.author, "ts": said.ts}
    return body


def view(workspace: Workspace, shown: View, *, state: bool = True) -> Json:
    """A view as Slack gives it back; `state`: with what the person has entered so far."""
    typed = workspace.typed.get(shown.id, {}) if state else {}
    return {
        "id": shown.id,
        "team_id": workspace.team_id,
        "app_id": workspace.app_id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.bot_id,
        "type": shown.body["type"],
        "title": shown.body.get("title"),
        "submit": shown.body.get("submit"),
        "close": shown.body.get("close"),
        "blocks": shown.blocks,
        "private_metadata": shown.private_metadata,
        "callback_id": shown.callback_id,
        "external_id": shown.body.get("external_id", ""),
        "state": {"values": values_of(shown.blocks, typed)},
        "hash": shown.hash,
        "clear_on_close": shown.body.get("clear_on_close", False),
        "notify_on_close": shown.body.get("notify_on_close", False),
        "root_view_id": shown.root_id,
        "previous_view_id": shown.previous_id,
    }


def frame(core: Core, kind: str, who: Profile) -> Json:
    """What every interaction carries."""
    workspace = core.workspace
    return {
        "type": kind,
        "token": VERIFICATION,
        "api_app_id": workspace.app_id,
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "user": {
            "id": who.id,
            "username": who.name,
            "name": who.name,
            "team_id": workspace.team_id,
        },
        "enterprise": None,
        "is_enterprise_install": False,
    }


def named_place(channel: Channel) -> Json:
    names = {"im": "directmessage", "private": "privategroup", "mpim": "privategroup"}
    return {"id": channel.id, "name": names.get(channel.kind, channel.name)}


def slash(core: Core, who: Profile, command: str, text: str, channel: Channel) -> Json:
    workspace = core.workspace
    return {
        "token": VERIFICATION,
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": named_place(channel)["name"],
        "user_id": who.id,
        "user_name": who.name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": core.response_url(core.tickets.mint_response(who.id, channel.id)),
        "trigger_id": core.tickets.mint_trigger(who.id, "command", channel.id),
    }


def event_callback(core: Core, event: Json, event_id: str) -> Json:
    workspace = core.workspace
    return {
        "type": "event_callback",
        "token": VERIFICATION,
        "team_id": workspace.team_id,
        "context_team_id": workspace.team_id,
        "context_enterprise_id": None,
        "api_app_id": workspace.app_id,
        "event": event,
        "event_id": event_id,
        "event_time": int(core.clock.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team_id,
                "user_id": workspace.bot,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }
