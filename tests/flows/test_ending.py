"""An installation ends: no id of a channel or message is left, nothing is said or shown; it can come back."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.jobs import Jobs
from bot.members.models import Member
from bot.registry import JOBS
from bot.vocabulary import Account, Fact, Happened, Place
from storage import ending
from storage.erasures import LedgerFile
from storage.schema import jobs as rows
from storage.schema import metadata
from tests.contract.drivers.core import CHANNEL, CoreDriver
from tests.contract.scenarios import circle, write
from tests.contract.stage import Actor, Stage

REALM = CHANNEL.realm
EVENTS = itertools.count()
BACK = "Le cercle est de retour."


@pytest.fixture(params=[False, True], ids=["straight", "restarts"])
async def stage(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    opened = await Stage(CoreDriver(), sqlite_url, restarts=request.param).open()
    yield opened
    await opened.close()


async def tell(stage: Stage, what: Happened, event: str = "") -> None:
    named = event or ("" if what is Happened.INSTALLED else f"core:end:{next(EVENTS)}")
    await stage.door().heard(Fact(named, what, Place("core", REALM, "")))
    await stage.after_act()


async def used(stage: Stage) -> tuple[Actor, Actor]:
    """A circle that talked: a card in its place, private messages, a practice that waits for its reader."""
    sophie, karim = await circle(stage, "Karim Benali")
    await write(karim)
    await karim.presses("practice.send")
    await sophie.presses("review.yes")
    sophie.sees("La question miroir", "place")
    await write(karim, title="Se taire")
    await karim.presses("practice.send")
    return sophie, karim


async def everything(stage: Stage) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but the keys of events."""
    async with stage.database.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in await connection.execute(select(table))]
            for table in metadata.sorted_tables
            if table.name != "inbox"
        }


async def counts(stage: Stage) -> dict[str, int]:
    return {name: len(found) for name, found in (await everything(stage)).items()}


async def test_no_id_of_a_channel_or_message_is_left(stage: Stage) -> None:
    await used(stage)
    driver = stage.driver
    assert isinstance(driver, CoreDriver)
    ids = {CHANNEL.id, *driver.sender.messages}
    before = repr(await everything(stage))
    assert sum(f"'{one}'" in before for one in ids) > 3
    for _ in range(2):
        await tell(stage, Happened.ENDED)
    after = repr(await everything(stage))
    assert [one for one in ids if f"'{one}'" in after or f":{one}:" in after] == []


async def test_nothing_is_said_and_nothing_is_shown(stage: Stage) -> None:
    sophie, karim = await used(stage)
    driver = stage.driver
    assert isinstance(driver, CoreDriver)
    await tell(stage, Happened.ENDED)
    sends = driver.sender.sends
    await stage.later(days=29)
    assert driver.sender.sends == sends
    for actor in (sophie, karim):
        await actor.runs("circle")
        assert actor.person.texts("reply")[-1].startswith("Bonjour.")  # as to a stranger
    assert driver.sender.sends == sends


async def test_the_same_workspace_gets_it_back_within_thirty_days(stage: Stage) -> None:
    sophie, karim = await used(stage)
    await tell(stage, Happened.ENDED)
    await stage.later(days=29)
    await tell(stage, Happened.INSTALLED)
    sophie.sees(BACK, "dm")
    karim.never_sees(BACK)
    await sophie.presses("circle.place")
    await sophie.submits(place="realm/elsewhere")
    async with stage.database.read() as tx:
        (found,) = await tx.circles.named("coachs-lyon")
        assert list(await tx.circles.places(found.id)) == [Place("core", REALM, "elsewhere")]
    await karim.runs("circle")
    await karim.presses("practice.own")
    karim.sees("La question miroir")
    await stage.later(days=40)  # what was to erase it is gone
    assert (await counts(stage))["circles"] == 1
    await tell(stage, Happened.INSTALLED)  # as at each start
    assert sum(BACK in text for text in sophie.person.texts("dm")) == 1


async def test_a_waiting_review_goes_on_where_it_stopped(stage: Stage) -> None:
    _, karim = await used(stage)
    await tell(stage, Happened.ENDED)
    await stage.later(days=5)
    async with stage.database.read() as tx:
        (found,) = await tx.circles.named("coachs-lyon")
    assert found.name == "coachs-lyon"
    await tell(stage, Happened.INSTALLED)
    await karim.runs("circle")
    await karim.presses("practice.own")
    karim.sees("Se taire")  # shared by now: the two working days are over


