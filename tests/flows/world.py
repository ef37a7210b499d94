"""Five circles whose every word is a canary, the people around them, and every request they can make.

A canary is a word like `zq01drafttitle`: circle 1, what it stands in (0 is in no
random id). Who may see which is said here by hand,
apart from the gate that the tests judge. Requests are made from the registry: a new command is tried by
everybody, on everything, without a change here.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from zlib import crc32

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncTransaction

from bot.card import Audience
from bot.circles.models import CharterVersion, Circle, Invitation, Register
from bot.circles.rules import code_from
from bot.command import Command
from bot.dispatch import Dispatcher
from bot.exchanges import rules as exchanges
from bot.exchanges.models import Alert, Note, NoteKind, Worry
from bot.library.models import Asking
from bot.members.models import Member, Role, Status
from bot.ports import Transaction
from bot.practices import rules
from bot.practices.models import Content, Practice, PracticeKind, Review, State, Tried, Verdict
from bot.registry import COMMANDS
from bot.roads import Draft, Post, account_key
from bot.sessions.models import Answer, Commitment, Session
from bot.sessions.models import State as Meeting
from bot.trials.models import TOLD, Outcome, Trial
from bot.vocabulary import Account, Field, FormKey, Kind, Place, Reply, Request, Value
from storage.engine import WRITE
from storage.schema import members
from storage.transaction import SqlDatabase, SqlTransaction
from tests.support.clock import TUESDAY, HandClock

NUMBERS = range(1, 6)
ADDRESS = "Écrire à anne.b@exemple.fr"
MANY = range(1, 21)
CANARY = re.compile(r"zq0\d+[a-z]+")
INSIDE = ("steward", "lead", "author", "reader", "noting", "passed", "plain", "former")
MESSAGE = "m-shared"  # the public card of each circle's shared practice
SOUND_DRAFT = "sound"  # a draft without a remark: it can be sent
STATES = (State.DRAFT, State.REVIEW, State.SHARED, State.WITHDRAWN)
MEETINGS = {state: f"meet{state}" for state in Meeting}  # the ids of sessions, by state
PARTS = ("title", "use", "steps", "tag", "duration", "limits", "attribution")
SOUND = {"zone": "Europe/Paris", "my_zone": "Europe/Paris", "hours": "9h-18h", "away": "2026-12-08"} | {
    "support": "https://exemple.fr",
    "code": "aaaa-aaaa",
    "moment": "2026-12-10T18:00+01:00",
    "spot": "https://visio.exemple.fr/salle",
}


class Rehearsal(SqlDatabase):
    """Every effect is seen while a request is handled, and undone by `forget`."""

    _open: tuple[AsyncConnection, AsyncTransaction] | None = None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SqlTransaction]:
        async with self._turn:
            yield SqlTransaction(await self._stage(), self._clock.now(), self._new_id, writes=False)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[SqlTransaction]:
        async with self._turn:
            connection = await self._stage()
            async with connection.begin_nested():
                yield SqlTransaction(connection, self._clock.now(), self._new_id, writes=True)

    async def _stage(self) -> AsyncConnection:
        if self._open is None:
            connection = await self.engine.connect()
            await connection.execution_options(**{WRITE: True})
            self._open = (connection, await connection.begin())
        return self._open[0]

    async def forget(self) -> None:
        """Nothing of it happened."""
        if self._open is not None:
            connection, transaction = self._open
            self._open = None
            await transaction.rollback()
            await connection.close()

    async def dispose(self) -> None:
        await self.forget()
        await super().dispose()


async def rehearsed(database: Rehearsal, dispatcher: Dispatcher, request: Request) -> Reply:
    """The answer; the world is then as it was."""
    try:
        return await dispatcher.answer(request)
    finally:
        await database.forget()


def account(user: str) -> Account:
    return Account("core", "realm", user, f"Nom {user}")


def place(number: int) -> Place:
    return Place("core", "realm", f"channel{number}")


def id_of(number: int, what: str) -> str:
    return f"{number:x}-{what}"


# --- the world -------------------------------------------------------------------------------------------


async def found(database: SqlDatabase, numbers: range = NUMBERS) -> None:
    """Circles of eight, one who is in circles 2 and 3, one invited into each."""
    for number in numbers:
        async with database.write() as tx:
            await _found_one(tx, number)
        async with database.engine.connect() as connection:
            await connection.execution_options(**{WRITE: True})
            async with connection.begin():
                left = update(members).where(members.c.id == id_of(number, "former"))
                await connection.execute(left.values(status=Status.FORMER))
    async with database.write() as tx:
        for number in (2, 3):
            await _join(tx, number, "both", "both")


async def _found_one(tx: Transaction, number: int) -> None:
    circle = Circle(
        f"circle{number}",
        number,
        f"zq0{number}name",
        "fr",
        "Europe/Paris",
        Register.TU,
        f"Viser zq0{number}objectives.",
    )
    words = f"La charte dit zq0{number}charter."
    charter = CharterVersion(circle.id, 1, words, "d" * 64, "major", TUESDAY, id_of(number, "steward"))
    assert await tx.circles.create(circle, charter, place(number))
    for who in INSIDE:
        await _join(tx, number, who, f"{who}{number}")
    for state in STATES:
        await _write(tx, number, state)
    await _try(tx, number)
    await tx.library.keep_request(
        Asking(f"circle{number}", id_of(number, "request"), id_of(number, "plain"), "", f"zq0{number}asked")
    )
    sound = replace(content(number, State.DRAFT), steps=f"Se taire, puis compter zq0{number}draftsteps.")
    circle_id, author = f"circle{number}", id_of(number, "author")
    await tx.practices.add(Practice(circle_id, id_of(number, SOUND_DRAFT), author, "", State.DRAFT, sound))
    for meeting in Meeting:
        await _meet(tx, number, meeting)
    soon = {"created_at": TUESDAY, "expires_at": TUESDAY + timedelta(days=14)}
    steward = id_of(number, "steward")
    by_name = Invitation(
        circle.id, id_of(number, "byname"), steward, account=f"core:realm:invited{number}", **soon
    )  # type: ignore[arg-type]
    code = id_of(number, "code")
    by_code = Invitation(circle.id, code, steward, code=code_from(code), uses_left=3, **soon)  # type: ignore[arg-type]
    await _note(tx, number)
    await tx.circles.invite(by_name)
    await tx.circles.invite(by_code)
    kept = {
        "title": f"zq0{number}kepttitle",
        "useful_for": f"zq0{number}keptuse",
        "aim": "method",
        "tried": "few",
    }
    await tx.drafts.keep(
        Draft(
            id_of(number, "kept"),
            f"key{number}",
            account_key(account(f"author{number}")),
            circle.id,
            "practice.share",
            "",
            0,
            kept,
            TUESDAY,
        )
    )


async def _note(tx: Transaction, number: int) -> None:
    """What is said around the shared practice, and around the others, where nobody may read it any more."""
    circle, prefix = f"circle{number}", f"{number:x}-"
    for state in STATES:
        practice, z = id_of(number, state), f"zq0{number}{state}"
        author, reader, lead, plain = (id_of(number, w) for w in ("author", "reader", "lead", "plain"))
        asked, open_ = id_of(number, f"{state}q"), id_of(number, f"{state}o")
        thanks = exchanges.thanks_id(prefix, practice, reader, 1)
        answer = exchanges.answer_id(prefix, asked)
        written = (
            Note(circle, asked, practice, NoteKind.QUESTION, reader, f"{z}question", author),
            Note(circle, answer, practice, NoteKind.ANSWER, author, f"{z}answer", reader, asked),
            Note(circle, open_, practice, NoteKind.QUESTION, lead, f"{z}open", author),
            Note(circle, thanks, practice, NoteKind.THANKS, reader, f"{z}thanks", author),
            Note(circle, id_of(number, f"{state}c"), practice, NoteKind.COMPLEMENT, plain, f"{z}complement"),
        )
        for note in written:
            assert await tx.notes.add(note)
        alert = (circle, id_of(number, f"{state}a"), practice, reader, Worry.OTHER, f"{z}alert", False, plain)
        assert await tx.alerts.add(Alert(*alert))
        for who in ("plain", "lead", "former"):
            await tx.notes.keep(Audience(circle, id_of(number, who)), practice)
    proposed = {"aim": "unset", "title": f"zq0{number}proposedtitle", "steps": f"zq0{number}proposedsteps"}
    author_of_it = account_key(account(f"author{number}"))
    key = f"proposed{number}"
    await tx.drafts.keep(
        Draft(id_of(number, "said"), key, author_of_it, circle, "practice.share", "", 0, proposed, TUESDAY)
    )


async def _join(tx: Transaction, number: int, who: str, user: str) -> None:
    role = Role.STEWARD if who in ("steward", "lead") else Role.MEMBER
    name = f"Zq0{number}n{who} Zq0{number}m{who}"
    member = Member(f"circle{number}", id_of(number, who), name, role)
    await tx.members.join(member, account(user))
    await tx.circles.accept(member.circle, member.id, 1, "core")


def content(number: int, state: State) -> Content:
    """Its words are canaries; the steps hold an address, so that there is a remark to act on."""
    z = f"zq0{number}{state}"
    return Content(
        f"Titre {z}title",
        f"Quand un client hésite, cela permet de choisir {z}use.",
        f"{ADDRESS if state is State.DRAFT else 'Se taire'}, puis compter dix secondes {z}steps.",
        PracticeKind.METHOD,
        Tried.FEW,
        duration=f"{z}duration",
        limits=f"{z}limits",
        attribution=f"{z}attribution",
    )


async def _write(tx: Transaction, number: int, state: State) -> None:
    author = id_of(number, "author")
    practice = Practice(
        f"circle{number}",
        id_of(number, state),
        author,
        "",
        state,
        content(number, state),
        tags=(f"zq0{number}{state}tag",),
        due_at=TUESDAY + timedelta(days=2) if state is State.REVIEW else None,
        shared_at=TUESDAY if state is State.SHARED else None,
    )
    await tx.practices.add(practice)
    if state is State.DRAFT:
        return
    asked = {
        "reader": Verdict.ASKED,
        "lead": Verdict.ASKED,
        "noting": Verdict.MISSING,
        "passed": Verdict.PASSED,
    }
    await tx.practices.ask(practice.circle, practice.id, [id_of(number, who) for who in asked])
    for who, verdict in asked.items():
        note = f"Il manque zq0{number}{state}note." if verdict is Verdict.MISSING else ""
        await tx.practices.answer(Review(practice.circle, practice.id, id_of(number, who), "", verdict, note))


async def _meet(tx: Transaction, number: int, state: Meeting) -> None:
    """A session whose planner brings the subject; the reader comes too, and the author said what they try."""
    z, over = f"zq0{number}meet{state}", state is Meeting.OVER
    session = Session(
        f"circle{number}",
        id_of(number, MEETINGS[state]),
        id_of(number, "author"),
        "",
        f"Codév {z}title",
        TUESDAY + timedelta(days=-1 if over else 7, hours=9),
        "2026-11-23T18:30" if over else "2026-12-01T18:30",
        "Europe/Paris",
        f"12 rue {z}spot",
        holder=id_of(number, "author"),
        state=state,
    )
    await tx.sessions.add(session)
    for who in ("author", "reader"):
        member = id_of(number, who)
        await tx.sessions.answer(session.circle, session.id, member, Answer.YES, topic=who == "author")
    if over:
        await tx.sessions.promise(
            Commitment(
                session.circle,
                session.id,
                id_of(number, "author"),
                f"Essayer {z}attempt",
                TUESDAY,
                TUESDAY + timedelta(days=14),
            )
        )


TRIED = {  # who tried the shared practice, what came of it, the word of their line, whether it may be quoted
    "plain": (Outcome.WORKED, "secretline", False),
    "reader": (Outcome.MIXED, "openline", True),
    "passed": (Outcome.NOT_YET, "silentline", False),
    "noting": (None, "", False),
}


async def _try(tx: Transaction, number: int) -> None:
    """Colleagues try the shared practice; its card stands in the circle's place."""
    circle, shared = f"circle{number}", id_of(number, State.SHARED)
    for who, (outcome, word, public) in TRIED.items():
        await tx.trials.save(
            Trial(
                circle,
                shared,
                id_of(number, who),
                1,
                TUESDAY,
                ask_at=TUESDAY if outcome in (None, Outcome.NOT_YET) else None,
                outcome=outcome,
                note=f"Une ligne zq0{number}{word}." if word else "",
                public=public,
                answered_at=TUESDAY if outcome else None,
                news_on=TUESDAY.date() if outcome in TOLD else None,
            )
        )
    card = Post("core", "realm", f"channel{number}", MESSAGE, circle, shared, "practice.card", False, None)
    await tx.posts.add(card)


