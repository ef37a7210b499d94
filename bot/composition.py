"""The composition root: the one place that sees the core, the adapters and storage."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from sqlalchemy.exc import SQLAlchemyError

from adapters.ticker import start_ticking
from bot.card import Card
from bot.declared import Declared
from bot.demo import Cast, begins_at, demo
from bot.dispatch import Dispatcher
from bot.i18n import Voice
from bot.jobs import Jobs
from bot.library import cli, cli_import
from bot.library.bringing import CannotImport
from bot.library.cli_import import Asked
from bot.operations import checks
from bot.operations import lines as operating
from bot.operations.findings import Finding
from bot.operations.health import Readiness
from bot.playing import Playing, SimulatedClock
from bot.ports import Clock
from bot.registry import COMMANDS, FACTS, FILES, JOBS, REACTIONS, SUGGEST
from bot.settings import Settings, SettingsError, discord_invitation, public_address
from storage import backups
from storage.diagnosis import diagnose
from storage.engine import WrongKind, open_engine
from storage.erasures import LedgerFile, ledger_of
from storage.migrations import SchemaMismatch, check_schema, is_current, migrate
from storage.postgres_tools import dump_command
from storage.restoring import prepared
from storage.transaction import SqlDatabase, new_id

if TYPE_CHECKING:
    from aiohttp.web import Application, RouteDef
    from pydantic import SecretStr

log = logging.getLogger("entrepairs.composition")

HEALTH_S = 2.0  # what the database has to say that it answers
HANG_UP_S = 1.0  # for the last answers, which were waited for before
PLAYGROUND_FILES = ("playground.db", "playground-messages.db")


class CannotStart(Exception):
    """One line for whoever installs: which setting, what is wrong, what to do."""


class WallClock:
    """The one source of time of a running Entrepairs."""

    def now(self) -> datetime:
        return datetime.now(UTC)


async def migrated(url: str, clock: Clock | None = None, *, keeps: bool = True) -> str:
    """The database at this release's schema; gives the revision. A verified copy of the older one is kept.

    Raises:
        CannotStart: where it is newer, out of reach, or cannot be copied; it is then as it was.
    """
    try:
        if keeps:
            await _kept_before(url, clock or WallClock())
        return await migrate(url)
    except SchemaMismatch as error:
        raise CannotStart(f"DATABASE_URL: {error}") from None
    except (backups.NotACopy, backups.Exists) as error:
        raise CannotStart(f"DATABASE_URL: not upgraded, no backup could be made first ({error})") from None
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise CannotStart(f"DATABASE_URL: the database cannot be opened ({type(error).__name__})") from None


async def _kept_before(url: str, clock: Clock) -> None:
    """A SQLite database that an upgrade is going to change is copied first."""
    file = backups.database_file(url)
    if file is None or not file.exists():
        return
    try:
        await check_schema(url)
    except SchemaMismatch as behind:
        if behind.newer or behind.found is None:
            return  # it will be refused; or there is nothing in it
        target = backups.folder_of(file) / backups.name(backups.AUTOMATIC, clock.now())
        await asyncio.to_thread(backups.back_up, file, target)
        log.warning("backed_up_before_upgrade")


@asynccontextmanager
async def open_database(
    url: str, kind: str | None = None, clock: Clock | None = None, *, remembers: bool = False
) -> AsyncIterator[SqlDatabase]:
    """The migrated database, of that kind where one is asked for; closed when the block ends.

    With `remembers` it shares the ledger of erasures with the file beside it.

    Raises:
        CannotStart: where the database is another's, newer, or out of reach.
    """
    await migrated(url, clock, keeps=kind != "playground")
    ledger = ledger_of(url) if remembers else None
    database = SqlDatabase(open_engine(url), clock or WallClock(), ledger=ledger)
    try:
        if kind is not None:
            await database.claim_kind(kind)
        if ledger is not None:
            await _erased_again(database, ledger, url, clock or WallClock())
        yield database
    except WrongKind as error:
        raise CannotStart(f"DATABASE_URL: {error}") from None
    finally:
        await database.dispose()


async def _erased_again(database: SqlDatabase, ledger: LedgerFile, url: str, clock: Clock) -> None:
    """Whoever put an older database back by hand brings nothing back, and no backup is kept for ever."""
    try:
        if await database.reconcile():
            log.warning("erased_again")
        if file := backups.database_file(url):
            backups.prune(file, clock.now())
    except (OSError, ValueError) as error:
        raise CannotStart(f"{ledger.path}: the ledger of erasures cannot be used ({error})") from None


def _door(database: SqlDatabase, jobs: Jobs, scale: float = 1.0) -> Dispatcher:
    return Dispatcher(
        database,
        COMMANDS,
        files=FILES,
        reactions=REACTIONS,
        facts=FACTS,
        suggest=SUGGEST,
        standing=jobs.standing,
        senders=jobs.senders,
        scale=scale,
        wake=jobs.wake.set,
    )


@asynccontextmanager
async def open_core(
    url: str, kind: str, scale: float = 1.0, *, remembers: bool = False
) -> AsyncIterator[tuple[Dispatcher, Jobs, SqlDatabase]]:
    """The core on a migrated database of that kind; its loop and its tick run until the block ends.

    Senders are added by whoever has them (`Jobs.send_for`); leases are given back once the loop has ended.

    Raises:
        CannotStart: where the database is another's, newer, or out of reach.
    """
    clock = WallClock()
    async with open_database(url, kind, clock, remembers=remembers) as database:
        jobs = Jobs(database, JOBS, {}, clock, scale)
        loop = asyncio.create_task(jobs.run_forever())
        stop_ticking = start_ticking(jobs.wake.set)
        try:
            yield _door(database, jobs, scale), jobs, database
        finally:
            stop_ticking()
            loop.cancel()
            await asyncio.gather(loop, return_exceptions=True)
            for lease in jobs.leases.values():
                await lease.release()


async def backed_up(url: str, target: Path | None) -> Iterable[str]:
    """A verified copy of the database, while it is in use; gives what to say of it.

    Raises:
        CannotStart: in one line, with no file made.
    """
    database = backups.database_file(url)
    if database is None:
        raise CannotStart(f"This database is PostgreSQL: use {dump_command(url)}")
    if not database.exists():
        raise CannotStart(f"There is no database yet: {database}")
    name = backups.name(backups.MANUAL, WallClock().now())
    target = target or backups.folder_of(database) / name
    try:
        made = await asyncio.to_thread(backups.back_up, database, target)
    except backups.Exists as error:
        raise CannotStart(f"Nothing was written: {error} is there already.") from None
    except backups.NotACopy as error:
        raise CannotStart(f"Nothing was written: {error}.") from None
    except (OSError, sqlite3.Error) as error:
        raise CannotStart(f"Nothing was written: {target} ({_cause(error)}).") from None
    return operating.backup_lines(made.file, made.size, made.facts.revision, made.facts.rows)


async def restored(url: str, file: Path, agreed: Callable[[Iterable[str]], bool]) -> Iterable[str]:
    """A backup takes the place of the database, once `agreed`; gives what to say of it.

    Raises:
        CannotStart: in one line, with the database as it was.
    """
    if backups.database_file(url) is None:
        raise CannotStart(f"This database is PostgreSQL: use {dump_command(url, restore=True)}")
    try:
        async with prepared(url, file, WallClock()) as ready:
            before = ready.present.rows if ready.present else {}
            if not agreed(operating.restore_lines(ready.came.revision, ready.came.rows, before)):
                raise CannotStart("Nothing was changed.")
            try:
                await ready.put()
            except (OSError, sqlite3.Error, backups.NotACopy, backups.Exists) as error:
                kept = f"; what was there is in {ready.aside}" if ready.aside and ready.aside.exists() else ""
                raise CannotStart(f"The restore did not end ({_cause(error)}){kept}. Try again.") from None
            return operating.restored_lines(ready.aside, ready.erased)
    except backups.Held:
        raise CannotStart(
            "Nothing was changed: another process has the database open. Stop it first."
        ) from None
    except backups.NotACopy as error:
        raise CannotStart(f"Nothing was changed: {file} cannot be used, {error}.") from None
    except (OSError, ValueError, sqlite3.Error, SQLAlchemyError) as error:
        raise CannotStart(f"Nothing was changed ({_cause(error)}).") from None


def _cause(error: Exception) -> str:
    """SQLite's own sentences name no content (“database or disk is full”); others may."""
    return str(error) if isinstance(error, sqlite3.OperationalError) else type(error).__name__


