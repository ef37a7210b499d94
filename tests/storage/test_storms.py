"""Fifty members and their emoji: duplicated, lost and out of order, everything ends in the true last set."""

from __future__ import annotations

import asyncio
import itertools
import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from bot.card import Audience
from bot.dispatch import Dispatcher
from bot.members.models import Member
from bot.practices.models import State
from bot.registry import COMMANDS, REACTIONS
from bot.roads import Post, account_key
from bot.trials import endorsing
from bot.trials.models import Meaning, Outcome, Tally
from bot.vocabulary import Account, Place, Request
from storage.engine import WRITE, open_engine
from storage.schema import accounts, endorsements, jobs, trials
from storage.transaction import SqlDatabase
from tests.storage.world import AT, CLAIRE, HUGO, PLACE, HandClock, found_circle, practice, put

MEMBERS = 50
CARD, SECOND = "1-balance", "m1"
WORDS = [m.value for m in Meaning]


@dataclass
class Storm:
    """A shared practice with its public card, fifty members, and people who are none."""

    database: SqlDatabase
    events: itertools.count[int] = field(default_factory=itertools.count)

    async def begin(self) -> Storm:
        await found_circle(self.database)
        await put(self.database, replace(practice(CARD, State.SHARED), shared_at=AT))
        async with self.database.write() as tx:
            for n in range(MEMBERS):
                await tx.members.join(Member("lyon", f"m{n}", f"Membre{n} Test"), account(n))
                await tx.circles.accept("lyon", f"m{n}", 1, "slack")
            await tx.members.join(Member("lyon", "late", "Sans Charte"), Account("slack", "T1", "ULATE"))
            shown = Post("slack", "T1", "C1", SECOND, "lyon", CARD, "practice.card", False, None)
            await tx.posts.add(shown)
        await link(self.database, Account("slack", "T2", "U0"), "m0")  # a second account of the first
        self.dispatcher = Dispatcher(self.database, COMMANDS, reactions=REACTIONS, scale=50)
        return self

    def request(self, who: Account, verb: str, word: str, at: datetime | None, event: str = "") -> Request:
        event = event or f"slack:Ev{next(self.events)}"
        values = {"message": SECOND, "emoji": word}
        return Request(event, who, verb, values=values, place=PLACE, at=at)

    async def react(self, who: Account, word: str, *, on: bool, at: datetime | None = None) -> None:
        verb = "trial.reacted" if on else "trial.unreacted"
        await self.dispatcher.answer(self.request(who, verb, word, at))

    async def press(self, who: Account, verb: str, subject: str = CARD) -> None:
        request = Request(f"slack:Ev{next(self.events)}", who, verb, subject, place=PLACE)
        await self.dispatcher.answer(request)

    async def tally(self) -> Tally:
        async with self.database.read() as tx:
            return await tx.trials.tally("lyon", CARD, "claire")

    async def standing(self) -> set[tuple[str, str]]:
        """(source, meaning) of every emoji that stands."""
        async with self.database.read() as tx:
            found = await tx.trials.emoji("lyon", CARD, "slack")
        return {(e.source, e.meaning.value) for e in found}

    async def trying(self) -> set[str]:
        async with self.database.engine.connect() as connection:
            return set(await connection.scalars(select(trials.c.member)))


def account(n: int) -> Account:
    return Account("slack", "T1", f"U{n}")


async def link(database: SqlDatabase, second: Account, member: str) -> None:
    async with database.engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            row = {"circle": "lyon", "platform": second.platform, "realm": second.realm}
            await connection.execute(
                accounts.insert().values(**row, user=second.user, member=member, linked_at=AT)
            )


Event = tuple[Account, str, bool, datetime]
STRANGERS = [Account("slack", "T1", "UBOT"), Account("slack", "T9", "U1"), Account("slack", "T1", "ULATE")]
PEOPLE = [*(account(n) for n in range(MEMBERS)), Account("slack", "T2", "U0"), CLAIRE, *STRANGERS]


