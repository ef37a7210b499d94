"""Discord's own description of its API as a judge of payloads, where it is at hand."""

from __future__ import annotations

import json
import os
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


def _as_described(payload: Any) -> Any:
    """The library writes the ids of default values as numbers; Discord takes both and describes texts."""
    if isinstance(payload, list):
        return [_as_described(one) for one in payload]
    if not isinstance(payload, dict):
        return payload
    known = {key: _as_described(value) for key, value in payload.items()}
    for default in known.get("default_values", ()):
        default["id"] = str(default["id"])
    return known
