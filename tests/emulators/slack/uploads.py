"""Files: an address to send bytes to, the bytes, and the message that shares them.

**Source**: docs.slack.dev, files.getUploadURLExternal and files.completeUploadExternal.
"""

from __future__ import annotations

import secrets
from typing import Any

from .core import Core
from .errors import Refused
from .kit import Findings, array, record, string
from .things import Message, Upload

Args = dict[str, Any]
Json = dict[str, Any]
LARGEST = 1_000_000_000
_FILES = array(
    record({"id": string(20, shape=r"F[A-Z0-9]+")}, {"title": string(255), "highlight_type": string(10)}), 10
)


def get_address(core: Core, args: Args) -> Json:
    """files.getUploadURLExternal."""
    if not args["filename"] or args["length"] < 1:
        raise Refused("missing_argument")
    if args["length"] > LARGEST:
        raise Refused("file_upload_size_restricted")
    if args.get("snippet_type"):
        raise Refused("unknown_snippet_type")
    upload = Upload(core.workspace.mint("F"), args["filename"], args["length"])
    ticket = secrets.token_hex(12)
    core.workspace.uploads[upload.id] = upload
    core.workspace.tickets_of_uploads[ticket] = upload.id
    return {"file_id": upload.id, "upload_url": f"{core.address}/upload/v1/{ticket}"}


def receive(core: Core, ticket: str, content: bytes) -> None:
    """The bytes, once, as many as were announced."""
    upload = core.workspace.uploads.get(core.workspace.tickets_of_uploads.pop(ticket, ""))
    if upload is None:
        raise Refused("invalid_url")
    if len(content) != upload.length:
        raise Refused("invalid_length", [f"{upload.length} bytes announced, {len(content)} sent"])
    upload.content = content


def complete(core: Core, args: Args) -> Json:
    """files.completeUploadExternal: a message of the app with the files, where it says a channel."""
    out: Findings = []
    _FILES(args["files"], "/files", out)
    if out:
        raise Refused("invalid_arguments", out)
    uploads = []
    for said in args["files"]:
        upload = core.workspace.uploads.get(said["id"])
        if upload is None or upload.content is None or upload.shared:
            raise Refused("file_not_found")
        upload.title = said.get("title") or upload.name
        uploads.append(upload)
    channels = [*filter(None, str(args.get("channels") or "").split(",")), args.get("channel_id") or ""]
    for wanted in filter(None, channels):
        _share(core, wanted, uploads, args)
    for upload in uploads:
        upload.shared = True
    return {"files": [{"id": upload.id, "title": upload.title} for upload in uploads]}


def _share(core: Core, wanted: str, uploads: list[Upload], args: Args) -> None:
    """A person's id is no channel here: Slack takes one in some calls, and this is none of them."""
    place = core.workspace.place(wanted)
    if core.workspace.bot not in place.members:
        raise Refused("not_in_channel")
    if place.archived:
        raise Refused("posting_to_channel_denied")
    core.workspace.post(
        Message(
            channel=place.id,
            ts=core.workspace.mint_ts(),
            author=core.workspace.bot,
            text=args.get("initial_comment") or "",
            thread_ts=args.get("thread_ts"),
            files=tuple(uploads),
        )
    )
