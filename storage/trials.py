"""Endorsements and trials: who says what of a practice, and what came of trying it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, case, delete, false, null, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.card import Audience
from bot.members.models import Status
from bot.roads import account_key
from bot.trials.models import BUTTON, TOLD, Effect, Endorsement, Meaning, Outcome, Tally, Trial, Vote
from bot.trials.rules import tally
from bot.vocabulary import Account
from storage.dialect import insert
from storage.schema import acceptances, accounts, circles, endorsements, members, practices, trials
from storage.visible import tried

QUOTES_MAX, MINE_MAX = 3, 100
_KEY = ("circle", "practice", "member", "meaning", "source")
_TRIAL = ("circle", "practice", "member")
_OPEN = or_(
    trials.c.outcome.is_(None), and_(trials.c.outcome == Outcome.NOT_YET, trials.c.ask_at.is_not(None))
)


class SqlTrials:
    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    async def lock(self, circle: str, member: str) -> None:
        """One act of a member at a time; SQLite has one writer anyway."""
        if self._connection.dialect.name != "sqlite":
            await self._connection.execute(
                select(members.c.id)
                .where(members.c.circle == circle, members.c.id == member)
                .with_for_update(key_share=True)
            )

    # --- endorsements ------------------------------------------------------------------------------------

    async def standing(self, circle: str, practice: str, member: str) -> Sequence[Endorsement]:
        found = await self._connection.execute(
            select(endorsements).where(
                endorsements.c.circle == circle,
                endorsements.c.practice == practice,
                endorsements.c.member == member,
                endorsements.c.standing,
            )
        )
        return [_endorsement(row) for row in found]

    async def move(self, endorsement: Endorsement, *, ordered: bool) -> bool:
        """The latest instant wins, and at equal instants the removal; `ordered`: the last to arrive."""
        row = insert(self._connection, endorsements).values(**asdict(endorsement))
        before, after = endorsements.c, row.excluded
        later = case((before.moved_at > after.moved_at, before.moved_at), else_=after.moved_at)
        wins = or_(
            before.moved_at < after.moved_at,
            and_(before.moved_at == after.moved_at, before.standing, after.standing == false()),
        )
        done = await self._connection.execute(
            row.on_conflict_do_update(
                index_elements=_KEY,
                set_={"standing": after.standing, "number": after.number, "moved_at": later},
                where=before.standing != after.standing if ordered else wins,
            )
        )
        return done.rowcount == 1

    async def emoji(self, circle: str, practice: str, platform: str) -> Sequence[Endorsement]:
        found = await self._connection.execute(
            select(endorsements).where(_by_emoji(circle, practice, platform), endorsements.c.standing)
        )
        return [_endorsement(row) for row in found]

    async def speakers(self, circle: str, said: Sequence[Account]) -> dict[str, str]:
        """Account key -> member, of active members who accepted the current charter."""
        if not said:
            return {}
        a = accounts.c
        found = await self._connection.execute(
            select(a.platform, a.realm, a.user, a.member)
            .join(members, and_(members.c.circle == a.circle, members.c.id == a.member))
            .join(circles, circles.c.id == a.circle)
            .where(
                a.circle == circle,
                tuple_(a.platform, a.realm, a.user).in_([(s.platform, s.realm, s.user) for s in said]),
                members.c.status == Status.ACTIVE,
                select(acceptances.c.number)
                .where(
                    acceptances.c.circle == a.circle,
                    acceptances.c.member == a.member,
                    acceptances.c.number >= circles.c.charter,
                )
                .exists(),
            )
        )
        return {account_key(Account(row.platform, row.realm, row.user)): row.member for row in found}

    async def reread(self, circle: str, practice: str, platform: str, found: Sequence[Endorsement]) -> None:
        """What was removed is remembered too: an event that is still on its way loses to this reading."""
        await self._connection.execute(
            update(endorsements)
            .where(_by_emoji(circle, practice, platform))
            .values(standing=False, moved_at=self._now)
        )
        if not found:
            return
        row = insert(self._connection, endorsements).values([asdict(one) for one in found])
        fresh = {name: row.excluded[name] for name in ("standing", "moved_at")}
        await self._connection.execute(row.on_conflict_do_update(index_elements=_KEY, set_=fresh))

    # --- trials ------------------------------------------------------------------------------------------

    async def get(self, reader: Audience, practice: str) -> Trial | None:
        """The reader's own trial."""
        found = await self._connection.execute(
            tried(reader).where(trials.c.practice == practice, trials.c.member == reader.member)
        )
        row = found.one_or_none()
        return None if row is None else _effect(row).trial

    async def save(self, trial: Trial) -> None:
        row = insert(self._connection, trials).values(**asdict(trial))
        fresh = {f.name: row.excluded[f.name] for f in fields(Trial) if f.name not in _TRIAL}
        await self._connection.execute(row.on_conflict_do_update(index_elements=_TRIAL, set_=fresh))

    async def remove(self, trial: Trial) -> None:
        await self._connection.execute(
            delete(trials).where(*(trials.c[name] == getattr(trial, name) for name in _TRIAL))
        )

    async def open(self, reader: Audience) -> Sequence[Effect]:
        """The reader's own trials that still have to say what came of it, the longest first."""
        found = await self._connection.execute(
            tried(reader)
            .where(trials.c.member == reader.member, _OPEN)
            .order_by(trials.c.started_at, trials.c.practice)
        )
        return [_effect(row) for row in found]

    async def mine(self, reader: Audience) -> Sequence[Effect]:
        """All the reader's own trials: the open ones first, then those answered last."""
        found = await self._connection.execute(
            tried(reader)
            .where(trials.c.member == reader.member)
            .order_by(
                case((_OPEN, 0), else_=1), trials.c.answered_at.desc(), trials.c.started_at, trials.c.practice
            )
            .limit(MINE_MAX)
        )
        return [_effect(row) for row in found]

    async def news(self, reader: Audience, day: date) -> Sequence[Effect]:
        """What an author is told on that day, in the order of the answers."""
        found = await self._connection.execute(
            tried(reader)
            .where(practices.c.author == reader.member, trials.c.news_on == day, trials.c.outcome.in_(TOLD))
            .order_by(trials.c.answered_at, trials.c.practice, trials.c.member)
        )
        return [_effect(row) for row in found]

    async def quotes(self, reader: Audience, practice: str) -> Sequence[Effect]:
        """The notes that may be quoted, newest first."""
        found = await self._connection.execute(
            tried(reader)
            .where(
                trials.c.practice == practice,
                trials.c.public,
                trials.c.note != "",
                trials.c.outcome.in_(TOLD),
            )
            .order_by(trials.c.answered_at.desc(), trials.c.member)
            .limit(QUOTES_MAX)
        )
        return [_effect(row) for row in found]

    # --- counts ------------------------------------------------------------------------------------------

    async def tally(self, circle: str, practice: str, author: str) -> Tally:
        return (await self.tallies(circle, {practice: author}))[practice]

    async def tallies(self, circle: str, authors: dict[str, str]) -> dict[str, Tally]:
        """Practice -> its author in, practice -> its tally out; one statement."""
        votes: dict[str, list[Vote]] = defaultdict(list)
        e, t = endorsements.c, trials.c
        pressed = select(e.practice, e.member, e.meaning, null().label("outcome")).where(
            e.circle == circle, e.practice.in_(authors), e.standing
        )
        # gate: who answered, for a count; no words
        answered = select(t.practice, t.member, null().label("meaning"), t.outcome).where(
            t.circle == circle, t.practice.in_(authors), t.outcome.is_not(None)
        )
        for practice, member, meaning, outcome in await self._connection.execute(pressed.union_all(answered)):
            votes[practice].append(
                Vote(
                    practice,
                    member,
                    Meaning(meaning) if meaning else None,
                    Outcome(outcome) if outcome else None,
                )
            )
        return {practice: tally(votes[practice], author) for practice, author in authors.items()}


def _by_emoji(circle: str, practice: str, platform: str) -> Any:
    return and_(
        endorsements.c.circle == circle,
        endorsements.c.practice == practice,
        endorsements.c.source.startswith(f"{platform}:", autoescape=True),
        endorsements.c.source != BUTTON,
    )


def _endorsement(row: Row[Any]) -> Endorsement:
    return Endorsement(**{**row._mapping, "meaning": Meaning(row.meaning)})


def _effect(row: Row[Any]) -> Effect:
    found = row._mapping
    values: dict[str, Any] = {f.name: found[f.name] for f in fields(Trial)}
    outcome = Outcome(values["outcome"]) if values["outcome"] else None
    return Effect(
        Trial(**{**values, "outcome": outcome}),
        found["name"],
        found["title"],
        found["author"],
        found["author_name"],
    )
