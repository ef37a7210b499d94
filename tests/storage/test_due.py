"""What is asked for becomes rows: once for each reader, addressed where they are."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.roads import Post
from bot.vocabulary import Account, Notice, Place, ToAccount, ToCircle
from storage.schema import accounts, places
from storage.transaction import SqlDatabase
from tests.storage.rows import HUGO, add, claim, put, say, states
from tests.storage.world import AT, CIRCLE, found_circle


async def test_a_circle_is_told_in_each_of_its_places(database: SqlDatabase) -> None:
    await found_circle(database)
    await put(database, places, platform="discord", realm="G1", place="77", circle="lyon")
    await found_circle(database, replace(CIRCLE, id="paris", num=2), Place("slack", "T1", "CPARIS"))
    await add(database, Notice("practice.shared", ToCircle("lyon"), "1-balance", "v1"))
    rows = await claim(database)
    assert {row.target for row in rows} == {Place("slack", "T1", "C1"), Place("discord", "G1", "77")}
    assert {row.key for row in rows} == {
        "practice.shared:1-balance:slack:T1:C1:v1",
        "practice.shared:1-balance:discord:G1:77:v1",
    }
    for row in rows:
        assert (row.kind, row.circle, row.subject, row.member) == (
            "practice.shared",
            "lyon",
            "1-balance",
            None,
        )
        assert (row.direct, row.message, row.due_at, row.attempts, row.intent) == (False, None, AT, 1, False)


async def test_a_member_is_told_where_they_linked_last(database: SqlDatabase) -> None:
    await found_circle(database)
    for platform, user, hours in (("discord", "99", 1), ("slack2", "U9", 2), ("a", "0", -1)):
        linked = {"circle": "lyon", "member": "hugo", "linked_at": AT + timedelta(hours=hours)}
        await put(database, accounts, platform=platform, realm="", user=user, **linked)
    await add(database, say("1-a"))
    (row,) = await claim(database, platforms=("slack", "slack2", "discord", "a"))
    assert (row.target, row.member, row.key) == (Account("slack2", "", "U9"), "hugo", "say:1-a:hugo:")


async def test_somebody_invited_is_told_on_their_account(database: SqlDatabase) -> None:
    await found_circle(database)
    account = Account("slack", "T1", "UNEW", name="Nour")
    await add(database, say("1-inv", to=ToAccount(account, "lyon")))
    (row,) = await claim(database)
    assert (row.target, row.direct, row.member, row.circle) == (account, True, None, "lyon")
    assert row.key == "say:1-inv:slack:T1:UNEW:"


async def test_the_same_thing_is_said_once(database: SqlDatabase) -> None:
    await found_circle(database)
    for to in (HUGO, ToCircle("lyon"), ToAccount(Account("slack", "T1", "UNEW"), "lyon")):
        await add(database, *(say("1-a", to=to) for _ in range(2)))
    await asyncio.gather(*(add(database, say("1-b")) for _ in range(4)))
    assert len(await states(database)) == 4
    await add(database, replace(say("1-a"), state="again"))
    assert len(await states(database)) == 5


async def test_nobody_is_told_where_there_is_nobody(database: SqlDatabase) -> None:
    await add(database, say("1-a"), say("1-b", to=ToCircle("lyon")))
    assert await states(database) == []


async def test_an_act_has_no_platform(database: SqlDatabase) -> None:
    async with database.write() as tx:
        for _ in range(2):
            await tx.jobs.later("practice.due", "lyon", "1-balance", AT, "v2")
    (row,) = await claim(database, platforms=())
    assert (row.kind, row.circle, row.subject, row.platform) == ("practice.due", "lyon", "1-balance", "")
    assert row.member is None


async def test_the_parts_of_a_thing_are_shown_anew_with_it(database: SqlDatabase) -> None:
    await found_circle(database)
    post = Post("slack", "T1", "C1", "170.1", "lyon", "1-a", "practice.shared", False, None)
    subjects = ("1-a", "1-a.hugo", "1-ab", "1_a.x", "2-a")
    async with database.write() as tx:
        for index, subject in enumerate(subjects):
            await tx.posts.add(replace(post, address=f"C{index}", subject=subject))
        await tx.jobs.refresh("lyon", "1-a", "v2")
        await tx.jobs.refresh("paris", "1-a", "v3")
        await tx.jobs.refresh("lyon", "1_a", "v4")  # what LIKE takes for any character
    assert [row.subject for row in await claim(database)] == ["1-a", "1-a.hugo", "1_a.x"]
    assert len(await states(database)) == 3


async def test_every_copy_is_shown_anew(database: SqlDatabase) -> None:
    await found_circle(database)
    post = Post("slack", "T1", "C1", "170.1", "lyon", "1-a", "practice.shared", False, None)
    mine = replace(post, address="D1", message="170.2", direct=True, member="hugo", kind="practice.own")
    async with database.write() as tx:
        for shown in (post, mine, replace(post, address="C2", message="170.3", subject="1-b")):
            await tx.posts.add(shown)
        for state in ("v2", "v2"):
            await tx.jobs.refresh("lyon", "1-a", state)
    rows = {row.key: row for row in await claim(database)}
    assert set(rows) == {"refresh:slack:T1:C1:170.1:v2", "refresh:slack:T1:D1:170.2:v2"}
    for shown in (post, mine):
        row = rows[f"refresh:slack:T1:{shown.address}:{shown.message}:v2"]
        assert (row.kind, row.message, row.member, row.direct) == (
            shown.kind,
            shown.message,
            shown.member,
            shown.direct,
        )
