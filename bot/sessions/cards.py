"""How a session is shown: to the circle, to whoever is asked, to its planner. Only data in, a card out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.card import (
    Audience,
    Block,
    Button,
    Card,
    Confirm,
    Facts,
    Instant,
    InstantStyle,
    Link,
    Plain,
    Quote,
    Row,
    Strong,
    Style,
    Text,
    Words,
)
from bot.i18n import Voice
from bot.limits import LINE_MAX, THREAD_TITLE_MAX, units
from bot.members.models import first_name
from bot.practices.rules import shortened
from bot.sessions import rules
from bot.sessions.models import Answer, Commitment, Outcome, Rsvp, Session, State

ROWS = 5  # sessions on one page
NAMES_MAX = 20


def text(voice: Voice, key: str, **args: object) -> Text:
    return Text(voice.spans(key, **args))


def button(voice: Voice, verb: str, subject: str, style: Style = Style.PLAIN, key: str = "") -> Button:
    return Button(voice(key or f"button-{verb.replace('.', '-').replace('_', '-')}"), verb, subject, style)


# --- parts -------------------------------------------------------------------------------------------


def when(session: Session, voice: Voice) -> Text:
    return text(voice, "session-when", when=Instant(session.starts_at), minutes=session.minutes)


def where(session: Session, voice: Voice) -> Text:
    """A link can be followed; an address is a member's words."""
    spot = session.spot
    if rules.is_link(spot):
        return text(voice, "session-where", spot=Link(spot, voice("session-link")))
    return text(voice, "session-where", spot=Words(spot))


def subject(session: Session, voice: Voice) -> tuple[str, str | Words]:
    """Who brings it; never what it is."""
    name = Words(first_name(session.holder_name)) if session.holder else voice("session-subject-open")
    return voice("session-subject"), name


def places(session: Session, rsvps: Sequence[Rsvp], voice: Voice) -> tuple[str, str | Words]:
    taken, waiting = len(rules.seated(session, rsvps)), len(rules.waiting(session, rsvps))
    if taken < session.seats:
        return voice("session-places"), voice("session-left", left=session.seats - taken, seats=session.seats)
    return voice("session-places"), voice("session-full", seats=session.seats, waiting=waiting)


def heading(session: Session) -> Text:
    return Text((Words(session.title),))


def agenda_button(voice: Voice, at: str) -> Button:
    return Button(voice("button-session-agenda"), "session.agenda", at)


def at(session: Session) -> str:
    """The prefix of its circle."""
    return session.id.partition("-")[0] + "-"


# --- the circle --------------------------------------------------------------------------------------


def public(session: Session, rsvps: Sequence[Rsvp], voice: Voice, audience: Audience) -> Card:
    """The one card that the circle sees; its buttons are the same for all."""
    blocks: list[Block] = [
        when(session, voice),
        where(session, voice),
        Facts((places(session, rsvps, voice), subject(session, voice))),
    ]
    buttons: tuple[Button, ...] = ()
    if session.state is State.OVER:
        blocks.append(text(voice, "session-is-over"))
    else:
        maybe = sum(r.answer is Answer.MAYBE for r in rsvps)
        buttons = (
            counted(session, "session.yes", len(rules.seated(session, rsvps)), voice),
            counted(session, "session.maybe", maybe, voice),
            button(voice, "session.no", session.id),
            button(voice, "session.topic", session.id),
        )
    return Card(Words(session.title), tuple(blocks), buttons, audience, voice("session-notice"))


def counted(session: Session, verb: str, count: int, voice: Voice) -> Button:
    """Its count shows from 1. Everybody sees it alike, so that none stands out."""
    label = voice(f"button-{verb.replace('.', '-')}")
    return Button(f"{label} {count}" if count else label, verb, session.id)


def soon(session: Session, voice: Voice, audience: Audience) -> Card:
    """« On commence dans une heure : le lien est ici. »"""
    key = "session-soon-link" if rules.is_link(session.spot) else "session-soon"
    title = voice(key)
    return Card(title, (heading(session), where(session, voice)), (), audience, title)


def thread_title(session: Session, voice: Voice) -> str:
    """What it is, and when: what is the same to the minute is one conversation."""
    at = voice.instant(Instant(session.starts_at, InstantStyle.FULL))
    room = THREAD_TITLE_MAX - units(at) - 2
    return f"{shortened(session.title, room, room)}, {at}"


def cancelled(voice: Voice) -> Card:
    """What a cancelled session leaves: no content."""
    return Card(voice("session-cancelled"), notice=voice("session-cancelled"))


