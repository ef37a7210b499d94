"""The composition root: the one place that sees the core, the adapters and storage."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from sqlalchemy.exc import SQLAlchemyError

from adapters.ticker import start_ticking
from bot.card import Card
from bot.demo import Cast, begins_at, demo
from bot.dispatch import Dispatcher
from bot.i18n import Voice
from bot.jobs import Jobs
from bot.library import cli, cli_import
from bot.library.bringing import CannotImport
from bot.library.cli_import import Asked
from bot.playing import Playing, SimulatedClock
from bot.ports import Clock
from bot.registry import COMMANDS, FILES, JOBS, REACTIONS, SUGGEST
from bot.settings import Settings
from storage.engine import WrongKind, open_engine
from storage.migrations import SchemaMismatch, migrate
from storage.transaction import SqlDatabase

if TYPE_CHECKING:
    from aiohttp.web import Application

PLAYGROUND_FILES = ("playground.db", "playground-messages.db")


class CannotStart(Exception):
    """One line for whoever installs: which setting, what is wrong, what to do."""


class WallClock:
    """The one source of time of a running Entrepairs."""

    def now(self) -> datetime:
        return datetime.now(UTC)


async def migrated(url: str) -> str:
    """The database at this release's schema; gives the revision.

    Raises:
        CannotStart: where it is newer, or out of reach.
    """
    try:
        return await migrate(url)
    except SchemaMismatch as error:
        raise CannotStart(f"DATABASE_URL: {error}") from None
    except (OSError, SQLAlchemyError) as error:
        raise CannotStart(f"DATABASE_URL: the database cannot be opened ({type(error).__name__})") from None


@asynccontextmanager
async def open_database(
    url: str, kind: str | None = None, clock: Clock | None = None
) -> AsyncIterator[SqlDatabase]:
    """The migrated database, of that kind where one is asked for; closed when the block ends.

    Raises:
        CannotStart: where the database is another's, newer, or out of reach.
    """
    await migrated(url)
    database = SqlDatabase(open_engine(url), clock or WallClock())
    try:
        if kind is not None:
            await database.claim_kind(kind)
        yield database
    except WrongKind as error:
        raise CannotStart(f"DATABASE_URL: {error}") from None
    finally:
        await database.dispose()


def _door(database: SqlDatabase, jobs: Jobs, scale: float = 1.0) -> Dispatcher:
    return Dispatcher(
        database,
        COMMANDS,
        files=FILES,
        reactions=REACTIONS,
        suggest=SUGGEST,
        standing=jobs.standing,
        senders=jobs.senders,
        scale=scale,
        wake=jobs.wake.set,
    )


@asynccontextmanager
async def open_core(url: str, kind: str, scale: float = 1.0) -> AsyncIterator[tuple[Dispatcher, Jobs]]:
    """The core on a migrated database of that kind; its loop and its tick run until the block ends.

    Senders are added to `Jobs.senders` by whoever has them.

    Raises:
        CannotStart: where the database is another's, newer, or out of reach.
    """
    clock = WallClock()
    async with open_database(url, kind, clock) as database:
        jobs = Jobs(database, JOBS, {}, clock, scale)
        loop = asyncio.create_task(jobs.run_forever())
        stop_ticking = start_ticking(jobs.wake.set)
        try:
            yield _door(database, jobs, scale), jobs
        finally:
            stop_ticking()
            loop.cancel()
            await asyncio.gather(loop, return_exceptions=True)


async def import_library(url: str, asked: Asked) -> int:
    """A library comes into a circle; gives the exit code.

    Raises:
        CannotStart: in one line, with nothing imported.
    """
    async with open_database(url) as database:
        try:
            return await cli_import.import_library(database, asked)
        except CannotImport as error:
            raise CannotStart(f"Nothing was imported: {error}.") from None
        except (OSError, SQLAlchemyError) as error:
            raise CannotStart(f"Nothing was imported ({type(error).__name__}).") from None


async def searched(
    url: str,
    circle: str,
    member: str | None,
    words: str,
    lines: Iterable[str] | None,
    say: Callable[[str], None],
) -> None:
    """What chat would show for these words; or for each of these lines, as JSON.

    Raises:
        CannotStart: where circle or member is unknown, or nothing was asked.
    """
    async with open_database(url) as database:
        try:
            if lines is None:
                for line in await cli.search_lines(database, circle, member, words):
                    say(line)
            else:
                async for answer in cli.answer_lines(database, circle, member, lines):
                    say(answer)
        except cli.CannotSearch as error:
            raise CannotStart(str(error)) from None


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
            raise CannotStart(str(error)) from None


async def serve_playground(folder: Path, port: int, *, fresh: bool) -> None:
    """The demo circle in a browser, on files of its own in `folder`.

    Raises:
        CannotStart: where the port is busy or the folder is no playground's.
    """
    from adapters import web

    if not web.is_free(port):  # before anything is deleted or told
        raise CannotStart(f"Port {port} is busy: choose another, for example PORT={port + 1} make run")
    async with open_playground(folder, fresh=fresh) as app, AsyncExitStack() as stack:
        try:
            runner = await web.serve(app, port=port)
        except web.PortBusy:
            raise CannotStart(
                f"Port {port} is busy: choose another, for example PORT={port + 1} make run"
            ) from None
        stack.push_async_callback(runner.cleanup)
        address = "http://{}:{}".format(*runner.addresses[0][:2])
        click.echo(f"Entrepairs, démonstration : {address}  (Ctrl-C arrête, tout reste dans {folder}/)")
        click.echo("À essayer d’abord : « Voir en 60 secondes », puis « Partager une pratique ».")
        click.echo("In English: Réglages, English. To start anew: entrepairs playground --fresh")
        await until_stopped()


@asynccontextmanager
async def open_playground(folder: Path, *, fresh: bool = False) -> AsyncIterator[Application]:
    """The playground's application on files of its own in `folder`; its time goes on where it stood.

    Raises:
        CannotStart: where the folder is no playground's.
    """
    from adapters.playground.messages import Messages
    from adapters.playground.models import REALM, Persona, Room
    from adapters.playground.outbound import PlaygroundSender
    from adapters.web import make_app

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ready = folder / "playground.ready"  # a demo that was cut off while it was being told starts again
    if fresh or not ready.exists():
        ready.unlink(missing_ok=True)
        forget(folder, *PLAYGROUND_FILES)
    people = [Persona(p["id"], p["name"], p["line"], p.get("administers", False)) for p in demo()["personas"]]
    named, channel = {p.id: p for p in people}, demo()["circle"]["channel"]
    url = f"sqlite+aiosqlite:///{folder / PLAYGROUND_FILES[0]}"
    clock = SimulatedClock(begins_at())
    async with open_database(url, "playground", clock) as database, AsyncExitStack() as stack:
        messages = await Messages.open(folder / PLAYGROUND_FILES[1], clock)
        stack.push_async_callback(messages.close)
        await messages.enrol(people)
        jobs = Jobs(database, JOBS, {"playground": PlaygroundSender(messages)}, clock)
        door = _door(database, jobs)

        async def keep(at: datetime) -> None:
            await messages.set_meta("now", at.isoformat())

        async def tell() -> None:
            async def say(who: str, words: str) -> None:
                await messages.say(Room(channel), named[who], words, nonce=f"demo:{who}:{len(words)}")

            await messages.open_channel(channel, channel)
            await messages.admit(channel, demo()["circle"]["members"]["steward"])
            accounts = {p.id: p.account for p in people}
            place, lang = f"{REALM}/{channel}", (await messages.personas())[0].lang
            await Cast(door, accounts.__getitem__, place, playing.walk, say, lang).play()
            ready.touch(mode=0o600)

        async def anew() -> None:
            ready.unlink(missing_ok=True)
            await database.dispose()
            forget(folder, PLAYGROUND_FILES[0])
            await migrated(url)
            database.engine = open_engine(url)
            await database.claim_kind("playground")
            async with messages.hushed():
                await messages.clear()
                clock.at = begins_at()
                await tell()

        playing = Playing(database, jobs, clock, JOBS, keep, anew)
        stood = await messages.meta("now")
        if ready.exists() and stood:
            clock.at = datetime.fromisoformat(stood)
        else:
            await tell()
        service = asyncio.create_task(playing.serve())
        try:
            yield make_app(door, messages, people, ("practice", "share"), playing, payloads)
        finally:
            service.cancel()
            await asyncio.gather(service, return_exceptions=True)


def forget(folder: Path, *names: str) -> None:
    """Delete these files of a playground, with what SQLite keeps beside them."""
    for name in names:
        for ending in ("", "-wal", "-shm", "-journal"):
            (folder / f"{name}{ending}").unlink(missing_ok=True)


def payloads(card: Card, voice: Voice) -> dict[str, Any]:
    """What Slack and Discord would receive for a card, made by their own adapters."""
    from adapters.discord import render as discord
    from adapters.slack import render as slack

    view = discord.card(card, voice)
    return {
        "slack": slack.message(card, voice),
        "discord": {"flags": 1 << 15, "components": list(view.to_components())},  # type: ignore[no-untyped-call]
    }
