"""A draft that says what the circle shares already: one row of its preview, and it can still be sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.card import Card, Row
from bot.dispatch import Dispatcher
from bot.registry import COMMANDS
from bot.vocabulary import FormKey, Request
from storage.engine import open_engine
from storage.transaction import SqlDatabase
from tests.storage.test_imports import bring, line
from tests.storage.world import AT, HUGO, HandClock, found_circle
from tests.support.migrated import migrated

MINE = {
    "aim": "method",
    "title": "On écrit d’abord, on parle ensuite",
    "useful_for": "Quand un groupe se tait, deux minutes d’écriture aident chacun à parler.",
    "steps": "Poser la question, faire écrire deux minutes, faire lire chacun.",
    "tried": "once",
}


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqlDatabase]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'similar.db'}"
    await migrated(url)
    found = SqlDatabase(open_engine(url), HandClock(AT))
    await found_circle(found)
    yield found
    await found.dispose()


async def shared_by_form(database: SqlDatabase, **changes: str) -> Card:
    door = Dispatcher(database, COMMANDS)
    request = Request(
        f"slack:{len(changes)}",
        HUGO,
        "practice.share",
        values={**MINE, **changes},
        form=FormKey(circle="lyon"),
    )
    reply = await door.answer(request)
    assert isinstance(reply.content, Card)
    return reply.content


def read_rows(card: Card) -> list[str]:
    rows = [block for block in card.blocks if isinstance(block, Row) and block.button]
    return [row.button.subject for row in rows if row.button and row.button.verb == "practice.read"]


async def test_what_says_the_same_is_one_row_and_holds_nothing(database: SqlDatabase) -> None:
    await bring(database, line("a", title="Écrire avant de parler"), line("b", title="Autre", steps="Rire."))
    async with database.read() as tx:
        near = await tx.imports.get("lyon", "a")
    assert near is not None
    card = await shared_by_form(database)
    assert read_rows(card) == [near.id]
    assert "practice.send" in [button.verb for button in card.buttons]


async def test_another_practice_is_not_mentioned(database: SqlDatabase) -> None:
    await bring(database, line("a"))
    other = {
        "title": "Relancer une facture",
        "useful_for": "Quand une entreprise tarde à payer, on est réglé sans se fâcher.",
        "steps": "Un mail à trente jours, un appel à la comptabilité une semaine après.",
    }
    assert read_rows(await shared_by_form(database, **other)) == []


async def test_what_is_held_is_mended_first(database: SqlDatabase) -> None:
    await bring(database, line("a"))
    steps = f"{MINE['steps']} Écrire à a.roy@exemple.fr"
    assert read_rows(await shared_by_form(database, steps=steps)) == []
