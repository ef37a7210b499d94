"""How a circle speaks of itself: its frame, its door, its menu."""

from __future__ import annotations

from collections.abc import Sequence

from bot.card import (
    Audience,
    Block,
    Button,
    Card,
    CommandRef,
    Facts,
    Instant,
    InstantStyle,
    Plain,
    Quote,
    Row,
    Strong,
    Style,
    Text,
    Words,
)
from bot.circles.models import CharterVersion, Circle, Invitation, Invited, Membership
from bot.circles.rules import code_from
from bot.i18n import Voice
from bot.practices.rules import SUMMARY_COST, pages, shortened

MENDED = ("shut", "shared", "public")  # what whoever administers the place can put right


def text(voice: Voice, key: str, **args: object) -> Text:
    return Text(voice.spans(key, **args))


def menu(membership: Membership, todo: int, voice: Voice) -> Card:
    """`/cercle`: every feature, one row each; rows of what is not built yet are absent."""
    member, circle = membership.member, membership.circle
    at = circle.prefix
    entries = [
        ("share", "practice.share", at),
        ("search", "library.search", at),
        ("sessions", "session.agenda", at),
        ("todo", "circle.todo", at),
        ("me", "me.settings", at),
        ("help", "circle.help", at),
    ]
    rows = tuple(
        Row(voice.spans(f"menu-{name}", count=todo), Button(voice(f"menu-{name}.button"), verb, subject))
        for name, verb, subject in entries
    )
    audience = Audience(circle.id, member.id)
    steward_ = (Button(voice("menu-steward.button"), "circle.steward", at),) if member.is_steward else ()
    buttons = (
        Button(voice("menu-own.button"), "practice.own", at),
        *steward_,
        Button(voice("button-circle-charter"), "circle.charter", at),
    )
    return Card(Words(circle.name), rows, buttons, audience, voice("menu-notice"))


def stranger(invited: Sequence[Invited], can_create: bool, voice: Voice) -> Card:
    """Somebody of no circle: their invitations, a code, and creating one where they administer the place."""
    rows = tuple(
        Row(
            voice.spans("invited-row", by=Words(i.by), circle=Words(i.circle.name)),
            Button(voice("button-circle-charter"), "circle.invited", _invitation_id(i)),
        )
        for i in invited[:5]
    )
    buttons = [Button(voice("button-circle-code"), "circle.code", "", Style.PLAIN if rows else Style.MAIN)]
    if can_create:
        buttons.append(Button(voice("button-circle-create"), "circle.create", "", Style.MAIN))
    key = "stranger-invited" if rows else "stranger-create" if can_create else "stranger"
    blocks: tuple[Block, ...] = (text(voice, f"{key}.text"), *rows)
    audience = Audience(invited[0].circle.id) if invited else None
    return Card(voice(key), blocks, tuple(buttons), audience, voice(key))


def _invitation_id(invited: Invited) -> str:
    return invited.invitation.id


def invitation(invited: Invited, voice: Voice, page: int = 0) -> Card:
    """« Sophie vous invite… Voici la charte. »: nothing else of the circle; accepted on its last page."""
    at = _invitation_id(invited)
    sheets = pages(invited.charter.text)
    page = min(page, len(sheets) - 1)
    blocks = (
        text(voice, "invited-text", by=Words(invited.by), circle=Words(invited.circle.name)),
        Quote(sheets[page]),
    )
    last = page + 1 == len(sheets)
    onward = Button(voice("button-next-page"), "circle.invited", f"{at}.{page + 1}", Style.MAIN)
    buttons = (
        Button(voice("button-circle-accept"), "circle.accept", at, Style.MAIN) if last else onward,
        Button(voice("button-circle-ask"), "circle.ask", at),
    )
    return Card(voice("invited"), blocks, buttons, Audience(invited.circle.id), voice("invited"))


def ask_inviter(invited: Invited, voice: Voice) -> Card:
    back = Button(voice("button-circle-charter"), "circle.invited", _invitation_id(invited))
    blocks = (text(voice, "invited-ask-text", by=Words(invited.by)),)
    return Card(voice("invited-ask"), blocks, (back,), Audience(invited.circle.id), voice("invited-ask"))


def _who_else_reads(platform: str, voice: Voice) -> tuple[Block, ...]:
    """Who can read a private place whatever a bot does, where the platform has such people."""
    key = f"seen-{platform}"
    return (text(voice, key),) if voice.has(key) else ()


def welcome(circle: Circle, member: str, voice: Voice, platform: str) -> Card:
    buttons = (
        Button(voice("button-practice-share"), "practice.share", circle.prefix, Style.MAIN),
        Button(voice("button-menu"), "circle.menu", circle.prefix),
        Button(voice("menu-me.button"), "me.settings", circle.prefix),
    )
    blocks = (text(voice, "welcome-text", command=CommandRef(("circle",))), *_who_else_reads(platform, voice))
    title = voice("welcome")
    return Card(title, blocks, buttons, Audience(circle.id, member), title)


