"""The composition root and the command line: the one place that sees the core, the adapters and storage."""

from __future__ import annotations

import asyncio
import importlib.util
import io
import os
import platform
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any

import click
from sqlalchemy.exc import SQLAlchemyError

from adapters.ticker import start_ticking
from bot.demo import Cast, demo
from bot.dispatch import Dispatcher
from bot.i18n import Voice
from bot.jobs import Jobs
from bot.logs import configure
from bot.registry import COMMANDS, JOBS
from bot.settings import Settings, SettingsError, load
from storage.engine import WrongKind, open_engine
from storage.migrations import SchemaMismatch, migrate
from storage.transaction import SqlDatabase

PACKAGES = ("bot", "adapters", "storage")
PLAYGROUND_FILES = ("playground.db", "playground-messages.db")


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


# --- composition -----------------------------------------------------------------------------------------


class WallClock:
    """The one source of time of a running Entrepairs."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@asynccontextmanager
async def open_core(url: str, kind: str, scale: float = 1.0) -> AsyncIterator[tuple[Dispatcher, Jobs]]:
    """The core on a migrated database of that kind; its loop and its tick run until the block ends.

    Senders are added to `Jobs.senders` by whoever has them.

    Raises:
        Refused: where the database is another's, newer, or out of reach.
    """
    clock = WallClock()
    try:
        await migrate(url)
    except SchemaMismatch as error:
        raise Refused(f"DATABASE_URL: {error}") from None
    except (OSError, SQLAlchemyError) as error:
        raise Refused(f"DATABASE_URL: the database cannot be opened ({type(error).__name__})") from None
    database = SqlDatabase(open_engine(url), clock)
    try:
        await database.claim_kind(kind)
    except WrongKind as error:
        await database.dispose()
        raise Refused(f"DATABASE_URL: {error}") from None
    jobs = Jobs(database, JOBS, {}, clock)
    loop = asyncio.create_task(jobs.run_forever())
    stop_ticking = start_ticking(jobs.wake.set)
    try:
        await jobs.tidy()
        yield Dispatcher(database, COMMANDS, scale=scale, wake=jobs.wake.set), jobs
    finally:
        stop_ticking()
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)
        await database.dispose()


async def until_stopped(*services: Coroutine[Any, Any, None]) -> None:
    """Serve until SIGTERM, Ctrl-C, or the first service that ends or fails."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    tasks = [asyncio.create_task(service) for service in services]
    tasks.append(asyncio.create_task(stopped.wait()))  # type: ignore[arg-type]
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for task in done:
        task.result()


async def serve_platforms(settings: Settings) -> None:
    """Each chat platform that has settings; an adapter is imported only then."""
    url = settings.database_url.get_secret_value()
    async with open_core(url, "real", settings.deadline_scale) as (door, jobs), AsyncExitStack() as stack:
        services: list[Coroutine[Any, Any, None]] = []
        refusals: list[type[Exception]] = []
        if settings.discord_token is not None:
            from adapters import discord

            client = discord.make_client(
                door,
                api_url=settings.discord_api_url,
                gateway_url=settings.discord_gateway_url,
                scale=settings.deadline_scale,
            )
            jobs.senders["discord"] = discord.Outbound(client)
            services.append(discord.run(client, settings.discord_token.get_secret_value()))
            refusals.append(discord.Refused)
        if settings.slack_bot_token is not None and settings.slack_app_token is not None:
            from adapters import slack

            app = slack.make_app(
                door,
                bot_token=settings.slack_bot_token.get_secret_value(),
                app_token=settings.slack_app_token.get_secret_value(),
                api_url=settings.slack_api_url,
                scale=settings.deadline_scale,
            )
            stack.push_async_callback(app.close)
            jobs.senders["slack"] = app.sender
            services.append(app.run())
            refusals.append(slack.Refused)
        try:
            await until_stopped(*services)
        except tuple(refusals) as error:
            raise Refused(str(error)) from None


