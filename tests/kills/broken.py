"""The same process with one protection taken away: the harness has to notice each."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from adapters.playground.outbound import PlaygroundSender
from bot import dispatch, jobs
from bot.card import Card
from bot.dispatch import Dispatcher
from bot.jobs import Jobs
from bot.vocabulary import Reply, Request
from storage.practices import SqlPractices


def nothing() -> None:
    """As it is."""


def answer_first() -> None:
    """A form is answered while its words are in memory only."""
    answer, run_due = Dispatcher.answer, Jobs.run_due
    waiting: list[tuple[Dispatcher, Request]] = []

    async def flush() -> None:
        while waiting:
            door, request = waiting.pop()
            await answer(door, request)

    async def answered(self: Dispatcher, request: Request) -> Reply:
        await flush()
        if request.form is None:
            return await answer(self, request)
        waiting.append((self, request))
        return Reply(Card("Bien reçu.", notice="Bien reçu."))

    async def ran(self: Jobs) -> int:
        await flush()
        return await run_due(self)

    _replace(Dispatcher, "answer", answered)
    _replace(Jobs, "run_due", ran)


def finish_first() -> None:
    """A row is done before its message is sent."""
    deliver = Jobs._deliver

    async def delivered(self: Jobs, ready: Any) -> Any:
        async with self._database.write() as tx:
            await tx.jobs.finish(ready.row)
        return await deliver(self, ready)

    _replace(Jobs, "_deliver", delivered)


def no_nonce() -> None:
    """A message sent again is a new message."""
    send = PlaygroundSender.send

    async def sent(self: PlaygroundSender, to: Any, card: Any, voice: Any, nonce: str) -> Any:
        return await send(self, to, card, voice, nonce + secrets.token_hex(4))

    _replace(PlaygroundSender, "send", sent)


def no_draft_key() -> None:
    """A form sent again is a new submission."""
    _replace(dispatch, "_draft_key", lambda request: secrets.token_hex(16))


def endless_lease() -> None:
    """What a dead process held is nobody else's."""
    _replace(jobs, "LEASE_S", 1e9)


def never_looks() -> None:
    """What an unclear send left is not looked for."""

    async def was_sent(self: Jobs, row: Any) -> bool:
        return False

    _replace(Jobs, "_was_sent", was_sent)


def piecemeal() -> None:
    """Each line of a library is committed by itself."""
    add = SqlPractices.add

    async def added(self: SqlPractices, practice: Any) -> Any:
        done = await add(self, practice)
        if practice.ref is not None:
            raw = await self._connection.get_raw_connection()
            await raw.driver_connection.commit()
            await raw.driver_connection.execute("BEGIN IMMEDIATE")
        return done

    _replace(SqlPractices, "add", added)


def _replace(where: Any, name: str, by: Any) -> None:
    assert hasattr(where, name), name
    setattr(where, name, by)


BREAKS: dict[str, Callable[[], None]] = {
    "": nothing,
    "answer first": answer_first,
    "finish first": finish_first,
    "no nonce": no_nonce,
    "no draft key": no_draft_key,
    "endless lease": endless_lease,
    "never looks": never_looks,
    "piecemeal": piecemeal,
}