def created(circle: Circle, member: str, voice: Voice, *, placed: bool = True) -> Card:
    """« Votre cercle est prêt », with what the place would read, before it does."""
    opening = voice("opened", circle=circle.name)
    blocks: tuple[Block, ...] = (
        text(voice, "created-text"),
        text(voice, "created-preview"),
        Quote(shortened(f"{opening} {circle.objectives}", SUMMARY_COST, 700)),
        text(voice, "created-zone", zone=Plain(circle.zone)),
    )
    if not placed:
        blocks = (*blocks, text(voice, "placing.text"))
    buttons = (
        Button(voice("button-circle-inviting"), "circle.inviting", circle.prefix, Style.MAIN),
        Button(voice("button-circle-announce"), "circle.announce", circle.prefix),
        Button(voice("button-circle-settings"), "circle.settings", circle.prefix),
    )
    return Card(voice("created"), blocks, buttons, Audience(circle.id, member), voice("created"))


def opened(circle: Circle, voice: Voice, platform: str) -> Card:
    """In the circle's place, once the steward has seen it."""
    facts = Facts(((voice("objectives"), Words(circle.objectives)),))
    blocks: tuple[Block, ...] = (facts, *_who_else_reads(platform, voice))
    buttons = (
        Button(voice("button-circle-charter"), "circle.charter", circle.prefix),
        Button(voice("button-practice-share"), "practice.share", circle.prefix, Style.MAIN),
    )
    title = voice("opened", circle=circle.name)
    return Card(Words(title), blocks, buttons, Audience(circle.id), voice("opened-notice"))


def charter(version: CharterVersion, circle: Circle, voice: Voice, member: str, page: int = 0) -> Card:
    """The charter, on one page unless it is very long; what the circle aims at stands on the last."""
    sheets = pages(version.text)
    page = min(page, len(sheets) - 1)
    blocks: tuple[Block, ...] = (Quote(sheets[page]),)
    buttons: tuple[Button, ...] = (Button(voice("button-menu"), "circle.menu", circle.prefix),)
    if page + 1 < len(sheets):
        onward = f"{circle.prefix}.{page + 1}"
        buttons = (Button(voice("button-next-page"), "circle.charter", onward, Style.MAIN), *buttons)
    else:
        since = Instant(version.effective_at, InstantStyle.DATE)
        blocks = (*blocks, text(voice, "charter-since", when=since))
        if circle.objectives:
            blocks = (*blocks, Facts(((voice("objectives"), Words(circle.objectives)),)))
    title = voice("charter", circle=circle.name)
    return Card(Words(title), blocks, buttons, Audience(circle.id, member), voice("charter-notice"))


def steward(
    membership: Membership,
    members: Sequence[Membership],
    waiting: int,
    unsure: int,
    voice: Voice,
    trouble: str = "",
) -> Card:
    """What a steward sees: who is in, how many practices wait, what may not have arrived; never a draft.

    `trouble`: the circle's place is gone or shut, or there is none.
    """
    circle = membership.circle
    names = ", ".join(m.member.name for m in members[:20])
    facts = Facts(
        (
            (voice("steward-members", count=len(members)), Words(names)),
            (voice("steward-readers"), str(circle.readers)),
        )
    )
    blocks: tuple[Block, ...] = (facts,)
    if waiting:
        blocks = (*blocks, text(voice, "steward-waiting", count=waiting))
    other = Button(voice("button-circle-place"), "circle.place", circle.prefix)
    if trouble:
        blocks = (*blocks, Row(voice.spans(f"unreached-{trouble}"), other))
    if trouble in MENDED:
        again = Button(voice("button-circle-retry"), "circle.retry", circle.prefix)
        blocks = (*blocks, Row(voice.spans("unreached-again"), again))
    if unsure:
        look = Button(voice("button-circle-lost"), "circle.lost", circle.prefix)
        blocks = (*blocks, Row(voice.spans("steward-unsure", count=unsure), look))
    buttons = (
        Button(voice("button-circle-inviting"), "circle.inviting", circle.prefix, Style.MAIN),
        Button(voice("button-circle-settings"), "circle.settings", circle.prefix),
        *(() if trouble else (other,)),
        Button(voice("button-menu"), "circle.menu", circle.prefix),
    )
    audience = Audience(circle.id, membership.member.id)
    return Card(voice("steward"), blocks, buttons, audience, voice("steward"))