# --- who may see what ------------------------------------------------------------------------------------


def allowed(user: str) -> set[str]:
    """The canaries that this person may see, whatever they do."""
    who, number = parted(user)
    if who == "invited":
        return {f"zq0{number}name", f"zq0{number}charter", f"zq0{number}nsteward"}
    if user == "both":
        return {word for number in (2, 3) for word in _of_member(number, "both")}
    if number and who in INSIDE and who != "former":
        return _of_member(number, who)
    return set()


def parted(user: str) -> tuple[str, int]:
    """("plain", 12) of plain12; 0 for those who are of no circle in particular."""
    who = user.rstrip("0123456789")
    return who, int(user[len(who) :] or 0)


def of_place(number: int) -> set[str]:
    """The canaries that everybody in a circle's place may see."""
    names = {f"zq0{number}{sign}{who}" for sign in "nm" for who in (*INSIDE, "both")}
    frame = {f"zq0{number}{word}" for word in ("name", "objectives", "charter")}
    meetings = _meetings(number, Meeting.PLANNED, Meeting.OVER)
    return (
        names
        | frame
        | meetings
        | _words(number, State.SHARED)
        | {
            f"zq0{number}sharedcomplement",
            f"zq0{number}openline",
        }
    )


def _meetings(number: int, *states: Meeting) -> set[str]:
    return {f"zq0{number}meet{state}{part}" for state in states for part in ("title", "spot")}


