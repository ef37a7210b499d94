"""What is said of a backup and of a restore: counts and places, no content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

_SAID = ("circles", "members", "practices", "sessions", "drafts")


def backup_lines(file: Path, size: int, revision: str, rows: Mapping[str, int]) -> Iterable[str]:
    yield f"{file}: {_size(size)}, schema {revision}, {_counted(rows)}. Read again and found whole."
    yield "It holds what members wrote: keep it as you keep the database, and not longer than you need it."


def restore_lines(revision: str, rows: Mapping[str, int], present: Mapping[str, int]) -> Iterable[str]:
    yield f"The backup: schema {revision}, {_counted(rows)}."
    yield f"The database now: {_counted(present)}." if present else "The database now: none that can be read."


def restored_lines(aside: Path | None, erased: int) -> Iterable[str]:
    if erased:
        yield f"{erased} erasures that the backup did not know of were made again."
    if aside is not None:
        yield f"The database that was there is kept in {aside}; delete it once you need it no more."
    yield "Done. Start Entrepairs again."


def invitation_lines(address: str, needs: Iterable[tuple[str, str]]) -> Iterable[str]:
    """`needs`: Discord's name of each permission, and what it is for."""
    yield address
    yield ""
    yield "Whoever manages a server opens it, chooses the server and confirms. It asks for this, and no more:"
    for shown, why in needs:
        yield f"  {shown}: {why}"
    yield "Intents (Developer Portal, Bot): leave all three privileged ones off."


def _counted(rows: Mapping[str, int]) -> str:
    return ", ".join(f"{rows[name]} {name}" for name in _SAID if name in rows)


def _size(size: int) -> str:
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{max(1, size // 1024)} kB"
