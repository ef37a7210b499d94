"""Commands as an application declares them, with what Discord's own description of them leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .calls import Answer, Call, Route
from .core import Core
from .errors import Findings, Refused, Where
from .kit import Json, distinct, known, one_of, several, text, whole
from .things import CHAT_INPUT, MESSAGE_MENU, USER_MENU

MOST = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15}
CHARACTERS_MAX, NAME_MAX, DESCRIPTION_MAX, OPTIONS_MAX, CHOICES_MAX = 8000, 32, 100, 25, 25
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, FILE = range(1, 12)
LOCALES = frozenset(
    {
        *("id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no"),
        *("pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN"),
        *("ja", "zh-TW", "ko"),
    }
)
_NAME = re.compile(r"[-_'\w]{1,32}")
_TEXTS = ("name", "name_localizations", "description", "description_localizations")
_COMMAND = (
    *("type", *_TEXTS, "options", "default_member_permissions", "dm_permission", "contexts", "nsfw", "id"),
    *("integration_types", "handler"),
)
_OPTION = (
    *("type", *_TEXTS, "required", "choices", "options", "channel_types", "min_value", "max_value"),
    *("min_length", "max_length", "autocomplete"),
)


def check(call: Call) -> None:
    """Raises: Refused."""
    commands = call.body
    if not isinstance(commands, list):
        raise Refused(400, 50109, "The request body contains invalid JSON.")
    out = Findings()
    for position, command in enumerate(commands):
        _command(command, (position,), out)
    for kind, most in MOST.items():
        of = [c for c in commands if isinstance(c, dict) and c.get("type", CHAT_INPUT) == kind]
        if len(of) > most:
            raise Refused(400, 30032, f"Maximum number of application commands reached ({most}).")
        code = "APPLICATION_COMMANDS_DUPLICATE_NAME"
        distinct((str(c.get("name")) for c in of), (), out, code, "Application command names must be unique")
    out.need_none()


def _command(command: Any, where: Where, out: Findings) -> None:
    if not isinstance(command, dict):
        out.add(where, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return
    known(command, where, out, _COMMAND)
    kind = command.get("type", CHAT_INPUT)
    if not one_of(kind, (*where, "type"), out, MOST):
        return
    _name(command, where, out, typed=kind == CHAT_INPUT)
    if kind == CHAT_INPUT:
        _described(command, where, out)
        _options(command, where, out, depth=0)
    else:
        if command.get("description"):
            out.add(
                (*where, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", "A menu has none."
            )
        if command.get("options"):
            out.add((*where, "options"), "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", "A menu has none.")
    if size(command) > CHARACTERS_MAX:
        out.add(where, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({CHARACTERS_MAX})")


def _name(named: Json, where: Where, out: Findings, *, typed: bool) -> None:
    place = (*where, "name")
    text(named.get("name"), place, out, NAME_MAX)
    if typed:
        _lower(named.get("name"), place, out)
    for locale, name in _localised(named, "name_localizations", where, out):
        here = (*where, "name_localizations", locale)
        text(name, here, out, NAME_MAX)
        if typed:
            _lower(name, here, out)


def _lower(name: Any, where: Where, out: Findings) -> None:
    if isinstance(name, str) and (not _NAME.fullmatch(name) or name != name.lower()):
        out.add(where, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _described(what: Json, where: Where, out: Findings) -> None:
    text(what.get("description"), (*where, "description"), out, DESCRIPTION_MAX)
    for locale, said in _localised(what, "description_localizations", where, out):
        text(said, (*where, "description_localizations", locale), out, DESCRIPTION_MAX)


def _localised(what: Json, key: str, where: Where, out: Findings) -> Iterator[tuple[str, Any]]:
    given = what.get(key) or {}
    for locale, said in given.items() if isinstance(given, dict) else ():
        if locale not in LOCALES:
            out.add((*where, key, locale), "UNKNOWN_LOCALE", "There is no such locale.")
        yield locale, said


def _options(of: Json, where: Where, out: Findings, *, depth: int) -> None:
    place = (*where, "options")
    options = [o for o in several(of.get("options"), place, out, OPTIONS_MAX) if isinstance(o, dict)]
    code = "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"
    distinct((str(o.get("name")) for o in options), place, out, code, "Option name already exists")
    nested = [o.get("type") in (SUBCOMMAND, GROUP) for o in options]
    if any(nested) and not all(nested):
        out.add(
            place, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands and options exclude each other."
        )
    optional = False
    for position, option in enumerate(options):
        if option.get("required") and optional:
            code = "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"
            out.add((*place, position), code, "Required options must be placed before non-required options")
        optional = optional or not option.get("required")
        _option(option, (*place, position), out, depth=depth)


def _option(option: Json, where: Where, out: Findings, *, depth: int) -> None:
    known(option, where, out, _OPTION)
    kind = option.get("type")
    if not one_of(kind, (*where, "type"), out, range(1, 12)):
        return
    _name(option, where, out, typed=True)
    _described(option, where, out)
    if kind in (SUBCOMMAND, GROUP):
        if depth == 2 or (kind == GROUP and depth):
            out.add((*where, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deeply.")
        if kind == GROUP and not option.get("options"):
            out.add((*where, "options"), "BASE_TYPE_REQUIRED", "This field is required")
        _options(option, where, out, depth=depth + 1)
        return
    _choices(option, where, out)
    if kind == STRING:
        whole(option.get("min_length"), (*where, "min_length"), out, 0, 6000)
        whole(option.get("max_length"), (*where, "max_length"), out, 1, 6000)


def _choices(option: Json, where: Where, out: Findings) -> None:
    place = (*where, "choices")
    given = option.get("choices")
    if given and option.get("type") not in (STRING, INTEGER, NUMBER):
        out.add(place, "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", "Only texts and numbers have choices.")
    if given and option.get("autocomplete"):
        code = "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES"
        out.add(where, code, "Choices and autocomplete exclude each other.")
    choices = [c for c in several(given, place, out, CHOICES_MAX) if isinstance(c, dict)]
    code = "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS"
    distinct((str(c.get("name")) for c in choices), place, out, code, "Option choice name already exists")
    for position, choice in enumerate(choices):
        one_choice(choice, (*place, position), out)


def one_choice(choice: Json, where: Where, out: Findings) -> None:
    """A choice of an option, declared or suggested while somebody types."""
    known(choice, where, out, ("name", "name_localizations", "value"))
    text(choice.get("name"), (*where, "name"), out, 100)
    for locale, name in _localised(choice, "name_localizations", where, out):
        text(name, (*where, "name_localizations", locale), out, 100)
    if not isinstance(choice.get("value"), int | float):
        text(choice.get("value"), (*where, "value"), out, 100)


def size(command: Json) -> int:
    """Characters as Discord counts them: of each text the longest language."""
    total = len(str(command.get("value") or ""))
    for key in ("name", "description"):
        others = command.get(f"{key}_localizations") or {}
        texts = [
            str(command.get(key) or ""),
            *(map(str, others.values()) if isinstance(others, dict) else ()),
        ]
        total += max(map(len, texts))
    below = (*(command.get("options") or ()), *(command.get("choices") or ()))
    return total + sum(size(one) for one in below if isinstance(one, dict))


# --- requests ----------------------------------------------------------------------------------------------


def _need_own(core: Core, call: Call) -> None:
    if call.names["application_id"] != core.world.application:
        raise Refused(403, 20012, "You are not authorized to perform this action on this application")


def _put(core: Core, call: Call) -> Answer:
    """Each command is echoed with a description, empty for a menu, and keeps its id where its name stays."""
    _need_own(core, call)
    before = {(c["type"], c["name"]): c["id"] for c in core.commands}
    declared = []
    for said in call.body:
        kind = said.get("type", CHAT_INPUT)
        declared.append(
            {
                "description": "",
                "options": [],
                **said,
                "type": kind,
                "id": before.get((kind, said["name"])) or core.world.mint(),
                "application_id": core.world.application,
                "version": core.world.mint(),
                "default_member_permissions": None,
                "dm_permission": True,
                "nsfw": False,
            }
        )
    core.commands = declared
    return 200, declared


def _get(core: Core, call: Call) -> Answer:
    """Localisations only where they are asked for."""
    _need_own(core, call)
    if call.query.get("with_localizations") == "true":
        return 200, core.commands
    return 200, [_bare(command) for command in core.commands]


def _bare(said: Any) -> Any:
    if isinstance(said, list):
        return [_bare(one) for one in said]
    if not isinstance(said, dict):
        return said
    return {key: _bare(value) for key, value in said.items() if not key.endswith("_localizations")}


ROUTES = (
    Route("GET", "/applications/{application_id}/commands", _get),
    Route("PUT", "/applications/{application_id}/commands", _put, check),
)
