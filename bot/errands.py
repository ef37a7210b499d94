"""Rows that say nothing: an act of the core, a place made or opened to somebody, a circle called over."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.command import Act, Job
from bot.composing import context, readers
from bot.ports import Database, Sender
from bot.roads import JobRow
from bot.standing import Standing
from bot.vocabulary import Place


class Errands:
    """Runs them, each in transactions of its own. `sender` gives who acts for a row; it raises where it is
    another process."""

    def __init__(
        self, database: Database, kinds: Mapping[str, Job], sender: Callable[[JobRow], Sender]
    ) -> None:
        self._database = database
        self._kinds = kinds
        self._sender = sender

    async def run(self, row: JobRow, standing: Standing) -> bool:
        """Whether it was one. Raises: Delivery."""
        job = self._kinds[row.kind]
        if job.admit is not None:
            await self._admit(row)
        elif job.makes is not None:
            await self._make(row)
        elif job.calls is not None:
            await self._call(row, job.calls, standing)
        elif job.act is not None:
            await self._act(row, job.act)
        else:
            return False
        return True

    async def _act(self, row: JobRow, act: Act) -> None:
        async with self._database.write() as tx:
            circle, to = (await readers(tx, [row]))[row.id]
            if circle is not None:
                await act(context(row, tx, circle, to))
            await tx.jobs.finish(row)

    async def _admit(self, row: JobRow) -> None:
        """Open a place to the member who is the subject."""
        job = self._kinds[row.kind]
        async with self._database.read() as tx:
            circle = await tx.circles.get(row.circle or "")
            account = await tx.members.account(row.circle or "", row.subject, row.platform)
        target = row.target
        if circle is not None and account is not None and isinstance(target, Place) and job.admit:
            opened = await self._sender(row).admit(target, account)
            async with self._database.write() as tx:
                await job.admit(context(row, tx, circle), opened)
                await tx.jobs.finish(row)
            return
        async with self._database.write() as tx:
            await tx.jobs.finish(row)

    async def _make(self, row: JobRow) -> None:
        """Have a place made for the circle. The intent is committed first: a second try looks for it.

        Raises: Delivery.
        """
        makes = self._kinds[row.kind].makes
        assert makes is not None
        async with self._database.write() as tx:
            stewards = [m for m in await tx.members.active(row.circle or "") if m.member.is_steward]
            found = [
                (one.circle, account)
                for one in stewards
                if (account := await tx.members.account(one.circle.id, one.member.id, row.platform))
            ]
            if not found:
                await tx.jobs.finish(row)
                return
            if not await tx.jobs.intend(row):
                return
        circle, steward = found[0]
        place = await self._sender(row).make_place(row.realm, circle.name, steward, again=row.intent)
        async with self._database.write() as tx:
            await makes(context(row, tx, circle), place)
            await tx.jobs.finish(row)

    async def _call(self, row: JobRow, then: Act, standing: Standing) -> None:
        """Look for everybody of the circle, one after the other. Raises: RetryAfter."""
        async with self._database.read() as tx:
            accounts = await tx.members.accounts(row.circle or "", row.platform)
        for account in accounts:
            await standing.left(account)
        await self._act(row, then)
