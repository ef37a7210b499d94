"""A busy circle lives through simulated time: random acts, changed settings, pauses, an outage."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import event

from bot.card import Card
from bot.circles.models import CharterVersion, Circle, Register
from bot.command import Job, JobContext, Manner, Rank
from bot.errors import Closed, RetryAfter
from bot.i18n import Voice
from bot.jobs import Jobs
from bot.members.models import Member
from bot.ports import Sent
from bot.vocabulary import Account, Notice, Place, ToMember
from storage.engine import open_engine
from storage.transaction import SqlDatabase
from tests.courtesy.judge import Asked, Told, Wish, Year
from tests.support.clock import HandClock
from tests.support.migrated import migrated

STARTS = datetime(2026, 1, 6, 8, 30, tzinfo=UTC)
ZONES = ("Europe/Paris", "Europe/Paris", "Europe/London", "America/Montreal", "Indian/Reunion", "Asia/Tokyo")
SAID = (
    ("review", Manner.COUNTED, Rank.REVIEW),
    ("follow", Manner.COUNTED, Rank.FOLLOW_UP),
    ("pair", Manner.COUNTED, Rank.PAIR),
    ("nudge", Manner.COUNTED, Rank.NUDGE),
    ("news", Manner.NEWS, Rank.NUDGE),
    ("answer", Manner.ANSWER, Rank.NUDGE),
    ("meeting", Manner.MEETING, Rank.NUDGE),
    ("safety", Manner.SAFETY, Rank.NUDGE),
)


@dataclass
class Mailbox:
    """Notes who was told what, when; now and then it is busy or shut."""

    clock: HandClock
    chance: random.Random
    told: list[Told] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    busy: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    platform: str = "core"
    idempotent: bool = True
    edit_every_s: float = 10.0
    announces_leaves: bool = True

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        assert isinstance(to, Account)
        number = int(str(card.title))
        if self.chance.random() < 0.02:
            self.refused.add(number)
            refusal = self.chance.choice([RetryAfter(self.chance.uniform(1, 90)), Closed("shut")])
            if isinstance(refusal, RetryAfter):
                longest = timedelta(
                    seconds=1.25 * max(refusal.seconds, 30)
                )  # a second time in a row, and spread
                self.busy.setdefault(to.user, []).append((self.clock.now(), self.clock.now() + longest))
            raise refusal
        self.told.append(Told(number, self.clock.now()))
        return Sent(to.realm, to.user, nonce)

    async def edit(self, where: Sent, card: Card, voice: Voice) -> None:
        raise NotImplementedError

    async def find(self, to: Place | Account, nonce: str, since: datetime) -> Sent | None:
        return None

    async def admit(self, to: Place, account: Account) -> bool:
        return True


class Life:
    """One seed, so many days. People 10 and 11 are in both circles, with one account each."""

    def __init__(self, url: str, seed: int, days: int, acts_a_day: float) -> None:
        self.chance = random.Random(seed)
        self.clock = HandClock(STARTS)
        self.url, self.days, self.acts_a_day = url, days, acts_a_day
        self.sender = Mailbox(self.clock, random.Random(seed + 1))
        self.asked: dict[int, Asked] = {}
        self.wishes: dict[str, list[Wish]] = {}
        self.down: list[tuple[datetime, datetime]] = []

    async def live(self) -> Year:
        await migrated(self.url)
        engine = open_engine(self.url)
        event.listen(engine.sync_engine, "connect", _in_haste)
        self.database = SqlDatabase(engine, self.clock)
        kinds = {k: Job(k, compose=self._compose, manner=m, rank=r) for k, m, r in SAID}
        jobs = Jobs(self.database, kinds, {"core": self.sender}, self.clock)
        try:
            await self._found()
            off = self.chance.randrange(self.days // 2, max(self.days - 40, self.days // 2 + 1))
            for day in range(self.days):
                if off <= day < off + min(30, self.days // 4):
                    if day == off:
                        self.down.append(
                            (self.clock.now(), STARTS + timedelta(days=off + min(30, self.days // 4)))
                        )
                    await self._day(None, day)
                else:
                    await self._day(jobs, day)
            return Year(
                self.wishes,
                self.asked,
                self.sender.told,
                self.down,
                self.sender.refused,
                self.sender.busy,
                self.clock.now(),
            )
        finally:
            await self.database.dispose()

    async def _found(self) -> None:
        async with self.database.write() as tx:
            for number in (1, 2):
                circle = Circle(
                    f"circle{number}", number, f"c{number}", "fr", "Europe/Paris", Register.TU, "x"
                )
                charter = CharterVersion(circle.id, 1, "x", "d" * 64, "major", STARTS, "m0")
                assert await tx.circles.create(circle, charter, Place("core", "realm", circle.id))
                for n in range(12) if number == 1 else (10, 11):
                    zone = ZONES[n % len(ZONES)]
                    weekly = (2, 2, 2, 1, 3, 4, 0)[n % 7]
                    member = Member(circle.id, f"{number}-m{n}", f"M {n}", zone=zone, weekly=weekly)
                    await tx.members.join(member, Account("core", "realm", f"u{n}"))
                    self.wishes[f"u{n}"] = [_wish(STARTS, member)]

    async def _day(self, jobs: Jobs | None, day: int) -> None:
        """Acts at instants of that day, in order; between them what is due is run, if the machine is on."""
        ends_at = STARTS + timedelta(days=day + 1)
        count = sum(self.chance.random() < self.acts_a_day / 20 for _ in range(20))
        instants = sorted(self.chance.randrange(86_400) for _ in range(count))
        for second in instants:
            await self._until(jobs, ends_at - timedelta(seconds=86_400 - second))
            await self._act()
        await self._until(jobs, ends_at)

    async def _until(self, jobs: Jobs | None, at: datetime) -> None:
        if jobs is not None:
            await jobs.walk(at, self._set)
        await self._set(at)

    async def _set(self, at: datetime) -> None:
        assert at >= self.clock.at, "time went backwards"
        self.clock.at = at

    async def _act(self) -> None:
        user = self.chance.randrange(12)
        if self.chance.random() < 0.03:
            await self._change(user)
            return
        kind, manner, rank = self.chance.choices(SAID, (5, 4, 3, 4, 3, 3, 1, 1))[0]
        circle = 2 if user >= 10 and self.chance.random() < 0.5 else 1
        number = len(self.asked)
        due_at = self.clock.now() + timedelta(minutes=self.chance.choice([0, 0, 0, 7, 600, 4_000]))
        expires_at = due_at + timedelta(days=self.chance.choice([1, 3, 9, 40, 400]))
        if manner in (Manner.MEETING, Manner.SAFETY):
            expires_at = due_at + timedelta(days=60)
        self.asked[number] = Asked(number, f"u{user}", str(manner), int(rank), due_at, expires_at)
        async with self.database.write() as tx:
            to = ToMember(f"circle{circle}", f"{circle}-m{user}")
            await tx.jobs.add(Notice(kind, to, f"{circle}-{number}", due_at=due_at))

    async def _change(self, user: int) -> None:
        chance = self.chance
        opens = chance.choice([0, 7 * 60, 8 * 60 + 30, 10 * 60])
        today = self.clock.now().date()
        changed: dict[str, Any] = {
            "opens": opens,
            "closes": chance.choice([opens + 90, 18 * 60, 20 * 60, 24 * 60]),
            "weekly": chance.choice([0, 1, 2, 2, 3, 4]),
            "zone": chance.choice(ZONES),
            "away_until": chance.choice([None, None, today + timedelta(days=chance.randrange(20))]),
        }
        async with self.database.write() as tx:
            for number in (1, 2) if user >= 10 else (1,):
                found = await tx.members.get(f"circle{number}", f"{number}-m{user}")
                assert found
                member = replace(found.member, **changed)
                await tx.members.save(member)
                await tx.jobs.reconsider(member.circle, member.id)
        self.wishes[f"u{user}"].append(_wish(self.clock.now(), member))

    async def _compose(self, context: JobContext) -> Card | None:
        number = int(context.job.subject.partition("-")[2])
        if context.now >= self.asked[number].expires_at:
            return None
        return Card(str(number), notice="x")


def _wish(since: datetime, member: Member) -> Wish:
    away: date | None = member.away_until
    return Wish(since, member.zone or "", member.opens, member.closes, member.weekly, away)


def _in_haste(connection: Any, _: Any) -> None:
    """Nothing here dies: no need to wait for a disk."""
    connection.execute("PRAGMA synchronous=OFF")
