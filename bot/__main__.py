"""The composition root and the command line: the one place that sees the core, the adapters and storage."""

from __future__ import annotations

import importlib.util
import os
import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any

import click

from bot.settings import Settings, SettingsError, load

PACKAGES = ("bot", "adapters", "storage")


class Refused(click.ClickException):
    """Entrepairs does not start: the lines say why, on standard error, and the exit code is 2."""

    exit_code = 2

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), file=file, err=file is None)


def read_settings() -> Settings:
    """The settings of this process: its environment, and `.env` in the folder it was started from.

    Raises:
        Refused: with one line for each setting that is wrong or unknown.
    """
    try:
        return load(os.environ, Path(".env"))
    except SettingsError as error:
        raise Refused(*error.lines) from None


def check_siblings(home: Path = Path(__file__).parents[1]) -> None:
    """Make sure that the three packages are ours: others share the names `adapters` and `storage`.

    Raises:
        Refused: naming the package that lies elsewhere.
    """
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        origin = None if spec is None else spec.origin
        if origin is None or Path(origin).resolve() != (home / name / "__init__.py").resolve():
            where = "is missing" if origin is None else f"comes from {Path(origin).parent}"
            raise Refused(
                f"The package “{name}” {where}, not from Entrepairs ({home}): "
                "give Entrepairs an environment of its own (make install)."
            )


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def entrepairs() -> None:
    """Entrepairs: a circle of trust for professional coaches, in Slack, Discord or your browser."""
    check_siblings()


@entrepairs.command("version")
def show_version() -> None:
    """Say which Entrepairs this is, and what it runs on."""
    try:
        ours = version("entrepairs")
    except PackageNotFoundError:
        ours = "(not installed: make install)"
    click.echo(f"entrepairs {ours} (Python {platform.python_version()}, SQLite {sqlite3.sqlite_version})")


def main() -> None:
    """What the console script calls."""
    entrepairs(prog_name="entrepairs")


if __name__ == "__main__":
    main()