def invitation(settings: Settings) -> Iterable[str]:
    """How the bot comes to a Discord server: the address, and what it asks for.

    Raises:
        CannotStart: where the token does not say which application it is of.
    """
    from adapters.discord.permissions import NEEDS, SCOPES, application_id, least

    if settings.discord_token is None:
        raise CannotStart("DISCORD_TOKEN: is missing; it says which application is to be invited")
    application = application_id(settings.discord_token.get_secret_value())
    if application is None:
        raise CannotStart(
            "DISCORD_TOKEN: has not the shape of a bot's token, which says first whose it is; copy it again"
        )
    address = discord_invitation(application, least(), SCOPES)
    return operating.invitation_lines(address, [(need.shown, need.why) for need in NEEDS])


def manifest(lang: str, public: str | None) -> str:
    """What Slack is told of the app, as JSON; `public`: our address, where requests come over HTTP.

    Raises:
        CannotStart: where the address cannot be called.
    """
    from adapters.slack.declare import manifest as declared

    try:
        address = "" if public is None else public_address(public)
    except SettingsError as error:
        raise CannotStart(f"--http {error}") from None
    return json.dumps(declared(COMMANDS, lang, "Entrepairs", address), indent=2, ensure_ascii=False)


async def diagnosed(settings: Settings, dotenv: Path) -> Sequence[Finding]:
    """What the doctor finds, on this machine and as far as it reaches."""
    from adapters import discord, slack

    url, now = settings.database_url.get_secret_value(), WallClock().now()
    file = backups.database_file(url)
    found = [checks.platforms(settings), *checks.dotenv(dotenv), checks.zones()]
    if file is not None:
        found.append(checks.disk(file.parent))
    inside, bound = await diagnose(url, now)
    found += inside
    for platform in (discord, slack):
        found += [one async for one in platform.diagnose(settings, bound, now)]
    return found


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


