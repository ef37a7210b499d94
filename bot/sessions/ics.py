"""A session as an iCalendar file (RFC 5545), made when it is asked for."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from bot.command import Context, FileMaker
from bot.sessions import meeting, rules
from bot.sessions.models import Session, State

_STATUS = {State.CANCELLED: "CANCELLED", State.PROPOSED: "TENTATIVE"}


def calendar(session: Session, now: datetime) -> bytes:
    """The same session keeps its UID; its version is the SEQUENCE: a later file replaces an earlier one.

    Times are written in the zone that was meant, with the zone's own rules: 09:00 in Paris stays 09:00.
    """
    zone = ZoneInfo(session.zone)
    event = Event()
    event.add("uid", f"{session.id}@entrepairs")
    event.add("dtstamp", now)
    event.add("sequence", session.version)
    event.add("dtstart", session.starts_at.astimezone(zone))
    event.add("dtend", session.ends_at.astimezone(zone))
    event.add("summary", session.title)
    event.add("location", session.spot)
    event.add("status", _STATUS.get(session.state, "CONFIRMED"))
    if rules.is_link(session.spot):
        event.add("url", session.spot)
    found = Calendar()
    found.add("prodid", "-//Entrepairs//FR")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add_component(event)
    found.add_missing_timezones()
    return bytes(found.to_ical())


async def made(context: Context) -> bytes:
    """Raises: NotFound."""
    return calendar(await meeting.seen(context), context.now)


FILES: dict[str, FileMaker] = {"session.ics": made}
