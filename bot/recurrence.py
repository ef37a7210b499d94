"""When a wall time is, and when something that recurs is next. Pure functions.

A wall time that does not exist becomes the first valid instant; one that exists twice is the first of
the two. Occurrences that were missed are skipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr


def instant_of(wall: datetime, zone: str) -> datetime:
    """The instant (UTC) of a naive wall time in an IANA zone."""
    place = ZoneInfo(zone)
    at = wall.replace(tzinfo=place, fold=0).astimezone(UTC)
    if at.astimezone(place).replace(tzinfo=None) == wall:
        return at
    before = wall.replace(tzinfo=place, fold=1).astimezone(UTC)  # in a gap the two folds lie around it
    offset = before.astimezone(place).utcoffset()
    while at - before > timedelta(seconds=1):
        middle = before + (at - before) // 2
        middle = middle.replace(microsecond=0)
        if middle in (before, at):
            break
        if middle.astimezone(place).utcoffset() == offset:
            before = middle
        else:
            at = middle
    return at


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A naive first wall time, an IANA zone and a rule in RRULE text ("FREQ=MONTHLY;BYDAY=1MO").

    The rule is about wall times: 09:00 stays 09:00 across both changes of the clocks.
    """

    starts: datetime
    zone: str
    rule: str

    def after(self, instant: datetime) -> datetime | None:
        """The first occurrence later than that instant (UTC); None where the rule has ended."""
        rule = rrulestr(self.rule, dtstart=self.starts)
        wall = instant.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None) - timedelta(days=1)
        while (found := rule.after(wall)) is not None:
            at = instant_of(found, self.zone)
            if at > instant:
                return at
            wall = found
        return None
