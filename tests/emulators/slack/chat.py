"""The chat.* methods and response_url: what is said, changed, taken back, and who may."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from . import payloads
from .blocks import interactive
from .core import Core
from .errors import Refused
from .surfaces import TEXT_POSTED, TEXT_UPDATED, need_content
from .things import Message
from .tickets import Response

Args = dict[str, Any]
Json = dict[str, Any]


def _need_plain_author(core: Core, args: Args) -> None:
    if args.get("as_user"):
        raise Refused("as_user_not_supported")
    if any(args.get(name) for name in ("username", "icon_emoji", "icon_url")):
        core.need_scope(["chat:write.customize"])


def _draft(core: Core, args: Args, channel: str, only_for: str | None = None) -> Message:
    markdown = args.get("markdown_text")
    return Message(
        channel=channel,
        ts=core.workspace.mint_ts(),
        author=core.workspace.bot,
        text=args.get("text") or markdown or "",
        blocks=[{"type": "markdown", "text": markdown}] if markdown else args.get("blocks") or [],
        attachments=args.get("attachments") or [],
        metadata=args.get("metadata") or None,
        thread_ts=args.get("thread_ts"),
        broadcast=bool(args.get("thread_ts") and args.get("reply_broadcast")),
        only_for=only_for,
    )


def post_message(core: Core, args: Args) -> Json:
    place = core.workspace.place(args["channel"], person_too=True)
    if place.archived:
        raise Refused("is_archived")
    if core.workspace.bot not in place.members and "chat:write.public" not in core.scopes:
        raise Refused("not_in_channel")
    _need_plain_author(core, args)
    need_content(args, TEXT_POSTED)
    said = core.workspace.post(_draft(core, _threaded(core, args, place.id), place.id))
    return {"channel": place.id, "ts": said.ts, "message": payloads.message(core.workspace, said)}


def _threaded(core: Core, args: Args, channel: str) -> Args:
    """Under a message that is there no more Slack says it in the channel, and gives no error.

    What is broadcast is only pointed at there: without its buttons.
    """
    if not (thread := args.get("thread_ts")):
        return args
    parent = core.workspace.messages.get((channel, thread))
    if parent is None:
        return {**args, "thread_ts": None}
    if parent.only_for or parent.thread_ts not in (None, thread):
        raise Refused("cannot_reply_to_message")
    if args.get("reply_broadcast") and (
        args.get("attachments") or any(map(interactive, args.get("blocks") or ()))
    ):
        core.complain("a reply that is broadcast has buttons or attachments: the channel does not show them")
    return args


def post_ephemeral(core: Core, args: Args) -> Json:
    place = core.workspace.place(args["channel"])
    if place.archived:
        raise Refused("is_archived")
    if core.workspace.bot not in place.members:
        raise Refused("not_in_channel")
    if args["user"] not in place.members or args["user"] == core.workspace.bot:
        raise Refused("user_not_in_channel")
    _need_plain_author(core, args)
    need_content(args, TEXT_POSTED)
    said = core.workspace.post(_draft(core, {**args, "metadata": None}, place.id, args["user"]))
    return {"message_ts": said.ts}


def update(core: Core, args: Args) -> Json:
    place = core.workspace.place(args["channel"])
    old = core.workspace.find(place.id, args["ts"])
    if old.author != core.workspace.bot:
        raise Refused("cant_update_message")
    if place.archived:
        raise Refused("is_inactive")
    _need_plain_author(core, args)
    need_content(args, TEXT_UPDATED)
    if "blocks" not in args and old.blocks and not args.get("markdown_text"):
        core.complain("chat.update leaves out blocks on a message that has some: say [] or the new ones")
    new = _draft(core, args, place.id)
    said = core.workspace.rewrite(
        old,
        replace(
            new,
            ts=old.ts,
            thread_ts=old.thread_ts,
            broadcast=old.broadcast,
            blocks=new.blocks if "blocks" in args or args.get("markdown_text") else old.blocks,
            attachments=new.attachments if "attachments" in args else old.attachments,
            metadata=new.metadata if "metadata" in args else old.metadata,
        ),
    )
    body = payloads.message(core.workspace, said)
    return {"channel": place.id, "ts": said.ts, "text": said.text, "message": body}


def delete(core: Core, args: Args) -> Json:
    place = core.workspace.place(args["channel"])
    old = core.workspace.find(place.id, args["ts"])
    if old.author != core.workspace.bot:
        raise Refused("cant_delete_message")
    core.workspace.remove(old)
    return {"channel": place.id, "ts": old.ts}


def get_permalink(core: Core, args: Args) -> Json:
    place = core.workspace.place(args["channel"])
    said = core.workspace.find(place.id, args["message_ts"])
    link = f"https://{core.workspace.domain}.slack.com/archives/{place.id}/p{said.ts.replace('.', '')}"
    if said.thread_ts:
        link += f"?thread_ts={said.thread_ts}&cid={place.id}"
    return {"channel": place.id, "permalink": link}


_ANSWER = frozenset(
    {
        *("text", "blocks", "attachments", "metadata", "markdown_text", "mrkdwn", "parse", "link_names"),
        *(
            "response_type",
            "replace_original",
            "delete_original",
            "thread_ts",
            "unfurl_links",
            "unfurl_media",
        ),
    }
)


def respond(core: Core, response: Response, args: Args) -> None:
    """An answer through a response_url, or in the acknowledgement of a slash command."""
    if unknown := sorted(set(args) - _ANSWER):
        raise Refused("invalid_payload", [f"no such field: {name}" for name in unknown])
    if args.get("response_type", "ephemeral") not in ("ephemeral", "in_channel"):
        raise Refused("invalid_payload", ["must be one of ephemeral, in_channel [/response_type]"])
    source = core.workspace.messages.get((response.channel, response.message_ts or ""))
    if args.get("delete_original"):
        if source is None:
            raise Refused("message_not_found")
        core.workspace.remove(source)
        return
    need_content(args, TEXT_POSTED)
    if response.message_ts and "replace_original" not in args:
        core.complain("an answer about a message does not say replace_original: Slack's default is not one")
    if args.get("replace_original"):
        if response.message_ts is None:
            core.complain("replace_original after a slash command: Slack ignores it and posts anew")
        elif source is None:
            raise Refused("message_not_found")
        else:
            new = _draft(core, args, source.channel, source.only_for)
            core.workspace.rewrite(source, replace(new, ts=source.ts, thread_ts=source.thread_ts))
            return
    only_for = None if args.get("response_type") == "in_channel" else response.user
    core.workspace.post(_draft(core, args, response.channel, only_for))