async def serve_playground(folder: Path, port: int, *, fresh: bool) -> None:
    """The demo circle in a browser, on files of its own in `folder`.

    Raises:
        Refused: where the port is busy or the folder is no playground's.
    """
    from adapters import web
    from adapters.playground.messages import REALM, Messages, Persona
    from adapters.playground.outbound import PlaygroundSender

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ready = folder / "playground.ready"  # a demo that was cut off while it was being told starts again
    if fresh or not ready.exists():
        for name in (*PLAYGROUND_FILES, ready.name):
            for path in folder.glob(f"{name}*"):
                path.unlink()
    people = [Persona(p["id"], p["name"], p["line"], p.get("administers", False)) for p in demo()["personas"]]
    accounts = {p.id: p.account for p in people}
    core = open_core(f"sqlite+aiosqlite:///{folder / PLAYGROUND_FILES[0]}", "playground")
    async with core as (door, jobs), AsyncExitStack() as stack:
        messages = await Messages.open(folder / PLAYGROUND_FILES[1], WallClock())
        stack.push_async_callback(messages.close)
        jobs.senders["playground"] = PlaygroundSender(messages)
        await messages.enrol(people)
        channel = demo()["circle"]["channel"]
        if not ready.exists():
            await messages.open_channel(channel, channel)
            await messages.admit(channel, demo()["circle"]["members"]["steward"])
            await Cast(door, accounts.__getitem__, f"{REALM}/{channel}", jobs.run_due).play()
            ready.touch(mode=0o600)
        try:
            runner = await web.serve(
                web.make_app(door, messages, people, invites=("practice", "share")), port=port
            )
        except web.PortBusy:
            raise Refused(
                f"Port {port} is busy: choose another, for example PORT={port + 1} make run"
            ) from None
        stack.push_async_callback(runner.cleanup)
        address = "http://{}:{}".format(*runner.addresses[0][:2])
        click.echo(f"Entrepairs, démonstration : {address}  (Ctrl-C arrête, tout reste dans {folder}/)")
        click.echo("À essayer d’abord : « Partager une pratique », puis incarner la personne qui la relit.")
        click.echo("In English: Réglages, English. To start anew: entrepairs playground --fresh")
        await until_stopped()


# --- the command line ------------------------------------------------------------------------------------


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
    """Check texts for usefulness and confidentiality, line by line, on this machine alone."""
    from bot.checks.jsonl import answer_line

    def advise(code: str, lang: str) -> str:
        return Voice(lang)(f"finding-{code.replace('_', '-')}")

    for line in io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="surrogateescape", newline="\n"):
        if line.strip():
            sys.stdout.write(answer_line(line, advise) + "\n")
            sys.stdout.flush()


@entrepairs.command("migrate")
def migrate_database() -> None:
    """Bring the database to this release's schema."""
    url = read_settings().database_url.get_secret_value()
    try:
        click.echo(f"The database has schema {asyncio.run(migrate(url))}.")
    except SchemaMismatch as error:
        raise Refused(f"DATABASE_URL: {error}") from None
    except (OSError, SQLAlchemyError) as error:
        raise Refused(f"DATABASE_URL: the database cannot be opened ({type(error).__name__})") from None


@entrepairs.command("run")
def run_adapters() -> None:
    """Start the chat platforms that have settings, and serve until stopped."""
    settings = read_settings()
    configure(settings.log_level)
    if not (settings.has_discord or settings.has_slack):
        raise Refused(
            "No platform is set: give DISCORD_TOKEN, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN (.env.example). "
            "To try Entrepairs without any account: entrepairs playground"
        )
    asyncio.run(serve_platforms(settings))


@entrepairs.command("playground")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True)
@click.option("--fresh", is_flag=True, help="Start anew: forget what the playground made, and nothing else.")
@click.option("--dir", "folder", type=click.Path(path_type=Path), default=Path("var"), show_default=True)
def open_playground(port: int, fresh: bool, folder: Path) -> None:
    """Try Entrepairs in your browser: five coaches, no account, nothing leaves this computer."""
    configure("WARNING", sys.stderr)
    asyncio.run(serve_playground(folder, port, fresh=fresh))


def main() -> None:
    """What the console script calls."""
    try:
        entrepairs(prog_name="entrepairs")
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
