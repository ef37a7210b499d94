"""Discord's own description of its API as a judge of payloads, where it is at hand."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

NAME = "discord-openapi.json"


@cache
def _description() -> dict[str, Any] | None:
    folder = Path(os.environ.get("API_SPECS") or Path(__file__).parents[3] / "shared" / "specs")
    file = folder / NAME
    return json.loads(file.read_text("utf-8")) if file.is_file() else None


def require() -> None:
    """Skip where the description is missing: said once, for every test that also judges by it."""
    if _description() is None:
        pytest.skip(f"{NAME} is not at hand: set API_SPECS to the folder that holds it")


def check(schema: str, payload: Any) -> None:
    """Fail where Discord's description, if it is at hand, does not allow the payload."""
    description = _description()
    if description is None:
        return
    judge = jsonschema.Draft202012Validator(
        {"$ref": f"#/components/schemas/{schema}", "components": description["components"]}
    )
    judge.validate(_as_described(payload))


def faults(method: str, path: str, body: Any) -> list[tuple[tuple[str | int, ...], str]]:
    """Where the body of a request is not as described, and which rule it breaks; keys of no use included.

    Nothing where the description is not at hand, or where it describes no body.
    """
    if _description() is not None:
        _closed_components()
    judge = _judge(method, path)
    if judge is None or body is None:
        return []
    found = [_deepest(error) for error in judge.iter_errors(_as_described(body))]
    return [(tuple(error.absolute_path), _rule(error)) for error in found]


def _rule(error: jsonschema.ValidationError) -> str:
    """Which rule, without the value: a key too many by its name."""
    if error.validator != "additionalProperties":
        return str(error.validator)
    unknown = set(error.instance) - set(error.schema.get("properties", ()))
    return f"there is no {', '.join(sorted(unknown))}"


@cache
def _judge(method: str, path: str) -> jsonschema.Draft202012Validator | None:
    description = _description()
    described = description["paths"].get(path, {}).get(method.lower(), {}) if description else {}
    content = described.get("requestBody", {}).get("content", {})
    if description is None or "application/json" not in content:
        return None
    asked = _closed(content["application/json"]["schema"], _SENT_ALL_THE_SAME.get(f"{method} {path}", ()))
    schema = {"allOf": [asked], "components": _closed_components()}
    return jsonschema.Draft202012Validator(schema)


@cache
def _closed_components() -> Any:
    description = _description()
    assert description is not None
    schemas = description["components"]["schemas"]
    return {
        "schemas": {name: _closed(one, _SENT_ALL_THE_SAME.get(name, ())) for name, one in schemas.items()}
    }


# Keys that the library really sends and the description does not know.
_SENT_ALL_THE_SAME = {
    "PUT /channels/{channel_id}/permissions/{overwrite_id}": ("id",),
    "ApplicationCommandUpdateRequest": ("nsfw",),
    "ApplicationCommandCreateRequest": ("nsfw",),
    "CreateForumThreadRequest": ("tts", "type"),
    "BaseCreateMessageCreateRequest": ("tts",),
    "MessageEditRequestPartial": ("tts",),
    "IncomingWebhookUpdateRequestPartial": ("tts",),
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": ("tts",),
}


def _closed(schema: Any, spared: Iterable[str] = ()) -> Any:
    """The same with no other keys than those described, and those that are spared."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    for several in ("oneOf", "anyOf"):
        if by_type := _by_type(schema.get(several, ())):
            del closed[several]
            closed |= _told_apart(by_type)
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        closed["properties"] |= dict.fromkeys(spared, True)
        closed.setdefault("additionalProperties", False)
    return closed


def _by_type(alternatives: Iterable[Any]) -> dict[Any, Any]:
    """Alternatives that their `type` alone tells apart, by it; empty where some cannot be."""
    description = _description()
    assert description is not None
    known: dict[Any, Any] = {}
    for one in alternatives:
        named = description["components"]["schemas"].get(one.get("$ref", "").rpartition("/")[2], {})
        values = named.get("properties", {}).get("type", {}).get("enum", ())
        if not values or known.keys() & set(values):
            return {}
        known |= dict.fromkeys(values, one)
    return known


def _told_apart(by_type: dict[Any, Any]) -> dict[str, Any]:
    """The same alternatives, one of them looked at: all of them, nested, take a tenth of a second."""
    cases = [
        {"if": {"properties": {"type": {"const": value}}}, "then": schema}
        for value, schema in by_type.items()
    ]
    return {"required": ["type"], "properties": {"type": {"enum": list(by_type)}}, "allOf": cases}


def _deepest(error: jsonschema.ValidationError) -> jsonschema.ValidationError:
    """Of several alternatives, the fault of the one that came nearest."""
    return jsonschema.exceptions.best_match([error])


def _as_described(payload: Any) -> Any:
    """The library writes some ids as numbers, and permissions as texts: Discord takes both."""
    if isinstance(payload, list):
        return [_as_described(one) for one in payload]
    if not isinstance(payload, dict):
        return payload
    known = {key: _as_described(value) for key, value in payload.items()}
    for one in (*(known.get("default_values") or ()), *(known.get("attachments") or ())):
        if isinstance(one, dict) and isinstance(one.get("id"), int):
            one["id"] = str(one["id"])
    if isinstance(known.get("recipient_id"), int):
        known["recipient_id"] = str(known["recipient_id"])
    for key in ("allow", "deny"):
        if isinstance(known.get(key), str) and known[key].isdecimal():
            known[key] = int(known[key])
    return known
