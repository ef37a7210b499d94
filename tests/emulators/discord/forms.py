"""A form as a person fills it: what they may type and choose, and what is sent of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from . import payloads
from .components import CHANNEL_SELECT, ROW, STRING_SELECT, TEXT_DISPLAY, TEXT_INPUT, USER_SELECT
from .errors import ClientRefuses
from .modals import CHECKBOX, CHECKBOX_GROUP, LABEL, RADIO_GROUP
from .state import World
from .things import Json, Modal


def fields(modal: Modal) -> Iterator[tuple[str, Json]]:
    """Every widget with the label over it."""
    for top in modal.components:
        if top["type"] == LABEL:
            yield top["label"], top["component"]
        elif top["type"] == ROW:
            yield top["components"][0]["label"], top["components"][0]


def sent(modal: Modal, filled: Mapping[str, Any], world: World) -> Json:
    """`data` of the submission. What is not filled stays as the form opened. Raises: ClientRefuses."""
    named = {name for label, widget in fields(modal) for name in (label, widget["custom_id"])}
    if unknown := set(filled) - named:
        raise ClientRefuses(f"no such field: {', '.join(sorted(unknown))}")
    resolved: Json = {}
    components = [_top(top, filled, resolved, world) for top in modal.components]
    data: Json = {"custom_id": modal.custom_id, "components": components}
    return data | {"resolved": resolved} if resolved else data


def _top(top: Json, filled: Mapping[str, Any], resolved: Json, world: World) -> Json:
    if top["type"] == TEXT_DISPLAY:
        return {"type": TEXT_DISPLAY, "id": top.get("id", 0)}
    if top["type"] == LABEL:
        given = _given(top["component"], top["label"], filled)
        return {
            "type": LABEL,
            "id": top.get("id", 0),
            "component": _entry(top["component"], given, resolved, world),
        }
    inside = top["components"][0]
    given = _given(inside, inside["label"], filled)
    return {"type": ROW, "id": top.get("id", 0), "components": [_entry(inside, given, resolved, world)]}


def _given(widget: Json, label: str, filled: Mapping[str, Any]) -> Any:
    return filled.get(widget["custom_id"], filled.get(label, _UNTOUCHED))


_UNTOUCHED = object()


def _entry(widget: Json, given: Any, resolved: Json, world: World) -> Json:
    kind = widget["type"]
    said: Json = {"type": kind, "id": widget.get("id", 0), "custom_id": widget["custom_id"]}
    if kind == TEXT_INPUT:
        return said | {"value": _typed(widget, given)}
    if kind == CHECKBOX:
        return said | {"value": bool(widget.get("default")) if given is _UNTOUCHED else bool(given)}
    if kind == RADIO_GROUP:
        return said | {"value": next(iter(picked(widget, given)), None)}
    if kind in (STRING_SELECT, CHECKBOX_GROUP):
        return said | {"values": picked(widget, given)}
    return said | {"values": _named(widget, given, resolved, world)}


def _typed(widget: Json, given: Any) -> str:
    value = widget.get("value") or "" if given is _UNTOUCHED else given
    if not isinstance(value, str):
        raise ClientRefuses(f"a text field takes text, not {type(value).__name__}")
    if widget["style"] == 1 and "\n" in value:
        raise ClientRefuses("a single-line field has no line breaks")
    if not value and widget.get("required", True):
        raise ClientRefuses("the field is required")
    if value and not widget.get("min_length", 0) <= len(value) <= widget.get("max_length", 4000):
        raise ClientRefuses("the field takes fewer characters, or wants more")
    return value


def picked(widget: Json, given: Any) -> list[str]:
    """Options by label or value; `given` one or several. Raises: ClientRefuses."""
    options = widget["options"]
    if given is _UNTOUCHED:
        values = [option["value"] for option in options if option.get("default")]
    else:
        known = {name: option["value"] for option in options for name in (option["label"], option["value"])}
        wanted = [given] if isinstance(given, str) else list(given)
        if unknown := [one for one in wanted if one not in known]:
            raise ClientRefuses(f"no such option: {', '.join(unknown)}")
        values = [known[one] for one in wanted]
    _count(widget, values)
    return values


def _named(widget: Json, given: Any, resolved: Json, world: World) -> list[str]:
    """People or channels, by id or by anything that has one."""
    if given is _UNTOUCHED:
        values = [str(one["id"]) for one in widget.get("default_values") or ()]
    else:
        wanted = [given] if isinstance(given, str) or hasattr(given, "id") else list(given)
        values = [one if isinstance(one, str) else str(one.id) for one in wanted]
    _count(widget, values)
    for value in values:
        if widget["type"] == USER_SELECT:
            resolved.setdefault("users", {})[value] = payloads.user(world.users[value])
        elif widget["type"] == CHANNEL_SELECT:
            channel = payloads.channel(world.channels[value])
            resolved.setdefault("channels", {})[value] = channel | {"permissions": str(payloads.EVERYONE_MAY)}
    return values


def _count(widget: Json, values: list[str]) -> None:
    optional = widget.get("required", True) is False
    fewest = widget.get("min_values", 0 if optional else 1)
    most = widget.get(
        "max_values", len(widget.get("options", "x")) if widget["type"] == CHECKBOX_GROUP else 1
    )
    if values and not fewest <= len(values) <= most:
        raise ClientRefuses(f"between {fewest} and {most} have to be chosen")
    if not values and fewest and not optional:
        raise ClientRefuses("something has to be chosen")
