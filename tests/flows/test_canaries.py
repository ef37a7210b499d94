"""Five circles, a unique word in each place where words stand: nobody ever sees one that is not for them."""

from __future__ import annotations

import itertools
from dataclasses import fields
from datetime import timedelta

import pytest
from sqlalchemy import select, true, update

import storage.practices
import storage.visible
from bot.dispatch import Dispatcher
from bot.jobs import Jobs
from bot.practices.models import Content
from bot.registry import COMMANDS, JOBS
from bot.roads import JobRow
from bot.vocabulary import Notice, ToAccount, ToCircle, ToMember
from storage.engine import WRITE, open_engine
from storage.schema import jobs, members, practice_versions, practices
from storage.transaction import SqlDatabase
from tests.contract.drivers.core import RecordingSender
from tests.flows import world
from tests.flows.conftest import Records

OUTSIDE = {  # who -> the circle that is theirs; all of them try everything on circle 1
    "plain2": "circle2",
    "steward2": "circle2",
    "both": "circle3",
    "invited1": "",
    "stranger": "",
    "former1": "",
}
WITHIN = {
    f"{who}1": "circle1" for who in ("steward", "lead", "author", "reader", "noting", "passed", "plain")
}


async def tried(database: world.Rehearsal, user: str, verbs: list[str], thin: int = 1) -> dict[str, set[str]]:
    """Everything that this person can do on circle 1 with these verbs: the canaries seen, by verb.

    `thin` 2: every other thing to do.
    """
    dispatcher = Dispatcher(database, COMMANDS, scale=20)
    asks = world.Requests(user, 1, (OUTSIDE | WITHIN)[user], thin=thin)
    found: dict[str, set[str]] = {}
    for verb in verbs:
        seen = found.setdefault(verb, set())
        for request in asks.of(verb):
            seen |= world.canaries(repr(await world.rehearsed(database, dispatcher, request)))
    return found


def foreign(found: dict[str, set[str]], user: str) -> dict[str, set[str]]:
    mine = world.allowed(user)
    return {verb: seen - mine for verb, seen in found.items() if seen - mine}


# A whole sweep is some twenty-five seconds: in every run for these (half of it where they are outside); all
# of it for everybody, who differ from these by one right each, in the soak
SWEPT = ("plain2", "both", "former1", "author1", "reader1")


@pytest.mark.parametrize(
    ("user", "thin"),
    [
        *((user, 2 if user in OUTSIDE else 1) for user in SWEPT),
        *(
            pytest.param(user, 1, marks=pytest.mark.soak)
            for user in (*OUTSIDE, *WITHIN)
            if user in OUTSIDE or user not in SWEPT
        ),
    ],
)
async def test_no_canary_is_seen_by_whom_it_is_not_for(
    user: str, thin: int, rehearsal: world.Rehearsal, logged: Records
) -> None:
    verbs = [*Dispatcher(rehearsal, COMMANDS).commands, "practice.unknown"]
    found = await tried(rehearsal, user, verbs, thin)
    assert foreign(found, user) == {}
    assert [text for text in logged.texts if "defect" in text] == []
    assert world.canaries("\n".join(logged.texts)) == set()
    assert should_see(user) - set().union(*found.values()) == set()  # the sweep reaches what it judges


def should_see(user: str) -> set[str]:
    """Some of what is for them: a sweep that misses it proves nothing."""
    shared = {f"zq01shared{part}" for part in world.PARTS if part != "tag"}
    shared |= {"zq01name", "zq01objectives", "zq01charter"}
    shared |= {"zq01meetplannedtitle", "zq01meetplannedspot", "zq01meetovertitle"}
    if user in OUTSIDE:
        return {"invited1": {"zq01name", "zq01charter"}, "both": {"zq02name"}}.get(user, set())
    shared |= {"zq01sharedcomplement", "zq01openline"}
    own = {"zq01drafttitle", "zq01reviewuse", "zq01kepttitle", "zq01reviewnote"}
    own |= {"zq01sharedquestion", "zq01sharedanswer", "zq01sharedopen", "zq01proposedsteps"}
    own |= {"zq01meetproposedtitle", "zq01meetoverattempt"}
    read = {"zq01reviewsteps", "zq01sharedquestion", "zq01sharedanswer"}
    lines = {"plain1": {"zq01secretline"}, "passed1": {"zq01silentline"}}
    more = {"author1": own, "reader1": read, "steward1": {world.CODES[0]}, "lead1": {"zq01sharedopen"}}
    more |= lines
    if user == "author1":
        shared -= {"zq01meetovertitle"}  # what they said they would try stands alone
    return shared | more.get(user, set())


def open_gate(reader: object) -> object:
    """`visible` without its condition."""
    words = [practice_versions.c[name] for name in Content.__dataclass_fields__]
    newest = (practice_versions.c.practice == practices.c.id) & (
        practice_versions.c.number == practices.c.number
    )
    author = (members.c.circle == practices.c.circle) & (members.c.id == practices.c.author)
    joined = practices.join(practice_versions, newest).join(members, author)
    return select(practices, *words, members.c.name.label("author_name")).select_from(joined)


@pytest.mark.parametrize("user", ["steward1", "plain1"])
async def test_a_leak_planted_in_notes_is_found(
    user: str, rehearsal: world.Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.visible, "_is_for", lambda reader: true())
    found = foreign(await tried(rehearsal, user, ["exchange.note"]), user)
    assert {"zq01sharedquestion", "zq01sharedanswer"} <= found["exchange.note"]


