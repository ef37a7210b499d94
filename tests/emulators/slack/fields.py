"""What a form's elements hold: their first state, and a person's entry as Slack writes it."""

from __future__ import annotations

import datetime
import re
from typing import Any

from .blocks import interactive
from .errors import ClientRefuses
from .objects import STATEFUL, options_of

Answer = dict[str, Any]
Element = dict[str, Any]
Typed = dict[tuple[str, str], Answer]

_SLOT = {
    "plain_text_input": "value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
}
_FIRST = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}


def slot(element: Element) -> str:
    """The name of the field in which this element's state stands."""
    return _SLOT[element["type"]]


def initial(element: Element) -> Answer:
    name = slot(element)
    empty: Any = [] if name in ("selected_options", "selected_users", "selected_conversations") else None
    return {"type": element["type"], name: element.get(_FIRST[name], empty)}


def values_of(blocks: list[dict[str, Any]], typed: Typed) -> dict[str, dict[str, Answer]]:
    """`state.values`: what was entered, else what each element began with."""
    values: dict[str, dict[str, Answer]] = {}
    for block in blocks:
        for element in interactive(block):
            if element["type"] in STATEFUL:
                key = block["block_id"], element["action_id"]
                answer = typed.get(key)
                if answer is None or answer["type"] != element["type"]:
                    answer = initial(element)
                values.setdefault(key[0], {})[key[1]] = answer
    return values


def current_place(blocks: list[dict[str, Any]], place: str, kind: str) -> Typed:
    """The entries of those conversation menus that begin with the place where the person is."""
    return {
        (block["block_id"], element["action_id"]): {
            "type": element["type"],
            slot(element): [place] if element["type"].startswith("multi_") else place,
        }
        for block in blocks
        for element in interactive(block)
        if element.get("default_to_current_conversation") and takes_place(element, kind)
    }


def takes_place(element: Element, kind: str) -> bool:
    """Whether this menu offers conversations of that kind (public, private, im, mpim)."""
    wanted = element.get("filter", {}).get("include")
    return wanted is None or kind in wanted


def is_empty(element: Element, answer: Answer) -> bool:
    value = answer[slot(element)]
    return value is None or value == "" or value == []


def entered(element: Element, value: Any, offered: list[dict[str, Any]] | None = None) -> Answer:
    """A person's entry in this element, as Slack's state says it.

    Texts are typed; options are named by label or value; people and places are given by id or by anything
    that has an `id`. `offered`: the options that an external select has just suggested. Raises ClientRefuses
    for what Slack's client would not take.
    """
    kind, name = element["type"], slot(element)
    if value is None:
        return {"type": kind, name: [] if name.endswith("s") else None}
    if name == "value":
        return {"type": kind, name: _text(element, value)}
    if name in ("selected_option", "selected_options"):
        options = options_of(element) if offered is None else offered
        if name == "selected_option":
            return {"type": kind, name: _option(options, value)}
        _most(element, value)
        return {"type": kind, name: [_option(options, one) for one in value]}
    if name in ("selected_users", "selected_conversations"):
        _most(element, value)
        return {"type": kind, name: [_id(one) for one in value]}
    if name in ("selected_user", "selected_conversation"):
        return {"type": kind, name: _id(value)}
    return {"type": kind, name: _moment(name, value)}


def _text(element: Element, value: Any) -> str:
    if not isinstance(value, str):
        raise ClientRefuses(f"a text field takes text, not {type(value).__name__}")
    if not element.get("multiline") and "\n" in value:
        raise ClientRefuses("a single-line field has no line breaks")
    longest = element.get("max_length", 3000)
    if len(value) > longest:
        raise ClientRefuses(f"the field takes at most {longest} characters, not {len(value)}")
    if value and len(value) < element.get("min_length", 0):
        raise ClientRefuses(f"the field wants at least {element['min_length']} characters")
    return value


def _option(options: list[dict[str, Any]], wanted: str) -> dict[str, Any]:
    for option in options:
        if option["value"] == wanted:
            return option
    for option in options:
        if option["text"]["text"] == wanted:
            return option
    raise ClientRefuses(f"no such option: {wanted}")


def _most(element: Element, value: Any) -> None:
    if isinstance(value, str) or len(value) > element.get("max_selected_items", 100):
        raise ClientRefuses("a list of at most max_selected_items entries is needed")


def _id(value: Any) -> str:
    return value if isinstance(value, str) else str(value.id)


def _moment(name: str, value: Any) -> str | int:
    if name == "selected_date_time":
        return int(value.timestamp()) if isinstance(value, datetime.datetime) else int(value)
    text = value.isoformat() if isinstance(value, datetime.date) else str(value)
    shape = r"\d{4}-\d{2}-\d{2}" if name == "selected_date" else r"([01]\d|2[0-3]):[0-5]\d"
    if not re.fullmatch(shape, text):
        raise ClientRefuses(f"not a {name.removeprefix('selected_')}: {text}")
    return text
