"""What an operator's command does once: a copy, a restore, an import, an answer, in lines to be printed."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.composition import CannotStart
from bot.composition.core import WallClock, open_database
from bot.library import cli, cli_import
from bot.library.bringing import CannotImport
from bot.library.cli_import import Asked
from bot.operations import checks
from bot.operations import lines as operating
from bot.operations.findings import Finding
from bot.registry import COMMANDS
from bot.settings import Settings, SettingsError, discord_invitation, public_address
from storage import backups
from storage.diagnosis import diagnose
from storage.postgres_tools import dump_command
from storage.restoring import prepared


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
