"""Which of a person's circles a request is about, and the voice in which it is answered. Pure."""

from __future__ import annotations

from bot.circles.models import Membership
from bot.command import HOME, Context
from bot.i18n import Voice, language
from bot.vocabulary import Request


def choose(memberships: tuple[Membership, ...], request: Request) -> Membership | None:
    """Which circle this is about: the subject's, the form's, the place's, the only one, the last used.

    On one's own page it is the one that was picked there.
    """
    picked = request.values.get("pick") if request.verb == HOME else None
    prefix, dash, _ = (picked[0] if picked else request.subject).partition("-")
    for membership in memberships:
        if dash and membership.circle.prefix == prefix + "-":
            return membership
    if request.form is not None and request.form.circle:
        return next((m for m in memberships if m.circle.id == request.form.circle), None)
    return next((m for m in memberships if m.here), None) or max(memberships, key=last_used, default=None)


def request_circle_differs(context: Context) -> bool:
    """A form made for one circle is never handled in another."""
    form = context.request.form
    return bool(form and form.circle and context.chosen and form.circle != context.chosen.circle.id)


def last_used(membership: Membership) -> float:
    """Seconds, to compare; a circle that was never used comes last."""
    return membership.last_used_at.timestamp() if membership.last_used_at else 0.0


def voice_for(request: Request, chosen: Membership | None) -> Voice:
    """Own setting, else the platform's language, else the circle's; *vous* until one is a member."""
    if chosen is None:
        return Voice(language(request.locale), "vous", request.actor.zone or "Europe/Paris")
    member, circle = chosen.member, chosen.circle
    return Voice(
        language(member.lang, request.locale, circle.lang),
        circle.register if chosen.charter_accepted else "vous",
        member.zone or request.actor.zone or circle.zone,
    )