def moved_away(voice: Voice) -> Card:
    """What is left of the hour before, where the session is on another date: no content."""
    return Card(voice("session-moved-away"), notice=voice("session-moved-away"))


# --- one member --------------------------------------------------------------------------------------


def standing(session: Session, rsvps: Sequence[Rsvp], member: str) -> str:
    """yes, waiting, maybe, no or none."""
    mine = next((r for r in rsvps if r.member == member), None)
    if mine is None:
        return "none"
    waits = any(r.member == member for r in rules.waiting(session, rsvps))
    return "waiting" if waits else mine.answer.value


def mine(
    session: Session, rsvps: Sequence[Rsvp], voice: Voice, audience: Audience, *, open_: bool, title: str = ""
) -> Card:
    """A session and one's own answer, privately, with what can be done about it."""
    member = audience.member or ""
    answer = standing(session, rsvps, member)
    blocks: list[Block] = [heading(session), when(session, voice), where(session, voice)]
    facts = [places(session, rsvps, voice), subject(session, voice)]
    if names := [first_name(r.member_name) for r in rules.seated(session, rsvps)][:NAMES_MAX]:
        facts.append((voice("session-who"), Words(", ".join(names))))
    offers = [first_name(r.member_name) for r in rsvps if r.topic and r.member != session.holder][:NAMES_MAX]
    if offers:
        facts.append((voice("session-offers"), Words(", ".join(offers))))
    blocks.append(Facts(tuple(facts)))
    holds = session.holder == member
    if open_ and answer in ("yes", "maybe"):
        blocks.append(Row(voice.spans("session-calendar"), button(voice, "session.ics", session.id)))
    if open_ and holds:
        blocks.append(Row(voice.spans("session-you-hold"), button(voice, "session.giveback", session.id)))
    if session.planner == member and session.state is not State.OVER:
        blocks.append(Row(voice.spans("session-you-plan"), button(voice, "session.preview", session.id)))
    buttons = _choices(session, rsvps, voice, member, answer) if open_ else []
    if open_ and not holds:
        buttons.append(button(voice, "session.topic", session.id))
    if len(buttons) < 4:
        buttons.append(agenda_button(voice, at(session)))
    title = title or voice(f"session-mine-{answer}")
    return Card(title, tuple(blocks), tuple(buttons), audience, title)


def _choices(session: Session, rsvps: Sequence[Rsvp], voice: Voice, member: str, answer: str) -> list[Button]:
    """What one may answer instead of what stands."""
    verbs = ["session.yes", "session.maybe", "session.no"]
    if answer not in ("yes", "waiting") and rules.full(session, rsvps, member):
        verbs[0] = "session.wait"
    now = {"yes": "session.yes", "waiting": "session.yes", "maybe": "session.maybe", "no": "session.no"}
    return [
        button(voice, verb, session.id, Style.MAIN if verb == "session.yes" else Style.PLAIN)
        for verb in verbs
        if verb != now.get(answer)
    ]


def complete(session: Session, voice: Voice, audience: Audience) -> Card:
    """« La rencontre est complète. »: nothing was changed, and one may wait."""
    buttons = (
        button(voice, "session.wait", session.id, Style.MAIN),
        button(voice, "session.maybe", session.id),
        button(voice, "session.no", session.id),
    )
    title = voice("session-complete")
    return Card(title, (text(voice, "session-complete-text"),), buttons, audience, title)


def asked(session: Session, voice: Voice, audience: Audience, key: str) -> Card:
    """A question or a piece of news about a session, with the three answers."""
    buttons = [
        button(voice, "session.yes", session.id, Style.MAIN),
        button(voice, "session.maybe", session.id),
        button(voice, "session.no", session.id),
    ]
    title = voice(key)
    return Card(
        title,
        (heading(session), when(session, voice), where(session, voice)),
        tuple(buttons),
        audience,
        title,
    )


def seat(session: Session, voice: Voice, audience: Audience) -> Card:
    """A place has become free, and it is the reader's."""
    buttons = (button(voice, "session.ics", session.id), button(voice, "session.no", session.id))
    title = voice("session-seat")
    return Card(
        title, (heading(session), when(session, voice), where(session, voice)), buttons, audience, title
    )


def off(session: Session, voice: Voice, audience: Audience) -> Card:
    """To those who meant to come: it does not take place."""
    title = voice("session-off")
    blocks = (heading(session), when(session, voice))
    return Card(title, blocks, (agenda_button(voice, at(session)),), audience, title)


