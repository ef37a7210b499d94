"""How much memory a process keeps that serves 100,000 practices, beside one that serves none.

Each measurement is a process of its own: it opens a database, finds what the questions of `bench/search.py`
ask for, in three circles of 1,000 practices and again and again, and says what is resident at its end. Empty
and full take turns; medians. Prints the ratio beside the aim and writes `bench/out/memory.json`.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from search import MINE, OUT, QUESTIONS, Ours, build

ROUNDS, EACH = 7, 20
SIZE, SHARED = 100_000, 1_000
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
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(line.split()[1] for line in lines if line.startswith("VmRSS"))


def measured(file: Path) -> float:
    """MB of a fresh process."""
    ran = subprocess.run(
        [sys.executable, __file__, "--serve", str(file)], capture_output=True, check=True, text=True
    )
    return int(ran.stdout) / 1_024


def main() -> None:
    if "--serve" in sys.argv:
        asyncio.run(serve(Path(sys.argv[-1])))
        return
    if not Path("/proc/self/status").exists():
        sys.stdout.write("No measurement here: resident memory is read from /proc.\n")
        return
    OUT.mkdir(exist_ok=True)
    found: dict[str, list[float]] = {"empty": [], "full": []}
    with tempfile.TemporaryDirectory(dir=OUT) as name:
        files = {"empty": Path(name) / f"0-{SHARED}.db", "full": Path(name) / f"{SIZE}-{SHARED}.db"}
        build(Path(name), 0, SHARED)
        build(Path(name), SIZE, SHARED)
        for _ in range(ROUNDS):
            for which, file in files.items():
                found[which].append(round(measured(file), 1))
    medians = {which: median(of) for which, of in found.items()}
    ratio = medians["full"] / medians["empty"]
    kept = {"median_mb": medians, "rounds_mb": found, "ratio": round(ratio, 3), "practices": SIZE}
    kept |= {"python": platform.python_version(), "load": round(os.getloadavg()[0], 1)}
    (OUT / "memory.json").write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(
        f"resident: empty {medians['empty']:.1f} MB, with {SIZE:,} practices {medians['full']:.1f} MB: "
        f"{ratio:.2f} times; aim {AIM}\nAll of it: bench/out/memory.json\n"
    )


if __name__ == "__main__":
    main()
