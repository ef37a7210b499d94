"""One widget for each kind of field, and what comes back from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import discord
from discord import ui

from bot.i18n import Voice
from bot.limits import FIELD_HINT_MAX, FIELD_LABEL_MAX, LimitExceeded, units
from bot.vocabulary import Field, Kind, Value

PEOPLE_MAX = 25
INPUT_MAX = 4_000
_USER_SELECT, _CHANNEL_SELECT, _CHECKBOX = 5, 8, 23

Widget = Callable[[Field, Value, Voice], "ui.Item[Any]"]


def key(name: str) -> str:
    """A field's name as the catalogue spells it."""
    return f"field-{name.replace('_', '-')}"


def label_of(field: Field, voice: Voice) -> str:
    return _within(field, "label", voice(key(field.name)), FIELD_LABEL_MAX)


def hint_of(field: Field, voice: Voice) -> str | None:
    hint = f"{key(field.name)}.hint"
    return _within(field, "hint", voice(hint), FIELD_HINT_MAX) if voice.has(hint) else None


def choices_of(field: Field, voice: Voice) -> list[tuple[str, str]]:
    """Values and their labels, in order."""
    name = key(field.name)
    return [(choice, voice(f"{name}-{choice.replace('_', '-')}")) for choice in field.choices]


def labelled(field: Field, value: Value, fault: str, voice: Voice) -> ui.Label[Any]:
    """The field under its label; a fault that fits takes the place of the hint."""
    under = fault if fault and units(fault) <= FIELD_HINT_MAX else hint_of(field, voice)
    widget = _WIDGETS.get(field.kind, _line)(field, value, voice)
    return ui.Label(text=label_of(field, voice), description=under, component=widget)


def _within(field: Field, what: str, text: str, limit: int) -> str:
    if units(text) > limit:
        raise LimitExceeded(f"field {field.name}: {what} of {units(text)} units, limit {limit}")
    return text


# --- out ---------------------------------------------------------------------------------------------------


def _line(field: Field, value: Value, voice: Voice) -> ui.Item[Any]:
    return _text_input(field, value, discord.TextStyle.short)


def _text(field: Field, value: Value, voice: Voice) -> ui.Item[Any]:
    return _text_input(field, value, discord.TextStyle.paragraph)


def _text_input(field: Field, value: Value, style: discord.TextStyle) -> ui.Item[Any]:
    text = _one(value)[:INPUT_MAX]
    return ui.TextInput(
        custom_id=field.name,
        style=style,
        default=text or None,
        required=field.required,
        max_length=max(field.limit, len(text)),  # kept words that are too long are shown whole
    )


def _choice(field: Field, value: Value, voice: Voice) -> ui.Item[Any]:
    chosen = _several(value)
    options = [
        discord.RadioGroupOption(label=label, value=choice, default=choice in chosen)
        for choice, label in choices_of(field, voice)
    ]
    return ui.RadioGroup(custom_id=field.name, required=field.required, options=options)


def _choices(field: Field, value: Value, voice: Voice) -> ui.Item[Any]:
    chosen = _several(value)
    options = [
        discord.CheckboxGroupOption(label=label, value=choice, default=choice in chosen)
        for choice, label in choices_of(field, voice)
    ]
    return ui.CheckboxGroup(
        custom_id=field.name,
        required=field.required,
        min_values=int(field.required),
        max_values=len(options),
        options=options,
    )


def _yes(field: Field, value: Value, voice: Voice) -> ui.Item[Any]:
    return ui.Checkbox(custom_id=field.name, default=bool(value))


def _people(field: Field, value: Value, voice: Voice) -> ui.Item[Any]:
    users = [int(known.rpartition("/")[2]) for known in _several(value)]
    return ui.UserSelect(
        custom_id=field.name,
        required=field.required,
        min_values=int(field.required),
        max_values=PEOPLE_MAX if field.kind is Kind.PEOPLE else 1,
        default_values=[
            discord.SelectDefaultValue(id=u, type=discord.SelectDefaultValueType.user) for u in users
        ],
    )


def _place(field: Field, value: Value, voice: Voice) -> ui.Item[Any]:
    channels = [int(known.rpartition("/")[2]) for known in _several(value)]
    return ui.ChannelSelect(
        custom_id=field.name,
        required=field.required,
        min_values=int(field.required),
        channel_types=[discord.ChannelType.text],
        default_values=[
            discord.SelectDefaultValue(id=c, type=discord.SelectDefaultValueType.channel) for c in channels
        ],
    )


_WIDGETS: Mapping[Kind, Widget] = {
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.YES: _yes,
    Kind.PERSON: _people,
    Kind.PEOPLE: _people,
    Kind.PLACE: _place,
}  # the others are typed on one line


def _one(value: Value) -> str:
    return value if isinstance(value, str) else "".join(value[:1])


def _several(value: Value) -> tuple[str, ...]:
    return ((value,) if value else ()) if isinstance(value, str) else tuple(value)


# --- back --------------------------------------------------------------------------------------------------


def sent(kind: Kind | None, component: Mapping[str, Any], realm: str) -> Value:
    """What one widget of a submitted form holds; empty where nothing was given."""
    if component["type"] == _USER_SELECT:
        people = tuple(f"/{user}" for user in component["values"])
        return people if kind is Kind.PEOPLE else _one(people)
    if component["type"] == _CHANNEL_SELECT:
        return _one(tuple(f"{realm}/{channel}" for channel in component["values"]))
    if component["type"] == _CHECKBOX:
        return "yes" if component.get("value") else ""
    if "values" in component:
        return tuple(component["values"])
    return component.get("value") or ""


def typed(kind: Kind, value: Any, realm: str) -> Value:
    """What one typed option of a command holds."""
    match kind:
        case Kind.PERSON:
            return f"/{value}"
        case Kind.PEOPLE:
            return (f"/{value}",)
        case Kind.PLACE:
            return f"{realm}/{value}"
        case Kind.CHOICES:
            return (str(value),)
        case Kind.YES:
            return "yes" if value else ""
        case _:
            return str(value)
