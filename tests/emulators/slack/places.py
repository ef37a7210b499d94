"""conversations.*, users.info and reactions.*: who is where, and who they are."""

from __future__ import annotations

import base64
import re
from typing import Any

from . import payloads
from .core import READ, Core
from .errors import Refused
from .things import Channel

Args = dict[str, Any]
Json = dict[str, Any]
FEW = 25  # people that are named behind an emoji unless the full list is asked
_KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
EMOJI = r"[\w+'-]+(::skin-tone-[2-6])?"


def _people(args: Args) -> list[str]:
    return [one.strip() for one in str(args.get("users") or "").split(",") if one.strip()]


def open_place(core: Core, args: Args) -> Json:
    if args.get("channel"):
        place = core.workspace.place(args["channel"])
        if place.kind not in ("im", "mpim"):
            raise Refused("method_not_supported_for_channel_type")
    else:
        people = _people(args)
        if not people:
            raise Refused("users_list_not_supplied")
        if len(people) > 8:
            raise Refused("too_many_users")
        core.need_write("im" if len(people) == 1 else "mpim")
        for one in people:
            if core.workspace.person(one).deleted:
                raise Refused("user_disabled")
        place = core.workspace.direct(core.workspace.bot, *people)
    body = payloads.place(core.workspace, place) if args.get("return_im") else {"id": place.id}
    return {"channel": body}


def create(core: Core, args: Args) -> Json:
    name, private = args["name"], bool(args.get("is_private"))
    core.need_write("private" if private else "public")
    if not name:
        raise Refused("invalid_name_required")
    if len(name) > 80:
        raise Refused("invalid_name_maxlength")
    if not re.search(r"\w", name):
        raise Refused("invalid_name_punctuation")
    if name != name.lower() or not re.fullmatch(r"[\w-]+", name):
        raise Refused("invalid_name_specials")
    if any(place.name == name for place in core.workspace.channels.values()):
        raise Refused("name_taken")
    bot = core.workspace.bot
    place = core.workspace.add_channel(name, "private" if private else "public", {bot}, bot)
    return {"channel": payloads.place(core.workspace, place)}


def invite(core: Core, args: Args) -> Json:
    place = core.workspace.place(args["channel"])
    core.need_write(place.kind)
    if place.kind in ("im", "mpim"):
        raise Refused("method_not_supported_for_channel_type")
    if core.workspace.bot not in place.members:
        raise Refused("not_in_channel")
    if place.archived:
        raise Refused("is_archived")
    people = _people(args)
    if not people:
        raise Refused("no_user")
    if len(people) > 100:
        raise Refused("invalid_arguments", ["no more than 100 users [/users]"])
    problems = [
        {"user": one, "ok": False, "error": word} for one in people if (word := _unwelcome(core, place, one))
    ]
    if problems and not args.get("force"):
        raise Refused(str(problems[0]["error"]), errors=problems)
    for one in people:
        if not _unwelcome(core, place, one):
            enter(core, place, one, inviter=core.workspace.bot)
    body: Json = {"channel": payloads.place(core.workspace, place)}
    return {**body, "errors": problems} if problems else body


def _unwelcome(core: Core, place: Channel, user: str) -> str | None:
    if user == core.workspace.bot:
        return "cant_invite_self"
    if user not in core.workspace.people or core.workspace.people[user].deleted:
        return "user_not_found"
    return "already_in_channel" if user in place.members else None


def enter(core: Core, place: Channel, user: str, inviter: str | None = None) -> None:
    """Someone joins: the state and the event."""
    place.members.add(user)
    core.workspace.note("member_joined", (place.id, user), user)
    more = {"inviter": inviter} if inviter else {}
    core.tell("member_joined_channel", place, user=user, **_where(core, place), **more)


def leave(core: Core, place: Channel, user: str) -> None:
    place.members.discard(user)
    core.workspace.note("member_left", (place.id, user), user)
    core.tell("member_left_channel", place, user=user, **_where(core, place))


def drop(core: Core, place: Channel) -> None:
    """The bot is removed: the last that it hears of a private channel."""
    core.tell("group_left", place, channel=place.id, actor_id=place.creator)
    place.members.discard(core.workspace.bot)
    core.workspace.note("member_left", (place.id, core.workspace.bot), core.workspace.bot)


def archive(core: Core, place: Channel, by: str, *, again: bool) -> None:
    """Closed for good; or not: `again`."""
    place.archived = not again
    if again:
        core.tell("group_unarchive", place, channel=place.id, actor_id=by)
    else:
        core.tell("group_archive", place, channel=place.id, user=by, is_moved=0)


def share(core: Core, place: Channel, team: str) -> None:
    """Another workspace reads it from now on."""
    place.ext_shared, place.pending_shared = True, False
    core.tell("channel_shared", place, channel=place.id, connected_team_id=team)