def _words(number: int, state: State) -> set[str]:
    return {f"zq0{number}{state}{part}" for part in PARTS}


def _of_member(number: int, who: str) -> set[str]:
    seen = of_place(number) | _meetings(number, Meeting.CANCELLED)
    if who in TRIED:
        seen |= {f"zq0{number}{TRIED[who][1]}"}
    if who == "author":
        seen |= _meetings(number, Meeting.PROPOSED) | {f"zq0{number}meetoverattempt"}
        seen |= {f"zq0{number}{word}" for word in ("kepttitle", "keptuse")}
        seen |= {word for state in STATES for word in _words(number, state)}
        seen |= {f"zq0{number}secretline"}  # an answer is for the author; *pas encore essayé* is for nobody
        seen |= {f"zq0{number}{state}note" for state in (State.REVIEW, State.SHARED)}
        seen |= {f"zq0{number}shared{said}" for said in ("question", "answer", "open", "thanks", "alert")}
        seen |= {f"zq0{number}proposed{part}" for part in ("title", "steps")}
    if who == "reader":
        seen |= {f"zq0{number}shared{said}" for said in ("question", "answer", "thanks")}
    if who == "plain":
        seen |= {f"zq0{number}asked", f"zq0{number}sharedalert"}
    if who == "lead":
        seen |= {f"zq0{number}sharedopen"}
    if who in ("reader", "lead", "noting"):
        seen |= _words(number, State.REVIEW)
    if who == "noting":
        seen |= {f"zq0{number}{state}note" for state in (State.REVIEW, State.SHARED, State.WITHDRAWN)}
    if who in ("steward", "lead"):
        seen |= {code_from(id_of(number, "code"))}
    return seen


