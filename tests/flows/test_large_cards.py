"""The longest and the worst that anybody can write, in every card that shows it, on every surface."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.discord import render as discord
from adapters.playground import render as playground
from adapters.slack import render as slack
from bot import courtesy, intake
from bot.card import Audience, Block, Card
from bot.circles import cards as circles
from bot.circles import home, lists
from bot.circles.models import CharterVersion, Circle, Invitation, Invited, Membership, Register
from bot.command import Manner
from bot.exchanges import cards as exchanges
from bot.exchanges.models import Alert, Bond, Note, NoteKind, Worry
from bot.i18n import Voice
from bot.limits import units
from bot.members.models import Member, Role
from bot.practices import author_cards, cards, rules
from bot.practices.models import Content, Practice, PracticeKind, Review, State, Tried, Verdict
from bot.roads import Draft, JobRow
from bot.sessions import cards as meetings
from bot.sessions.models import Answer, Commitment, Outcome, Rsvp, Session
from bot.sessions.models import State as Meeting
from bot.trials import cards as trials
from bot.trials.models import TOLD, Effect, Meaning, Tally, Trial
from tests.support.clock import TUESDAY

WORST = {
    "markup": "*_`~|<>[]()#\\@",
    "lines": "a\n",
    "blank lines": "a\n\n\n\n",
    "lists": "- a\n",
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "astral": "\U0001f600",
    "no spaces": "x",
    "words": "Quand un codir se tait, cela permet à chacun d’écrire. ",
    "addresses": "a@b.fr ",
    "mentions": "@everyone <!channel> ",
    "right to left": "مرحبا ",
    "flood": "e\u0301\u0323\u0330",
    "people": "M. Durand, DRH de Renault. ",
}
VOICES = [Voice("fr", "tu"), Voice("en", "vous")]


def filled(sign: str, limit: int) -> str:
    """As much of it as a field of that limit takes, as it is kept."""
    text = intake.clean(sign * (limit // len(sign) + 1))
    while len(text) > limit or units(text) > max(limit, 2 * limit - 100):
        text = text[:-1]
    return text.strip()


def line(sign: str, limit: int) -> str:
    return filled(sign.replace("\n", " "), limit) or "x"


def circle(sign: str) -> Circle:
    return Circle("circle1", 1, line(sign, 24), "fr", "Europe/Paris", Register.TU, filled(sign, 600))


def practice(sign: str, state: State) -> Practice:
    content = Content(
        line(sign, 80),
        filled(sign, 2_900),
        filled(sign, 2_900),
        PracticeKind.METHOD,
        Tried.NEVER,
        line(sign, 150),
        filled(sign, 600),
        line(sign, 150),
        line(sign, 150),
    )
    tags = tuple(rules.tag(f"{n}{line(sign, 30)}") for n in range(5))
    return Practice(
        "circle1",
        "1-abcdefghijklmnop",
        "1-a",
        line(sign, 80),
        state,
        content,
        tags=tags,
        unread=True,
        due_at=TUESDAY,
        shared_at=TUESDAY,
    )


def every_card(sign: str, voice: Voice) -> Iterator[tuple[str, Callable[[], Card]]]:
    """Each card with the most that it can be asked to show; made when it is asked for."""
    here, to = circle(sign), Audience("circle1", "1-a")
    shared, review, draft = (practice(sign, s) for s in (State.SHARED, State.REVIEW, State.DRAFT))
    found = rules.remarks(draft.content)
    name = line(sign, 80)
    notes = [
        Review("circle1", draft.id, f"1-r{n}", name, verdict, filled(sign, 600))
        for n, verdict in enumerate((Verdict.MISSING, Verdict.ETHICS))
    ]
    asked = replace(notes[0], verdict=Verdict.ASKED)
    review = replace(review, asides={r.digest: "author" for r in found})
    one = Member("circle1", "1-a", name, Role.STEWARD)
    me = Membership(here, one, 1)
    charter = CharterVersion("circle1", 1, filled(sign, 1_500), "d" * 64, "major", TUESDAY, "1-a")
    code = Invitation(
        "circle1", "1-abcdefghijklmnop", "1-a", TUESDAY, TUESDAY + timedelta(days=9), uses_left=3
    )
    kept = Draft("1-k", "k", "a", "circle1", "practice.share", "", 0, {"title": filled(sign, 2_900)}, TUESDAY)
    invited = [
        Invited(replace(code, id=f"{n}-abcdefghijklmnop"), here, charter, one.first_name) for n in range(9)
    ]
    swapped = replace(draft.content, title=name, steps=name + draft.content.steps, useful_for="x")
    own = [replace(draft, id=f"1-d{n}") for n in range(25)]
    many = [replace(me, member=replace(one, id=f"1-{n}")) for n in range(50)]
    yield from of_trials(sign, shared, voice, to)
    yield "preview", lambda: author_cards.preview(draft, found, voice, to)
    yield "everything", lambda: author_cards.preview(draft, found, voice, to, page=0)
    twenty = [replace(found[0], digest=f"{n:08x}") for n in range(20)] if found else []
    for page in (0, 3):
        yield f"remarks {page}", lambda page=page: author_cards.preview(draft, twenty, voice, to, page=page)  # type: ignore[misc]
    yield "in review", lambda: author_cards.in_review(review, notes, found, voice, to)
    yield "in review, missing", lambda: author_cards.in_review(review, [notes[0]] * 2, (), voice, to)
    yield "shared", lambda: author_cards.shared(shared, found, voice, to, TUESDAY)
    yield "why", lambda: author_cards.why_share(draft, voice, to)
    words = [f"{n}{line(sign, 28)}" for n in range(100)]
    yield "tags", lambda: author_cards.tag_picker(draft, words, voice, to)
    yield "own", lambda: author_cards.own_list(own, voice, to, "1-", 0)
    yield "review", lambda: cards.review(review, asked, found, voice, to)
    yield "holding", lambda: cards.review(review, notes[1], found, voice, to)
    yield "noted", lambda: author_cards.noted(review, notes[0], voice, to, hold=False)
    for page in range(len(rules.pages(draft.content.steps)) * 2 + 4):
        yield f"page {page}", lambda page=page: cards.full(shared, voice, to, page)  # type: ignore[misc]
    yield from around(sign, voice, shared)
    yield "two versions", lambda: author_cards.two_versions(draft, swapped, "1-k", voice, to)
    yield "menu", lambda: circles.menu(me, 12, voice)
    yield "stranger", lambda: circles.stranger(invited, True, voice)
    yield "invitation", lambda: circles.invitation(invited[0], voice)
    yield "ask", lambda: circles.ask_inviter(invited[0], voice)
    yield "created", lambda: circles.created(here, "1-a", voice)
    yield "opened", lambda: circles.opened(here, voice, "discord")
    for page in range(8):
        yield f"charter {page}", lambda page=page: circles.charter(charter, here, voice, "1-a", page)  # type: ignore[misc]
        yield f"invited {page}", lambda page=page: circles.invitation(invited[0], voice, page)  # type: ignore[misc]
    yield "steward", lambda: circles.steward(me, many, 9, 9, voice)
    yield "inviting", lambda: circles.inviting(me, code, voice)
    yield "joined", lambda: circles.joined(here, "1-a", name, voice)
    yield "by hand", lambda: circles.open_by_hand(here, "1-a", name, voice)
    to_me = (f"1-{'x' * 16}.1-{'y' * 16}", "1-a", "a", "b", "c", True, None, TUESDAY, 1, False)
    job = JobRow(987_654_321, "k", "review.noted", "circle1", *to_me, state="held", held_reason="week")
    jobs = [replace(job, id=n, subject=f"{n}", state=s) for n, s in enumerate(["due", "held"] * 5)]
    held = [(row, "practice.preview") for row in jobs]
    rows = lists.todo_rows([kept], own, own, held, voice)
    for page in range(11):
        yield f"todo {page}", lambda page=page: lists.todo(me, rows, page, 4, voice)  # type: ignore[misc]
    for most in (rows, rows[: home.ROWS]):
        page_ = home.Page(most, *own_page(sign, shared))
        others = [replace(me, circle=replace(here, id=f"circle{n}", num=n)) for n in range(1, 40)]
        yield "home", lambda page_=page_, others=others: home.card(page_, me, others, voice, TUESDAY)  # type: ignore[misc]
    unsure = [replace(row, state=state) for row, state in zip(jobs, ["dead", "uncertain"] * 5, strict=True)]
    for page in (0, 1):
        yield f"lost {page}", lambda page=page: lists.lost(me, unsure, page, voice)  # type: ignore[misc]
    yield "one", lambda: lists.one(me, replace(job, state="dead"), voice)
    for name_, made in (("review", cards.review(review, asked, found, voice, to)),):
        yield f"signed {name_}", lambda made=made: signed_in_full(made, voice)  # type: ignore[misc]


def own_page(sign: str, shared: Practice) -> tuple[list[Effect], list[Practice], list[Session]]:
    """What somebody tries, keeps and goes to, at its longest."""
    trial = Trial("circle1", shared.id, "1-abcdefghijklmno", 1, TUESDAY)
    tried = Effect(trial, line(sign, 80), line(sign, 80), "1-a", line(sign, 80))
    titled = replace(shared, content=replace(shared.content, title=line(sign, 80)))
    made = Session(
        *(
            "circle1",
            "1-abcdefghijklmnop",
            "1-a",
            line(sign, 80),
            line(sign, 80),
            TUESDAY,
            "2026-11-24T09:30",
        ),
        *("Europe/Paris", "x", 40, 90, None, ""),
    )
    return [tried] * 99, [titled] * 300, [made] * 9


def signed_in_full(card: Card, voice: Voice) -> Card:
    """What nobody asked for says how to hear less, however large it is."""
    signed = courtesy.signed(card, Manner.COUNTED, voice)
    assert signed != card
    return signed


def of_trials(
    sign: str, shared: Practice, voice: Voice, to: Audience
) -> Iterator[tuple[str, Callable[[], Card]]]:
    """What colleagues make of a practice, at its longest."""
    late, counted = TUESDAY + timedelta(days=400), Tally(123, 123, 123, 123, 123)
    trial = Trial("circle1", shared.id, "1-abcdefghijklmno", 1, TUESDAY, note=line(sign, 150), public=True)
    told = [
        Effect(replace(trial, outcome=o), line(sign, 80), shared.content.title, "1-a", line(sign, 80))
        for o in TOLD
    ]
    soon = replace(trial, ask_at=TUESDAY)
    yield "public", lambda: cards.public(shared, voice, to, counted, late)
    used = trials.used(shared, counted, told, trial, voice, "1-b")
    pages = len(rules.pages(shared.content.steps)) * 2 + 4
    yield "used", lambda: cards.full(shared, voice, to, pages, cards.Beside(last=used, badge="badge"))
    for meaning in Meaning:
        yield meaning.value, lambda m=meaning: trials.said(shared, m, soon, voice, to)  # type: ignore[misc]
    for one in told:
        yield "answered", lambda t=one.trial: trials.answered(shared, t, voice, to)  # type: ignore[misc]
        yield "news", lambda e=one: trials.news([e], voice, to)  # type: ignore[misc]
    yield "all news", lambda: trials.news(told * 4, voice, to)
    yield "going on", lambda: trials.going_on(shared, replace(trial, ask_at=late), voice, to, TUESDAY)
    yield "nudge", lambda: trials.ask(shared, voice, to, again=True)
    several = [replace(e, trial=replace(e.trial, practice=f"1-p{n}")) for n, e in enumerate(told * 4)]
    yield "mine", lambda: trials.mine(several, voice, to, "1-", 0)
    yield "own sign", lambda: trials.own(shared, voice, to)
    yield "idle", lambda: trials.idle(shared, voice, to)
    yield "yearly", lambda: trials.yearly(shared, voice, to)
    yield "archived", lambda: author_cards.archived(shared, voice, to)
    yield "shared, a year later", lambda: author_cards.shared(shared, (), voice, to, late)


def used_by(sign: str, shared: Practice, voice: Voice, me: str) -> tuple[Block, ...]:
    """What the last page of *Lire* says of trials, at its longest."""
    note = Trial("circle1", shared.id, "1-t", 1, TUESDAY, note=line(sign, 150), public=True)
    told = [
        Effect(replace(note, outcome=o), line(sign, 80), shared.content.title, "1-a", line(sign, 80))
        for o in TOLD
    ]
    return trials.used(shared, Tally(123, 123, 123, 123, 123), told, note, voice, me)


def around(sign: str, voice: Voice, shared: Practice) -> Iterator[tuple[str, Callable[[], Card]]]:
    """Everything that can be said around a practice, to its author and to a reader."""

    def note(kind: NoteKind, writer: str, reader: str | None, limit: int, n: int = 0) -> Note:
        words, name = filled(sign, limit), line(sign, 80)
        id_ = f"1-{kind.value[:4]}{n}{writer[2:]}"
        return Note("circle1", id_, shared.id, kind, writer, words, reader, None, name, shared.author)

    complements = [note(NoteKind.COMPLEMENT, "1-r", None, 300, n) for n in range(7)]
    question, other = (note(NoteKind.QUESTION, w, "1-a", 600) for w in ("1-r", "1-s"))
    answer = replace(note(NoteKind.ANSWER, "1-a", "1-r", 600), answers=question.id)
    thanks = note(NoteKind.THANKS, "1-r", "1-a", 150)
    short = replace(shared, content=replace(shared.content, useful_for="x", steps="x"))
    for me in ("1-a", "1-r"):
        to = Audience("circle1", me)
        for whole in (shared, short):
            said = [question, other, *complements]
            beside = exchanges.beside(whole, said, Bond(), voice, to, "1-", "kept")
            beside = replace(beside, last=(*used_by(sign, shared, voice, me), *beside.last))
            for page in range(16):
                yield (
                    f"around {me} {page}",
                    lambda page=page, to=to, whole=whole, beside=beside: cards.full(
                        whole, voice, to, page, beside
                    ),
                )  # type: ignore[misc]
    to = Audience("circle1", "1-a")
    yield "with complements", lambda: cards.public(shared, voice, to, complements=1_000)
    yield "asked", lambda: exchanges.asked(shared, question, None, voice, to)
    yield "asked and answered", lambda: exchanges.asked(shared, question, answer, voice, to)
    yield "answered", lambda: exchanges.answered(shared, question, answer, voice, to)
    yield "waiting", lambda: exchanges.answered(shared, question, None, voice, to)
    yield "thanked", lambda: exchanges.thanked(shared, thanks, voice, to)
    yield "complemented", lambda: exchanges.complemented(shared, complements[0], voice, to)
    kept = [replace(shared, id=f"1-k{n}") for n in range(20)]
    for signed, peer, reader in ((True, "1-p", "1-a"), (True, "1-p", "1-p"), (False, None, "1-a")):
        worry = Alert("circle1", "1-w", shared.id, "", Worry.HOLD, filled(sign, 600), signed, peer)
        worry = replace(worry, author="1-a", reporter_name=line(sign, 80))
        at = Audience("circle1", reader)
        yield "alerted", lambda worry=worry, at=at: exchanges.alerted(shared, worry, voice, at)  # type: ignore[misc]
    yield "alert sent", lambda: exchanges.alert_sent(shared, voice, to, True, True, 2)
    yield "kept", lambda: exchanges.kept(kept, voice, to, "1-", 0)
    words = filled(sign, 2_900)
    said = Draft("1-k", "k", "a", "circle1", "practice.share", "", 0, {"steps": words}, TUESDAY)
    fault = voice("fault-too-long", excess=20_000, limit=2_900)
    yield "too long", lambda: exchanges.too_long(said, words, fault, voice, to)
    yield "offered", lambda: exchanges.offered(line(sign, 80), voice, to)
    yield "proposed", lambda: exchanges.proposed(said, line(sign, 80), voice, to)


def every_meeting(sign: str, voice: Voice) -> Iterator[tuple[str, Callable[[], Card]]]:
    """The same of sessions: fifty who come, all who offer a subject, the longest spot."""
    to, name = Audience("circle1", "1-a"), line(sign, 80)
    spot = " ".join(filled(sign, 400).split()) or "x"
    answers = [Answer.YES] * 45 + [Answer.MAYBE] * 5
    rsvps = [Rsvp(f"1-{n}", name, answer, TUESDAY, topic=True) for n, answer in enumerate(answers)]
    rsvps.append(Rsvp("1-a", name, Answer.YES, TUESDAY - timedelta(days=1)))
    said = Commitment(
        "circle1", "1-abcdefghijklmnop", "1-a", line(sign, 150), TUESDAY, TUESDAY, outcome=Outcome.NOT_YET
    )
    for where in (spot, "https://visio.exemple.fr/" + "a1%3b" * 75):
        for holder in ("1-a", "1-7", None):
            made = Session(
                *("circle1", "1-abcdefghijklmnop", "1-a", name, line(sign, 80), TUESDAY, "2026-11-24T09:30"),
                *("America/Argentina/Buenos_Aires", where, 40, 90, holder, name if holder else ""),
            )
            many = [made.with_(state=state) for state in Meeting] * 3
            for one in many[:4]:
                yield f"public {one.state}", lambda one=one: meetings.public(one, rsvps, voice, to)  # type: ignore[misc]
                yield f"preview {one.state}", lambda one=one: meetings.preview(one, rsvps, voice, to)  # type: ignore[misc]
                for open_ in (True, False):
                    yield (
                        f"mine {one.state}",
                        lambda one=one, open_=open_: meetings.mine(one, rsvps, voice, to, open_=open_),  # type: ignore[misc]
                    )
            yield "soon", lambda made=made: meetings.soon(made, voice, to)  # type: ignore[misc]
            yield "asked", lambda made=made: meetings.asked(made, voice, to, "session-moved")  # type: ignore[misc]
            yield "seat", lambda made=made: meetings.seat(made, voice, to)  # type: ignore[misc]
            yield "named", lambda made=made: meetings.named(made, voice, to)  # type: ignore[misc]
            yield "tomorrow", lambda made=made: meetings.tomorrow(made, voice, to)  # type: ignore[misc]
            yield "changed", lambda made=made: meetings.changed(made, "1-k", voice, to)  # type: ignore[misc]
            yield "after", lambda made=made: meetings.after(made, voice, to)  # type: ignore[misc]
            yield "brought", lambda made=made: meetings.brought(made, "1-p", voice, to, held=True)  # type: ignore[misc]
            listed = [replace(one, id=f"1-{n}") for n, one in enumerate(many)]
            yield "agenda", lambda listed=listed: meetings.agenda(listed, voice, to, "1-", 0)  # type: ignore[misc]
    yield "committed", lambda: meetings.committed(said, voice, to)
    yield "followed", lambda: meetings.followed(said, voice, to)
    yield "thanked", lambda: meetings.thanked(said, voice, to)


@pytest.mark.parametrize("worst", WORST)
def test_every_card_fits_every_surface(worst: str) -> None:
    failed = []
    for voice in VOICES:
        for name, made in (*every_card(WORST[worst], voice), *every_meeting(WORST[worst], voice)):
            try:
                card = made()
                discord.card(card, voice)
                slack.message(card, voice, shared=True)
                playground.card(card, voice, "h3")
            except Exception as error:
                failed.append(f"{name}: {error!r}")
    assert failed == []
