"""*Mes réglages*: language, zone, hours, number of messages, pause."""

from __future__ import annotations

from dataclasses import replace

from bot.circles.rules import is_zone
from bot.command import Command, Context, Filling
from bot.errors import Invalid, Stale
from bot.intake import Fault
from bot.members import cards, rules
from bot.vocabulary import Field, Kind, Reply

FIELDS = (
    Field("my_lang", Kind.CHOICE, choices=("auto", "fr", "en")),
    Field("my_zone", Kind.LINE, required=False, limit=60),
    Field("hours", Kind.LINE, limit=20),
    Field("weekly", Kind.CHOICE, choices=("0", "1", "2", "3", "4")),
    Field("away", Kind.LINE, required=False, limit=10),
)


async def settings(context: Context) -> Reply:
    return Reply(cards.settings(context.membership, context.voice, context.now), replaces=True)


async def filling(context: Context) -> Filling:
    m = context.member
    values = {
        "my_lang": m.lang or "auto",
        "my_zone": m.zone or context.voice.zone,
        "hours": rules.shown_hours(m.opens, m.closes),
        "weekly": str(m.weekly),
    }
    if m.away_until and m.away_until >= context.now.date():
        values["away"] = m.away_until.isoformat()
    return Filling(values=values, version=m.version)


async def edit(context: Context) -> Reply:
    """Kept for this circle; refused in plain words where a zone, an hour or a date is unclear."""
    faults: dict[str, Fault] = {}
    zone, away = context.value("my_zone"), context.value("away")
    hours = rules.hours(context.value("hours"))
    back = rules.day(away) if away else None
    if zone and not is_zone(zone):
        faults["my_zone"] = ("fault-zone", {})
    if hours is None:
        faults["hours"] = ("fault-hours", {})
    if away and (back is None or back < context.now.date()):
        faults["away"] = ("fault-day", {})
    if faults or hours is None:
        raise Invalid(faults)
    if context.request.form and context.request.form.version not in (0, context.member.version):
        raise Stale
    lang = context.value("my_lang")
    member = replace(
        context.member,
        lang=None if lang == "auto" else lang,
        zone=None if zone == context.circle.zone else zone or None,
        opens=hours[0],
        closes=hours[1],
        weekly=int(context.value("weekly")),
        away_until=back,
    )
    await context.tx.members.save(member)
    await context.tx.jobs.reconsider(member.circle, member.id)  # what waited for other hours
    membership = replace(context.membership, member=member)
    voice = replace(context.voice, lang=member.lang or context.voice.lang)
    return Reply(cards.settings(membership, voice, context.now), replaces=True, speech=voice)


COMMANDS = (
    Command("me.settings", settings, reads=True),
    Command("me.edit", edit, FIELDS, fill=filling, shows="me.settings"),
)