def named(session: Session, voice: Voice, audience: Audience) -> Card:
    """The planner put the reader down as who brings the subject: yes, or give it back."""
    blocks = (
        text(voice, "session-named-text", name=Words(first_name(session.planner_name))),
        heading(session),
        when(session, voice),
    )
    buttons = (
        button(voice, "session.yes", session.id, Style.MAIN),
        button(voice, "session.giveback", session.id),
    )
    title = voice("session-named")
    return Card(title, blocks, buttons, audience, title)


def unnamed(session: Session, voice: Voice, audience: Audience) -> Card:
    """What it becomes once they are no longer counted on for the subject."""
    title = voice("session-unnamed")
    blocks = (heading(session), when(session, voice))
    again = button(voice, "session.open", session.id, key="button-open-session")
    return Card(title, blocks, (again,), audience, title)


def tomorrow(session: Session, voice: Voice, audience: Audience) -> Card:
    """The day before: to the holder a question, to the others who brings the subject."""
    hour = voice.instant(Instant(session.starts_at, InstantStyle.TIME))
    title = voice("session-tomorrow", time=hour)
    blocks: list[Block] = []
    buttons: tuple[Button, ...] = (button(voice, "session.open", session.id, key="button-open"),)
    if session.holder == audience.member:
        title = voice("session-tomorrow-holder", time=hour)
        blocks.append(Text((Strong(voice("session-nobody")),)))
        buttons = (
            button(voice, "session.ready", session.id, Style.MAIN),
            button(voice, "session.giveback", session.id),
        )
    elif session.holder:
        blocks.append(text(voice, "session-brought", name=Words(first_name(session.holder_name))))
    else:
        blocks.append(text(voice, "session-nothing-brought"))
        buttons = (button(voice, "session.topic", session.id), *buttons)
    return Card(title, (*blocks, heading(session), where(session, voice)), buttons, audience, title)


def sentence(voice: Voice, key: str, audience: Audience, *buttons: Button) -> Card:
    """One sentence, and what next."""
    then = buttons or (Button(voice("button-menu"), "circle.menu"),)
    return Card(voice(key), (), then, audience, voice(key))


# --- its planner -------------------------------------------------------------------------------------


def echo(session: Session, voice: Voice) -> str:
    """« jeudi 26 novembre 2026 à 18 h, heure de Paris »."""
    city = session.zone.rpartition("/")[2].replace("_", " ")
    elided = city[:1].lower() in "aeiou"
    zone = voice("session-zone-elided" if elided else "session-zone", city=city)
    return voice("session-echo", when=voice.moment(session.starts_at, session.zone), zone=zone)


def preview(session: Session, rsvps: Sequence[Rsvp], voice: Voice, audience: Audience) -> Card:
    """What the planner confirms before the circle sees it, changes or cancels after."""
    blocks: list[Block] = [heading(session), where(session, voice)]
    if session.state is State.PROPOSED:
        title = voice("session-is-it", moment=echo(session, voice))
        buttons: tuple[Button, ...] = (
            button(voice, "session.propose", session.id, Style.MAIN),
            button(voice, "session.edit", session.id, key="button-session-correct"),
        )
        if not rules.same_hour(session, voice.zone):
            own = Instant(session.starts_at)
            blocks.append(text(voice, "session-for-you", when=own))
    else:
        title = voice("session-planned")
        blocks.insert(1, Text((Plain(echo(session, voice)),)))
        sure = Confirm(
            voice("session-cancel-title"),
            voice("session-cancel-text"),
            voice("button-session-cancel"),
            voice("form-cancel"),
        )
        buttons = (
            button(voice, "session.edit", session.id, Style.MAIN),
            button(voice, "session.open", session.id),
            Button(voice("button-session-cancel"), "session.cancel", session.id, Style.DANGER, sure),
        )
    length = (voice("session-length"), voice("session-minutes", minutes=session.minutes))
    blocks.append(Facts((length, places(session, rsvps, voice), subject(session, voice))))
    return Card(title, tuple(blocks), buttons, audience, title)


def changed(session: Session, draft: str, voice: Voice, audience: Audience) -> Card:
    """The session has moved on since the form was opened: nothing is overwritten."""
    buttons = (
        Button(voice("button-keep-mine"), "draft.reopen", draft, Style.MAIN),
        button(voice, "session.preview", session.id, key="button-keep-theirs"),
    )
    title = voice("session-changed")
    return Card(title, (heading(session), when(session, voice)), buttons, audience, title)


_LINES = {State.PROPOSED: "session-line-proposed", State.OVER: "session-line-over"}


