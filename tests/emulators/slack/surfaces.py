"""Whole messages and whole views against Slack's limits, and against slack_sdk's own validation."""

from __future__ import annotations

import json
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View as SdkView

from .blocks import characters, check_blocks
from .errors import Refused
from .kit import Check, Findings, anything, boolean, one_of, record, string
from .objects import plain

VIEW_BYTES = 250_000
BLOCKS_CHARACTERS = 12_000  # Slack gives up near 13,200, which it does not document: keep clear of it
TEXT_POSTED, TEXT_UPDATED, MARKDOWN_TEXT = 40_000, 4_000, 12_000
ATTACHMENTS = 100
METADATA_BYTES = 16_000

_SHARED: dict[str, Check] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_MODAL = record(
    {"type": one_of("modal"), "title": plain(24), "blocks": anything},
    {
        **_SHARED,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = record({"type": one_of("home"), "blocks": anything}, _SHARED)
_METADATA = record({"event_type": string(255), "event_payload": anything})


def check_view(view: Any, kind: str) -> Findings:
    """Everything Slack would refuse in this view (`kind`: modal or home)."""
    out: Findings = []
    (_HOME if kind == "home" else _MODAL)(view, "/view", out)
    if out:
        return out
    out += check_blocks(view["blocks"], "home" if kind == "home" else "modal")
    if out:
        return out
    if kind == "modal" and "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
        out.append("submit is required when an input block is present [/view]")
    return out + _sdk_view(view)


def need_view(view: Any, kind: str) -> dict[str, Any]:
    """The view, or Slack's refusal of it."""
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        raise Refused("view_too_large")
    if findings := check_view(view, kind):
        raise Refused("invalid_arguments", findings)
    assert isinstance(view, dict)
    return view


def need_blocks(blocks: Any) -> list[dict[str, Any]]:
    """A message's blocks, or Slack's refusal of them."""
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format", ["must be an array [/blocks]"])
    findings = check_blocks(blocks, "message") or _sdk_blocks(blocks)
    if findings:
        raise Refused("invalid_blocks", findings)
    if characters(blocks) > BLOCKS_CHARACTERS:
        raise Refused("msg_blocks_too_long")
    return blocks


def need_content(args: dict[str, Any], text_limit: int) -> None:
    """A message says something, and not too much of it."""
    text, blocks, attachments = args.get("text"), args.get("blocks"), args.get("attachments")
    markdown = args.get("markdown_text")
    if markdown is not None and (text or blocks):
        raise Refused("markdown_text_conflict")
    if not (text or blocks or attachments or markdown):
        raise Refused("no_text")
    if len(text or "") > text_limit or len(markdown or "") > MARKDOWN_TEXT:
        raise Refused("msg_too_long")
    if len(attachments or []) > ATTACHMENTS:
        raise Refused("too_many_attachments")
    if blocks is not None:
        need_blocks(blocks)
    if metadata := args.get("metadata"):
        need_metadata(metadata)


def need_metadata(metadata: Any) -> None:
    out: Findings = []
    _METADATA(metadata, "/metadata", out)
    if out:
        raise Refused("invalid_metadata_format", out)
    if not isinstance(metadata["event_payload"], dict):
        raise Refused("invalid_metadata_schema", ["must be an object [/metadata/event_payload]"])
    if len(json.dumps(metadata).encode()) > METADATA_BYTES:
        raise Refused("metadata_too_large")


def _sdk_blocks(blocks: list[dict[str, Any]]) -> Findings:
    out: Findings = []
    for position, block in enumerate(blocks):
        try:
            parsed = Block.parse(block)
            if parsed is None:
                out.append(f"slack_sdk does not know this block [/blocks/{position}]")
            else:
                parsed.to_dict()
        except SlackObjectFormationError as wrong:
            out.append(f"slack_sdk: {wrong} [/blocks/{position}]")
    return out


def _sdk_view(view: dict[str, Any]) -> Findings:
    try:
        SdkView(**view).to_dict()
    except SlackObjectFormationError as wrong:
        return [f"slack_sdk: {wrong} [/view]"]
    return _sdk_blocks(view["blocks"])
