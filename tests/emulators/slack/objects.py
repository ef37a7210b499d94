"""Slack's composition objects and interactive elements: every field, every limit.

**Source**: docs.slack.dev, reference of Block Kit, read for SLACK.md's table of limits.
"""

from __future__ import annotations

from typing import Any

from .kit import (
    Check,
    Findings,
    anything,
    array,
    boolean,
    each,
    exactly_one,
    integer,
    one_of,
    record,
    string,
    typed,
)

ID = string(255)
WEB = string(3000, shape=r"https?://\S+")
DATE = string(10, shape=r"\d{4}-\d{2}-\d{2}")
TIME = string(5, shape=r"([01]\d|2[0-3]):[0-5]\d")
USER = string(20, shape=r"[UW][A-Z0-9]+")
CONVERSATION = string(20, shape=r"[CDGUW][A-Z0-9]+")


def plain(longest: int) -> Check:
    fields = {"type": one_of("plain_text"), "text": string(longest)}
    return record(fields, {"emoji": boolean})


def prose(longest: int) -> Check:
    """plain_text or mrkdwn."""
    mrkdwn = record({"type": one_of("mrkdwn"), "text": string(longest)}, {"verbatim": boolean})
    return typed({"plain_text": plain(longest), "mrkdwn": mrkdwn}, frozenset({"plain_text", "mrkdwn"}))


CONFIRM = record(
    {"title": plain(100), "text": plain(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
OPTION = record({"text": plain(75), "value": string(150)}, {"description": plain(75)})
BOX = record({"text": prose(75), "value": string(150)}, {"description": prose(75)})
MENU_ITEM = record({"text": plain(75), "value": string(150)}, {"description": plain(75), "url": WEB})
GROUP = record({"label": plain(75), "options": array(OPTION, 100)})
FILTER = record(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
DISPATCH = record({"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 2)})

_COMMON = {"action_id": ID, "confirm": CONFIRM}
_FIELD = {**_COMMON, "placeholder": plain(150), "focus_on_load": boolean}


def options_of(element: Any) -> list[Any]:
    """The options of a select, radio or checkbox element, groups flattened."""
    groups = element.get("option_groups") or []
    return list(element.get("options") or []) + [option for group in groups for option in group["options"]]


def _initial_is_offered(element: Any, where: str, out: Findings) -> None:
    chosen = list(element.get("initial_options") or [])
    if "initial_option" in element:
        chosen.append(element["initial_option"])
    offered = options_of(element)
    if any(option not in offered for option in chosen):
        out.append(f"initial option is not one of the options [{where}]")


def _values_differ(element: Any, where: str, out: Findings) -> None:
    values = [option["value"] for option in options_of(element)]
    if len(set(values)) != len(values):
        out.append(f"two options have the same value [{where}]")


_OFFER = each(exactly_one("options", "option_groups"), _initial_is_offered, _values_differ)
_BOXES = each(_initial_is_offered, _values_differ)
_GIVEN = {"options": array(OPTION, 100), "option_groups": array(GROUP, 100)}


def _element(
    kind: str, required: dict[str, Check], optional: dict[str, Check], rule: Check | None = None
) -> Check:
    return record({"type": one_of(kind), **required}, optional, rule)


def _text_input(element: Any, where: str, out: Findings) -> None:
    longest = element.get("max_length", 3000)
    if element.get("min_length", 0) > longest:
        out.append(f"min_length is above max_length [{where}]")
    if len(element.get("initial_value", "")) > longest:
        out.append(f"initial_value is longer than max_length [{where}]")


_LINE = {**_FIELD, "dispatch_action_config": DISPATCH, "initial_value": string(3000)}
_MANY = {"max_selected_items": integer(1, 100)}

ELEMENTS: dict[str, Check] = {
    "button": _element(
        "button",
        {"text": plain(75)},
        {
            **_COMMON,
            "value": string(2000),
            "url": WEB,
            "style": one_of("primary", "danger"),
            "accessibility_label": string(75),
        },
    ),
    "static_select": _element("static_select", {}, {**_FIELD, **_GIVEN, "initial_option": OPTION}, _OFFER),
    "external_select": _element(
        "external_select", {}, {**_FIELD, "initial_option": OPTION, "min_query_length": integer(0, 300)}
    ),
    "users_select": _element("users_select", {}, {**_FIELD, "initial_user": USER}),
    "conversations_select": _element(
        "conversations_select",
        {},
        {
            **_FIELD,
            "initial_conversation": CONVERSATION,
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": FILTER,
        },
    ),
    "multi_static_select": _element(
        "multi_static_select",
        {},
        {**_FIELD, **_GIVEN, **_MANY, "initial_options": array(OPTION, 100)},
        _OFFER,
    ),
    "multi_external_select": _element(
        "multi_external_select",
        {},
        {
            **_FIELD,
            **_MANY,
            "initial_options": array(OPTION, 100),
            "min_query_length": integer(0, 300),
        },
    ),
    "multi_users_select": _element(
        "multi_users_select", {}, {**_FIELD, **_MANY, "initial_users": array(USER, 100)}
    ),
    "multi_conversations_select": _element(
        "multi_conversations_select",
        {},
        {
            **_FIELD,
            **_MANY,
            "initial_conversations": array(CONVERSATION, 100),
            "default_to_current_conversation": boolean,
            "filter": FILTER,
        },
    ),
    "plain_text_input": _element(
        "plain_text_input",
        {},
        {
            **{name: check for name, check in _LINE.items() if name != "confirm"},
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        _text_input,
    ),
    "radio_buttons": _element(
        "radio_buttons",
        {"options": array(BOX, 10)},
        {**_COMMON, "focus_on_load": boolean, "initial_option": BOX},
        _BOXES,
    ),
    "checkboxes": _element(
        "checkboxes",
        {"options": array(BOX, 10)},
        {**_COMMON, "focus_on_load": boolean, "initial_options": array(BOX, 10)},
        _BOXES,
    ),
    "datepicker": _element("datepicker", {}, {**_FIELD, "initial_date": DATE}),
    "timepicker": _element("timepicker", {}, {**_FIELD, "initial_time": TIME, "timezone": string(100)}),
    "datetimepicker": _element(
        "datetimepicker",
        {},
        {**_COMMON, "focus_on_load": boolean, "initial_date_time": integer(1_000_000_000, 9_999_999_999)},
    ),
    "overflow": _element("overflow", {"options": array(MENU_ITEM, 5)}, _COMMON, _values_differ),
    "image": record(
        {"type": one_of("image"), "alt_text": string(2000)},
        {"image_url": WEB, "slack_file": anything},
        exactly_one("image_url", "slack_file"),
    ),
}

SELECTS = frozenset(kind for kind in ELEMENTS if kind.endswith("_select"))
PICKS = frozenset({"datepicker", "timepicker", "datetimepicker", "radio_buttons", "checkboxes"})
ACCESSORIES = (SELECTS | PICKS | {"button", "overflow", "image"}) - {"datetimepicker"}
IN_ACTIONS = (
    frozenset(kind for kind in SELECTS if not kind.startswith("multi_")) | PICKS | {"button", "overflow"}
)
INPUTS = SELECTS | PICKS | {"plain_text_input"}
STATEFUL = INPUTS
