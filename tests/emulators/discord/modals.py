"""A form: its title, at most five components, and what may stand under a label."""

from __future__ import annotations

from typing import Any

from . import components
from .components import ROW, SELECTS, TEXT_DISPLAY, TEXT_INPUT
from .errors import Findings, Where
from .kit import REQUIRED, Json, known, one_of, several, text, whole

LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 18, 19, 21, 22, 23
UNDER_A_LABEL = (TEXT_INPUT, *SELECTS, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX)
TITLE_MAX, COMPONENTS_MAX, LABEL_MAX, HINT_MAX, INPUT_MAX = 45, 5, 45, 100, 4000
_OFTEN = ("type", "id", "custom_id", "required")


def check(said: Any, where: Where, out: Findings) -> None:
    """Everything that Discord would refuse in a form."""
    if not isinstance(said, dict):
        out.add(where, REQUIRED, "This field is required")
        return
    known(said, where, out, ("custom_id", "title", "components"))
    components.custom_id(said, where, out)
    text(said.get("title"), (*where, "title"), out, TITLE_MAX)
    place = (*where, "components")
    top = several(said.get("components"), place, out, COMPONENTS_MAX, 1)
    for position, one in enumerate(top):
        _top(one, (*place, position), out)
    components.named(list(components.walk(top)), place, out)


def _top(one: Any, where: Where, out: Findings) -> None:
    kind = one.get("type") if isinstance(one, dict) else None
    if not one_of(kind, (*where, "type"), out, (ROW, TEXT_DISPLAY, LABEL)):
        return
    if kind == TEXT_DISPLAY:
        components.text_display(one, where, out)
    elif kind == ROW:
        for position, inside in enumerate(several(one.get("components"), (*where, "components"), out, 1, 1)):
            _input(inside, (*where, "components", position), out, labelled=True)
    else:
        _label(one, where, out)


def _label(label: Json, where: Where, out: Findings) -> None:
    known(label, where, out, ("type", "id", "label", "description", "component"))
    text(label.get("label"), (*where, "label"), out, LABEL_MAX)
    text(label.get("description"), (*where, "description"), out, HINT_MAX, 0, needed=False)
    inside, place = label.get("component"), (*where, "component")
    if not isinstance(inside, dict):
        out.add(place, REQUIRED, "This field is required")
        return
    kind = inside.get("type")
    if one_of(kind, (*place, "type"), out, UNDER_A_LABEL):
        _CHECKS[kind](inside, place, out)


def _input(field: Json, where: Where, out: Findings, *, labelled: bool = False) -> None:
    known(
        field, where, out, (*_OFTEN, *("style", "min_length", "max_length", "value", "placeholder", "label"))
    )
    components.custom_id(field, where, out)
    one_of(field.get("style"), (*where, "style"), out, (1, 2))
    if labelled:
        text(field.get("label"), (*where, "label"), out, LABEL_MAX)
    elif field.get("label") is not None:
        out.add((*where, "label"), "COMPONENT_LABEL_TWICE", "The label stands over it already.")
    whole(field.get("min_length"), (*where, "min_length"), out, 0, INPUT_MAX)
    longest = field.get("max_length")
    if not whole(longest, (*where, "max_length"), out, 1, INPUT_MAX):
        return
    text(field.get("value"), (*where, "value"), out, longest or INPUT_MAX, 0, needed=False)
    text(field.get("placeholder"), (*where, "placeholder"), out, 100, 0, needed=False)


def _select(field: Json, where: Where, out: Findings) -> None:
    components.select(field, where, out)
    if field.get("disabled"):
        out.add((*where, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "Nothing is disabled in a form.")


def _radio(field: Json, where: Where, out: Findings) -> None:
    known(field, where, out, (*_OFTEN, "options"))
    components.custom_id(field, where, out)
    if components.options(field, where, out, 10, 2) > 1:
        out.add(where, "RADIO_GROUP_TOO_MANY_DEFAULTS", "At most one is chosen from the start.")


def _boxes(field: Json, where: Where, out: Findings) -> None:
    known(field, where, out, (*_OFTEN, "options", "min_values", "max_values"))
    components.custom_id(field, where, out)
    chosen = components.options(field, where, out, 10)
    offered = field.get("options")
    most = len(offered) if isinstance(offered, list) else 10
    whole(field.get("min_values"), (*where, "min_values"), out, 0, most)
    if whole(field.get("max_values"), (*where, "max_values"), out, 1, most) and chosen > field.get(
        "max_values", most
    ):
        out.add(where, "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "More default values than max_values.")


def _box(field: Json, where: Where, out: Findings) -> None:
    known(field, where, out, ("type", "id", "custom_id", "default"))
    components.custom_id(field, where, out)


def _upload(field: Json, where: Where, out: Findings) -> None:
    known(field, where, out, (*_OFTEN, "min_values", "max_values"))
    components.custom_id(field, where, out)
    whole(field.get("max_values"), (*where, "max_values"), out, 1, 10)


_CHECKS = {
    TEXT_INPUT: _input,
    **dict.fromkeys(SELECTS, _select),
    RADIO_GROUP: _radio,
    CHECKBOX_GROUP: _boxes,
    CHECKBOX: _box,
    FILE_UPLOAD: _upload,
}