@pytest.mark.parametrize("user", ["plain2", "steward1", "passed1"])
async def test_a_planted_leak_is_found(
    user: str, rehearsal: world.Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    if user.endswith("1"):
        monkeypatch.setattr(storage.visible, "_may_see", lambda reader: true())
    else:
        monkeypatch.setattr(storage.practices, "visible", open_gate)
    found = foreign(await tried(rehearsal, user, ["practice.read"]), user)
    assert "zq01drafttitle" in found["practice.read"]


# --- later -----------------------------------------------------------------------------------------------


def recipients(number: int) -> list[ToMember | ToCircle | ToAccount]:
    """Everybody whom a message could be addressed to by mistake."""
    circle = f"circle{number}"
    return [
        ToCircle(circle),
        *(
            ToMember(circle, world.id_of(number, who))
            for who in (world.INSIDE if number == 1 else ("plain",))
        ),
        ToAccount(world.account("stranger"), circle),
        ToAccount(world.account(f"invited{number}"), circle),
    ]


SAID = tuple(kind for kind, job in JOBS.items() if job.compose)


REACHED = {  # kind of message -> (who, a canary in it): a sweep that misses one of these proves nothing
    "trial.news": ("author1", "zq01secretline"),
    "exchange.asked": ("author1", "zq01sharedquestion"),
    "exchange.answered": ("reader1", "zq01sharedanswer"),
    "exchange.thanked": ("author1", "zq01sharedthanks"),
    "exchange.added": ("author1", "zq01sharedcomplement"),
    "exchange.alerted": ("plain1", "zq01sharedalert"),
    "exchange.proposed": ("author1", "zq01proposedsteps"),
    "practice.card": ("place", "zq01sharedtitle"),
    "review.ask": ("reader1", "zq01reviewtitle"),
    "trial.ask": ("noting1", "zq01sharedtitle"),
    "trial.yearly": ("author1", "zq01sharedtitle"),
    "session.card": ("place", "zq01meetplannedtitle"),
    "session.ask": ("plain1", "zq01meetplannedtitle"),
    "session.tomorrow": ("reader1", "zq01meetplannedtitle"),
    "session.soon": ("place", "zq01meetplannedtitle"),
    "session.after": ("reader1", "zq01meetovertitle"),
    "session.followed": ("author1", "zq01meetoverattempt"),
}


def reached(kind: str) -> ToMember | ToCircle | None:
    who, _ = REACHED.get(kind, ("", ""))
    if who == "place":
        return ToCircle("circle1")
    return ToMember("circle1", world.id_of(1, who.removesuffix("1"))) if who else None


LATER = {  # kind -> how long after the world's own instant it has something to say
    "session.ask": timedelta(days=1),
    "session.tomorrow": timedelta(days=6, hours=9),
    "session.soon": timedelta(days=7, hours=8, minutes=30),
    "trial.yearly": timedelta(days=366),
}


async def everything_said(url: str, kinds: tuple[str, ...], thin: int = 1) -> RecordingSender:
    """Each kind of message, to each recipient, about each thing of their circle and of another one.

    `thin` 3: one in three of these, and all of those to whom `REACHED` names.
    """
    database = SqlDatabase(open_engine(url), world.clock())
    async with database.write() as tx:
        for kind, number in itertools.product(kinds, (1, 2)):
            said = itertools.product(recipients(number), world.subjects_of(1, kind))
            for index, (to, subject) in enumerate(said):
                if index % thin == 0 or to == reached(kind):
                    await tx.jobs.add(Notice(kind, to, subject, f"{number}"))
    async with database.engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            await connection.execute(update(jobs).values(state="leased", attempts=1))
            found = await connection.execute(select(*(jobs.c[f.name] for f in fields(JobRow))))
            rows = [JobRow(**row._mapping) for row in found]
    await database.dispose()
    clock = world.clock()
    clock.at += max((LATER.get(kind, timedelta()) for kind in kinds), default=timedelta())
    rehearsal = world.Rehearsal(open_engine(url), clock)
    sender = RecordingSender()
    runner = Jobs(rehearsal, JOBS, {"core": sender}, clock)
    for row in rows:
        await runner.run(row)
        await rehearsal.forget()
    await rehearsal.dispose()
    return sender


def leaks(sender: RecordingSender) -> dict[str, set[str]]:
    """Foreign canaries by who read them."""
    found: dict[str, set[str]] = {}
    for message in sender.messages.values():
        mine = world.allowed(message.to) if message.to else world.of_place(1) | world.of_place(2)
        if foreign := world.canaries(repr(message.card)) - mine:
            found.setdefault(message.to or "place", set()).update(foreign)
    return found


@pytest.mark.parametrize("thin", [3, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("kind", SAID)
async def test_no_message_carries_a_canary_to_whom_it_is_not_for(
    kind: str, thin: int, world_url: str, logged: Records
) -> None:
    sender = await everything_said(world_url, (kind,), thin)
    assert leaks(sender) == {}
    assert world.canaries("\n".join(logged.texts)) == set()
    said = {m.to or "place" for m in sender.messages.values()}
    assert not said & {"former1", "stranger"}
    if kind in REACHED:
        who, word = REACHED[kind]
        assert who in said
        assert {m.to or "place" for m in sender.messages.values() if word in repr(m.card)} >= {who}
    if kind == "trial.news":
        told = {m.to for m in sender.messages.values() if "zq01secretline" in repr(m.card)}
        assert told == {"author1"}  # and nobody else hears of it


async def test_a_leak_planted_in_messages_is_found(world_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.visible, "_may_see", lambda reader: true())
    assert leaks(await everything_said(world_url, ("practice.card",)))
