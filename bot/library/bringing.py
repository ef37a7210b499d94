"""A library comes into a circle: surveyed line by line first, then written in one transaction, or not at all.

The file is read twice, so that a large one need not fit into memory: what is kept of a surveyed line is its
id, its digest and whether it is held. Nothing is announced: a library must not flood the circle it comes to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.circles.models import CharterVersion, Circle, Register
from bot.circles.rules import charter_digest
from bot.i18n import LANGUAGES, Voice
from bot.library.importing import Fault, Labels, Line, Record, Seen, validated
from bot.members.models import Member, Role
from bot.ports import Transaction
from bot.practices import rules
from bot.practices.models import Practice, State
from bot.vocabulary import Account

LOCAL = Account("local", "import", "steward")  # holds the seat of a circle made here, until a person takes it
ZONE = "Europe/Paris"
OUT = (State.WITHDRAWN, State.ARCHIVED)


class Database(Protocol):
    def read(self) -> AbstractAsyncContextManager[Transaction]: ...

    def write(self) -> AbstractAsyncContextManager[Transaction]: ...


class CannotImport(Exception):
    """One line for whoever imports."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What a check says about a line: where and which, none of its words."""

    line: int
    field: str
    code: str
    hard: bool


@dataclass(frozen=True, slots=True)
class Planned:
    ref: str
    digest: str
    held: bool


@dataclass(slots=True)
class Survey:
    """Every line as it was read: what comes in, what cannot, what the checks say."""

    planned: list[Planned] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    advice: list[Advice] = field(default_factory=list)
    noted: list[int] = field(default_factory=list)  # lines with a family that is not on the list
    langs: Counter[str] = field(default_factory=Counter)
    seen: Seen = field(default_factory=Seen)

    @property
    def held(self) -> int:
        return sum(planned.held for planned in self.planned)


@dataclass(slots=True)
class Counts:
    """What one import did. `left`: withdrawn or archived here since, and not brought back."""

    new: int = 0
    changed: int = 0
    same: int = 0
    held: int = 0
    left: int = 0


def labels() -> Labels:
    """How *worked* and *did_not* are introduced, in the language of the line."""
    return {
        lang: (Voice(lang)("import-worked", words="{}"), Voice(lang)("import-did-not", words="{}"))
        for lang in LANGUAGES
    }


def survey(records: Iterable[Record], names: Sequence[str], known: Mapping[str, str]) -> Survey:
    """Validate every line, and check those that are new or changed.

    `names`: members', who are no clients; `known`: id -> digest of what came in before. Once a line is at
    fault nothing will come in: the checks rest, the faults are gathered to the end.
    """
    found = Survey()
    said = labels()
    for number, record in records:
        if isinstance(record, Fault):
            found.faults.append(record)
            continue
        line = validated(number, record, found.seen, said)
        if isinstance(line, list):
            found.faults += line
        if isinstance(line, list) or found.faults:
            continue
        if line.notes:
            found.noted.append(number)
        found.langs[line.lang] += 1
        is_held = known.get(line.ref) != line.digest and _checked(line, names, found)
        found.planned.append(Planned(line.ref, line.digest, is_held))
    return found


def _checked(line: Line, names: Sequence[str], found: Survey) -> bool:
    """Both checks, on every field; whether an identifier holds the line. Its author is no client."""
    author = line.content.attribution
    remarks = rules.remarks(line.content, (*names, author) if author else names)
    advice = [Advice(line.number, r.field, r.finding.code, r.finding.severity == "hard") for r in remarks]
    found.advice += dict.fromkeys(advice)
    return any(one.hard for one in advice)


async def circle_named(tx: Transaction, name: str) -> Circle | None:
    """The one circle of that name, or of that id. Raises: CannotImport, where several have the name."""
    named = await tx.circles.named(name)
    if len(named) > 1:
        raise CannotImport(f"{len(named)} circles have this name: give the id of one instead")
    return named[0] if named else None


