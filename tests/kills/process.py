"""The harness's end of a worker: start it, ask it, kill it, know that it is dead."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0

Die = tuple[str, str, int]  # kind of point, before or after, its number


class Died(Exception):
    """The process is no more; nobody knows what it did last."""


class Nursery:
    """Starts workers: `python -m tests.kills.worker`, whose children find everything imported."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.kills.worker"]
        pipe = subprocess.PIPE
        self._parent = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        assert self._parent.stdin
        assert self._parent.stdout
        self._in, self._out = self._parent.stdin, self._parent.stdout

    def child(self, config: dict[str, Any]) -> int:
        self._in.write(json.dumps(config) + "\n")
        self._in.flush()
        return int(self._out.readline())

    def close(self) -> None:
        self._in.close()
        self._parent.wait(PATIENCE_S)
        self._out.close()


@contextmanager
def nursery() -> Iterator[Nursery]:
    opened = Nursery()
    try:
        yield opened
    finally:
        opened.close()


class Process:
    """One life of the worker."""

    def __init__(self, nursery: Nursery, config: dict[str, Any], folder: Path) -> None:
        path = folder / "s"
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
            listener.listen(1)
            listener.settimeout(PATIENCE_S)
            self._pid = nursery.child({**config, "socket": str(path)})
            self._socket, _ = listener.accept()
        self._socket.settimeout(PATIENCE_S)
        self._lines = self._socket.makefile("rb")
        self._alive = True
        self._timer: threading.Timer | None = None

    def ask(self, asked: dict[str, Any], kill_after_s: float | None = None) -> dict[str, Any]:
        """Raises: Died, when the answer did not come."""
        if kill_after_s is not None:
            self._timer = threading.Timer(kill_after_s, self._kill)
            self._timer.start()
        try:
            self._socket.sendall(json.dumps(asked).encode() + b"\n")
            line = self._lines.readline()
        except ConnectionError:
            line = b""
        if not line.endswith(b"\n"):
            self.close()
            raise Died
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _kill(self) -> None:
        if self._alive:
            os.kill(self._pid, signal.SIGKILL)

    def close(self) -> None:
        """Wait until it ended, by itself or not."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
            self._lines.read()
        self._alive = False
        self._lines.close()
        self._socket.close()
