"""A job row holds ids and instants, never a text: what is said is composed when it is sent."""

from __future__ import annotations

import importlib
import importlib.util

import pytest
from sqlalchemy import JSON, Column, Integer, LargeBinary, MetaData, String, Table, Text

KEY_MAX = 255  # a key is made of kind, ids and state
PROSE = {"text", "title", "body", "card", "payload", "values", "fields", "message_text", "content", "note"}


def prose_columns(table: Table) -> list[str]:
    """The columns of a table that could hold what somebody wrote."""
    found = []
    for column in table.columns:
        kind = column.type
        unbounded = isinstance(kind, String) and (kind.length is None or kind.length > KEY_MAX)
        if unbounded or isinstance(kind, Text | JSON | LargeBinary) or column.name in PROSE:
            found.append(column.name)
    return found


def test_no_column_of_the_jobs_table_can_hold_prose() -> None:
    if importlib.util.find_spec("storage.schema") is None:
        pytest.fail("no schema")
    schema = importlib.import_module("storage.schema")
    assert prose_columns(schema.metadata.tables["jobs"]) == []


@pytest.mark.parametrize(
    "column",
    [
        Column("x", Text),
        Column("x", String),
        Column("x", String(2900)),
        Column("x", JSON),
        Column("x", LargeBinary),
        Column("title", String(80)),
    ],
)
def test_a_column_for_prose_is_seen(column: Column[object]) -> None:
    table = Table("jobs", MetaData(), Column("id", Integer), Column("key", String(120)), column)
    assert prose_columns(table) == [column.name]
