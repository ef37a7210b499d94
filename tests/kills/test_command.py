"""The playground's own command, killed while it tells its demonstration and while it serves."""

from __future__ import annotations

import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from bot.composition.playground import PLAYGROUND_FILES
from tests.kills import judge
from tests.kills.process import ROOT

ADDRESS = "http://127.0.0.1:"
DATABASE, MESSAGES = PLAYGROUND_FILES


def started(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bot", "playground", "--dir", str(folder), "--port", "0"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def ended(folder: Path) -> dict[str, list[str]]:
    return judge.final(f"sqlite+aiosqlite:///{folder / DATABASE}", folder / MESSAGES)


def killed(process: subprocess.Popen[str], after_s: float) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(after_s)
    assert process.poll() is None, "it ended by itself"
    process.kill()
    with process:
        process.wait()


def served(folder: Path) -> None:
    """Start it, wait until it serves, kill it."""
    process = started(folder)
    assert process.stdout is not None
    line = process.stdout.readline()
    killed(process, 0.0)
    assert ADDRESS in line


def cut_off(folder: Path, after_s: float) -> None:
    """Start it, wait until it makes its second file, and kill it a little later."""
    process = started(folder)
    while not (folder / MESSAGES).exists():
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.02)
        assert process.poll() is None, "it ended by itself"
    killed(process, after_s)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 20))])
def test_a_demonstration_cut_off_is_told_anew(seed: int, tmp_path: Path) -> None:
    folder = tmp_path / "var"
    cut_off(folder, random.Random(seed).uniform(0.0, 0.8))
    served(folder)
    told = ended(folder)
    assert len(told["practices"]) == len(told["practice_versions"]) == 2
    served(folder)
    for what in ("practices", "practice_versions", "reviews"):
        assert ended(folder)[what] == told[what], "what was told is not told again"
    judge.check_twice(folder / MESSAGES)
