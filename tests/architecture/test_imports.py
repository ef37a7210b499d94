"""The import contracts of pyproject.toml are kept, and each breaks on the import that it forbids."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT, plant

# contract -> (file, import that it forbids, import that it allows)
PLANTED = [
    ("core", "bot/planted.py", "import sqlalchemy", "import bot.settings"),
    ("core", "bot/planted.py", "import storage", "import click"),
    ("core", "bot/planted/models.py", "from adapters import slack", "import zoneinfo"),
    ("core", "bot/composition/__init__.py", "import storage", "import bot.settings"),
    ("storage", "storage/planted.py", "from bot.composition.core import open_core", "import bot.ports"),
    ("storage", "storage/planted.py", "import aiohttp", "import sqlalchemy"),
    ("storage", "storage/planted.py", "import adapters.discord", "import bot.settings"),
    ("platforms", "adapters/slack/planted.py", "from adapters.discord import declare", "import slack_sdk"),
    ("discord", "adapters/playground/planted.py", "import discord", "import aiohttp"),
    ("slack", "adapters/discord/planted.py", "from slack_sdk.web import client", "import discord"),
    ("adapters", "adapters/planted.py", "from storage import jobs", "import bot.settings"),
    ("adapters", "adapters/planted.py", "from bot.composition import core", "import bot.ports"),
    ("adapters", "adapters/planted.py", "import sqlalchemy", "import apscheduler"),
    ("features", "bot/planted/commands.py", "import bot.circled.commands", "import bot.circled.rules"),
]


def lint(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What import-linter says of the three packages under `root`, and of no other copy of them."""
    program = "from importlinter.cli import lint_imports_command as main; main()"
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root)}
    return subprocess.run(
        [sys.executable, "-c", program, "--no-logo", "--no-cache", *options],
        cwd=root,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages as they are, to plant something in."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_every_contract_is_kept(copy: Path) -> None:
    plant(copy, "bot/circled/commands.py", "")
    said = lint(copy)
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize(("contract", "path", "broken", "sound"), PLANTED)
def test_a_contract_breaks_on_what_it_forbids(
    contract: str, path: str, broken: str, sound: str, copy: Path
) -> None:
    plant(copy, "bot/circled/rules.py", "")
    plant(copy, "bot/circled/commands.py", "")
    file = plant(copy, path, broken)
    said = lint(copy, "--contract", contract)
    assert said.returncode == 1
    assert "BROKEN" in said.stdout, said.stdout + said.stderr
    file.write_text(sound, encoding="utf-8")
    said = lint(copy, "--contract", contract)
    assert said.returncode == 0, said.stdout + said.stderr


def test_every_contract_has_its_violation() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["id"] for contract in project["tool"]["importlinter"]["contracts"]}
    assert contracts == {contract for contract, *_ in PLANTED}