async def test_after_thirty_days_all_of_it_is_gone(stage: Stage) -> None:
    await used(stage)
    await tell(stage, Happened.ENDED)
    await stage.later(days=30, hours=1)
    await Jobs(stage.database, JOBS, {}, stage.clock).tidy()
    left = {name: n for name, n in (await counts(stage)).items() if n}
    assert set(left) <= {"meta", "erasures", "leases", "alembic_version"}
    said = repr(await everything(stage))
    for word in ("miroir", "Karim", "Sophie", "coachs-lyon", "karim", "sophie"):
        assert word not in said
    await tell(stage, Happened.INSTALLED)
    assert (await counts(stage))["circles"] == 0


async def test_an_end_that_fails_half_way_changes_nothing_and_is_told_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await used(stage)
    before = await counts(stage)

    async def breaks(*_: object) -> None:
        raise RuntimeError("boom")

    with monkeypatch.context() as broken:
        broken.setattr(ending, "_erase_later", breaks)
        with pytest.raises(RuntimeError):
            await tell(stage, Happened.ENDED, "core:end:same")
    assert await counts(stage) == before
    await tell(stage, Happened.ENDED, "core:end:same")
    assert (await counts(stage))["places"] == 0


async def test_a_message_under_way_writes_nothing_any_more(stage: Stage) -> None:
    await used(stage)
    async with stage.database.write() as tx:
        (found,) = await tx.circles.named("coachs-lyon")
        await tx.jobs.later("practice.publish", found.id, "1-x", tx.now)
        claimed = [row for row in await tx.jobs.claim(32, 30, ()) if row.subject == "1-x"]
    await stage.door().heard(Fact(f"core:end:{next(EVENTS)}", Happened.ENDED, Place("core", REALM, "")))
    async with stage.database.write() as tx:
        assert not await tx.jobs.finish(claimed[0])
    async with stage.database.engine.connect() as connection:
        states = await connection.execute(select(rows.c.state).where(rows.c.subject == "1-x"))
    assert list(states.scalars()) == ["held"]


async def test_a_circle_with_members_elsewhere_goes_on_there(stage: Stage) -> None:
    await used(stage)
    async with stage.database.write() as tx:
        (found,) = await tx.circles.named("coachs-lyon")
        other = Member(found.id, tx.new_id(), "Inès Garnier")
        await tx.members.join(other, Account("other", "", "ines"))
    await tell(stage, Happened.ENDED)
    async with stage.database.read() as tx:
        assert not await tx.circles.is_frozen(found.id)
        assert list(await tx.circles.places(found.id)) == []
        assert len(await tx.members.active(found.id)) == 3
    await stage.later(days=31)
    assert (await counts(stage))["circles"] == 1


# --- with a backup ----------------------------------------------------------------------------------------


async def test_a_backup_brings_nothing_back(sqlite_url: str, tmp_path: Path) -> None:
    """The ledger does it all again on an older database; one that came back meanwhile is not erased by it."""
    for returns in (False, True):
        url = (
            sqlite_url.replace(".db", f"-{returns}.db") if ".db" in sqlite_url else f"{sqlite_url}-{returns}"
        )
        stage = await Stage(CoreDriver(), url).open()
        ledger = LedgerFile(tmp_path / f"ledger-{returns}")
        stage.database._ledger = ledger
        await used(stage)
        older = await everything(stage)
        await tell(stage, Happened.ENDED)
        if returns:
            await stage.later(days=2)
            await tell(stage, Happened.INSTALLED)
        await stage.later(days=31)
        assert (await counts(stage))["circles"] == int(returns)
        # as it was before the end: everything put back, and then the ledger
        async with stage.database.write() as tx:
            connection = tx.circles._connection  # type: ignore[attr-defined]
            for table in reversed(metadata.sorted_tables):
                await connection.execute(table.delete())
            for table in metadata.sorted_tables:
                for row in older.get(table.name, ()):
                    await connection.execute(table.insert().values(row))
        assert await stage.database.replay(ledger.lines()) > 0
        await stage.settle()
        now = await counts(stage)
        assert (now["circles"], now["places"], now["posts"]) == (int(returns), 0, 0)
        if returns:
            await stage.later(days=31)
            assert (await counts(stage))["circles"] == 1
        await stage.close()
