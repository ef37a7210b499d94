"""Whether this process can do its work now: what a supervisor asks, without content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BEAT_S = 30.0  # the job loop turns every second; a large batch takes some


@dataclass(frozen=True, slots=True)
class Readiness:
    """`beaten_s`: how long ago the job loop last turned; `connected`: for each platform that has settings."""

    database: bool
    schema: bool
    beaten_s: float
    connected: Mapping[str, bool]

    @property
    def jobs(self) -> bool:
        return self.beaten_s <= BEAT_S

    @property
    def ready(self) -> bool:
        return self.database and self.schema and self.jobs and all(self.connected.values())

    def as_json(self) -> dict[str, object]:
        return {
            "ready": self.ready,
            "database": self.database,
            "schema": self.schema,
            "jobs": self.jobs,
            "connected": dict(sorted(self.connected.items())),
        }
