"""How much memory a process keeps that serves a library, beside one that serves none.

Each measurement is a process of its own: it opens a database, finds what is asked in three circles, again and
again, and says what is resident at its end. The two take turns.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from corpus.asking import QUESTIONS, Ours
from corpus.library import MINE

ROUNDS, EACH = 7, 10
AIM = 1.2
MISSPELT = "hélicoptre"  # reads the words of the circle


async def serve(file: Path) -> None:
    """Open, search, say the resident memory in kB."""
    ours = Ours(file)
    try:
        for _ in range(EACH):
            for typed in (*QUESTIONS.values(), MISSPELT):
                for circle in range(1, MINE + 1):
                    await ours.one(typed, circle)
    finally:
        sys.stdout.write(_resident())
        await ours.database.dispose()


def _resident() -> str:
    """Linux alone says it."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(line.split()[1] for line in lines if line.startswith("VmRSS"))


def in_turns(empty: Path, full: Path) -> dict[str, Any]:
    """Medians in MB of fresh processes, and their ratio."""
    found: dict[str, list[float]] = {"empty": [], "full": []}
    for _ in range(ROUNDS):
        for which, file in (("empty", empty), ("full", full)):
            found[which].append(round(_measured(file), 1))
    medians = {which: median(of) for which, of in found.items()}
    return {
        "median_mb": medians,
        "rounds_mb": found,
        "ratio": round(medians["full"] / medians["empty"], 3),
    }


def _measured(file: Path) -> float:
    ran = subprocess.run(
        [sys.executable, "-m", "corpus.resident", str(file)],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    return int(ran.stdout) / 1_024


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[-1])))
