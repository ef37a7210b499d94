"""What stands in a message: rows, buttons, lists to pick from, and Components V2, with their limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .errors import Findings, Where
from .kit import REQUIRED, Json, distinct, known, one_of, several, text, whole

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
SELECTS = (STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT)
V2 = (SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER)
AT_THE_TOP = (ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR, CONTAINER)
IN_A_CONTAINER = tuple(kind for kind in AT_THE_TOP if kind != CONTAINER)

NESTED_MAX, CHARACTERS_MAX, ROWS_MAX, ROW_MAX = 40, 4000, 5, 5
CUSTOM_ID_MAX, LABEL_MAX, OPTIONS_MAX = 100, 80, 25
LINK, PREMIUM = 5, 6

_OFTEN = ("type", "id")


def walk(components: Any) -> Iterator[Json]:
    """All of them, however deep, in reading order."""
    for component in components or ():
        if isinstance(component, dict):
            yield component
            yield from walk(component.get("components"))
            yield from walk([component.get("accessory"), component.get("component")])


def check(components: Any, where: Where, out: Findings, *, v2: bool) -> None:
    """Everything that Discord would refuse in the components of one message."""
    top = several(components, where, out, NESTED_MAX if v2 else ROWS_MAX)
    every = list(walk(top))
    if not v2 and any(component.get("type") in V2 for component in every):
        out.add(where, "MESSAGE_COMPONENTS_V2_FLAG_MISSING", "The IS_COMPONENTS_V2 flag is needed for these.")
        return
    if v2 and len(every) > NESTED_MAX:
        out.add(
            where,
            "COMPONENT_LIMIT_EXCEEDED",
            f"Must be {NESTED_MAX} or fewer in length, nested ones included.",
        )
    if v2 and sum(len(str(c.get("content", ""))) for c in every) > CHARACTERS_MAX:
        out.add(where, "COMPONENT_TEXT_TOO_LONG", f"All texts must be {CHARACTERS_MAX} or fewer in length.")
    for position, component in enumerate(top):
        _one(component, (*where, position), out, AT_THE_TOP if v2 else (ROW,))
    named(every, where, out)


def named(every: list[Json], where: Where, out: Findings) -> None:
    """No custom_id and no number twice."""
    ids = [c["custom_id"] for c in every if isinstance(c.get("custom_id"), str)]
    distinct(ids, where, out, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
    numbers = [c["id"] for c in every if isinstance(c.get("id"), int) and c["id"]]
    distinct(numbers, where, out, "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")


def _one(component: Any, where: Where, out: Findings, allowed: tuple[int, ...]) -> None:
    if not isinstance(component, dict):
        out.add(where, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return
    kind = component.get("type")
    if not one_of(kind, (*where, "type"), out, allowed):
        return
    whole(component.get("id"), (*where, "id"), out, 0, 2**31 - 1)
    _CHECKS[kind](component, where, out)


def custom_id(component: Json, where: Where, out: Findings) -> None:
    text(component.get("custom_id"), (*where, "custom_id"), out, CUSTOM_ID_MAX)


# --- classic ones ------------------------------------------------------------------------------------------


def _row(row: Json, where: Where, out: Findings) -> None:
    known(row, where, out, (*_OFTEN, "components"))
    inside = several(row.get("components"), (*where, "components"), out, ROW_MAX, 1)
    kinds = [one.get("type") if isinstance(one, dict) else None for one in inside]
    if len(inside) > 1 and any(kind in SELECTS for kind in kinds):
        out.add((*where, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A list fills its row alone.")
    for position, one in enumerate(inside):
        _one(one, (*where, "components", position), out, (BUTTON, *SELECTS))


def _button(button: Json, where: Where, out: Findings) -> None:
    known(
        button, where, out, (*_OFTEN, *("style", "label", "emoji", "custom_id", "url", "sku_id", "disabled"))
    )
    style = button.get("style")
    if not one_of(style, (*where, "style"), out, range(1, 7)):
        return
    text(button.get("label"), (*where, "label"), out, LABEL_MAX, needed=False)
    if style == LINK:
        text(button.get("url"), (*where, "url"), out, 512)
        if "custom_id" in button:
            out.add(
                where, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A url goes without custom id."
            )
    elif style == PREMIUM:
        text(button.get("sku_id"), (*where, "sku_id"), out, 20)
    else:
        custom_id(button, where, out)
        if "url" in button:
            out.add((*where, "url"), "BUTTON_COMPONENT_INVALID_STYLE", "Only a link has a url.")
    if style != PREMIUM and not button.get("label") and not button.get("emoji"):
        out.add(where, "BUTTON_COMPONENT_INVALID_LABEL_OR_EMOJI", "A label or an emoji is needed.")


def select(component: Json, where: Where, out: Findings) -> None:
    """A list to pick from, in a message or in a form."""
    keys = ("custom_id", "placeholder", "min_values", "max_values", "disabled", "required")
    kind = component["type"]
    more = {STRING_SELECT: ("options",), CHANNEL_SELECT: ("channel_types", "default_values")}
    known(component, where, out, (*_OFTEN, *keys, *more.get(kind, ("default_values",))))
    custom_id(component, where, out)
    text(component.get("placeholder"), (*where, "placeholder"), out, 150, 0, needed=False)
    whole(component.get("min_values"), (*where, "min_values"), out, 0, 25)
    whole(component.get("max_values"), (*where, "max_values"), out, 1, 25)
    fewest, most = component.get("min_values", 1), component.get("max_values", 1)
    if isinstance(fewest, int) and isinstance(most, int) and fewest > most:
        out.add((*where, "min_values"), "SELECT_COMPONENT_MIN_OVER_MAX", "min_values is over max_values.")
    if kind == STRING_SELECT:
        chosen = options(component, where, out, OPTIONS_MAX)
    else:
        chosen = len(several(component.get("default_values"), (*where, "default_values"), out, 25))
    if isinstance(most, int) and chosen > most:
        out.add(where, "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "More default values than max_values.")


def options(component: Json, where: Where, out: Findings, most: int, fewest: int = 1) -> int:
    """Options of a list, of radio buttons, of boxes to tick. How many are chosen from the start."""
    place = (*where, "options")
    offered = [o for o in several(component.get("options"), place, out, most, fewest) if isinstance(o, dict)]
    for position, option in enumerate(offered):
        here = (*place, position)
        known(option, here, out, ("label", "value", "description", "emoji", "default"))
        text(option.get("label"), (*here, "label"), out, 100)
        text(option.get("value"), (*here, "value"), out, 100)
        text(option.get("description"), (*here, "description"), out, 100, 0, needed=False)
    values = [str(option.get("value")) for option in offered]
    distinct(values, place, out, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The value is already used")
    return sum(bool(option.get("default")) for option in offered)


# --- Components V2 -----------------------------------------------------------------------------------------


def _section(section: Json, where: Where, out: Findings) -> None:
    known(section, where, out, (*_OFTEN, "components", "accessory"))
    for position, one in enumerate(several(section.get("components"), (*where, "components"), out, 3, 1)):
        _one(one, (*where, "components", position), out, (TEXT_DISPLAY,))
    if section.get("accessory") is None:
        out.add((*where, "accessory"), REQUIRED, "This field is required")
    else:
        _one(section["accessory"], (*where, "accessory"), out, (BUTTON, THUMBNAIL))


def text_display(display: Json, where: Where, out: Findings) -> None:
    known(display, where, out, (*_OFTEN, "content"))
    text(display.get("content"), (*where, "content"), out, CHARACTERS_MAX)


def _media(media: Any, where: Where, out: Findings) -> None:
    if not isinstance(media, dict) or not isinstance(media.get("url"), str):
        out.add(where, REQUIRED, "This field is required")
    elif not media["url"].startswith(("attachment://", "http://", "https://")):
        out.add((*where, "url"), "URL_TYPE_INVALID_SCHEME", "Scheme must be one of http, https, attachment.")


def _thumbnail(thumbnail: Json, where: Where, out: Findings) -> None:
    known(thumbnail, where, out, (*_OFTEN, "media", "description", "spoiler"))
    _media(thumbnail.get("media"), (*where, "media"), out)
    text(thumbnail.get("description"), (*where, "description"), out, 1024, needed=False)


def _gallery(gallery: Json, where: Where, out: Findings) -> None:
    known(gallery, where, out, (*_OFTEN, "items"))
    for position, item in enumerate(several(gallery.get("items"), (*where, "items"), out, 10, 1)):
        media = item.get("media") if isinstance(item, dict) else None
        _media(media, (*where, "items", position, "media"), out)


def _file(file: Json, where: Where, out: Findings) -> None:
    known(file, where, out, (*_OFTEN, "file", "spoiler"))
    _media(file.get("file"), (*where, "file"), out)
    url = file["file"].get("url") if isinstance(file.get("file"), dict) else None
    if isinstance(url, str) and not url.startswith("attachment://"):
        out.add(
            (*where, "file", "url"), "UNFURLED_MEDIA_ITEM_NOT_ATTACHMENT", "Only an attachment goes here."
        )


def _separator(separator: Json, where: Where, out: Findings) -> None:
    known(separator, where, out, (*_OFTEN, "divider", "spacing"))
    if "spacing" in separator:
        one_of(separator["spacing"], (*where, "spacing"), out, (1, 2))


def _container(container: Json, where: Where, out: Findings) -> None:
    known(container, where, out, (*_OFTEN, "components", "accent_color", "spoiler"))
    whole(container.get("accent_color"), (*where, "accent_color"), out, 0, 0xFFFFFF)
    inside = several(container.get("components"), (*where, "components"), out, NESTED_MAX, 1)
    for position, one in enumerate(inside):
        _one(one, (*where, "components", position), out, IN_A_CONTAINER)


_CHECKS = {
    ROW: _row,
    BUTTON: _button,
    **dict.fromkeys(SELECTS, select),
    SECTION: _section,
    TEXT_DISPLAY: text_display,
    THUMBNAIL: _thumbnail,
    GALLERY: _gallery,
    FILE: _file,
    SEPARATOR: _separator,
    CONTAINER: _container,
}
