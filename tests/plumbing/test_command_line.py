"""The command line starts, reads well, and refuses in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot import __main__ as root

ROOT = Path(__file__).parents[2]


def run(*args: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *args],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={"PATH": os.environ["PATH"], **env},
        timeout=60,
        check=False,
    )


def test_python_m_bot_says_its_version() -> None:
    said = run("version")
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("entrepairs ")
    assert said.stderr == ""


def test_help_lists_the_commands() -> None:
    said = CliRunner().invoke(root.entrepairs, ["--help"])
    assert said.exit_code == 0
    assert "version" in said.stdout


@click.command("probe")
def probe() -> None:
    """A command that needs settings, as `run` does."""
    click.echo(root.read_settings().log_level)


def test_a_wrong_setting_is_one_line_and_exit_code_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith(("DISCORD_", "SLACK_", "ENTREPAIRS_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LOG_LEVEL", "loud")
    refused = CliRunner().invoke(probe)
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert refused.stderr.startswith("LOG_LEVEL: ")
    assert refused.stderr.count("\n") == 1
    (tmp_path / ".env").write_text("LOG_LEVEL=ERROR\n", encoding="utf-8")
    monkeypatch.delenv("LOG_LEVEL")
    assert CliRunner().invoke(probe).stdout == "ERROR\n"


def test_a_stranger_named_adapters_is_one_line(tmp_path: Path) -> None:
    """Another distribution of that name, found first, is told apart at the start."""
    stranger = tmp_path / "adapters"
    stranger.mkdir()
    (stranger / "__init__.py").write_text("", encoding="utf-8")
    refused = run("version", cwd=tmp_path, PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert refused.returncode == 2
    assert refused.stderr.startswith("The package “adapters” comes from ")
    assert refused.stderr.count("\n") == 1


def test_a_package_that_is_missing_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(root.Refused, match="The package “bot” comes from"):
        root.check_siblings(tmp_path)
