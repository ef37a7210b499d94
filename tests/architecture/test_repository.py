"""The locks, the Makefile and the CI hold what they promise."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.architecture import repository
from tests.architecture.tree import ROOT

HASH = f"    --hash=sha256:{'0' * 64}"
REGISTRY = ".".join(("https://files", "pythonhosted", "org/x.whl"))


def test_no_file_names_a_registry() -> None:
    files = repository.tracked(ROOT)
    assert "pyproject.toml" in files
    assert [str(breach) for breach in repository.names_no_registry(ROOT, files)] == []


def test_no_page_names_a_platform(tmp_path: Path) -> None:
    assert list(repository.data_names_no_platform(ROOT, repository.tracked(ROOT))) == []
    page = "adapters/playground/static/page.html"
    (tmp_path / page).parent.mkdir(parents=True)
    (tmp_path / page).write_text('<a href="https://slack.com/">', encoding="utf-8")
    assert len(list(repository.data_names_no_platform(tmp_path, [page]))) == 1


def test_every_lock_is_hashes_only() -> None:
    assert [str(breach) for breach in repository.locks_are_hashes_only(ROOT)] == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("uv.lock", ""),
        ("requirements/pylock.toml", ""),
        ("docs/x.md", f"see {REGISTRY}"),
        ("pylock.dev.toml", ""),
    ],
)
def test_an_address_is_seen(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert len(list(repository.names_no_registry(tmp_path, [name]))) == 1


@pytest.mark.parametrize(
    ("lock", "breaches"),
    [
        (f"a==1 \\\n{HASH} \\\n{HASH}\nb[c]==2 ; sys_platform == 'win32' \\\n{HASH}", 0),
        ("a==1", 1),
        ("a==1 \\\nb==2 \\\n" + HASH, 1),
        (f"a>=1 \\\n{HASH}", 1),
        (f"--index-url https://example.org\na==1 \\\n{HASH}", 1),
        (f"a @ https://example.org/a.whl \\\n{HASH}", 1),
    ],
)
def test_a_loose_lock_is_seen(lock: str, breaches: int, tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "runtime.txt").write_text(lock, encoding="utf-8")
    assert len(list(repository.locks_are_hashes_only(tmp_path))) == breaches


def test_the_locks_hold_what_the_project_asks_for() -> None:
    """A dependency that is changed without `make lock` is seen here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    asked = {
        "runtime": project["project"]["dependencies"],
        "build": groups["build"],
        "dev": [*project["project"]["dependencies"], *(x for x in groups["dev"] if isinstance(x, str))],
    }
    for lock, requirements in asked.items():
        locked = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8").lower()
        for requirement in requirements:
            name, _, version = re.sub(r"\[.*?\]", "", requirement).lower().partition("==")
            spelt = re.escape(name).replace(r"\.", "[.-]")
            found = re.search(rf"^{spelt}(?:\[[^]]*\])?==(\S+)", locked, re.MULTILINE)
            assert found, f"{requirement} is not in requirements/{lock}.txt"
            assert found[1] == version


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run make as a person would: with nothing from a make that may be running these tests."""
    return subprocess.run(
        ["make", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_make_alone_is_a_help_page() -> None:
    said = make(ROOT)
    assert said.returncode == 0, said.stderr
    for target in ("install", "run", "test", "check", "soak", "bench", "lock", "format", "clean"):
        assert f"make {target}" in said.stdout


@pytest.mark.parametrize(
    ("python", "why"),
    [
        ("no-such-python", "Python is missing (no-such-python): apt-get install python3 python3-venv"),
        ("old", "needs Python 3.11, 3.12 or 3.13, and ./old is Python 3.10.1"),
        ("bare", "Python's venv module is missing: apt-get install python3-venv"),
    ],
)
def test_a_machine_that_lacks_something_is_told_in_one_line(python: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text(encoding="utf-8"), encoding="utf-8")
    answers = {
        "old": 'case "$*" in *version_info*) exit 1;; -V) echo Python 3.10.1;; esac',
        "bare": 'case "$*" in *ensurepip*) exit 1;; esac',
    }
    if python in answers:
        (tmp_path / python).write_text(f"#!/bin/sh\n{answers[python]}\n", encoding="utf-8")
        (tmp_path / python).chmod(0o755)
        python = f"./{python}"
    made = make(tmp_path, "install", f"PYTHON={python}", "UV=")
    assert made.returncode == 2
    lines = [line for line in made.stderr.splitlines() if not line.startswith("make:")]
    assert len(lines) == 1
    assert why in lines[0]


def test_the_ci_script_is_sound_and_asks_nothing() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", script], check=True, timeout=30)
    text = script.read_text(encoding="utf-8")
    assert "BROWSER_TESTS=required" in text
    assert "POSTGRES_TESTS=required" in text
    assert "</dev/null" in text
