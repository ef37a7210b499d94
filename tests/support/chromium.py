"""The system's Chromium, as the browser tests find and start it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

HOW_TO_HAVE_IT = "no Chromium: apt-get install chromium (or set CHROMIUM=/path/to/it)"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# A browser that asks nobody for anything but the page under test.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def found() -> Path | None:
    """Where the browser is: CHROMIUM= if it is set, else the first of the usual names on the PATH."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Path(named) if os.access(named, os.X_OK) else None
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return Path(path)
    return None
