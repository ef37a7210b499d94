"""Databases of today's schema for tests of other things: the schema is made once, and its file is copied."""

from __future__ import annotations

import tempfile
from pathlib import Path

from storage.migrations import migrate

_template: list[bytes] = []  # one for each test process


async def migrated(url: str) -> None:
    """As `migrate`, for a SQLite file that is not there yet; any other database is migrated itself."""
    file = Path(url.partition(":///")[2])
    if not url.startswith("sqlite") or file.exists():
        await migrate(url)
        return
    if not _template:
        with tempfile.TemporaryDirectory() as folder:
            template = Path(folder) / "template.db"
            await migrate(f"sqlite+aiosqlite:///{template}")
            _template.append(template.read_bytes())
    file.write_bytes(_template[0])
