"""What was erased or taken back is in the ledger, as ids and instants, and goes again from an older one."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from bot.exchanges.models import Note, NoteKind
from bot.library.analysis import asked
from bot.library.models import Asking, Wish
from bot.members.models import Status
from bot.practices.models import State
from bot.roads import Draft
from storage.engine import open_engine
from storage.erasures import Erasure, LedgerFile, SqlErasures
from storage.schema import practices
from storage.transaction import SqlDatabase
from tests.storage.world import AT, HandClock, found_circle, practice, put, reader

MINE = "slack/T1/UCLAIRE"
NOTE = Note("lyon", "1-note", "1-stays", NoteKind.COMPLEMENT, "claire", words="Un mot", written_at=AT)


def draft(id: str, opening: str = "") -> Draft:
    words = {"title": "La balance"}
    return Draft(id, f"key-{id}", MINE, "lyon", "practice.share", "", 0, words, AT, opening)


async def known(database: SqlDatabase) -> list[Erasure]:
    async with database.engine.connect() as connection:
        return list(await SqlErasures(connection, AT).all())


async def everything(database: SqlDatabase) -> None:
    """What an older backup holds: each kind of thing that can go, before it went."""
    await found_circle(database)
    shared = (
        practice(f"1-{name}", State.SHARED).with_(shared_at=AT) for name in ("away", "dropped", "stays")
    )
    await put(database, practice("1-draft"), practice("1-review", State.REVIEW), *shared)
    async with database.write() as tx:
        await tx.drafts.keep(draft("1-draft", "opening"))
        await tx.drafts.keep(draft("1-before", "opening"))
        await tx.drafts.keep(draft("1-declined"))
        await tx.drafts.keep(draft("1-other"))
        await tx.notes.add(NOTE)
        await tx.library.keep_request(Asking("lyon", "1-asked", "claire", "Claire Roux", "Un besoin", True))


LATER = [
    Erasure("practice.erased", "lyon", "1-draft", AT),
    Erasure("practice.withdrawn", "lyon", "1-away", AT),
    Erasure("practice.draft", "lyon", "1-review", AT),
    Erasure("practice.erased", "lyon", "1-dropped", AT),  # taken back, then erased
    Erasure("note.erased", "lyon", "1-note", AT),
    Erasure("request.erased", "lyon", "1-asked", AT),
    Erasure("draft.erased", "", "1-declined", AT),
    Erasure("member.former", "lyon", "hugo", AT),
    Erasure("practice.erased", "lyon", "1-never-seen", AT),
    Erasure("something.newer", "lyon", "1-stays", AT),
]


async def test_what_the_ledger_says_goes_again_and_nothing_else(database: SqlDatabase) -> None:
    await everything(database)
    assert await database.replay(LATER) == len(LATER)
    claire = reader("claire")
    async with database.read() as tx:
        assert {p.id: p.state for p in await tx.practices.own(claire)} == {
            "1-review": State.DRAFT,
            "1-stays": State.SHARED,
        }
        found = await tx.library.find(claire, 1, Wish(asked("balance")))
        assert [hit.id for hit in found.hits] == ["1-stays"]
        assert [one.id for one in await tx.drafts.open(MINE)] == ["1-other"]
        assert await tx.library.request(claire, "1-asked") is None
        assert await tx.notes.get(claire, "1-note") is None
        assert await tx.members.get("lyon", "hugo") is None
        assert await tx.members.get("lyon", "ines") is not None


async def test_it_goes_again_once(database: SqlDatabase) -> None:
    """What its author shared anew after the ledger was read stays shared."""
    await everything(database)
    await database.replay(LATER)
    async with database.write() as tx:
        again = await tx.practices.get(reader("claire"), "1-review")
        assert again is not None
        await tx.practices.save(again.with_(state=State.SHARED, shared_at=AT))
    assert await database.replay(LATER) == 0
    async with database.read() as tx:
        assert await tx.practices.get(reader("ines"), "1-review") is not None


async def test_each_road_to_nothing_leaves_its_line(database: SqlDatabase, clock: HandClock) -> None:
    await everything(database)
    clock.pass_(hours=1)
    async with database.write() as tx:
        await tx.practices.erase(practice("1-draft"))
        await tx.notes.erase(NOTE)
        await tx.library.drop_request(Asking("lyon", "1-asked", "claire", "", "", True))
        await tx.drafts.erase("1-declined", alone=True)
        hugo = await tx.members.get("lyon", "hugo")
        assert hugo is not None
        await tx.members.save(hugo.member.__class__(**{**_fields(hugo.member), "status": Status.FORMER}))
    assert {(line.kind, line.circle, line.thing) for line in await known(database)} == {
        ("practice.erased", "lyon", "1-draft"),
        ("note.erased", "lyon", "1-note"),
        ("request.erased", "lyon", "1-asked"),
        ("draft.erased", "", "1-declined"),
        ("member.former", "lyon", "hugo"),
    }
    assert {line.at for line in await known(database)} == {clock.now()}


async def test_what_was_rolled_back_was_not_erased(database: SqlDatabase) -> None:
    await everything(database)

    async def erase_and_fail() -> None:
        async with database.write() as tx:
            await tx.practices.erase(practice("1-draft"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await erase_and_fail()
    assert await known(database) == []


# --- the file --------------------------------------------------------------------------------------------


async def test_an_erasure_is_in_the_file_and_the_file_holds_ids_alone(
    sqlite_migrated_url: str, tmp_path: Path, clock: HandClock
) -> None:
    file = LedgerFile(tmp_path / "var" / "x.erasures")
    database = SqlDatabase(open_engine(sqlite_migrated_url), clock, ledger=file)
    await everything(database)
    assert not file.path.exists()
    async with database.write() as tx:
        await tx.practices.erase(practice("1-draft"))
    await database.dispose()
    assert file.lines() == [Erasure("practice.erased", "lyon", "1-draft", AT)]
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    (line,) = file.path.read_text().splitlines()
    assert set(json.loads(line)) == {"kind", "circle", "thing", "at"}


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_file_and_database_learn_from_each_other(
    request: pytest.FixtureRequest, engine: str, tmp_path: Path, clock: HandClock
) -> None:
    """As after a database was put back by hand, or a crash before the file had its line."""
    file = LedgerFile(tmp_path / "x.erasures")
    url = request.getfixturevalue(f"{engine}_migrated_url")
    database = SqlDatabase(open_engine(url), clock, ledger=file)
    await everything(database)
    file.add([LATER[0]])
    async with database.write() as tx:
        await tx.erasures.note("practice.withdrawn", "lyon", "1-away")
    file.path.write_text(file.path.read_text().splitlines(keepends=True)[0])  # the crash
    assert await database.reconcile() == 1
    assert set(file.lines()) == set(await known(database)) == set(LATER[:2])
    async with database.engine.connect() as connection:
        # gate: a test
        ids = (await connection.scalars(practices.select().with_only_columns(practices.c.id))).all()
    assert "1-draft" not in ids
    assert await database.reconcile() == 0
    assert len(file.path.read_text().splitlines()) == 2
    await database.dispose()


async def test_a_full_disk_under_the_file_undoes_no_erasure(
    sqlite_migrated_url: str, tmp_path: Path, clock: HandClock
) -> None:
    file = LedgerFile(tmp_path / "folder")
    file.path.mkdir()  # it cannot be written
    database = SqlDatabase(open_engine(sqlite_migrated_url), clock, ledger=file)
    await everything(database)
    async with database.write() as tx:
        await tx.practices.erase(practice("1-draft"))
    assert [line.thing for line in await known(database)] == ["1-draft"]
    await database.dispose()


def test_a_line_that_was_cut_off_is_left_out_and_not_continued(tmp_path: Path) -> None:
    file = LedgerFile(tmp_path / "x.erasures")
    file.add(LATER[:2])
    whole = file.path.read_bytes()
    file.path.write_bytes(whole[:-20])
    assert file.lines() == LATER[:1]
    file.add(LATER[1:3])
    assert file.lines() == LATER[:3]


def test_a_line_that_nobody_can_read_is_not_passed_over(tmp_path: Path) -> None:
    file = LedgerFile(tmp_path / "x.erasures")
    file.path.write_text('{"kind": "practice.erased"}\n')
    with pytest.raises(ValueError):
        file.lines()


def _fields(thing: object) -> dict[str, object]:
    return {name: getattr(thing, name) for name in thing.__dataclass_fields__}  # type: ignore[attr-defined]
