"""The wheel holds all that it needs, and works in a bare environment elsewhere."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.architecture.repository import tracked
from tests.architecture.tree import PACKAGES, ROOT


def run(*command: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run with nothing of this checkout in the environment."""
    return subprocess.run(
        command,
        cwd=cwd,
        env={"PATH": os.environ["PATH"], **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without network by the tools of the development lock."""
    out = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    assert built.returncode == 0, built.stdout + built.stderr
    (found,) = out.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare environment with the wheel installed; the dependencies are seen by one line in a .pth file."""
    if importlib.util.find_spec("ensurepip") is None:
        pytest.skip("no ensurepip: apt-get install python3-venv")
    home = tmp_path_factory.mktemp("elsewhere")
    made = run(sys.executable, "-m", "venv", home / "env", cwd=home)
    assert made.returncode == 0, made.stdout + made.stderr
    python = home / "env" / "bin" / "python"
    installed = run(python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel, cwd=home)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    where = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home)
    dependencies = Path(where.stdout.strip()) / "dependencies.pth"
    dependencies.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    """Catalogues, lexicons, pages and migrations are data of the packages, not of the checkout."""
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert inside == {name for name in tracked(ROOT) if name.startswith(tuple(f"{p}/" for p in PACKAGES))}


def test_it_says_its_version_elsewhere(elsewhere: Path) -> None:
    said = run(elsewhere / "env" / "bin" / "entrepairs", "version", cwd=elsewhere)
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("entrepairs 0.")
    assert said.stderr == ""


def test_it_migrates_a_database_elsewhere(elsewhere: Path) -> None:
    program = elsewhere / "env" / "bin" / "entrepairs"
    if "migrate" not in run(program, "--help", cwd=elsewhere).stdout.split():
        pytest.fail("entrepairs has no migrate")
    file = elsewhere / "moved.db"
    said = run(program, "migrate", cwd=elsewhere, DATABASE_URL=f"sqlite+aiosqlite:///{file}")
    assert said.returncode == 0, said.stderr
    assert file.exists()
