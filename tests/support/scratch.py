"""Where tests write: in memory where there is room, for each durable commit waits for the disk otherwise.

Nothing is promised less: the pragmas are the same, and a killed process leaves the same files in memory as
on a disk. What only a disk can show, a power cut, no test shows.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import MutableMapping
from pathlib import Path

MEMORY = Path("/dev/shm")  # every Linux has it; containers often give it 64 MB
ROOM_BYTES = 4 << 30


def settle(environ: MutableMapping[str, str]) -> None:
    """Temporary files of this process and its children; a TMPDIR of whoever runs the tests is kept."""
    if "TMPDIR" not in environ and fits(MEMORY):
        environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # it may have been asked for before, and is kept


def fits(folder: Path) -> bool:
    """Whether files can be written, run as programs (a bare environment is made there), and are many."""
    if not os.access(folder, os.W_OK):
        return False
    runs = not os.statvfs(folder).f_flag & os.ST_NOEXEC
    return runs and shutil.disk_usage(folder).free >= ROOM_BYTES
