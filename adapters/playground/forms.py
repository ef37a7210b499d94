"""Forms as panels: labels, hints, counters, and each fault beside its field. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from adapters.playground.render import attrs, esc, icon
from bot.i18n import Voice
from bot.vocabulary import Field, Form, Kind, Value

_LISTED = (Kind.CHOICE, Kind.CHOICES, Kind.PERSON, Kind.PEOPLE)
_SEVERAL = (Kind.CHOICES, Kind.PEOPLE)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the platform itself offers to pick from: (value, label) of the reader's channels and of people."""

    places: Sequence[tuple[str, str]] = ()
    people: Sequence[tuple[str, str]] = ()


def form(what: Form, voice: Voice, choices: Choices, room: str) -> str:
    """The panel; `room` keeps the ids of two open forms apart."""
    title = f"form-{room}-t"
    data = attrs(data_verb=what.verb, data_key=what.key.pack(), aria_labelledby=title)
    close = attrs(aria_label=voice("form-cancel"), title=voice("form-cancel"))
    return (
        f'<form class="panel" novalidate{data}><div class="ph"><h3 id="{title}">{esc(what.title)}</h3>'
        f'<button type="button" class="x" data-close{close}>{icon("close", 14)}</button></div>'
        f'<div class="pb">{_summary(what, voice, room)}'
        f"{''.join(_field(f, what, voice, choices, room) for f in what.fields)}</div>"
        f'<div class="pf"><button class="b p">{esc(voice("form-submit"))}</button>'
        f'<button type="button" class="b" data-close>{esc(voice("form-cancel"))}</button>'
        f'<p class="kept">{esc(voice("ui-form-kept"))}</p></div></form>'
    )


def _id(room: str, field: Field) -> str:
    return f"f-{room}-{field.name}"


def _summary(what: Form, voice: Voice, room: str) -> str:
    """What is to be put right, each with a way to its field."""
    fields = {f.name: f for f in what.fields}
    lines = []
    for name, fault in what.errors.items():
        if name in fields:
            told = esc(voice("ui-fault", field=_label(name, voice), fault=fault))
            lines.append(f'<li><a href="#{_id(room, fields[name])}">{told}</a></li>')
        else:
            lines.append(f"<li>{esc(fault)}</li>")
    if not lines:
        return ""
    title = esc(voice("form-faults-title"))
    return f'<div class="faults" role="alert"><p>{title}</p><ul>{"".join(lines)}</ul></div>'


def _label(name: str, voice: Voice) -> str:
    return voice(f"field-{name.replace('_', '-')}")


def _field(field: Field, what: Form, voice: Voice, choices: Choices, room: str) -> str:
    id = _id(room, field)
    key = f"field-{field.name.replace('_', '-')}"
    label = esc(voice(key))
    if not field.required:
        label += f" <small>{esc(voice('ui-optional'))}</small>"
    value = what.values.get(field.name, "")
    spoken = voice.has(f"{key}.hint") and not (field.kind is Kind.MOMENT and _picked(value, voice.zone))
    hint = f'<p class="hint" id="{id}-h">{esc(voice(f"{key}.hint"))}</p>' if spoken else ""
    fault = what.errors.get(field.name, "")
    wrong = f'<p class="fault" id="{id}-e">{icon("alert", 14)}{esc(fault)}</p>' if fault else ""
    counted = field.kind in (Kind.LINE, Kind.TEXT)
    count = f'<p class="count" id="{id}-c" data-limit="{field.limit}"></p>' if counted else ""
    told = [f"{id}-h"] * bool(hint) + [f"{id}-e"] * bool(fault)
    common = attrs(aria_describedby=" ".join(told) or None, aria_invalid="true" if fault else None)
    required = attrs(aria_required="true" if field.required else None)
    opening = f'<div class="field"{attrs(data_field=field.name)}>'
    options = _options(field, key, voice, choices)
    if field.kind in _LISTED:
        inputs = _inputs(field, id, options, value)
        group = f' role="radiogroup"{required}' if field.kind not in _SEVERAL else ""
        return (
            f'{opening}<fieldset id="{id}" tabindex="-1"{group}{common}><legend>{label}</legend>{hint}'
            f'<div class="opts">{inputs}</div>{wrong}</fieldset></div>'
        )
    if field.kind is Kind.YES:
        box = attrs(id=id, name=field.name, checked=value == "yes")
        return (
            f'{opening}<label class="opt"><input type="checkbox" value="yes"{box}{common}>'
            f"<span>{label}</span></label>{hint}{wrong}</div>"
        )
    widget = _widget(field, id, options, value if isinstance(value, str) else ", ".join(value), voice.zone)
    return (
        f'{opening}<label for="{id}">{label}</label>{hint}'
        f"{widget.replace('@@', common + required, 1)}{count}{wrong}</div>"
    )