CODES = tuple(code_from(id_of(number, "code")) for number in MANY)


def canaries(text: str) -> set[str]:
    """Every canary in a text, codes included."""
    return set(CANARY.findall(text.lower())) | {code for code in CODES if code in text}


def _thanks(number: int) -> str:
    return exchanges.thanks_id(f"{number:x}-", id_of(number, State.SHARED), id_of(number, "reader"), 1)


# --- every request ---------------------------------------------------------------------------------------


def subjects(number: int) -> list[str]:
    """An id of every kind, whole and in part, and none."""
    review, draft = id_of(number, State.REVIEW), id_of(number, State.DRAFT)
    remark = rules.remarks(content(number, State.DRAFT))[0]
    return [
        "",
        f"{number:x}-",
        f"circle{number}",
        *(id_of(number, what) for what in (*STATES, SOUND_DRAFT)),
        f"{draft}.{remark.digest}",
        f"{review}.1",
        id_of(number, "request"),
        f"{review}.{id_of(number, 'noting')}",
        *(id_of(number, what) for what in ("kept", "byname", "code", "author", "said")),
        id_of(number, f"{State.SHARED}c"),
        *(id_of(number, what) for what in MEETINGS.values()),
        f"{id_of(number, MEETINGS[Meeting.PLANNED])}.card",
        f"{id_of(number, MEETINGS[Meeting.OVER])}.worked",
        f"{id_of(number, State.SHARED)}.worked",
        *(f"{id_of(number, State.SHARED)}.{id_of(number, who)}" for who in ("plain", "noting")),
        f"{id_of(number, 'author')}.{TUESDAY:%Y%m%d}",
    ]


