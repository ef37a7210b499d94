"""Worries about practices: for the author and one peer."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.card import Audience
from bot.exchanges.models import Alert, Worry
from storage import visible as gate
from storage.dialect import insert
from storage.schema import alerts

_RAISED = ("circle", "id", "practice", "reporter", "worry", "words", "signed", "peer")


class SqlAlerts:
    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    async def add(self, alert: Alert) -> bool:
        """A new alert; False, with nothing written, where its id is there already."""
        values = {name: getattr(alert, name) for name in _RAISED}
        row = insert(self._connection, alerts).values(**values, raised_at=self._now)
        added = await self._connection.execute(row.on_conflict_do_nothing(index_elements=["circle", "id"]))
        return added.rowcount == 1

    async def get(self, reader: Audience, alert: str) -> Alert | None:
        """One alert, for the author, the peer or the reporter; who raised it only where they may know."""
        found = await self._connection.execute(gate.alerted(reader).where(alerts.c.id == alert))
        row = found.one_or_none()
        if row is None:
            return None
        values = {f.name: row._mapping[f.name] for f in fields(Alert)}
        return Alert(**{**values, "worry": Worry(values["worry"])})
