"""One request as the API reads it, and the table of what it knows."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from .core import Core
from .errors import Refused
from .things import Json


@dataclass(slots=True)
class Call:
    """`names` are the ids in the path; `files` what came beside the JSON, by field."""

    names: dict[str, str]
    query: dict[str, str]
    body: Any = None
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    @property
    def said(self) -> Json:
        """The body as an object. Raises: Refused."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise Refused(400, 50109, "The request body contains invalid JSON.")
        return self.body


Answer = tuple[int, Any]
Handler = Callable[[Core, Call], Answer]
Check = Callable[[Call], None]


@dataclass(frozen=True, slots=True)
class Route:
    """`check` judges a request by itself, before anything is looked up, and raises Refused.

    `open`: whoever has the token in the path may ask; `counted`: it spends of the rates.
    """

    method: str
    path: str
    handler: Handler
    check: Check | None = None
    open: bool = False
    counted: bool = True

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


async def read(request: web.Request) -> Call:
    """Raises: Refused, where the body is not what its type says."""
    call = Call(dict(request.match_info), dict(request.query))
    if not request.can_read_body:
        return call
    if request.content_type == "application/json":
        call.body = _parsed(await request.read())
    elif request.content_type == "multipart/form-data":
        for name, part in (await request.post()).items():
            if isinstance(part, web.FileField):
                call.files[name] = part.filename, part.file.read()
            elif name == "payload_json":
                call.body = _parsed(part.encode() if isinstance(part, str) else bytes(part))
    elif await request.read():
        raise Refused(400, 50109, "The request body contains invalid JSON.")
    return call


def _parsed(data: bytes) -> Any:
    if not data:
        return None
    try:
        return json.loads(data)
    except ValueError:
        raise Refused(400, 50109, "The request body contains invalid JSON.") from None
