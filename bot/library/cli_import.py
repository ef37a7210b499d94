"""`entrepairs import` for whoever administers this machine: files in, counts on standard output, the rest on
standard error. No line says a word of the file."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import click

from bot.circles.models import Register
from bot.circles.rules import is_name
from bot.intake import clean
from bot.library import bringing
from bot.library.bringing import CannotImport, Counts, Database, Survey
from bot.library.importing import BYTES_MAX, Fault, Record, csv_records, is_csv, json_records

EVERY = 10_000  # lines between two signs of life where there is no terminal

WHY: dict[str, str] = {
    "long": "the line is longer than {} bytes",
    "encoding": "not UTF-8 (in a spreadsheet: save as “CSV UTF-8”)",
    "json": "not one whole JSON object",
    "object": "not a JSON object",
    "headings": "the first row has to name the headings, “id” and “title” among them",
    "cells": "{} cells under {} headings",
    "quotes": "a quote that does not close, or a sign behind one that does",
    "text": "not a text",
    "list": "not a list of texts",
    "required": "missing",
    "too-long": "{} characters too many (at most {})",
    "one-line": "more than one line",
    "twice": "the same as on line {}",
    "unknown": "not one of those known (docs/import.md)",
    "too-many": "{} of them, at most {}",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands on the command line. `register`: of the circle to make; None: into one that is there."""

    circle: str
    file: Path
    register: Register | None = None


async def import_library(database: Database, asked: Asked) -> int:
    """Bring the file in; gives the exit code. Raises: CannotImport, in one line."""
    name = clean(asked.circle)
    async with database.read() as tx:
        circle = await bringing.circle_named(tx, name)
        if circle is None and asked.register is None:
            raise CannotImport("there is no circle of this name (--create --register tu|vous makes one)")
        if circle is None and not is_name(name):
            raise CannotImport("a circle has a name of 1 to 24 characters, on one line")
        names = [m.member.name for m in await tx.members.active(circle.id)] if circle else []
        known = await tx.imports.known(circle.id) if circle else {}
    total = _count(asked.file)
    found = bringing.survey(_shown(asked.file, total, "Reading"), names, known)
    if not (found.planned or found.faults):
        raise CannotImport("the file holds no practice")
    if found.faults:
        for fault in found.faults:
            click.echo(_fault(fault), err=True)
        lines = len({fault.line for fault in found.faults})
        click.echo(f"Nothing was imported: {len(found.faults)} fault(s) on {lines} line(s).")
        return 2
    _advise(found)
    async with database.write() as tx:
        circle = await bringing.circle_named(tx, name)
        made = circle is None
        if circle is None:
            if asked.register is None:
                raise CannotImport("this circle is not there any more")
            lang = found.langs.most_common(1)[0][0]
            circle = await bringing.created(tx, name, asked.register, lang)
        counts = await bringing.bring(tx, circle, found.planned, _shown(asked.file, total, "Writing"))
    _conclude(counts, made=made)
    return 0


def _advise(found: Survey) -> None:
    for one in found.advice:
        kind = "holds the line" if one.hard else "advice"
        click.echo(f"line {one.line}, {one.field}: {one.code} ({kind})", err=True)
    for number in found.noted:
        click.echo(f"line {number}, families: not on the list, kept as “autre” and as a tag", err=True)
    if found.seen.ignored:
        click.echo(f"{len(found.seen.ignored)} other heading(s) were not read", err=True)


def _conclude(counts: Counts, *, made: bool) -> None:
    if made:
        click.echo("The circle was made; a local account holds its steward's seat.")
    click.echo(f"{counts.new} new, {counts.changed} changed, {counts.same} the same.")
    if counts.held:
        click.echo(f"{counts.held} held: an identifier was found; they are drafts of the steward.")
    if counts.left:
        click.echo(f"{counts.left} withdrawn or put away here since: not brought back.")
    if counts.new > counts.held:
        click.echo("No card was posted: members find them by search.")


def _fault(fault: Fault) -> str:
    where = f"line {fault.line}, {fault.field}" if fault.field else f"line {fault.line}"
    return f"{where}: {WHY[fault.why].format(*fault.figures)}"


# --- the file --------------------------------------------------------------------------------------------


def _records(file: BinaryIO, name: str) -> Iterator[Record]:
    head = file.read(4_096)
    file.seek(0)
    return (csv_records if is_csv(name, head) else json_records)(cut_lines(file))


def cut_lines(file: BinaryIO) -> Iterator[bytes]:
    """The file's lines; of one that is too long only its beginning, a byte more than is allowed."""
    while line := file.readline(BYTES_MAX + 1):
        rest = line
        while len(rest) > BYTES_MAX and not rest.endswith(b"\n"):
            rest = file.readline(BYTES_MAX + 1)
        yield line


def _count(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) + 1


def _shown(path: Path, total: int, label: str) -> Iterator[Record]:
    """The records of the file, with a bar on a terminal and a line now and then elsewhere."""
    with path.open("rb") as file:
        records = _records(file, path.name)
        yield from (_with_bar if sys.stderr.isatty() else _with_lines)(records, total, label)


def _with_bar(records: Iterable[Record], total: int, label: str) -> Iterator[Record]:
    with click.progressbar(length=total, label=label, file=sys.stderr, update_min_steps=100) as bar:
        at = 0
        for record in records:
            bar.update(record[0] - at)
            at = record[0]
            yield record
        bar.update(total - at)


def _with_lines(records: Iterable[Record], total: int, label: str) -> Iterator[Record]:
    due = EVERY
    for record in records:
        if record[0] >= due:
            click.echo(f"{label}: {record[0]} of {total} lines", err=True)
            due = record[0] + EVERY
        yield record
