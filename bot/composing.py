"""What a row says now: for whoever will read it, in their language, composed when it is about to be sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.card import Card
from bot.circles.models import Circle, Membership
from bot.command import Job, JobContext
from bot.i18n import Voice, language
from bot.ports import Transaction
from bot.roads import JobRow
from bot.vocabulary import Account, Place

Readers = dict[int, tuple[Circle | None, Membership | None]]  # by row: its circle, and who will read it


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that is composed, and whose intent is committed. `last`: nothing more is shown after it."""

    row: JobRow
    to: Place | Account
    card: Card
    voice: Voice
    last: bool


async def readers(tx: Transaction, rows: Sequence[JobRow]) -> Readers:
    """Whose each row is: its circle, and who will read it. Without a circle: nobody's any more."""
    members = await tx.members.several({(r.circle, r.member) for r in rows if r.circle and r.member})
    circles = await tx.circles.several({r.circle for r in rows if r.circle and not r.member})
    found: Readers = {}
    for row in rows:
        to = members.get((row.circle or "", row.member or ""))
        found[row.id] = (to.circle if to else circles.get(row.circle or ""), to)
        if row.member and to is None:
            found[row.id] = (None, None)
    return found


def context(row: JobRow, tx: Transaction, circle: Circle, to: Membership | None = None) -> JobContext:
    """What the row's handler works with, in its reader's language."""
    return JobContext(row, tx, circle, to, voice_for(circle, to, row))


class Composing:
    """Composes rows of these kinds."""

    def __init__(self, kinds: Mapping[str, Job]) -> None:
        self._kinds = kinds

    async def ready(
        self, tx: Transaction, row: JobRow, circle: Circle, to: Membership | None
    ) -> Ready | None:
        """None: there is nothing to say any more."""
        job, about = self._kinds[row.kind], context(row, tx, circle, to)
        assert job.compose is not None
        card, last = await job.compose(about), False
        if card is None and row.message and job.tombstone:
            card, last = await job.tombstone(about), True
        if card is None:
            return None
        return Ready(row, await self._where(about), card, about.voice, last)

    async def where(self, tx: Transaction, row: JobRow) -> Place | Account:
        """Where the row is said now."""
        circle, to = (await readers(tx, [row]))[row.id]
        return await self._where(context(row, tx, circle, to)) if circle else row.target

    async def _where(self, about: JobContext) -> Place | Account:
        """The row's target, or the thread of its subject there."""
        apart = self._kinds[about.job.kind].apart
        return (await apart(about) if apart else None) or about.job.target

    async def changed(
        self, tx: Transaction, said: Ready, circle: Circle | None, to: Membership | None
    ) -> bool:
        """Whether the thing, or who is to be there, changed while its first copy was on the way: no refresh
        knew of that copy yet."""
        if circle is None:
            return False
        now = await self.ready(tx, said.row, circle, to)
        return now is None or (now.card, now.to) != (said.card, said.to)


def voice_for(circle: Circle | None, to: Membership | None, row: JobRow) -> Voice:
    """The reader's language and zone; a place's is the circle's; someone invited reads *vous*."""
    if circle is None:
        return Voice()
    if to is not None:
        return Voice(
            language(to.member.lang, circle.lang),
            circle.register if to.charter_accepted else "vous",
            to.member.zone or circle.zone,
        )
    return Voice(circle.lang, "vous" if row.direct else circle.register, circle.zone)
