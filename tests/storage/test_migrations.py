"""The schema is reached by migration, on both engines, and is the one the code knows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Table, column, select, table, text

from bot.library.analysis import asked
from bot.library.models import Wish
from bot.practices.models import State
from storage import schema
from storage.engine import WRITE, open_engine
from storage.erasures import SqlErasures
from storage.migrations import SchemaMismatch, check_schema, config, head, migrate
from storage.schema import indexed, metadata, vocabulary
from storage.transaction import SqlDatabase
from tests.storage.world import AT, CONTENT, HandClock, reader


def _drift(connection: Connection) -> list[object]:
    """What differs; the tables of tokens belong to an engine, and no metadata describes them."""

    def ours(name: str | None, kind: str, _: object) -> bool:
        return not (kind == "table" and name is not None and name.startswith("practice_fts"))

    options = {"compare_type": True, "compare_server_default": True, "include_name": ours}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


async def test_a_migrated_database_has_the_tables_of_the_code(database_url: str) -> None:
    assert await migrate(database_url) == head()
    assert await migrate(database_url) == head()
    await check_schema(database_url)
    engine = open_engine(database_url)
    async with engine.connect() as connection:
        drift = await connection.run_sync(_drift)
    await engine.dispose()
    assert drift == []


async def test_an_empty_database_is_older_than_the_code(database_url: str) -> None:
    with pytest.raises(SchemaMismatch) as caught:
        await check_schema(database_url)
    assert not caught.value.newer


async def test_a_database_of_a_later_release_is_refused(database_url: str) -> None:
    await migrate(database_url)
    engine = open_engine(database_url)
    async with engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()
    for opens in (check_schema, migrate):
        with pytest.raises(SchemaMismatch) as caught:
            await opens(database_url)
        assert caught.value.newer


# --- a library that was there before search ---------------------------------------------------------------


def _rows(of: Table, *rows: dict[str, object]) -> tuple[object, list[dict[str, object]]]:
    """An insert with these columns alone: those that the table had then."""
    plain = table(of.name, *(column(name, of.c[name].type) for name in rows[0]))
    return plain.insert(), list(rows)


def _as_of_0002(connection: Connection) -> None:
    command.upgrade(config(connection), "0002")
    circle = {"id": "lyon", "num": 1, "name": "coachs-lyon", "lang": "fr", "zone": "Europe/Paris"}
    circle |= {"register": "tu", "objectives": "", "readers": 0, "charter": 1, "created_at": AT, "version": 1}
    member = {"circle": "lyon", "role": "member", "status": "active", "opens": 9, "closes": 18, "weekly": 2}
    member |= {"joined_at": AT, "version": 1}
    charter = {"circle": "lyon", "number": 1, "text": "", "digest": "", "kind": "major"}
    accepted = {"circle": "lyon", "member": "claire", "number": 1, "accepted_at": AT, "platform": "slack"}
    row = {"circle": "lyon", "author": "hugo", "version": 1, "unread": False, "waited": False}
    row |= {"asides": [], "created_at": AT, "lang": "fr"}
    words = {"circle": "lyon", "useful_for": CONTENT.useful_for, "kind": "method", "tried": "few"}
    words |= dict.fromkeys(("duration", "limits", "support", "attribution"), "") | {"created_at": AT}
    balance = words | {"practice": "1-balance", "number": 2, "title": "La balance", "steps": CONTENT.steps}
    shared = {"state": "shared", "shared_at": AT, "tags": ["choix posé"], "families": ["systémique"]}
    none = {"shared_at": None, "tags": [], "families": []}
    for statement, values in (
        _rows(schema.circles, circle),
        _rows(schema.members, member | {"id": "claire", "name": "Claire Roux"}),
        _rows(schema.members, member | {"id": "hugo", "name": "Hugo Blanc"}),
        _rows(schema.charters, charter | {"effective_at": AT, "author": "claire"}),
        _rows(schema.acceptances, accepted),
        _rows(schema.practices, row | shared | {"id": "1-balance", "number": 2}),
        _rows(schema.practices, row | none | {"id": "1-draft", "number": 1, "state": "draft"}),
        _rows(schema.practices, row | none | {"id": "1-gone", "number": 1, "state": "withdrawn"}),
        _rows(schema.practice_versions, balance, balance | {"number": 1, "title": "Le fléau"}),
        _rows(
            schema.practice_versions,
            *(balance | {"practice": f"1-{name}", "number": 1} for name in ("draft", "gone")),
        ),
    ):
        connection.execute(statement, values)  # type: ignore[call-overload]


async def test_a_library_from_before_search_is_found_and_is_indexed_as_a_new_one(
    database_url: str,
) -> None:
    """The newest words of what is shared, and nothing else: as if each had been shared today."""
    engine = open_engine(database_url)
    async with engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            await connection.run_sync(_as_of_0002)
    await engine.dispose()
    await migrate(database_url)
    old = SqlDatabase(open_engine(database_url), HandClock(AT))
    for typed, expected in (("balances", ["1-balance"]), ("fleau", []), ("balence", ["1-balance"])):
        async with old.read() as tx:
            found = await tx.library.find(reader("claire"), 1, Wish(asked(typed)))
        assert [hit.id for hit in found.hits] == expected, typed
    async with old.read() as tx:
        found = await tx.library.find(reader("claire"), 1, Wish(tag="choix_pose", family="systemique"))
    assert [hit.id for hit in found.hits] == ["1-balance"]
    kept = await _kept(old)
    async with old.write() as tx:
        today = await tx.practices.get(reader("claire"), "1-balance")
        assert today is not None
        await tx.practices.save(replace(today, state=State.WITHDRAWN, shared_at=None))
        assert (await tx.library.find(reader("claire"), 1, Wish(("balance",)))).total == 0
    async with old.write() as tx:
        await tx.practices.save(replace(today, version=today.version + 1))
    assert await _kept(old) == kept
    await old.dispose()


async def test_what_was_withdrawn_before_there_was_a_ledger_is_in_it(database_url: str) -> None:
    engine = open_engine(database_url)
    async with engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            await connection.run_sync(_as_of_0002)
    await engine.dispose()
    await migrate(database_url)
    engine = open_engine(database_url)
    async with engine.connect() as connection:
        found = await SqlErasures(connection, AT).all()
    await engine.dispose()
    assert [(line.kind, line.thing) for line in found] == [("practice.withdrawn", "1-gone")]


async def _kept(database: SqlDatabase) -> list[object]:
    async with database.engine.connect() as connection:
        return [
            [tuple(row) for row in await connection.execute(select(kept).order_by(*kept.primary_key))]
            for kept in (indexed, vocabulary)
        ]
