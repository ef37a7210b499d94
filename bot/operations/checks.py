"""What can be looked at on this machine without a database and without a network."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.operations.findings import Finding, broken, fine, warning
from bot.settings import Settings

LITTLE, VERY_LITTLE = 1024**3, 100 * 1024**2
_SUMMER = datetime(2026, 7, 1, tzinfo=UTC)


def unreadable(lines: Iterable[str]) -> Iterator[Finding]:
    """Settings that are refused: their lines name no value."""
    for line in lines:
        yield broken("settings", line, "nothing starts with it", "correct it in .env or the environment")


def platforms(settings: Settings) -> Finding:
    named = [
        name for name, there in (("Discord", settings.has_discord), ("Slack", settings.has_slack)) if there
    ]
    if named:
        return fine("platforms", f"{' and '.join(named)} set")
    return warning(
        "platforms", "none is set", "run serves nobody", "give DISCORD_TOKEN, or what Slack needs, in .env"
    )


def dotenv(file: Path) -> Iterator[Finding]:
    """Others on this machine must not read the tokens."""
    if not file.is_file():
        return
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield warning(
            "settings.file", f"{file} can be read by others", "it holds tokens", f"chmod 600 {file}"
        )
    else:
        yield fine("settings.file", f"{file} is for its owner alone")


def zones() -> Finding:
    """The database of time zones, tried on a summer's day in Paris."""
    try:
        offset = _SUMMER.astimezone(ZoneInfo("Europe/Paris")).utcoffset()
    except (ZoneInfoNotFoundError, OSError):
        offset = None
    if offset == timedelta(hours=2):
        return fine("zones", "the database of time zones is there")
    return broken(
        "zones",
        "the database of time zones is missing or wrong",
        "reminders would come at the wrong hour",
        "apt-get install tzdata, or pip install tzdata into the environment of Entrepairs",
    )


def disk(folder: Path) -> Finding:
    """Room where the database grows."""
    there = next(one for one in (folder, *folder.resolve().parents) if one.exists())
    free = shutil.disk_usage(there).free
    room = f"{free / 1024**3:.1f} GB free beside the database"
    if free >= LITTLE:
        return fine("disk", room)
    make = warning if free >= VERY_LITTLE else broken
    return make(
        "disk", room, "a full disk stops every write", "free some space, or move var/ to a larger disk"
    )
