"""The end of an installation on both engines: one workspace's circles and nothing of the others'."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, text, update

from bot.circles.rules import code_from
from bot.roads import Post
from bot.vocabulary import Account, Notice, Place, ToCircle
from storage.engine import WRITE
from storage.schema import accounts, circles, erasures, jobs, metadata, places, posts
from storage.transaction import SqlDatabase
from tests.flows.world import canaries, found

THEIRS = "T1"


async def two(database: SqlDatabase) -> None:
    """Circles full of words; the first is of another workspace than the others."""
    await found(database, range(1, 4))
    async with database.engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            for table in (accounts, places, posts):
                theirs = update(table).where(table.c.circle == "circle1")
                await connection.execute(theirs.values(realm=THEIRS, platform="slack"))
    async with database.write() as tx:
        for number, realm in ((1, THEIRS), (2, "realm")):
            platform = "slack" if number == 1 else "core"
            circle = f"circle{number}"
            sent = (platform, realm, f"channel{number}", f"message{number}", circle, f"{number}-shared")
            await tx.posts.add(Post(*sent, "practice.card", False, None))
            await tx.jobs.add(Notice("practice.card", ToCircle(circle), f"{number}-shared"))
            await tx.jobs.later("practice.publish", circle, f"{number}-review", tx.now)


async def counted(database: SqlDatabase, circle: str) -> dict[str, int]:
    """How many rows each table has of a circle."""
    async with database.engine.connect() as connection:
        return {
            table.name: int(
                await connection.scalar(
                    select(func.count()).select_from(table).where(table.c.circle == circle)
                )
                or 0
            )
            for table in metadata.sorted_tables
            if "circle" in table.c and table is not erasures
        }


async def test_an_end_is_of_one_workspace(database: SqlDatabase) -> None:
    await two(database)
    others, ours = await counted(database, "circle2"), await counted(database, "circle1")
    async with database.write() as tx:
        assert list(await tx.circles.end(THEIRS)) == ["circle1"]
        assert list(await tx.circles.end(THEIRS)) == []
        assert list(await tx.circles.end("nobody's")) == []
    assert await counted(database, "circle2") == others
    after = await counted(database, "circle1")
    assert (after["places"], after["posts"]) == (0, 0)
    assert {k: v for k, v in after.items() if k not in ("places", "posts", "jobs")} == {
        k: v for k, v in ours.items() if k not in ("places", "posts", "jobs")
    }
    async with database.write() as tx:
        assert await tx.circles.is_frozen("circle1")
        assert not await tx.circles.is_frozen("circle2")
        assert await tx.members.active("circle1") == []
        assert len(await tx.members.active("circle2")) > 5
        assert [row.circle for row in await tx.jobs.claim(32, 30, ("slack", "core"))] == ["circle2"] * 2
        assert list(await tx.circles.begin_again("realm")) == []
        assert list(await tx.circles.begin_again(THEIRS)) == ["circle1"]
        assert not await tx.circles.is_frozen("circle1")
        assert [row.kind for row in await tx.jobs.claim(32, 30, ("slack",))] == ["practice.publish"]
    async with database.engine.connect() as connection:
        left = await connection.scalars(select(jobs.c.kind).where(jobs.c.circle == "circle1"))
        assert "circle.erase" not in set(left)


async def test_what_is_erased_is_all_of_it_and_nothing_else(database: SqlDatabase) -> None:
    await two(database)
    others = await counted(database, "circle2")
    tokens = text("SELECT circle, count(*) FROM practice_fts GROUP BY circle ORDER BY circle")
    async with database.engine.connect() as connection:
        before = [tuple(row) for row in await connection.execute(tokens)]
    assert [circle for circle, _ in before] == ["circle1", "circle2", "circle3"]
    async with database.write() as tx:
        await tx.circles.erase("circle1")
    async with database.engine.connect() as connection:
        assert [tuple(row) for row in await connection.execute(tokens)] == before[1:]
    assert set((await counted(database, "circle1")).values()) == {0}
    assert await counted(database, "circle2") == others
    async with database.engine.connect() as connection:
        assert list(await connection.scalars(select(circles.c.id))) == ["circle2", "circle3"]
        said = [repr((await connection.execute(select(table))).all()) for table in metadata.sorted_tables]
    assert not {one for one in canaries(" ".join(said)) if one.startswith("zq01")}
    async with database.write() as tx:  # its number and its ids are free again
        await tx.circles.erase("circle1")


async def test_a_code_of_a_frozen_circle_opens_nothing(database: SqlDatabase) -> None:
    await two(database)
    newcomer = Account("slack", THEIRS, "newcomer")
    async with database.write() as tx:
        assert await tx.circles.enter_code(code_from("1-code"), newcomer) is not None
    async with database.write() as tx:
        await tx.circles.end(THEIRS)
        assert await tx.circles.enter_code(code_from("1-code"), newcomer) is None
        assert await tx.circles.invitations(newcomer) == []


async def test_presence_is_the_last_word_of_each(database: SqlDatabase) -> None:
    await two(database)
    who = Account("core", "realm", "plain2")
    async with database.write() as tx:
        at = tx.now
        first = await tx.members.attend("circle2", who, there=True, at=at)
        assert first is not None
        assert (first.was, await tx.members.is_outside("circle2", first.member)) == (None, False)
        assert await tx.members.attend("circle2", who, there=False, at=at) is None
        assert await tx.members.attend("circle2", who, there=False, at=at - timedelta(seconds=1)) is None
        gone = await tx.members.attend("circle2", who, there=False, at=at + timedelta(seconds=1))
        assert gone is not None
        assert (gone.was, await tx.members.is_outside("circle2", gone.member)) == (True, True)
        former = Account("core", "realm", "former2")
        assert await tx.members.attend("circle2", former, there=True, at=at) is None
        assert await tx.circles.at(Place("core", "realm", "channel2")) == "circle2"
        assert await tx.circles.at(Place("core", "realm", "channel9")) is None
        assert list(await tx.circles.bound("slack")) == [Place("slack", THEIRS, "channel1")]