def unshare(core: Core, place: Channel, team: str) -> None:
    place.ext_shared = False
    core.tell(
        "channel_unshared", place, channel=place.id, previously_connected_team_id=team, is_ext_shared=False
    )


def _where(core: Core, place: Channel) -> dict[str, str]:
    letter = "G" if place.is_private else "C"
    return {"channel": place.id, "channel_type": letter, "team": core.workspace.team_id}


def info(core: Core, args: Args) -> Json:
    place = core.workspace.place(args["channel"])
    core.need_read(place)
    body = payloads.place(core.workspace, place)
    if args.get("include_num_members"):
        body["num_members"] = len(place.members)
    if args.get("include_locale"):
        body["locale"] = "fr-FR"
    return {"channel": body}


def members(core: Core, args: Args) -> Json:
    place = core.workspace.place(args["channel"])
    core.need_read(place)
    limit = args.get("limit") or 100
    if not 1 <= limit <= 1000:
        raise Refused("invalid_limit")
    page, more = _page(sorted(place.members), args.get("cursor"), limit)
    return {"members": page, "response_metadata": {"next_cursor": more}}


def _page(everything: list[Any], cursor: str | None, limit: int) -> tuple[list[Any], str]:
    """That page of a list, and the cursor of the next one."""
    try:
        start = int(base64.b64decode(cursor, validate=True)) if cursor else 0
    except ValueError:
        raise Refused("invalid_cursor") from None
    after = start + limit
    more = base64.b64encode(str(after).encode()).decode() if after < len(everything) else ""
    return everything[start:after], more


def listed(core: Core, args: Args) -> Json:
    """Public channels, and of the others those that the bot is in; for each kind its scope."""
    limit = args.get("limit") or 100
    if not 1 <= limit < 1000:
        raise Refused("invalid_limit")
    kinds = [_KINDS.get(one) for one in str(args.get("types") or "public_channel").split(",")]
    if None in kinds:
        raise Refused("invalid_types")
    for kind in kinds:
        core.need_scope([READ[str(kind)]])
    found = [
        payloads.place(core.workspace, place)
        for _, place in sorted(core.workspace.channels.items())
        if place.kind in kinds
        and (place.kind == "public" or core.workspace.bot in place.members)
        and not (args.get("exclude_archived") and place.archived)
    ]
    page, more = _page(found, args.get("cursor"), limit)
    return {"channels": page, "response_metadata": {"next_cursor": more}}


def user_info(core: Core, args: Args) -> Json:
    profile = core.workspace.person(args["user"])
    return {"user": payloads.person(profile, core.clock.now(), bool(args.get("include_locale")))}


def get_reactions(core: Core, args: Args) -> Json:
    if not (args.get("channel") and args.get("timestamp")):
        raise Refused("no_item_specified")
    place = core.workspace.place(args["channel"])
    if not re.fullmatch(r"\d+\.\d{6}", args["timestamp"]):
        raise Refused("bad_timestamp")
    said = core.workspace.find(place.id, args["timestamp"])
    found = core.workspace.reactions.get((place.id, said.ts), {})
    body = payloads.message(core.workspace, said)
    if found:
        body["reactions"] = [
            {"name": name, "count": len(people), "users": people[: None if args.get("full") else FEW]}
            for name, people in found.items()
        ]
    return {"type": "message", "channel": place.id, "message": body}


def add_reaction(core: Core, args: Args) -> Json:
    place = core.workspace.place(args["channel"])
    if place.archived:
        raise Refused("is_archived")
    react(core, place, args["timestamp"], args["name"], core.workspace.bot)
    return {}


def react(core: Core, place: Channel, ts: str, name: str, user: str) -> None:
    """Someone adds an emoji: the state and the event. Raises Refused."""
    if not re.fullmatch(EMOJI, name):
        raise Refused("invalid_name")
    said = core.workspace.find(place.id, ts)
    people = core.workspace.reactions.setdefault((place.id, ts), {}).setdefault(name, [])
    if user in people:
        raise Refused("already_reacted")
    people.append(user)
    _tell_reaction(core, "reaction_added", place, ts, name, user, said.author)


def unreact(core: Core, place: Channel, ts: str, name: str, user: str) -> None:
    said = core.workspace.find(place.id, ts)
    found = core.workspace.reactions.get((place.id, ts), {})
    if user not in found.get(name, []):
        raise Refused("no_reaction")
    found[name].remove(user)
    if not found[name]:
        del found[name]
    _tell_reaction(core, "reaction_removed", place, ts, name, user, said.author)


def _tell_reaction(core: Core, kind: str, place: Channel, ts: str, name: str, user: str, author: str) -> None:
    item = {"type": "message", "channel": place.id, "ts": ts}
    core.tell(kind, place, user=user, reaction=name, item_user=author, item=item)
