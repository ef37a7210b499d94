"""When a private message may go. Pure rules: what was sent when, and now, give "go" or "wait until, because".

**Source**: PRODUCT section 9. Off hours are 20:00-08:30 and weekends in the member's zone, unless the member
set others. Counted messages: at most `weekly` in any seven days and one a day, over all circles of the
account; good news: one a day. An edit, and what is said in a circle's place, has no rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.card import Card, CommandRef, Text
from bot.circles.models import Circle
from bot.command import Manner
from bot.i18n import Voice
from bot.limits import LimitExceeded
from bot.members.models import Member
from bot.recurrence import instant_of

WEEK = timedelta(days=7)
GIVES_UP = timedelta(hours=4)  # open hours of the reader's own
SATURDAY = 5
REASONS = ("hours", "weekend", "away", "day", "week")
_OPENS, _CLOSES = 8 * 60 + 30, 20 * 60
_MIDNIGHT = 24 * 60
_UNSOLICITED = (Manner.COUNTED, Manner.NEWS)


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody may be written to: minutes after midnight, in their zone, Monday to Friday."""

    zone: str
    opens: int = _OPENS
    closes: int = _CLOSES

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(ZoneInfo(self.zone))

    def is_open(self, instant: datetime) -> bool:
        wall = self.local(instant)
        minute = wall.hour * 60 + wall.minute
        return wall.weekday() < SATURDAY and self.opens <= minute < self.closes

    def opening(self, day: date) -> datetime:
        """The instant at which that day opens, or the next working day where it does not."""
        while day.weekday() >= SATURDAY:
            day += timedelta(days=1)
        return self._at(day, self.opens)

    def next_open(self, instant: datetime) -> datetime:
        """That instant where it is open, else the next opening."""
        if self.is_open(instant):
            return instant
        day = self.local(instant).date()
        at = self.opening(day)
        while at <= instant or not self.is_open(at):  # a change of the clocks can swallow short hours
            day += timedelta(days=1)
            at = self.opening(day)
        return at

    def after(self, instant: datetime, length: timedelta) -> datetime:
        """The instant by which that much open time has passed."""
        at = self.next_open(instant)
        while True:
            closes = self._at(self.local(at).date(), self.closes)
            if at + length <= closes:
                return at + length
            length -= closes - at
            at = self.next_open(closes)

    def _at(self, day: date, minute: int) -> datetime:
        if minute == _MIDNIGHT:
            day, minute = day + timedelta(days=1), 0
        return instant_of(datetime.combine(day, time(minute // 60, minute % 60)), self.zone)


@dataclass(frozen=True, slots=True)
class Reader:
    """How one person wishes to be disturbed. `weekly` 0: counted messages never come by themselves."""

    hours: Hours
    weekly: int = 2
    away_until: date | None = None  # the last day away


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now. `until` None: until the member looks, or changes their settings."""

    until: datetime | None
    reason: str


def reader(circle: Circle, member: Member | None) -> Reader:
    """A member's own settings; for somebody invited, ordinary hours in the circle's zone."""
    if member is None:
        return Reader(Hours(circle.zone))
    hours = Hours(member.zone or circle.zone, member.opens, member.closes)
    return Reader(hours, member.weekly, member.away_until)


def decide(manner: Manner, to: Reader, now: datetime, sent: Sequence[datetime]) -> Wait | None:
    """None: it goes now. `sent` holds the instants of messages of this manner in the last seven days."""
    if manner in (Manner.SAFETY, Manner.MEETING):
        return None
    if manner is Manner.COUNTED and to.weekly == 0:
        return Wait(None, "week")
    at, reasons = now, set()
    while step := _obstacle(manner, to, at, sent):
        at = step[0]
        reasons.add(step[1])
    if at <= now:
        return None
    return Wait(at, next(r for r in ("away", "week", "day", "weekend", "hours") if r in reasons))


def _obstacle(
    manner: Manner, to: Reader, at: datetime, sent: Sequence[datetime]
) -> tuple[datetime, str] | None:
    """What stands in the way at that instant, and when it is gone; always later."""
    hours = to.hours
    today = hours.local(at).date()
    if manner in _UNSOLICITED:
        if to.away_until and today <= to.away_until:
            return hours.opening(to.away_until + timedelta(days=1)), "away"
        if sent and (last := hours.local(max(sent)).date()) >= today:
            return hours.opening(last + timedelta(days=1)), "day"
    if manner is Manner.COUNTED:
        recent = sorted(instant for instant in sent if instant > at - WEEK)
        if len(recent) >= to.weekly:
            return recent[len(recent) - to.weekly] + WEEK, "week"
    if not hours.is_open(at):
        return hours.next_open(at), "weekend" if today.weekday() >= SATURDAY else "hours"
    return None


def gives_up(to: Reader, first_due_at: datetime, wait: Wait) -> bool:
    """Whether it would come later than four open hours after it was asked for."""
    return wait.until is None or wait.until > to.hours.after(first_due_at, GIVES_UP)


def signed(card: Card, manner: Manner, voice: Voice) -> Card:
    """What nobody asked for says how to hear less; a card that is full stays as it is."""
    if manner not in _UNSOLICITED:
        return card
    last = Text(voice.spans("courtesy-less", command=CommandRef(("circle",))))
    try:
        return Card(card.title, (*card.blocks, last), card.buttons, card.audience, card.notice)
    except LimitExceeded:
        return card