async def created(tx: Transaction, name: str, register: Register, lang: str) -> Circle:
    """A circle without a place, its steward's seat held by a local account.

    The seat has not accepted the charter: it is asked to read nothing, and sees nothing but its own.
    """
    circle = Circle(tx.new_id(), 0, name, lang, ZONE, register, "")
    steward = Member(circle.id, tx.new_id(), Voice(lang)("import-steward"), Role.STEWARD)
    words = Voice(lang, register)("charter-template")
    charter = CharterVersion(circle.id, 1, words, charter_digest(words), "major", tx.now, steward.id)
    made = await tx.circles.create(circle, charter, None)
    if made is None:
        raise CannotImport("the circle could not be created")
    await tx.members.join(steward, LOCAL)
    return made


async def bring(
    tx: Transaction, circle: Circle, planned: Sequence[Planned], records: Iterable[Record]
) -> Counts:
    """Write the surveyed lines, read again. What came in before is left as it is, or gets a new version.

    Raises: CannotImport, where the circle has no steward or the file is not the one surveyed.
    """
    members = await tx.members.active(circle.id)
    steward = next((m.member for m in members if m.member.is_steward), None)
    if steward is None:
        raise CannotImport("this circle has no steward, who would hold what is imported")
    known = await tx.imports.known(circle.id)
    counts = Counts()
    for line, plan in _same_file(planned, records):
        if line.ref not in known:
            await tx.practices.add(_practice(tx, circle, steward, line, held=plan.held))
            counts.new += 1
            counts.held += plan.held
        elif known[line.ref] == line.digest:
            counts.same += 1
        else:
            await _change(tx, circle, line, counts, held=plan.held)
    return counts


def _same_file(planned: Sequence[Planned], records: Iterable[Record]) -> Iterator[tuple[Line, Planned]]:
    seen, said, plans = Seen(), labels(), iter(planned)
    for number, record in records:
        line = None if isinstance(record, Fault) else validated(number, record, seen, said)
        plan = next(plans, None)
        if not isinstance(line, Line) or plan is None or plan.digest != line.digest or plan.ref != line.ref:
            raise CannotImport("the file changed while it was read: nothing was imported")
        yield line, plan
    if next(plans, None) is not None:
        raise CannotImport("the file changed while it was read: nothing was imported")


def _practice(tx: Transaction, circle: Circle, steward: Member, line: Line, *, held: bool) -> Practice:
    """A held line is a draft of the steward; the rest is shared, and counts as read: the circle had it."""
    return Practice(
        circle.id,
        circle.prefix + tx.new_id(),
        steward.id,
        steward.name,
        State.DRAFT if held else State.SHARED,
        line.content,
        tags=line.tags,
        shared_at=None if held else tx.now,
        lang=line.lang,
        families=line.families,
        ref=line.ref,
        brought=line.digest,
    )


async def _change(tx: Transaction, circle: Circle, line: Line, counts: Counts, *, held: bool) -> None:
    """A new version of the words; what members added beside them stays, and every copy follows."""
    practice = await tx.imports.get(circle.id, line.ref)
    if practice is None or practice.state in OUT:
        counts.left += 1
        return
    words = line.content
    content = replace(words, **{name: getattr(practice.content, name) for name in _ADDED})
    state = practice.state
    if state is not State.REVIEW:  # who reads it goes on reading: publication looks again by itself
        state = State.DRAFT if held else State.SHARED
    shared_at = (practice.shared_at or tx.now) if state is State.SHARED else None
    moved = practice.with_(
        state=state,
        shared_at=shared_at,
        tags=line.tags,
        families=line.families,
        lang=line.lang,
        brought=line.digest,
    )
    moved = await tx.practices.revise(moved, content)
    await tx.jobs.refresh(circle.id, moved.id, str(moved.version))
    counts.changed += 1
    counts.held += state is State.DRAFT


_ADDED = ("tried", "duration", "limits", "support")
