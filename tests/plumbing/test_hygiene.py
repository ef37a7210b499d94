"""The watch over loops, the required tools and the closing line, each tried on a small run of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

LEAKS = """
import asyncio

kept = []

async def test_leaves_a_task():
    kept.append(asyncio.get_running_loop().create_task(asyncio.sleep(3600)))

async def test_hears_no_error():
    async def fails():
        raise ValueError("unheard")
    asyncio.get_running_loop().create_task(fails())
    await asyncio.sleep(0)
    await asyncio.sleep(0)

async def test_tidies_up():
    task = asyncio.get_running_loop().create_task(asyncio.sleep(3600))
    task.cancel()

def test_needs_no_loop():
    pass
"""
MISSING = """
def test_needs_a_browser(chromium_path):
    pass
"""


def run(folder: Path, code: str, **env: str) -> str:
    """The output of pytest, with our conftest, on one file of tests."""
    (folder / "test_small.py").write_text(code, encoding="utf-8")
    command = (sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-c", ROOT / "pyproject.toml")
    said = subprocess.run(
        [*command, "--rootdir", folder, "-p", "no:cacheprovider", folder / "test_small.py"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return said.stdout + said.stderr


def test_a_leak_fails_the_test_that_made_it(tmp_path: Path) -> None:
    said = run(tmp_path, LEAKS)
    assert set(re.findall(r"^ERROR \S+::(\w+)", said, re.MULTILINE)) == {
        "test_leaves_a_task",
        "test_hears_no_error",
    }
    assert "the test left 1 task(s) running" in said
    assert "nobody heard: ValueError('unheard')" in said
    assert "4 passed, 2 errors" in said


def test_what_is_missing_is_skipped_with_a_word_at_the_very_end(tmp_path: Path) -> None:
    said = run(tmp_path, MISSING, CHROMIUM="/nowhere")
    assert said.rstrip().splitlines()[-1].startswith("Skipped: 1 x no Chromium: apt-get install chromium")


def test_what_is_missing_and_required_fails(tmp_path: Path) -> None:
    said = run(tmp_path, MISSING, CHROMIUM="/nowhere", BROWSER_TESTS="required")
    assert "1 error" in said
    assert "(BROWSER_TESTS=required)" in said