def _options(field: Field, key: str, voice: Voice, choices: Choices) -> Sequence[tuple[str, str]]:
    match field.kind:
        case Kind.CHOICE | Kind.CHOICES:
            listed = [(c, voice(f"{key}-{c.replace('_', '-')}")) for c in field.choices]
            if field.kind is Kind.CHOICE and not field.required:
                listed.append(("", voice("ui-none")))
            return listed
        case Kind.PERSON if not field.required:
            return [*choices.people, ("", voice("ui-nobody"))]
        case Kind.PERSON | Kind.PEOPLE:
            return choices.people
        case Kind.PLACE:
            return choices.places
        case _:
            return ()


def _inputs(field: Field, id: str, options: Sequence[tuple[str, str]], value: Value) -> str:
    """Radio buttons or boxes; the first bears the field's focus."""
    kind = "checkbox" if field.kind in _SEVERAL else "radio"
    chosen = {value} if isinstance(value, str) else set(value)
    return "".join(
        f'<label class="opt"><input type="{kind}"'
        f"{attrs(name=field.name, value=v, id=f'{id}-{i}', checked=v in chosen)}>"
        f"<span><bdi>{esc(label)}</bdi></span></label>"
        for i, (v, label) in enumerate(options)
    )


def _wall(value: str, zone: str) -> str | None:
    """What a picker shows: a wall time; None where something else was typed."""
    if not value:
        return ""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (at.astimezone(ZoneInfo(zone)) if at.tzinfo else at).strftime("%Y-%m-%dT%H:%M")


def _picked(value: Value, zone: str) -> bool:
    """Whether the browser's own picker asks: it needs no example of how a date is typed."""
    return isinstance(value, str) and _wall(value, zone) is not None


def _widget(field: Field, id: str, options: Sequence[tuple[str, str]], value: str, zone: str) -> str:
    """The element, with @@ where its shared attributes go. Nothing here cuts what is typed."""
    named = attrs(id=id, name=field.name)
    match field.kind:
        case Kind.TEXT:
            return f'<textarea{named}@@ rows="3">\n{esc(value)}</textarea>'
        case Kind.PLACE:
            listed = [("", "—"), *options] if value not in dict(options) else options
            inside = "".join(
                f"<option{attrs(value=v, selected=v == value)}>{esc(label)}</option>" for v, label in listed
            )
            return f"<select{named}@@>{inside}</select>"
        case Kind.MOMENT if (wall := _wall(value, zone)) is not None:
            return f'<input type="datetime-local"{named}@@{attrs(value=wall)}>'
        case Kind.PRACTICE:
            data = attrs(list=f"{id}-l", data_suggest=True, value=value)
            offered = f'<datalist id="{id}-l"></datalist>'
            return f'<input type="text" autocomplete="off"{named}@@{data}>{offered}'
        case Kind.NUMBER:
            return f'<input type="text" inputmode="numeric" autocomplete="off"{named}@@{attrs(value=value)}>'
        case _:
            return f'<input type="text" autocomplete="off"{named}@@{attrs(value=value)}>'
