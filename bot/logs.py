"""Logs that cannot hold what members write: one JSON object per line, of allow-listed fields only.

A record's message is shown only when it is one of our event words (`job_done`); a library's sentence may
quote a payload, so of it only the logger and the place in the code remain. Of an exception the class
names and the lines are shown, never its text.

    log = logging.getLogger(__name__)
    log.info("job_done", extra={"kind": "announce", "job": 12, "duration_ms": 8})
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from datetime import UTC, datetime
from pathlib import PurePath
from traceback import walk_tb
from types import TracebackType
from typing import TextIO

FIELDS = ("code", "kind", "job", "circle", "platform", "duration_ms")
EVENT = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")
_FRAMES = 20
_CAUSES = 8


class JsonFormatter(logging.Formatter):
    """Write a record as one ASCII line: `time, level, event, logger, at`, then `FIELDS`, then errors."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "event": _event(record),
            "logger": record.name,
            "at": f"{_short(record.pathname)}:{record.lineno}",
        }
        for name in FIELDS:
            value = record.__dict__.get(name)
            if value is not None:
                line[name] = _harmless(value)
        if record.exc_info and record.exc_info[1] is not None:
            line["errors"] = _class_names(record.exc_info[1])
            line["frames"] = _frames(record.exc_info[2])
        return json.dumps(line)


def configure(level: str, stream: TextIO | None = None) -> None:
    """Send every logger's records, warnings and uncaught exceptions through `JsonFormatter`.

    `stream` is standard error unless given. Replaces the root logger's handlers.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("alembic", "apscheduler"):  # one of them has two lines to say every second
        logging.getLogger(chatty).setLevel("WARNING")
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # its own complaint would print the arguments
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda args: _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _log_uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if error is None or issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bot").critical("uncaught", exc_info=(kind, error, trace))


def _event(record: logging.LogRecord) -> str:
    if isinstance(record.msg, str) and EVENT.fullmatch(record.msg):
        return record.msg
    return "library"


def _harmless(value: object) -> object:
    """Numbers and words of code as they are; anything else could be prose and becomes a question mark."""
    if isinstance(value, bool | int | float):
        return value
    return value if isinstance(value, str) and _WORD.fullmatch(value) else "?"


def _class_names(error: BaseException) -> list[str]:
    """The error, then what it holds or came from, as class names: outermost first."""
    names: list[str] = []
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting and len(names) < _CAUSES:
        here = waiting.pop(0)
        if id(here) in seen:
            continue
        seen.add(id(here))
        names.append(type(here).__name__)
        if isinstance(here, BaseExceptionGroup):
            waiting.extend(here.exceptions)
        cause = here.__cause__ or (None if here.__suppress_context__ else here.__context__)
        if cause is not None:
            waiting.append(cause)
    return names


def _frames(trace: TracebackType | None) -> list[str]:
    """`file:line` of the innermost frames, the failing one last."""
    places = [f"{_short(frame.f_code.co_filename)}:{line}" for frame, line in walk_tb(trace)]
    return places[-_FRAMES:]


def _short(path: str) -> str:
    """The end of a path: enough to find the file, nothing about the machine."""
    return "/".join(PurePath(path).parts[-3:])
