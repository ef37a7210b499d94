"""A field as Slack's widget, and a widget's state as the field's value again.

An `action_id` is `kind:name`, so that a submitted state can be read without knowing which form it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.i18n import Voice
from bot.limits import CHOICE_LABEL_MAX, LimitExceeded, units
from bot.vocabulary import Field, Kind, Value

Json = dict[str, Any]

SUGGEST_FROM = 2  # signs typed before we are asked what they may mean
INPUT_MAX = 3_000  # what Slack's text input holds at most
_YES = "yes"


def plain_text(text: str) -> Json:
    """Text that Slack does not interpret: no mention, no markup, no `:emoji:`."""
    return {"type": "plain_text", "text": text, "emoji": False}


def label_key(field: Field, choice: str = "") -> str:
    """The catalogue key of a field's label, or of one of its choices'."""
    return "-".join(["field", *(part.replace("_", "-") for part in (field.name, choice) if part)])


def input_block(field: Field, value: Value | None, voice: Voice) -> Json:
    """One `input` block named after the field, filled with what is already known."""
    key = label_key(field)
    block: Json = {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(voice(key)),
        "optional": not field.required or field.kind is Kind.YES,
        "element": {"action_id": f"{field.kind}:{field.name}", **_element(field, value, voice)},
    }
    if voice.has(f"{key}.hint"):
        block["hint"] = plain_text(voice(f"{key}.hint"))
    return block


def _element(field: Field, value: Value | None, voice: Voice) -> Json:
    several = (value,) if isinstance(value, str) and value else tuple(value or ())
    first = several[0] if several else ""
    match field.kind:
        case Kind.CHOICE:
            options = _options(field, voice)
            return {"type": "radio_buttons", "options": options, **_initial("option", options, several[:1])}
        case Kind.CHOICES:
            options = _options(field, voice)
            return {"type": "checkboxes", "options": options, **_initial("options", options, several)}
        case Kind.YES:
            options = [{"text": plain_text(_fitting(voice(label_key(field)))), "value": _YES}]
            return {"type": "checkboxes", "options": options, **_initial("options", options, several)}
        case Kind.PERSON:
            return {"type": "users_select"} | ({"initial_user": _local(first)} if first else {})
        case Kind.PEOPLE:
            people = [_local(one) for one in several]
            return {"type": "multi_users_select"} | ({"initial_users": people} if people else {})
        case Kind.PLACE:
            begin = {"initial_conversation": _local(first)} if first else {}
            here = {} if first else {"default_to_current_conversation": True}
            kinds = {"filter": {"include": ["private"], "exclude_external_shared_channels": True}}
            return {"type": "conversations_select", **kinds, **begin, **here}
        case Kind.MOMENT if not first or _epoch(first):
            # Words that were typed stay words: only an instant can be put into Slack's widget.
            begun: Json = {"initial_date_time": _epoch(first)} if first else {}
            return {"type": "datetimepicker", **begun}
        case Kind.PRACTICE if units(first) <= CHOICE_LABEL_MAX:
            shown: Json = {"text": plain_text(first), "value": first}
            begun = {"initial_option": shown} if first else {}
            return {"type": "external_select", "min_query_length": SUGGEST_FROM, **begun}
        case _:
            # A text that is already longer than the field is shown whole: the core says what is in excess.
            begin = {"initial_value": first[:INPUT_MAX]} if first else {}
            longest = max(field.limit, min(len(first), INPUT_MAX))
            tall = {"multiline": True} if field.kind is Kind.TEXT else {}
            return {"type": "plain_text_input", "max_length": longest, **tall, **begin}


def _epoch(text: str) -> int:
    """Seconds of an ISO instant with its offset; 0 where it is none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return 0
    return int(at.timestamp()) if at.tzinfo else 0


def _options(field: Field, voice: Voice) -> list[Json]:
    return [
        {"text": plain_text(_fitting(voice(label_key(field, choice)))), "value": choice}
        for choice in field.choices
    ]


def _fitting(label: str) -> str:
    if units(label) > CHOICE_LABEL_MAX:
        raise LimitExceeded(f"choice label: {units(label)} units, limit {CHOICE_LABEL_MAX}")
    return label


def _initial(slot: str, options: list[Json], chosen: tuple[str, ...]) -> Json:
    found = [option for option in options if option["value"] in chosen]
    if not found:
        return {}
    return {"initial_options": found} if slot == "options" else {"initial_option": found[0]}


def _local(value: str) -> str:
    """The id of a `realm/id` value."""
    return value.rpartition("/")[2]


def read(state: Mapping[str, Mapping[str, Json]], realm: str) -> dict[str, Value]:
    """The values of a submitted form by field name; what was left empty is left out."""
    values: dict[str, Value] = {}
    for answers in state.values():
        for action_id, answer in answers.items():
            kind, _, name = action_id.partition(":")
            if value := _value(kind, answer, realm):
                values[name] = value
    return values


def _value(kind: str, answer: Json, realm: str) -> Value:
    match answer["type"]:
        case "plain_text_input":
            return str(answer.get("value") or "")
        case "radio_buttons" | "external_select":
            return str((answer.get("selected_option") or {}).get("value", ""))
        case "checkboxes":
            chosen = tuple(str(option["value"]) for option in answer.get("selected_options") or ())
            return (chosen[0] if chosen else "") if kind == Kind.YES else chosen
        case "datetimepicker":
            seconds = answer.get("selected_date_time")
            at = datetime.fromtimestamp(seconds, UTC) if seconds else None
            return at.isoformat(timespec="minutes") if at else ""
        case "users_select":
            user = answer.get("selected_user")
            return f"{realm}/{user}" if user else ""
        case "multi_users_select":
            return tuple(f"{realm}/{user}" for user in answer.get("selected_users") or ())
        case "conversations_select":
            place = answer.get("selected_conversation")
            return f"{realm}/{place}" if place else ""
        case _:
            return ""
