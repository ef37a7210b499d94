"""The command line. What it starts is put together in `bot/composition/`, imported once the three packages
are known to be ours."""

from __future__ import annotations

import asyncio
import importlib.util
import io
import os
import platform
import sqlite3
import sys
from collections.abc import Coroutine, Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from bot.logs import configure
from bot.operations.findings import Finding
from bot.settings import Settings, SettingsError, load

T = TypeVar("T")
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


# --- the command line ------------------------------------------------------------------------------------


def served(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end.

    Raises:
        Refused: in one line, where it cannot start.
    """
    from bot.composition import CannotStart

    try:
        return asyncio.run(work)
    except CannotStart as error:
        raise Refused(str(error)) from None


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


@entrepairs.command("check")
@click.option("--jsonl", is_flag=True, required=True, help="One JSON object per line, in and out.")
def check_lines(jsonl: bool) -> None:
    """Check texts (usefulness, confidentiality) or pairs (similar) line by line, on this machine alone."""
    from bot.checks.jsonl import answer_line
    from bot.i18n import Voice
    from bot.library.similar import compare

    def advise(code: str, lang: str) -> str:
        return Voice(lang)(f"finding-{code.replace('_', '-')}")

    for line in io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="surrogateescape", newline="\n"):
        if line.strip():
            sys.stdout.write(answer_line(line, advise, compare) + "\n")
            sys.stdout.flush()


@entrepairs.command("search")
@click.option("--circle", required=True, help="The circle's name, or its id.")
@click.option("--as", "member", help="A member's id or exact name; without it, what the circle's place sees.")
@click.option("--jsonl", is_flag=True, help='Read {"q": "…"} line by line, write {"hits": […]}.')
@click.argument("words", nargs=-1)
def search(circle: str, member: str | None, jsonl: bool, words: tuple[str, ...]) -> None:
    """Search a circle's practices as its members do."""
    from bot.composition import operators

    url = read_settings().database_url.get_secret_value()
    lines = _utf8_lines() if jsonl else None
    served(operators.searched(url, circle, member, " ".join(words), lines, _say))


def _utf8_lines() -> IO[str]:
    return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="surrogateescape", newline="\n")


def _say(line: str) -> None:
    sys.stdout.write(line.encode("utf-8", "replace").decode("utf-8") + "\n")
    sys.stdout.flush()


@entrepairs.command("import")
@click.option("--circle", required=True, help="The circle's name, or its id.")
@click.option("--create", is_flag=True, help="Make the circle where there is none of this name.")
@click.option("--register", type=click.Choice(["tu", "vous"]), help="How the circle made is spoken to.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
def import_library(circle: str, create: bool, register: str | None, file: Path) -> None:
    """Bring a circle's existing library in: JSON Lines, or CSV with the same headings (docs/import.md)."""
    if create and register is None:
        raise Refused(
            "--create needs --register tu or --register vous: a circle is spoken to in one of them."
        )
    if register and not create:
        raise Refused("--register belongs to --create: a circle that is there has its own.")
    settings = read_settings()
    from bot.circles.models import Register
    from bot.composition import operators
    from bot.library.cli_import import Asked

    asked = Asked(circle, file, Register(register) if register else None)
    code = served(operators.import_library(settings.database_url.get_secret_value(), asked))
    raise SystemExit(code)


@entrepairs.command("migrate")
def migrate_database() -> None:
    """Bring the database to this release's schema."""
    from bot.composition import core

    settings = read_settings()
    revision = served(core.migrated(settings.database_url.get_secret_value()))
    click.echo(f"The database has schema {revision}.")


@entrepairs.command("backup")
@click.argument("file", required=False, type=click.Path(path_type=Path))
def back_up_database(file: Path | None) -> None:
    """Copy the database, also while it is in use: whole, verified, for you alone, over nothing."""
    from bot.composition import operators

    settings = read_settings()
    for line in served(operators.backed_up(settings.database_url.get_secret_value(), file)):
        click.echo(line)


@entrepairs.command("restore")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
def restore_database(file: Path, yes: bool) -> None:
    """Put a backup in the place of the database, without what was erased since. Stop Entrepairs first."""
    from bot.composition import operators

    def agreed(lines: Iterable[str]) -> bool:
        for line in lines:
            click.echo(line)
        if yes:
            return True
        if not sys.stdin.isatty():
            raise Refused("Nothing was changed: without a terminal to ask on, restore needs --yes.")
        return click.confirm("Put it in its place?")

    settings = read_settings()
    for line in served(operators.restored(settings.database_url.get_secret_value(), file, agreed)):
        click.echo(line)


@entrepairs.group("invite")
def invite() -> None:
    """Say how the bot comes to a server, and what it asks for there."""


@invite.command("discord")
def invite_to_discord() -> None:
    """Print the address that adds the bot to a Discord server, with the least permissions."""
    from bot.composition import CannotStart, operators

    try:
        lines = operators.invitation(read_settings())
    except CannotStart as error:
        raise Refused(str(error)) from None
    for line in lines:
        click.echo(line)


@entrepairs.group("manifest")
def manifest() -> None:
    """Say what a platform is to be told of the app."""


@manifest.command("slack")
@click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@click.option("--http", "public", metavar="URL", help="Our public address; without it, Socket Mode.")
def show_slack_manifest(lang: str, public: str | None) -> None:
    """Print the manifest to paste into Slack's settings: one language for an installation."""
    from bot.composition import CannotStart, operators

    try:
        _say(operators.manifest(lang, public))
    except CannotStart as error:
        raise Refused(str(error)) from None


@entrepairs.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for machines.")
def examine(as_json: bool) -> None:
    """Look for what is wrong: what, why, what to do. Ends with 0 (well), 1 (warnings) or 2 (broken)."""
    from bot.operations import checks, findings

    dotenv = Path(".env")
    try:
        settings = load(os.environ, dotenv)
    except SettingsError as error:
        found: Sequence[Finding] = list(checks.unreadable(error.lines))
    else:
        from bot.composition import operators

        found = served(operators.diagnosed(settings, dotenv))
    for line in [findings.as_json(found)] if as_json else findings.as_lines(found):
        click.echo(line)
    raise SystemExit(findings.exit_code(found))


@entrepairs.command("run")
def run_adapters() -> None:
    """Start the chat platforms that have settings, and serve until stopped."""
    settings = read_settings()
    configure(settings.log_level)
    if not (settings.has_discord or settings.has_slack):
        raise Refused(
            "No platform is set: give DISCORD_TOKEN, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or for Slack "
            "over HTTP SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET and HTTP_LISTEN (.env.example). "
            "To try Entrepairs without any account: entrepairs playground"
        )
    from bot.composition import platforms

    served(platforms.serve_platforms(settings))


@entrepairs.command("playground")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True)
@click.option("--fresh", is_flag=True, help="Start anew: forget what the playground made, and nothing else.")
@click.option("--dir", "folder", type=click.Path(path_type=Path), default=Path("var"), show_default=True)
def open_playground(port: int, fresh: bool, folder: Path) -> None:
    """Try Entrepairs in your browser: five coaches, no account, nothing leaves this computer."""
    configure("WARNING", sys.stderr)
    from bot.composition import playground

    served(playground.serve_playground(folder, port, fresh=fresh))


def main() -> None:
    """What the console script calls."""
    try:
        entrepairs(prog_name="entrepairs")
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
