"""Things as Discord's JSON says them. Content that the application may not read is left blank."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from .state import World
from .things import DM, FORUM, THREADS, Channel, Guild, Interaction, Message, User

Json = dict[str, Any]
VIEW_CHANNEL = 1 << 10
EVERYONE_MAY = VIEW_CHANNEL | 1 << 11 | 1 << 6 | 1 << 16 | 1 << 31
THREADS_MAY = 1 << 36 | 1 << 38  # private ones are opened, and spoken in


_NO_PICTURES = (
    "icon",
    "description",
    "home_header",
    "splash",
    "discovery_splash",
    "banner",
    "vanity_url_code",
)
_NO_PLACES = (
    *("application_id", "afk_channel_id", "system_channel_id", "widget_channel_id", "rules_channel_id"),
    *("safety_alerts_channel_id", "public_updates_channel_id"),
)
_NOUGHTS = (
    *("system_channel_flags", "verification_level", "default_message_notifications"),
    *("mfa_level", "explicit_content_filter", "max_stage_video_channel_users", "max_video_channel_users"),
    *("premium_tier", "premium_subscription_count", "nsfw_level"),
)


def iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


def user(who: User) -> Json:
    said: Json = {
        "id": who.id,
        "username": who.name,
        "global_name": who.shown,
        "discriminator": "0",
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }
    return said | {"bot": True} if who.bot else said


def oneself(who: User) -> Json:
    """The account that asks about itself."""
    return user(who) | {"mfa_enabled": True, "locale": "fr", "verified": True, "email": None}


def member(who: User, *, inside: bool = True, permissions: bool = False) -> Json:
    """A member of a server; `inside` with their account."""
    said: Json = {
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": [],
        "joined_at": "2026-01-05T09:00:00+00:00",
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }
    if inside:
        said["user"] = user(who)
    if permissions:
        said["permissions"] = str(EVERYONE_MAY | who.permissions)
    return said


def channel(what: Channel) -> Json:
    said: Json = {"id": what.id, "type": what.kind, "flags": 0, "last_message_id": None}
    if what.kind == DM:
        return said | {"recipients": [user(what.recipient)] if what.recipient else []}
    said |= {"guild_id": what.guild, "name": what.name, "parent_id": what.parent, "rate_limit_per_user": 0}
    if what.kind in THREADS:
        return said | {
            "owner_id": what.owner,
            "message_count": len(what.messages),
            "member_count": len(what.members),
            "total_message_sent": len(what.messages),
            "applied_tags": what.applied,
            "thread_metadata": {
                "archived": what.archived,
                "auto_archive_duration": what.archive_min,
                "archive_timestamp": iso(what.made_at),
                "create_timestamp": iso(what.made_at),
                "locked": what.locked,
                "invitable": what.invitable,
            },
        }
    said |= {
        "position": what.position,
        "permission_overwrites": list(what.overwrites.values()),
        "nsfw": False,
        "topic": None,
    }
    if what.kind == FORUM:
        said |= {"available_tags": what.tags, "default_reaction_emoji": None, "default_sort_order": None}
        said |= {"default_forum_layout": 0}
    return said


def thread_member(thread: Channel, who: str) -> Json:
    return {"id": thread.id, "user_id": who, "join_timestamp": iso(thread.made_at), "flags": 0}


def guild(what: Guild, world: World) -> Json:
    """A server as GUILD_CREATE gives it: with its channels and threads, and the bot as a member."""
    channels = [world.channels[id_] for id_ in what.channels]
    everyone: Json = {
        "id": what.id,
        "name": "@everyone",
        "permissions": str(EVERYONE_MAY | (THREADS_MAY if what.makes_threads else 0)),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
        "icon": None,
        "unicode_emoji": None,
    }
    return {
        **dict.fromkeys(_NO_PICTURES, None),
        **dict.fromkeys(_NO_PLACES, None),
        **dict.fromkeys(_NOUGHTS, 0),
        "region": "rotterdam",
        "afk_timeout": 300,
        "nsfw": False,
        "widget_enabled": False,
        "premium_progress_bar_enabled": False,
        "max_members": 500_000,
        "max_presences": None,
        "incidents_data": None,
        "id": what.id,
        "name": what.name,
        "owner_id": world.owner.id,
        "unavailable": False,
        "large": False,
        "joined_at": "2026-01-05T09:00:00+00:00",
        "member_count": len(what.members),
        "preferred_locale": "fr",
        "roles": [everyone],
        "emojis": [],
        "stickers": [],
        "features": [],
        "channels": [channel(one) for one in channels if not one.is_thread and one.closed != "access"],
        "threads": [channel(one) for one in channels if one.is_thread and not one.archived],
        "members": [member(world.bot)],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def message(what: Message, world: World, *, blank: bool = False) -> Json:
    """A message; `blank`: without what only the intent for content would show."""
    said: Json = {
        "id": what.id,
        "channel_id": what.channel,
        "type": 0,
        "author": user(what.author),
        "timestamp": iso(what.at),
        "edited_timestamp": iso(what.edited_at) if what.edited_at else None,
        "content": "" if blank else what.content,
        "components": [] if blank else what.components,
        "embeds": [] if blank else what.embeds,
        "attachments": [] if blank else what.attachments,
        "flags": what.flags,
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
    }
    if what.nonce is not None:
        said["nonce"] = what.nonce
    if what.author.bot:
        said["application_id"] = world.application
    if what.reactions:
        said["reactions"] = [reaction(emoji, of, world) for emoji, of in what.reactions.items()]
    return said


def emoji(said: str) -> Json:
    """`name:id` is an emoji of a server's own, anything else the sign itself."""
    name, colon, id_ = said.rpartition(":")
    return {"id": id_, "name": name} if colon and id_.isdecimal() else {"id": None, "name": said}


def reaction(said: str, of: list[str], world: World) -> Json:
    return {
        "emoji": emoji(said),
        "count": len(of),
        "count_details": {"burst": 0, "normal": len(of)},
        "burst_colors": [],
        "me": world.bot.id in of,
        "me_burst": False,
    }


def interaction(what: Interaction, data: Json, world: World) -> Json:
    """An act as the gateway tells it."""
    said: Json = {
        "id": what.id,
        "application_id": world.application,
        "type": what.type,
        "token": what.token,
        "version": 1,
        "data": data,
        "channel_id": what.channel.id,
        "channel": channel(what.channel),
        "locale": what.user.locale,
        "app_permissions": str(EVERYONE_MAY),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "attachment_size_limit": 10 * 2**20,
        "authorizing_integration_owners": {"0": what.channel.guild or "0"},
        "context": 1 if what.channel.kind == DM else 0,
    }
    if what.channel.guild is not None:
        locales: Json = {"id": what.channel.guild, "locale": "fr", "features": []}
        said |= {"guild_id": what.channel.guild, "guild_locale": "fr", "guild": locales}
        said |= {"member": member(what.user, permissions=True)}
    else:
        said |= {"user": user(what.user)}
    if what.message is not None:
        said["message"] = message(what.message, world)
    return said


def application(world: World) -> Json:
    return {
        "id": world.application,
        "name": "Entrepairs",
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "hook": True,
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "owner": user(world.owner),
        "team": None,
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "flags_new": "0",
        "approximate_guild_count": len(world.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
        "redirect_uris": [],
    }