def inviting(membership: Membership, code: Invitation | None, voice: Voice) -> Card:
    """By name, or by a code."""
    circle = membership.circle
    blocks: list[Block] = [text(voice, "inviting-text")]
    buttons = [
        Button(voice("button-circle-invite"), "circle.invite", circle.prefix, Style.MAIN),
        Button(voice("button-circle-newcode"), "circle.newcode", circle.prefix),
    ]
    if code is not None:
        blocks.append(text(voice, "inviting-code", code=Strong(code_from(code.id))))
        when = Instant(code.expires_at, InstantStyle.DATE)
        blocks.append(text(voice, "inviting-open", uses=code.uses_left, when=when))
        buttons.append(Button(voice("button-circle-revoke"), "circle.revoke", code.id, Style.DANGER))
    buttons.append(Button(voice("button-menu"), "circle.menu", circle.prefix))
    audience = Audience(circle.id, membership.member.id)
    return Card(voice("inviting"), tuple(blocks), tuple(buttons), audience, voice("inviting"))


def sentence(circle: Circle, member: str, voice: Voice, key: str, *buttons: Button, **args: object) -> Card:
    """One sentence, and what next."""
    then = buttons or (Button(voice("button-menu"), "circle.menu", circle.prefix),)
    blocks = (text(voice, f"{key}.text", **args),) if voice.has(f"{key}.text") else ()
    title = voice(key, **{name: value for name, value in args.items() if not isinstance(value, Words)})
    return Card(title, blocks, then, Audience(circle.id, member), title)


def joined(circle: Circle, steward_: str, name: str, voice: Voice) -> Card:
    return sentence(circle, steward_, voice, "joined", name=Words(name))


def open_by_hand(circle: Circle, steward_: str, name: str, voice: Voice) -> Card:
    """The platform would not open the circle's place: who can, and to whom."""
    return sentence(circle, steward_, voice, "by-hand", name=Words(name))


def housed(circle: Circle, steward_: str, voice: Voice) -> Card:
    """The place is there: next, people, and a first word."""
    buttons = (
        Button(voice("button-circle-inviting"), "circle.inviting", circle.prefix, Style.MAIN),
        Button(voice("button-circle-announce"), "circle.announce", circle.prefix),
    )
    return sentence(circle, steward_, voice, "housed", *buttons)


def placeless(circle: Circle, steward_: str, voice: Voice) -> Card:
    """The platform would not make a place: what is safe, and how one is given by hand."""
    other = Button(voice("button-circle-place"), "circle.place", circle.prefix, Style.MAIN)
    return sentence(circle, steward_, voice, "placeless", other)


def unreached(circle: Circle, steward_: str, reason: str, voice: Voice) -> Card:
    buttons = [Button(voice("button-circle-place"), "circle.place", circle.prefix, Style.MAIN)]
    if reason in MENDED:
        buttons.append(Button(voice("button-circle-retry"), "circle.retry", circle.prefix))
    blocks = (text(voice, f"unreached-{reason}"),)
    title = voice("unreached")
    return Card(title, blocks, tuple(buttons), Audience(circle.id, steward_), title)


def outside(circle: Circle, member: str, voice: Voice) -> Card:
    """They left the place, not the circle: what stays, and the way back."""
    back = Button(voice("button-circle-reenter"), "circle.reenter", circle.prefix, Style.MAIN)
    return sentence(circle, member, voice, "outside", back)


def uninvited(circle: Circle, steward_: str, voice: Voice) -> Card:
    """Somebody reads along: what they see, what they do not, and what a steward can do."""
    invite = Button(voice("button-circle-inviting"), "circle.inviting", circle.prefix)
    return sentence(circle, steward_, voice, "uninvited", invite)


def back(circle: Circle, steward_: str, voice: Voice) -> Card:
    """The workspace installed us again: what came back, and the one thing that did not."""
    other = Button(voice("button-circle-place"), "circle.place", circle.prefix, Style.MAIN)
    return sentence(circle, steward_, voice, "circle-back", other)


def help_(member: Membership | None, paths: Sequence[tuple[str, ...]], voice: Voice) -> Card:
    """The commands that this person can use here."""
    rows: tuple[Block, ...] = tuple(
        Text(
            (
                CommandRef(path),
                *voice.spans("help-line", what=Plain(voice(f"command-{'-'.join(path)}.description"))),
            )
        )
        for path in paths
    )
    blocks: tuple[Block, ...] = (text(voice, "help-text"), *rows, text(voice, "help-private"))
    at = member.circle.prefix if member else ""
    audience = Audience(member.circle.id, member.member.id) if member else None
    return Card(
        voice("help"), blocks, (Button(voice("button-menu"), "circle.menu", at),), audience, voice("help")
    )


def nearest(found: Sequence[tuple[str, str]], voice: Voice) -> Card:
    """An unknown word: the nearest commands (verb, label) as buttons, and the menu."""
    buttons = tuple(Button(label, verb) for verb, label in found)
    menu_ = Button(voice("button-menu"), "circle.menu")
    buttons = (*(b for b in buttons if b.verb != "circle.menu"), menu_)
    return Card(voice("nearest"), (text(voice, "nearest.text"),), buttons, None, voice("nearest"))