def history(chance: random.Random) -> tuple[list[Event], set[tuple[Account, str]]]:
    """What everybody does in an hour, in its true order, and what stands at the end."""
    events: list[Event] = []
    last: set[tuple[Account, str]] = set()
    for who, word in itertools.product(PEOPLE, WORDS):
        moments = sorted(chance.sample(range(3_600), chance.choice((0, 0, 1, 2, 3))))
        for n, second in enumerate(moments):
            events.append((who, word, n % 2 == 0, AT + timedelta(seconds=second)))
        if len(moments) % 2:
            last.add((who, word))
    return sorted(events, key=lambda event: event[3]), last


def counted(last: set[tuple[Account, str]]) -> set[tuple[str, str]]:
    """Those that count: members with the charter, and not the author."""
    outside = {account_key(one) for one in (*STRANGERS, CLAIRE)}
    return {(account_key(who), word) for who, word in last if account_key(who) not in outside}


def totals(sources: set[tuple[str, str]]) -> dict[str, int]:
    """By meaning, in members: two linked accounts are one."""
    people = {(source.replace("slack:T2:U0", "slack:T1:U0"), word) for source, word in sources}
    return {word: sum(one == word for _, one in people) for word in WORDS}


@pytest.mark.parametrize("seed", [1])
@pytest.mark.parametrize("loses", [False, True])
async def test_a_storm_ends_in_the_true_set(
    database: SqlDatabase, clock: HandClock, seed: int, loses: bool
) -> None:
    chance = random.Random(seed)
    storm = await Storm(database).begin()
    events, last = history(chance)
    told = [event for event in events if not loses or chance.random() > 0.2]
    told += chance.sample(told, len(told) // 5)  # some twice
    chance.shuffle(told)
    clock.pass_(hours=1)
    for who, word, on, at in told:
        await storm.react(who, word, on=on, at=at)
    if loses:
        found = {word: [who for who, one in last if one == word] for word in WORDS}
        assert REACTIONS is not None
        await storm.dispatcher.reread(PLACE, SECOND, found)
    assert await storm.standing() == counted(last)
    tally, wanted = await storm.tally(), totals(counted(last))
    assert (tally.useful, tally.trying, tally.worked) == tuple(wanted.values())
    async with database.read() as tx:
        for member in [f"m{n}" for n in range(MEMBERS)]:
            found_trial = await tx.trials.get(Audience("lyon", member), CARD)
            words = {w for source, w in counted(last) if member_of(source) == member}
            assert (found_trial is not None) == bool(words & {"trying", "worked"}), member
            assert found_trial is None or (found_trial.outcome is Outcome.WORKED) == ("worked" in words)


def member_of(source: str) -> str:
    return "m" + source.rpartition(":U")[2]


async def test_reading_again_leaves_buttons_alone(database: SqlDatabase, clock: HandClock) -> None:
    storm = await Storm(database).begin()
    await storm.press(account(1), "trial.useful")
    await storm.react(account(1), "useful", on=True, at=AT)
    await storm.react(account(2), "useful", on=True, at=AT)
    clock.pass_(minutes=1)
    await storm.dispatcher.reread(PLACE, SECOND, {})
    assert await storm.standing() == set()
    assert (await storm.tally()).useful == 1
    await storm.press(account(1), "trial.undo", f"{CARD}.useful")
    assert (await storm.tally()).useful == 0


async def test_what_was_removed_while_nobody_looked_stays_removed(
    database: SqlDatabase, clock: HandClock
) -> None:
    """The event of an addition, late by an hour, loses to the removal and to a reading."""
    storm = await Storm(database).begin()
    await storm.react(account(1), "worked", on=False, at=AT + timedelta(seconds=9))
    await storm.react(account(1), "worked", on=True, at=AT)
    assert await storm.standing() == set()
    await storm.react(account(2), "worked", on=True, at=AT)
    clock.pass_(minutes=1)
    await storm.dispatcher.reread(PLACE, SECOND, {})
    await storm.react(account(2), "worked", on=True, at=AT + timedelta(seconds=5))
    assert await storm.standing() == set()


async def test_at_the_same_instant_the_removal_wins(database: SqlDatabase) -> None:
    storm = await Storm(database).begin()
    for first in (True, False):
        who = account(int(first))
        await storm.react(who, "useful", on=first, at=AT)
        await storm.react(who, "useful", on=not first, at=AT)
    assert await storm.standing() == set()


async def test_without_an_instant_the_last_to_arrive_wins(database: SqlDatabase, clock: HandClock) -> None:
    """Also while the clock stands still, or is set back."""
    storm = await Storm(database).begin()
    for on in (True, False, True):
        await storm.react(account(1), "useful", on=on)
    assert (await storm.tally()).useful == 1
    clock.pass_(hours=-1)
    await storm.react(account(1), "useful", on=False)
    assert (await storm.tally()).useful == 0


async def test_a_message_that_is_no_public_card_means_nothing(database: SqlDatabase) -> None:
    storm = await Storm(database).begin()
    async with database.write() as tx:
        private = Post("slack", "T1", "C1", "m2", "lyon", CARD, "practice.shared", True, "claire")
        await tx.posts.add(private)
    for message, where in (("m2", PLACE), ("m3", PLACE), (SECOND, Place("slack", "T1", "C2"))):
        values = {"message": message, "emoji": "useful"}
        event = f"slack:Ev{next(storm.events)}"
        await storm.dispatcher.answer(Request(event, HUGO, "trial.reacted", values=values, place=where))
    assert await storm.standing() == set()


async def test_a_reaction_is_answered_once(database: SqlDatabase, clock: HandClock) -> None:
    storm = await Storm(database).begin()
    for n in range(3):
        await storm.react(account(1), "trying", on=True, at=AT + timedelta(seconds=2 * n))
        await storm.react(account(1), "trying", on=False, at=AT + timedelta(seconds=2 * n + 1))
        await storm.react(CLAIRE, "useful", on=True, at=AT + timedelta(seconds=n))
    async with database.engine.connect() as connection:
        heard = await connection.execute(
            select(jobs.c.subject, jobs.c.member).where(jobs.c.kind == "trial.heard")
        )
        assert sorted(map(tuple, heard)) == [(f"{CARD}.own", "claire"), (f"{CARD}.trying", "m1")]
        waiting = await connection.scalar(
            select(func.count()).where(jobs.c.kind == "trial.ask", jobs.c.state == "due")
        )
    assert waiting == 0  # what was taken back asks nothing


async def test_the_same_button_pressed_at_once_counts_once(database: SqlDatabase) -> None:
    storm = await Storm(database).begin()
    await asyncio.gather(*(storm.press(account(1), "trial.trying") for _ in range(6)))
    await asyncio.gather(*(storm.press(account(n), "trial.useful") for n in range(10)))
    tally = await storm.tally()
    assert (tally.trying, tally.useful) == (1, 10)
    assert await storm.trying() == {"m1"}
    async with database.engine.connect() as connection:
        asks = await connection.scalar(select(func.count()).where(jobs.c.kind == "trial.ask"))
        rows = await connection.scalar(select(func.count()).select_from(endorsements))
    assert (asks, rows) == (1, 11)


@pytest.mark.postgres
async def test_two_meanings_at_once_make_one_trial(postgres_migrated_url: str, clock: HandClock) -> None:
    """🌱 and 🧪 of one member, in two processes: the second waits for the first, and sees what it did."""
    one, other = (SqlDatabase(open_engine(postgres_migrated_url), clock) for _ in range(2))
    try:
        storm = await Storm(one).begin()
        second = Storm(other, itertools.count(10_000))
        second.dispatcher = Dispatcher(other, COMMANDS, reactions=REACTIONS, scale=50)
        async with one.write() as tx:
            shared = await tx.practices.get(Audience("lyon"), CARD)
            assert shared is not None
            await endorsing.move(tx, shared, "m1", Meaning.WORKED, standing=True)
            pressing = asyncio.create_task(second.press(account(1), "trial.trying"))
            await somebody_waits(one)
        await pressing
        async with one.read() as tx:
            found = await tx.trials.get(Audience("lyon", "m1"), CARD)
        assert found is not None
        assert (found.outcome, found.by_emoji, found.ask_at) == (Outcome.WORKED, True, None)
        tally = await storm.tally()
        assert (tally.trying, tally.worked) == (1, 1)
    finally:
        await one.dispose()
        await other.dispose()


async def somebody_waits(database: SqlDatabase) -> None:
    """Until a transaction of this database waits for a lock."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    async with asyncio.timeout(20):
        async with database.engine.connect() as connection:
            while not await connection.scalar(waiting):
                await connection.rollback()  # the view is read once in a transaction
