"""A canary in every place where a word of a member could reach a record, and none in the line."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import logs

CANARY = "canari-8f3a"


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """What the process logs during the test; the logging of the test runner comes back afterwards."""
    root = logging.getLogger()
    kept = (root.handlers[:], root.level, logging.raiseExceptions, sys.excepthook, threading.excepthook)
    stream = io.StringIO()
    logs.configure("DEBUG", stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers[:], level, logging.raiseExceptions, sys.excepthook, threading.excepthook = kept
    root.setLevel(level)


def only(out: io.StringIO) -> dict[str, Any]:
    """The one line, beside what the thread of an earlier test's connection may say of its end."""
    assert CANARY not in out.getvalue()
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    (parsed,) = (line for line in lines if line["logger"] != "aiosqlite")
    said: dict[str, Any] = parsed
    return said


def test_an_event_carries_its_allowed_fields(out: io.StringIO) -> None:
    extra = {"kind": "practice.announce", "job": 12, "circle": "c12", "platform": "slack", "duration_ms": 8.5}
    logging.getLogger("bot.jobs").info("job_done", extra={**extra, "code": "E-7F"})
    line = only(out)
    assert {name: line[name] for name in (*extra, "code")} == {**extra, "code": "E-7F"}
    assert (line["level"], line["event"], line["logger"]) == ("INFO", "job_done", "bot.jobs")
    assert line["at"].startswith("tests/plumbing/test_logs.py:")
    assert line["time"].endswith("+00:00")


@pytest.mark.parametrize(
    ("message", "args", "extra"),
    [
        (f"shared {CANARY}", (), {}),
        ("shared %s", (CANARY,), {}),
        ("shared", (CANARY,), {}),  # too many arguments: logging's own complaint would print them
        ("shared %d", (CANARY,), {}),
        ("shared", (), {"text": CANARY, "title": CANARY}),
        ("shared", (), {"kind": f"the {CANARY} of Ines"}),
        ("shared", (), {"job": [CANARY]}),
        ("shared", (), {"circle": f"é{CANARY}"}),
        ({"text": CANARY}, (), {}),
    ],
)
def test_no_word_gets_through(
    out: io.StringIO, message: Any, args: tuple[Any, ...], extra: dict[str, Any]
) -> None:
    logging.getLogger("bot").warning(message, *args, extra=extra)
    only(out)


def test_an_error_shows_its_classes_and_lines_never_its_text(out: io.StringIO) -> None:
    def fails() -> None:
        try:
            raise KeyError(CANARY)
        except KeyError as error:
            raise ValueError(f"because of {CANARY}") from error

    try:
        fails()
    except ValueError:
        logging.getLogger("bot").exception("bug", extra={"code": "E-1"})
    line = only(out)
    assert line["errors"] == ["ValueError", "KeyError"]
    assert all(frame.startswith("tests/plumbing/test_logs.py:") for frame in line["frames"])
    assert len(line["frames"]) == 2


def test_a_group_of_errors_names_each(out: io.StringIO) -> None:
    group = ExceptionGroup(CANARY, [OSError(CANARY), ExceptionGroup(CANARY, [LookupError(CANARY)])])
    logging.getLogger("bot").error("bug", exc_info=group)
    assert only(out)["errors"] == ["ExceptionGroup", "OSError", "ExceptionGroup", "LookupError"]


def test_errors_that_cause_each_other_end(out: io.StringIO) -> None:
    first, second = ValueError(CANARY), KeyError(CANARY)
    first.__cause__, second.__cause__ = second, first
    logging.getLogger("bot").error("bug", exc_info=first)
    assert only(out)["errors"] == ["ValueError", "KeyError"]


DYING = f"""
import asyncio, warnings
from bot import logs

async def main():
    asyncio.get_running_loop().call_soon(lambda: 1 / len('{CANARY}'.split()[1:]))
    await asyncio.sleep(0)

logs.configure("DEBUG")
warnings.warn("{CANARY}")
asyncio.run(main())
raise ValueError("{CANARY}")
"""


def test_a_process_that_warns_and_dies_says_no_word() -> None:
    """Warnings, the event loop's own complaints and uncaught errors go the same way."""
    root = Path(__file__).parents[2]
    said = subprocess.run(
        [sys.executable, "-c", DYING], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    lines = [json.loads(line) for line in said.stderr.splitlines()]
    assert said.returncode == 1
    assert CANARY not in said.stdout + said.stderr
    assert [line["logger"] for line in lines if line["level"] != "DEBUG"] == ["py.warnings", "asyncio", "bot"]
    assert [line.get("errors") for line in lines][-2:] == [["ZeroDivisionError"], ["ValueError"]]


def test_a_thread_that_dies_is_logged(out: io.StringIO) -> None:
    def dies() -> None:
        raise ValueError(CANARY)

    thread = threading.Thread(target=dies)
    thread.start()
    thread.join()
    assert only(out)["errors"] == ["ValueError"]


def test_a_library_keeps_its_place_in_the_code_only(out: io.StringIO) -> None:
    logging.getLogger("discord.gateway").info("Shard ID %s has connected to %s", 0, CANARY)
    line = only(out)
    assert (line["event"], line["logger"]) == ("library", "discord.gateway")


def test_what_ticks_every_second_says_nothing_of_it(out: io.StringIO) -> None:
    logging.getLogger("apscheduler.executors.default").info("executed")
    assert out.getvalue() == ""


def test_below_the_level_nothing_is_said(out: io.StringIO) -> None:
    logs.configure("ERROR", out)
    logging.getLogger("bot").warning("quiet")
    assert out.getvalue() == ""
