"""Payloads that Slack accepts, one of each kind, for tests that spoil one thing in them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]


def plain(text: str = "Oui") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "Oui") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(n: int = 1) -> Json:
    return {"text": plain(f"Choix {n}"), "value": f"v{n}"}


def options(count: int) -> list[Json]:
    return [option(n) for n in range(count)]


def confirm() -> Json:
    return {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain(), "style": "danger"}


WEB = "https://example.org/image.png"

ELEMENTS: dict[str, Json] = {
    "button": {
        "type": "button",
        "text": plain(),
        "action_id": "a",
        "value": "1",
        "url": WEB,
        "style": "primary",
        "accessibility_label": "Oui",
        "confirm": confirm(),
    },
    "static_select": {
        "type": "static_select",
        "action_id": "a",
        "options": options(3),
        "initial_option": option(1),
        "placeholder": plain(),
        "focus_on_load": True,
    },
    "external_select": {
        "type": "external_select",
        "action_id": "a",
        "initial_option": option(),
        "min_query_length": 3,
        "placeholder": plain(),
    },
    "users_select": {"type": "users_select", "action_id": "a", "initial_user": "U0000001"},
    "conversations_select": {
        "type": "conversations_select",
        "action_id": "a",
        "initial_conversation": "C0000001",
        "default_to_current_conversation": True,
        "filter": {"include": ["private"], "exclude_bot_users": True},
    },
    "multi_static_select": {
        "type": "multi_static_select",
        "action_id": "a",
        "option_groups": [{"label": plain(), "options": options(3)}],
        "initial_options": [option(1)],
        "max_selected_items": 2,
    },
    "multi_external_select": {"type": "multi_external_select", "action_id": "a", "max_selected_items": 2},
    "multi_users_select": {"type": "multi_users_select", "action_id": "a", "initial_users": ["U0000001"]},
    "multi_conversations_select": {
        "type": "multi_conversations_select",
        "action_id": "a",
        "initial_conversations": ["C0000001"],
    },
    "plain_text_input": {
        "type": "plain_text_input",
        "action_id": "a",
        "multiline": True,
        "min_length": 2,
        "max_length": 80,
        "initial_value": "Un silence",
        "placeholder": plain(),
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    },
    "radio_buttons": {
        "type": "radio_buttons",
        "action_id": "a",
        "options": options(3),
        "initial_option": option(1),
    },
    "checkboxes": {
        "type": "checkboxes",
        "action_id": "a",
        "options": options(3),
        "initial_options": [option(1)],
    },
    "datepicker": {"type": "datepicker", "action_id": "a", "initial_date": "2026-11-26"},
    "timepicker": {
        "type": "timepicker",
        "action_id": "a",
        "initial_time": "18:00",
        "timezone": "Europe/Paris",
    },
    "datetimepicker": {"type": "datetimepicker", "action_id": "a", "initial_date_time": 1795716000},
    "overflow": {"type": "overflow", "action_id": "a", "options": options(3)},
    "image": {"type": "image", "image_url": WEB, "alt_text": "Une courbe"},
}

BLOCKS: dict[str, Json] = {
    "section": {
        "type": "section",
        "block_id": "b",
        "text": mrkdwn(),
        "fields": [mrkdwn(), plain()],
        "accessory": ELEMENTS["button"],
    },
    "header": {"type": "header", "block_id": "b", "text": plain()},
    "divider": {"type": "divider", "block_id": "b"},
    "context": {"type": "context", "block_id": "b", "elements": [mrkdwn(), ELEMENTS["image"]]},
    "actions": {"type": "actions", "block_id": "b", "elements": [ELEMENTS["button"]]},
    "input": {
        "type": "input",
        "block_id": "b",
        "label": plain(),
        "hint": plain(),
        "optional": True,
        "dispatch_action": False,
        "element": ELEMENTS["plain_text_input"],
    },
    "image": {"type": "image", "block_id": "b", "image_url": WEB, "alt_text": "Une courbe", "title": plain()},
    "rich_text": {
        "type": "rich_text",
        "block_id": "b",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "Un ", "style": {"bold": True}},
                    {"type": "link", "url": WEB, "text": "lien"},
                    {"type": "emoji", "name": "seedling"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U0000001"}]}
                ],
            },
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "Citation"}]},
        ],
    },
    "markdown": {"type": "markdown", "block_id": "b", "text": "**Oui**"},
    "table": {
        "type": "table",
        "block_id": "b",
        "rows": [[{"type": "raw_text", "text": "a"}, {"type": "raw_text", "text": "b"}]],
    },
}

MODAL: Json = {
    "type": "modal",
    "callback_id": "practice.share",
    "external_id": "x",
    "private_metadata": "m",
    "title": plain("Partager"),
    "submit": plain("Envoyer"),
    "close": plain("Fermer"),
    "clear_on_close": False,
    "notify_on_close": True,
    "blocks": [BLOCKS["input"]],
}
HOME: Json = {
    "type": "home",
    "callback_id": "home",
    "private_metadata": "m",
    "blocks": [BLOCKS["section"]],
}


def spoilt(sample: Json, spoil: Callable[[Any], object]) -> Json:
    """A copy of the sample with one thing changed in it."""
    changed = copy.deepcopy(sample)
    spoil(changed)
    return changed


def put(path: str, value: Any) -> Callable[[Any], None]:
    """Sets what stands at "text/text" or "elements/0/value" (a number is a position)."""

    def spoil(thing: Any) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
        for step in way:
            thing = thing[step]
        thing[last] = value

    return spoil


def drop(path: str) -> Callable[[Any], None]:
    """Removes what stands there."""

    def spoil(thing: Any) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
        for step in way:
            thing = thing[step]
        del thing[last]

    return spoil