def agenda(sessions: Sequence[Session], voice: Voice, audience: Audience, prefix: str, page: int) -> Card:
    """What still asks for an answer, then what is coming, soonest first, five a page."""
    rows: list[Block] = []
    for session in sessions[page * ROWS : (page + 1) * ROWS]:
        own = session.state is State.PROPOSED
        key = _LINES.get(session.state, "session-line")
        spans = voice.spans(key, title=Words(session.title), when=Instant(session.starts_at))
        verb = "session.preview" if own else "session.open"
        rows.append(Row(spans, button(voice, verb, session.id, key="button-open")))
    buttons = [Button(voice("button-session-plan"), "session.plan", prefix, Style.MAIN)]
    if len(sessions) > (page + 1) * ROWS:
        following = f"{prefix}.{page + 1}"
        buttons.insert(0, Button(voice("button-next-page"), "session.agenda", following))
    buttons.append(Button(voice("button-menu"), "circle.menu", prefix))
    title = voice("session-agenda" if rows else "session-agenda-empty")
    return Card(title, tuple(rows), tuple(buttons), audience, title)


# --- a draft that needs to be talked about -----------------------------------------------------------


def brought(session: Session, practice: str, voice: Voice, audience: Audience, *, held: bool) -> Card:
    """The draft stays private, or is erased: the author chooses."""
    buttons = (
        button(voice, "practice.later", practice, key="button-session-keep-draft"),
        button(voice, "practice.drop", practice, key="button-session-drop-draft"),
        button(voice, "session.open", session.id),
    )
    title = voice("session-brought-yours" if held else "session-offered-yours")
    blocks = (heading(session), when(session, voice), text(voice, "session-draft-private"))
    return Card(title, blocks, buttons, audience, title)


def none_planned(practice: str, prefix: str, voice: Voice, audience: Audience) -> Card:
    buttons = (
        Button(voice("button-session-plan"), "session.plan", prefix, Style.MAIN),
        button(voice, "practice.preview", practice, key="button-session-back-draft"),
    )
    title = voice("session-none")
    return Card(title, (text(voice, "session-draft-private"),), buttons, audience, title)


# --- afterwards --------------------------------------------------------------------------------------


def after(session: Session, voice: Voice, audience: Audience) -> Card:
    """« Qu’est-ce que tu vas essayer ? », answered in one line or passed."""
    buttons = (
        button(voice, "session.commit", session.id, Style.MAIN),
        button(voice, "session.skip", session.id),
    )
    title = voice("session-after")
    return Card(title, (heading(session), text(voice, "session-after-text")), buttons, audience, title)


def committed(commitment: Commitment, voice: Voice, audience: Audience) -> Card:
    """What one said, to oneself alone, and when it will be asked about."""
    blocks: list[Block] = [Quote(shortened(commitment.words, 2 * LINE_MAX + 50, LINE_MAX))]
    if commitment.ask_at:
        blocks.append(text(voice, "session-ask-on", when=Instant(commitment.ask_at, InstantStyle.DATE)))
    blocks.append(text(voice, "session-yours-alone"))
    title = voice("session-committed")
    edit = button(voice, "session.commit", commitment.session, key="button-session-edit")
    return Card(title, tuple(blocks), (edit,), audience, title)


def followed(commitment: Commitment, voice: Voice, audience: Audience) -> Card:
    """« Tu voulais essayer : « … ». Qu’est-ce que ça a donné ? »: four answers of equal weight."""
    buttons = tuple(
        Button(
            voice(f"session-outcome-{outcome.value.replace('_', '-')}"),
            "session.outcome",
            f"{commitment.session}.{outcome}",
        )
        for outcome in Outcome
    )
    title = voice("session-followed")
    words = Words(shortened(commitment.words, 2 * LINE_MAX + 50, LINE_MAX))
    blocks = (text(voice, "session-wanted", words=words), text(voice, "session-yours-alone"))
    return Card(title, blocks, buttons, audience, title)


def thanked(commitment: Commitment, voice: Voice, audience: Audience) -> Card:
    """The answer, and whether it will be asked about again."""
    blocks: tuple[Block, ...] = ()
    if commitment.ask_at:
        blocks = (text(voice, "session-ask-on", when=Instant(commitment.ask_at, InstantStyle.DATE)),)
    assert commitment.outcome is not None
    title = voice(f"session-thanks-{commitment.outcome.value.replace('_', '-')}")
    menu = Button(voice("button-menu"), "circle.menu", commitment.session.partition("-")[0] + "-")
    return Card(title, blocks, (menu,), audience, title)
