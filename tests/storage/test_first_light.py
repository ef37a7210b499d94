"""Every port is answered once, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.circles.models import Invitation
from bot.practices.models import Review, State, Verdict
from bot.roads import Draft, Post
from bot.vocabulary import Account, Notice, Place, ToAccount, ToCircle, ToMember
from storage.migrations import check_schema
from storage.transaction import SqlDatabase
from tests.storage.world import (
    CHARTER,
    CIRCLE,
    CLAIRE,
    CONTENT,
    HUGO,
    PLACE,
    HandClock,
    counting,
    found_circle,
    practice,
    reader,
    replace_circle,
)


async def test_everything(database: SqlDatabase, clock: HandClock, database_url: str) -> None:
    await check_schema(database_url)
    await database.claim_kind("playground")
    await database.claim_kind("playground")
    await found_circle(database)
    async with database.write() as tx:
        assert not await tx.circles.create(
            replace(CIRCLE, id="x", num=0), replace_circle(CHARTER, "x"), PLACE
        )
        assert await tx.circles.create(
            replace(CIRCLE, id="y", num=0), replace_circle(CHARTER, "y"), Place("slack", "T1", "C2")
        )
        assert (await tx.circles.get("y")).num == 2
        assert await tx.circles.get("x") is None
        await tx.practices.add(practice())
        await tx.practices.add(practice())
        p = await tx.practices.get(reader("claire"), "1-balance")
        assert p == practice()
        assert await tx.practices.get(reader("hugo"), "1-balance") is None
        assert [n for _, n in await tx.practices.candidates("lyon", "1-balance")] == [
            "Hugo Blanc",
            "Inès Morel",
        ]
        await tx.practices.ask("lyon", "1-balance", ["hugo"])
        p = await tx.practices.save(replace(p, state=State.REVIEW, tags=("a", "b")))
        assert await tx.practices.get(reader("hugo"), "1-balance") == p
        assert await tx.practices.get(reader("ines"), "1-balance") is None
        assert await tx.practices.get(reader(None), "1-balance") is None
        assert await tx.practices.asked(reader("hugo")) == [p]
        assert await tx.practices.waiting("lyon") == 1
        await tx.practices.answer(Review("lyon", "1-balance", "hugo", "", Verdict.YES))
        assert (await tx.practices.reviews("lyon", "1-balance"))[0].verdict is Verdict.YES
        p = await tx.practices.revise(p, replace(CONTENT, title="Autre"))
        p = await tx.practices.save(replace(p, state=State.SHARED))
        assert await tx.practices.get(reader(None), "1-balance") == p
        assert await tx.practices.tags("lyon") == ["a", "b"]
        assert await tx.practices.own(reader("claire")) == [p]
        s = await tx.members.standing(CLAIRE, PLACE)
        assert s[0].here
        assert s[0].charter_accepted
        m = await tx.members.get("lyon", "hugo")
        await tx.members.save(replace(m.member, weekly=1))
        assert len(await tx.members.active("lyon")) == 3
        await tx.members.touch("lyon", "hugo")
        d = Draft("1-d", "k", "slack:T1:U", "lyon", "practice.share", "", 0, {"a": "b", "c": ("d",)}, tx.now)
        assert await tx.drafts.keep(d) == d
        assert await tx.drafts.keep(replace(d, id="1-e")) == d
        assert await tx.drafts.open("slack:T1:U") == [d]
        await tx.drafts.close("1-d")
        assert (await tx.drafts.get("1-d", "slack:T1:U")).fields is None
        assert await tx.inbox.first("e")
        assert not await tx.inbox.first("e")
        code = Invitation(
            "lyon", "1-code", "claire", tx.now, tx.now + timedelta(days=14), code="ABC", uses_left=1
        )
        await tx.circles.invite(code)
        new = Account("slack", "T1", "UNEW")
        i = await tx.circles.enter_code("ABC", new)
        j = await tx.circles.enter_code("ABC", new)
        assert i == j
        assert i.by == "Claire"
        assert await tx.circles.invitations(new) == [i]
        assert await tx.circles.invited("lyon", i.invitation.id, new) == i
        assert (await tx.circles.open_code("lyon")).id == "1-code"
        k = await tx.circles.enter_code("ABC", HUGO)
        assert await tx.circles.use("lyon", i.invitation.id)
        assert not await tx.circles.use("lyon", k.invitation.id)
        assert await tx.circles.open_code("lyon") is None
        await tx.posts.add(Post("slack", "T1", "C1", "m1", "lyon", "1-balance", "announce", False, None))
        await tx.posts.add(Post("slack", "T1", "C1", "m1", "lyon", "1-balance", "announce", False, None))
        assert await tx.posts.at(PLACE, "m1")
        for to in (ToMember("lyon", "hugo"), ToCircle("lyon"), ToAccount(new, "lyon")):
            await tx.jobs.add(Notice("n", to, "1-balance"))
            await tx.jobs.add(Notice("n", to, "1-balance"))
        await tx.jobs.later("go", "lyon", "1-balance", tx.now)
        await tx.jobs.refresh("lyon", "1-balance", "s1")
    async with database.write() as tx:
        rows = await tx.jobs.claim(32, 30, ("slack",))
        assert len(rows) == 4, rows
        assert await tx.jobs.claim(32, 30, ("slack",)) == []
        for r in rows:
            assert await tx.jobs.intend(r)
        assert await tx.jobs.finish(rows[0])
        assert await tx.jobs.put_off(rows[1], tx.now + timedelta(seconds=5), intent=True)
        assert await tx.jobs.park(rows[2], "held", "closed")
    clock.pass_(seconds=31)
    async with database.write() as tx:
        await tx.jobs.claim(32, 30, ("slack",))
        assert not await tx.jobs.finish(rows[3])
        await tx.jobs.cancel("lyon", "1-balance", ["n"])
        await tx.jobs.parked("lyon", "hugo")
        await tx.jobs.forget(tx.now)
        await tx.inbox.forget(tx.now)
    with counting(database.engine) as said:
        async with database.read() as tx:
            await tx.members.standing(CLAIRE, PLACE)
    assert len(said) == 1
