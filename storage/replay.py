"""What the ledger says is gone goes again, from a database that is older than it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.members.models import Status
from bot.practices.models import State
from storage import ending, search_index
from storage.erasures import Erasure, SqlErasures
from storage.schema import drafts, members, notes, practices, requests

_OUT = (State.REVIEW, State.SHARED)


async def replay(connection: AsyncConnection, now: datetime, ledger: Sequence[Erasure]) -> int:
    """Erase what these lines say and this database does not know of; gives how many lines were new to it."""
    known = SqlErasures(connection, now)
    held = set(await known.all())
    missing = [line for line in dict.fromkeys(ledger) if line not in held]
    for line in missing:
        if line.kind in _AGAIN:  # a later release may know more kinds
            await _AGAIN[line.kind](connection, line)
    await known.put(*missing)
    return len(missing)


async def _practice_erased(connection: AsyncConnection, line: Erasure) -> None:
    await _unfound(connection, line)
    await connection.execute(
        delete(practices).where(practices.c.circle == line.circle, practices.c.id == line.thing)
    )
    await _draft_erased(connection, line)


async def _taken_back(connection: AsyncConnection, line: Erasure) -> None:
    state = State(line.kind.partition(".")[2])
    before = tuple(State) if state is State.WITHDRAWN else _OUT  # an author's own draft stays theirs
    await _unfound(connection, line)
    await connection.execute(
        update(practices)
        .where(practices.c.circle == line.circle, practices.c.id == line.thing, practices.c.state.in_(before))
        .values(state=state, due_at=None, shared_at=None, version=practices.c.version + 1)
    )


async def _unfound(connection: AsyncConnection, line: Erasure) -> None:
    held = (await connection.execute(select(*search_index.before(line.circle, line.thing)))).one()
    if held.held is None:
        return
    engine = connection.dialect.name
    for statement, values in search_index.take(engine, line.circle, held.num, line.thing, held.words or ""):
        await connection.execute(statement, values)


async def _draft_erased(connection: AsyncConnection, line: Erasure) -> None:
    """The words go, also those that the same form sent before; what a form made has the form's id."""
    form = select(drafts.c.account, drafts.c.opening).where(drafts.c.id == line.thing)
    found = (await connection.execute(form)).one_or_none()
    which = drafts.c.id == line.thing
    if found is not None and found.opening:
        which |= (drafts.c.account == found.account) & (drafts.c.opening == found.opening)
    await connection.execute(
        update(drafts).where(which, drafts.c.done_at.is_(None)).values(fields=null(), done_at=line.at)
    )


async def _note_erased(connection: AsyncConnection, line: Erasure) -> None:
    await connection.execute(delete(notes).where(notes.c.circle == line.circle, notes.c.id == line.thing))
    await _draft_erased(connection, line)


async def _request_erased(connection: AsyncConnection, line: Erasure) -> None:
    await connection.execute(
        delete(requests).where(requests.c.circle == line.circle, requests.c.id == line.thing)
    )
    await _draft_erased(connection, line)


async def _member_left(connection: AsyncConnection, line: Erasure) -> None:
    await connection.execute(
        update(members)
        .where(members.c.circle == line.circle, members.c.id == line.thing)
        .values(status=Status.FORMER, version=members.c.version + 1)
    )


async def _realm_ended(connection: AsyncConnection, line: Erasure) -> None:
    await ending.end(connection, line.thing, line.at)


async def _realm_back(connection: AsyncConnection, line: Erasure) -> None:
    """An end of which this database never knew is not to run out on it."""
    await ending.begin_again(connection, line.thing)


async def _circle_erased(connection: AsyncConnection, line: Erasure) -> None:
    await ending.erase(connection, line.circle)


_AGAIN: dict[str, Callable[[AsyncConnection, Erasure], Awaitable[None]]] = {
    "practice.erased": _practice_erased,
    "practice.withdrawn": _taken_back,
    "practice.archived": _taken_back,
    "practice.draft": _taken_back,
    "note.erased": _note_erased,
    "request.erased": _request_erased,
    "draft.erased": _draft_erased,
    "member.former": _member_left,
    "realm.ended": _realm_ended,
    "realm.back": _realm_back,
    "circle.erased": _circle_erased,
}
