"""What the doctor asks of a database. It changes nothing, and makes no file."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.operations.findings import Finding, broken, fine, warning
from bot.vocabulary import Place
from storage import backups
from storage.engine import open_engine
from storage.erasures import SqlErasures, ledger_of
from storage.migrations import SchemaMismatch, check_schema
from storage.schema import inbox, jobs, meta, places

ANSWER_S = 10.0
OLD = timedelta(days=7)
AHEAD = timedelta(minutes=5)


async def diagnose(url: str, now: datetime) -> tuple[list[Finding], Sequence[tuple[str, Place]]]:
    """What is found, and each circle's id with a place of it."""
    file = backups.database_file(url)
    if file is not None and not file.exists():
        return [fine("database", f"{file} is not there yet; run makes it")], ()
    found: list[Finding] = []
    if file is not None:
        found += _files(file)
        whole = await asyncio.to_thread(_whole, file)
        found.append(whole)
        if whole.level != "ok":
            return found, ()
        found += _backups(file, now)
    try:
        async with asyncio.timeout(ANSWER_S):
            await check_schema(url)
            more, bound = await _inside(url, now)
    except SchemaMismatch as error:
        return [*found, _mismatch(error)], ()
    except Exception as error:  # a driver has errors of its own; of none is more said than its name
        return [*found, _away(type(error).__name__)], ()
    return [*found, *more], bound


def _away(cause: str) -> Finding:
    return broken(
        "database",
        f"it does not answer ({cause})",
        "nothing works without it",
        "see that DATABASE_URL names it, that it runs, and that its user may connect",
    )


def _mismatch(error: SchemaMismatch) -> Finding:
    if error.newer:
        return broken(
            "schema",
            f"{error.found}, newer than this release's {error.expected}",
            "this release would misread it",
            "start the newer release, or restore a backup made before the upgrade",
        )
    return warning(
        "schema",
        f"{error.found or 'none'}, older than this release's {error.expected}",
        "run brings it up at its start, after a backup",
        "entrepairs migrate, or start run",
    )


def _whole(file: Path) -> Finding:
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
            if database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",):
                return fine("database", f"{file} is whole")
    except sqlite3.Error:
        pass
    return broken(
        "database",
        f"{file} is damaged, or no database",
        "members' practices may be lost",
        "stop Entrepairs, keep the file, and entrepairs restore the newest backup",
    )


def _files(file: Path) -> Iterator[Finding]:
    for path in (file, Path(f"{file}-wal"), ledger_of(f"sqlite:///{file}").path):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield warning(
                "database.file",
                f"{path} can be read by others",
                "it holds what members wrote",
                f"chmod 600 {path}",
            )


def _backups(file: Path, now: datetime) -> Iterator[Finding]:
    """By the instants in their names: a copied file has another time of its own."""
    made = sorted(
        at
        for path in backups.folder_of(file).glob("*.db")
        if not path.name.startswith(backups.ASIDE) and (at := _instant(path)) is not None
    )
    last = made[-1] if made else None
    said = (
        f"the newest in {backups.folder_of(file)} is {(now - last).days} days old"
        if last
        else "there is none"
    )
    if last is not None and now - last <= OLD:
        yield fine("backup", said)
    else:
        yield warning(
            "backup",
            said,
            "what happened since would be lost with the disk",
            "entrepairs backup, every night",
        )
    kept = [path for path in backups.automatic(file) if _older(path, now)]
    if kept:
        yield warning(
            "backup.age",
            f"{len(kept)} automatic backups are older than {backups.AUTOMATIC_DAYS} days",
            "they hold what members erased since",
            "restart run, which deletes them",
        )


def _instant(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.stem.rpartition("-")[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def _older(path: Path, now: datetime) -> bool:
    at = _instant(path)
    return at is not None and now - at > timedelta(days=backups.AUTOMATIC_DAYS + 1)


async def _inside(url: str, now: datetime) -> tuple[list[Finding], Sequence[tuple[str, Place]]]:
    engine = open_engine(url)
    try:
        async with engine.connect() as connection:
            found = [
                fine("schema", "the one of this release"),
                await _kind(connection),
                await _clock(connection, now),
                await _messages(connection),
                await _ledger(connection, url, now),
            ]
            rows = await connection.execute(
                select(places).order_by(places.c.circle, places.c.platform, places.c.place)
            )
            return found, [(row.circle, Place(row.platform, row.realm, row.place)) for row in rows]
    finally:
        await engine.dispose()


async def _kind(connection: AsyncConnection) -> Finding:
    kind = await connection.scalar(select(meta.c.value).where(meta.c.key == "kind"))
    if kind == "playground":
        return broken(
            "database.kind",
            "it is a playground's",
            "run refuses it",
            "name another in DATABASE_URL; a playground's is never made real",
        )
    return fine("database.kind", "for real" if kind else "not claimed yet")


async def _clock(connection: AsyncConnection, now: datetime) -> Finding:
    """Nothing was heard or sent in the future."""
    last = [
        await connection.scalar(select(func.max(inbox.c.received_at))),
        await connection.scalar(select(func.max(jobs.c.done_at))),
    ]
    if all(at is None or at <= now + AHEAD for at in last):
        return fine("clock", "it stands after everything that was written")
    return broken(
        "clock",
        "it stands before what was written already",
        "reminders come late, or twice",
        "set this machine's clock: timedatectl set-ntp true",
    )


async def _messages(connection: AsyncConnection) -> Finding:
    counted = select(func.count()).where(jobs.c.state.in_(("uncertain", "dead")))
    stuck = int(await connection.scalar(counted) or 0)
    if not stuck:
        return fine("messages", "none waits for a person")
    return warning(
        "messages",
        f"{stuck} may not have arrived, or cannot be sent",
        "nobody but a person can say",
        "the steward decides: /cercle, Le cercle",
    )


async def _ledger(connection: AsyncConnection, url: str, now: datetime) -> Finding:
    file = ledger_of(url)
    try:
        there = set(file.lines())
    except (OSError, ValueError):
        return broken(
            "erasures",
            f"{file.path} cannot be read",
            "run does not start: a restore might bring back what was erased",
            "give it back to the user of Entrepairs; or restore it from a copy, or move it away for good",
        )
    behind = len(set(await SqlErasures(connection, now).all()) - there)
    if not behind:
        return fine("erasures", f"{len(there)} in the ledger beside the database")
    return warning(
        "erasures",
        f"{behind} are in the database and not in {file.path}",
        "a restore after the loss of the database would bring them back",
        "restart run, which writes them there",
    )