async def _closed_after(service: Coroutine[Any, Any, None], close: Callable[[], Awaitable[None]]) -> None:
    try:
        await service
    finally:
        await close()


async def serve_platforms(settings: Settings) -> None:
    """Each chat platform that has settings; an adapter is imported only then.

    Who holds a platform's lease sends there. Discord's gateway is open in that process alone; Slack gives
    each of several sockets a part of what comes in, so that one stays open in each, and over HTTP whoever
    stands before them shares it out.

    Raises:
        CannotStart: in one line; what else there is to know is in the log.
    """
    url, scale, us = settings.database_url.get_secret_value(), settings.deadline_scale, new_id()
    _check_ports(settings)  # before the database is brought up
    async with (
        open_core(url, "real", scale, remembers=True) as (door, jobs, database),
        AsyncExitStack() as stack,
    ):
        connected: dict[str, Callable[[], bool]] = {}
        services: list[Coroutine[Any, Any, None]] = []
        refusals: list[type[Exception]] = []
        if settings.discord_token is not None:
            from adapters import discord

            client = discord.make_client(
                door,
                api_url=settings.discord_api_url,
                gateway_url=settings.discord_gateway_url,
                declared=Declared(database),
                scale=scale,
            )
            sender = discord.Outbound(client)
            connect = partial(discord.run, client, settings.discord_token.get_secret_value())
            connected["discord"] = lambda: sender.connected or jobs.stands_by("discord")
            services.append(jobs.send_for(sender, us, connect, scale=scale))
            refusals.append(discord.Refused)
        if settings.slack_bot_token is not None:
            from adapters import slack

            app = slack.make_app(
                door,
                bot_token=settings.slack_bot_token.get_secret_value(),
                app_token=_secret(settings.slack_app_token),
                signing_secret=_secret(settings.slack_signing_secret),
                api_url=settings.slack_api_url,
                scale=scale,
            )
            await _listen_for(app.routes, settings, stack)
            connected["slack"] = lambda: app.connected
            services += [jobs.send_for(app.sender, us, scale=scale), _closed_after(app.run(), app.close)]
            refusals.append(slack.Refused)
        await _tell_health(settings, stack, database, jobs, connected)
        try:
            await until_stopped(*services)
        except tuple(refusals) as error:
            raise CannotStart(str(error)) from None


def _secret(value: SecretStr | None) -> str:
    return "" if value is None else value.get_secret_value()


def _check_ports(settings: Settings) -> None:
    from adapters import web

    port = settings.health_port
    if port is not None and not web.is_free(port):
        raise CannotStart(
            f"HEALTH_LISTEN: port {port} is busy; another Entrepairs may run. "
            f"Choose another, for example HEALTH_LISTEN=127.0.0.1:{port % 65_535 + 1}, or off"
        )
    if settings.http_address is not None:
        host, port = settings.http_address
        if not web.is_free(port, host):
            raise _cannot_listen(settings)


def _cannot_listen(settings: Settings) -> CannotStart:
    host, _, port = settings.http_listen.rpartition(":")
    return CannotStart(
        f"HTTP_LISTEN: port {port} is busy, or {host} is no address of this machine; another Entrepairs may "
        f"run. Choose another, for example HTTP_LISTEN={host}:{int(port) % 65_535 + 1}"
    )


async def _listen_for(routes: Iterable[RouteDef], settings: Settings, stack: AsyncExitStack) -> None:
    """What platforms send is served until the stack ends, where one comes over HTTP."""
    from adapters import web

    if settings.http_address is None:
        return
    try:
        runner = await web.listen(
            web.make_platform_app(routes), *settings.http_address, shutdown_timeout_s=HANG_UP_S
        )
    except OSError:
        raise _cannot_listen(settings) from None
    stack.push_async_callback(runner.cleanup)


async def _tell_health(
    settings: Settings,
    stack: AsyncExitStack,
    database: SqlDatabase,
    jobs: Jobs,
    connected: Mapping[str, Callable[[], bool]],
) -> None:
    """Health until the stack ends, where they are wanted."""
    from adapters import web

    async def asked() -> Readiness:
        answers, current = True, False
        try:
            async with asyncio.timeout(HEALTH_S * settings.deadline_scale):
                current = await is_current(database.engine)
        except (OSError, TimeoutError, SQLAlchemyError):
            answers = False
        return Readiness(
            answers, current, jobs.beaten_s, {name: there() for name, there in connected.items()}
        )

    if settings.health_port is None:
        return
    try:
        runner = await web.serve(web.make_health_app(asked), port=settings.health_port)
    except web.PortBusy as error:
        raise CannotStart(f"HEALTH_LISTEN: {error}") from None
    stack.push_async_callback(runner.cleanup)


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
            await migrated(url, keeps=False)
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
