"""A member's own settings, for that member alone."""

from __future__ import annotations

from datetime import UTC, datetime, time

from bot.card import Audience, Button, Card, Facts, Instant, InstantStyle, Style
from bot.circles.models import Membership
from bot.i18n import Voice
from bot.members.rules import shown_hours


def facts(membership: Membership, voice: Voice, now: datetime) -> Facts:
    """What is set, as it holds now."""
    member, circle = membership.member, membership.circle
    away = member.away_until
    paused = voice("settings-here")
    if away and away >= now.date():
        back = Instant(datetime.combine(away, time(12), UTC), InstantStyle.DATE)
        paused = voice("settings-away", when=voice.instant(back))
    rows = (
        (voice("settings-lang"), voice(f"field-my-lang-{member.lang or 'auto'}")),
        (voice("settings-zone"), member.zone or circle.zone),
        (voice("settings-hours"), shown_hours(member.opens, member.closes)),
        (voice("settings-weekly"), voice("settings-weekly-count", count=member.weekly)),
        (voice("settings-pause"), paused),
    )
    return Facts(rows)


def settings(membership: Membership, voice: Voice, now: datetime) -> Card:
    member, circle = membership.member, membership.circle
    buttons = (
        Button(voice("button-me-edit"), "me.edit", circle.prefix, Style.MAIN),
        Button(voice("button-menu"), "circle.menu", circle.prefix),
    )
    audience = Audience(circle.id, member.id)
    return Card(voice("settings"), (facts(membership, voice, now),), buttons, audience, voice("settings"))