def around(number: int) -> list[str]:
    """Ids of what is said around practices: tried with the verbs and messages that are about it."""
    shared = id_of(number, State.SHARED)
    return [
        *(id_of(number, f"{State.SHARED}{sign}") for sign in "qo"),
        *(f"{shared}.{id_of(number, f'{State.SHARED}{sign}')}" for sign in "qca"),
        f"{shared}.{_thanks(number)}",
        f"{id_of(number, 'said')}.{id_of(number, 'plain')}",
    ]


PARTS_OF_VERBS = range(3)  # sweeps over all verbs are cut, so that several processes can share them


def part_of_verbs(verbs: Iterable[str], part: int) -> list[str]:
    """Every third verb; the parts together are all of them."""
    return list(verbs)[part :: len(PARTS_OF_VERBS)]


def subjects_of(number: int, what: str) -> list[str]:
    """Those of every verb or kind of message, and its own feature's."""
    return subjects(number) + (around(number) if what.startswith("exchange.") else [])


def value(asked: Field, number: int) -> Value:
    """Something that this field takes."""
    match asked.kind:
        case Kind.CHOICE | Kind.CHOICES:
            return asked.choices[0]
        case Kind.PLACE:
            return f"realm/channel{number}"
        case Kind.NUMBER:
            return "8"
        case Kind.PERSON:
            return f"realm/author{number}"
        case Kind.PEOPLE:
            return ("realm/stranger",)
        case Kind.YES:
            return "yes"
        case _:
            return SOUND.get(asked.name, "Quand un client hésite."[: asked.limit])


def values(command: Command | None, number: int) -> dict[str, Value]:
    """All its fields, and a choice from a list."""
    asked = command.fields if command else ()
    pointed: dict[str, Value] = {"by": f"realm/author{number}", "message_id": MESSAGE}
    reaction: dict[str, Value] = {"message": MESSAGE, "emoji": "worked"}
    return pointed | reaction | {f.name: value(f, number) for f in asked} | {"pick": ("myself",)}


@dataclass
class Requests:
    """Everything that one person can try on one circle: commands, buttons, lists and forms, everywhere."""

    user: str
    target: int
    home: str = ""  # the circle that their own forms are made for
    thin: int = 1  # every so many subjects of a verb, others for another verb; 1: all of them
    events: Iterator[int] = field(default_factory=itertools.count)

    def of(self, verb: str) -> Iterator[Request]:
        """Pressed or typed on every subject; where it has fields, its form too, for either circle."""
        command = COMMANDS.get(verb)
        filled = values(command, self.target)
        places = itertools.cycle((place(self.target), None, place(2)))
        for subject in subjects_of(self.target, verb)[crc32(verb.encode()) % self.thin :: self.thin]:
            if command is None or not command.fields:
                yield self.one(verb, subject, next(places), filled)
                continue
            yield self.one(verb, subject, next(places))
            for circle in dict.fromkeys((f"circle{self.target}", self.home)):
                key = FormKey(subject, 1, circle, "o")
                yield self.one(verb, subject, next(places), filled, key)
        for subject in subjects(self.target)[3:5]:  # what its widget would never send
            yield self.one(verb, subject, None, filled)
            yield self.one(verb, subject, None, filled, FormKey(subject, 1, "", "o"))

    def one(
        self,
        verb: str,
        subject: str,
        where: Place | None,
        filled: dict[str, Value] | None = None,
        key: FormKey | None = None,
    ) -> Request:
        event = f"core:{self.user}:{next(self.events)}"
        return Request(event, account(self.user), verb, subject, filled or {}, place=where, form=key)


def clock() -> HandClock:
    return HandClock(TUESDAY + timedelta(minutes=5))
