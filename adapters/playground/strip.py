"""Time ahead and time gone by, as HTML fragments: À venir, the meter, and what a jump in time brought."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from adapters.playground.models import Persona
from adapters.playground.render import attrs, esc
from bot.ahead import Coming, Meter
from bot.card import Instant, InstantStyle
from bot.i18n import Voice

NAMES_MAX = 4
_MORE = "\N{HORIZONTAL ELLIPSIS}"  # text: a mark, no word


@dataclass(frozen=True, slots=True)
class Jump:
    """Time went on: from when to when, to whom in private (once a message), how often in the channel."""

    since: datetime
    until: datetime
    private: tuple[str, ...]
    public: int

    @classmethod
    def of(cls, told: str, until: datetime | None = None) -> Jump:
        """From the JSON that the messages keep."""
        data = json.loads(told)
        until = until or datetime.fromisoformat(data["until"])
        return cls(datetime.fromisoformat(data["from"]), until, tuple(data["private"]), data["public"])


def strip(jump: Jump, voice: Voice, people: Sequence[Persona]) -> str:
    """« Deux semaines plus tard · mardi 8 décembre », and what happened meanwhile."""
    day = voice.instant(Instant(jump.until, InstantStyle.DAY))
    head = f"<b>{esc(_later(jump, voice))}</b> <span>{esc(day)}</span>"
    lines = [f"<li>{esc(line)}</li>" for line in happened(jump, voice, people)]
    return f'<div class="jump"><p>{head}</p><ul>{"".join(lines)}</ul></div>'


def jump_told(told: str, voice: Voice, people: Sequence[Persona]) -> str:
    """The same in one line of text."""
    jump = Jump.of(told)
    day = voice.instant(Instant(jump.until, InstantStyle.DAY))
    return ". ".join((f"{_later(jump, voice)}, {day}", *happened(jump, voice, people)))


def happened(jump: Jump, voice: Voice, people: Sequence[Persona]) -> list[str]:
    """« 3 messages : Claire, Karim », « 1 carte dans le salon », or that nothing was said."""
    lines = []
    if jump.private:
        names = [p.name.split()[0] for p in people if p.id in jump.private]
        told = ", ".join(names[:NAMES_MAX]) + (_MORE if len(names) > NAMES_MAX else "")
        lines.append(voice("ui-jump-private", n=len(jump.private), names=told))
    if jump.public:
        lines.append(voice("ui-jump-public", n=jump.public))
    return lines or [voice("ui-jump-nothing")]


def _later(jump: Jump, voice: Voice) -> str:
    zone = ZoneInfo(voice.zone)
    began = jump.since.astimezone(zone).date()
    return voice("ui-jump", n=(jump.until.astimezone(zone).date() - began).days)


def clock(now: datetime, voice: Voice) -> str:
    """« mar. 24 nov. 2026, 09:30 »"""
    local = now.astimezone(ZoneInfo(voice.zone))
    told = voice(
        "ui-clock-at",
        weekday=voice(f"ui-weekday-{local.weekday()}"),
        day=local.day,
        month=voice(f"ui-month-{local.month}"),
        year=str(local.year),
        time=f"{local:%H:%M}",
    )
    return f'<time datetime="{now.isoformat()}">{esc(told)}</time>'


# --- À venir -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Horizon:
    """What is ahead for everybody, and how full the week of the one who looks is."""

    coming: Sequence[Coming]
    meter: Meter | None
    now: datetime
    channel: str


def sayable(coming: Sequence[Coming], voice: Voice) -> list[Coming]:
    """Those that a sentence exists for: acts of the core that nobody hears of have none."""
    return [one for one in coming if voice.has(_key(one.kind)) or one.account is not None]


def _key(kind: str) -> str:
    return f"ahead-{kind.replace('.', '-').replace('_', '-')}"


def horizon(ahead: Horizon, persona: Persona, voice: Voice, people: Sequence[Persona]) -> str:
    """The inside of the right column."""
    coming = sayable(ahead.coming, voice)
    held = sum(bool(one.held) for one in coming)
    count = voice("ui-next-count", n=len(coming)) + (f", {voice('ui-next-held', n=held)}" if held else "")
    first = persona.name.split()[0]
    lines = "".join(_line(one, ahead, voice, people) for one in coming)
    shown = f'<ol class="line">{lines}</ol>' if lines else ""
    return f'<p class="count-next">{esc(count)}</p>{shown}{_meter(ahead.meter, first, voice)}'


def _line(one: Coming, ahead: Horizon, voice: Voice, people: Sequence[Persona]) -> str:
    who = next((p for p in people if one.account and p.id == one.account.user), None)
    name = who.name.split()[0] if who else (one.account.user if one.account else "")
    key = _key(one.kind) if voice.has(_key(one.kind)) else "ahead-other"
    told = esc(voice(key, who=name, channel=ahead.channel))
    waits, late = "", one.due_at <= ahead.now
    if one.held:
        reason = f"ui-held-{one.held}" if voice.has(f"ui-held-{one.held}") else "ui-held-other"
        waits = f' <span class="held">{esc(voice(reason))}</span>'
    at = one.due_at.astimezone(ZoneInfo(voice.zone))
    day = voice.instant(Instant(one.due_at, InstantStyle.DAY))
    when = voice("ui-next-now") if late else f"{day}, {at:%H:%M}"
    if at.date().year != ahead.now.astimezone(ZoneInfo(voice.zone)).date().year and not late:
        when = f"{day} {at.year}, {at:%H:%M}"
    mark = f'<span class="m{" h" if one.held else ""}" aria-hidden="true"></span>'
    return f'<li>{mark}<time datetime="{one.due_at.isoformat()}">{esc(when)}</time>{told}{waits}</li>'


def _meter(meter: Meter | None, first: str, voice: Voice) -> str:
    title = f'<h3 id="noise-t">{esc(voice("ui-meter", name=first))}</h3>'
    if meter is None:
        told = f"<p>{esc(voice('ui-meter-none', name=first))}</p>"
        return f'<section class="noise" aria-labelledby="noise-t">{title}{told}</section>'
    boxes = "".join(f"<li{attrs(class_='f' if n < meter.sent else None)}></li>" for n in range(meter.limit))
    said = esc(voice("ui-meter-count", n=meter.sent, limit=meter.limit))
    row = f'<div class="row"><ol aria-hidden="true">{boxes}</ol><span>{said}</span></div>'
    rule = f"<p>{esc(voice('ui-meter-rule'))}</p>"
    return f'<section class="noise" aria-labelledby="noise-t">{title}{row}{rule}</section>'
